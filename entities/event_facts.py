"""What is known of each event, from all that dispatches say of it: type, time, place, whether it
happened, and the name composed of that.

Derived, and derived anew whenever mentions moved, came or went: called where tallies are recounted.
What a person said of an event stays, and so does a name that a person or a dispatch gave it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from entities.absorption import survivors
from entities.event_names import compose, without_article
from entities.event_times import Said, Time, agreed
from entities.models import (
    Alias,
    Entity,
    EventFacts,
    Kind,
    Mention,
    Occurrence,
    Origin,
    Participation,
    type_label,
)
from entities.naming import key_of
from extraction.types import ROLES

T = TypeVar("T")

# What goes before what, where dispatches say both.
_MODALITIES = "happened ongoing planned denied demanded threatened hypothetical".split()
_PHASES = "called_off completed under_way begun announced".split()


def concerned(entity_ids: Iterable[int], article_ids: Iterable[int] | None = None) -> set[int]:
    """The events whose facts hang on these entities: themselves, and those that speak of them as
    place or participant in these dispatches. Three queries."""
    ids = list(entity_ids)
    events = set(Entity.objects.filter(pk__in=ids, kind=Kind.EVENT).values_list("pk", flat=True))
    events |= set(EventFacts.objects.filter(entity__in=ids).values_list("entity", flat=True))
    parts = Participation.objects.filter(mention__entity__in=ids)
    if article_ids is not None:
        parts = parts.filter(occurrence__article__in=list(article_ids))
    events |= set(parts.values_list("occurrence__mention__entity", flat=True).distinct())
    return events


def derive(entity_ids: Iterable[int]) -> None:
    """Brings the facts and names of these events up to date. Events that nothing speaks of keep
    what was known of them. The number of queries does not depend on how many there are."""
    ids = sorted(set(entity_ids))
    if not ids:
        return
    said = _said(ids)
    known = {facts.entity_id: facts for facts in EventFacts.objects.filter(entity__in=ids)}
    fresh: list[EventFacts] = []
    changed: list[EventFacts] = []
    for entity in ids:
        if entity not in said and entity not in known:
            continue
        facts = known.get(entity)
        if facts is None:
            facts = EventFacts(entity_id=entity)
            fresh.append(facts)
            _tell(facts, said[entity])
        else:
            before = _state(facts)
            if entity in said:
                _tell(facts, said[entity])
            if _state(facts) != before:
                changed.append(facts)
    EventFacts.objects.bulk_create(fresh, batch_size=1000)
    EventFacts.objects.bulk_update(changed, _COLUMNS, batch_size=500)
    rename({facts.entity_id: facts for facts in (*known.values(), *fresh)})


_COLUMNS = [
    "type",
    "modality",
    "phase",
    "earliest",
    "latest",
    "edtf",
    "precision",
    "place",
]


def _state(facts: EventFacts) -> list[object]:
    return [getattr(facts, "place_id" if name == "place" else name) for name in _COLUMNS]


class _Occurred(NamedTuple):
    type: str
    said: Said
    place: int | None


def _said(ids: Sequence[int]) -> dict[int, list[_Occurred]]:
    """What stands of each event, in the order of the dispatches. Two queries."""
    rows = list(
        Occurrence.objects.filter(
            mention__entity__in=ids,
            mention__status=Mention.Status.STANDING,
            mention__paragraph__version__current_of__isnull=False,
        )
        .order_by("article__dated_at", "article", "mention__paragraph__position", "mention__start")
        .values_list(
            "mention__entity",
            "type",
            "modality",
            "phase",
            "earliest",
            "latest",
            "edtf",
            "precision",
            "place_set",
            "place__entity",
            "place__status",
        )
    )
    # The type checker does not see that an outer join leaves gaps.
    chosen: list[int | None] = [row[8] for row in rows]
    lead = survivors({pk for pk in chosen if pk is not None})
    said: dict[int, list[_Occurred]] = defaultdict(list)
    for (
        entity,
        type_,
        modality,
        phase,
        earliest,
        latest,
        edtf,
        precision,
        _,
        named,
        status,
    ), fixed in zip(rows, chosen, strict=True):
        standing = named if status == Mention.Status.STANDING else None
        place = lead[fixed] if fixed is not None else standing
        time = Time(earliest, latest, edtf, precision)
        said[entity].append(_Occurred(type_, Said(modality, phase, time), place))
    return said


def _tell(facts: EventFacts, said: Sequence[_Occurred]) -> None:
    """Writes into `facts` what these say, but for what a person fixed."""
    if "type" not in facts.fixed:
        facts.type = _most([each.type for each in said])
    if "modality" not in facts.fixed:
        told = {each.said.modality for each in said}
        facts.modality = next(each for each in _MODALITIES if each in told)
    phases = {each.said.phase for each in said}
    facts.phase = next((each for each in _PHASES if each in phases), "")
    if "time" not in facts.fixed:
        facts.earliest, facts.latest, facts.edtf, facts.precision = agreed(
            [each.said for each in said]
        )
    if "place" not in facts.fixed:
        places = [each.place for each in said if each.place is not None]
        facts.place_id = _most(places) if places else None


def _most(values: Sequence[T]) -> T:
    """The most frequent, the first said of those that are."""
    return Counter(values).most_common(1)[0][0]


def rename(facts_of: dict[int, EventFacts]) -> None:
    """Composes the names of these events anew. A name stays that a person gave or that a dispatch
    calls it by: that one is among the names it goes by."""
    if not facts_of:
        return
    parts = _parts(facts_of)
    entities = Entity.objects.in_bulk(sorted(facts_of))
    called = set(
        Alias.objects.filter(entity__in=sorted(facts_of), kind=Kind.EVENT).values_list(
            "entity", flat=True
        )
    )
    recomposed: list[EventFacts] = []
    renamed: list[Entity] = []
    for pk, facts in sorted(facts_of.items()):
        name = compose(facts.type, type_label(facts.type), parts[pk], facts.earliest, facts.latest)
        if name != facts.name_by_machine:
            facts.name_by_machine = name
            recomposed.append(facts)
        entity = entities[pk]
        if pk not in called and entity.origin == Origin.MACHINE and entity.name != name:
            entity.name, entity.key = name, key_of(name)
            renamed.append(entity)
    EventFacts.objects.bulk_update(recomposed, ["name_by_machine"], batch_size=500)
    if not renamed:
        return
    Entity.objects.bulk_update(renamed, ["name", "key"], batch_size=500)
    # People find it by its name; no reading does, since none reads names of no kind.
    ids = [entity.pk for entity in renamed]
    Alias.objects.filter(entity__in=ids, kind="").delete()
    Alias.objects.bulk_create(
        [Alias(entity=entity, name=entity.name, key=entity.key, kind="") for entity in renamed],
        batch_size=1000,
    )


def _parts(facts_of: dict[int, EventFacts]) -> dict[int, dict[str, str]]:
    """What places and participants of each event are called, by role. Two queries."""
    told: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = (
        Participation.objects.taking_part()
        .filter(
            occurrence__mention__entity__in=sorted(facts_of),
            occurrence__mention__paragraph__version__current_of__isnull=False,
            role__in=ROLES,
        )
        .order_by("occurrence__article__dated_at", "occurrence__article", "pk")
        .values_list(
            "occurrence__mention__entity",
            "role",
            "surface",
            "chain",
            "mention__entity__name",
            "mention__status",
        )
    )
    for entity, role, surface, chain, name, status in rows:
        is_named = name and status == Mention.Status.STANDING
        words = name if is_named else "" if chain else without_article(surface)
        if words:
            told[entity, role].append(words)
    places = {facts.place_id for facts in facts_of.values() if facts.place_id is not None}
    names = dict(Entity.objects.filter(pk__in=places).values_list("pk", "name"))
    parts: dict[int, dict[str, str]] = defaultdict(dict)
    for (entity, role), words_of in told.items():
        parts[entity][role] = _most(words_of)
    for pk, facts in facts_of.items():
        if facts.place_id is not None:
            parts[pk]["place"] = names[facts.place_id]
    return parts
