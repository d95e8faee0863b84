"""From chains to entities: which thing in the knowledge base one dispatch's chain speaks of.

A clear winner among the candidates is linked, a clear stranger becomes a new entity, and anything
between becomes a new entity with a suggestion that people settle: two entities that should be one
can be joined later, one that should be two has lost something. Every decision is kept with its
reasons. Resolving takes turns: a transaction that resolves waits for the one before it, so that
any number of workers end in what one after the other would.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from articles.models import Article, Paragraph
from entities import gazetteer, naming, spelling, turns
from entities.absorption import survivors
from entities.candidates import (
    Candidate,
    Speaking,
    gather,
    key_of,
    survivor,
    telling_code,
)
from entities.evidence import conflict, probability, weigh, weights
from entities.models import Alias, Entity, Kind, Origin, PlaceFacts, Resolution, Suggestion
from entities.naming import LONGEST_NAME, is_acronym
from entities.reasons import Reason, reason
from entities.traits import Traits, is_demonym, read
from entities.verdicts import between
from extraction import gazetteer as words_of_places
from extraction.types import Chain, Mention

__all__ = ["LONGEST_NAME", "Resolved", "key_of", "resolve", "survivor"]

# Scores from which a candidate is linked, and below which it is a stranger. Chosen on the training
# part of benchmarks/resolution/gold, LEAD also on one topic of ECB+, for a precision of 98 per cent or more.
LINK = 0.88
STRANGER = 0.25
# Log odds by which the best has to lead the next.
LEAD = 1.0
# From here on no later dispatch is asked about it again.
CERTAIN = 0.985
# Suggestions kept of one doubtful chain.
_SUGGESTED = 3

Outcome = Resolution.Outcome


@dataclass(slots=True)
class Resolved:
    """What one chain was resolved to. `entity` is as found, before merges are followed."""

    entity: Entity
    score: float
    outcome: str
    reasons: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Decision:
    """How one chain falls before new entities have their rows."""

    speaking: Speaking
    outcome: str
    score: float
    reasons: list[Reason]
    winner: Candidate | None = None
    vacant: Entity | None = None
    """The row to take where nothing stands: it was this name's before."""
    doubts: list[tuple[Candidate, float, list[Reason]]] | None = None
    certain: bool = False
    pieces: list[Candidate] | None = None
    """What is one thing with the winner as far as can be told, and was kept apart before."""


def resolve(
    article: Article,
    chains: Sequence[Chain],
    mentions: Sequence[Mention],
    *,
    ruled: Mapping[str, Entity] | None = None,
) -> dict[str, Resolved]:
    """Returns what each chain was resolved to, by chain id, creating entities that are new.

    Call it in the recording transaction, with the dispatch locked; it replaces the dispatch's
    Resolution rows. `ruled` are chains whose entity a rule has decided. The number of queries does
    not depend on the number of chains.
    """
    turns.resolve_in_turn()
    spoken, ties = _listen(article, chains, mentions)
    # Those of events are `entities.event_resolution`'s: their chains are called e1, e2 ...
    known = Resolution.objects.filter(article=article).exclude(
        kind=Kind.EVENT, chain__startswith="e"
    )
    before = dict(known.values_list("name", "entity"))
    known.delete()
    return settle(article, spoken, before=before, ruled=ruled or {}, ties=ties)


def settle(
    article: Article,
    spoken: Sequence[Speaking],
    *,
    before: Mapping[str, int],
    ruled: Mapping[str, Entity] | None = None,
    ties: Mapping[str, gazetteer.Tie] | None = None,
    company: Iterable[int] = (),
) -> dict[str, Resolved]:
    """Decides chains of a dispatch and writes what follows: entities, names, facts, reasons.

    `before`: the entities that names of this dispatch were resolved to, by the chain's head, so
    that the same reading ends in the same numbers. `company`: entities that stand in it besides.
    """
    ruled = ruled or {}
    open_ones = [speaking for speaking in spoken if speaking.chain.id not in ruled]
    decisions = decide(article, open_ones, known_before=before, company=company)
    entities = _create([decision for decision in decisions if decision.winner is None])
    resolved: dict[str, Resolved] = {}
    for decision in decisions:
        chain = decision.speaking.chain
        entity = decision.winner.via if decision.winner else entities[chain.id]
        resolved[chain.id] = Resolved(
            entity, decision.score, decision.outcome, tuple(decision.reasons)
        )
        if decision.winner is not None:
            _take_fuller_name(decision.winner.via, decision.speaking)
    for chain_id, entity in ruled.items():
        resolved[chain_id] = Resolved(entity, 1.0, Outcome.RULED, (_BY_RULE,))
    _learn_names([speaking.chain for speaking in open_ones], resolved)
    _learn_places(open_ones, resolved, ties or {})
    _suggest(decisions, resolved)
    _unsettle(decisions)
    certain = {d.speaking.chain.id: d.certain for d in decisions}
    store(article, spoken, resolved, certain)
    return resolved


