"""Times of events in words, as exact as they are known and no more. No database."""

from __future__ import annotations

import datetime
from calendar import monthrange

# Days by which the first, middle or last third of a month or year, as readings count them, may
# differ from a third counted here.
_SLACK = 1


def when(
    earliest: datetime.date | None,
    latest: datetime.date | None,
    precision: str = "",
    edtf: str = "",
) -> str:
    """ "26 July 2023", "early December 2023", "by 22 December 2023", "between 5 and 9 October 2023",
    "10 October to 22 December 2023" where `edtf` tells that it lasted; empty where nothing is known."""
    if earliest is None and latest is None:
        return ""
    if earliest is None or latest is None:
        return f"from {_day(earliest)}" if earliest else f"by {_day(latest)}"
    if earliest == latest:
        return _day(earliest)
    lasted = "/" in edtf and precision not in ("week", "season")
    return _whole(earliest, latest) or (
        _stretch(earliest, latest)
        if lasted
        else _part(earliest, latest, precision) or _between(earliest, latest, precision)
    )


def short(earliest: datetime.date | None, latest: datetime.date | None, precision: str = "") -> str:
    """The same for a narrow column: "26 Jul 2023", "by 22 Dec 2023", "Dec 2023"."""
    words = when(earliest, latest, precision)
    for number in range(1, 13):
        month = f"{datetime.date(2000, number, 1):%B}"
        words = words.replace(month, month[:3])
    return words.removeprefix("between ").replace(" and ", " – ")


def _whole(earliest: datetime.date, latest: datetime.date) -> str:
    """Whole months, years and decades."""
    if earliest.day != 1 or latest.day != _last(latest):
        return ""
    if (earliest.month, latest.month) == (1, 12):
        if earliest.year == latest.year:
            return str(earliest.year)
        if earliest.year % 10 == 0 and latest.year == earliest.year + 9:
            return f"{earliest.year}s"
        return f"{earliest.year} to {latest.year}"
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest:%B} {earliest.year}"
    return ""


def _part(earliest: datetime.date, latest: datetime.date, precision: str) -> str:
    """ "early December 2023", "late 2023"."""
    if precision == "month" and (earliest.year, earliest.month) == (latest.year, latest.month):
        days, first, last = _last(latest), earliest.day, latest.day
        name = f"{earliest:%B} {earliest.year}"
    elif precision == "year" and earliest.year == latest.year:
        days = 366
        first, last = earliest.timetuple().tm_yday, latest.timetuple().tm_yday
        name = str(earliest.year)
    else:
        return ""
    third = days / 3
    if first == 1 and abs(last - third) <= _SLACK + 1:
        return f"early {name}"
    if abs(last - days) <= 1 and abs(first - (days - third)) <= _SLACK + 1:
        return f"late {name}"
    if abs(first - third) <= _SLACK + 1 and abs(last - 2 * third) <= _SLACK + 1:
        return f"mid-{name}"
    return ""


def _between(earliest: datetime.date, latest: datetime.date, precision: str) -> str:
    if precision == "week" and (latest - earliest).days == 6:
        return f"in the week of {_day(earliest)}"
    return f"between {_ends(earliest, latest, ' and ')}"


def _stretch(earliest: datetime.date, latest: datetime.date) -> str:
    if earliest.day == 1 and latest.day == _last(latest):
        if earliest.year == latest.year:
            return f"{earliest:%B} to {latest:%B} {latest.year}"
        return f"{earliest:%B} {earliest.year} to {latest:%B} {latest.year}"
    return _ends(earliest, latest, " to ")


def _ends(earliest: datetime.date, latest: datetime.date, joint: str) -> str:
    if earliest.year != latest.year:
        return f"{_day(earliest)}{joint}{_day(latest)}"
    if earliest.month != latest.month:
        return f"{earliest.day} {earliest:%B}{joint}{_day(latest)}"
    return f"{earliest.day}{joint}{_day(latest)}"


def _day(day: datetime.date | None) -> str:
    return f"{day.day} {day:%B} {day.year}" if day else ""


def _last(day: datetime.date) -> int:
    return monthrange(day.year, day.month)[1]
