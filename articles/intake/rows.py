"""The rows of a version: itself, its paragraphs, its source."""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from articles.models import Article, Paragraph, Source, Version
from articles.readers import ReadDispatch
from extraction.types import Dispatch


def write_version(article: Article, read: ReadDispatch, **facts: Any) -> Version:
    """The version's own row; `facts` are its fields but for what the text itself tells."""
    dispatch = read.dispatch
    return Version.objects.create(
        article=article,
        language=dispatch.language[:8],
        word_count=sum(len(paragraph.text.split()) for paragraph in dispatch.paragraphs),
        reader=read.reader,
        reader_version=read.reader_version,
        **facts,
    )


def hash_of_bytes(raw: bytes | None) -> str:
    return hashlib.sha256(raw).hexdigest() if raw is not None else ""


def write_paragraphs(
    version: Version, dispatch: Dispatch, lineages: Sequence[uuid.UUID | None]
) -> None:
    """The paragraphs in their order, each with the lineage it has or a new one."""
    Paragraph.objects.bulk_create(
        (
            Paragraph(
                version=version,
                position=position,
                kind=paragraph.kind,
                text=paragraph.text,
                lineage=lineage or uuid.uuid4(),
            )
            for position, (paragraph, lineage) in enumerate(
                zip(dispatch.paragraphs, lineages, strict=True), start=1
            )
        ),
        batch_size=1000,
    )


def source_named(name: str) -> Source | None:
    name = " ".join(name.split())[:200]
    if not name:
        return None
    found = Source.objects.filter(name__iexact=name).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return Source.objects.create(name=name)
    except IntegrityError:
        return Source.objects.get(name__iexact=name)