_BY_RULE = reason("rule", 0.0, "a rule says so")


def _listen(
    article: Article, chains: Sequence[Chain], mentions: Sequence[Mention]
) -> tuple[list[Speaking], dict[str, gazetteer.Tie]]:
    """Each chain with what the dispatch says of it, places tied to the gazetteer. One query."""
    version = article.current_version
    texts = list(
        Paragraph.objects.filter(version=article.current_version_id)
        .order_by("position")
        .values_list("text", flat=True)
    )
    dateline = key_of(version.dateline) if version is not None and version.dateline else ""
    named, adjectives, demonyms = _places(chains, mentions, texts, dateline)
    ties = gazetteer.tie(named, adjectives)
    countries = {chain: [tie.place.country] for chain, tie in ties.items() if tie.place is not None}
    traits = read(chains, mentions, texts, countries)
    spoken = []
    for chain in chains:
        tie = ties.get(chain.id)
        of = traits[chain.id]
        if tie is not None and tie.place is not None:
            of = Traits(
                of.names, of.roles, of.walks, of.genders, of.countries, tie.place.geoname_id
            )
        reasons = list(tie.reasons) if tie is not None else []
        if chain.id in demonyms:
            reasons.append(_by_context(chain, demonyms[chain.id], named, ties))
        spoken.append(
            Speaking(
                chain,
                of,
                place=tie.place.described if tie and tie.place else "",
                untold=tie is not None and tie.place is None and len(tie.namesakes) > 1,
                source=article.source_id,
                dated_at=article.dated_at,
                told=reasons,
            )
        )
    return spoken, ties


def _places(
    chains: Sequence[Chain], mentions: Sequence[Mention], texts: Sequence[str], dateline: str
) -> tuple[dict[str, gazetteer.Named], list[str], dict[str, str]]:
    """The places of a dispatch, the countries its adjectives stood for, and shared adjectives."""
    places = {chain.id: chain for chain in chains if chain.kind == "place"}
    named = {
        chain.id: gazetteer.Named(
            chain.head,
            dateline=any(key_of(name) == dateline for name in chain.names),
            outright=False,
        )
        for chain in places.values()
    }
    adjectives: list[str] = []
    demonyms: dict[str, str] = {}
    ordered = sorted(mentions, key=lambda mention: (mention.paragraph, mention.start))
    for at, mention in enumerate(ordered):
        if mention.chain not in places:
            continue
        entry = words_of_places.lookup(mention.text)
        if entry is not None and entry.kind == "demonym":
            adjectives.append(places[mention.chain].head)
            if len(entry.claims) > 1:
                demonyms[mention.chain] = mention.text
            continue
        named[mention.chain].outright = True
        after = ordered[at + 1] if at + 1 < len(ordered) else None
        if (
            after is not None
            and after.paragraph == mention.paragraph
            and after.chain in places
            and texts[mention.paragraph][mention.end : after.start] == ", "
            and not is_demonym(after.text)
        ):
            one = named[mention.chain]
            one.beside = tuple(dict.fromkeys((*one.beside, places[after.chain].head)))
    return named, adjectives, demonyms


def _by_context(
    chain: Chain,
    word: str,
    named: Mapping[str, gazetteer.Named],
    ties: Mapping[str, gazetteer.Tie],
) -> Reason:
    """Why a shared adjective was read as this country's: "Nigerian" in a dispatch from Niamey."""
    entry = words_of_places.lookup(word)
    others = [place for place in (entry.claims if entry else ()) if place != chain.head]
    own = ties[chain.id].place
    spoken_of = [
        one.name
        for other, one in named.items()
        if own is not None
        and (place := ties[other].place) is not None
        and place.country == own.country
        and one.outright
    ]
    said = f"“{word}” may also be of {' or '.join(others)}"
    if spoken_of:
        return reason("demonym", 2.0, f"{said}; the dispatch speaks of {', '.join(spoken_of[:3])}")
    return reason("demonym", 0.5, f"{said}; nothing in the dispatch speaks for that")


