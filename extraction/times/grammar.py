"""What the rules share: pieces of patterns, the value of an expression, and what it is read against."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from extraction.times import almanac, tense, vocabulary

S = r"(?:[ \n\u00a0]{1,3})"
HYPHEN = r"[-‐‑–—]"
GAP = rf"(?:{S}|{HYPHEN})"
MONTH = rf"(?:{vocabulary.pattern('month')}\b\.?)"
WEEKDAY = rf"(?:{vocabulary.pattern('weekday')}\b\.?)"
SEASON = vocabulary.pattern("season") + r"\b"
UNIT = vocabulary.pattern("unit") + r"\b"
YEAR = r"(?:(?:1[0-9]|20)[0-9]{2})(?![0-9]|,[0-9]{3}|\.[0-9])"
DAY = r"(?:(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?(?![0-9]|[.,:][0-9]))"
PART = vocabulary.pattern("part") + r"\b"
STAGE = rf"(?:(?:{vocabulary.pattern('stage')})(?:{GAP}(?:in{S})?))"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
NUMBER = (
    rf"(?:(?:(?:{_TENS})[ -](?:{_ONES})|(?:{_ONES})[ -](?:hundred|thousand)|{vocabulary.pattern('number')}"
    r"|(?<![0-9$£€.,])[0-9]{1,3}(?:(?:,[0-9]{3})+|[0-9]{0,3})(?:\.[0-9]+)?)"
    r"(?:[ -](?:and[ -](?:a|one)[ -]half|1/2)|½)?)"
)
BOUND = rf"(?:{vocabulary.pattern('bound')}{S})"


class Value(NamedTuple):
    """What an expression means: TIMEX3's type (small letters), value and mod."""

    kind: str
    value: str
    modifier: str = ""


NOTHING = Value("", "")
"""Words that are no expression of time, nor is anything in them: "24 years old"."""


class Found(NamedTuple):
    """An expression at a place of a paragraph."""

    start: int
    end: int
    value: Value


class Named(NamedTuple):
    """A time named before in the same dispatch, which "later" and "that year" are reckoned from."""

    day: datetime.date
    precision: str


@dataclass(slots=True)
class Reading:
    """What is known at a place of a text: the dispatch's date and the time last named."""

    text: str
    anchor: datetime.date | None
    named: Named | None = None
    quarter: datetime.date | None = None
    """First day of the quarter last named, of which a company's figures are told."""

    @property
    def reference(self) -> datetime.date | None:
        """The day that "two days later" is reckoned from: the one last named, else the dispatch's."""
        return self.named.day if self.named else self.anchor

    @property
    def day(self) -> datetime.date | None:
        """The day that a time of the clock belongs to: the one last named, where it was a day."""
        exact = self.named and self.named.precision in ("minute", "day")
        return self.named.day if self.named and exact else self.anchor

    def name(self, value: Value) -> None:
        """Remember a day, week, month or year that was named, for what is reckoned from it."""
        days = almanac.span(value.value) if value.kind in ("date", "time") else None
        if days and days.precision == "season" and "Q" in value.value:
            self.quarter = days.first
        if days and days.precision in ("minute", "day", "week", "month", "year"):
            self.named = Named(days.first, days.precision)

    def direction(self, start: int, end: int) -> tense.Direction:
        """Past or future by the verbs around a stretch."""
        return tense.direction(self.text, start, end)


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Reading], Value | None]]


def rule(
    pattern: str, read: Callable[[re.Match[str], Reading], Value | None], *, case: bool = False
) -> Rule:
    """A pattern, whatever its case unless `case`, with what reads a match of it."""
    return re.compile(pattern, 0 if case else re.IGNORECASE), read


def month_number(word: str) -> int:
    """ "Sept." -> 9."""
    return int(vocabulary.values("month")[word.lower().rstrip(".")])


def weekday_number(word: str) -> int:
    """ "Friday" -> 5, as ISO counts."""
    return int(vocabulary.values("weekday")[word.lower().rstrip(".")])


def unit_code(word: str) -> str:
    """ "weeks" -> "W"."""
    return vocabulary.values("unit")[word.lower()]


def stage_of(words: str | None) -> str:
    """ "the beginning of " -> "start"; "" of nothing."""
    if not words:
        return ""
    text = re.sub(r"[\W_]+", " ", words.lower()).strip().removesuffix(" in").removesuffix(" the")
    return vocabulary.values("stage").get(text, "")


def bound_of(words: str | None) -> str:
    """ "more than " -> "more_than"; "" of nothing."""
    return vocabulary.values("bound").get(" ".join(words.lower().split()), "") if words else ""


_FAR = 300
"""Days beyond which a day without its year is hardly meant: ten months."""


def day_near(reading: Reading, month: int, day: int, direction: str) -> datetime.date | None:
    """The day of that name which is meant: the last or the next by direction, else the nearest."""
    anchor = reading.anchor
    if anchor is None:
        return None
    # Eight years on each side: until there is another 29 February.
    near = [almanac.date(anchor.year + step, month, day) for step in range(-8, 9)]
    return pick([one for one in near if one], anchor, direction)


def pick(
    days: list[datetime.date], anchor: datetime.date, direction: str
) -> datetime.date | None:
    """Of some days, in order, the last before or the first after the anchor, else the nearest."""
    coming = [one for one in days if one >= anchor]
    past = [one for one in days if one <= anchor]
    # Where the tense would lead most of a year away, it belongs to another verb: "agreed to meet on Dec. 15".
    if direction == "future" and coming and (coming[0] - anchor).days < _FAR:
        return coming[0]
    if direction == "past" and past and (anchor - past[-1]).days < _FAR:
        return past[-1]
    return min(days, key=lambda one: abs((one - anchor).days), default=None)
