"""Correcting a dispatch: what is noted of it, and its text. What is sent becomes a new version."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from articles import intake
from articles.access import filing_only
from articles.amending import Amended, OnFile, Wanted
from articles.forms import CorrectionForm, largest
from articles.models import Article, Source, Version
from articles.readers import Unreadable, read_file
from articles.versions import changes
from articles.views import SOURCES_OFFERED
from entities import ledger
from entities.foreseeing import foresee
from entities.models import Unplaced

NO_CAUSE = "Say why there is a new version."
UNCHANGED = "Nothing is changed: this is what is on file."
OVERTAKEN = "Nothing is left to file: what you changed is on file already."


@filing_only
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The dispatch in a form; a POST shows what would change, and with `file_it` files it."""
    article = _article(pk)
    if request.method == "POST":
        return _posted(request, article)
    on_file = OnFile.of(article)
    return _page(request, on_file, _form(on_file, on_file.wanted))


def _article(pk: int) -> Article:
    return get_object_or_404(Article.objects.filter(current_version__isnull=False), pk=pk)


def _posted(request: HttpRequest, article: Article) -> HttpResponse:
    form = CorrectionForm(request.POST, request.FILES)
    on_file = OnFile.of(article)
    if not form.is_valid():
        return _page(request, on_file, form)
    given = form.cleaned_data
    seen = OnFile.of(article, given["seen"])
    wanted = Wanted.of_form(given)
    if given["file"] is not None:
        try:
            wanted = _with_file(wanted, seen.wanted, given)
        except Unreadable as error:
            form.add_error("file", str(error))
            return _page(request, on_file, form)
    overtaken = seen.version.number != on_file.version.number
    if overtaken:
        wanted = wanted.taking(on_file.wanted, unless_changed_from=seen.wanted)
    amended = on_file.amended(wanted)
    problem = "" if amended.difference else OVERTAKEN if overtaken else UNCHANGED
    # What nobody has seen yet is not filed.
    if "file_it" in request.POST and not (problem or overtaken or given["file"]):
        try:
            return _filed(request, on_file, amended, given)
        except intake.Overtaken:
            return _posted(request, article)
        except intake.Refused as refusal:
            problem = str(refusal)
    return _page(
        request,
        on_file,
        _form(on_file, wanted, cause=given["cause"], file_name=_file_name(given)),
        amended=amended,
        problem=problem,
        meanwhile=_meanwhile(article, seen.version) if overtaken else None,
    )


def _with_file(wanted: Wanted, base: Wanted, given: dict[str, Any]) -> Wanted:
    """Raises Unreadable, with the reason in words."""
    if wanted.text and wanted.text != base.text:
        raise Unreadable(
            "Give the new text in the field or as a file, not both: the text above was changed."
        )
    file = given["file"]
    read = read_file(
        file.name,
        file.read(),
        max_bytes=settings.MAX_DISPATCH_BYTES,
        max_characters=settings.MAX_DISPATCH_CHARACTERS,
    )
    return wanted.with_file(read.dispatch, base)


def _file_name(given: dict[str, Any]) -> str:
    file = given["file"]
    name = file.name if file is not None else given["file_name"]
    return intake.label(name) if name else ""


def _filed(
    request: HttpRequest, on_file: OnFile, amended: Amended, given: dict[str, Any]
) -> HttpResponse:
    if not given["cause"]:
        raise intake.Refused(NO_CAUSE)
    version, is_new = intake.file_correction(
        on_file.version.article,
        amended.read,
        cause=given["cause"],
        name=_file_name(given),
        filed_by=request.user,
        whole=True,
        seen=on_file.version.number,
    )
    if not is_new:
        raise intake.Refused(UNCHANGED)
    messages.success(
        request,
        f"Filed as version {version.number}: {amended.difference.words}. It is read again.",
    )
    return redirect(on_file.version.article)


def _meanwhile(article: Article, since: Version) -> list[dict[str, Any]]:
    """What others filed since, the earliest first: who, which version, what it changed."""
    versions = list(
        article.versions.filter(number__gt=since.number)
        .select_related("filed_by", "article")
        .defer("search")
        .order_by("number")
    )
    changed = changes(article, versions)
    return [
        {
            "version": version,
            "who": ledger.name_of(version.filed_by),
            "words": changed[version.number].words,
        }
        for version in versions
    ]


def _form(on_file: OnFile, wanted: Wanted, **more: str) -> CorrectionForm:
    return CorrectionForm(initial={**wanted.fields, "seen": on_file.version.number, **more})


def _page(
    request: HttpRequest,
    on_file: OnFile,
    form: CorrectionForm,
    *,
    amended: Amended | None = None,
    problem: str = "",
    meanwhile: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    article = on_file.version.article
    context: dict[str, Any] = {
        "article": article,
        "version": on_file.version,
        "form": form,
        "next_number": on_file.version.number + 1,
        "problem": problem,
        "meanwhile": meanwhile,
        "largest": largest(),
        "zone": settings.TIME_ZONE,
        "sources": Source.objects.values_list("name", flat=True)[:SOURCES_OFFERED],
    }
    if amended is not None and amended.difference:
        dispatch = amended.dispatch
        known = Source.objects.filter(name__iexact=dispatch.source).exists()
        context |= {
            "difference": amended.difference,
            "new_source": "" if known else dispatch.source,
            "foreseen": foresee(
                article, on_file.paragraphs, [each.text for each in dispatch.paragraphs]
            ),
        }
    return render(request, "articles/correct.html", context)


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version of a dispatch as it was, with what it changed. Nothing can be changed here."""
    article = _article(pk)
    shown = get_object_or_404(
        article.versions.select_related("article", "source", "filed_by").defer("search"),
        number=number,
    )
    numbers = list(article.versions.order_by("number").values_list("number", flat=True))
    at = numbers.index(number)
    is_current = shown.pk == article.current_version_id
    return render(
        request,
        "articles/version.html",
        {
            "article": article,
            "version": shown,
            "who": ledger.name_of(shown.filed_by),
            "difference": changes(article, [shown]).get(number),
            "paragraphs": shown.paragraphs.order_by("position").defer("search"),
            "is_current": is_current,
            "before": numbers[at - 1] if at else None,
            "after": numbers[at + 1] if at + 1 < len(numbers) else None,
            "unplaced": Unplaced.objects.filter(
                version=shown, anchor__decision__undone_by__isnull=True
            ).count(),
        },
    )
