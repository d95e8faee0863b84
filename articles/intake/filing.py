"""Filing one dispatch, or finding the one that already holds its text."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.intake.noting import NO_WISHES, Wishes, opening_words, publication
from articles.intake.rows import hash_of_bytes, source_named, write_paragraphs, write_version
from articles.models import Article
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
    return Article.objects.filter(versions__text_hash=text_hash, versions__number=1).first()


def _write(
    read: ReadDispatch,
    text_hash: str,
    name: str,
    raw: bytes | None,
    filed_by: Any,
    wishes: Wishes,
) -> Article:
    dispatch = read.dispatch
    published_at, precision = publication(dispatch, wishes)
    source_name = wishes.source if wishes.override and wishes.source else dispatch.source
    headline = wishes.headline if wishes.override and wishes.headline else dispatch.headline
    article = Article.objects.create(
        source=source_named(source_name or wishes.source), dated_at=published_at or timezone.now()
    )
    version = write_version(
        article,
        read,
        number=1,
        headline=headline or wishes.headline or opening_words(dispatch),
        published_at=published_at,
        published_precision=precision,
        text_hash=text_hash,
        bytes_hash=hash_of_bytes(raw),
        file_name=name if raw is not None else "",
        filed_by=filed_by,
    )
    write_paragraphs(version, dispatch, [None] * len(dispatch.paragraphs))
    article.current_version = version
    article.save(update_fields=["current_version"])
    return article
