"""Rules for names: the list, and making one with its effect previewed before it applies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Article, Source
from entities import choices, corrections, rules
from entities.access import correcting_only
from entities.corrections import Refused
from entities.finding import find
from entities.models import Kind, Rule
from entities.rules import Effect
from entities.views.acting import line, number, only

RULES_A_PAGE = 50
SOURCES_OFFERED = 200
IN_FORCE, REVOKED = "in-force", "revoked"


@correcting_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The rules in force, or those revoked, with author, scope and effect."""
    state = REVOKED if request.GET.get("state") == REVOKED else IN_FORCE
    found = rules.listed().filter(revoked_at__isnull=state == IN_FORCE).order_by("-pk")
    page = Paginator(found, RULES_A_PAGE).get_page(request.GET.get("page"))
    in_force = Rule.objects.filter(revoked_at__isnull=True).count()
    return render(
        request,
        "corrections/rules.html",
        {
            "page": page,
            "state": state,
            "in_force": in_force,
            "revoked": Rule.objects.count() - in_force,
        },
    )


@correcting_only
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a rule out of force."""
    rule = get_object_or_404(Rule, pk=pk)
    try:
        decision = corrections.revoke_rule(
            rule, by=request.user, reason=line(request.POST, "reason")
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Revoked. {_changed(decision.after)}")
    return redirect("desk:rules")


@correcting_only
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """A rule to be made: what it would do is shown before the button that makes it."""
    given = request.POST if request.method == "POST" else request.GET
    page = _wished(given)
    if only(request, "others"):
        return render(request, "corrections/_others.html", page)
    problem, effect = _previewed(page) if page["name"] else ("", None)
    if request.method == "POST" and effect is not None:
        # Between looking and doing a dispatch may have been read: what is done is what was shown.
        if request.POST.get("effect") != effect.sentence:
            problem = "What the rule would do has changed since you looked. Look once more."
        else:
            try:
                return _made(request, page)
            except Refused as refusal:
                problem = str(refusal)
    return render(request, "corrections/rule.html", page | {"problem": problem, "effect": effect})


def _made(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    decision = corrections.make_rule(
        page["act"], page["name"], by=request.user, reason=page["reason"], **_facts(page)
    )
    messages.success(
        request,
        f"The rule is in force, also for what is read from now on. {_changed(decision.after)}",
    )
    return redirect("desk:rules")


def _changed(counts: dict[str, Any]) -> str:
    mentions, articles = counts.get("mentions", 0), counts.get("articles", 0)
    return (
        f"{mentions:,} mention{'' if mentions == 1 else 's'} in {articles:,} "
        f"dispatch{'' if articles == 1 else 'es'} changed."
    )


def _wished(given: Any) -> dict[str, Any]:
    """What the form says, in terms of rows; what is not there is left out."""
    article = Article.objects.filter(pk=number(given, "article")).first()
    scope = given.get("scope", "article" if article else "everywhere")
    act = given.get("act", "")
    typed, chosen = line(given, "q"), choices.by_number([given.get("side", "")])
    offered = [found.entity for found in find(typed)] if typed else []
    kinds = {name: given.get(name, "") for name in ("kind", "kind_is")}
    kinds = {name: kind if kind in Kind.values else "" for name, kind in kinds.items()}
    return {
        "act": act if act in Rule.Act.values else Rule.Act.HIDE.value,
        "name": line(given, "name"),
        "kind": kinds["kind_is"] if act == Rule.Act.KIND else kinds["kind"],
        "kind_is": kinds["kind_is"],
        "read_as": kinds["kind"],
        "kinds": [(each.value, each.label) for each in Kind],
        "entity": chosen[0] if chosen else None,
        "side": given.get("side", ""),
        "offered": [*(each for each in chosen if each not in offered), *offered],
        "typed": typed,
        "scope": scope,
        "article": article,
        "source": Source.objects.filter(pk=number(given, "source")).first(),
        "sources": Source.objects.order_by("name")[:SOURCES_OFFERED],
        "reason": line(given, "reason"),
        "new_rule": reverse("desk:make_rule"),
    }


def _facts(page: dict[str, Any]) -> dict[str, Any]:
    scope = page["scope"]
    return {
        "kind": page["kind"],
        "entity": page["entity"] if page["act"] == Rule.Act.MEANS else None,
        "article": page["article"] if scope == "article" else None,
        "source": page["source"] if scope == "source" else None,
    }


def _previewed(page: dict[str, Any]) -> tuple[str, Effect | None]:
    """What stands against the rule, in words, or what it would do."""
    if page["act"] == Rule.Act.KIND and not page["kind"]:
        return "Choose the kind the name is of.", None
    if page["act"] == Rule.Act.MEANS and page["entity"] is None:
        return "Choose what the name means.", None
    if page["scope"] == "source" and page["source"] is None:
        return "Choose the source the rule is for.", None
    if page["scope"] == "article" and page["article"] is None:
        return "Choose the dispatch the rule is for.", None
    return "", rules.preview(page["act"], page["name"], **_facts(page))
