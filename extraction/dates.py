"""Dates and times as they stand in a dispatch's head: read as dates, never guessed from a clock."""

import datetime
import re
from dataclasses import dataclass

Moment = datetime.datetime | datetime.date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb febr",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = r"(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"

# Hours from UTC. Where letters are shared, the one that world news means (IST: India).
_ZONES = {
    "gmt": 0, "utc": 0, "z": 0, "wet": 0, "bst": 1, "cet": 1, "wat": 1, "cest": 2, "cat": 2, "sast": 2,
    "eet": 2, "eest": 3, "msk": 3, "eat": 3, "trt": 3, "gst": 4, "pkt": 5, "ist": 5.5, "npt": 5.75,
    "wib": 7, "ict": 7, "hkt": 8, "sgt": 8, "pht": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "ast": -4, "edt": -4, "est": -5, "cdt": -5,
    "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
}  # fmt: skip
_AMERICAN = {"et": -5, "ct": -6, "mt": -7, "pt": -8}
"""Standard time; from the middle of March to the first of November an hour later."""

_ZONE = r"(?P<zone>[+-]\d\d:?\d\d|\b(?:" + "|".join((*_ZONES, *_AMERICAN)) + r")\b)"
_TIME = re.compile(
    r"(?:\b|(?<=\dT))(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?\s*(?P<half>[ap]\.?\s?m\b\.?)?"
    r"|\s*(?P<bare_half>[ap]\.?\s?m\b\.?))\s*\(?" + _ZONE + "?",
    re.IGNORECASE,
)
_MILITARY = re.compile(r"\b(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s*" + _ZONE, re.IGNORECASE)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)\b"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?P<year>(?:1[89]|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?=\D|$)",
        rf"\b(?P<month>{MONTH})\s*{_DAY}\b(?:\s*,?\s*{_YEAR})?",
        rf"\b{_DAY}(?:\s+of)?[\s-]+(?P<month>{MONTH})(?:[\s,-]+{_YEAR})?",
        rf"\b(?P<day>\d{{1,2}})\.\s?(?P<number>\d{{1,2}})\.\s?{_YEAR}",
        rf"\b(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{_YEAR}",
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date at `start` to `end` of a text. `value` is None where the year is nowhere told."""

    value: Moment | None
    start: int
    end: int

    @property
    def precision(self) -> str:
        return precision(self.value)


def precision(value: Moment | None) -> str:
    """What a date is good for: "minute", "day" or ""."""
    if value is None:
        return ""
    return "minute" if isinstance(value, datetime.datetime) else "day"


def find(text: str, *, near: Moment | None = None) -> Found | None:
    """The first date in a short text, with its time if one stands in the text.

    `near` gives the year where the text gives none: the year that brings the date closest to it.
    Times without a zone are taken as UTC. "03/04/2023", which two halves of the world read
    differently, is no date.
    """
    candidates = [match for form in _FORMS for match in (form.search(text),) if match]
    for match in sorted(candidates, key=lambda match: (match.start(), -match.end())):
        day = _day(match.groupdict(), near)
        start, end = match.span()
        if isinstance(day, datetime.date):
            return _with_time(text, day, start, end)
        if day is None:
            return Found(None, start, end)
    return None


def _day(parts: dict[str, str], near: Moment | None) -> datetime.date | bool | None:
    """A date; None if only the year is missing; False if there is no such day."""
    if parts.get("first"):
        first, second = int(parts["first"]), int(parts["second"])
        if first <= 12 and second <= 12 and first != second:
            return False
        day, month = (first, second) if first > 12 or first == second else (second, first)
    else:
        day = int(parts["day"])
        month = int(parts.get("number") or _MONTHS[parts["month"].lower().rstrip(".")])
    years = [int(parts["year"])] if parts.get("year") else []
    if not years:
        if near is None:
            return None if _date(2000, month, day) else False
        years = [near.year - 1, near.year, near.year + 1]
    possible = [date for date in (_date(year, month, day) for year in years) if date]
    if not possible:
        return False
    if near is None or len(possible) == 1:
        return possible[0]
    return min(possible, key=lambda date: abs(date.toordinal() - near.toordinal()))


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _with_time(text: str, day: datetime.date, start: int, end: int) -> Found:
    after = _TIME.search(text, end, end + 40) or _MILITARY.search(text, end, end + 40)
    before = _TIME.search(text, 0, start) or _MILITARY.search(text, 0, start)
    match = after or before
    if match is None:
        return Found(day, start, end)
    parts = match.groupdict()
    hour, minute = int(parts["hour"]), int(parts.get("minute") or 0)
    half = (parts.get("half") or parts.get("bare_half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    moment = datetime.datetime(
        day.year, day.month, day.day, hour, minute, tzinfo=_zone(parts.get("zone"), day)
    )
    return Found(moment, min(start, match.start()), max(end, match.end()))


def _zone(name: str | None, day: datetime.date) -> datetime.timezone:
    if not name:
        return datetime.UTC
    if name[0] in "+-":
        hours = int(name[1:3]) + int(name[-2:]) / 60
        return _offset(hours if name[0] == "+" else -hours)
    name = name.lower()
    if name in _AMERICAN:
        summer = (3, 12) <= (day.month, day.day) < (11, 4)
        return _offset(_AMERICAN[name] + summer)
    return _offset(_ZONES[name])


def _offset(hours: float) -> datetime.timezone:
    delta = datetime.timedelta(hours=hours)
    return datetime.timezone(delta) if abs(delta) < datetime.timedelta(days=1) else datetime.UTC
