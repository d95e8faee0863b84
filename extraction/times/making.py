"""From what an expression means to the days it holds: "by" December 22, "since" Friday, "now"."""

import datetime
import re
from dataclasses import replace

from extraction.times import almanac, joining, ranges
from extraction.times.grammar import Found, Reading, S
from extraction.types import Timex

_ONE = datetime.timedelta(days=1)
_LEADS = re.compile(
    rf"\b(?P<word>by|until|till|before|after|since|as{S}of|no{S}later{S}than|not{S}later{S}than|prior{S}to|up{S}to|through)"
    rf"{S}(?:the{S}|at{S}|about{S}|around{S}|late{S}|early{S})?$",
    re.IGNORECASE,
)
_UPTO = frozenset(("by", "until", "till", "no later than", "not later than", "up to", "through"))


def finished(paragraph: int, reading: Reading, found: list[Found], original: str) -> list[Timex]:
    """The expressions of one paragraph as they are handed on, in the order of the text."""
    text = reading.text
    found = joining.joined(text, found)
    pairs = [at for at in range(len(found) - 1) if ranges.are_ends(text, found[at], found[at + 1])]
    for at in pairs:
        found[at], found[at + 1] = ranges.in_order(found[at], found[at + 1])
    made = [_made(paragraph, reading, one, original) for one in found]
    for at in pairs:
        made[at], made[at + 1] = ranges.joined(made[at], made[at + 1])
    return made


def _made(paragraph: int, reading: Reading, one: Found, original: str) -> Timex:
    text = reading.text
    kind, value, modifier = one.value
    days = almanac.span(value, modifier)
    dated = kind in ("date", "time")
    made = Timex(
        paragraph,
        one.start,
        one.end,
        original[one.start : one.end],
        kind,
        value,
        almanac.edtf(value, modifier) if dated else "",
        days.first if days else None,
        days.last if days else None,
        days.precision if days else "",
        modifier,
    )
    if value.endswith("_REF"):
        return _vague(made, reading.anchor)
    lead = _LEADS.search(text[max(0, one.start - 24) : one.start])
    return _led(made, " ".join(lead["word"].lower().split())) if lead and made.edtf else made


def _vague(made: Timex, anchor: datetime.date | None) -> Timex:
    """ "now" is the day of the dispatch, "recently" some day up to it, "soon" some day from it on."""
    return replace(
        made,
        earliest=None if made.value == "PAST_REF" else anchor,
        latest=None if made.value == "FUTURE_REF" else anchor,
    )


def _led(made: Timex, word: str) -> Timex:
    """With the word before it: open towards the past or the future; "before" and "after" leave it out."""
    whole = almanac.span(made.value)
    if word in _UPTO:
        end = made.edtf.rsplit("/", 1)[-1]
        return replace(made, earliest=None, edtf=f"../{end}", modifier=made.modifier or "before")
    if word in ("since", "as of"):
        begin = made.edtf.split("/", 1)[0]
        return replace(made, latest=None, edtf=f"{begin}/..", modifier=made.modifier or "after")
    if whole is None:
        return made
    if made.modifier:
        # "before the end of the year": the end is not left out, it is where the time stops.
        return replace(made, earliest=None, edtf=f"../{made.edtf}") if word != "after" else made
    if word == "after":
        day = _beside(whole.last, 1)
        return replace(
            made, earliest=day, latest=None, edtf=f"{day}/.." if day else "", modifier="after"
        )
    day = _beside(whole.first, -1)
    return replace(
        made, earliest=None, latest=day, edtf=f"../{day}" if day else "", modifier="before"
    )


def _beside(day: datetime.date, step: int) -> datetime.date | None:
    try:
        return day + step * _ONE
    except OverflowError:
        return None
