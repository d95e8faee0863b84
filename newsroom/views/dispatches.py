"""Dispatches with what was read in them: the list, one dispatch, and the wish to read it again."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet, Window
from django.db.models.functions import Left, RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget, trigger_client_event

from articles.access import permitted
from articles.models import Article, Paragraph
from entities import history, layers, queueing, reading_room
from entities.filters import ReadDispatchFilter
from entities.models import Appearance, ExtractionRun
from entities.views.decisions import LINES_A_PAGE, leaf, page_of
from newsroom.views.live import Live, answer, live

DISPATCHES_A_PAGE = 25
# Seconds between two looks at a dispatch that is being read.
LIVE_EVERY = 2
# Paragraphs whose words begin an entry of the list; captions and credits do not.
LEDE = (Paragraph.Kind.BODY, Paragraph.Kind.LIST)
# Looked for among the first paragraphs only, and cut: one may be a whole book.
LEDE_AMONG, LEDE_CHARACTERS = 6, 600
NAMES_AN_ENTRY = 6
# Which layers of dispatches somebody put away, kept for a year.
LAYERS_COOKIE, LAYERS_SECONDS = "layers", 365 * 24 * 3600
# Control characters, which no stored text holds, around the words a search found.
FOUND, FOUND_END = "\x02", "\x03"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of dispatches, filtered and in pages."""
    found = ReadDispatchFilter(
        request.GET, queryset=Article.objects.listed().defer("current_version__search")
    )
    page = Paginator(found.qs, DISPATCHES_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "articles/list.html",
        {"filter": found, "page": page, "entries": entries(page, found.wanted.get("q", ""))},
    )


def entries(articles: Page[Article] | QuerySet[Article], words: str = "") -> list[dict[str, Any]]:
    """What a list shows of each dispatch: its lede, or where `words` stand, and how far it is
    read, and whom it names most. Three queries, four with words."""
    listed = list(articles)
    versions = [article.current_version_id for article in listed]
    runs = reading_room.latest_runs(versions)
    ledes = _ledes(listed)
    names = _names(listed)
    passages = _passages(versions, words) if words else {}
    return [
        {
            "article": article,
            "version": article.current_version,
            "lede": ledes.get(article.current_version_id or 0, ""),
            "names": names.get(article.pk, []),
            "passage": passages.get(article.current_version_id or 0),
            "run": runs.get(article.current_version_id or 0),
        }
        for article in listed
    ]


def _ledes(articles: list[Article]) -> dict[int, str]:
    """The opening of each dispatch, past what its headline says in the same words. One query."""
    rows = (
        Paragraph.objects.filter(
            version__in=[article.current_version_id for article in articles],
            kind__in=LEDE,
            position__lte=LEDE_AMONG,
        )
        .order_by("version_id", "position")
        .values_list("version_id", Left("text", LEDE_CHARACTERS))
    )
    openings: dict[int, list[str]] = defaultdict(list)
    for version_id, text in rows:
        openings[version_id].append(text)
    ledes = {}
    for article in articles:
        version = article.current_version
        if version is not None and openings[version.pk]:
            # A dispatch without a headline of its own goes by its opening words.
            said = version.headline.rstrip("…")
            fresh = [text for text in openings[version.pk] if not text.startswith(said)]
            ledes[version.pk] = (fresh or openings[version.pk])[0]
    return ledes


def _names(articles: list[Article]) -> dict[int, list[Appearance]]:
    """The most mentioned entities of each dispatch. One query."""
    rows = (
        Appearance.objects.filter(article__in=[article.pk for article in articles])
        .annotate(
            nth=Window(
                RowNumber(), partition_by=F("article"), order_by=["-mention_count", "entity"]
            )
        )
        .filter(nth__lte=NAMES_AN_ENTRY)
        .select_related("entity")
        .order_by("article", "nth")
    )
    names: dict[int, list[Appearance]] = defaultdict(list)
    for appearance in rows:
        names[appearance.article_id].append(appearance)
    return names


