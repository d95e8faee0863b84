"""Decisions that no longer find their words: listed until somebody looks, never dropped."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entities import ledger, reapplying
from entities.access import correcting_only
from entities.models import Anchor, Decision

UNPLACED_A_PAGE = 25


@correcting_only
@require_safe
def unplaced(request: HttpRequest) -> HttpResponse:
    """Decisions whose words the current text does not hold, with the way to their dispatch."""
    page = Paginator(reapplying.unplaced(), UNPLACED_A_PAGE).get_page(request.GET.get("page"))
    anchors = list(page)
    decisions = ledger.listed(
        Decision.objects.filter(pk__in={anchor.decision_id for anchor in anchors})
    ).in_bulk()
    words = dict(
        Anchor.objects.filter(decision__in=list(decisions))
        .order_by()
        .values_list("decision")
        .annotate(count=Count("pk"))
    )
    rows = [
        {
            "anchor": anchor,
            "prefix": _from_a_word(anchor.prefix),
            "suffix": _from_a_word(anchor.suffix[::-1])[::-1],
            "decision": decisions[anchor.decision_id],
            "who": ledger.who(decisions[anchor.decision_id]),
            "says": ledger.says(decisions[anchor.decision_id]),
            "others": words[anchor.decision_id] - 1,
        }
        for anchor in anchors
    ]
    return render(request, "corrections/unplaced.html", {"page": page, "rows": rows})


def _from_a_word(context: str) -> str:
    """The words around, without the half of one that the cut left; short ones are whole."""
    longest = Anchor._meta.get_field("prefix").max_length
    return context if len(context) != longest else context.partition(" ")[2] or context