def decide(
    article: Article,
    spoken: Sequence[Speaking],
    *,
    known_before: Mapping[str, int],
    company: Iterable[int] = (),
) -> list[Decision]:
    """How each chain falls; writes nothing."""
    gathered = gather(article, spoken, company=company)
    apart = _told_apart(known_before.values(), gathered.candidates)
    return [
        _decide(
            speaking,
            [
                candidate
                for candidate in gathered.candidates[speaking.chain.id]
                if (known_before.get(speaking.chain.head[:LONGEST_NAME]), candidate.entity.pk)
                not in apart
            ],
            gathered.before.keys() | set(known_before.values()),
            known_before.get(speaking.chain.head[:LONGEST_NAME]),
        )
        for speaking in spoken
    ]


def _told_apart(
    before: Iterable[int], candidates: Mapping[str, Sequence[Candidate]]
) -> set[tuple[int, int]]:
    """Pairs of what a chain was and what it may be that people said are different."""
    was = set(before)
    may_be = {candidate.entity.pk for those in candidates.values() for candidate in those}
    if not was or not may_be:
        return set()
    stands = survivors(was)
    different = {pair for pair, verdict in between(was | may_be).items() if verdict == "different"}
    return {(one, other) for one in was for other in may_be if {stands[one], other} in different}


def _decide(
    speaking: Speaking, candidates: Sequence[Candidate], here: Any, before: int | None
) -> Decision:
    for candidate in candidates:
        if candidate.via.pk == before and candidate.via.merged_into_id is not None:
            # A person looked at these very words, among others, and merged what they mean.
            note = f"an editor merged {candidate.via.name} into {candidate.entity.name}"
            told = [*speaking.told, reason("editor_says", weights()["editor_says"], note)]
            return Decision(speaking, Outcome.LINKED, 1.0, told, winner=candidate, certain=True)
    weighed = []
    for candidate in candidates:
        if candidate.is_vacant:
            continue
        reasons = weigh(speaking, candidate)
        if reasons is not None:
            weighed.append((candidate, probability(reasons), reasons))
    weighed.sort(key=lambda one: (-sum(r.weight for r in one[2]), one[0].entity.pk))
    vacant = _vacant(speaking, candidates, here, before)
    if not weighed or weighed[0][1] < STRANGER:
        against = (
            weighed[0][2] if weighed else [reason("stranger", 0.0, "no name like it is known")]
        )
        score = 1 - weighed[0][1] if weighed else 1.0
        return Decision(
            speaking,
            Outcome.NEW,
            score,
            speaking.told + against,
            vacant=vacant,
            certain=not weighed and not naming.is_bare(speaking.chain.kind, speaking.chain.head),
        )
    rivals = [one for one in weighed[1:] if _rivals(one[0], weighed[0][0])]
    pieces = [] if rivals else _pieces(weighed)
    if pieces:
        # One thing in pieces: the one that people gave its name, or the best known, takes all.
        weighed.sort(key=lambda one: one[0] is not pieces[0])
    best, score, reasons = weighed[0]
    lead = sum(r.weight for r in reasons) - (
        sum(r.weight for r in rivals[0][2]) if rivals else -100.0
    )
    if score >= LINK and lead >= LEAD:
        return Decision(
            speaking,
            Outcome.LINKED,
            score,
            speaking.told + reasons,
            winner=best,
            certain=score >= CERTAIN and not rivals,
            pieces=pieces[1:],
        )
    if score >= LINK and lead < LEAD:
        other = rivals[0][0].entity
        reasons = [
            *reasons,
            reason("rival", lead - LEAD, f"{other.name} (number {other.pk}) fits as well"),
        ]
    return Decision(
        speaking,
        Outcome.UNSURE,
        1 - score,
        speaking.told + reasons,
        vacant=vacant,
        doubts=[one for one in weighed[:_SUGGESTED] if one[1] >= STRANGER],
    )


def _pieces(weighed: Sequence[tuple[Candidate, float, list[Reason]]]) -> list[Candidate]:
    """Of several that a chain surely means, all under its full name, the best known first; else none."""
    sure = [
        candidate
        for candidate, score, _ in weighed
        if score >= LINK and naming.strength(candidate.finding) <= naming.SAFE
    ]
    if len(sure) < 2 or weighed[0][0] not in sure:
        return []
    return sorted(
        sure,
        key=lambda c: (c.entity.origin == Origin.MACHINE, -c.dispatches, c.entity.pk),
    )


