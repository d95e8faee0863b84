"""Which entities a dispatch's chains may speak of, and what is known of each.

A fixed number of queries for all chains of a dispatch together. Each looks at so many rows a name
and no more, so that neither a common name nor a famous entity makes it slow.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from articles.models import Article
from entities import naming, spelling
from entities.absorption import survivor
from entities.models import Alias, Appearance, Entity, Origin, PlaceFacts
from entities.naming import Finding, compare, key_of
from entities.reasons import Reason
from entities.traits import Traits
from extraction.text import name_key
from extraction.types import Chain

# Names looked at for one chain, rows for one candidate, and its dispatches whose company counts.
_NAMES_A_CHAIN = 25
_ROWS_A_CANDIDATE = 20
_COMPANY_AMONG = 40
_CANDIDATES_A_CHAIN = 12
_COUNTED_BEARERS = 64
# Trigram likeness from which a name that nothing else finds is looked at.
_TRIGRAMS = 0.55


@dataclass(slots=True)
class Speaking:
    """One chain with what its dispatch says of it."""

    chain: Chain
    traits: Traits
    place: str = ""
    """Which place it was tied to: "city in Argentina"."""
    untold: bool = False
    """Of a place: the gazetteer knows several of the name, and the dispatch does not tell which."""
    source: int | None = None
    dated_at: datetime.datetime | None = None
    company_size: int = 0
    told: list[Reason] = field(default_factory=list)
    """Reasons from the dispatch alone: which of several places, whose adjective."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names that lead anywhere: of a person that has a fuller one, not the surname too."""
        forms = tuple(dict.fromkeys((self.chain.head, *self.chain.names)))
        full = tuple(name for name in forms if not naming.is_bare(self.chain.kind, name))
        return full or forms


@dataclass(slots=True)
class Candidate:
    """One entity that a chain may speak of, and what is known of it from other dispatches."""

    entity: Entity
    via: Entity
    """The entity that bears the name: this one, or one that it absorbed."""
    finding: Finding | None = None
    names: list[str] = field(default_factory=list)
    traits: Traits = field(default_factory=Traits)
    editor_says: bool = False
    by_acronym: bool = False
    geoname: int | None = None
    untold: bool = False
    dispatches: int = 0
    """Other dispatches that mention it."""
    bearers: int = 1
    next_known: int = 0
    named_apart: bool = False
    company: list[tuple[str, str, int]] = field(default_factory=list)
    """Shared companions: name, kind, dispatches that mention it."""
    sources: set[int] = field(default_factory=set)
    days_apart: int | None = None

    @property
    def is_vacant(self) -> bool:
        """A machine's entity that no other dispatch mentions: nothing is known of it."""
        alone = not self.dispatches and self.via.origin == Origin.MACHINE
        return alone and not self.editor_says and self.via.merged_into_id is None


@dataclass(slots=True)
class Gathered:
    candidates: dict[str, list[Candidate]]
    before: dict[int, int]
    """What stood in the dispatch before: mentions by entity."""


def gather(
    article: Article, spoken: Sequence[Speaking], *, company: Iterable[int] = ()
) -> Gathered:
    """The candidates of each chain, by chain id, that the names do not exclude.

    `company`: entities known to stand in the dispatch, where they were resolved before. About ten
    queries, whatever the number of chains.
    """
    aliases = _by_key(spoken)
    _by_sound(spoken, aliases)
    entities = _entities(aliases)
    before = dict(Appearance.objects.filter(article=article).values_list("entity", "mention_count"))
    found: dict[str, list[Candidate]] = {}
    names = _names_of({alias.entity_id for of in aliases.values() for alias in of})
    for speaking in spoken:
        found[speaking.chain.id] = _candidates(
            speaking, aliases[speaking.chain.id], entities, names, before
        )
    _know(article, spoken, found)
    _keep_company(article, spoken, found, set(company))
    _count_bearers(spoken, found)
    return Gathered(found, before)


