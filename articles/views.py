"""Handing dispatches in, and what was handed in before. How they are read is shown elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, cast

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from articles import intake
from articles.access import filing_only
from articles.forms import HandInForm, largest
from articles.models import Delivery, Receipt, Source
from articles.uploads import WatchfulUploadHandler

DELIVERIES_A_PAGE = 30
# Names offered while typing a source; the field takes any other.
SOURCES_OFFERED = 200


@filing_only
@csrf_exempt
def hand_in(request: HttpRequest) -> HttpResponseBase:
    """The page to hand in files and texts; a POST files them and leads to their outcomes.

    Checked against forgery one step further in: the check reads the form, and whoever watches the
    upload has to be in place before that.
    """
    if request.method == "POST":
        request.upload_handlers.insert(0, WatchfulUploadHandler(request))
    return _hand_in(request)


@csrf_protect
def _hand_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "articles/new.html", _page(HandInForm()))
    form = HandInForm(request.POST, request.FILES)
    # Read by now, so the watcher has seen it all.
    watcher = cast(WatchfulUploadHandler, request.upload_handlers[0])
    if not form.is_valid_with(watcher.parts_sent):
        return render(request, "articles/new.html", _page(form))
    wishes = form.cleaned_data
    delivery = intake.receive(
        chain(_incoming(request.FILES, watcher), _pasted(wishes["text"])),
        via=Delivery.Via.PAGE,
        received_from=request.user,
        headline=wishes["headline"],
        source=wishes["source"],
        published=wishes["published"],
    )
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(delivery.get_absolute_url())
    return redirect(delivery)


def _page(form: HandInForm) -> dict[str, Any]:
    return {
        "form": form,
        "largest": largest(),
        "largest_bytes": settings.MAX_DISPATCH_BYTES,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "sources": Source.objects.values_list("name", flat=True)[:SOURCES_OFFERED],
    }


def _incoming(
    files: MultiValueDict[str, Any], watcher: WatchfulUploadHandler
) -> Iterator[intake.Incoming]:
    """One item a file sent, those included that cannot be taken, with the reason."""
    came_through = 0
    for field, uploads in files.lists():
        for place, upload in enumerate(uploads):
            came_through += 1
            known = watcher.sizes[field]
            size = known[place] if place < len(known) else upload.size
            name = upload.name or "unnamed"
            if field != "files":
                yield intake.Incoming(
                    name,
                    size=size,
                    refusal=f"It came in a field called “{field}”; files belong in “files”.",
                )
            elif size > settings.MAX_DISPATCH_BYTES:
                yield intake.Incoming(
                    name, size=size, refusal=f"It is too large: one file may have {largest()}."
                )
            else:
                yield intake.Incoming(name, raw=upload.read(), size=size)
    for _ in range(watcher.parts_sent - came_through):
        yield intake.Incoming(
            "unnamed",
            size=0,
            refusal="It was sent under a name that cannot be used, and did not arrive. "
            "Give the file a name and send it again.",
        )


def _pasted(text: str) -> Iterator[intake.Incoming]:
    if text.strip():
        yield intake.Incoming(intake.PASTED, text=text)


@filing_only
@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """What was handed in, latest first, with what became of it in figures."""
    found = (
        Delivery.objects.select_related("received_from")
        .order_by("-pk")
        .annotate(
            received=Count("receipts"),
            filed=Count("receipts", filter=Q(receipts__outcome=Receipt.Outcome.FILED)),
            duplicate=Count("receipts", filter=Q(receipts__outcome=Receipt.Outcome.DUPLICATE)),
            failed=Count("receipts", filter=Q(receipts__outcome=Receipt.Outcome.FAILED)),
        )
    )
    page = Paginator(found, DELIVERIES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "articles/deliveries.html", {"page": page})
