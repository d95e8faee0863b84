"""Lengths of time: "two weeks", "ten-year-long", "48-hour", "the past two months"; no ages, no rates."""

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
        return f"P{_plain(number)}{letter}"
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


_AGE = re.compile(
    rf"(?:{GAP})?(?:olds?\b)|{S}of{S}age\b|{S}and{S}(?:over|older|under|younger)\b|{HYPHEN}old\b",
    re.IGNORECASE,
)


_AGED = re.compile(r"\b(?:aged|age|ages)\s$", re.IGNORECASE)
_THAT_DAY = re.compile(rf"{S}(?:when|after|before|that|of)\b")
_RATE = re.compile(
    r"(?:[0-9]|\b(?:hundred|thousand|million|billion|trillion|cents|percent|dollars|pounds|euros|hours|times|days|barrels|tons|tonnes|units))[%]?\s$",
    re.IGNORECASE,
)
"""Before "a day": so many of something, not how long."""


_SOME_DAY = re.compile(
    r"\b(?:he|she|it|they|we|i|will|would|could|may|might|can|that|and|to)\s$|^$"
)


def _duration(match: re.Match[str], reading: Reading) -> Value | None:
    """ "two weeks", "a 48-hour", "more than ten years", "five-year", "a decade"; no ages."""
    before = reading.text[max(0, match.start() - 8) : match.start()]
    if _AGED.search(before) or _AGE.match(reading.text, match.end(), match.end() + 14):
        return NOTHING
    words, code = match["number"].lower(), unit_code(match["unit"])
    count = vocabulary.number(match["number"])
    if match[0].lower() == "one day" and _SOME_DAY.search(before.lower()):
        # "would one day lead": some day to come.
        return Value("date", "FUTURE_REF")
    if not _is_length(match, reading, words, code, count):
        return None
    if match[0].endswith("half") and count == "1":
        count = "1.5"
    about = "approx" if words == "a couple of" or match["so"] else ""
    return Value("duration", period(count, code), bound_of(match["bound"]) or about)


def _is_length(match: re.Match[str], reading: Reading, words: str, code: str, count: str) -> bool:
    """Whether a number and a unit are a length of time."""
    before = reading.text[max(0, match.start() - 24) : match.start()]
    after = reading.text[match.end() : match.end() + 12]
    several = bool(_PLURAL.search(match["unit"]))
    hyphened = match["unit"] and reading.text[match.start("unit") - 1] not in " \n\u00a0"
    if words in ("a", "an") and _RATE.search(before):
        return False
    if words in ("a", "an", "one") and code == "D" and _THAT_DAY.match(after):
        return False
    if words in ("some", "many", "both") and not several:
        return False
    if code == "TS":
        # "a second man"
        return (several and words not in ("a", "an")) or words == "one" or words.isdigit()
    if code == "Q":
        # "a quarter" and "three-quarters" are parts of anything.
        return several and not hyphened and words not in ("a", "some")
    if code == "WE":
        # "July 4 weekend"
        return count != "X" and (several or words in ("a", "one"))
    return True


def _span_of_units(match: re.Match[str], reading: Reading) -> Value | None:
    """ "the past two months", "the next few years", "the last decade"."""
    count = vocabulary.number(match["number"]) if match["number"] else "X"
    return Value("duration", period(count, unit_code(match["unit"])))


def _bare_units(match: re.Match[str], reading: Reading) -> Value | None:
    """ "for weeks", "decades of war", "minutes after"; not "the years of the war", "minutes apart"."""
    before = reading.text[max(0, match.start() - 10) : match.start()].lower()
    related = re.match(
        rf"{S}(?:before|after|since|later|earlier|leading|following)\b",
        reading.text[match.end() : match.end() + 12],
    )
    if not related and (
        match["unit"].lower() == "minutes"
        or before.endswith(
            ("the ", "matter of ", "these ", "those ", "million ", "billion ", "early ", "small ")
        )
    ):
        return None
    return Value("duration", period("X", unit_code(match["unit"])))


RULES: tuple[Rule, ...] = (
    rule(
        "unit",
        rf"(?<![\w$€£.,-])(?P<bound>{BOUND})?(?:the{S}(?!an?{S}|few|half)(?=[a-z0-9]+{S}[a-z]+s\b))?(?P<number>{NUMBER})(?:(?:{S}(?:to|or){S}|{HYPHEN}){NUMBER})?(?:{GAP}(?:more|trading|further|extra|full|consecutive|straight|long|business|working|whole|additional|successive|solid))?(?:{GAP})(?P<unit>{UNIT})(?:(?P<so>{S}or{S}so\b)|{HYPHEN}long\b|{S}and{S}a{S}half\b)?(?!-(?:ago|earlier|end)\b)",
        _duration,
    ),
    rule(
        "unit",
        rf"\b(?P<unit>hour|day|week|month|year|decade|century){HYPHEN}long\b",
        lambda match, reading: Value("duration", period("1", unit_code(match["unit"]))),
    ),
    rule(
        "unit",
        rf"\b(?P<unit>hours|days|weeks|months|years|decades|centuries){HYPHEN}long\b",
        lambda match, reading: Value("duration", period("X", unit_code(match["unit"]))),
    ),
    rule(
        "unit",
        rf"\bhalf{GAP}(?:an{S}|a{S})?(?P<unit>hour|day|year|century|decade)\b",
        lambda match, reading: Value("duration", period("0.5", unit_code(match["unit"]))),
    ),
    rule(
        "unit",
        rf"\b(?P<number>an|a){S}(?P<unit>hour|minute|year|month|week|day){S}and{S}a{S}half\b",
        lambda match, reading: Value("duration", period("1.5", unit_code(match["unit"]))),
    ),
    rule(
        "unit",
        rf"\b(?:the{S})?(?:past|last|latest|next|coming|previous|following|first|final){S}(?!an?{S})(?P<number>{NUMBER})(?:(?:{S}(?:to|or){S}|{HYPHEN}){NUMBER})?{GAP}(?:(?:working|business|calendar|trading|full|consecutive){S})?(?P<unit>{UNIT})(?:{S}or{S}so\b)?",
        _span_of_units,
    ),
    rule(
        "unit",
        r"(?<![\w-])(?P<unit>minutes|hours|days|weeks|months|years|decades|centuries)\b(?!-)",
        _bare_units,
    ),
)
