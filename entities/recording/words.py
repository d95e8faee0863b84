"""Words of a dispatch as extraction gives them, held against the paragraphs as they are stored."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Protocol

from articles.models import Paragraph
from extraction.types import Timex

LONGEST_SURFACE = 500


class Words(Protocol):
    """A stretch of a paragraph: a mention, an event mention, a figure ..."""

    @property
    def paragraph(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


Span = tuple[int, int, int]
"""A paragraph's id, first character, one past the last."""


def span_of(words: Words, paragraphs: Sequence[Paragraph]) -> Span:
    return paragraphs[words.paragraph].pk, words.start, words.end


def overlaps(words: Words, spans: Iterable[tuple[int, int]]) -> bool:
    return any(words.start < end and start < words.end for start, end in spans)


def surface_of(words: Words, paragraphs: Sequence[Paragraph]) -> str:
    """The words; raises where they are not the paragraph's, before anything is stored."""
    paragraph = paragraphs[words.paragraph]
    surface = paragraph.text[words.start : words.end]
    if surface != words.text:
        raise ValueError(
            f"Offsets {words.start}-{words.end} in paragraph {paragraph.position} give "
            f"{surface!r}, not {words.text!r}."
        )
    return surface


def days(time: Timex | None) -> dict[str, datetime.date | None]:
    """The first and the last day an expression of time can mean, in order."""
    if time is None:
        return {"earliest": None, "latest": None}
    if time.earliest and time.latest and time.earliest > time.latest:
        return {"earliest": time.latest, "latest": time.earliest}
    return {"earliest": time.earliest, "latest": time.latest}
