"""Parts of pages for those who correct."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from entities import takeback
from entities.models import Resolution
from entities.testimony import percent
from entities.why import bars

register = template.Library()


@register.inclusion_tag("entities/_quiet.html", takes_context=True)
def quiet_line(context: Context) -> dict[str, Any]:
    """What one did last, with its undo; nothing for those who may not correct. One query."""
    request = context["request"]
    if not request.user.has_perm("entities.correct"):
        return {"nothing": True}
    return {
        "latest": takeback.latest_of(request.user),
        "here": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("entities/_resolution.html")
def resolution_bars(resolution: Resolution) -> dict[str, Any]:
    """Why a name of a dispatch is taken for what it is taken for: what spoke for and against."""
    return {
        "resolution": resolution,
        "bars": bars(resolution.reasons),
        "percent": percent(resolution.score),
    }
