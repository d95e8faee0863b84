"""Where the readers of marked-up formats meet: from blocks and what is told to a Dispatch."""

import dataclasses
from dataclasses import dataclass

from articles.readers import head
from extraction import dates, heads
from extraction.dates import Moment
from extraction.dispatch import from_blocks
from extraction.types import Dispatch, Paragraph

_HEAD_BLOCKS = 4
"""Blocks above the story in which a byline, the house or the date may stand."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a format tells of its dispatch outside the story; empty where it does not."""

    headline: str = ""
    byline: str = ""
    published: Moment | None = None
    source: str = ""
    language: str = ""


def assemble(blocks: list[Paragraph], told: Told) -> Dispatch:
    """A Dispatch out of a story's blocks; the head's lines among them are read and taken out.

    What was told stands, and the head's lines add to it; so a date told to the day and a line with
    that day's time give the time.
    """
    byline, house = head.split_byline(told.byline)
    told = dataclasses.replace(told, byline=byline, source=told.source or house)
    kept: list[Paragraph] = []
    for at, block in enumerate(blocks):
        if at < _HEAD_BLOCKS and block.kind == "body" and len(blocks) > 1:
            more = _head_line(block.text, told)
            if more is not None:
                told = more
                continue
        kept.append(block)
    dispatch = from_blocks(
        kept,
        headline=told.headline,
        byline=told.byline,
        published=told.published,
        precision=dates.precision(told.published),
        source=told.source,
        language=told.language,
    )
    byline, house = head.split_byline(dispatch.byline)
    return dataclasses.replace(dispatch, byline=byline, source=dispatch.source or house)


def _head_line(text: str, told: Told) -> Told | None:
    """What is told with this line added, or None if the line belongs to the story."""
    if text in (told.headline, told.byline, told.source):
        return told
    if found := heads.date_line(text):
        return dataclasses.replace(told, published=_finer(told.published, found.value))
    if byline := heads.byline_in(text):
        return dataclasses.replace(told, byline=told.byline or byline)
    credit = head.read_credit_line(text)
    if credit is None:
        return None
    return dataclasses.replace(
        told,
        byline=told.byline or credit.byline,
        source=told.source or credit.source,
        published=_finer(told.published, credit.published),
    )


def _finer(told: Moment | None, found: Moment | None) -> Moment | None:
    """What was told, unless that is the same day without its time."""
    if told is None:
        return found
    if dates.precision(told) == "day" and dates.precision(found) == "minute":
        return found if found and found.isoformat()[:10] == told.isoformat()[:10] else told
    return told
