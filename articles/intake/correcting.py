"""Filing a new version of a dispatch; the old ones stay as they are."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from articles.intake.noting import NO_WISHES, publication
from articles.intake.rows import hash_of_bytes, source_named, write_paragraphs, write_version
from articles.lineage import matched
from articles.models import Article, Version
from articles.readers import ReadDispatch
from articles.signals import article_filed
from extraction.text import normalised_hash
from extraction.types import Dispatch


class Refused(Exception):
    """A new version that cannot be: the reason in words."""


class Overtaken(Refused):
    """Somebody else filed another version since the one the correction was made from."""

    def __init__(self, version: Version) -> None:
        super().__init__(f"Version {version.number} was filed meanwhile.")
        self.version = version
        """The version that is current now."""


def file_correction(
    article: Article,
    read: ReadDispatch,
    *,
    cause: str = Version.Cause.CORRECTION,
    name: str = "",
    raw: bytes | None = None,
    filed_by: Any = None,
    whole: bool = False,
    seen: int | None = None,
) -> tuple[Version, bool]:
    """Writes a new version of a dispatch that its source corrected, updated or sent anew, or of
    which something was noted wrongly.

    Returns the version and whether it is new: what the current one says already is no correction.
    A paragraph that stayed, moved or was reworded keeps its lineage, so that what was decided about
    its words follows it. Headline, byline, dateline and date that `read` leaves open stay, and so
    does the source; with `whole` it states them all, and what it leaves open is not known. Sends
    `article_filed`, inside the transaction, so that even the same text is read again.

    Raises Overtaken where the current version is not the one whose number was `seen`, and Refused
    where the new text is that of another dispatch.
    """
    text_hash = normalised_hash(paragraph.text for paragraph in read.dispatch.paragraphs)
    with transaction.atomic():
        # Its row locked, so that of two corrections at once one comes after the other.
        article = Article.objects.select_for_update(no_key=True, of=("self",)).get(pk=article.pk)
        current = Version.objects.get(current_of=article)
        if seen is not None and seen != current.number:
            raise Overtaken(current)
        facts = _facts(read.dispatch, current, whole=whole)
        before = list(current.paragraphs.order_by("position"))
        old = [paragraph.text for paragraph in before]
        new = [paragraph.text for paragraph in read.dispatch.paragraphs]
        if old == new and all(getattr(current, name) == value for name, value in facts.items()):
            return current, False
        if text_hash != current.text_hash:
            _refuse_text_of_another(text_hash, article)
        latest = article.versions.order_by("-number").values_list("number", flat=True)[0]
        version = write_version(
            article,
            read,
            number=latest + 1,
            cause=cause,
            **facts,
            text_hash=text_hash,
            bytes_hash=hash_of_bytes(raw),
            file_name=name,
            filed_by=filed_by,
        )
        lineages = [None if at is None else before[at].lineage for at in matched(old, new)]
        write_paragraphs(version, read.dispatch, lineages)
        _make_current(article, version)
        article_filed.send(sender=Article, article=article)
    return version, True


def _facts(dispatch: Dispatch, current: Version, *, whole: bool) -> dict[str, Any]:
    """What the new version notes beside its text, by the names of its fields."""
    published_at, precision = publication(dispatch, NO_WISHES)
    facts = {
        "headline": dispatch.headline[:400] or current.headline,
        "byline": dispatch.byline[:300],
        "dateline": dispatch.dateline[:200],
        "published_at": published_at,
        "published_precision": precision,
        "source": source_named(dispatch.source) if whole else current.source,
    }
    if whole:
        return facts
    if published_at is None:
        del facts["published_precision"]
    return {name: facts.get(name) or getattr(current, name) for name in _FIELDS}


_FIELDS = ("headline", "byline", "dateline", "published_at", "published_precision", "source")


def _refuse_text_of_another(text_hash: str, article: Article) -> None:
    other = (
        Version.objects.filter(text_hash=text_hash, current_of__isnull=False)
        .exclude(article=article)
        .first()
    )
    if other is not None:
        raise Refused(
            f"This is the text of another dispatch, “{other.headline}” (number {other.article_id})."
        )


def _make_current(article: Article, version: Version) -> None:
    """Lets the dispatch be what this version says; undated it stands where it was first filed."""
    article.current_version = version
    article.source = version.source
    article.dated_at = version.published_at or article.versions.get(number=1).filed_at
    article.save(update_fields=["current_version", "source", "dated_at"])
