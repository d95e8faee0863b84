"""Times of the clock, alone or with their day: "10 a.m.", "1745 GMT", "three in the morning"."""

import re

from extraction.times.grammar import (
    NEVER,
    Reading,
    Rule,
    S,
    Value,
    rule,
)

_ZONE = r"(?:gmt|utc|bst|cet|cest|est|edt|cst|cdt|mst|mdt|pst|pdt|et|ct|mt|pt|ist|msk|jst|aest|local{S}time|[a-z]+{S}time)".replace(
    "{S}", S
)


def _clock(match: re.Match[str], reading: Reading) -> Value | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = re.sub(r"[^apm]", "", (match["half"] or "").lower())
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 24 or minute > 59:
        return None
    day = reading.day
    return Value(
        "time",
        f"{day.isoformat() if day else 'XXXX-XX-XX'}T{hour:02}:{minute:02}",
        "approx" if match["about"] else "",
    )


def _named(match: re.Match[str], reading: Reading) -> Value | None:
    day = reading.day
    hour = "T24:00" if match["word"].lower() == "midnight" else "T12:00"
    return Value("time", f"{day.isoformat() if day else 'XXXX-XX-XX'}{hour}")


_ABOUT = rf"(?P<about>(?:around|about|shortly{S}before|shortly{S}after){S})?"


_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"


def _spoken(match: re.Match[str], reading: Reading) -> Value | None:
    """ "three in the morning", "five o'clock", "ten at night"."""
    word = match["word"].lower()
    hour = int(word) if word.isdigit() else _HOURS.split("|").index(word) + 1
    part = (match["part"] or match["part2"] or "").lower()
    if not 1 <= hour <= 12:
        return None
    if "afternoon" in part or "evening" in part or ("night" in part and hour > 5):
        hour = hour % 12 + 12
    day = reading.day
    modifier = "approx" if match["about"] else ""
    return Value("time", f"{day.isoformat() if day else 'XXXX-XX-XX'}T{hour:02}:00", modifier)


RULES: tuple[Rule, ...] = (
    rule(
        "clock",
        rf"(?<![\w$.:-]){_ABOUT}(?P<word>{_HOURS}|[0-9]{{1,2}})(?:(?P<clock>{S}o['’]clock)\b(?:{S}(?P<part>in{S}the{S}(?:morning|afternoon|evening)|at{S}night)\b)?|{S}(?P<part2>in{S}the{S}(?:morning|afternoon|evening))\b)",
        _spoken,
    ),
    rule(
        "digit",
        rf"(?<![\w$.:-]){_ABOUT}(?P<hour>[0-9]{{1,2}})(?:[:.](?P<minute>[0-5][0-9]))?{S}?(?P<half>[ap]\.?{S}?m\b\.?)(?:{S}\(?{_ZONE}\b\)?)?",
        _clock,
    ),
    rule(
        "digit",
        rf"(?<![\w$.:-]){_ABOUT}(?P<half>{NEVER})?(?P<hour>[01]?[0-9]|2[0-4])[:.]?(?P<minute>[0-5][0-9])(?:{S}?(?:hours|hrs))?{S}\(?(?:gmt|utc|bst|cet|cest|local{S}time)\b\)?",
        _clock,
    ),
    rule(
        "digit",
        rf"(?:(?<=\bat )|(?<=\buntil )|(?<=\baround )|(?<=\bsince )|(?<=\bfrom ))(?P<about>{NEVER})?(?P<half>{NEVER})?(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])\b(?!:|{S}\()",
        _clock,
    ),
    rule(
        "part",
        r"(?:(?<=\bat )|(?<=\bby )|(?<=\buntil )|(?<=\baround )|(?<=\bbefore )|(?<=\bafter ))(?P<word>noon|midday|midnight)\b",
        _named,
    ),
)
