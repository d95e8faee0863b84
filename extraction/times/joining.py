"""From single expressions to what they say together: a clock with its day, both ends of a range, "by" a date."""

import datetime
import re
from collections.abc import Iterator

from extraction.times import almanac
from extraction.times.grammar import HYPHEN, YEAR, Found, Reading, S, Value
from extraction.types import Timex

_DAY = datetime.timedelta(days=1)
_SECOND_DAY = re.compile(
    rf"{S}?(?:{HYPHEN}|to|and|or|through|until|till){S}?(?:the{S})?(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9.,:%][0-9]|[0-9%]|{S}?{HYPHEN}{S}?[0-9]|{S}(?!{YEAR})[a-z0-9]+s\b|{S}[ap]\.?m)(?:,?{S}{YEAR})?",
    re.IGNORECASE,
)
_FIRST_DAY = re.compile(
    rf"(?<![\w.,$/:-])(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?{S}?(?:{HYPHEN}|to|and|or|through|until){S}?(?:the{S})?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"{S}?(?:{HYPHEN}|to|through|until|till){S}?(?:the{S})?|{S}and{S}(?:the{S})?", re.IGNORECASE
)
_LEADS = re.compile(
    rf"\b(?P<word>by|until|till|before|after|since|from|as{S}of|no{S}later{S}than|not{S}later{S}than|prior{S}to|up{S}to|through|between|following)"
    rf"{S}(?:the{S}|at{S}|about{S}|around{S}|late{S}|early{S})?$",
    re.IGNORECASE,
)
_UPTO = frozenset(("by", "until", "till", "no later than", "not later than", "up to", "through"))
_TIE = re.compile(rf"{S}(?:on{S}|of{S}|at{S})?|,{S}(?:on{S})?", re.IGNORECASE)


def with_ends(reading: Reading, one: Found) -> Iterator[Found]:
    """An expression, and before or after it the other day of its range: "26 to 28 July", "July 26-28"."""
    value = one.value.value
    whole = re.fullmatch(r"([0-9]{4}|XXXX)-([0-9]{2})-([0-9]{2})", value)
    words = reading.text[one.start : one.end]
    if (
        not whole
        or not re.search(r"[a-z]{3}", words, re.IGNORECASE)
        or not re.search(r"[0-9]", words)
    ):
        yield one
        return
    before = _FIRST_DAY.search(reading.text[max(0, one.start - 14) : one.start])
    if before and re.match(r"[0-9]", words):
        first = _on_day(whole, int(before["day"]))
        if first and first < value:
            at = max(0, one.start - 14) + before.start("day")
            yield Found(at, at + len(before["day"]), Value("date", first))
    yield one
    after = _SECOND_DAY.match(reading.text, one.end)
    if after and re.search(r"[0-9]$|[0-9](?:st|nd|rd|th)$", words):
        second = _on_day(whole, int(after["day"]))
        if second and second > value:
            yield Found(after.start("day"), after.end(), Value("date", second))


def _on_day(whole: re.Match[str], day: int) -> str | None:
    year = 2000 if whole[1] == "XXXX" else int(whole[1])
    if almanac.date(year, int(whole[2]), day) is None:
        return None
    return f"{whole[1]}-{whole[2]}-{day:02}"


def finished(paragraph: int, text: str, found: list[Found]) -> list[Timex]:
    """The expressions of one paragraph as they are handed on, in the order of the text."""
    found = _clocks_tied(text, _in_order(found))
    made = [_made(paragraph, text, one) for one in found]
    for at, (one, two) in enumerate(zip(found, found[1:], strict=False)):
        if _is_range(text, one, two):
            made[at], made[at + 1] = _ranged(made[at], made[at + 1])
    return made


