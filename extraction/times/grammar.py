"""What the rules share: pieces of patterns, the value of an expression, and what it is read against."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from extraction.times import almanac, tense, vocabulary

S = r"(?:[ \n\u00a0]{1,3})"
NEVER = r"(?!)"
"""Matches nothing: for a group that other patterns with the same reader have."""

HYPHEN = r"[-‐‑–—]"
GAP = rf"(?:{S}|{HYPHEN}| - )"
MONTH = rf"(?:{vocabulary.pattern('month')}\b(?:(?<![a-z]{{5}})(?<!may|une|uly)\.)?)"
WEEKDAY = rf"(?:{vocabulary.pattern('weekday')}\b(?:(?<!day)\.)?)"
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
    r"|(?<![0-9$£€.,])[0-9]{1,3}(?:(?:,[0-9]{3}){1,2}|[0-9]{0,3})(?:\.[0-9]+)?)"
    r"(?:[ -](?:and[ -](?:a|one)[ -]half|1/2)|½)?)"
)
BOUND = rf"(?:{vocabulary.pattern('bound')}{S})"


STAGED = rf"(?P<stage>{STAGE})?"
WRITTEN_YEAR = rf"{YEAR}|['’][0-9]{{2}}\b|nineteen[ -][a-z]+(?:[ -](?:{_ONES}))?\b|two[ ]thousand\b"
WHICH_YEAR = rf"(?:{S}(?:of{S})?(?P<which_year>(?:last|this|next|that|the{S}(?:same|previous|following|next)){S}year)\b)?"
ONE_DAY = datetime.timedelta(days=1)
UNKNOWN = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX",
    "DE": "XXX", "CE": "XX",
}  # fmt: skip
"""What a time is that is told by its unit alone, without a date to reckon from."""


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

    story: datetime.date | None = None
    """The first day of the week before the dispatch that it names: that on which what it tells happened."""

    exact: datetime.date | None = None
    """The day last named, past or coming."""

    last: Found | None = None
    """The expression read last in this paragraph."""

    here: datetime.date | None = None
    """The day last named in this paragraph, of those that are past."""

    @property
    def reference(self) -> datetime.date | None:
        """The day that "two days later" is reckoned from: the one last named, else the dispatch's."""
        return self.named.day if self.named else self.anchor

    @property
    def day(self) -> datetime.date | None:
        """The day that a time of the clock belongs to: one named in the paragraph, or that of the story."""
        return self.here or self.story or self.anchor

    def start(self, code: str) -> datetime.date | None:
        """What "two days later" is reckoned from: of days and hours, only from a day."""
        if code in ("D", "TNI", "TH", "TM", "TS"):
            return self.here or self.exact or self.story or self.anchor
        return self.reference

    def name(self, found: Found) -> None:
        """Remember a day, week, month or year that was named, for what is reckoned from it."""
        self.last, value = found, found.value
        days = almanac.span(value.value) if value.kind in ("date", "time") else None
        if days is None:
            return
        words = self.text[found.start : found.end]
        if days.precision == "season" and "Q" in value.value:
            self.quarter = days.first
        if days.precision in ("minute", "day", "week", "month", "year"):
            self.named = Named(days.first, days.precision)
        # The dispatch's own date in its dateline is no day of the story.
        own = days.first == self.anchor and re.search(r"[0-9]", words)
        if days.precision in ("minute", "day") and not own:
            self._name_day(days.first)

    def _name_day(self, day: datetime.date) -> None:
        self.exact = day
        past = self.anchor is None or day <= self.anchor
        if past:
            self.here = day
        if past and self.story is None and self.anchor and (self.anchor - day).days < 7:
            self.story = day

    def onwards(self, text: str) -> "Reading":
        """The reading of the next paragraph, which remembers what was named in this one."""
        return Reading(text, self.anchor, self.named, self.quarter, self.story, self.exact)

    def direction(self, start: int, end: int) -> tense.Direction:
        """Past or future by the verbs around a stretch."""
        return tense.direction(self.text, start, end)


class Rule(NamedTuple):
    """A pattern with what reads a match of it, tried where a text has a word of the classes it `needs`."""

    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Reading], Value | None]


def rule(needs: str, pattern: str, read: Callable[[re.Match[str], Reading], Value | None]) -> Rule:
    """A rule whose pattern holds whatever the case; `needs` names classes of `vocabulary.triggers`."""
    return Rule(tuple(needs.split()), re.compile(pattern, re.IGNORECASE), read)


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


_YEAR_AFTER = re.compile(
    rf"(?:{S}?(?:{HYPHEN}|to|and|through|until|till|or|,){S}?(?:(?:early|late|mid){GAP})?"
    rf"(?:{MONTH}{S})?(?:{DAY})?(?:{S}?{MONTH})?){{1,3}},?{S}(?P<year>{YEAR})",
    re.IGNORECASE,
)
"""After a date without a year, the year that its other end has: "from March to June 2010"."""


def relative_year(words: str, reading: Reading) -> int | None:
    words = words.lower()
    if reading.anchor is None:
        return None
    if re.search("that|same|following|the", words):
        start = reading.reference
        step = -1 if "previous" in words else 1 if re.search("following|next", words) else 0
        return start.year + step if start else None
    step = -1 if "last" in words or "previous" in words else 1 if "next" in words else 0
    return reading.anchor.year + step


def year_of(match: re.Match[str], reading: Reading) -> int | None:
    if match["year"]:
        return vocabulary.year(match["year"])
    if match["which_year"]:
        return relative_year(match["which_year"], reading)
    after = _YEAR_AFTER.match(reading.text, match.end(), match.end() + 60)
    return int(after["year"]) if after else None


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


def pick(days: list[datetime.date], anchor: datetime.date, direction: str) -> datetime.date | None:
    """Of some days, in order, the last before or the first after the anchor, else the nearest."""
    coming = [one for one in days if one >= anchor]
    past = [one for one in days if one <= anchor]
    # Where the tense would lead most of a year away, it belongs to another verb: "agreed to meet on Dec. 15".
    if direction == "future" and coming and (coming[0] - anchor).days < _FAR:
        return coming[0]
    if direction == "past" and past and (anchor - past[-1]).days < _FAR:
        return past[-1]
    return min(days, key=lambda one: abs((one - anchor).days), default=None)
