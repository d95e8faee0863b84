"""Times reckoned by units from the dispatch or the time last named: "last month", "two weeks ago"."""

import datetime
import re

from extraction.times import almanac, vocabulary
from extraction.times.grammar import (
    BOUND,
    GAP,
    NUMBER,
    ONE_DAY,
    STAGE,
    UNIT,
    UNKNOWN,
    Reading,
    Rule,
    S,
    Value,
    bound_of,
    rule,
    stage_of,
    unit_code,
)

_WHICH = "|".join(
    word.replace(" ", S)
    for word in (
        "the very same", "the very next", "the following", "the same", "the previous", "the preceding",
        "the next", "the coming", "the current", "the past", "the last", "the latest", "the present",
        "the upcoming", "the fiscal", "the calendar", "the", "last", "past", "this past", "this coming",
        "this same", "this", "current", "next", "coming", "following", "that same", "that",
    )
)  # fmt: skip
_SINGLE_UNIT = r"(?:day|week|weekend|month|quarter|year|decade|century)\b"
_BARE = frozenset(("", "the", "calendar", "fiscal"))
_FROM_NAMED = frozenset(
    ("following", "same", "that", "previous", "preceding", "next", "very next", "very same")
)


def _which_unit(match: re.Match[str], reading: Reading) -> Value | None:
    """ "last month", "this week", "early next year", "the end of the year", "the following day"."""
    which = " ".join((match["which"] or "").lower().split()).removeprefix("the ")
    code, stage = unit_code(match["unit"]), stage_of(match["stage"])
    if match[0] in ("This Week", "The Week") or not (stage or match["which"]):
        return None
    # "the year" says nothing of itself; "the end of the year" does, and "the weekend" too.
    if which in _BARE and not stage and code != "WE":
        return None
    if code == "D" and which in ("last", "past"):
        return None
    start = _start(which, match, reading) if which in _FROM_NAMED else reading.anchor
    if start is None:
        return Value("date", UNKNOWN.get(code, "XXXX"), stage)
    step = _step(which)
    if code == "WE" and step == 0:
        step = _weekend(match, reading, start)
    value = almanac.shifted(start, code, step)
    return Value("date", value, stage) if value else None


def _start(which: str, match: re.Match[str], reading: Reading) -> datetime.date | None:
    """What "the next day", "that year" and "the previous month" start from."""
    words = (match["which"] or "").lower()
    # "next week" is the dispatch's next; "the next day" that of the story.
    if which == "next" and not words.startswith("the"):
        return reading.anchor
    if which == "next" and unit_code(match["unit"]) != "D":
        # "in December 2017. He took office the next month": of a story that is long past.
        named, anchor = reading.named, reading.anchor
        return named.day if named and anchor and named.day.year != anchor.year else anchor
    return reading.start(unit_code(match["unit"]))


def _step(which: str) -> int:
    if which in ("last", "past", "previous", "preceding", "latest"):
        return -1
    if which in ("next", "following", "coming", "very next", "upcoming"):
        return 1
    return 0


def _weekend(match: re.Match[str], reading: Reading, start: datetime.date) -> int:
    """ "the weekend" said before Friday of what has been is the one before."""
    past = reading.direction(match.start(), match.end()) == "past"
    return -1 if past and start.isoweekday() < 6 else 0


def _ago(match: re.Match[str], reading: Reading) -> Value | None:
    """ "two weeks ago", "a day earlier", "three days later", "five years from now"."""
    count = vocabulary.number(match["number"])
    code = unit_code(match["unit"])
    after = match["after"].lower()
    backward = after in ("ago", "earlier", "before", "previously", "beforehand")
    deictic = after in ("ago", "from now", "from today", "hence")
    start = reading.anchor if deictic else reading.start(code)
    if not backward and not deictic and not reading.named:
        # "Thirty years later": than something that the text has not said.
        start = None
    modifier = bound_of(match["bound"])
    if count == "X" or code.startswith("T"):
        if count != "X" and code == "TNI":
            code = "D"
        elif count == "X":
            return Value("date", "PAST_REF" if backward else "FUTURE_REF")
    if start is None:
        return Value("date", UNKNOWN.get(code, "XXXX-XX-XX"), modifier)
    if code == "Y" and count == "1" and backward and _of_figures(match, reading):
        # "up from 93 million a year ago": of what was told for a quarter, the same quarter.
        quarter = almanac.shifted(reading.quarter or start, "Q", -4)
        return Value("date", quarter, modifier) if quarter else None
    value = _moved(start, code, -float(count) if backward else float(count))
    return Value("date", value, modifier) if value else None


