"""Tags of the pages: dates as exact as they are known, and where in the site a page stands."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article, Version
from entities.models import Entity

register = template.Library()


@register.simple_tag
def published(article: Article) -> SafeString:
    """A dispatch's date as exactly as it is known, never with an hour nobody gave:
    "27 July 2023", "27 July 2023, 00:35 UTC", or "date unknown, filed 22 November 2025"."""
    return published_of(article.current_version, article)


@register.simple_tag
def published_of(version: Version | None, article: Article) -> SafeString:
    """The same of any version of it."""
    if version is None or version.published_at is None:
        filed = timezone.localtime(version.filed_at if version else article.dated_at)
        return format_html(
            'date unknown, filed <time datetime="{}">{}</time>',
            filed.date().isoformat(),
            date_format(filed, "j F Y"),
        )
    moment = timezone.localtime(version.published_at)
    if version.published_precision != Version.Precision.MINUTE:
        return _time(moment.date().isoformat(), date_format(moment, "j F Y"))
    return _time(moment.isoformat(), f"{date_format(moment, 'j F Y, H:i')} {moment.tzname()}")


@register.simple_tag
def dated(article: Article) -> SafeString:
    """The same to the day and short, for lists: "27 Jul 2023", "filed 22 Nov 2025"."""
    version = article.current_version
    day = timezone.localdate(article.dated_at)
    known = version is not None and version.published_at is not None
    return format_html(
        "{}{}", "" if known else "filed ", _time(day.isoformat(), date_format(day, "j M Y"))
    )


@register.filter
def day(moment: datetime.datetime | datetime.date | None) -> SafeString | str:
    """A moment to the day: "27 Jul 2023"."""
    if moment is None:
        return ""
    if isinstance(moment, datetime.datetime):
        moment = timezone.localdate(moment)
    return _time(moment.isoformat(), date_format(moment, "j M Y"))


def _time(machine: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.simple_tag(takes_context=True)
def section(context: Context) -> str:
    """Which entry of the navigation the page belongs to."""
    request: Any = context.get("request")
    if not isinstance(request, HttpRequest) or request.resolver_match is None:
        return ""
    match request.resolver_match.view_name:
        case "articles:new" | "articles:deliveries" | "articles:delivery":
            return "filing"
        case "timeline" | "entities:timeline" | "articles:timeline":
            return "timeline"
        case "articles:list" | "articles:detail" | "articles:correct" | "articles:version":
            return "dispatches"
        case "entities:list":
            kinds = request.GET.getlist("kind")
            return kinds[0] if len(kinds) == 1 else "names"
        case name if name.startswith("desk:"):
            return "desk"
        case name if name.startswith("entities:"):
            entity = context.get("entity")
            return entity.kind if isinstance(entity, Entity) else "names"
    return ""


@register.simple_tag
def most_files() -> int | None:
    """How many files one delivery may have."""
    return settings.DATA_UPLOAD_MAX_NUMBER_FILES


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | str]:
    """The numbers to link to around a page, with a sign for those left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
