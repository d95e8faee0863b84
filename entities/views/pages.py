"""What is known: the list of entities, and the page of each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from articles.models import Article
from entities import event_page, profile, quotations
from entities import why as reasons
from entities.chart import chart_of
from entities.filters import EntityFilter
from entities.finding import Found
from entities.models import Entity, Kind
from entities.models.entity import KIND_PLURALS
from entities.testimony import kind_choices

ENTITIES_A_PAGE = 50
DISPATCHES_A_PAGE = 12
MENTIONS_A_PAGE = 50
COMPANY_SHOWN = 12
# Whoever is in more dispatches than this has the company beside the mentions counted in the latest
# ones, and the page says so; the page of the whole company counts all.
COMPANY_AMONG = 2000
COMPANY_A_PAGE = 50


class CountedPaginator(Paginator[Any]):
    """A paginator that is told how many there are, since the counts by kind hold the sum."""

    def __init__(self, object_list: Any, per_page: int, *, counted: int) -> None:
        super().__init__(object_list, per_page)
        self._counted = counted

    @cached_property
    def count(self) -> int:
        return self._counted


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of entities, filtered and in pages. Five queries, whatever was asked, and one more
    for a page with events."""
    found = EntityFilter(request.GET, queryset=Entity.objects.standing())
    counts = found.kind_counts()
    chosen = found.wanted.get("kind", [])
    total = sum(count for kind, count in counts.items() if not chosen or kind in chosen)
    paginator = CountedPaginator(found.qs, ENTITIES_A_PAGE, counted=total)
    kinds = [
        {
            "kind": kind.value,
            "label": KIND_PLURALS[kind],
            "count": counts[kind],
            "chosen": kind in chosen,
        }
        for kind in Kind
    ]
    page = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "entities/list.html",
        {
            "filter": found,
            "kinds": kinds,
            "heading": KIND_PLURALS[Kind(chosen[0])] if len(chosen) == 1 else "Names",
            "page": page,
            "facts": event_page.facts_of(page),
            "typed": found.wanted.get("q", ""),
            "words_query": urlencode({"q": found.wanted.get("q", "")}),
        },
    )


def entity_at(pk: int) -> Entity:
    """The entity at an address, or, where it was absorbed by another, the one it leads to.

    Two queries, and one more for every further merge on the way.
    """
    entity = get_object_or_404(Entity.objects.select_related("merged_into"), pk=pk)
    passed = {entity.pk}
    while entity.merged_into is not None and entity.merged_into.pk not in passed:
        entity = entity.merged_into
        passed.add(entity.pk)
    return entity


def led_on(to: Any, *args: Any) -> HttpResponse:
    """The way from the address of an absorbed entity to its survivor's. No browser may keep it: the
    merge can be undone, and the page is there again."""
    response = redirect(to, *args, permanent=True)
    add_never_cache_headers(response)
    return response


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """All that dispatches say of one entity, each mention in its sentence."""
    entity = entity_at(pk)
    if entity.pk != pk:
        return led_on(entity)
    return show(request, entity)


def show(
    request: HttpRequest,
    entity: Entity,
    *,
    tried: QueryDict | None = None,
    problem: str = "",
    choices: list[Found] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an entity; after a correction that was refused, with what was `tried`, and the
    `choices` for what was typed."""
    page = Paginator(profile.appearances_of(entity), DISPATCHES_A_PAGE).get_page(
        request.GET.get("page")
    )
    first, latest = profile.first_and_latest(entity)
    # One more than is shown tells whether there are more.
    company = profile.companions(
        profile.company_of(entity, among=COMPANY_AMONG)[: COMPANY_SHOWN + 1]
    )
    correcting = request.user.has_perm("entities.correct")
    is_event = entity.kind == Kind.EVENT
    event = event_page.page_of(entity) if is_event else None
    return render(
        request,
        "entities/event.html" if is_event else "entities/detail.html",
        {
            "entity": entity,
            "names": profile.names_of(entity),
            "first": first,
            "latest": latest,
            "chart": chart_of(entity),
            "page": page,
            "dispatches": profile.mentions_by_dispatch(entity, page),
            "company": company[:COMPANY_SHOWN],
            "more_company": len(company) > COMPANY_SHOWN,
            "company_among": COMPANY_AMONG if entity.article_count > COMPANY_AMONG else None,
            "quotes": quotations.latest_of(entity),
            "correcting": correcting,
            "record": profile.record_of(entity) if correcting else None,
            "kinds": kind_choices(entity.kind),
            "tried": tried,
            "problem": problem,
            "event": event,
            "offered": event_page.choices(event.facts) if event and correcting else None,
            "places": choices,
        },
        status=status,
    )


@require_safe
def in_dispatch(request: HttpRequest, pk: int, article_pk: int) -> HttpResponse:
    """Every mention of an entity in one dispatch, in pages."""
    entity = entity_at(pk)
    if entity.pk != pk:
        return led_on("entities:in_dispatch", entity.pk, article_pk)
    article = get_object_or_404(
        Article.objects.select_related("source", "current_version"), pk=article_pk
    )
    page = Paginator(profile.mentions_in(entity, article), MENTIONS_A_PAGE).get_page(
        request.GET.get("page")
    )
    lines, _ = profile.lines(page).get(article.current_version_id or 0, ([], 0))
    return render(
        request,
        "entities/in_dispatch.html",
        {
            "entity": entity,
            "article": article,
            "page": page,
            "lines": lines,
            "correcting": request.user.has_perm("entities.correct"),
        },
    )


@require_safe
def why(request: HttpRequest, pk: int, article_pk: int) -> HttpResponse:
    """Why a dispatch's words were taken for this entity."""
    entity = entity_at(pk)
    if entity.pk != pk:
        return led_on("entities:why", entity.pk, article_pk)
    article = get_object_or_404(
        Article.objects.select_related("source", "current_version"), pk=article_pk
    )
    return render(
        request,
        "entities/why.html",
        {"entity": entity, "article": article, "decisions": reasons.why(entity, article)},
    )


@require_safe
def company(request: HttpRequest, pk: int) -> HttpResponse:
    """All who and what share dispatches with an entity, in pages, of one kind if wished."""
    entity = entity_at(pk)
    if entity.pk != pk:
        return led_on("entities:company", entity.pk)
    kind = request.GET.get("kind", "")
    found = profile.company_of(entity, kind=kind if kind in Kind.values else "")
    page = Paginator(found, COMPANY_A_PAGE).get_page(request.GET.get("page"))
    kinds = [
        {"kind": each.value, "label": KIND_PLURALS[each], "chosen": each.value == kind}
        for each in Kind
    ]
    return render(
        request,
        "entities/company.html",
        {
            "entity": entity,
            "page": page,
            "company": profile.companions(page),
            "kinds": kinds,
            "chosen": kind,
        },
    )
