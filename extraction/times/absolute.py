"""Dates of the calendar: "July 26, 2023", "26/07/2023", "December 22", "mid-2019", "the 1990s"."""

import datetime
import re

from extraction.times import almanac, vocabulary
from extraction.times.grammar import (
    DAY,
    GAP,
    HYPHEN,
    MONTH,
    SEASON,
    STAGE,
    WEEKDAY,
    YEAR,
    Reading,
    Rule,
    NOTHING,
    S,
    Value,
    day_near,
    month_number,
    pick,
    rule,
    stage_of,
    weekday_number,
)

_APART = rf"(?:{S}|,{S}?)"
_YEAR_AFTER = re.compile(
    rf"(?:{S}?(?:{HYPHEN}|to|and|through|until|till|or|,){S}?(?:(?:early|late|mid){GAP})?"
    rf"(?:{MONTH}{S})?(?:{DAY})?(?:{S}?{MONTH})?){{1,3}},?{S}(?P<year>{YEAR})",
    re.IGNORECASE,
)
"""After a date without a year, the year that its other end has: "from March to June 2010"."""


def _iso(match: re.Match[str], reading: Reading) -> Value | None:
    day = almanac.date(int(match["year"]), int(match["month"]), int(match["day"]))
    if day is None:
        return None
    if match["clock"]:
        return Value("time", f"{day}T{match['clock'][:5]}")
    return Value("date", day.isoformat())


