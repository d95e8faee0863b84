"""What became of one delivery: a line for each thing received, followed until all are read."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.access import filing_only
from articles.models import Delivery, Receipt
from entities import reading_room
from entities.models import ExtractionRun
from newsroom.views.live import Live, answer, live

# Seconds between two looks while anything of it is still to be read.
LIVE_EVERY = 2


@filing_only
@require_safe
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """The outcomes of one delivery."""
    found = _delivery(pk)
    context = _outcomes(found)
    return render(
        request,
        "articles/delivery.html",
        {"delivery": found, **context, "rows": _rows(request, found, context)},
    )


@filing_only
@require_safe
def outcomes(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines alone, for the page to renew itself."""
    found = _delivery(pk)
    context = _outcomes(found)
    return answer(request, _rows(request, found, context), announce=context["summary"])


def _delivery(pk: int) -> Delivery:
    return get_object_or_404(Delivery.objects.select_related("received_from"), pk=pk)


def _rows(request: HttpRequest, found: Delivery, context: dict[str, Any]) -> Live:
    return live(
        request,
        "articles/_outcomes.html",
        context,
        name="outcomes",
        address=reverse("articles:outcomes", args=[found.pk]),
        every=LIVE_EVERY if context["unread"] else 0,
    )


def _outcomes(found: Delivery) -> dict[str, Any]:
    """Receipts with the latest reading of their dispatches. Two queries."""
    receipts: QuerySet[Receipt] = found.receipts.select_related(
        "article__current_version"
    ).order_by("position")
    rows = list(receipts)
    runs = reading_room.latest_runs(
        receipt.article.current_version_id for receipt in rows if receipt.article
    )
    readings = [
        runs.get(receipt.article.current_version_id or 0) if receipt.article else None
        for receipt in rows
    ]
    return {
        "delivery": found,
        "lines": [
            {"receipt": receipt, "article": receipt.article, "run": run}
            for receipt, run in zip(rows, readings, strict=True)
        ],
        "unread": sum(reading_room.is_open(run) for run in readings),
        "summary": summary(rows, readings),
    }


def summary(receipts: list[Receipt], runs: list[ExtractionRun | None]) -> str:
    """The delivery in one sentence: "3 received: 2 filed, 1 failed. 1 of 2 read."."""
    outcomes = [receipt.outcome for receipt in receipts]
    parts = [
        f"{outcomes.count(outcome)} {word}"
        for outcome, word in (
            (Receipt.Outcome.FILED, "filed"),
            (Receipt.Outcome.DUPLICATE, "duplicate"),
            (Receipt.Outcome.FAILED, "failed"),
        )
        if outcome in outcomes
    ]
    filed = [
        run
        for receipt, run in zip(receipts, runs, strict=True)
        if receipt.outcome == Receipt.Outcome.FILED
    ]
    read = sum(run is not None and run.state == ExtractionRun.State.DONE for run in filed)
    troubled = sum(run is not None and run.state == ExtractionRun.State.FAILED for run in filed)
    text = f"{len(receipts)} received: {', '.join(parts)}." if parts else "Nothing was received."
    if filed:
        text += f" {read} of {len(filed)} read."
    if troubled:
        text += f" {troubled} could not be read."
    return text
