"""Filing: from what was handed in to dispatches, each thing received accounted for by a receipt.

The only module that writes articles, versions, paragraphs, deliveries and receipts.
"""

import datetime
import hashlib
import itertools
import logging
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from articles.lineage import matched
from articles.models import Article, Delivery, Paragraph, Receipt, Source, Version
from articles.readers import ReadDispatch, read_file, read_pasted
from articles.signals import article_filed
from extraction.text import clean, normalised_hash
from extraction.types import Dispatch, Unreadable

logger = logging.getLogger(__name__)

PASTED = "pasted text"
# Opening words that stand in for a missing headline, in characters.
OPENING = 90
# Dates outside these are misread numbers: no wire ran before, and an embargo is a matter of days.
EARLIEST_YEAR = 1800
LATEST_AHEAD = datetime.timedelta(days=370)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing handed in: a file's name and bytes, or a pasted text.

    `refusal` is the reason why its bytes were not even taken, where whoever received it knows
    one (too large by its announced size).
    """

    name: str
    raw: bytes | None = None
    text: str | None = None
    size: int | None = None
    refusal: str = ""

    @property
    def byte_count(self) -> int:
        if self.size is not None:
            return self.size
        if self.raw is not None:
            return len(self.raw)
        return len((self.text or "").encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who filed said about it. `override` is False where it stands for several
    dispatches at once and only fills in what they do not say themselves."""

    headline: str = ""
    source: str = ""
    published: datetime.date | None = None
    override: bool = True


def receive(
    items: Iterable[Incoming],
    *,
    via: str,
    received_from: Any = None,
    headline: str = "",
    source: str = "",
    published: datetime.date | None = None,
) -> Delivery:
    """Files every item and returns the delivery with one receipt an item, in their order.

    Never raises on content: what cannot be filed gets a receipt that says why. Each item has a
    transaction of its own, so one that fails takes no other with it. For one item `headline`,
    `source` and `published` win over what it says itself; for several they only fill in.
    """
    # Looked at one by one, since a full delivery may hold more than fits in memory.
    ahead = iter(items)
    first = list(itertools.islice(ahead, 2))
    wishes = Wishes(
        clean(headline).strip()[:400],
        clean(source).strip()[:200],
        published,
        override=len(first) == 1,
    )
    delivery = Delivery.objects.create(via=via, received_from=received_from)
    for position, item in enumerate(itertools.chain(first, ahead), start=1):
        _take_in(item, delivery, position, wishes)
    return delivery


def _take_in(item: Incoming, delivery: Delivery, position: int, wishes: Wishes) -> Receipt:
    """Files one item; whatever happens, exactly one receipt is written."""
    article: Article | None = None
    reason = ""
    outcome = Receipt.Outcome.FAILED
    name = _label(item.name)
    try:
        if item.refusal:
            raise Unreadable(item.refusal)
        read = _read(item)
        with transaction.atomic():
            article, is_new = file_dispatch(
                read, name=name, raw=item.raw, filed_by=delivery.received_from, wishes=wishes
            )
            outcome = Receipt.Outcome.FILED if is_new else Receipt.Outcome.DUPLICATE
            return _receipt(item, delivery, position, name, outcome, article, "")
    except Unreadable as error:
        reason = str(error)
    except OperationalError:
        # The database itself is away: there is nowhere to write a receipt either.
        raise
    except Exception as error:
        logger.exception("Filing %r failed", name)
        reason = f"Newsroom could not take this in ({type(error).__name__}). It is in the log."
    return _receipt(item, delivery, position, name, Receipt.Outcome.FAILED, None, reason)


def _receipt(
    item: Incoming,
    delivery: Delivery,
    position: int,
    name: str,
    outcome: str,
    article: Article | None,
    reason: str,
) -> Receipt:
    return Receipt.objects.create(
        delivery=delivery,
        position=position,
        name=name,
        size=item.byte_count,
        outcome=outcome,
        article=article,
        reason=reason,
    )


def _read(item: Incoming) -> ReadDispatch:
    if item.raw is None:
        return read_pasted(item.text or "", max_characters=settings.MAX_DISPATCH_CHARACTERS)
    return read_file(
        item.name,
        item.raw,
        max_bytes=settings.MAX_DISPATCH_BYTES,
        max_characters=settings.MAX_DISPATCH_CHARACTERS,
    )


def file_dispatch(
    read: ReadDispatch,
    *,
    name: str = "",
    raw: bytes | None = None,
    filed_by: Any = None,
    wishes: Wishes = Wishes(),
) -> tuple[Article, bool]:
    """Writes one dispatch, or finds the one that already holds this text.

    Returns the article and whether it is new. Sends `article_filed` for a new one, inside the
    transaction. Of two that file the same text at once one is new and the other finds it.
    """
    text_hash = normalised_hash(paragraph.text for paragraph in read.dispatch.paragraphs)
    existing = _holder_of(text_hash)
    if existing is not None:
        return existing, False
    try:
        # A savepoint of its own: PostgreSQL ends a transaction in which a statement failed.
        with transaction.atomic():
            article = _write(read, text_hash, name, raw, filed_by, wishes)
            article_filed.send(sender=Article, article=article)
            return article, True
    except IntegrityError:
        winner = _holder_of(text_hash)
        if winner is None:
            raise
        return winner, False


