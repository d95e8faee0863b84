"""Months: "September", "last May", "early December 2019", "mid-March"; not "may", "March on Rome"."""

import datetime
import re

from extraction.times.grammar import (
    MONTH,
    STAGED,
    WHICH_YEAR,
    YEAR,
    Reading,
    Rule,
    S,
    Value,
    month_number,
    rule,
    stage_of,
    year_of,
)

_WHICH = rf"(?:(?P<which>(?:the{S})?(?:last|next|this|past|this{S}past|this{S}coming|coming|previous)){S})?"


def _month(match: re.Match[str], reading: Reading) -> Value | None:
    """ "September", "last May", "early December 2019", "mid-March", "June of this year"."""
    number, stage = month_number(match["month"]), stage_of(match["stage"])
    year = year_of(match, reading)
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
    if ahead == 1 or (direction == "future" and ahead < 10) or (direction == "" and ahead < 5):
        return anchor.year + before
    return anchor.year - after


_BARE_BEFORE = re.compile(
    r"\b(?:in|of|since|by|until|till|last|next|this|early|late|mid|through|from|to|between|for|and|or|during|before|after|the|a|at|on|our|its|their|that)[\s-]$|[-–—(,]\s?$",
    re.IGNORECASE,
)


_BEFORE_MAY = re.compile(
    r"\b(?:in|of|since|by|until|last|next|this|that|the|its|from|to|between|during|before|after|and)\s$",
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
        return bare not in ("may", "jan", "mar") or bool(_BEFORE_MAY.search(before))
    if bare in ("sep", "dec", "nov", "oct", "aug", "apr", "jul", "jun", "feb"):
        return temporal
    return not re.search(r"\bBlack\s$", before)


RULES: tuple[Rule, ...] = (
    rule(
        "month",
        rf"\b{STAGED}{_WHICH}(?P<month>{MONTH})(?:(?:{S}of|,)?{S}(?P<year>{YEAR}))?{WHICH_YEAR}",
        lambda match, reading: _month(match, reading) if _is_month(match, reading) else None,
    ),
)
