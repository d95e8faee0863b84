"""Times reckoned from the dispatch's date or from the time last named: "last Tuesday", "two weeks ago"."""

import datetime
import re

from extraction.times import almanac, vocabulary
from extraction.times.grammar import (
    BOUND,
    GAP,
    NUMBER,
    PART,
    STAGE,
    UNIT,
    WEEKDAY,
    YEAR,
    Reading,
    Rule,
    S,
    Value,
    bound_of,
    rule,
    stage_of,
    unit_code,
    weekday_number,
)

_DAY = datetime.timedelta(days=1)
UNKNOWN = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX",
    "DE": "XXX", "CE": "XX",
}  # fmt: skip
"""What a time is that is told by its unit alone, without a date to reckon from."""


def _weekday(match: re.Match[str], reading: Reading) -> Value | None:
    """ "on Tuesday", "last Friday", "Tuesday evening", "early Monday", "Thursday of next week"."""
    number, stage = weekday_number(match["weekday"]), stage_of(match["stage"])
    part = vocabulary.values("part")[match["part"].lower()] if match["part"] else ""
    day = _weekday_meant(match, reading, number)
    value = day.isoformat() if day else f"XXXX-WXX-{number}"
    return Value("time" if part else "date", value + part, stage)


def _weekday_meant(match: re.Match[str], reading: Reading, number: int) -> datetime.date | None:
    anchor = reading.anchor
    if anchor is None:
        return None
    week = (match["week"] or "").lower()
    monday = anchor - (anchor.isoweekday() - 1) * _DAY
    if week:
        step = -1 if "last" in week or "previous" in week else 1 if "next" in week else 0
        return monday + (7 * step + number - 1) * _DAY
    since = (anchor.isoweekday() - number) % 7
    until = (number - anchor.isoweekday()) % 7
    which = (match["which"] or "").lower()
    if "previous" in which and reading.named and reading.named.precision == "day":
        start = reading.named.day
        return start - ((start.isoweekday() - number) % 7 or 7) * _DAY
    if "last" in which or "previous" in which or "past" in which:
        return anchor - (since or 7) * _DAY
    if "next" in which or "following" in which or "coming" in which:
        start = reading.reference if "following" in which and reading.reference else anchor
        return start + ((number - start.isoweekday()) % 7 or 7) * _DAY
    direction = reading.direction(match.start(), match.end())
    if direction == "future" or ("this" in which and direction != "past"):
        return anchor + until * _DAY
    return anchor - since * _DAY


def _deictic(match: re.Match[str], reading: Reading) -> Value | None:
    """ "today", "yesterday afternoon", "the day before yesterday", "tonight", "overnight", "this morning"."""
    word = match["word"].lower()
    if reading.anchor is None:
        return Value("date", "XXXX-XX-XX")
    step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    if match["beyond"]:
        step *= 2
    day = reading.anchor + step * _DAY
    words = match["part"] or match["early_part"]
    part = vocabulary.values("part")[words.lower()] if words else ""
    if word == "tonight":
        part = "TNI"
    return Value("time" if part else "date", day.isoformat() + part, stage_of(match["stage"]))


def _part(match: re.Match[str], reading: Reading) -> Value | None:
    """ "this morning", "last night", "that evening", "overnight": a part of the day meant."""
    part = vocabulary.values("part")[match["part"].lower()]
    which = (match["which"] or "").lower()
    day = reading.anchor
    if which in ("that", "the same", "the", "in the"):
        day = reading.reference
    elif which == "last" and day:
        day -= _DAY
    elif which == "the next" or which == "the following":
        day = reading.reference and reading.reference + _DAY
    elif which == "the previous":
        day = reading.reference and reading.reference - _DAY
    return Value(
        "time", (day.isoformat() if day else "XXXX-XX-XX") + part, stage_of(match["stage"])
    )


def _which_unit(match: re.Match[str], reading: Reading) -> Value | None:
    """ "last month", "this week", "early next year", "the end of the year", "the following day"."""
    which = " ".join((match["which"] or "").lower().split())
    code = unit_code(match["unit"])
    stage = stage_of(match["stage"])
    if code in ("TS", "TM", "TH", "TNI", "2W"):
        return None
    if not stage and not match["which"]:
        return None
    # "the year" says nothing of itself; "the end of the year" does.
    which = which.removeprefix("the ")
    if which in ("", "the", "calendar", "full", "fiscal") and not stage and code != "WE":
        return None
    if which in (
        "following",
        "same",
        "that",
        "previous",
        "preceding",
        "next",
        "very next",
        "very same",
    ):
        start = _start(which, match, reading)
    else:
        start = reading.anchor
    if start is None:
        return Value("date", UNKNOWN.get(code, "XXXX"), stage)
    step = _step(which)
    if code == "WE" and step == 0:
        step = _weekend(match, reading, start)
    if code == "D" and which in ("other", "last", "past"):
        return None
    value = almanac.shifted(start, code, step)
    return Value("date", value, stage) if value else None


