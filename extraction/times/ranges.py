"""Both ends of a stretch of time: "July 26-28", "26 to 28 July", "from 2014 to 2016", "Monday to Wednesday"."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace

from extraction.times import almanac
from extraction.times.grammar import HYPHEN, YEAR, Found, Reading, S, Value
from extraction.types import Timex

_WEEK = datetime.timedelta(days=7)
_AND = rf"{S}?(?:{HYPHEN}|to|and|or|through|until|till|,){S}?(?:and{S})?(?:the{S})?"
_SECOND_DAY = re.compile(
    rf"{_AND}(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9%]|[.,:][0-9]|{S}?{HYPHEN}{S}?[0-9]"
    rf"|{S}(?!{YEAR}|(?:was|is|has|as|its|his|this|across)\b)[a-z]+s\b|{S}people\b|{S}[ap]\.?m|(?:,{S}[0-9]{{1,2}}|{_AND}[0-9]{{1,2}}){{0,3}}{S}[A-Z])(?:,?{S}{YEAR})?",
)
_FIRST_DAY = re.compile(rf"(?<![\w.$/:-])(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?{_AND}$")
_SECOND_YEAR = re.compile(rf"(?:{HYPHEN}|/)(?P<year>[0-9]{{2}})(?![0-9/]|{HYPHEN}[0-9])")
_BETWEEN = re.compile(
    rf"{S}?(?:{HYPHEN}|/|to|through|until|till){S}?(?:the{S})?|{S}and{S}(?:the{S})?", re.IGNORECASE
)
_MOST = 4
"""Days before a month: "12, 13 and 14 June"."""


def with_ends(reading: Reading, one: Found) -> Iterator[Found]:
    """An expression, and the days before or after it that share its month or century, in the text's order."""
    words = reading.text[one.start : one.end]
    if re.fullmatch(r"[0-9]{4}", one.value.value) and re.search(r"[0-9]{4}$", words):
        yield one
        yield from _year_after(reading, one)
        return
    whole = re.fullmatch(r"([0-9]{4}|XXXX)-([0-9]{2})-([0-9]{2})", one.value.value)
    if not whole or not re.search(r"[A-Za-z]{3}", words) or not re.search(r"[0-9]", words):
        yield one
        return
    if re.match(r"[0-9]", words):
        yield from reversed(list(_days_before(reading.text, one, whole)))
    yield one
    if re.search(r"[a-z. ][0-9]{1,2}(?:st|nd|rd|th)?$", words):
        yield from _days_after(reading.text, one, whole)


def _year_after(reading: Reading, one: Found) -> Iterator[Found]:
    """The "91" of "1990-91"."""
    after = _SECOND_YEAR.match(reading.text, one.end)
    if after and after["year"] > one.value.value[2:]:
        yield Found(
            after.start("year"), after.end(), Value("date", one.value.value[:2] + after["year"])
        )


def _days_before(text: str, one: Found, whole: re.Match[str]) -> Iterator[Found]:
    end, latest = one.start, whole[3]
    for _ in range(_MOST):
        start = max(0, end - 16)
        before = _FIRST_DAY.search(text[start:end])
        value = _on_day(whole, int(before["day"])) if before else None
        if before is None or value is None or f"{int(before['day']):02}" >= latest:
            return
        yield Found(start + before.start("day"), start + before.end("day"), Value("date", value))
        end, latest = start + before.start("day"), value[-2:]


def _days_after(text: str, one: Found, whole: re.Match[str]) -> Iterator[Found]:
    end, earliest = one.end, whole[3]
    for _ in range(_MOST):
        after = _SECOND_DAY.match(text, end)
        value = _on_day(whole, int(after["day"])) if after else None
        if after is None or value is None or value[-2:] <= earliest:
            return
        yield Found(after.start("day"), after.end(), Value("date", value))
        end, earliest = after.end(), value[-2:]


def _on_day(whole: re.Match[str], day: int) -> str | None:
    year = 2000 if whole[1] == "XXXX" else int(whole[1])
    if almanac.date(year, int(whole[2]), day) is None:
        return None
    return f"{whole[1]}-{whole[2]}-{day:02}"


def are_ends(text: str, one: Found, two: Found) -> bool:
    """Whether two dates beside each other are the ends of one stretch of time."""
    if one.value.kind != "date" or two.value.kind != "date":
        return False
    gap = text[one.end : two.start]
    if not _BETWEEN.fullmatch(gap):
        return False
    if "and" in gap.lower():
        before = text[max(0, one.start - 14) : one.start]
        return bool(re.search(r"\bbetween\s+(?:the\s+)?$", before, re.IGNORECASE))
    return True


def in_order(one: Found, two: Found) -> tuple[Found, Found]:
    """Of weekdays read backwards ("Monday to Wednesday", said on a Tuesday), the first a week earlier."""
    first, last = almanac.span(one.value.value), almanac.span(two.value.value)
    if not first or not last or first.precision != "day" or last.precision != "day":
        return one, two
    late = (first.first - last.first).days
    if not 0 < late < 7:
        return one, two
    return one._replace(value=one.value._replace(value=(first.first - _WEEK).isoformat())), two


def joined(one: Timex, two: Timex) -> tuple[Timex, Timex]:
    """Both ends with the days of the whole: either end of "from 2014 to 2016" holds them all."""
    first, last = almanac.span(one.value), almanac.span(two.value)
    edtf = f"{_begin(almanac.edtf(one.value))}/{_end(almanac.edtf(two.value))}"
    if first and last and first.first <= last.last:
        return (
            replace(one, edtf=edtf, earliest=first.first, latest=last.last),
            replace(two, edtf=edtf, earliest=first.first, latest=last.last),
        )
    if one.edtf and two.edtf and one.value < two.value:
        return replace(one, edtf=edtf), replace(two, edtf=edtf)
    return one, two


def _end(edtf: str) -> str:
    return edtf.rsplit("/", 1)[-1]


def _begin(edtf: str) -> str:
    return edtf.split("/", 1)[0]
