"""Splitting from an entity's page: deal its mentions, then say what the other side is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from entities import choices, corrections, dealing, ledger
from entities.access import correcting_only
from entities.corrections import Refused
from entities.finding import find
from entities.models import Entity, Kind
from entities.views.acting import line, number, only
from entities.views.pages import entity_at

NEW = "new"


@dataclass(slots=True)
class Dealt:
    """What the form holds: the mentions dealt to the other side, and the page one is at."""

    mentions: set[int] = field(default_factory=set)
    page: int = 1

    @classmethod
    def of(cls, posted: QueryDict) -> Dealt:
        """Boxes on the page count as they are; what was dealt on other pages stays dealt."""
        shown, before = numbers(posted.get("shown", "")), numbers(posted.get("dealt", ""))
        ticked = {int(value) for value in posted.getlist("mention") if value.isdecimal()}
        return cls((before - shown) | (ticked & shown), max(1, number(posted, "page")))

    def do(self, entity: Entity, act: str) -> None:
        """One of the form's buttons that deal many at once, or leaf."""
        verb, _, what = act.partition(" ")
        match verb:
            case "leaf" if what.isdecimal() and len(what) < 7:
                self.page = max(1, int(what))
            case "form":
                self.mentions |= dealing.of_form(entity, what)
            case "unform":
                self.mentions -= dealing.of_form(entity, what)
            case "group":
                self.mentions |= dealing.of_group(entity, what)
            case "ungroup":
                self.mentions -= dealing.of_group(entity, what)
            case "none":
                self.mentions.clear()


def numbers(written: str) -> set[int]:
    """ "3,14" as {3, 14}; nonsense is left out."""
    parts = (part.strip() for part in written.split(","))
    return {int(part) for part in parts if part.isdecimal() and len(part) < 19}


@correcting_only
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """The mentions to be dealt. A POST leafs, deals many, looks for the other side, or splits."""
    entity = entity_at(pk)
    if entity.pk != pk:
        return redirect("entities:split", entity.pk)
    if request.method != "POST":
        return _drawn(request, entity, Dealt(), seen=ledger.seen_of_entity(entity))
    dealt = Dealt.of(request.POST)
    act = request.POST.get("do", "")
    seen = number(request.POST, "seen")
    if act != "split":
        dealt.do(entity, act)
        return _drawn(request, entity, dealt, seen=seen)
    try:
        return _split(request, entity, dealt, seen)
    except Refused as refusal:
        return _drawn(request, entity, dealt, seen=seen, problem=str(refusal))


def _split(request: HttpRequest, entity: Entity, dealt: Dealt, seen: int) -> HttpResponse:
    mentions = dealing.standing_of(entity, sorted(dealt.mentions))
    gone = len(dealt.mentions) - len(mentions)
    if gone:
        dealt.mentions = {mention.pk for mention in mentions}
        raise Refused(
            f"{gone:,} of the mentions you dealt {'is' if gone == 1 else 'are'} no longer its own: "
            "a dispatch was read anew, or somebody corrected them. Look once more at the rest."
        )
    if not mentions:
        raise Refused("Deal at least one mention to the other side.")
    if len(mentions) == entity.mention_count:
        raise Refused(
            f"Nothing would be left of {entity.name}: to give all its mentions another name, "
            "rename it or merge it."
        )
    facts: dict[str, Any] = {"by": request.user, "seen": seen}
    facts["reason"] = line(request.POST, "reason")
    side = request.POST.get("side", NEW)
    if side == NEW:
        wanted = ("name", "kind", "description")
        facts |= {name: line(request.POST, name) for name in wanted}
        if not facts["name"]:
            raise Refused("Give the new entity a name.")
    else:
        known = choices.by_number([side])
        if not known:
            raise Refused("Choose what the mentions mean that you dealt.")
        facts["to"] = known[0]
    decision = corrections.split(entity, mentions, **facts)
    return redirect(decision.other or entity)


def _drawn(
    request: HttpRequest, entity: Entity, dealt: Dealt, *, seen: int, problem: str = ""
) -> HttpResponse:
    posted = request.POST
    typed = line(posted, "q")
    side = posted.get("side", NEW)
    offered = [found.entity for found in find(typed, without=[entity.pk])] if typed else []
    if not typed:
        offered = [choice.entity for choice in choices.near(entity)]
    chosen = [each for each in choices.by_number([side]) if each not in offered]
    page: dict[str, Any] = {
        "entity": entity,
        "offered": [*chosen, *offered],
        "typed": typed,
        "side": side,
    }
    if only(request, "others"):
        return render(request, "corrections/_others.html", page)
    last = max(1, -(-entity.article_count // dealing.DISPATCHES_A_PAGE))
    dealt.page = min(dealt.page, last)
    dispatches = dealing.dispatches_of(entity, dealt.page)
    shown = {
        line.mention.pk for each in dispatches for group in each.groups for line in group.mentions
    }
    page |= {
        "dispatches": dispatches,
        "forms": dealing.forms_of(entity, dealt.mentions),
        "dealt": dealt.mentions,
        "dealt_value": ",".join(map(str, sorted(dealt.mentions))),
        "shown": ",".join(map(str, sorted(shown))),
        "stays": max(0, entity.mention_count - len(dealt.mentions)),
        "elsewhere": len(dealt.mentions - shown),
        "page": dealt.page,
        "pages": range(1, last + 1),
        "last_page": last,
        "kinds": [(kind.value, kind.label) for kind in Kind],
        "kind": posted.get("kind", entity.kind),
        "name": line(posted, "name"),
        "description": line(posted, "description"),
        "reason": line(posted, "reason"),
        "seen": seen,
        "problem": problem,
    }
    return render(request, "corrections/split.html", page)
