"""What is known of each event, from all that dispatches say of it: type, time, place, whether it
happened, and the name composed of that.

Derived, and derived anew whenever mentions moved, came or went: called where tallies are recounted.
What a person said of an event stays, and so does a name that a person or a dispatch gave it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Count, Min

from articles.models import Article
from entities.absorption import survivors
from entities.event_naming import compose_all, most
from entities.event_times import Said, Time, agreed
from entities.models import (
    Act,
    Decision,
    Entity,
    EventFacts,
    Kind,
    Mention,
    Occurrence,
    Origin,
    Participation,
)
from entities.writing import write

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
    compose_all({facts.entity_id: facts for facts in told if facts.entity_id in said})
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
        facts.type = most((each.type, each.often) for each in said)
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
        facts.place_id = most(places) if places else None


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
