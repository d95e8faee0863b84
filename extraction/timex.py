"""Dates, times, durations and what comes back: found in a text and read against the dispatch's date.

Types and values are those of TIMEX3 (TimeML 1.2.1), with "early" and its like as mod; which day, week or
month a relative expression means is told by the tense of the verb nearest to it.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extraction.times import (
    amounts,
    clock,
    days,
    making,
    months,
    ranges,
    relative,
    seasons,
    vague,
    vocabulary,
    weekdays,
    years,
)
from extraction.times.grammar import Found, Reading
from extraction.types import Timex

_RULES = (
    *days.RULES,
    *months.RULES,
    *years.RULES,
    *seasons.RULES,
    *weekdays.RULES,
    *relative.RULES,
    *clock.RULES,
    *amounts.RULES,
    *vague.RULES,
)
_WORD = re.compile(r"[a-z]+|[0-9]")
_ALIKE = str.maketrans("ſKİı", "sKIi")
"""Letters that patterns take for others whatever the case, each as long as what it is taken for."""

_YEARS = range(1000, 9000)
"""Of a dispatch; beyond them there is no reckoning."""


def find(
    texts: Mapping[int, str] | Sequence[str], *, anchor: datetime.date | None
) -> tuple[Timex, ...]:
    """Every expression of time in some paragraphs, in the order of the text, none inside another.

    `anchor` is the dispatch's date; without it what is not told stays open ("XXXX-12-22"). Reading goes on
    from paragraph to paragraph, for "two days later" counts from the day last named. Linear in the text.
    """
    if isinstance(anchor, datetime.datetime):
        anchor = anchor.date()
    if anchor and anchor.year not in _YEARS:
        anchor = None
    found: list[Timex] = []
    before: Reading | None = None
    paragraphs: Iterable[tuple[int, str]] = (
        sorted(texts.items()) if isinstance(texts, Mapping) else enumerate(texts)
    )
    for number, text in paragraphs:
        plain = text.translate(_ALIKE)
        reading = before.onwards(plain) if before else Reading(plain, anchor)
        found += making.finished(number, reading, list(_found(reading)), text)
        before = reading
    return tuple(found)


def _found(reading: Reading) -> Iterator[Found]:
    """The expressions of one paragraph: the first one wins, of those the longest that makes sense."""
    words = set(_WORD.findall(reading.text.lower()))
    if not words.isdisjoint("0123456789"):
        words.add("0")
    present = {kind for kind, those in vocabulary.triggers().items() if not words.isdisjoint(those)}
    candidates = [
        (match.start(), -match.end(), order, match)
        for order, rule in enumerate(_RULES)
        if not present.isdisjoint(rule.needs)
        for match in rule.pattern.finditer(reading.text)
    ]
    candidates.sort(key=lambda candidate: candidate[:3])
    at = 0
    for start, end, order, match in candidates:
        if start < at or start == -end:
            continue
        value = _RULES[order].read(match, reading)
        if value is None:
            continue
        if not value.kind:
            at = -end
            continue
        first, last = _trimmed(reading.text, start, -end)
        for one in ranges.with_ends(reading, Found(first, last, value)):
            at = max(at, one.end)
            reading.name(one)
            yield one


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without spaces and commas at its ends; a full stop stays with a short form: "Dec.", "a.m."."""
    while start < end and text[start] in " \n\u00a0,-–—":
        start += 1
    while end > start and text[end - 1] in " \n\u00a0,":
        end -= 1
    if text[end - 1] == "." and _FULL_WORD.search(text, max(start, end - 11), end):
        end -= 1
    lead = _NOT_OF_IT.match(text, start, end)
    if lead:
        start = lead.end()
    return start, end


_NOT_OF_IT = re.compile(r"in |an? (?=[a-z]+-long$)", re.IGNORECASE)
_FULL_WORD = re.compile(
    r"(?:day|ary|april|march|june|july|may|august|ber|[0-9]\s?[ap]m)\.$", re.IGNORECASE
)
