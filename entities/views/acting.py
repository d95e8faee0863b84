"""What pages of acts share: numbers out of forms, and words for what was done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from entities import ledger
from entities.models import Decision


def tell(request: HttpRequest, decision: Decision) -> None:
    """Says on the next page what was done."""
    messages.success(request, f"You {ledger.says(decision)}.")


def number(values: Any, name: str) -> int:
    """A whole number out of a form or an address; 0, which no row has, where there is none."""
    value = values.get(name) or ""
    return int(value) if value.isdecimal() and len(value) < 19 else 0


def line(values: Any, name: str, otherwise: str = "") -> str:
    """A line of words out of a form or an address, without what no stored text may hold."""
    return " ".join((values.get(name) or otherwise).replace("\0", "").split())


def only(request: HttpRequest, target: str) -> bool:
    """Whether htmx asks for one part of the page alone."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and htmx.target == target
