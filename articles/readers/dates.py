"""Dates as pages and front matter give them, in words or as a machine's stamp."""

import datetime
import re

from extraction import dates
from extraction.dates import Moment
from extraction.text import clean

_LONGEST = 120
"""Characters of a date; what is longer is a sentence with a date in it."""

_YEAR_FIRST = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_STAMP = re.compile(r"^\d{4}-?\d{2}-?\d{2}(?!\d)")
_YEARS = range(1800, 2200)


def read_date(text: str) -> Moment | None:
    """The date in a short text: a datetime with its zone where it tells the time, else a date.

    "2023-09-14 16:40 UTC", "2023-07-30T20:12:00+01:00", "20230916T180211Z", "2023/09/14", "Aug. 21,
    2023, 2:47 a.m.", "9 January 2024". A time without a zone is taken for UTC, as agencies write;
    midnight to the second is a day whose time nobody set. None for a text without a date, with an
    impossible one, and for "03/04/2023", which two halves of the world read differently.
    """
    text = " ".join(clean(text[: 4 * _LONGEST]).split())
    if not text or len(text) > _LONGEST:
        return None
    text = _YEAR_FIRST.sub(lambda day: f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}", text)
    moment = _stamp(text) if _STAMP.match(text) else None
    if moment is None:
        # The words-and-figures reader wants a space where a stamp has its T.
        found = dates.find(re.sub(r"(?<=\d)T(?=\d)", " ", text))
        moment = found.value if found else None
    return moment if moment is not None and moment.year in _YEARS else None


def _stamp(text: str) -> Moment | None:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= len("2023-09-14"):
        return moment.date()
    if moment.timetz().replace(tzinfo=None) == datetime.time():
        return moment.date()
    return moment.replace(second=0, microsecond=0, tzinfo=moment.tzinfo or datetime.UTC)
