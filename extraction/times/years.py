"""Years, decades and centuries: "in 2019", "fiscal 2012", "mid-1980s", "the 19th century"."""

import re

from extraction.times import vocabulary
from extraction.times.grammar import (
    MONTH,
    STAGE,
    STAGED,
    YEAR,
    Reading,
    Rule,
    S,
    Value,
    rule,
    stage_of,
)


def _year(match: re.Match[str], reading: Reading) -> Value | None:
    year = vocabulary.year(match["year"])
    if year is None or not _is_year(match, reading):
        return None
    return Value("date", f"{year:04}", stage_of(match["stage"]))


_COUNTING = re.compile(
    r"\b(?:some|nearly|almost|least|most|only|another|just|roughly|approximately|no|number|"
    r"route|highway|flight|room|page|paragraph|article|resolution|model|at|of|to|worth|plus|up|numbers)\.?\s?$",
    re.IGNORECASE,
)
_NEARLY = re.compile(r"\b(?:about|around|circa|over|than)\s$", re.IGNORECASE)
_CODE = re.compile(r"(?:[$£€¥#@&/+=.:_]|\bRs\.?|\bLong March)\s?$")


_TEMPORAL = re.compile(
    r"\b(?:in|since|from|by|until|till|during|through|throughout|before|after|for|year|fiscal|calendar|early|late|mid|"
    r"the|and|or|between|to|of|back|spring|summer|autumn|fall|winter|christmas|election|his|her|their|its|this|a)[\s-]$"
    r"|['’]s\s$|[(,–—-]\s?$",
    re.IGNORECASE,
)


_SURELY = re.compile(
    r"\b(?:in|since|from|until|by|between)\s$|\b1[0-9]{3} (?:and|to) $", re.IGNORECASE
)
_WITHIN = re.compile(r"\b(?:in|since|until|during|by)\s$", re.IGNORECASE)


_CAPITAL = re.compile(r"\b[A-Z][\w’'.&-]*\s$")


_COUNTED = re.compile(
    rf"(?:{S}(?!gains|lows|highs|levels|elections|olympics|talks|is\b|was\b|has\b|yes\b|as\b|across\b|perhaps\b|unless\b)"
    r"(?:[a-z]+[^s\W]s\b|people\b|men\b|women\b|children\b|troops\b|(?:[a-z]+ing|[a-z]+ed|local|foreign|new|more|other|french) [a-z]+s\b"
    r"|hours?\b|miles?\b|km\b|tons?\b|feet\b|metres?\b|square\b|rs\b|rupees\b|kg\b|mm\b|gmt\b|percent\b|per\b|million\b|points?\b)|%|°|\+|:[0-9]|-(?:meter|metre|mile|foot|seat|strong|member|pound|year|kilo))",
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
    if _COUNTED.match(after) and not (1900 < year < 2060 and year % 100 and _WITHIN.search(before)):
        # "the 2012 elections", but not "in 2000 villages".
        return (
            bool(re.search(r"(?:the|its|their|his|her|['’]s)\s$", before, re.IGNORECASE))
            and 1900 < year < 2060
        )
    if _CODE.search(before) or re.match(r"[A-Za-z]|-[0-9]{3}\b|\.[A-Za-z]", after):
        return False
    if _NEARLY.search(before):
        # "born around 1470", "less than in 2021"; a round number is as well a count
        return bool(year % 50) and 1400 < year < 2060
    if _CAPITAL.search(before) and not temporal:
        return bool(re.search(rf"{MONTH}\s$", before))
    if temporal:
        return year >= 1500 or bool(_SURELY.search(before))
    return 1900 <= year < 2060 and not _COUNTING.search(before)


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


RULES: tuple[Rule, ...] = (
    rule(
        "digit year",
        rf"(?<![\w.$£€#/:])(?<![A-Za-z]-)(?<!\d\d-\d\d-)(?P<stage>{STAGE})?(?P<lead>(?:the{S})?(?:calendar{S}|fiscal{S})?year{S}|fiscal{S})?(?P<year>{YEAR}|nineteen[ -][a-z]+(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?\b|(?<=year )two[ ]thousand\b)",
        _year,
    ),
    rule(
        "digit decade",
        rf"(?:\bthe{S})?\b{STAGED}(?:(?P<digits>(?:1[0-9]|20)[0-9]0)['’]?s\b|['’](?P<short>[2-9]0)s\b|(?:nineteen[ -]|(?<=the )|(?<=the mid-)|(?<=the early )|(?<=the late ))(?P<word>{vocabulary.pattern('decade')})\b)",
        _decade,
    ),
    rule(
        "century_word",
        rf"(?:\bthe{S})?\b{STAGED}(?:the{S})?(?:(?P<digits>[0-9]{{1,2}})(?:st|nd|rd|th)|(?P<word>{vocabulary.pattern('century')}))[ -](?:century|centuries)\b",
        _century,
    ),
)
