"""Reckoning with TIMEX3 values: "2023-07" a month on, the days that "2023-W30" holds, its EDTF form."""

import datetime
import re
from typing import NamedTuple

Date = datetime.date
_DAY = datetime.timedelta(days=1)
_SEASONS = {"SP": (3, "21"), "SU": (6, "22"), "FA": (9, "23"), "WI": (12, "24")}
"""First month in the north, and EDTF's number."""

_VALUE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?:W(?P<week>[0-9]{2})(?P<end>-WE)?|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<season>SP|SU|FA|WI)|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})(?P<time>T.+)?)?))?"
)


class Span(NamedTuple):
    """The days that a value can mean, inclusive, and how exact it is."""

    first: Date
    last: Date
    precision: str


def date(year: int, month: int, day: int) -> Date | None:
    """A day, or None where the calendar has no such day."""
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def week(day: Date) -> str:
    """The ISO week that a day lies in: "2023-W50"."""
    iso = day.isocalendar()
    return f"{iso.year:04}-W{iso.week:02}"


def month(day: Date) -> str:
    """ "2023-12" of a day."""
    return f"{day.year:04}-{day.month:02}"


def quarter(day: Date) -> str:
    """ "2023-Q4" of a day."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def season(day: Date) -> str:
    """The season of the north that a day lies in; winter is that of the year it begins in."""
    name = ("WI", "SP", "SU", "FA")[day.month % 12 // 3]
    return f"{day.year - (day.month < 3):04}-{name}"


def shifted(day: Date, unit: str, count: int) -> str | None:
    """The value a number of units from a day, as exact as the unit; None beyond the calendar.

    `shifted(date(2023, 12, 12), "M", -1)` is "2023-11".
    """
    try:
        if unit == "D":
            return (day + count * _DAY).isoformat()
        if unit == "W":
            return week(day + 7 * count * _DAY)
        if unit == "WE":
            return week(day + 7 * count * _DAY) + "-WE"
        if unit == "M":
            return month(_months(day, count))
        if unit == "Q":
            return quarter(_months(day, 3 * count))
        years = {"Y": 1, "DE": 10, "CE": 100}.get(unit)
        if years is None:
            return None
        value = f"{_year(day.year + years * count):04}"
        return value[: {"Y": 4, "DE": 3, "CE": 2}[unit]]
    except (OverflowError, ValueError):
        return None


def _months(day: Date, count: int) -> Date:
    at = day.year * 12 + day.month - 1 + count
    return Date(at // 12, at % 12 + 1, 1)


def _year(year: int) -> int:
    if not 1 <= year <= 9999:
        raise ValueError(year)
    return year


def span(value: str, stage: str = "") -> Span | None:
    """The days that a value holds; of them the first, middle or last third where `stage` says so.

    None for what has no days: "P3D", "PRESENT_REF", "XXXX-12-22".
    """
    whole = _whole(value)
    if (
        whole is None
        or stage not in ("start", "mid", "end")
        or whole.precision in ("day", "minute")
    ):
        return whole
    first, last = whole.first, whole.last
    third = ((last - first).days + 1) // 3
    if stage == "start":
        last = first + third * _DAY
    elif stage == "end":
        first = last - third * _DAY
    else:
        first, last = first + third * _DAY, last - third * _DAY
    return Span(first, last, whole.precision)


def _whole(value: str) -> Span | None:
    if re.fullmatch(r"[0-9]{2}|[0-9]{3}", value) and int(value):
        size = 4 - len(value)
        precision = "decade" if size == 1 else ""
        return Span(
            Date(int(value) * 10**size, 1, 1),
            Date((int(value) + 1) * 10**size - 1, 12, 31),
            precision,
        )
    match = _VALUE.fullmatch(value)
    if match is None or not int(match["year"]):
        return None
    year = int(match["year"])
    try:
        return _parts(year, match)
    except (ValueError, OverflowError):
        return None


def _parts(year: int, match: re.Match[str]) -> Span:
    if match["week"]:
        first = Date.fromisocalendar(year, int(match["week"]), 6 if match["end"] else 1)
        return Span(first, first + (1 if match["end"] else 6) * _DAY, "week")
    if match["quarter"]:
        return _run(year, int(match["quarter"]) * 3 - 2, 3, "season")
    if match["half"]:
        return _run(year, int(match["half"]) * 6 - 5, 6, "season")
    if match["season"]:
        return _run(year, _SEASONS[match["season"]][0], 3, "season")
    if match["day"]:
        day = Date(year, int(match["month"]), int(match["day"]))
        exact = re.match(r"T[0-9]", match["time"] or "")
        return Span(day, day, "minute" if exact else "day")
    if match["month"]:
        return _run(year, int(match["month"]), 1, "month")
    return Span(Date(year, 1, 1), Date(year, 12, 31), "year")


def _run(year: int, first: int, months: int, precision: str) -> Span:
    after = _months(Date(year, first, 1), months)
    return Span(Date(year, first, 1), after - _DAY, precision)


def edtf(value: str, modifier: str = "") -> str:
    """A value in the Extended Date/Time Format: "199" -> "199X", "2023-SU" -> "2023-22"."""
    about = "~" if modifier == "approx" else ""
    if re.fullmatch(r"[0-9]{2,3}", value):
        return value.ljust(4, "X") + about
    if re.fullmatch(r"XXXX-[0-9]{2}(-[0-9]{2})?", value):
        return value + about
    match = _VALUE.fullmatch(value)
    days = _whole(value)
    if match is None or days is None:
        return ""
    if match["week"]:
        return f"{days.first}/{days.last}"
    for part, numbers in (("quarter", "33 34 35 36"), ("half", "40 41")):
        if match[part]:
            return f"{match['year']}-{numbers.split()[int(match[part]) - 1]}{about}"
    if match["season"]:
        return f"{match['year']}-{_SEASONS[match['season']][1]}{about}"
    if match["time"]:
        clock = re.fullmatch(r"T([01][0-9]|2[0-3]):([0-5][0-9])", match["time"])
        return value + ":00" if clock else value[:10] + about
    return value + about


def easter(year: int) -> Date:
    """Easter Sunday of a year from 1583 on, by the rule of Meeus, Jones and Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return Date(year, f // 31, f % 31 + 1)


def thanksgiving(year: int) -> Date:
    """The fourth Thursday of November."""
    first = Date(year, 11, 1)
    return first + ((3 - first.weekday()) % 7 + 21) * _DAY
