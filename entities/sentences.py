"""Which stretch of a paragraph to show around a mention: its sentence, whole where that can be.

Precision over tidiness: where it is not sure that a sentence ends, it goes on. An excerpt a
sentence too long still reads; one that ends in "Gen." does not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Characters on either side of the mention that are searched for an end; also the longest excerpt
# shown where a text has no ends at all. Newspaper sentences rarely pass 300.
REACH = 420

_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[\"”’」』]*|\n")
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
_OPENERS = "\"'“‘«([{¿¡—–- \t\n\u00a0"

# Words that carry their own full stop in English news. Titles, months and days only with a capital:
# "Sat. 3 May", but "where he sat. Then".
_SHORTENED = frozenset({"approx", "cf", "e.g", "etc", "i.e", "vs", "v"})
_CAPITALS = (
    "adm amb apr atty aug ave bldg blvd brig bros capt cmdr co col comdr corp cpl cpt dec dept "
    "dist dr est feb fr fri ft gen gov govt hon inc intl jan jr jul jun lt ltd maj mar messrs "
    "mfg mlle mme mon mr mrs ms msgr mt nat natl nov oct ph.d phd pres prof pvt rep reps rev "
    "rt sat sec sen sens sep sept sgt sr ss st ste sun supt thu thur thurs treas tue tues univ "
    "vol wed"
)
_SHORTENED_CAPITALS = frozenset(_CAPITALS.split())
# Shortened only before a figure: "No. 10", but "He said no. Then he left."
_SHORTENED_BEFORE_FIGURE = frozenset({"no", "nos", "art", "fig", "p", "pp", "par", "sect", "ch"})


class Excerpt(NamedTuple):
    """A stretch `text[start:end]`; `cut_before` and `cut_after` say that its sentence goes on."""

    start: int
    end: int
    cut_before: bool = False
    cut_after: bool = False


def sentence_around(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int]] = ()
) -> Excerpt:
    """The sentence that holds `text[start:end]`.

    No cut falls inside one of `spans` (the paragraph's mentions, sorted by start). The cost is
    bounded by REACH, whatever the paragraph's length.
    """
    low, high = max(0, start - REACH), min(len(text), end + REACH)
    first, cut_before = 0, low > 0
    for cut in _cuts(text, low, start):
        if cut <= start and not _inside(cut, spans):
            first, cut_before = cut, False
    if cut_before:
        first = _word_start(text, low, start, spans)
    last, cut_after = len(text), high < len(text)
    for cut in _cuts(text, max(0, end - 1), high):
        if cut >= end and not _inside(cut, spans):
            last, cut_after = cut, False
            break
    if cut_after:
        last = _word_end(text, end, high, spans)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return Excerpt(first, last, cut_before, cut_after)


def _cuts(text: str, low: int, high: int) -> Iterator[int]:
    """Offsets just behind the sentences that end between `low` and `high`."""
    for stop in _STOP.finditer(text, low, min(len(text), high + 1)):
        if _ends_sentence(text, stop):
            yield stop.end()


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    if not stop[0].startswith((".", "!", "?", "…")):
        return True
    following = text[stop.end() : stop.end() + 12].lstrip(_OPENERS)
    if following[:1].islower():
        return False
    if stop[0] != ".":
        return True
    word = _LAST_WORD.search(text, max(0, stop.start() - 20), stop.start())
    if word is None:
        return True
    shortened = word[0].lower()
    if _INITIALS.match(word[0]) or shortened in _SHORTENED:
        return False
    if word[0][0].isupper() and shortened in _SHORTENED_CAPITALS:
        return False
    return not (shortened in _SHORTENED_BEFORE_FIGURE and following[:1].isdigit())


def _inside(cut: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a cut would fall inside a span. Of nested ones only the nearest few are asked."""
    at = bisect_left(spans, (cut, -1))
    return any(start < cut < end for start, end in spans[max(0, at - 4) : at])


def _word_start(text: str, low: int, start: int, spans: Sequence[tuple[int, int]]) -> int:
    space = text.find(" ", low, start)
    first = low if space < 0 else space + 1
    for span_start, span_end in spans:
        if span_start < first < span_end:
            return span_start
    return first


def _word_end(text: str, end: int, high: int, spans: Sequence[tuple[int, int]]) -> int:
    space = text.rfind(" ", end, high)
    last = high if space < 0 else space
    for span_start, span_end in spans:
        if span_start < last < span_end:
            return span_end
    return last
