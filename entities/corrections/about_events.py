"""What a person says of an event as a whole: its type, when and where it was, whether it happened.

It stays whatever dispatches say, until the decision is undone.
"""

from __future__ import annotations

import datetime
from typing import Any

from entities import event_facts, event_naming
from entities.corrections.about_statements import Value, checked, said_of
from entities.corrections.acts import Refused, decide, locked, one_act
from entities.event_times import time_of
from entities.models import Act, Decision, Entity, EventFacts, Kind


def correct_event(
    event: Entity,
    aspect: str,
    value: Value,
    *,
    by: Any,
    reason: str = "",
    seen: int | None = None,
) -> Decision:
    """Says what an event's "type", "time", "place" or "modality" is; see `Value`. Its name follows,
    unless a person gave it one."""
    with one_act():
        event = locked(event, seen)
        if event.kind != Kind.EVENT:
            raise Refused(f"{event.name} is no event.")
        said, place = checked(aspect, value)
        facts = EventFacts.objects.select_related("place").filter(entity=event).first()
        facts = facts or EventFacts(entity=event, type=event_facts.UNTOLD)
        before = said_of(aspect, facts, facts.place)
        after = said | ({"place": place.name if place else ""} if aspect == "place" else {})
        if before == after and aspect in facts.fixed:
            raise Refused("It says that already.")
        kept = before | {"place_id": facts.place_id} if aspect == "place" else before
        decision = decide(
            Act.SAY_EVENT,
            by=by,
            reason=reason,
            entity=event,
            other=place,
            before={"aspect": aspect, "fixed": aspect in facts.fixed} | kept,
            after={"aspect": aspect} | after,
        )
        fix(facts, aspect, said | {"place_id": place.pk if place else None})
        return decision


def fix(facts: EventFacts, aspect: str, said: dict[str, Any]) -> None:
    """Writes what a person said of an event, and lets its name follow."""
    if aspect == "place":
        facts.place_id = said["place_id"]
    elif aspect == "time":
        first, last = (
            datetime.date.fromisoformat(said[end]) if said[end] else None
            for end in ("earliest", "latest")
        )
        facts.earliest, facts.latest, facts.edtf, facts.precision = time_of(first, last)
    else:
        setattr(facts, aspect, said[aspect])
    facts.fixed = sorted({*facts.fixed, aspect})
    facts.save()
    event_naming.compose_names([facts])


def unfix(facts: EventFacts, aspect: str) -> None:
    """Lets dispatches say again what it was."""
    facts.fixed = [each for each in facts.fixed if each != aspect]
    facts.save()
    event_facts.derive([facts.entity_id])