_FIGURES = re.compile(
    r"[$€£¥%]|\b(?:percent|per cent|million|billion|shares?|profit|revenue|sales)\b"
)


def _of_figures(match: re.Match[str], reading: Reading) -> bool:
    """Whether a quarter was named, and here a company's figures are told."""
    around = reading.text[max(0, match.start() - 100) : match.end() + 50]
    return reading.quarter is not None and bool(_FIGURES.search(around))


def _moved(start: datetime.date, code: str, count: float) -> str | None:
    if code == "2W":
        return almanac.shifted(start, "W", int(2 * count))
    if code in ("TS", "TM", "TH"):
        hours = count * {"TS": 0, "TM": 0, "TH": 1}[code]
        return almanac.shifted(start, "D", int(hours / 24))
    if code == "DE":
        return almanac.shifted(start, "Y", int(10 * count))
    if code == "CE":
        return almanac.shifted(start, "Y", int(100 * count))
    if count != int(count) and code == "Y":
        return almanac.shifted(start, "M", int(12 * count))
    return almanac.shifted(start, code, int(count))


def _before(match: re.Match[str], reading: Reading) -> Value | None:
    """ "the day before", "than the year before": with nothing after it that it comes before."""
    code = unit_code(match["unit"])
    start = reading.start(code)
    if start is None:
        return Value("date", UNKNOWN.get(code, "XXXX"))
    if code == "TNI":
        day = start - ONE_DAY
        return Value("time", f"{day}TNI")
    value = almanac.shifted(start, code, -1 if match["side"].lower() == "before" else 1)
    return Value("date", value) if value else None


def _of_month(match: re.Match[str], reading: Reading) -> Value | None:
    """ "by the 22nd": of the month last named, or of the dispatch's."""
    number = int(match["number"])
    start = reading.reference
    if start is None:
        return Value("date", f"XXXX-XX-{number:02}")
    day = almanac.date(start.year, start.month, number)
    return Value("date", day.isoformat()) if day else None


def _to_date(match: re.Match[str], reading: Reading) -> Value | None:
    """ "earlier in the year", "later in the week"."""
    if reading.anchor is None:
        return Value(
            "date", UNKNOWN.get(unit_code(match["unit"]), "XXXX"), stage_of(match["stage"])
        )
    value = almanac.shifted(reading.anchor, unit_code(match["unit"]), 0)
    return Value("date", value, stage_of(match["stage"])) if value else None


RULES: tuple[Rule, ...] = (
    rule(
        "unit",
        rf"\bthe{S}(?P<unit>day|night|week|month|year){S}(?P<side>before|after)\b(?=[.,;:)\"”’]|$|{S}(?:to|in|and|when|at|with|for|but|by)\b)",
        _before,
    ),
    rule(
        "digit",
        rf"(?:(?<=\bby )|(?<=\bon )|(?<=\buntil )|(?<=\bsince )|(?<=\bfrom )|(?<=\bBy )|(?<=\bOn ))the{S}(?P<number>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)\b(?=[.,;:)\"”]|$|{S}(?:the|to|in|and|he|she|it|they|we|when|at|with|for|but|there|after|before)\b)",
        _of_month,
    ),
    rule(
        "unit",
        rf"\b(?P<stage>{STAGE})?(?P<which>{_WHICH})?(?:{GAP})?\b(?<![\w] )?(?P<unit>{_SINGLE_UNIT})(?![-‐‑]|{S}ago\b|{S}or{S}so\b)",
        _which_unit,
    ),
    rule(
        "unit",
        rf"\b(?P<bound>{BOUND})?(?P<number>{NUMBER})(?:{GAP})(?P<unit>{UNIT})(?:{S}or{S}(?:so|two))?{S}(?P<after>ago|earlier|later|before(?=[.,;])|afterwards|afterward|beforehand|previously|from{S}now|from{S}today|hence|after(?=[.,;]))\b",
        _ago,
    ),
    rule(
        "unit",
        rf"\b(?P<stage>earlier|later|early|late){S}in{S}the{S}(?P<unit>week|month|year|decade)\b",
        _to_date,
    ),
)
