"""Parts of a page that ask for themselves again: sent only when they say something new.

The part a page includes and the part the asking fetches are one template. It carries a digest of
what it says; where nothing changed the answer is empty, so that no focus and no selection is lost
to a swap, and a screen reader hears of changes only.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django_htmx.http import trigger_client_event


class Live(NamedTuple):
    """A part as `components/_live.html` shows it. With `every` 0 it asks no more."""

    name: str
    address: str
    html: SafeString
    digest: str
    every: int


def live(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    name: str,
    address: str,
    every: int,
) -> Live:
    """Renders a part. Its template must be the same for the same state: no CSRF token inside."""
    html = render_to_string(template, context, request)
    digest = hashlib.sha256(html.encode()).hexdigest()[:16]
    return Live(name, address, html, digest, every)


def answer(request: HttpRequest, part: Live, *, announce: str = "") -> HttpResponse:
    """The part alone, or nothing where the page shows it already; `announce` is read out."""
    if part.every and request.GET.get("seen") == part.digest:
        return HttpResponse(status=204)
    response = render(request, "components/_live.html", {"live": part})
    if announce:
        trigger_client_event(response, "announce", {"text": announce})
    return response