def _rivals(other: Candidate, best: Candidate) -> bool:
    """Whether two candidates are two things, so that fitting both is fitting neither surely.

    A bare surname kept in doubt is nobody yet; and two of one name between whom nothing speaks
    are one thing in two pieces, of which the better known is taken.
    """
    kind = best.entity.kind
    if all(naming.is_bare(kind, name) for name in other.names) and not all(
        naming.is_bare(kind, name) for name in best.names
    ):
        return False
    finding = naming.compare(kind, best.names, other.names)
    if finding is None or finding.veto or naming.strength(finding) > naming.SAFE:
        return True
    return conflict(best, other)


def _vacant(
    speaking: Speaking, candidates: Sequence[Candidate], here: Any, before: int | None
) -> Entity | None:
    """The machine's row this name had, where no other dispatch speaks of it: its id stays."""
    key = key_of(speaking.chain.head)
    free = [
        c.via
        for c in candidates
        if c.is_vacant
        and c.via.merged_into_id is None
        and c.via.kind == speaking.chain.kind
        and (c.via.key == key or c.via.pk == before)
    ]
    free.sort(key=lambda e: (e.pk != before, e.pk not in here, e.namesake, e.pk))
    return free[0] if free else None


def _create(decisions: Sequence[Decision]) -> dict[str, Entity]:
    """Gives rows to chains that link to nothing; two of one name in one dispatch share one.

    A row that this name had before and nobody speaks of now is taken first; else a namesake's
    number tells the new one from those of the same name.
    """
    if not decisions:
        return {}
    wanted: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        chain = decision.speaking.chain
        wanted.setdefault((chain.kind, key_of(chain.head)), decision)
    made: dict[tuple[str, str], Entity] = {
        name: decision.vacant for name, decision in wanted.items() if decision.vacant is not None
    }
    taken = {
        (kind, key): highest
        for kind, key, highest in Entity.objects.filter(
            key__in=[key for _, key in wanted], merged_into__isnull=True
        )
        .values_list("kind", "key")
        .annotate(Max("namesake"))
        .order_by()
    }
    fresh = [
        Entity(
            kind=kind,
            key=key,
            name=wanted[kind, key].speaking.chain.head[:LONGEST_NAME],
            namesake=taken.get((kind, key), -1) + 1,
        )
        for kind, key in sorted(wanted)
        if (kind, key) not in made
    ]
    for entity in Entity.objects.bulk_create(fresh):
        made[entity.kind, entity.key] = entity
    return {
        d.speaking.chain.id: made[d.speaking.chain.kind, key_of(d.speaking.chain.head)]
        for d in decisions
    }


def _take_fuller_name(entity: Entity, speaking: Speaking) -> None:
    """What is known by its acronym or surname alone takes the full name it is now met with."""
    head = speaking.chain.head[:LONGEST_NAME]
    if entity.origin != Origin.MACHINE or entity.kind != speaking.chain.kind:
        return
    shortened = (
        is_acronym(entity.name) and not is_acronym(head) and entity.kind == Kind.ORGANISATION
    ) or (naming.is_bare(entity.kind, entity.name) and not naming.is_bare(entity.kind, head))
    key = key_of(head)
    if not shortened or key == entity.key:
        return
    if Entity.objects.filter(kind=entity.kind, key=key, merged_into__isnull=True).exists():
        return
    entity.name, entity.key, entity.namesake = head, key, 0
    entity.save(update_fields=["name", "key", "namesake"])


def _learn_names(chains: Iterable[Chain], resolved: Mapping[str, Resolved]) -> None:
    """Remembers the names by which these entities may be found again."""
    aliases = {
        (resolved[chain.id].entity.pk, chain.kind, name[:LONGEST_NAME])
        for chain in chains
        for name in (chain.head, *chain.names)
        if _is_telling(chain, name)
    }
    Alias.objects.bulk_create(
        [
            Alias(
                entity_id=entity,
                kind=kind,
                name=name,
                key=key_of(name),
                sounds=spelling.codes(name, kind),
            )
            for entity, kind, name in sorted(aliases)
        ],
        ignore_conflicts=True,
    )