def _by_key(spoken: Sequence[Speaking]) -> dict[str, list[Alias]]:
    """Names written alike, but for case, accents and punctuation."""
    keys: dict[tuple[str, str], set[str]] = defaultdict(set)
    for speaking in spoken:
        for name in speaking.names:
            keys[speaking.chain.kind, key_of(name)].add(speaking.chain.id)
    found: dict[str, list[Alias]] = {speaking.chain.id: [] for speaking in spoken}
    rows = Alias.objects.filter(key__in=sorted({key for _, key in keys})).order_by("id")
    for alias in rows:
        for chain in sorted(keys.get((alias.kind, alias.key), ())):
            found[chain].append(alias)
    return found


def _by_sound(spoken: Sequence[Speaking], aliases: dict[str, list[Alias]]) -> None:
    """Names that share a sounding word, initials or, where nothing did, most of their letters."""
    chains, kinds, codes, last, keys = [], [], [], [], []
    for speaking in spoken:
        kind = speaking.chain.kind
        # A place that is known under its very name has no other spelling to look for.
        if kind == "place" and aliases[speaking.chain.id]:
            continue
        for name in speaking.names[:6]:
            sounds = spelling.codes(name, kind)
            chains.append(speaking.chain.id)
            kinds.append(kind)
            codes.append(" ".join(sounds))
            last.append(telling_code(name, kind))
            keys.append(key_of(name))
    if not chains:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT q.chain, a.id
              FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])
                   AS q (chain, kind, codes, telling)
             CROSS JOIN LATERAL (
                   SELECT a.id
                     FROM entities_alias a
                    WHERE a.sounds && string_to_array(q.codes, ' ')::varchar[]
                      AND a.kind = q.kind
                    ORDER BY (SELECT count(*) FROM unnest(a.sounds) s
                               WHERE s = ANY (string_to_array(q.codes, ' '))) DESC,
                             (q.telling = ANY (a.sounds)) DESC, a.id
                    LIMIT %s) a
            """,
            [chains, kinds, codes, last, _NAMES_A_CHAIN],
        )
        pairs = set(cursor.fetchall())
        lonely = [
            at
            for at, chain in enumerate(chains)
            if not aliases[chain] and not any(of == chain for of, _ in pairs)
        ]
        if lonely:
            cursor.execute(f"SET LOCAL pg_trgm.similarity_threshold = {_TRIGRAMS}")
            cursor.execute(
                """
                SELECT q.chain, a.id
                  FROM unnest(%s::text[], %s::text[], %s::text[]) AS q (chain, kind, key)
                 CROSS JOIN LATERAL (
                       SELECT a.id FROM entities_alias a
                        WHERE a.key %% q.key AND a.kind = q.kind
                        ORDER BY similarity(a.key, q.key) DESC, a.id LIMIT 5) a
                """,
                [
                    [chains[at] for at in lonely],
                    [kinds[at] for at in lonely],
                    [keys[at] for at in lonely],
                ],
            )
            pairs |= set(cursor.fetchall())
    rows = Alias.objects.in_bulk({pk for _, pk in pairs})
    for chain, pk in sorted(pairs):
        if all(alias.pk != pk for alias in aliases[chain]):
            aliases[chain].append(rows[pk])


def telling_code(name: str, kind: str) -> str:
    """The code of the word that tells most: a person's last, else the longest."""
    if kind == "person":
        return spelling.sound(naming.person(name).words[-1])
    words = [w for w in name_key(name).split() if w not in spelling.generic_words()]
    return spelling.sound(max(words or name_key(name).split() or [name], key=len))


def _entities(aliases: dict[str, list[Alias]]) -> dict[int, Entity]:
    ids = {alias.entity_id for of in aliases.values() for alias in of}
    return Entity.objects.select_related("merged_into__merged_into__merged_into").in_bulk(ids)


def _names_of(entity_ids: Iterable[int]) -> dict[int, list[Alias]]:
    found: dict[int, list[Alias]] = defaultdict(list)
    for alias in Alias.objects.filter(entity__in=list(entity_ids)).order_by("id"):
        if len(found[alias.entity_id]) < 40:
            found[alias.entity_id].append(alias)
    return found


