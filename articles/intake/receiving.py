"""Handing in: each thing received is filed or told why not, and has its receipt."""

import datetime
import itertools
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction

from articles.intake.filing import file_dispatch
from articles.intake.noting import Wishes, noted, told_otherwise
from articles.models import Article, Delivery, Receipt
from articles.readers import ReadDispatch, read_file, read_pasted
from extraction.text import clean
from extraction.types import Unreadable

logger = logging.getLogger(__name__)

PASTED = "pasted text"


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
    name = label(item.name)
    try:
        if item.refusal:
            raise Unreadable(item.refusal)
        read = _read(item)
        with transaction.atomic():
            article, is_new = file_dispatch(
                read, name=name, raw=item.raw, filed_by=delivery.received_from, wishes=wishes
            )
            outcome = Receipt.Outcome.FILED if is_new else Receipt.Outcome.DUPLICATE
            note = "" if is_new else _told_otherwise(read, wishes, article)
            return _receipt(item, delivery, position, name, outcome, article, note)
    except Unreadable as error:
        reason = str(error)
    except OperationalError:
        # The database itself is away: there is nowhere to write a receipt either.
        raise
    except Exception as error:
        logger.exception("Filing %r failed", name)
        reason = f"Newsroom could not take this in ({type(error).__name__}). It is in the log."
    return _receipt(item, delivery, position, name, Receipt.Outcome.FAILED, None, reason)


def _told_otherwise(read: ReadDispatch, wishes: Wishes, article: Article) -> str:
    on_file = article.versions.select_related("source").get(current_of=article)
    return told_otherwise(noted(read.dispatch, wishes), on_file)


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


def label(name: str) -> str:
    """A given file name as a harmless label: last part, printable, of bounded length."""
    last = clean(name.replace("\\", "/")).rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[:255] or "unnamed"
