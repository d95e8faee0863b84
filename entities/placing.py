"""Where the words of a decision stand in a text that may have changed since.

Exact words, told from the same words elsewhere by the text around them, after the W3C Web
Annotation model's TextQuoteSelector. No database.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

# Characters of context kept on either side of words a person decided about.
CONTEXT = 64
# Words that stand in another paragraph than the one they were decided in need this many characters
# of the same text beside them; a common name has the same few letters beside it anywhere.
ELSEWHERE = 16


class Text(NamedTuple):
    """A paragraph of the current version."""

    id: int
    lineage: uuid.UUID
    text: str


class Words(Protocol):
    """What of an anchor is looked for."""

    lineage: uuid.UUID
    exact: str
    prefix: str
    suffix: str
    start: int


def places(words: Words, texts: Sequence[Text]) -> Iterator[tuple[Text, int]]:
    """Where the words stand, the likeliest first: in their own paragraph by what is around them
    and then by the nearest offset, else in any other one that has enough of the same around them."""
    own = [text for text in texts if text.lineage == words.lineage]
    found = _ranked(words, own)
    if not found:
        others = [text for text in texts if text.lineage != words.lineage]
        found = [place for place in _ranked(words, others) if _enough(words, place[0])]
    for _, text, start in found:
        yield text, start


def _ranked(words: Words, texts: Iterable[Text]) -> list[tuple[tuple[int, int], Text, int]]:
    found = [
        (_agreement(words, text.text, start), text, start)
        for text in texts
        for start in occurrences(words, text.text)
    ]
    return sorted(found, key=lambda place: (-sum(place[0]), abs(place[2] - words.start)))


def occurrences(words: Words, text: str) -> Iterator[int]:
    """Offsets of the exact words, parts of longer words left out unless they were such a part."""
    joined = (
        _joins(words.prefix[-1:], words.exact[:1]),
        _joins(words.exact[-1:], words.suffix[:1]),
    )
    start = text.find(words.exact)
    while start >= 0:
        end = start + len(words.exact)
        here = (
            _joins(text[max(0, start - 1) : start], text[start]),
            _joins(text[end - 1], text[end : end + 1]),
        )
        if here == joined:
            yield start
        start = text.find(words.exact, start + 1)


def _joins(left: str, right: str) -> bool:
    """Whether two neighbouring characters are of one word."""
    return left.isalnum() and right.isalnum()


def _agreement(words: Words, text: str, start: int) -> tuple[int, int]:
    """How many characters before and after are the same, counted outwards from the words."""
    before = text[max(0, start - CONTEXT) : start]
    after = text[start + len(words.exact) :][:CONTEXT]
    return _common(reversed(words.prefix), reversed(before)), _common(words.suffix, after)


def _common(left: Iterable[str], right: Iterable[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _enough(words: Words, agreement: tuple[int, int]) -> bool:
    before, after = agreement
    whole = before == len(words.prefix) and after == len(words.suffix)
    return max(before, after) >= ELSEWHERE or (whole and before + after > 0)
