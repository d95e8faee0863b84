"""What was said: by an entity, about it, and saying otherwise of one quote."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from entities import corrections, quotations
from entities.access import correcting_only
from entities.filters import QuoteFilter
from entities.finding import find
from entities.models import Decision, Entity, Kind, Quote
from entities.quotations import Said
from entities.views.outcomes import done, is_part, unless_others
from entities.views.pages import entity_at, led_on
from entities.wishes import NO_QUOTE, NOBODY, SpeakerForm

QUOTES_A_PAGE = 25
# Rows fetched together while a download is written.
ROWS_A_TIME = 500

GONE = (
    "The dispatch was read again in the meantime, and this quote is read anew or not at all. "
    "Load the page once more."
)


@require_safe
def said(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everything an entity said."""
    return _listed(request, pk, "entities:quotes")


@require_safe
def quoted(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everything said of an entity by others."""
    return _listed(request, pk, "entities:quoted")


def _listed(request: HttpRequest, pk: int, page_name: str) -> HttpResponseBase:
    entity = entity_at(pk)
    if entity.pk != pk:
        return led_on(page_name, entity.pk)
    is_by = page_name == "entities:quotes"
    quotes = quotations.by(entity) if is_by else quotations.about(entity)
    found = QuoteFilter(request.GET, queryset=quotes)
    match request.GET.get("as"):
        case "csv":
            return _as_csv(request, found.qs, entity)
        case "json":
            rows = [_row(request, one) for one in _all(found.qs)]
            taken = JsonResponse(
                {"entity": entity.name, "quotes": rows}, json_dumps_params={"ensure_ascii": False}
            )
            return _named(taken, entity, "json")
    page = Paginator(found.qs, QUOTES_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "entities/quotes.html",
        {
            "entity": entity,
            "is_by": is_by,
            "by": entity.pk if is_by else None,
            "filter": found,
            "page": page,
            "quotes": quotations.drawn(page),
            "correcting": request.user.has_perm("entities.correct"),
        },
    )


def _all(quotes: QuerySet[Quote]) -> Iterator[Said]:
    """Every quote, fetched a few hundred at a time."""
    ids = list(quotes.values_list("pk", flat=True))
    for start in range(0, len(ids), ROWS_A_TIME):
        some = ids[start : start + ROWS_A_TIME]
        rows = Quote.objects.select_related(*quotations.LOADED).in_bulk(some)
        yield from quotations.drawn(rows[pk] for pk in some if pk in rows)


_COLUMNS = ("words", "form", "speaker", "speaker_words", "cue", "addressee", "dispatch", "source")
_ADDRESSES = ("published", "link")


def _row(request: HttpRequest, one: Said) -> dict[str, str]:
    article = one.article
    version = article.current_version
    published = version.published_at if version else None
    return {
        "words": one.words,
        "form": one.quote.form,
        "speaker": one.who.name if one.who else "",
        "speaker_words": one.quote.speaker_words,
        "cue": one.quote.cue_words,
        "addressee": one.to_whom.name if one.to_whom else one.quote.addressee_words,
        "dispatch": str(article),
        "source": article.source.name if article.source else "",
        "published": published.isoformat() if published else "",
        "link": request.build_absolute_uri(f"{article.get_absolute_url()}#p{one.position}"),
    }


class _Echo:
    """What a csv writer writes to: hands each line on."""

    def write(self, line: str) -> str:
        return line


def _as_csv(request: HttpRequest, quotes: QuerySet[Quote], entity: Entity) -> HttpResponseBase:
    writer = csv.DictWriter(_Echo(), (*_COLUMNS, *_ADDRESSES))

    def rows() -> Iterable[Any]:
        # The mark by which spreadsheets know UTF-8.
        yield "\ufeff" + writer.writeheader()
        for one in _all(quotes):
            yield writer.writerow(
                {name: _unarmed(value) for name, value in _row(request, one).items()}
            )

    response = StreamingHttpResponse(rows(), content_type="text/csv; charset=utf-8")
    return _named(response, entity, "csv")


def _named(response: HttpResponseBase, entity: Entity, kind: str) -> HttpResponseBase:
    """The same, to be kept as a file."""
    response["Content-Disposition"] = f'attachment; filename="quotes-{entity.pk}.{kind}"'
    return response


def _unarmed(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


@correcting_only
@require_http_methods(["GET", "HEAD", "POST"])
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """What is read of a quote, and saying otherwise. POST with a SpeakerForm."""
    one = _quote(pk)
    if one is None:
        if is_part(request):
            return render(request, "entities/_gone.html", {"problem": GONE})
        raise Http404(GONE)
    if request.method != "POST":
        return _panel(request, one)
    form = SpeakerForm(request.POST)
    if not form.is_valid():
        return _panel(request, one, form, form.problem(), status=422)
    if form.is_open():
        return _panel(request, one, form, choices=find(form.cleaned_data["to"]))
    try:
        decision = _say(one.quote, form.cleaned_data, request.user)
    except corrections.Changed as change:
        return _panel(request, _quote(pk) or one, form, str(change), status=409)
    except corrections.Refused as refusal:
        return _panel(request, one, form, str(refusal), status=422)
    return done(request, decision, otherwise=_place(one))


def _quote(pk: int) -> Said | None:
    # A rejected one too: who undoes a rejection comes from its decision.
    found = Quote.objects.select_related(*quotations.LOADED).filter(pk=pk)
    return next(iter(quotations.drawn(found)), None)


def _say(row: Quote, wanted: dict[str, Any], user: Any) -> Decision:
    said_by = {"by": user, "reason": wanted["reason"], "seen": wanted["seen"]}
    if wanted["act"] == NO_QUOTE:
        return unless_others(partial(corrections.not_quote, row), said_by)
    if wanted["act"] == NOBODY:
        return unless_others(partial(corrections.not_speaker, row), said_by)
    return unless_others(partial(corrections.set_speaker, row, wanted["entity"]), said_by)


def _place(one: Said) -> str:
    return f"{one.article.get_absolute_url()}#p{one.position}"


def _panel(
    request: HttpRequest,
    one: Said,
    form: SpeakerForm | None = None,
    problem: str = "",
    *,
    choices: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "said": one,
        "form": form,
        "problem": problem,
        "choices": choices,
        "new_kinds": [],
        "is_part": is_part(request),
        "kinds": list(Kind),
        "back": _place(one),
        "article": one.article,
    }
    if is_part(request):
        return render(request, "entities/_correct_quote.html", context)
    return render(request, "entities/correct_quote.html", context, status=status)