def _start(which: str, match: re.Match[str], reading: Reading) -> datetime.date | None:
    """What "the next day", "that year" and "the previous month" start from."""
    words = (match["which"] or "").lower()
    # "next week" is the dispatch's next; "the next day" that of the story.
    if which == "next" and not words.startswith("the"):
        return reading.anchor
    if which == "next" and unit_code(match["unit"]) != "D":
        return reading.anchor
    return reading.reference


def _step(which: str) -> int:
    if which in ("last", "past", "previous", "preceding", "latest", "just-ended"):
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
    start = (
        reading.anchor if after in ("ago", "from now", "from today", "hence") else reading.reference
    )
    modifier = bound_of(match["bound"])
    if count == "X" or code.startswith("T"):
        if count != "X" and code == "TNI":
            code = "D"
        elif count == "X":
            return Value("date", "PAST_REF" if backward else "FUTURE_REF")
    if start is None:
        return Value("date", UNKNOWN.get(code, "XXXX-XX-XX"), modifier)
    if code == "Y" and count == "1" and backward and reading.quarter:
        # "up from 93 million a year ago": of what was told for a quarter, the same quarter.
        return Value("date", almanac.shifted(reading.quarter, "Q", -4) or "PAST_REF", modifier)
    value = _moved(start, code, -float(count) if backward else float(count))
    return Value("date", value, modifier) if value else None


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


def _quarter(match: re.Match[str], reading: Reading) -> Value | None:
    """ "the third quarter", "Q3 2012", "last year's first quarter", "the second half of 2010"."""
    half = bool(match["half"])
    word = (match["ordinal"] or "").lower()
    number = int(match["digit"] or vocabulary.values("ordinal").get(word, "0"))
    number = 2 if half and word == "second" else number
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
    words = match["which"].lower()
    if re.search("year", words):
        value = almanac.shifted(reading.quarter or anchor, "Q", -4 if reading.quarter else -5)
        return Value("date", value) if value else None
    step = -1 if re.search("last|latest|previous|past", words) else 1 if "next" in words else 0
    value = almanac.shifted(anchor, "Q", step)
    return Value("date", value) if value else None


def _year_end(match: re.Match[str], reading: Reading) -> Value | None:
    year = f"{reading.anchor.year:04}" if reading.anchor else "XXXX"
    return Value("date", year, "end")


def _to_date(match: re.Match[str], reading: Reading) -> Value | None:
    """ "earlier in the year", "later in the week"."""
    if reading.anchor is None:
        return Value(
            "date", UNKNOWN.get(unit_code(match["unit"]), "XXXX"), stage_of(match["stage"])
        )
    value = almanac.shifted(reading.anchor, unit_code(match["unit"]), 0)
    return Value("date", value, stage_of(match["stage"])) if value else None


_STAGED = rf"(?P<stage>{STAGE})?"
_NOT_PUBLICATION = rf"(?!{S}(?:Times|Telegraph|Mirror|Mail|Herald|Express|Post|Star|Mass|League|Night{S}(?:Lights|Live|Football)|Night's)\b)"
_UNIT_WHICH = (
    r"(?:the[ ](?:very[ ]same|very[ ]next|following|same|previous|preceding|next|coming|current|past|last|latest|present|upcoming)"
    r"|last|past|this[ ]past|this[ ]coming|this[ ]same|this|current|next|coming|following|that[ ]same|that|the[ ]present|the[ ]fiscal|the[ ]calendar|the)"
)
_SINGLE_UNIT = r"(?:day|week|weekend|month|quarter|year|decade|century)\b"

