"""Parts of the pages of those who correct: what waits for them, and the way around the desk."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from entities import doubts, pairs, reapplying
from entities.models import Rule, Suggestion
from entities.resolution import LINK
from entities.why import bars

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


@register.inclusion_tag("review/_reasons.html")
def reason_bars(suggestion: Suggestion) -> dict[str, Any]:
    """What spoke for and against two being one, and how likely that makes it."""
    return {
        "bars": bars(suggestion.reasons),
        "percent": round(100 * suggestion.score),
        "likely": suggestion.score >= LINK,
    }
