"""Numbers with what limits them and their unit: "at least 12", "between 20 and 30 km", "$2.3 million"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from extraction import lexicon
from extraction.quantities import units
from extraction.quantities.numerals import Number, numbers
from extraction.quantities.units import Purse, Unit


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity at a place of one text, as `extraction.types.Figure` has it.

    `number` is where its own digits or words begin; `kind` is the unit's ("share", "time", "measure",
    "times", "money", "" for things counted) or "score".
    """

    start: int
    end: int
    number: int
    low: Fraction | None
    high: Fraction | None
    unit: str = ""
    kind: str = ""
    about: bool = False
    spelt: bool = False
    hyphened: bool = False


_LETTERS = {"m": 10**6, "k": 10**3, "b": 10**9}
_RANGE = re.compile(r"\s+(?:to|or)\s+|\s?[-–—‑]\s?", re.IGNORECASE)
_HUNDREDTHS = re.compile(r"\b(?:cents?|pence)$")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:r[io]s(?:e|es|en|ing)|rose|f[ae]ll(?:s|en|ing)?|gr[oe]w(?:s|n|ing)?|dropp?(?:s|ed|ing)?|climb(?:s|ed|ing)?|"
    r"increas(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|cut(?:s|ting)?|rais(?:e|es|ed|ing)|lower(?:s|ed|ing)?|"
    r"up|down|jump(?:s|ed)?|slip(?:s|ped)?|reduc(?:e|es|ed|ing)|narrow(?:s|ed)?|widen(?:s|ed)?|shr[iau]nk)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_SCORES = re.compile(
    r"\b(?:won|wins?|winning|beat(?:s|en|ing)?|lost|loses?|losing|defeat(?:s|ed)?|drew|draws?|drawn|score|aggregate|"
    r"lead|led|victory|win|defeat|penalties|shootout|set|sets|match|final|tie|voted|vote)\b",
    re.IGNORECASE,
)
_VOTES_TO = re.compile(r"\s+votes?\s+to\s+", re.IGNORECASE)
_MAGNITUDE = re.compile(r"\bmagnitude(?:\s+(?:of|at|as|was)\s|[\s-])$", re.IGNORECASE)


def amounts(text: str, purse: Purse) -> list[Amount]:
    """All quantities of a text in order, whatever they are of: dates and ages among them."""
    plain = [_measured(text, number, purse) for number in numbers(text)]
    return [_limited(text, one) for one in _ranges(text, [one for one in plain if one])]


def _measured(text: str, number: Number, purse: Purse) -> Amount | None:
    """One number with its unit, without what limits it."""
    start, end, value = number.start, number.end, number.value
    before = units.money_before(text, start)
    unit = before or units.after(text, end, purse, vague=number.kind == "vague")
    if number.letter:
        # "m" and "k" are a million and a thousand of money alone; elsewhere they are metres.
        if unit is not None and unit.kind == "money":
            value *= _LETTERS[number.letter]
        elif number.letter == "m" and text[end - 1] == "m":
            unit = Unit("metre", "measure", end)
        elif number.letter == "b":
            return None
        else:
            value *= _LETTERS[number.letter]
    if before is not None:
        start = before.edge
        again = units.after(text, end, purse)
        if again is not None and again.kind == "money" and text[end : end + 1] != "-":
            end = again.edge
    elif unit is not None:
        if unit.name == "KRW" and value < 100:
            unit = None
        else:
            end = unit.edge
    if unit is not None and unit.kind == "money" and _HUNDREDTHS.search(text, start, end):
        value /= 100
    if unit is None and (magnitude := _MAGNITUDE.search(text, max(0, start - 14), start)):
        unit, start = Unit("magnitude", "measure", end), magnitude.start()
    if number.kind == "article" and (unit is None or unit.kind == "money"):
        return None
    hyphened = unit is not None and (
        text[number.end : number.end + 1] in ("-", "‑", "–") or text.endswith("-long", start, end)
    )
    return Amount(
        start,
        end,
        number.start,
        value,
        None if number.kind == "vague" else value,
        unit.name if unit else "",
        unit.kind if unit else "",
        about=number.kind == "vague",
        spelt=number.spelt,
        hyphened=hyphened,
    )


def _ranges(text: str, found: Sequence[Amount]) -> Iterator[Amount]:
    """The amounts with "20 to 30", "between 20 and 30" and "3-1" made one each."""
    at = 0
    while at < len(found):
        one = found[at]
        two = found[at + 1] if at + 1 < len(found) else None
        joined = two and _joined(text, one, two)
        if two is not None and joined is None and _shares_unit(text, one, two):
            # "from 30 percent to 5", "from 11,000 to 16,000 francs": two figures of one unit
            yield replace(one, unit=one.unit or two.unit, kind=one.kind or two.kind)
            yield replace(two, unit=two.unit or one.unit, kind=two.kind or one.kind)
            at += 2
            continue
        yield joined or one
        at += 2 if joined else 1


def _shares_unit(text: str, one: Amount, two: Amount) -> bool:
    return (
        _FROM.search(text, max(0, one.start - 8), one.start) is not None
        and re.fullmatch(r"\s+to\s+", text[one.end : two.start]) is not None
        and not (one.unit and two.unit)
    )


