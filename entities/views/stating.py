"""Correcting what is read of figures and of events in one dispatch.

The same address is a page of its own and, asked for by a script, the panel at the words.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from entities import corrections, statements
from entities.access import correcting_only
from entities.finding import find
from entities.models import Decision, Kind, Occurrence, Participation
from entities.views.outcomes import done, is_part, unless_others
from entities.views.words import GONE
from entities.wishes import NO_PART, PLACE, REJECT, TIME, FigureWish, OccurrenceWish


@correcting_only
@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """What is read of a figure, and saying otherwise. POST with a FigureWish."""
    found = statements.figure(pk)
    if found is None:
        return _gone(request)
    if request.method != "POST":
        return _shown(request, "figure", found)
    form = FigureWish(request.POST)
    if not form.is_valid():
        return _shown(request, "figure", found, form, form.problem(), status=422)
    wanted = form.cleaned_data
    said = {"by": request.user, "reason": wanted["reason"], "seen": wanted["seen"]}
    try:
        act = partial(corrections.correct_figure, found.row, **form.changes(found.row))
        if wanted["act"] == REJECT:
            act = partial(corrections.not_figure, found.row)
        decision = unless_others(act, said)
    except corrections.Changed as change:
        now = statements.figure(pk) or found
        return _shown(request, "figure", now, form, str(change), status=409)
    except corrections.Refused as refusal:
        return _shown(request, "figure", found, form, str(refusal), status=422)
    return done(request, decision, otherwise=found.place)


@correcting_only
@require_http_methods(["GET", "HEAD", "POST"])
def occurrence(request: HttpRequest, pk: int) -> HttpResponse:
    """What a dispatch says of an event at some words, and saying otherwise. POST with an
    OccurrenceWish, one aspect at a time."""
    found = statements.occurrence(pk)
    if found is None:
        return _gone(request)
    if request.method != "POST":
        return _shown(request, "occurrence", found)
    form = OccurrenceWish(request.POST)
    if not form.is_valid():
        return _shown(request, "occurrence", found, form, form.problem(), status=422)
    if form.is_open():
        choices = find(form.cleaned_data["to"], kind=Kind.PLACE)
        exact = [each.entity for each in choices if each.is_exact]
        if len(exact) != 1:
            problem = "" if choices else "No place goes by that name."
            return _shown(request, "occurrence", found, form, problem, choices=choices)
        form.cleaned_data["entity"] = exact[0]
    try:
        decision = _say(found.row, form.cleaned_data, request.user)
    except corrections.Changed as change:
        now = statements.occurrence(pk) or found
        return _shown(request, "occurrence", now, form, str(change), status=409)
    except corrections.Refused as refusal:
        return _shown(request, "occurrence", found, form, str(refusal), status=422)
    return done(request, decision, otherwise=request.path)


def _say(row: Occurrence, wanted: dict[str, Any], user: Any) -> Decision:
    said = {"by": user, "reason": wanted["reason"], "seen": wanted["seen"]}
    act = wanted["act"]
    if act == NO_PART:
        part = Participation.objects.filter(occurrence=row, pk=wanted["part"]).first()
        if part is None:
            raise corrections.Refused("That is read anew by now. Load the page once more.")
        return unless_others(partial(corrections.not_participant, part), said)
    value = wanted.get(act)
    if act == TIME:
        value = (wanted["earliest"], wanted["latest"])
    elif act == PLACE:
        value = wanted["entity"]
    return unless_others(partial(corrections.correct_occurrence, row, act, value), said)


def _gone(request: HttpRequest) -> HttpResponse:
    if is_part(request):
        return render(request, "entities/_gone.html", {"problem": GONE})
    raise Http404(GONE)


def _shown(
    request: HttpRequest,
    what: str,
    found: statements.Stated,
    form: Form | None = None,
    problem: str = "",
    *,
    choices: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "said": found,
        "form": form,
        "problem": problem,
        "choices": choices,
        "is_part": is_part(request),
        "offered": statements.choices() if what == "occurrence" else None,
    }
    if is_part(request):
        return render(request, f"entities/_correct_{what}.html", context)
    return render(request, f"entities/correct_{what}.html", context, status=status)
