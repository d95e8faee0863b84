"""Parts of the pages of those who correct: what waits for them, and the way around the desk."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.template import Context

from entities import doubts, pairs, reapplying
from entities.models import Resolution, Rule, Suggestion

register = template.Library()


@register.simple_tag(takes_context=True)
def open_pairs(context: Context) -> int:
    """How many pairs wait for an answer; what a page counted already is not counted again."""
    counted = context.get("all_count")
    return counted if isinstance(counted, int) else pairs.open_count()


@register.inclusion_tag("review/_desk.html", takes_context=True)
def desk_tabs(context: Context, here: str) -> dict[str, Any]:
    """The pages of the desk with what waits on each. Three queries and those of `open_pairs`."""
    return {
        "here": here,
        "pairs": open_pairs(context),
        "doubts": doubts.count(),
        "rules": Rule.objects.in_force().count(),
        "unplaced": reapplying.unplaced().count(),
    }


class Bar(NamedTuple):
    """One reason as a bar: how long, in per cent of the whole width, and to which side."""

    note: str
    length: int
    is_for: bool


@register.inclusion_tag("review/_reasons.html")
def reason_bars(suggestion: Suggestion | Resolution) -> dict[str, Any]:
    """What spoke for and against, the weightiest first, as bars to either side."""
    told = [each for each in suggestion.reasons if each["weight"]]
    told.sort(key=lambda each: -abs(each["weight"]))
    most = max((abs(each["weight"]) for each in told), default=1)
    bars = [
        Bar(each["note"], max(2, round(50 * abs(each["weight"]) / most)), each["weight"] > 0)
        for each in told
    ]
    return {"bars": bars, "percent": round(100 * suggestion.score)}
