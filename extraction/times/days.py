"""Days of the calendar: "July 26, 2023", "26/07/2023", "December 22", "9/11"."""

import re

from extraction.times import almanac
from extraction.times.grammar import (
    DAY,
    MONTH,
    NEVER,
    NOTHING,
    STAGED,
    WEEKDAY,
    WHICH_YEAR,
    YEAR,
    Reading,
    Rule,
    S,
    Value,
    day_near,
    month_number,
    rule,
    stage_of,
    weekday_number,
    year_of,
)

_APART = rf"(?:{S}|,{S}?)"


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


_PAST_EVENT = re.compile(
    rf"{S}(?:coup|putsch|massacre|revolution|uprising|(?:terror(?:ist)?{S})?attacks?)\b"
)


def _day(match: re.Match[str], reading: Reading) -> Value | None:
    """ "December 22", "Tuesday, July 26, 2023", "26 July", "late on March 3"."""
    if _NAME_AFTER.match(reading.text, match.end()) or reading.text.endswith(
        "Long ", max(0, match.start() - 5), match.start()
    ):
        return NOTHING
    month, day = month_number(match["month"]), int(re.match(r"[0-9]+", match["day"])[0])  # type: ignore[index]
    stage = stage_of(match["stage"])
    year = year_of(match, reading)
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
    if match["last"]:
        direction = "past" if match["last"].lower() == "last" else "future"
    if _PAST_EVENT.match(reading.text, match.end()):
        if (month, day) == (9, 11) and (reading.anchor is None or reading.anchor.year > 2000):
            return Value("date", "2001-09-11")
        direction = "past"
    found = day_near(reading, month, day, direction)
    return Value("date", found.isoformat() if found else f"XXXX-{month:02}-{day:02}", stage)


RULES: tuple[Rule, ...] = (
    rule(
        "digit",
        r"\b(?P<year>(?:1[0-9]|20)[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:[T ](?P<clock>[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?)Z?)?(?![0-9-])",
        _iso,
    ),
    rule(
        "digit",
        r"(?<![0-9/.$-])(?P<one>[0-9]{1,2})(?P<mark>[/.-])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>(?:1[89]|20)[0-9]{2}|(?<=/)[0-9]{2})(?![0-9/]|\.[0-9])",
        _figures,
    ),
    rule(
        "digit", r"(?<![0-9/$])9/11(?![0-9/])", lambda match, reading: Value("date", "2001-09-11")
    ),
    rule(
        "month",
        rf"\b{STAGED}(?:(?P<last>last|next){S})?(?:{WEEKDAY},?{S})?(?P<month>{MONTH}){S}?(?P<day>{DAY})(?:{_APART}(?P<year>{YEAR}))?{WHICH_YEAR}",
        _day,
    ),
    rule(
        "month",
        rf"\b{STAGED}(?:(?P<last>{NEVER}){S})?(?:{WEEKDAY},?{S})?(?:the{S}(?=[0-9]{{1,2}}[a-z]))?(?P<day>{DAY})(?:{S}of)?[ \n-]{{1,3}}(?P<month>{MONTH})(?:[ \n,-]{{1,3}}(?P<year>{YEAR}))?{WHICH_YEAR}",
        _day,
    ),
)
