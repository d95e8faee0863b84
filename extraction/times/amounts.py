"""Lengths of time, what comes back, and vague times: "ten-year-long", "every Friday", "recently"."""

import re

from extraction.times import vocabulary
from extraction.times.grammar import (
    BOUND,
    GAP,
    HYPHEN,
    NOTHING,
    NUMBER,
    UNIT,
    Reading,
    Rule,
    S,
    Value,
    bound_of,
    rule,
    unit_code,
    weekday_number,
)


def period(count: str, code: str) -> str:
    """A TIMEX3 duration: `period("10", "Y")` is "P10Y", `period("1.5", "TH")` "PT1H30M"."""
    if code == "2W":
        code, count = "W", count if count == "X" else _plain(2 * float(count))
    if code == "TNI":
        return f"P{count}D" if count == "X" else f"P{_plain(float(count))}D"
    time = "T" if code[0] == "T" else ""
    letter = code.removeprefix("T")
    if count == "X":
        return f"P{time}X{letter}"
    number = float(count)
    if letter in ("DE", "CE", "ML"):
        return f"P{_plain(number * {'DE': 10, 'CE': 100, 'ML': 1000}[letter])}Y"
    whole, rest = int(number), number - int(number)
    smaller = {"TH": (60, "M"), "TM": (60, "S"), "Y": (12, "M"), "D": (24, "TH")}.get(code)
    if not rest or smaller is None:
        return f"P{time}{_plain(number)}{letter}"
    first = f"{whole}{letter}" if whole else ""
    more = f"{round(rest * smaller[0])}{smaller[1].removeprefix('T')}"
    return f"P{time}{first}{'T' if smaller[1] == 'TH' else ''}{more}"


def _plain(number: float) -> str:
    return f"{number:g}"


_PLURAL = re.compile(r"s$|centuries|millennia", re.IGNORECASE)
_AGE = re.compile(rf"(?:{GAP})?(?:olds?\b)|{S}of{S}age\b|{HYPHEN}old\b", re.IGNORECASE)


_RATE = re.compile(
    r"(?:[0-9]|\b(?:hundred|thousand|million|billion|trillion|cents|percent|dollars|pounds|euros|hours|times|days|barrels|tons|tonnes|units))[%]?\s$",
    re.IGNORECASE,
)
"""Before "a day": so many of something, not how long."""


def _duration(match: re.Match[str], reading: Reading) -> Value | None:
    """ "two weeks", "a 48-hour", "more than ten years", "five-year", "a decade"; no ages."""
    after = reading.text[match.end() : match.end() + 12]
    if _AGE.match(after):
        return NOTHING
    words = match["number"].lower()
    unit = match["unit"]
    code = unit_code(unit)
    count = vocabulary.number(match["number"])
    if code == "WE" and count == "X":
        return None
    if code == "TS" and (words in ("a", "one") or not _PLURAL.search(unit)):
        # "a second man", "one second" is rarely a length of time in the news.
        if not (words == "one" or words.isdigit()):
            return None
    if words in ("some", "many", "both") and not _PLURAL.search(unit):
        return None
    if (
        words in ("a", "an", "one")
        and code == "D"
        and re.match(rf"{S}(?:when|after|before|that|of)\b", after)
    ):
        return None
    hyphened = bool(re.search(rf"{HYPHEN}$", reading.text[match.start() : match.start("unit")]))
    if (
        not hyphened
        and not _PLURAL.search(unit)
        and count not in ("1", "0.5", "X")
        and "half" not in words
    ):
        # "the 20 minute mark" is a duration, "top 10 day" mostly too; "July 4 weekend" is not.
        if code == "WE":
            return None
    if code == "Q" and (not _PLURAL.search(unit) or hyphened or words in ("a", "some")):
        # "a quarter" and "three-quarters" are parts of anything.
        return None
    if words in ("a", "an") and _RATE.search(
        reading.text[max(0, match.start() - 24) : match.start()]
    ):
        return None
    if match[0].endswith("half") and count == "1":
        count = "1.5"
    modifier = bound_of(match["bound"]) or (
        "approx" if words == "a couple of" or match["so"] else ""
    )
    return Value("duration", period(count, code), modifier)


def _span_of_units(match: re.Match[str], reading: Reading) -> Value | None:
    """ "the past two months", "the next few years", "the last decade"."""
    count = vocabulary.number(match["number"]) if match["number"] else "X"
    return Value("duration", period(count, unit_code(match["unit"])))


def _vague_units(match: re.Match[str], reading: Reading) -> Value | None:
    """ "recent weeks", "coming months", "the weeks ahead"."""
    words = match["which"].lower() if match["which"] else "ahead"
    if "recent" in words or "past" in words or "last" in words or "previous" in words:
        return Value("date", "PAST_REF")
    return Value("date", "FUTURE_REF")