def _joined(text: str, one: Amount, two: Amount) -> Amount | None:
    """Two amounts as one range or score, None where they are two things."""
    between = text[one.end : two.start]
    if one.low is None or two.low is None or two.high is None or one.high is None:
        return None
    if one.unit and two.unit and one.unit != two.unit:
        return None
    kind, unit = two.kind or one.kind, two.unit or one.unit
    low, high = one.low, two.low
    opened = _BETWEEN.search(text, max(0, one.start - 10), one.start)
    whole = Amount(
        one.start,
        two.end,
        one.number,
        low,
        high,
        unit,
        kind,
        spelt=one.spelt and two.spelt,
        hyphened=two.hyphened,
    )
    if opened and _AND.fullmatch(between):
        low = _scaled(text, one, two)
        return replace(whole, start=opened.start(), low=low) if low <= high else None
    if _VOTES_TO.fullmatch(between):
        return replace(whole, low=min(low, high), high=max(low, high), kind="score", unit="score")
    if not _RANGE.fullmatch(between) or (one.spelt != two.spelt and "or" not in between):
        return None
    return _range(text, one, two, whole)


def _range(text: str, one: Amount, two: Amount, whole: Amount) -> Amount | None:
    between = text[one.end : two.start]
    low, high = one.low or Fraction(0), two.low or Fraction(0)
    dashed = not between.strip().isalpha()
    front = text[max(0, one.start - 60) : one.start]
    scored = bool(_SCORES.search(text, max(0, one.start - 60), min(len(text), two.end + 60)))
    small = low < 200 and high < 200 and not whole.unit and not one.spelt
    if dashed and small and (low >= high or scored):
        return replace(whole, low=min(low, high), high=max(low, high), unit="score", kind="score")
    opened = _FROM.search(text, max(0, one.start - 8), one.start)
    if opened and _CHANGES.search(front[: len(front) - (one.start - opened.start())]):
        return None
    scaled = _scaled(text, one, two)
    if scaled < high:
        if between.strip().lower() == "or" and high > 2 * scaled + 2:
            return None
        return replace(whole, start=opened.start() if opened else one.start, low=scaled)
    if " to " in between and low > high and not opened and (scored or whole.kind == "share"):
        unit = whole.unit or "score"
        return replace(whole, low=high, high=low, unit=unit, kind=whole.kind or "score")
    return None


_SCALE = re.compile(
    r"(?:(?P<word>hundred|thousand|million|billion|trillion|lakh|crore)|(?<=\d)(?P<short>bn|mn|tn|m|k))\b"
)
_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "lakh": 10**5,
    "crore": 10**7,
    "bn": 10**9,
    "mn": 10**6,
    "tn": 10**12,
    "m": 10**6,
    "k": 10**3,
}


def _scaled(text: str, one: Amount, two: Amount) -> Fraction:
    """The first number of a range: in "10 to 15 million" it has the scale of the second."""
    low, high = one.low or Fraction(0), two.low or Fraction(0)
    if one.end - one.number > 4 or low >= 1000:
        return low
    word = _SCALE.search(text, two.number, two.end)
    if word is None:
        return low
    scaled = low * _SCALES[word["word"] or word["short"]]
    return scaled if scaled < high else low


@cache
def _limits() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    effects: dict[str, str] = {}
    sides: dict[str, list[str]] = {"before": [], "after": []}
    for side, effect, phrases in lexicon.rows("limits.tsv"):
        for phrase in phrases.split("|"):
            effects[side + phrase] = effect
            sides[side].append(phrase)
    before, after = (
        "|".join(
            re.escape(phrase).replace(r"\ ", r"\s+")
            for phrase in sorted(ones, key=len, reverse=True)
        )
        for ones in (sides["before"], sides["after"])
    )
    return (
        re.compile(
            rf"(?<![\w])(?P<limit>{before})(?:\s+(?:a\s+total\s+of\s+)?|(?<=[~≈>]))$", re.IGNORECASE
        ),
        re.compile(rf"(?P<limit>\+|-odd|-some|-plus|\s+(?:{after}))(?!\w)", re.IGNORECASE),
        effects,
    )


_LONGEST_LIMIT = 34


def _limited(text: str, one: Amount) -> Amount:
    """The amount with the words that limit it, before it and after it."""
    before, after, effects = _limits()
    for _ in range(3):
        match = before.search(text, max(0, one.start - _LONGEST_LIMIT), one.start)
        if match is None:
            break
        phrase = " ".join(match["limit"].lower().split())
        if one.kind == "time" and phrase in ("over", "under", "near", "above", "below"):
            break
        if one.about and one.high is None and phrase in ("some", "several"):
            break
        one = replace(_with(one, effects["before" + phrase]), start=match.start())
    match = after.match(text, one.end)
    if match is not None:
        phrase = " ".join(match["limit"].lower().split())
        one = replace(_with(one, effects["after" + phrase]), end=match.end())
    return one


def _with(one: Amount, effect: str) -> Amount:
    if effect == "about":
        return replace(one, about=True)
    if one.low != one.high:
        return one
    if effect == "least":
        return replace(one, high=None)
    if effect == "most":
        return replace(one, low=None)
    return one
