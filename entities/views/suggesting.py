"""Names to choose from as one types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entities.access import correcting_only
from entities.finding import LONGEST_TYPED, find
from entities.models import Kind


@correcting_only
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Options for what was typed in `q`, as the list of a combobox.

    `kind` leaves one kind, `without` (any number) leaves out entities, and `new` offers to make
    what was typed: the kind it names first, then the others.
    """
    typed = " ".join(request.GET.get("q", "").split())[:LONGEST_TYPED]
    kind, new = request.GET.get("kind", ""), request.GET.get("new", "")
    found = find(
        typed,
        kind=kind if kind in Kind.values else "",
        without=[int(pk) for pk in request.GET.getlist("without") if pk.isdecimal()],
    )
    kinds = sorted(Kind, key=lambda each: each != new) if new and typed else []
    return render(
        request, "entities/_options.html", {"found": found, "typed": typed, "new_kinds": kinds}
    )