def _passages(versions: list[int | None], words: str) -> dict[int, dict[str, Any]]:
    """The first paragraph of each version that holds the words, around them. One query."""
    query = SearchQuery(words, search_type="websearch", config="english")
    rows = (
        Paragraph.objects.filter(version__in=versions, search=query)
        .order_by("version_id", "position")
        .distinct("version_id")
        .annotate(
            passage=SearchHeadline(
                "text",
                query,
                config="english",
                start_sel=FOUND,
                stop_sel=FOUND_END,
                max_words=40,
                min_words=20,
            )
        )
        .values_list("version_id", "position", "passage")
    )
    return {
        version_id: {"position": position, "pieces": _pieces(passage)}
        for version_id, position, passage in rows
    }


def _pieces(passage: str) -> list[tuple[str, bool]]:
    """`a \\x02b\\x03 c` as [("a ", False), ("b", True), (" c", False)]."""
    pieces = []
    for part in passage.split(FOUND):
        found, separator, rest = part.partition(FOUND_END)
        if separator:
            pieces.append((found, True))
            pieces.append((rest, False))
        else:
            pieces.append((part, False))
    return [(text, is_found) for text, is_found in pieces if text]


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One dispatch with every mention marked, and its entities beside it."""
    return render(request, "articles/detail.html", _dispatch(request, _article(pk)))


@require_safe
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a dispatch is read; once it is, the marked text itself takes the old one's place."""
    article = _article(pk)
    run = reading_room.latest_run(article)
    if reading_room.is_open(run):
        return answer(request, _state(request, article, run))
    response = render(request, "articles/_dispatch.html", _dispatch(request, article))
    trigger_client_event(response, "announce", {"text": "The dispatch is read."})
    return retarget(reswap(response, "outerHTML"), "#dispatch")


def _state(
    request: HttpRequest, article: Article, run: ExtractionRun | None, mention_count: int = 0
) -> Live:
    return live(
        request,
        "articles/_state.html",
        {"article": article, "run": run, "mention_count": mention_count},
        name="reading",
        address=reverse("articles:reading", args=[article.pk]),
        every=LIVE_EVERY if reading_room.is_open(run) else 0,
    )


def _article(pk: int) -> Article:
    articles = Article.objects.select_related("source", "current_version__filed_by")
    return get_object_or_404(articles.filter(current_version__isnull=False), pk=pk)


def _dispatch(request: HttpRequest, article: Article) -> dict[str, Any]:
    """What the page of a dispatch shows. Eight queries beside the article's own."""
    paragraphs = list(
        Paragraph.objects.filter(version=article.current_version_id)
        .order_by("position")
        .only("position", "kind", "text")
    )
    shown = layers.of_dispatch(article, paragraphs, layers_hidden(request))
    run = reading_room.latest_run(article)
    return {
        "article": article,
        "version": article.current_version,
        "run": run,
        "state": _state(request, article, run, shown.mention_count),
        "paragraphs": [
            {
                "position": row.position,
                "kind": row.kind,
                "text": row.text,
                "marks": shown.marks.get(row.pk, ()),
                "spoken": shown.spoken.get(row.pk, ()),
            }
            for row in paragraphs
        ],
        "layers": shown,
        "correcting": request.user.has_perm("entities.correct"),
    }


def layers_hidden(request: HttpRequest) -> frozenset[str]:
    """The layers of dispatches that whoever reads put away."""
    return layers.put_away(request.COOKIES.get(LAYERS_COOKIE, ""))


@require_POST
def switch_layers(request: HttpRequest) -> HttpResponse:
    """Shows the layer `switch` of dispatches or puts it away, from now on, and goes back."""
    hidden = layers_hidden(request) ^ (layers.ALL & {request.POST.get("switch", "")})
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("articles:list")
    response = redirect(back)
    response.set_cookie(
        LAYERS_COOKIE,
        layers.remembered(hidden),
        max_age=LAYERS_SECONDS,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


@require_safe
def of_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did what to a dispatch, the readings included, the latest first."""
    article = _article(pk)
    offset = leaf(request)
    lines = history.of_article(article, limit=LINES_A_PAGE + 1, offset=offset)
    return render(request, "articles/history.html", {"article": article, **page_of(lines, offset)})


@permitted("entities.read_again", "Having a dispatch read again is for editors.")
@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for a dispatch to be read once more, and returns to where the wish was made."""
    article = _article(pk)
    if queueing.queue(article, requested_by=request.user) is None:
        messages.info(request, f"“{article}” is waiting to be read already.")
    else:
        messages.success(request, f"“{article}” will be read again. What editors corrected stays.")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect(article)
