"""What follows a correction: the page as it is then, or, for a part of a page, the news of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event

from entities.corrections import Changed
from entities.ledger import says
from entities.models import Decision
from entities.takeback import capital


def done(request: HttpRequest, decision: Decision, *, otherwise: str) -> HttpResponse:
    """Leads back to where the act was asked for, or, where a script asked, lets the page renew
    itself. What was done stands in the quiet line there, with its undo."""
    if not is_part(request):
        return redirect(way_back(request, otherwise))
    response = HttpResponse(status=204)
    said = f"{capital(says(decision))}."
    trigger_client_event(response, "corrected", {"decision": decision.pk, "text": said})
    return response


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The address the form names in `next`, if it is of this site."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return otherwise


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of a page."""
    return bool(getattr(request, "htmx", False))


def unless_others(act: Callable[..., Decision], said: dict[str, Any]) -> Decision:
    """Acts, said being by whom, why, and what was seen; Changed where somebody else decided since.
    One's own decision of a moment ago is no news."""
    try:
        return act(**said)
    except Changed as change:
        if change.decision.made_by != said["by"]:
            raise
        return act(**said | {"seen": None})