RULES: tuple[Rule, ...] = (
    rule(
        rf"(?<!Bloody )(?<!Black )(?<!Super )(?<!Manic )(?<!Ash )(?<!Palm )(?<!Mail on )(?<![\w-])\b(?P<stage>(?:early|late)(?:{S}on)?{S})?(?:(?P<which>(?:the{S})?(?:last|next|this{S}past|this{S}coming|this|the{S}previous|the{S}following|previous|following|past|coming)){S})?"
        rf"(?P<weekday>{WEEKDAY})(?:{S}(?P<part>{PART}))?(?:{S}(?:of{S})?(?P<week>(?:last|this|next){S}week)\b)?{_NOT_PUBLICATION}",
        lambda match, reading: _weekday(match, reading) if _is_weekday(match) else None,
    ),
    rule(
        rf"\b{_STAGED}(?:(?P<early_part>{PART}){S})?(?P<beyond>the{S}day{S}(?:before|after){S})?(?P<word>today|yesterday|tomorrow|tonight)\b(?:{S}(?P<part>{PART}))?(?!{S}Show\b|['’]s{S}Zaman)",
        _deictic,
    ),
    rule(
        rf"\b{_STAGED}(?P<which>this|last|that|the{S}same|the{S}next|the{S}following|the{S}previous){S}(?P<part>{PART})",
        _part,
    ),
    rule(r"\b(?P<stage>(?!)x)?(?P<which>(?!)x)?(?P<part>overnight)\b", _part),
    rule(
        rf"\b(?P<stage>late|early|mid)?(?P<which>the){S}(?P<part>morning|afternoon|evening|(?:night|dawn)(?={S}(?:of|on)\b))\b",
        _part,
    ),
    rule(
        rf"\b(?P<stage>{STAGE})?(?P<which>{_UNIT_WHICH.replace('[ ]', S)})?(?:{GAP})?\b(?<![\w] )?(?P<unit>{_SINGLE_UNIT})(?![-‐‑]|{S}ago\b|{S}or{S}so\b)",
        _which_unit,
    ),
    rule(
        rf"\b(?P<bound>{BOUND})?(?P<number>{NUMBER})(?:{GAP})(?P<unit>{UNIT}){S}(?P<after>ago|earlier|later|before(?=[.,;])|afterwards|afterward|beforehand|previously|from{S}now|from{S}today|hence|after(?=[.,;]))\b",
        _ago,
    ),
    rule(
        rf"\b(?:the{S}(?![a-z]+-quarter)(?!fiscal{S}[a-z]+-))?{_STAGED}(?:(?P<of_year>(?:this|last|next){S}year['’]s|year-ago|year-earlier){S})?(?:(?P<year>{YEAR}){S})?(?:fiscal{S})?(?:(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|final)[ -](?:fiscal[ -])?(?:quarter|(?P<half>half))|Q(?P<digit>[1-4]))\b(?:(?:{S}(?:of|in))?(?:{S}fiscal)?{S}(?:(?P<which_year>(?:last|this|next){S}year)|(?P<year2>{YEAR})))?(?!{S}of{S}(?:the|a|its|his){S}(?:match|game|season|final|contest))",
        lambda match, reading: _quarter(_Filled(match), reading),  # type: ignore[arg-type]
    ),
    rule(
        rf"\b(?P<which>this|last|next|the{S}(?:current|latest|last|next|previous|past|year-earlier|year-ago|comparable{S}year-ago|corresponding{S}year-ago|corresponding{S}year-earlier)|year-ago|year-earlier){S}(?:fiscal{S})?(?:quarter|period)\b",
        _this_quarter,
    ),
    rule(rf"\b(?:the{S})?(?:year[- ]end|year['’]s{S}end|end[ -]of[ -]year)\b", _year_end),
    rule(
        rf"\b(?P<stage>earlier|later|early|late){S}in{S}the{S}(?P<unit>day|week|month|year|decade)\b",
        _to_date,
    ),
)


class _Filled:
    """A match whose year may stand before or after: "the 1988 third quarter", "third quarter of 1988"."""

    def __init__(self, match: re.Match[str]) -> None:
        self._match = match
        self.start, self.end = match.start, match.end

    def __getitem__(self, name: str) -> str | None:
        found: str | None = self._match[name]
        return self._match["year2"] if name == "year" and not found else found


def _is_weekday(match: re.Match[str]) -> bool:
    """Whether a short form is a weekday: "Mon." is, "sun" and "Sat" are not; "friday" in small letters is."""
    word = match["weekday"]
    if len(word.rstrip(".")) > 5:
        return not word.endswith(".") or True
    return word[0].isupper() and (word.endswith(".") or bool(match["part"]))