def _bare_units(match: re.Match[str], reading: Reading) -> Value | None:
    """ "for weeks", "decades of war", "over years"."""
    return Value("duration", period("X", unit_code(match["unit"])))


def _every(match: re.Match[str], reading: Reading) -> Value | None:
    """ "every Friday", "each year", "every two weeks", "every other day"."""
    if match["weekday"]:
        return Value("set", f"XXXX-WXX-{weekday_number(match['weekday'])}")
    if match["part"]:
        return Value("set", "XXXX-XX-XX" + vocabulary.values("part")[match["part"].lower()])
    code = unit_code(match["unit"])
    count = (
        "2" if match["other"] else vocabulary.number(match["number"]) if match["number"] else "1"
    )
    return Value("set", period(count, code))


def _times_a(match: re.Match[str], reading: Reading) -> Value | None:
    """ "twice a week", "three times a day"."""
    return Value("set", period("1", unit_code(match["unit"])))


def _frequency(match: re.Match[str], reading: Reading) -> Value | None:
    """ "daily", "weekly": in small letters, for "The Daily Telegraph" is none."""
    if not match[0].islower() or re.match(
        rf"{S}[A-Z]", reading.text[match.end() : match.end() + 3]
    ):
        return None
    return Value("set", vocabulary.values("frequency")[match[0].lower()])


def _plural_weekday(match: re.Match[str], reading: Reading) -> Value | None:
    return Value("set", f"XXXX-WXX-{weekday_number(match['weekday'])}")


def _vague(match: re.Match[str], reading: Reading) -> Value | None:
    words = " ".join(match[0].lower().split())
    after = reading.text[match.end() : match.end() + 8]
    if words in ("soon", "shortly") and re.match(rf"{S}(?:as|after|before)\b", after):
        return None
    return Value("date", vocabulary.values("reference")[words])


_LONG_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"

RULES: tuple[Rule, ...] = (
    rule(
        rf"(?<![\w$€£.,-])(?P<bound>{BOUND})?(?P<number>{NUMBER})(?:{GAP}(?:more|further|extra|full|consecutive|straight|long|business|working|whole|additional|successive|solid))?(?:{GAP})(?P<unit>{UNIT})(?:(?P<so>{S}or{S}so\b)|{HYPHEN}long\b|{S}and{S}a{S}half\b)?(?!['’]s{S}(?:time|notice)x)",
        lambda match, reading: _duration(match, reading),
    ),
    rule(
        rf"\bhalf{GAP}(?:an{S}|a{S})?(?P<unit>hour|day|year|century|decade)\b",
        lambda match, reading: Value("duration", period("0.5", unit_code(match["unit"]))),
    ),
    rule(
        rf"\b(?P<number>an|a){S}(?P<unit>hour|minute|year|month|week|day){S}and{S}a{S}half\b",
        lambda match, reading: Value("duration", period("1.5", unit_code(match["unit"]))),
    ),
    rule(
        rf"\b(?:the{S})?(?:past|last|next|coming|previous|following|first|final){S}(?P<number>{NUMBER}){GAP}(?P<unit>{UNIT})(?:{S}or{S}so\b)?",
        _span_of_units,
    ),
    rule(
        rf"\b(?:the{S})?(?P<which>recent|past|last|previous|coming|next|following|future){S}(?P<unit>days|weeks|months|quarters|years|decades|centuries)\b",
        _vague_units,
    ),
    rule(
        rf"\b(?:the{S})?(?P<unit>hours|days|weeks|months|years|decades){S}ahead\b(?P<which>(?!)x)?",
        _vague_units,
    ),
    rule(
        r"(?<![\w-])(?P<unit>hours|days|weeks|months|years|decades|centuries)\b(?!-)",
        _bare_units,
    ),
    rule(
        rf"\b(?:every|each){S}(?:(?P<other>other|second){S}|(?P<number>{NUMBER}){S})?(?:(?P<weekday>{_LONG_WEEKDAY})|(?P<part>morning|afternoon|evening|night)|(?P<unit>{UNIT}))\b",
        _every,
    ),
    rule(
        rf"\b(?:once|twice|thrice|(?:{NUMBER}){S}times){S}(?:an?|per|each|every|in{S}a){S}(?P<unit>hour|day|week|month|quarter|year|decade)\b",
        _times_a,
    ),
    rule(rf"\b{vocabulary.pattern('frequency')}\b", _frequency),
    rule(rf"\b(?P<weekday>{_LONG_WEEKDAY})s\b", _plural_weekday),
    rule(rf"\b{vocabulary.pattern('reference')}\b", _vague),
    rule(r"\bcurrent\b", lambda match, reading: Value("date", "PRESENT_REF")),
)
