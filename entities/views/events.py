"""Correcting what an event was: its type, its time, its place, and whether it happened."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_POST

from entities import corrections
from entities.access import correcting_only
from entities.finding import Found, find
from entities.models import Decision, Entity, Kind
from entities.views.acting import line, number
from entities.views.outcomes import done
from entities.views.pages import entity_at, show


class _Ambiguous(Exception):
    """What was typed may mean several."""

    def __init__(self, choices: list[Found]) -> None:
        self.choices = choices


@correcting_only
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what `aspect` is: "type", "time", "place" or "modality". Refused, it shows the page with
    what was typed and why."""
    event = entity_at(pk)
    sent = request.POST
    try:
        decision = _act(event, sent, request.user)
    except _Ambiguous as asked:
        problem = "" if asked.choices else "No place goes by that name."
        return show(request, event, tried=sent, problem=problem, choices=asked.choices, status=422)
    except corrections.Refused as refusal:
        status = 409 if isinstance(refusal, corrections.Changed) else 422
        return show(request, entity_at(pk), tried=sent, problem=str(refusal), status=status)
    return done(request, decision, otherwise=event.get_absolute_url())


def _act(event: Entity, sent: QueryDict, user: Any) -> Decision:
    aspect = sent.get("aspect", "")
    match aspect:
        case "type" | "modality":
            value: Any = line(sent, "value")
        case "time":
            value = (_day(sent, "earliest"), _day(sent, "latest"))
        case "place":
            value = _place(sent)
        case _:
            raise BadRequest("It was not said what to correct.")
    return corrections.correct_event(
        event, aspect, value, by=user, reason=line(sent, "reason"), seen=_seen(sent)
    )


def _seen(sent: QueryDict) -> int | None:
    return number(sent, "seen") if "seen" in sent else None


def _day(sent: QueryDict, name: str) -> datetime.date | None:
    value = line(sent, name)
    if not value:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise corrections.Refused(
            f"“{value}” is no date. Give it as year-month-day, for example 2023-07-26."
        ) from None


def _place(sent: QueryDict) -> Entity | None:
    """The place chosen, or that was typed; none where both are empty."""
    chosen, typed = number(sent, "entity"), line(sent, "to")
    if chosen:
        place = Entity.objects.filter(pk=chosen).first()
        if place is None:
            raise corrections.Refused("There is no such place any more.")
        return place
    if not typed:
        return None
    found = find(typed, kind=Kind.PLACE)
    exact = [each for each in found if each.is_exact]
    if len(exact) != 1:
        raise _Ambiguous(found)
    return exact[0].entity
