"""Naming events after what is known of them: "Coup in Niger, 26 July 2023".

Named anew as more is known, unless a person or a dispatch gave the event a name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from django.db.models import Count, Min, Q

from entities.event_names import compose, is_plain, says_who, without_article
from entities.models import (
    Alias,
    Entity,
    EventFacts,
    Kind,
    Mention,
    Origin,
    Participation,
    type_label,
)
from entities.models.event import PLACE, SOURCE
from entities.naming import key_of
from entities.traits import is_demonym
from entities.writing import write

T = TypeVar("T")

WHO = ("agent", "patient")
# Types that only people suffer: a place that they are said of is where.
_OF_PEOPLE = ("killing", "death", "injury", "kidnapping", "displacement")
# Named together where no more than so many act.
_MOST_PARTIES = 3


def most(counted: Iterable[tuple[T, int]]) -> T:
    """The most frequent, the first said of those that are."""
    counts: Counter[T] = Counter()
    for value, count in counted:
        counts[value] += count
    return counts.most_common(1)[0][0]


def rename_after(entity: Entity) -> None:
    """Composes the names anew of events that are named after this place or participant."""
    parts = Participation.objects.filter(mention__entity=entity).order_by()
    found = EventFacts.objects.filter(
        Q(place=entity) | Q(entity__in=parts.values("occurrence__mention__entity"))
    )
    compose_names(found.exclude(entity=entity))


def compose_names(told: Iterable[EventFacts]) -> None:
    """Composes the names of these events anew, and writes them."""
    facts_of = {facts.entity_id: facts for facts in told}
    before = {pk: facts.name_by_machine for pk, facts in facts_of.items()}
    compose_all(facts_of)
    changed = [facts for pk, facts in facts_of.items() if facts.name_by_machine != before[pk]]
    write(changed, ["name_by_machine"])


def compose_all(facts_of: Mapping[int, EventFacts]) -> None:
    """Names events after these facts, and notes the name in them. A name stays that a person gave or
    that a dispatch calls it by, if it is one: that is then among the names it goes by."""
    if not facts_of:
        return
    parts = _parts(facts_of)
    entities = Entity.objects.in_bulk(sorted(facts_of))
    bearers = Alias.objects.filter(entity__in=sorted(facts_of), kind=Kind.EVENT)
    called = {pk for pk, name in bearers.values_list("entity", "name") if not is_plain(name)}
    renamed: list[Entity] = []
    for pk, facts in sorted(facts_of.items()):
        name = compose(
            facts.type,
            type_label(facts.type),
            parts[pk],
            facts.earliest,
            facts.latest,
            facts.edtf,
        )
        facts.name_by_machine = name
        entity = entities[pk]
        if pk not in called and entity.origin == Origin.MACHINE and entity.name != name:
            entity.name, entity.key = name, key_of(name)
            renamed.append(entity)
    if renamed:
        _write_names(renamed)


def _write_names(renamed: Sequence[Entity]) -> None:
    write(renamed, ["name", "key"])
    # People find it by its name; no reading does, since none reads names of no kind.
    Alias.objects.filter(entity__in=[entity.pk for entity in renamed], kind="").delete()
    Alias.objects.bulk_create(
        [Alias(entity=entity, name=entity.name, key=entity.key, kind="") for entity in renamed],
        batch_size=1000,
    )


def _parts(facts_of: Mapping[int, EventFacts]) -> dict[int, dict[str, str]]:
    """What places and participants of each event are called, by role; "country" is the country of its
    place, where dispatches tell it. Two queries."""
    told: dict[tuple[int, str], list[tuple[str, int]]] = defaultdict(list)
    countries: dict[tuple[int, str], str] = {}
    parties: dict[int, dict[str, None]] = defaultdict(dict)
    for words in _words(sorted(facts_of)):
        if words.role == PLACE:
            if words.is_country:
                countries.setdefault((words.event, words.code or ""), words.name or "")
        elif words.is_place and words.role in WHO and facts_of[words.event].type in _OF_PEOPLE:
            # "The flood drowned Derna": where people suffered, not who.
            continue
        elif called := _called(words):
            if words.name and words.role in WHO and not words.is_own:
                parties[words.event].setdefault(called)
            # Who is named tells more than "troops".
            often = words.often * (2 if words.name else 1)
            told[words.event, words.role].append((called, often))
    places = {facts.place_id for facts in facts_of.values() if facts.place_id is not None}
    names = {
        pk: (name, code)
        for pk, name, code in Entity.objects.filter(pk__in=places).values_list(
            "pk", "name", "facts__country_code"
        )
    }
    parts: dict[int, dict[str, str]] = defaultdict(dict)
    for (event, role), words_of in told.items():
        parts[event][role] = most(words_of)
    for event, named in parties.items():
        if 1 < len(named) <= _MOST_PARTIES:
            *others, last = named
            parts[event]["parties"] = f"{', '.join(others)} and {last}"
    for pk, facts in facts_of.items():
        if facts.place_id is not None:
            name, code = names[facts.place_id]
            parts[pk]["place"] = name
            parts[pk]["country"] = countries.get((pk, code or "-"), name)
    return parts


class _Words(NamedTuple):
    """The same words of one role in so many places, and the name they lead to."""

    event: int
    role: str
    surface: str
    chain: str
    name: str | None
    by: str | None
    status: str | None
    kind: str | None
    code: str | None
    latitude: float | None
    often: int

    @property
    def is_place(self) -> bool:
        return self.kind == Kind.PLACE and not is_demonym(self.by or "")

    @property
    def is_own(self) -> bool:
        """Whether the name is only in what they are called, as in "French troops"."""
        return is_demonym(self.by or "") or (self.by or "") != self.surface

    @property
    def is_country(self) -> bool:
        """Of places the gazetteer knows; it gives countries no point on the map."""
        return bool(self.code) and self.latitude is None


def _words(ids: Sequence[int]) -> list[_Words]:
    """Words of participants and places of these events, the first said first. One query."""
    rows = list(
        Participation.objects.standing()
        .filter(
            occurrence__mention__entity__in=ids,
            occurrence__mention__paragraph__version__current_of__isnull=False,
        )
        .exclude(role=SOURCE)
        .order_by()
        .values_list(
            *("occurrence__mention__entity", "role", "surface", "chain"),
            *("mention__entity__name", "mention__surface", "mention__status"),
            "mention__entity__kind",
            *("mention__entity__facts__country_code", "mention__entity__facts__latitude"),
        )
        .annotate(
            Count("pk"),
            Min("occurrence__article__dated_at"),
            Min("occurrence__article"),
            Min("paragraph__position"),
            Min("start"),
        )
    )
    rows.sort(key=lambda row: row[11:])
    return [_Words(*row[:11]) for row in rows]


def _called(words: _Words) -> str:
    """What a participant is called: by name, or "French troops" where the name is only in them."""
    own = without_article(words.surface)
    own = own if says_who(own) else ""
    if words.name is None or words.status != Mention.Status.STANDING:
        # Where words lead is not told any more, or a place is only "the capital".
        return "" if words.chain or words.role in ("origin", "destination") else own
    if is_demonym(words.by or "") and (words.by or "") in own and own != words.by:
        return own
    return words.name
