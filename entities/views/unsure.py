"""The second queue: mentions the reader was unsure of, each in its sentence, one key an answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entities import choices, corrections, doubts, ledger
from entities.access import correcting_only
from entities.corrections import Refused
from entities.finding import find
from entities.models import Decision, Entity, Kind, Mention
from entities.quoting import ASKED
from entities.views.acting import line, number, only, tell
from entities.views.sitting import Sitting

QUEUE = "unsure"


@correcting_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The mention to look at next, or kind words where there is none."""
    pk = doubts.first()
    return _shown(request, doubts.doubt_of(pk) if pk else None)


@correcting_only
@require_http_methods(["GET", "HEAD", "POST"])
def mention(request: HttpRequest, pk: int) -> HttpResponse:
    """One mention; a POST decides about it, and about others ticked, and goes on to the next."""
    doubt = doubts.doubt_of(pk)
    if doubt is None:
        messages.info(request, "Its dispatch was read anew meanwhile. Here is the next.")
        return redirect("desk:unsure")
    if request.method == "POST":
        return _decided(request, doubt)
    return _shown(request, doubt)


@correcting_only
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Takes back the last answer of this sitting, and returns to its mention."""
    sitting = Sitting(request, QUEUE)
    if not sitting.answers:
        messages.info(request, "There is no answer of yours to take back.")
        return redirect("desk:unsure")
    question, pk = sitting.answers[-1]
    try:
        corrections.undo(Decision.objects.get(pk=pk), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        sitting.forget(question)
        messages.info(request, "Taken back: the words are what they were.")
    return redirect("desk:mention", int(question))


def _decided(request: HttpRequest, doubt: doubts.Doubt) -> HttpResponse:
    ticked = {int(value) for value in request.POST.getlist("other") if value.isdecimal()}
    chosen = [doubt.mention, *(o.mention for o in doubt.others if o.mention.pk in ticked)]
    try:
        decision = _act(request, chosen)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:mention", doubt.mention.pk)
    Sitting(request, QUEUE).remember(str(doubt.mention.pk), decision)
    tell(request, decision)
    following = doubts.after(doubt.mention)
    return redirect("desk:mention", following) if following else redirect("desk:unsure")


def _act(request: HttpRequest, chosen: list[Mention]) -> Decision:
    facts: dict[str, Any] = {"by": request.user, "seen": number(request.POST, "seen")}
    act, _, kind = request.POST.get("act", "").partition(" ")
    match act:
        case "right":
            return corrections.confirm(chosen, **facts)
        case "not_a_name":
            return corrections.reject(chosen, **facts)
        case "kind":
            return corrections.mark_as(chosen, kind, **facts)
        case "new":
            name, kind = line(request.POST, "name"), line(request.POST, "kind")
            return corrections.point_to_new(chosen, name, kind, **facts)
        case _:
            entity = Entity.objects.filter(pk=number(request.POST, "entity")).first()
            if entity is None:
                raise Refused("Choose what the words mean.")
            return corrections.point(chosen, entity, **facts)


def _shown(request: HttpRequest, doubt: doubts.Doubt | None) -> HttpResponse:
    if doubt is None:
        return render(request, "review/mention.html", {"doubt": None})
    typed = line(request.GET, "q")
    without = [doubt.entity.pk]
    page = {
        "doubt": doubt,
        "asked": ASKED,
        "typed": typed,
        "seen": ledger.seen_of_mention(doubt.mention),
        "found": [found.entity for found in find(typed, without=without)]
        if typed
        else choices.bearing(doubt.mention.key, without),
    }
    if only(request, "found"):
        return render(request, "review/_found.html", page)
    return render(request, "review/mention.html", page | _around(request, doubt.mention))


def _around(request: HttpRequest, asked: Mention) -> dict[str, Any]:
    """The queue around a mention: how far one is, which come before and after."""
    sitting = Sitting(request, QUEUE)
    answered = sitting.questions
    total = len(answered) + doubts.count()
    kinds = [
        {"kind": kind.value, "label": kind.label, "now": asked.entity.kind == kind} for kind in Kind
    ]
    mine = sitting.answer_to(str(asked.pk))
    decision = _last_word(asked)
    facts = {
        "kinds": kinds,
        "total": total,
        "answered_count": len(answered),
        "mine": mine is not None,
        "decision": decision,
        "said": ledger.says(decision) if decision else "",
        "who": ledger.who(decision) if decision else "",
    }
    if str(asked.pk) in answered:
        at = answered.index(str(asked.pk))
        later = int(answered[at + 1]) if at + 1 < len(answered) else doubts.first()
        earlier = int(answered[at - 1]) if at else None
        position = at + 1
    else:
        later, earlier = doubts.after(asked), doubts.before(asked)
        if earlier is None and answered:
            earlier = int(answered[-1])
        position = len(answered) + doubts.place(asked) + 1
    return facts | {
        "position": min(position, total),
        "previous": reverse("desk:mention", args=[earlier]) if earlier else None,
        "following": reverse("desk:mention", args=[later]) if later else None,
    }


def _last_word(asked: Mention) -> Decision | None:
    """The decision in force on the words, where there is one by now."""
    if asked.anchor is None:
        return None
    return Decision.objects.select_related("made_by", "entity", "other").get(
        pk=asked.anchor.decision_id
    )
