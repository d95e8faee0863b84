"""Merging from an entity's page: choose which, see what would be absorbed, then merge."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from entities import choices, corrections, ledger
from entities.access import correcting_only
from entities.choices import Choice
from entities.corrections import Changed, Refused
from entities.finding import find
from entities.models import Entity
from entities.views.acting import line
from entities.views.pages import entity_at

# The radio button for a name that none of them bears.
ANOTHER = "another"


@correcting_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choosing, with `with=` for each chosen; the preview, with `preview=1`; a POST merges."""
    entity = entity_at(pk)
    if entity.pk != pk:
        return redirect("entities:merge", entity.pk)
    given = request.POST if request.method == "POST" else request.GET
    chosen = [each for each in choices.by_number(given.getlist("with")) if each != entity]
    if request.method == "POST":
        return _merged(request, entity, chosen)
    if "preview" in request.GET and chosen:
        return _previewed(request, entity, chosen)
    return _choosing(request, entity, chosen)


def _choosing(request: HttpRequest, entity: Entity, chosen: list[Entity]) -> HttpResponse:
    typed = line(request.GET, "q")
    offered = choices.near(entity)
    known = {choice.entity for choice in offered}
    offered += [Choice(each, "chosen") for each in chosen if each not in known]
    known.update(chosen)
    searched = [found.entity for found in find(typed, without=[entity.pk])]
    return render(
        request,
        "corrections/merge.html",
        {
            "entity": entity,
            "offered": offered,
            "chosen": chosen,
            "typed": typed,
            "found": [Choice(each, "found") for each in searched if each not in known],
            "none_found": bool(typed) and not searched,
            "none_chosen": "preview" in request.GET,
        },
    )


def _previewed(
    request: HttpRequest, entity: Entity, chosen: list[Entity], problem: str = ""
) -> HttpResponse:
    posted = request.POST
    ticked = chosen
    if problem:
        # What was unticked stays in sight, to be ticked again.
        everyone = choices.by_number(posted.getlist("offered"))
        chosen = [each for each in everyone if each != entity] or chosen
    preview = corrections.preview_merge(entity, chosen)
    others = [[each, _query([entity, *(one for one in chosen if one != each)])] for each in chosen]
    return render(
        request,
        "corrections/merge_preview.html",
        {
            "entity": entity,
            "preview": preview,
            "ticked": ticked,
            "others": others,
            "back": f"{reverse('entities:merge', args=[entity.pk])}?{_query(chosen, preview=False)}",
            "seen": [(each.pk, ledger.seen_of_entity(each)) for each in [entity, *chosen]],
            "problem": problem or preview.refusal,
            "name_from": posted.get("name_from", str(entity.pk)),
            "another": ANOTHER,
            "another_name": line(posted, "another_name"),
            "reason": line(posted, "reason"),
        },
    )


def _query(chosen: list[Entity], *, preview: bool = True) -> str:
    pairs = [("with", each.pk) for each in chosen]
    return urlencode([*pairs, *([("preview", 1)] if preview else [])])


def _merged(request: HttpRequest, entity: Entity, chosen: list[Entity]) -> HttpResponse:
    wanted = len(set(request.POST.getlist("with")) - {str(entity.pk)})
    try:
        if wanted != len(chosen):
            raise Refused("One of those you ticked was merged into another entity meanwhile.")
        _refuse_changed(request, [entity, *chosen])
        decisions = corrections.merge(
            entity,
            chosen,
            by=request.user,
            name=_name(request, [entity, *chosen]),
            reason=line(request.POST, "reason"),
        )
    except Refused as refusal:
        return _previewed(request, entity, chosen, str(refusal))
    if len(decisions) > 1:
        messages.success(
            request, f"{len(decisions)} entities were merged into it; each is undone by itself."
        )
    return redirect(entity)


def _name(request: HttpRequest, everyone: list[Entity]) -> str:
    wanted = request.POST.get("name_from", "")
    if wanted == ANOTHER:
        name = line(request.POST, "another_name")
        if not name:
            raise Refused("Write the other name, or choose one of theirs.")
        return name
    return next((each.name for each in everyone if str(each.pk) == wanted), "")


def _refuse_changed(request: HttpRequest, everyone: list[Entity]) -> None:
    """The second of two people is told what the first changed, on whichever side."""
    seen: dict[str, Any] = dict(
        value.split(":", 1) for value in request.POST.getlist("seen") if ":" in value
    )
    for entity in everyone:
        last = ledger.last_of_entity(entity)
        if last is not None and str(last.pk) != seen.get(str(entity.pk)):
            raise Changed(last)
