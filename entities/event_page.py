"""What the page of one event says beside its mentions, gathered for its template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from entities import accounts, differing, relating
from entities.models import Entity, EventFacts, Kind, event_types
from entities.models.event import event_whats
from entities.when import when
from extraction.types import MODALITIES

# Parts of its course shown before the rest folds away, and participants in one role.
STEPS_SHOWN = 12
PARTIES_SHOWN = 12


@dataclass(slots=True)
class EventPage:
    """Facts first, then what each dispatch says of it."""

    facts: EventFacts | None
    type_label: str
    what: str
    """What events of its type are, in words."""
    modality: str
    """Whether it took place, in words; empty where it did."""
    when: str
    when_said: list[accounts.Source]
    place: Entity | None
    place_said: list[accounts.Statement]
    who: list[accounts.RoleGroup]
    course: list[accounts.Step]
    figures: list[differing.Compared]
    differences: list[differing.Difference]
    claims: list[accounts.Statement]
    related: list[relating.Related]
    is_cut: bool
    among: int
    """How many places are looked at where there are more."""

    @property
    def compared(self) -> list[differing.Compared]:
        """Figures of which there are several to stand side by side."""
        return [each for each in self.figures if len(each.tellings) > 1]

    @property
    def single_figures(self) -> list[differing.Compared]:
        return [each for each in self.figures if len(each.tellings) == 1]


def facts_of(entities: Iterable[Entity]) -> dict[int, EventFacts]:
    """What is known of those of these that are events. One query, or none where none is."""
    events = [entity.pk for entity in entities if entity.kind == Kind.EVENT]
    if not events:
        return {}
    return {facts.entity_id: facts for facts in EventFacts.objects.filter(entity__in=events)}


def page_of(event: Entity) -> EventPage:
    """Nine queries, however much is told of it."""
    facts = EventFacts.objects.select_related("place").filter(entity=event).first()
    told = accounts.told_of(event)
    compared = differing.compare(told)
    parties = accounts.entities_in(told)
    earliest, latest = (facts.earliest, facts.latest) if facts else (None, None)
    return EventPage(
        facts=facts,
        type_label=facts.type_label if facts else "Event",
        what=event_whats().get(facts.type, "") if facts else "",
        modality=_whether(facts),
        when=when(earliest, latest, facts.precision, facts.edtf) if facts else "",
        when_said=accounts.times_of(told, earliest, latest),
        place=facts.place if facts else None,
        place_said=_places(told, facts),
        who=accounts.who(told),
        course=accounts.course(told),
        figures=compared,
        differences=differing.differences(told, compared),
        claims=accounts.claims(told),
        related=relating.related(event, facts, parties),
        is_cut=told.is_cut,
        among=accounts.OCCURRENCES_AMONG,
    )


def _places(told: accounts.Told, facts: EventFacts | None) -> list[accounts.Statement]:
    """What dispatches say of where it was, the place it is known by first."""
    said = accounts.places(told)
    place = facts.place if facts else None
    if place is None:
        return said
    known = [each for each in said if each.entity == place]
    # A person may have said what no dispatch does.
    known = known or [accounts.Statement(place.name, place)]
    return known + [each for each in said if each.entity != place]


def _whether(facts: EventFacts | None) -> str:
    if facts is None or facts.modality == "happened":
        return ""
    return accounts.MODALITIES[facts.modality]


def choices(facts: EventFacts | None) -> dict[str, Any]:
    """What those who correct choose from: types and modalities with their words."""
    return {
        "types": list(event_types().items()),
        "modalities": [(each, accounts.MODALITIES[each]) for each in MODALITIES],
        "fixed": facts.fixed if facts else [],
    }
