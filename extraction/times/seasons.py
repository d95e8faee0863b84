"""Seasons, quarters, halves of a year and holidays: "last fall", "the third quarter", "Christmas Day"."""

import datetime
import re

from extraction.times import almanac, vocabulary
from extraction.times.grammar import (
    NEVER,
    SEASON,
    STAGED,
    WHICH_YEAR,
    WRITTEN_YEAR,
    YEAR,
    Reading,
    Rule,
    S,
    Value,
    pick,
    relative_year,
    rule,
    stage_of,
)

_OF_OTHER = re.compile(rf"{S}(?:of|in){S}(?:the|a|his|her|their|its){S}")
"""After "the fall": that of a wall, or in the price."""


def _season(match: re.Match[str], reading: Reading) -> Value | None:
    """ "last fall", "this summer", "the winter of 1994", "early spring 2012"."""
    bare = (match["which"] or "the").lower() == "the"
    if bare and not match["year"] and _OF_OTHER.match(reading.text, match.end()):
        return None
    name = vocabulary.values("season")[match["season"].lower()]
    year = vocabulary.year(match["year"]) if match["year"] else None
    if year is None and match["which_year"]:
        year = relative_year(match["which_year"], reading)
    if year is None and reading.anchor:
        year = _season_year(match, reading, name, reading.anchor)
    return Value("date", f"{year:04}-{name}" if year else f"XXXX-{name}", stage_of(match["stage"]))


def _season_year(match: re.Match[str], reading: Reading, name: str, anchor: datetime.date) -> int:
    order = ("SP", "SU", "FA", "WI")
    current = almanac.season(anchor)
    year, here, there = int(current[:4]), order.index(current[-2:]), order.index(name)
    which = (match["which"] or "").lower()
    if "last" in which or "past" in which:
        return year - (there >= here)
    if "next" in which or "coming" in which:
        return year + (there <= here)
    if "this" in which:
        return anchor.year
    future = reading.direction(match.start(), match.end()) == "future"
    return year + (there < here) if future else year - (there > here)


def _holiday(match: re.Match[str], reading: Reading) -> Value | None:
    name = " ".join(match["name"].lower().split())
    rest = vocabulary.values("holiday")[name]
    year = vocabulary.year(match["year"]) if match["year"] else None
    if year is None and match["which_year"]:
        year = relative_year(match["which_year"], reading)
    anchor = reading.anchor
    if year is not None:
        day = _holiday_in(year, rest)
        return Value("date", day.isoformat()) if day else None
    if anchor is None:
        return Value("date", f"XXXX-{rest}" if rest[0].isdigit() else "XXXX-XX-XX")
    around = [_holiday_in(anchor.year + step, rest) for step in (-1, 0, 1)]
    days = [day for day in around if day]
    which = (match["which"] or "").lower()
    past = [day for day in days if day <= anchor]
    coming = [day for day in days if day >= anchor]
    if "last" in which and past:
        return Value("date", past[-1].isoformat())
    if ("next" in which or "this" in which) and coming:
        return Value("date", coming[0].isoformat())
    meant = pick(days, anchor, reading.direction(*match.span()))
    return Value("date", meant.isoformat()) if meant else None


def _holiday_in(year: int, rest: str) -> datetime.date | None:
    if rest[0].isdigit():
        return almanac.date(year, int(rest[:2]), int(rest[3:]))
    if not 1583 <= year <= 9000:
        return None
    if rest == "thanksgiving":
        return almanac.thanksgiving(year)
    return almanac.easter(year) + datetime.timedelta(days=int(rest[6:] or 0))


def _quarter(match: re.Match[str], reading: Reading) -> Value | None:
    """ "the third quarter", "Q3 2012", "last year's first quarter", "the second half of 2010"."""
    half = bool(match["half"])
    word = (match["ordinal"] or "").lower()
    number = int(match["digit"] or vocabulary.values("ordinal").get(word, "0"))
    number = 2 if half and word in ("second", "last", "latter") else number
    if half and number not in (1, 2):
        return None
    letter = "H" if half else "Q"
    year = vocabulary.year(match["year"]) if match["year"] else None
    relative = (match["which_year"] or match["of_year"] or "").lower()
    if year is None and relative and reading.anchor:
        year = reading.anchor.year + (
            -1 if re.search("last|previous|ago|earlier", relative) else "next" in relative
        )
    if year is None and half and not relative:
        return None
    if year is None and reading.anchor:
        now = int(almanac.quarter(reading.anchor)[-1])
        year = reading.anchor.year
        # Results of a quarter that has ended are still expected: of the coming only what is near.
        future = reading.direction(match.start(), match.end()) == "future"
        if number > now and not (future and number - now <= 2):
            year -= 1
        elif number < now and future and number + 4 - now <= 2:
            year += 1
    return Value(
        "date",
        f"{year:04}-{letter}{number}" if year else f"XXXX-{letter}{number}",
        stage_of(match["stage"]),
    )