def _figures(match: re.Match[str], reading: Reading) -> Value | None:
    """26/07/2023, 7/26/2023, 26.7.2023; of 03/04/2023, which two halves of the world differ on, the year."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    if len(match["year"]) == 2:
        latest = (reading.anchor.year if reading.anchor else 2049) % 100 + 5
        year += 2000 if year <= latest else 1900
    dotted = match["mark"] == "."
    if max(one, two) > 31 or min(one, two) > 12 or not one or not two:
        return None
    if one <= 12 and two <= 12 and one != two and not dotted:
        return Value("date", f"{year:04}")
    day, month = (one, two) if dotted or one > 12 or one == two else (two, one)
    found = almanac.date(year, month, day)
    return Value("date", found.isoformat()) if found else None


_NAME_AFTER = re.compile(
    rf"{S}(?:Group|group|Movement|movement|Organi[sz]ation|Street|Avenue|Square|Bridge|Airport|Stadium|Brigades?)\b"
)
"""After what looks like a date and is a name: "November 17 group"."""

_PAST_EVENT = re.compile(rf"{S}(?:coup|putsch|massacre|revolution|uprising|(?:terror(?:ist)?{S})?attacks?)\b")


def _day(match: re.Match[str], reading: Reading) -> Value | None:
    """ "December 22", "Tuesday, July 26, 2023", "26 July", "late on March 3"."""
    if _NAME_AFTER.match(reading.text, match.end()):
        return NOTHING
    month, day = month_number(match["month"]), int(re.match(r"[0-9]+", match["day"])[0])  # type: ignore[index]
    stage = stage_of(match["stage"])
    year = _year_of(match, reading)
    if year is not None:
        found = almanac.date(year, month, day)
        return Value("date", found.isoformat(), stage) if found else None
    if almanac.date(2000, month, day) is None:
        return None
    named = re.search(WEEKDAY, match[0], re.IGNORECASE)
    if named and reading.anchor:
        near = [almanac.date(reading.anchor.year + step, month, day) for step in (0, -1, 1, -2, 2)]
        agreeing = [one for one in near if one and one.isoweekday() == weekday_number(named[0])]
        if agreeing:
            return Value("date", agreeing[0].isoformat(), stage)
    direction = reading.direction(match.start(), match.end())
    if _PAST_EVENT.match(reading.text, match.end()):
        if (month, day) == (9, 11) and (reading.anchor is None or reading.anchor.year > 2000):
            return Value("date", "2001-09-11")
        direction = "past"
    found = day_near(reading, month, day, direction)
    return Value("date", found.isoformat() if found else f"XXXX-{month:02}-{day:02}", stage)


def _year_of(match: re.Match[str], reading: Reading) -> int | None:
    if match["year"]:
        return vocabulary.year(match["year"])
    after = _YEAR_AFTER.match(reading.text, match.end(), match.end() + 60)
    return int(after["year"]) if after else None


def _month(match: re.Match[str], reading: Reading) -> Value | None:
    """ "September", "last May", "early December 2019", "mid-March", "June of this year"."""
    number, stage = month_number(match["month"]), stage_of(match["stage"])
    year = _year_of(match, reading)
    if year is None and match["which_year"]:
        year = _relative_year(match["which_year"], reading)
    if year is None and reading.anchor:
        year = _year_by_sense(match, reading, number, reading.anchor)
    if year is None:
        return Value("date", f"XXXX-{number:02}", stage)
    return Value("date", f"{year:04}-{number:02}", stage)


def _year_by_sense(
    match: re.Match[str], reading: Reading, number: int, anchor: datetime.date
) -> int:
    which = (match["which"] or "").lower().split()
    before, after = number < anchor.month, number > anchor.month
    if "last" in which or "past" in which or "previous" in which:
        return anchor.year - (not before)
    if "next" in which or "coming" in which:
        return anchor.year + (not after)
    if "this" in which:
        return anchor.year
    direction = reading.direction(match.start(), match.end())
    ahead = (number - anchor.month) % 12
    # Where the tense would lead most of a year away, it belongs to another verb.
    if direction == "future" and ahead < 10 or direction == "" and ahead < 5:
        return anchor.year + before
    return anchor.year - after


def _relative_year(words: str, reading: Reading) -> int | None:
    words = words.lower()
    if reading.anchor is None:
        return None
    if "that" in words or "same" in words:
        return reading.reference.year if reading.reference else None
    step = -1 if "last" in words or "previous" in words else 1 if "next" in words else 0
    return reading.anchor.year + step


def _year(match: re.Match[str], reading: Reading) -> Value | None:
    year = vocabulary.year(match["year"])
    if year is None or not _is_year(match, reading):
        return None
    return Value("date", f"{year:04}", stage_of(match["stage"]))


_COUNTING = re.compile(
    r"(?:\b(?:about|around|some|nearly|almost|over|than|least|most|only|another|just|roughly|approximately|no|number|"
    r"route|highway|flight|room|page|paragraph|article|resolution|model|at|of|to|worth|plus|up|numbers)\.?"
    r"|[$£€¥#@&/+=.:_])\s?$",
    re.IGNORECASE,
)
_TEMPORAL = re.compile(
    r"\b(?:in|since|from|by|until|till|during|through|throughout|before|after|for|year|fiscal|calendar|early|late|mid|"
    r"the|and|or|between|to|of|back|spring|summer|autumn|fall|winter|christmas|election|his|her|their|its|this|a)[\s-]$"
    r"|['’]s\s$|[(,–—-]\s?$",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\b[A-Z][\w’'.&-]*\s$")
_COUNTED = re.compile(
    rf"(?:{S}(?!gains|lows|highs|levels|elections|olympics|talks|is\b|was\b|has\b|yes\b|as\b|across\b|perhaps\b|unless\b)"
    r"(?:[a-z]+[^s\W]s\b|people\b|men\b|women\b|children\b|troops\b|(?:[a-z]+ing|[a-z]+ed|local|foreign|new|more|other|french) [a-z]+s\b"
    r"|hours?\b|miles?\b|km\b|tons?\b|feet\b|metres?\b|square\b|gmt\b|percent\b|per\b|million\b|points?\b)|%|°|\+|:[0-9]|-(?:meter|metre|mile|foot|seat|strong|member|pound|year|kilo))",
    re.IGNORECASE,
)


def _is_year(match: re.Match[str], reading: Reading) -> bool:
    """Whether four figures are a year and no count, name or code."""
    if match["stage"] or match["lead"] or not match["year"][-1].isdigit():
        return True
    before = reading.text[max(0, match.start() - 16) : match.start()]
    after = reading.text[match.end() : match.end() + 32]
    year = int(match["year"].lstrip("'’"))
    temporal = bool(_TEMPORAL.search(before))
    if _COUNTED.match(after):
        # "the 2012 elections", but not "in 2000 villages".
        return (
            bool(re.search(r"(?:the|its|their|his|her|['’]s)\s$", before, re.IGNORECASE))
            and 1900 < year < 2060
        )
    if re.search(r"[$£€¥#@&/+=.:_]\s?$", before) or re.match(
        r"[A-Za-z]|-[0-9]{3}\b|\.[A-Za-z]", after
    ):
        return False
    if _CAPITAL.search(before) and not temporal:
        return bool(re.search(rf"{MONTH}\s$", before))
    if temporal:
        return year >= 1500 or bool(
            re.search(r"\b(?:in|since|from|until|by)\s$", before, re.IGNORECASE)
        )
    return 1900 <= year < 2060 and not _COUNTING.search(before)


def _fiscal(match: re.Match[str], reading: Reading) -> Value | None:
    year = vocabulary.year(match["year"]) if match["year"] else None
    if year is None:
        return None
    return Value("date", f"{year:04}")


def _decade(match: re.Match[str], reading: Reading) -> Value | None:
    """ "the 1990s", "the '60s", "the early nineteen-eighties", "mid-1980s"."""
    if match["digits"]:
        value = match["digits"][:3]
    elif match["short"]:
        value = "19" + match["short"][0]
    else:
        value = "19" + vocabulary.values("decade")[match["word"].lower()]
    return Value("date", value, stage_of(match["stage"]))


def _century(match: re.Match[str], reading: Reading) -> Value | None:
    if match["digits"]:
        number = int(match["digits"])
    else:
        number = int(vocabulary.values("century")[match["word"].lower()])
    if not 1 < number < 30:
        return None
    return Value("date", f"{number - 1:02}", stage_of(match["stage"]))


def _season(match: re.Match[str], reading: Reading) -> Value | None:
    """ "last fall", "this summer", "the winter of 1994", "early spring 2012"."""
    name = vocabulary.values("season")[match["season"].lower()]
    year = vocabulary.year(match["year"]) if match["year"] else None
    if year is None and match["which_year"]:
        year = _relative_year(match["which_year"], reading)
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
        year = _relative_year(match["which_year"], reading)
    anchor = reading.anchor
    if year is None and anchor is None:
        return Value("date", f"XXXX-{rest}" if rest[0].isdigit() else "XXXX-XX-XX")
    if year is not None:
        day = _holiday_in(year, rest)
        return Value("date", day.isoformat()) if day else None
    assert anchor is not None
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


_STAGED = rf"(?P<stage>{STAGE})?"
_WRITTEN_YEAR = rf"{YEAR}|['’][0-9]{{2}}\b|nineteen[ -][a-z]+(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?\b|two[ ]thousand\b"
_WHICH = rf"(?:(?P<which>(?:the{S})?(?:last|next|this|past|this{S}past|this{S}coming|coming|previous)){S})?"
_WHICH_YEAR = (
    rf"(?:{S}(?:of{S})?(?P<which_year>(?:last|this|next|that|the{S}same|the{S}previous){S}year)\b)?"
)

RULES: tuple[Rule, ...] = (
    rule(
        r"\b(?P<year>(?:1[0-9]|20)[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:[T ](?P<clock>[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?)Z?)?(?![0-9-])",
        _iso,
    ),
    rule(
        r"(?<![0-9/.$-])(?P<one>[0-9]{1,2})(?P<mark>[/.-])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>(?:1[89]|20)[0-9]{2}|(?<=/)[0-9]{2})(?![0-9/]|\.[0-9])",
        _figures,
    ),
    rule(r"(?<![0-9/$])9/11(?![0-9/])", lambda match, reading: Value("date", "2001-09-11")),
    rule(
        rf"\b{_STAGED}(?:{WEEKDAY},?{S})?(?P<month>{MONTH}){S}?(?P<day>{DAY})(?:{_APART}(?P<year>{YEAR}))?",
        _day,
    ),
    rule(
        rf"\b{_STAGED}(?:{WEEKDAY},?{S})?(?:the{S}(?=[0-9]{{1,2}}[a-z]))?(?P<day>{DAY})(?:{S}of)?[ \n-]{{1,3}}(?P<month>{MONTH})(?:[ \n,-]{{1,3}}(?P<year>{YEAR}))?",
        _day,
    ),
    rule(
        rf"\b{_STAGED}{_WHICH}(?P<month>{MONTH})(?:(?:{S}of|,)?{S}(?P<year>{YEAR}))?{_WHICH_YEAR}",
        lambda match, reading: _month(match, reading) if _is_month(match, reading) else None,
    ),
    rule(
        rf"(?<![\w.$£€#/:])(?<![A-Za-z]-)(?<!\d\d-\d\d-)(?P<stage>{STAGE})?(?P<lead>(?:the{S})?(?:calendar{S}|fiscal{S})?year{S}|fiscal{S})?(?P<year>{YEAR}|nineteen[ -][a-z]+(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?\b|(?<=year )two[ ]thousand\b)",
        _year,
    ),
    rule(
        rf"(?:\bthe{S})?\b{_STAGED}(?:(?P<digits>(?:1[0-9]|20)[0-9]0)['’]?s\b|['’](?P<short>[2-9]0)s\b|(?:nineteen[ -]|(?<=the )|(?<=mid-))(?P<word>{vocabulary.pattern('decade')})\b)",
        _decade,
    ),
    rule(
        rf"(?:\bthe{S})?\b{_STAGED}(?:the{S})?(?:(?P<digits>[0-9]{{1,2}})(?:st|nd|rd|th)|(?P<word>{vocabulary.pattern('century')}))[ -](?:century|centuries)\b",
        _century,
    ),
    rule(
        rf"\b(?:the{S})?{_STAGED}(?:(?P<which>last|next|this|past|coming|this{S}past|this{S}coming|the|in|that){S})(?P<season>{SEASON})(?:(?:{S}of)?{S}(?P<year>{_WRITTEN_YEAR}))?{_WHICH_YEAR}(?!-)",
        _season,
    ),
    rule(
        rf"\b(?:the{S})?{_STAGED}(?P<which>(?!)x)?(?P<season>{SEASON})(?:(?:{S}of)?{S}(?P<year>{_WRITTEN_YEAR})|{S}of{S}(?P<which_year>(?:last|this|next|that){S}year)\b)",
        _season,
    ),
    rule(
        rf"\b(?:(?P<which>last|next|this){S})?(?P<name>{vocabulary.pattern('holiday')})\b(?:,?{S}(?P<year>{YEAR}))?{_WHICH_YEAR}(?!{S}(?:Island|Carol|tree|card|shopping|present|market))",
        _holiday,
    ),
)


_BARE_BEFORE = re.compile(
    r"\b(?:in|of|since|by|until|till|last|next|this|early|late|mid|through|from|to|between|for|and|or|during|before|after|the|a|at|on)[\s-]$|[-–—(,]\s?$",
    re.IGNORECASE,
)


def _is_month(match: re.Match[str], reading: Reading) -> bool:
    """Whether a month's word alone is a month: not "may", "March on Rome", "April Jones" or "Theresa May"."""
    word = match["month"]
    if not word[0].isupper():
        return False
    if match["year"] or match["which"] or match["which_year"] or match["stage"]:
        return True
    before = reading.text[max(0, match.start() - 12) : match.start()]
    after = reading.text[match.end() : match.end() + 24]
    bare = word.rstrip(".").lower()
    if re.match(r"['’]s\b", after) and bare not in ("may", "march", "april", "june", "august"):
        return True
    temporal = bool(_BARE_BEFORE.search(before))
    if bare in ("may", "march", "april", "june", "august", "jan", "mar"):
        if not temporal or re.match(r"\s(?!\d)[A-Z][a-z]+", after):
            return False
        return bare not in ("may", "jan", "mar") or bool(
            re.search(
                r"\b(?:in|of|since|by|until|last|next|this|from|to|between|during|before|after|and)\s$",
                before,
            )
        )
    if bare in ("sep", "dec", "nov", "oct", "aug", "apr", "jul", "jun", "feb"):
        return temporal
    return not re.search(r"\bBlack\s$", before)
