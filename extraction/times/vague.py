"""What comes back, and times that are no day: "every Friday", "twice a week", "now", "recent weeks"."""

import re

from extraction.times import vocabulary
from extraction.times.amounts import period
from extraction.times.grammar import (
    NEVER,
    NUMBER,
    UNIT,
    Reading,
    Rule,
    S,
    Value,
    rule,
    unit_code,
    weekday_number,
)


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
    if reading.text[match.end() : match.end() + 1] == "-":
        return None
    if words in ("soon", "shortly"):
        passed = reading.direction(match.start(), match.end()) == "past"
        if passed or re.match(rf"{S}(?:as|after|before)\b", after):
            return None
    return Value("date", vocabulary.values("reference")[words])


def _vague_units(match: re.Match[str], reading: Reading) -> Value | None:
    """ "recent weeks", "coming months", "the weeks ahead"."""
    words = match["which"].lower() if match["which"] else "ahead"
    if "recent" in words or "past" in words or "last" in words or "previous" in words:
        return Value("date", "PAST_REF")
    return Value("date", "FUTURE_REF")


_LONG_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"


RULES: tuple[Rule, ...] = (
    rule(
        "every",
        rf"\b(?:every|each){S}(?:(?P<other>other|second){S}|(?P<number>{NUMBER}){S})?(?:(?P<weekday>{_LONG_WEEKDAY})|(?P<part>morning|afternoon|evening|night)|(?P<unit>{UNIT}))\b",
        _every,
    ),
    rule(
        "unit",
        rf"\b(?:once|twice|thrice|(?:{NUMBER}){S}times){S}(?:an?|per|each|every|in{S}a){S}(?P<unit>hour|day|week|month|quarter|year|decade)\b",
        _times_a,
    ),
    rule("frequency", rf"\b{vocabulary.pattern('frequency')}\b", _frequency),
    rule("weekday", rf"\b(?P<weekday>{_LONG_WEEKDAY})s\b", _plural_weekday),
    rule("reference", rf"\b{vocabulary.pattern('reference')}\b", _vague),
    rule("reference", r"\bcurrent\b", lambda match, reading: Value("date", "PRESENT_REF")),
    rule(
        "unit",
        rf"\b(?:the{S})?(?P<which>recent|past|last|previous|coming|next|following|future){S}(?P<unit>days|weeks|months|quarters|years|decades|centuries)\b",
        _vague_units,
    ),
    rule(
        "unit",
        rf"\b(?:the{S})?(?P<unit>hours|days|weeks|months|years|decades){S}ahead\b(?P<which>{NEVER})?",
        _vague_units,
    ),
)
