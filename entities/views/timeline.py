"""Timelines: of everything, of an entity, of a story; the same list to be read, cited and taken away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article
from entities import timeline
from entities.event_filters import OFFERED_AMONG, TimelineFilter, involving
from entities.models import Kind
from entities.plotting import plot_of
from entities.views.pages import CountedPaginator, entity_at, led_on

EVENTS_A_PAGE = 50


class _LatestFirst(TimelineFilter):
    latest_first = True


@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    """All that happened, as dispatches tell."""
    return _timeline(
        request, timeline.everything(), {"heading": "Timeline"}, filter_class=_LatestFirst
    )


@require_safe
def of_entity(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The events in which an entity takes part, or that were there; of an event, those of the
    dispatches that tell of it."""
    entity = entity_at(pk)
    if entity.pk != pk:
        return led_on("entities:timeline", entity.pk)
    if entity.kind == Kind.EVENT:
        found = timeline.beside(entity)
    else:
        found = timeline.everything().filter(involving(entity))
    return _timeline(request, found, {"entity": entity, "heading": entity.name})


@require_safe
def of_story(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The events of a dispatch and of all dispatches that share one with it."""
    article = get_object_or_404(
        Article.objects.select_related("source", "current_version"),
        pk=pk,
        current_version__isnull=False,
    )
    return _timeline(
        request, timeline.of_story(article), {"article": article, "heading": str(article)}
    )


def _timeline(
    request: HttpRequest,
    events: Any,
    context: dict[str, Any],
    *,
    filter_class: type[TimelineFilter] = TimelineFilter,
) -> HttpResponseBase:
    """One page of a timeline with its plot and filters, or all of it to be taken away."""
    found = filter_class(request.GET, queryset=events)
    wanted = request.GET.get("as", "")
    if wanted in ("csv", "json"):
        return _download(request, found.qs, wanted)
    types = found.type_counts()
    narrowed_to = [each for each in types if each.chosen] or types
    total = sum(each.events for each in narrowed_to)
    rows = found.qs.select_related("entity", "place")
    page = CountedPaginator(rows, EVENTS_A_PAGE, counted=total).get_page(request.GET.get("page"))
    entity = context.get("entity")
    shown: HttpResponse = render(
        request,
        "entities/timeline.html",
        context
        | {
            "filter": found,
            "types": types,
            "groups": found.offers(without=entity.pk if entity else None),
            "among": OFFERED_AMONG if total > OFFERED_AMONG else None,
            "plot": plot_of(found.qs, found.found_counts(), request.GET),
            "page": page,
            "entries": timeline.entries(page),
            "all": request.path,
        },
    )
    return shown


def _download(request: HttpRequest, found: Any, kind: str) -> HttpResponseBase:
    site = request.build_absolute_uri("/").rstrip("/")
    rows = timeline.records(found, site)
    lines = timeline.as_csv(rows) if kind == "csv" else timeline.as_json(rows)
    types = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
    return StreamingHttpResponse(
        lines,
        content_type=types[kind],
        headers={"Content-Disposition": f'attachment; filename="timeline.{kind}"'},
    )