def _is_telling(chain: Chain, name: str) -> bool:
    """A name that leads to this entity in other dispatches too.

    Not a bare surname, which leads to anyone of the family, and not "Nigerian", which the
    dispatch decides.
    """
    if name == chain.head:
        return True
    if chain.kind == Kind.PERSON:
        return " " in name
    return chain.kind == Kind.ORGANISATION and is_acronym(name)


def _learn_places(
    spoken: Sequence[Speaking],
    resolved: Mapping[str, Resolved],
    ties: Mapping[str, gazetteer.Tie],
) -> None:
    """Keeps what the gazetteer knows of the places; what is certain once stays. Two queries."""
    rows: dict[int, PlaceFacts] = {}
    described = []
    for speaking in spoken:
        tie = ties.get(speaking.chain.id)
        if tie is None or not tie.namesakes:
            continue
        entity = survivor(resolved[speaking.chain.id].entity)
        place = tie.place
        rows.setdefault(
            entity.pk,
            PlaceFacts(
                entity=entity,
                geoname_id=place.geoname_id if place else None,
                latitude=place.latitude if place else None,
                longitude=place.longitude if place else None,
                country_code=place.country if place else "",
                population=place.population or None if place else None,
                certain=place is not None,
                reasons=[each.stored() for each in tie.reasons],
            ),
        )
        if (
            place
            and len(tie.namesakes) > 1
            and not entity.description
            and entity.origin == Origin.MACHINE
        ):
            entity.description = place.described
            described.append(entity)
    if not rows:
        return
    known = dict(PlaceFacts.objects.filter(entity__in=rows).values_list("entity", "certain"))
    PlaceFacts.objects.bulk_create(
        [
            rows[pk]
            for pk in sorted(rows)
            if pk not in known or (rows[pk].certain and not known[pk])
        ],
        update_conflicts=True,
        unique_fields=["entity"],
        update_fields=[
            "geoname_id",
            "latitude",
            "longitude",
            "country_code",
            "population",
            "certain",
            "reasons",
        ],
    )
    Entity.objects.bulk_update(described, ["description"])


def _suggest(decisions: Sequence[Decision], resolved: Mapping[str, Resolved]) -> None:
    """Hands what was in doubt to people: pairs that may be one, with what speaks for and against."""
    pairs: dict[tuple[int, int], Suggestion] = {}
    for decision in decisions:
        mine = survivor(resolved[decision.speaking.chain.id].entity)
        for candidate, score, reasons in decision.doubts or ():
            low, high = sorted((mine.pk, candidate.entity.pk))
            if low != high:
                pairs.setdefault(
                    (low, high),
                    Suggestion(
                        low_id=low,
                        high_id=high,
                        score=score,
                        reasons=[each.stored() for each in reasons],
                    ),
                )
    Suggestion.objects.bulk_create(
        [pairs[pair] for pair in sorted(pairs)],
        update_conflicts=True,
        unique_fields=["low", "high"],
        update_fields=["score", "reasons", "made_at"],
    )


def _unsettle(decisions: Sequence[Decision]) -> None:
    """Lets what was decided for pieces of one thing be decided anew, so that they come together."""
    pieces = {piece.via.pk for decision in decisions for piece in decision.pieces or ()}
    if pieces:
        Resolution.objects.filter(
            entity__in=sorted(pieces), outcome__in=(Outcome.LINKED, Outcome.NEW, Outcome.UNSURE)
        ).update(certain=False)


def store(
    article: Article,
    spoken: Sequence[Speaking],
    resolved: Mapping[str, Resolved],
    certain: Mapping[str, bool],
) -> None:
    """Keeps how each chain was decided."""
    Resolution.objects.bulk_create(
        [
            Resolution(
                article=article,
                chain=speaking.chain.id,
                kind=speaking.chain.kind,
                name=speaking.chain.head[:LONGEST_NAME],
                entity=resolved[speaking.chain.id].entity,
                score=resolved[speaking.chain.id].score,
                outcome=resolved[speaking.chain.id].outcome,
                certain=certain.get(speaking.chain.id, True),
                reasons=[each.stored() for each in resolved[speaking.chain.id].reasons],
                traits=speaking.traits.stored() | ({"untold": True} if speaking.untold else {}),
                sounds=[telling_code(name, speaking.chain.kind) for name in speaking.names[:3]],
            )
            for speaking in spoken
        ],
        update_conflicts=True,
        unique_fields=["article", "chain"],
        update_fields=["entity", "score", "outcome", "certain", "reasons", "made_at"],
    )