def _candidates(
    speaking: Speaking,
    aliases: Sequence[Alias],
    entities: dict[int, Entity],
    names: dict[int, list[Alias]],
    before: dict[int, int],
) -> list[Candidate]:
    kind = speaking.chain.kind
    keys = {key_of(name) for name in speaking.names}
    found: dict[int, Candidate] = {}
    for alias in aliases:
        via = entities[alias.entity_id]
        standing = survivor(via)
        if standing.pk in found and found[standing.pk].via.pk == via.pk:
            continue
        of_kind = [each for each in names[via.pk] if each.kind == kind]
        full = [a.name for a in of_kind if not naming.is_bare(kind, a.name)]
        known_as = full or [a.name for a in of_kind]
        finding = compare(kind, speaking.names, known_as)
        editors = {a.key for a in of_kind if a.origin == Origin.EDITOR}
        candidate = Candidate(
            entity=standing,
            via=via,
            finding=finding,
            names=known_as,
            editor_says=bool(editors & keys),
            dispatches=standing.article_count - (standing.pk in before),
        )
        if candidate.editor_says:
            word = next(name for name in speaking.names if key_of(name) in editors)
            candidate.finding = Finding("same_name", word, word)
        if candidate.finding is None or candidate.finding.veto:
            continue
        first = candidate.finding.one
        candidate.by_acronym = naming.is_acronym(first) and key_of(first) != via.key
        other = found.get(standing.pk)
        if other is None or (candidate.editor_says, via.key in keys) > (
            other.editor_says,
            other.via.key in keys,
        ):
            found[standing.pk] = candidate
    # The strongest name first, then the best known, so that what is cut off is the least likely.
    ranked = sorted(
        found.values(),
        key=lambda c: (
            not c.editor_says,
            naming.strength(c.finding),
            -c.dispatches,
            c.entity.pk,
        ),
    )
    return ranked[:_CANDIDATES_A_CHAIN]