def _holder_of(text_hash: str) -> Article | None:
    return Article.objects.filter(versions__text_hash=text_hash, versions__number=1).first()


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
        published_at, precision = _published(dispatch, Wishes())
        latest = article.versions.order_by("-number").values_list("number", flat=True)[0]
        version = _version(
            article,
            read,
            number=latest + 1,
            cause=cause,
            headline=headline,
            published_at=published_at or current.published_at,
            published_precision=precision or current.published_precision,
            text_hash=text_hash,
            bytes_hash=_bytes_hash(raw),
            file_name=name if raw is not None else "",
            filed_by=filed_by,
        )
        before = list(current.paragraphs.order_by("position"))
        kept = matched(
            [paragraph.text for paragraph in before],
            [paragraph.text for paragraph in dispatch.paragraphs],
        )
        _write_paragraphs(
            version, dispatch, [None if at is None else before[at].lineage for at in kept]
        )
        article.current_version = version
        article.save(update_fields=["current_version"])
        article_filed.send(sender=Article, article=article)
    return version, True


def _write(
    read: ReadDispatch,
    text_hash: str,
    name: str,
    raw: bytes | None,
    filed_by: Any,
    wishes: Wishes,
) -> Article:
    dispatch = read.dispatch
    published_at, precision = _published(dispatch, wishes)
    source_name = wishes.source if wishes.override and wishes.source else dispatch.source
    headline = wishes.headline if wishes.override and wishes.headline else dispatch.headline
    article = Article.objects.create(
        source=_source(source_name or wishes.source), dated_at=published_at or timezone.now()
    )
    version = _version(
        article,
        read,
        number=1,
        headline=headline or wishes.headline or opening_words(dispatch),
        published_at=published_at,
        published_precision=precision,
        text_hash=text_hash,
        bytes_hash=_bytes_hash(raw),
        file_name=name if raw is not None else "",
        filed_by=filed_by,
    )
    _write_paragraphs(version, dispatch, [None] * len(dispatch.paragraphs))
    article.current_version = version
    article.save(update_fields=["current_version"])
    return article


def _version(article: Article, read: ReadDispatch, *, headline: str, **facts: Any) -> Version:
    dispatch = read.dispatch
    return Version.objects.create(
        article=article,
        headline=headline[:400],
        byline=dispatch.byline[:300],
        dateline=dispatch.dateline[:200],
        language=dispatch.language[:8],
        word_count=sum(len(paragraph.text.split()) for paragraph in dispatch.paragraphs),
        reader=read.reader,
        reader_version=read.reader_version,
        **facts,
    )


def _bytes_hash(raw: bytes | None) -> str:
    return hashlib.sha256(raw).hexdigest() if raw is not None else ""


def _write_paragraphs(
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


def _source(name: str) -> Source | None:
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


def _published(dispatch: Dispatch, wishes: Wishes) -> tuple[datetime.datetime | None, str]:
    """The time of publication and its precision, from the editor or from the dispatch."""
    said = dispatch.published if believable(dispatch.published) else None
    # The editor knows the day; where the dispatch adds the minute of that day, keep it.
    agrees = isinstance(said, datetime.datetime) and said.date() == wishes.published
    if wishes.published is not None and (wishes.override or said is None) and not agrees:
        said = wishes.published
    if said is None:
        return None, Version.Precision.UNKNOWN
    if isinstance(said, datetime.datetime):
        return _aware(said), dispatch.published_precision or Version.Precision.MINUTE
    return _aware(datetime.datetime.combine(said, datetime.time())), Version.Precision.DAY


def _aware(moment: datetime.datetime) -> datetime.datetime:
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def believable(published: datetime.date | None) -> bool:
    """Tells a possible date of publication from a misread number."""
    if published is None or published.year < EARLIEST_YEAR:
        return False
    day = published.date() if isinstance(published, datetime.datetime) else published
    return day <= timezone.localdate() + LATEST_AHEAD


def opening_words(dispatch: Dispatch) -> str:
    """The first words of the text, cut at a word, for a dispatch that came without a headline."""
    bodies = [paragraph.text for paragraph in dispatch.paragraphs if paragraph.kind == "body"]
    text = " ".join((bodies or [paragraph.text for paragraph in dispatch.paragraphs])[0].split())
    if len(text) <= OPENING:
        return text
    cut = text[: OPENING + 1].rsplit(" ", 1)[0] if " " in text[: OPENING + 1] else text[:OPENING]
    return cut.rstrip(" ,;:–-—") + "…"


def _label(name: str) -> str:
    """A given file name as a harmless label: last part, printable, of bounded length."""
    last = clean(name.replace("\\", "/")).rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[:255] or "unnamed"
