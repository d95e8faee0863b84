"""Filing a new version of a dispatch; the old ones stay as they are."""

from typing import Any

from django.db import transaction

from articles.intake.noting import NO_WISHES, publication
from articles.intake.rows import hash_of_bytes, write_paragraphs, write_version
from articles.lineage import matched
from articles.models import Article, Version
from articles.readers import ReadDispatch
from articles.signals import article_filed
from extraction.text import normalised_hash


def file_correction(
    article: Article,
    read: ReadDispatch,
    *,
    cause: str = Version.Cause.CORRECTION,
    name: str = "",
    raw: bytes | None = None,
    filed_by: Any = None,
) -> tuple[Version, bool]:
    """Writes a new version of a dispatch that its source corrected, updated or sent anew.

    Returns the version and whether it is new: the current one's text and headline are no correction.
    A paragraph that stayed, moved or was reworded keeps its lineage, so that what was decided about
    its words follows it. The dispatch keeps its source, its date and, where the new text comes
    without one, its headline. Sends `article_filed`, inside the transaction.
    """
    text_hash = normalised_hash(paragraph.text for paragraph in read.dispatch.paragraphs)
    with transaction.atomic():
        # Its row locked, so that of two corrections at once one comes after the other.
        article = Article.objects.select_for_update(no_key=True, of=("self",)).get(pk=article.pk)
        current = Version.objects.get(current_of=article)
        dispatch = read.dispatch
        headline = (dispatch.headline or current.headline)[:400]
        if (current.text_hash, current.headline) == (text_hash, headline):
            return current, False
        published_at, precision = publication(dispatch, NO_WISHES)
        latest = article.versions.order_by("-number").values_list("number", flat=True)[0]
        version = write_version(
            article,
            read,
            number=latest + 1,
            cause=cause,
            headline=headline,
            published_at=published_at or current.published_at,
            published_precision=precision or current.published_precision,
            text_hash=text_hash,
            bytes_hash=hash_of_bytes(raw),
            file_name=name if raw is not None else "",
            filed_by=filed_by,
        )
        before = list(current.paragraphs.order_by("position"))
        kept = matched(
            [paragraph.text for paragraph in before],
            [paragraph.text for paragraph in dispatch.paragraphs],
        )
        write_paragraphs(
            version, dispatch, [None if at is None else before[at].lineage for at in kept]
        )
        article.current_version = version
        article.save(update_fields=["current_version"])
        article_filed.send(sender=Article, article=article)
    return version, True