def _know(article: Article, spoken: Sequence[Speaking], found: dict[str, list[Candidate]]) -> None:
    """What other dispatches say of the candidates. Two queries."""
    groups: dict[int, set[int]] = defaultdict(set)
    for candidates in found.values():
        for candidate in candidates:
            groups[candidate.entity.pk] |= {candidate.entity.pk, candidate.via.pk}
    ids = sorted({pk for group in groups.values() for pk in group})
    if not ids:
        return
    by_entity: dict[int, list[tuple[dict[str, Any], int | None, datetime.datetime]]] = defaultdict(
        list
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT e.id, r.traits, a.source_id, a.dated_at
              FROM unnest(%s::bigint[]) AS e (id)
             CROSS JOIN LATERAL (
                   SELECT r.traits, r.article_id FROM entities_resolution r
                    WHERE r.entity_id = e.id AND r.article_id <> %s
                    ORDER BY r.id DESC LIMIT %s) r
              JOIN articles_article a ON a.id = r.article_id
            """,
            [ids, article.pk, _ROWS_A_CANDIDATE],
        )
        for pk, traits, source, dated_at in cursor.fetchall():
            by_entity[pk].append((_loaded(traits), source, dated_at))
    facts = {row.entity_id: row for row in PlaceFacts.objects.filter(entity__in=ids)}
    for speaking in spoken:
        for candidate in found[speaking.chain.id]:
            rows = [
                row for pk in sorted(groups[candidate.entity.pk]) for row in by_entity.get(pk, ())
            ]
            candidate.traits = Traits.of(row[0] for row in rows)
            candidate.sources = {row[1] for row in rows if row[1] is not None}
            if speaking.dated_at is not None and rows:
                candidate.days_apart = min(abs((row[2] - speaking.dated_at).days) for row in rows)
            known = facts.get(candidate.via.pk) or facts.get(candidate.entity.pk)
            if known is not None and not candidate.is_vacant:
                candidate.geoname = known.geoname_id if known.certain else None
                candidate.untold = not known.certain


def _loaded(traits: Any) -> dict[str, Any]:
    """A JSON column as a bare cursor gives it."""
    return dict(json.loads(traits) if isinstance(traits, str) else traits)


def _keep_company(
    article: Article,
    spoken: Sequence[Speaking],
    found: dict[str, list[Candidate]],
    company: set[int],
) -> None:
    """Who and what of this dispatch the candidates have appeared with before. Two queries."""
    sole: dict[str, int] = {}
    for speaking in spoken:
        strong = [
            candidate
            for candidate in found[speaking.chain.id]
            if candidate.finding is not None
            and candidate.finding.agreement == "same_name"
            and not candidate.is_vacant
            and (candidate.editor_says or not naming.is_generic(speaking.chain.head))
        ]
        if len(strong) == 1:
            sole[speaking.chain.id] = strong[0].entity.pk
    present = company | set(sole.values())
    candidates = {c.entity.pk for of in found.values() for c in of if not c.is_vacant}
    shared: dict[int, set[int]] = defaultdict(set)
    if candidates and present:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT DISTINCT e.id, o.entity_id
                  FROM unnest(%s::bigint[]) AS e (id)
                 CROSS JOIN LATERAL (
                       SELECT a.article_id FROM entities_appearance a
                        WHERE a.entity_id = e.id AND a.article_id <> %s
                        ORDER BY a.dated_at DESC, a.article_id DESC LIMIT %s) a
                  JOIN entities_appearance o ON o.article_id = a.article_id
                 WHERE o.entity_id <> e.id AND o.entity_id = ANY (%s)
                """,
                [
                    sorted(candidates),
                    article.pk,
                    _COMPANY_AMONG,
                    sorted(present),
                ],
            )
            for pk, other in cursor.fetchall():
                shared[pk].add(other)
    known = {
        entity.pk: entity
        for entity in Entity.objects.filter(
            pk__in={other for others in shared.values() for other in others}
        ).only("name", "kind", "article_count")
    }
    for speaking in spoken:
        own = {candidate.entity.pk for candidate in found[speaking.chain.id]}
        speaking.company_size = len(present - own)
        for candidate in found[speaking.chain.id]:
            candidate.company = [
                (known[other].name, known[other].kind, known[other].article_count)
                for other in sorted(shared[candidate.entity.pk])
                if other not in own
            ]
            candidate.named_apart = naming.is_bare(speaking.chain.kind, speaking.names[0]) and any(
                chain != speaking.chain.id and pk == candidate.entity.pk
                for chain, pk in sole.items()
            )


def _count_bearers(spoken: Sequence[Speaking], found: dict[str, list[Candidate]]) -> None:
    """How many full names share a surname, and how well known the next bearer is. One query."""
    codes = {
        telling_code(speaking.chain.head, "person")
        for speaking in spoken
        if speaking.chain.kind == "person" and found[speaking.chain.id]
    }
    if not codes:
        return
    counts: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT q.code, (SELECT count(DISTINCT s.key) FROM (
                     SELECT a.key FROM entities_alias a
                       JOIN entities_entity e ON e.id = a.entity_id AND e.mention_count > 0
                      WHERE a.sounds && ARRAY[q.code]::varchar[] AND a.kind = 'person'
                        AND a.name LIKE '%% %%'
                      LIMIT %s) s)
              FROM unnest(%s::text[]) AS q (code)
            """,
            [_COUNTED_BEARERS, sorted(codes)],
        )
        counts = dict(cursor.fetchall())
    for speaking in spoken:
        if speaking.chain.kind != "person":
            continue
        of = found[speaking.chain.id]
        for candidate in of:
            candidate.bearers = max(1, counts.get(telling_code(speaking.chain.head, "person"), 1))
            candidate.next_known = max(
                (other.dispatches for other in of if other is not candidate), default=0
            )
