"""Filing one dispatch, or finding the one that already holds its text."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from articles.intake.noting import NO_WISHES, Wishes, noted, opening_words
from articles.intake.rows import hash_of_bytes, source_named, write_paragraphs, write_version
from articles.models import Article, Version
from articles.readers import ReadDispatch
from articles.signals import article_filed
from extraction.text import normalised_hash


def file_dispatch(
    read: ReadDispatch,
    *,
    name: str = "",
    raw: bytes | None = None,
    filed_by: Any = None,
    wishes: Wishes = NO_WISHES,
) -> tuple[Article, bool]:
    """Writes one dispatch, or finds the one that already holds this text.

    Returns the article and whether it is new. Sends `article_filed` for a new one, inside the
    transaction. Of two that file the same text at once one is new and the other finds it.
    """
    text_hash = normalised_hash(paragraph.text for paragraph in read.dispatch.paragraphs)
    existing = holder_of(text_hash)
    if existing is not None:
        return existing, False
    try:
        # A savepoint of its own: PostgreSQL ends a transaction in which a statement failed.
        with transaction.atomic():
            article = _write(read, text_hash, name, raw, filed_by, wishes)
            article_filed.send(sender=Article, article=article)
            return article, True
    except IntegrityError:
        winner = holder_of(text_hash)
        if winner is None:
            raise
        return winner, False


def holder_of(text_hash: str) -> Article | None:
    """The dispatch that was filed with this text, or whose corrected text it is now."""
    holder = (
        Version.objects.filter(
            Q(number=1) | Q(current_of__isnull=False),
            text_hash=text_hash,
        )
        .select_related("article")
        .order_by("number", "article")
        .first()
    )
    return holder.article if holder else None


def _write(
    read: ReadDispatch,
    text_hash: str,
    name: str,
    raw: bytes | None,
    filed_by: Any,
    wishes: Wishes,
) -> Article:
    dispatch = read.dispatch
    facts = noted(dispatch, wishes)
    source = source_named(facts.source)
    article = Article.objects.create(source=source, dated_at=facts.published_at or timezone.now())
    version = write_version(
        article,
        read,
        number=1,
        headline=facts.headline or opening_words(dispatch),
        byline=dispatch.byline[:300],
        dateline=dispatch.dateline[:200],
        source=source,
        published_at=facts.published_at,
        published_precision=facts.precision,
        text_hash=text_hash,
        bytes_hash=hash_of_bytes(raw),
        file_name=name if raw is not None else "",
        filed_by=filed_by,
    )
    write_paragraphs(version, dispatch, [None] * len(dispatch.paragraphs))
    article.current_version = version
    article.save(update_fields=["current_version"])
    return article