def _in_order(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _clocks_tied(text: str, found: list[Found]) -> list[Found]:
    """A time of the clock and the day beside it as one: "10 a.m. on Friday", "Friday at 10 a.m."."""
    tied: list[Found] = []
    for one in found:
        last = tied[-1] if tied else None
        if last and _TIE.fullmatch(text[last.end : one.start]):
            clock, day = (last, one) if last.value.kind == "time" else (one, last)
            exact = re.search(r"T[0-9:]+$", clock.value.value)
            dated = re.match(
                r"(?:[0-9]{4}|XXXX)-(?:[0-9]{2}|XX|WXX)-(?:[0-9]{2}|XX|[0-9])(?=T|$)",
                day.value.value,
            )
            tells = not re.search(r"T[0-9]", day.value.value)
            if (
                clock.value.kind == "time"
                and exact
                and dated
                and tells
                and not _has_day(text, clock)
            ):
                tied[-1] = Found(
                    last.start, one.end, Value("time", dated[0] + exact[0], clock.value.modifier)
                )
                continue
        tied.append(one)
    return tied


def _has_day(text: str, clock: Found) -> bool:
    return bool(re.search(r"day|[0-9]{4}-", text[clock.start : clock.end], re.IGNORECASE))


def _made(paragraph: int, text: str, one: Found) -> Timex:
    kind, value, modifier = one.value
    days = almanac.span(value, modifier)
    edtf = almanac.edtf(value, modifier) if kind in ("date", "time") else ""
    first, last = (days.first, days.last) if days else (None, None)
    lead = _LEADS.search(text[max(0, one.start - 24) : one.start])
    if lead and kind in ("date", "time") and edtf:
        word = " ".join(lead["word"].lower().split())
        whole = almanac.span(value)
        if word in _UPTO:
            first, edtf, modifier = None, f"../{_end(edtf)}", modifier or "before"
        elif word in ("before", "prior to") and not modifier:
            last = _beside(first, -1)
            first, modifier = None, "before"
            edtf = f"../{last}" if last else ""
        elif word in ("since", "as of"):
            last, edtf, modifier = None, f"{_begin(edtf)}/..", modifier or "after"
        elif word == "after" and whole and not modifier:
            first = _beside(whole.last, 1)
            last, modifier = None, "after"
            edtf = f"{first}/.." if first else ""
    return Timex(
        paragraph,
        one.start,
        one.end,
        text[one.start : one.end],
        kind,
        value,
        edtf,
        first,
        last,
        days.precision if days else "",
        modifier,
    )


def _beside(day: datetime.date | None, step: int) -> datetime.date | None:
    try:
        return day + step * _DAY if day else None
    except OverflowError:
        return None


def _end(edtf: str) -> str:
    return edtf.rsplit("/", 1)[-1]


def _begin(edtf: str) -> str:
    return edtf.split("/", 1)[0]


def _is_range(text: str, one: Found, two: Found) -> bool:
    """Whether two dates beside each other are the ends of one stretch of time."""
    if one.value.kind != "date" or two.value.kind != "date":
        return False
    gap = text[one.end : two.start]
    if not _BETWEEN.fullmatch(gap):
        return False
    if "and" in gap.lower():
        return bool(
            re.search(
                r"\bbetween\s+(?:the\s+)?$", text[max(0, one.start - 14) : one.start], re.IGNORECASE
            )
        )
    return True


def _ranged(one: Timex, two: Timex) -> tuple[Timex, Timex]:
    """Both ends with the days of the whole: "from 2014 to 2016" holds them all, at either end."""
    from dataclasses import replace

    first = almanac.span(one.value)
    last = almanac.span(two.value)
    if first is None or last is None or first.first > last.last:
        if one.edtf and two.edtf and one.value < two.value:
            edtf = f"{almanac.edtf(one.value)}/{almanac.edtf(two.value)}"
            return replace(one, edtf=edtf), replace(two, edtf=edtf)
        return one, two
    edtf = f"{_begin(almanac.edtf(one.value))}/{_end(almanac.edtf(two.value))}"
    return (
        replace(one, edtf=edtf, earliest=first.first, latest=last.last),
        replace(two, edtf=edtf, earliest=first.first, latest=last.last),
    )
