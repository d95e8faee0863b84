"""What is known of each event, from all that dispatches say of it: type, time, place, whether it
happened, and the name composed of that.

Derived, and derived anew whenever mentions moved, came or went: called where tallies are recounted.
What a person said of an event stays, and so does a name that a person or a dispatch gave it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from django.db.models import Count, Min, Q

from articles.models import Article
from entities.absorption import survivors
from entities.event_names import compose, is_plain, without_article
from entities.event_times import Said, Time, agreed
from entities.models import (
    Act,
    Alias,
    Decision,
    Entity,
    EventFacts,
    Kind,
    Mention,
    Occurrence,
    Origin,
    Participation,
    type_label,
)
from entities.models.event import PLACE, SOURCE
from entities.naming import key_of
from entities.traits import is_demonym
from entities.writing import write

T = TypeVar("T")

# The type of an event that no dispatch tells of; in no inventory.
UNTOLD = "event"
# What goes before what, where dispatches say both.
_MODALITIES = "happened ongoing planned denied demanded threatened hypothetical".split()
_PHASES = "called_off completed under_way begun announced".split()


def concerned(entity_ids: Iterable[int], article_ids: Iterable[int]) -> set[int]:
    """The events whose facts hang on these entities: themselves, those that speak of them as place
    or participant in these dispatches, and those that a person placed there. Five queries."""
    ids = list(entity_ids)
    told = Participation.objects.filter(
        mention__entity__in=ids, occurrence__article__in=list(article_ids)
    )
    placed = Occurrence.objects.filter(place_set__in=ids)
    rows: list[Iterable[int]] = [
        Entity.objects.filter(pk__in=ids, kind=Kind.EVENT).values_list("pk", flat=True),
        EventFacts.objects.filter(entity__in=ids).values_list("entity", flat=True),
        EventFacts.objects.filter(place__in=ids, fixed__contains=["place"]).values_list(
            "entity", flat=True
        ),
        told.order_by().values_list("occurrence__mention__entity", flat=True).distinct(),
        placed.order_by().values_list("mention__entity", flat=True).distinct(),
    ]
    return {pk for found in rows for pk in found}


def derive_in(articles: Iterable[Article]) -> None:
    """Brings the facts of all events that these dispatches speak of up to date."""
    told = Occurrence.objects.filter(article__in=list(articles)).order_by()
    derive(told.values_list("mention__entity", flat=True).distinct())


def derive(entity_ids: Iterable[int]) -> None:
    """Brings the facts and names of these events up to date. Events that nothing speaks of keep
    what was known of them. The number of queries does not depend on how many there are."""
    # In id order, as tallies lock them.
    entities = list(
        Entity.objects.select_for_update(no_key=True)
        .filter(pk__in=set(entity_ids), kind=Kind.EVENT)
        .order_by("pk")
    )
    if not entities:
        return
    ids = [entity.pk for entity in entities]
    said = _said(ids)
    known = {facts.entity_id: facts for facts in EventFacts.objects.filter(entity__in=ids)}
    before = {pk: _state(facts) for pk, facts in known.items()}
    fresh = [
        # Of what a person made and no dispatch tells of, nothing is known yet.
        EventFacts(entity=entity, type=UNTOLD)
        for entity in entities
        if entity.pk not in known and (entity.pk in said or entity.origin == Origin.EDITOR)
    ]
    told = [*known.values(), *fresh]
    for facts in told:
        if facts.entity_id in said:
            _tell(facts, said[facts.entity_id])
    _follow_places([facts for facts in known.values() if "place" in facts.fixed])
    _compose({facts.entity_id: facts for facts in told if facts.entity_id in said})
    EventFacts.objects.bulk_create(fresh, batch_size=1000)
    changed = [facts for pk, facts in known.items() if _state(facts) != before[pk]]
    write(changed, _COLUMNS)


_COLUMNS = [
    *("type", "modality", "phase", "earliest", "latest", "edtf", "precision"),
    *("place", "name_by_machine"),
]


def _state(facts: EventFacts) -> list[object]:
    return [getattr(facts, "place_id" if name == "place" else name) for name in _COLUMNS]


class _Told(NamedTuple):
    """The same said of an event in so many places."""

    type: str
    said: Said
    place: int | None
    often: int


def _said(ids: Sequence[int]) -> dict[int, list[_Told]]:
    """What stands of each event, the first said first. Counted in the database: of a war that
    thousands of places speak of, few say something else. Two queries."""
    rows = list(
        Occurrence.objects.filter(
            mention__entity__in=ids,
            mention__status=Mention.Status.STANDING,
            mention__paragraph__version__current_of__isnull=False,
        )
        .order_by()
        .values_list(
            "mention__entity",
            "type",
            "modality",
            "phase",
            "earliest",
            "latest",
            "edtf",
            "precision",
            "place__entity",
            "place__status",
            "place_denied",
            "place_set",
        )
        .annotate(
            Count("pk"),
            # By what a new reading leaves as it is.
            Min("article__dated_at"),
            Min("article"),
            Min("mention__paragraph__position"),
            Min("mention__start"),
        )
    )
    rows.sort(key=lambda row: row[13:])
    # The type checker does not see that an outer join leaves gaps.
    chosen: list[int | None] = [row[11] for row in rows]
    lead = survivors(filter(None, chosen))
    said: dict[int, list[_Told]] = defaultdict(list)
    for row, fixed in zip(rows, chosen, strict=True):
        entity, type_, modality, phase, *time, named, status, denied, _, often, _, _, _, _ = row
        place = named if status == Mention.Status.STANDING and not denied else None
        place = lead[fixed] if fixed is not None else place
        said[entity].append(_Told(type_, Said(modality, phase, Time(*time)), place, often))
    return said


def _tell(facts: EventFacts, said: Sequence[_Told]) -> None:
    """Writes into `facts` what these say, but for what a person fixed."""
    if "type" not in facts.fixed:
        facts.type = _most((each.type, each.often) for each in said)
    if "modality" not in facts.fixed:
        told = {each.said.modality for each in said}
        facts.modality = next(each for each in _MODALITIES if each in told)
    phases = {each.said.phase for each in said}
    facts.phase = next((each for each in _PHASES if each in phases), "")
    if "time" not in facts.fixed:
        facts.earliest, facts.latest, facts.edtf, facts.precision = agreed(
            [(each.said, each.often) for each in said]
        )
    if "place" not in facts.fixed:
        places = [(each.place, each.often) for each in said if each.place is not None]
        facts.place_id = _most(places) if places else None


def _most(counted: Iterable[tuple[T, int]]) -> T:
    """The most frequent, the first said of those that are."""
    counts: Counter[T] = Counter()
    for value, count in counted:
        counts[value] += count
    return counts.most_common(1)[0][0]


def _follow_places(fixed: Sequence[EventFacts]) -> None:
    """Lets places that a person said be what they are by now, merges and their undoing followed."""
    if not fixed:
        return
    said = Decision.objects.standing().filter(
        entity__in=[facts.entity_id for facts in fixed], act=Act.SAY_EVENT, after__aspect="place"
    )
    last = dict(said.order_by("pk").values_list("entity", "other"))
    lead = survivors(filter(None, last.values()))
    for facts in fixed:
        place = last.get(facts.entity_id)
        if place is not None:
            facts.place_id = lead[place]


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
    _compose(facts_of)
    changed = [facts for pk, facts in facts_of.items() if facts.name_by_machine != before[pk]]
    write(changed, ["name_by_machine"])


def _compose(facts_of: Mapping[int, EventFacts]) -> None:
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
    for words in _words(sorted(facts_of)):
        if words.role == PLACE:
            if words.is_country:
                countries.setdefault((words.event, words.code or ""), words.name or "")
        elif called := _called(words):
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
        parts[event][role] = _most(words_of)
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
    code: str | None
    latitude: float | None
    often: int

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
    rows.sort(key=lambda row: row[10:])
    return [_Words(*row[:10]) for row in rows]


def _called(words: _Words) -> str:
    """What a participant is called: by name, or "French troops" where the name is only in them."""
    own = without_article(words.surface)
    if words.name is None or words.status != Mention.Status.STANDING:
        # Where words lead is not told any more, or a place is only "the capital".
        return "" if words.chain or words.role in ("origin", "destination") else own
    if is_demonym(words.by or "") and (words.by or "") in own and own != words.by:
        return own
    return words.name
