"""Parts of pages for those who correct."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from entities import takeback

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
