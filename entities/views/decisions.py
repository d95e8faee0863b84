"""Histories, and taking decisions back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from entities import corrections, history, takeback
from entities.access import correcting_only
from entities.ledger import listed
from entities.models import Decision
from entities.views.outcomes import done, is_part, way_back
from entities.views.pages import entity_at, led_on

LINES_A_PAGE = 25
OWN_LISTED = 50
# Nobody leafs further; it also keeps nonsense from becoming a number the database refuses.
LAST_OFFSET = 100_000


def leaf(request: HttpRequest) -> int:
    """How many lines of a history come before this page of it."""
    asked = request.GET.get("after", "")
    return min(int(asked), LAST_OFFSET) if asked.isdecimal() and len(asked) < 9 else 0


def page_of(lines: list[history.Line], offset: int) -> dict[str, Any]:
    """A page of a history out of one line more than it shows."""
    return {
        "lines": lines[:LINES_A_PAGE],
        "offset": offset,
        "newer": max(0, offset - LINES_A_PAGE),
        "older": offset + LINES_A_PAGE if len(lines) > LINES_A_PAGE else None,
    }


@require_safe
def of_entity(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did what to an entity, the latest first."""
    entity = entity_at(pk)
    if entity.pk != pk:
        return led_on("entities:history", entity.pk)
    offset = leaf(request)
    lines = history.of_entity(entity, limit=LINES_A_PAGE + 1, offset=offset)
    return render(request, "entities/history.html", {"entity": entity, **page_of(lines, offset)})


@correcting_only
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The last decisions of whoever asks."""
    lines = history.by_person(request.user, OWN_LISTED)
    return render(request, "entities/decisions.html", {"lines": lines, "most": OWN_LISTED})


@correcting_only
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a decision back, or says why that cannot be."""
    decision = get_object_or_404(listed(Decision.objects.all()), pk=pk)
    reason = request.POST.get("reason", "")
    try:
        undone = corrections.undo(decision, by=request.user, reason=reason)
    except corrections.Refused as refusal:
        if is_part(request):
            quiet = {
                "problem": str(refusal),
                "latest": takeback.latest_of(request.user),
                "here": way_back(request, "/"),
            }
            return render(request, "entities/_quiet.html", quiet)
        messages.error(request, str(refusal))
        return redirect(way_back(request, "/"))
    subject = decision.other or decision.entity or decision.article
    return done(request, undone, otherwise=subject.get_absolute_url() if subject else "/")
