"""Correcting words: what is said of one mention, with the acts on it, and words that were missed.

The same address is a page of its own and, asked for by a script, the panel at the words.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from articles.models import Article
from entities import corrections, missed, testimony
from entities.access import correcting_only
from entities.finding import find
from entities.models import Decision, Kind
from entities.profile import lines
from entities.testimony import Testimony, kind_choices
from entities.views.outcomes import done, is_part, unless_others
from entities.wishes import CONFIRM, REJECT, MissedForm, WordsForm, place_of

GONE = (
    "The dispatch was read again in the meantime, and these words are marked anew or not at all. "
    "Load the page once more."
)


@correcting_only
@require_http_methods(["GET", "HEAD", "POST"])
def mention(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of a mention, and saying otherwise. POST with a WordsForm."""
    found = testimony.of_mention(pk)
    if found is None:
        if is_part(request):
            return render(request, "entities/_gone.html", {"problem": GONE})
        raise Http404(GONE)
    if request.method != "POST":
        return _panel(request, found)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _panel(request, found, form, form.problem(), status=422)
    if form.is_open():
        return _panel(request, found, form, choices=find(form.cleaned_data["to"]))
    try:
        decision = _say(found, form, request.user)
    except corrections.Changed as change:
        # What came in between is shown, and what was typed is kept.
        now = testimony.of_mention(pk) or found
        return _panel(request, now, form, str(change), status=409)
    except corrections.Refused as refusal:
        return _panel(request, found, form, str(refusal), status=422)
    return done(request, decision, otherwise=_place(found))


def _say(found: Testimony, form: WordsForm, user: Any) -> Decision:
    wanted = form.cleaned_data
    words = found.like_it if wanted["every"] else [found.mention]
    seen = wanted["seen_of_every"] if wanted["every"] else wanted["seen"]
    said: dict[str, Any] = {"by": user, "reason": wanted["reason"], "seen": seen}
    return unless_others(partial(_act, words, wanted), said)


def _act(words: list[Any], wanted: dict[str, Any], **said: Any) -> Decision:
    act = wanted["act"]
    if act == REJECT:
        return corrections.reject(words, **said)
    if act == CONFIRM:
        return corrections.confirm(words, **said)
    if act in Kind.values:
        return corrections.mark_as(words, act, **said)
    if wanted["entity"] is not None:
        return corrections.point(words, wanted["entity"], **said)
    return corrections.point_to_new(words, wanted["to"], wanted["new"], **said)


def _panel(
    request: HttpRequest,
    found: Testimony,
    form: WordsForm | None = None,
    problem: str = "",
    *,
    choices: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "said": found,
        "entity": found.entity,
        "form": form,
        "problem": problem,
        "choices": choices,
        "new_kinds": list(Kind),
        "is_part": is_part(request),
    }
    if is_part(request):
        # A script takes a refusal for what it is: the panel once more, with words.
        return render(request, "entities/_mention.html", context)
    version = found.mention.paragraph.version
    (shown, _) = lines([found.mention])[version.pk]
    context |= {"article": version.article, "line": shown[0], "back": _place(found)}
    return render(request, "entities/mention.html", context, status=status)


def _place(found: Testimony) -> str:
    """The mention in its dispatch, or its paragraph where it is marked no more."""
    paragraph = found.mention.paragraph
    return f"{paragraph.version.article.get_absolute_url()}#p{paragraph.position}"


@correcting_only
@require_http_methods(["GET", "HEAD", "POST"])
def missing(request: HttpRequest, article_pk: int) -> HttpResponse:
    """Marking words the machine missed. POST with a MissedForm; GET with `place` and `words` asks
    what the selected words mean."""
    article = get_object_or_404(
        Article.objects.select_related("current_version"),
        pk=article_pk,
        current_version__isnull=False,
    )
    if request.method != "POST":
        return _ask(
            request, article, words=request.GET.get("words", ""), place=request.GET.get("place")
        )
    form = MissedForm(request.POST)
    if not form.is_valid():
        return _ask(request, article, form, problem=form.problem(), status=422)
    wanted = form.cleaned_data
    places = missed.places_of(article, wanted["words"], wanted["place"])
    if not places:
        return _ask(request, article, form, problem=missed.NOWHERE, status=422)
    choices = find(wanted["to"] or wanted["words"]) if form.is_open() else None
    if len(places) > 1 or choices is not None:
        return _ask(request, article, form, places=places, choices=choices)
    place = places[0]
    try:
        decision = corrections.add_mention(
            place.paragraph,
            place.start,
            place.end,
            by=request.user,
            entity=wanted["entity"] if wanted["act"] not in Kind.values else None,
            kind=wanted["act"] if wanted["act"] in Kind.values else wanted["new"],
            name="" if wanted["act"] in Kind.values else wanted["to"],
            reason=wanted["reason"],
        )
    except corrections.Refused as refusal:
        return _ask(request, article, form, problem=str(refusal), places=places, status=422)
    back = f"{article.get_absolute_url()}#p{place.paragraph.position}"
    return done(request, decision, otherwise=back)


def _ask(
    request: HttpRequest,
    article: Article,
    form: MissedForm | None = None,
    *,
    words: str = "",
    place: str | None = None,
    problem: str = "",
    places: list[missed.Place] | None = None,
    choices: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    if form is not None:
        words, place = form.data.get("words", ""), form.data.get("place", "")
    chosen = place_of(place)
    gives_way: list[str] = []
    if chosen and form is None:
        at = missed.places_of(article, words, chosen)
        problem = problem or ("" if at else missed.NOWHERE)
        gives_way = missed.overlapped(at[0]) if at else []
    context = {
        "article": article,
        "form": form,
        "words": words,
        "place": place if chosen else "",
        "problem": problem,
        "places": places if places and len(places) > 1 else None,
        "choices": choices,
        "gives_way": gives_way,
        "kinds": kind_choices(),
        "new_kinds": list(Kind),
        "is_part": is_part(request),
    }
    if is_part(request):
        return render(request, "entities/_missing.html", context)
    return render(request, "entities/missing.html", context, status=status)