def _this_quarter(match: re.Match[str], reading: Reading) -> Value | None:
    """ "the latest quarter", "this quarter", "the year-earlier quarter"."""
    anchor = reading.anchor
    if anchor is None:
        return Value("date", "XXXX-QX")
    words = (match["which"] or match["which2"]).lower()
    if re.search("year", words):
        value = almanac.shifted(reading.quarter or anchor, "Q", -4 if reading.quarter else -5)
        return Value("date", value) if value else None
    step = -1 if re.search("last|latest|previous|past", words) else 1 if "next" in words else 0
    value = almanac.shifted(anchor, "Q", step)
    return Value("date", value) if value else None


def _year_end(match: re.Match[str], reading: Reading) -> Value | None:
    year = f"{reading.anchor.year:04}" if reading.anchor else "XXXX"
    return Value("date", year, "end")


class _Filled:
    """A match whose year may stand before or after: "the 1988 third quarter", "third quarter of 1988"."""

    def __init__(self, match: re.Match[str]) -> None:
        self._match = match
        self.start, self.end = match.start, match.end

    def __getitem__(self, name: str) -> str | None:
        found: str | None = self._match[name]
        return self._match["year2"] if name == "year" and not found else found


RULES: tuple[Rule, ...] = (
    rule(
        "season",
        rf"\b(?:the{S})?{STAGED}(?:(?P<which>last|next|this|past|coming|this{S}past|this{S}coming|the|in|that){S})(?P<season>{SEASON})(?:(?:{S}of)?{S}(?P<year>{WRITTEN_YEAR}))?{WHICH_YEAR}(?!-)",
        _season,
    ),
    rule(
        "season",
        rf"\b(?:the{S})?{STAGED}(?P<which>{NEVER})?(?P<season>{SEASON})(?:(?:{S}of)?{S}(?P<year>{WRITTEN_YEAR})|{S}of{S}(?P<which_year>(?:last|this|next|that){S}year)\b)",
        _season,
    ),
    rule(
        "holiday",
        rf"\b(?:(?P<which>last|next|this){S})?(?P<name>{vocabulary.pattern('holiday')})\b(?:,?{S}(?P<year>{YEAR}))?{WHICH_YEAR}(?!{S}(?:Island|Carol|tree|card|shopping|present|market))",
        _holiday,
    ),
    rule(
        "quarter",
        rf"\b(?:the{S}(?![a-z]+-quarter)(?!fiscal{S}[a-z]+-))?{STAGED}(?:(?P<of_year>(?:this|last|next){S}year['’]s|year-ago|year-earlier){S})?(?:(?P<year>{YEAR}){S})?(?:fiscal{S})?(?:(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|final|last(?={S}half)|latter)[ -](?:fiscal[ -])?(?:quarter|(?P<half>half))|Q(?P<digit>[1-4]))\b(?:(?:{S}(?:of|in))?(?:{S}fiscal)?{S}(?:(?P<which_year>(?:last|this|next){S}year)|(?P<year2>{YEAR})))?(?!{S}of{S}(?:the|a|its|his){S}(?:match|game|season|final|contest))",
        lambda match, reading: _quarter(_Filled(match), reading),  # type: ignore[arg-type]
    ),
    rule(
        "quarter",
        rf"\b(?P<which>this|last|next|the{S}(?:current|latest|last|next|previous|past|year-earlier|year-ago|comparable{S}year-ago|corresponding{S}year-ago|corresponding{S}year-earlier)|year-ago|year-earlier){S}(?:fiscal{S})?(?:quarter|(?<!this )(?<!last )(?<!next )(?<!current )(?<!previous )(?<!past )period)\b|\b(?P<which2>year-(?:earlier|ago))\b",
        _this_quarter,
    ),
    rule("year", rf"\b(?:the{S})?(?:year[- ]end|year['’]s{S}end|end[ -]of[ -]year)\b", _year_end),
)
