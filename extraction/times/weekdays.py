"""Days told from the dispatch: "on Tuesday", "last Friday", "yesterday afternoon", "overnight"."""

import datetime
import re

from extraction.times import almanac, vocabulary
from extraction.times.grammar import (
    GAP,
    HYPHEN,
    NEVER,
    ONE_DAY,
    PART,
    STAGED,
    WEEKDAY,
    Reading,
    Rule,
    S,
    Value,
    rule,
    stage_of,
    weekday_number,
)
from extraction.tokens import starts_sentence


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
    monday = anchor - (anchor.isoweekday() - 1) * ONE_DAY
    if week:
        step = -1 if "last" in week or "previous" in week else 1 if "next" in week else 0
        return monday + (7 * step + number - 1) * ONE_DAY
    since = (anchor.isoweekday() - number) % 7
    until = (number - anchor.isoweekday()) % 7
    which = (match["which"] or "").lower()
    if "previous" in which and reading.named and reading.named.precision == "day":
        start = reading.named.day
        return start - ((start.isoweekday() - number) % 7 or 7) * ONE_DAY
    if "last" in which or "previous" in which or "past" in which:
        return anchor - (since or 7) * ONE_DAY
    if "next" in which or "following" in which or "coming" in which:
        start = reading.reference if "following" in which and reading.reference else anchor
        return start + ((number - start.isoweekday()) % 7 or 7) * ONE_DAY
    beside = _beside(match, reading, number)
    if beside:
        return beside
    direction = reading.direction(match.start(), match.end())
    if direction == "future" or ("this" in which and direction != "past"):
        return anchor + until * ONE_DAY
    return anchor - since * ONE_DAY


_JOIN = re.compile(rf"(?:{S}?(?:,|and|or|to|{HYPHEN})){{1,2}}{S}?")


def _beside(match: re.Match[str], reading: Reading, number: int) -> datetime.date | None:
    """Of "Wednesday and Thursday", the second: the next after the first, unless that is not past as it is."""
    last, anchor = reading.last, reading.anchor
    if last is None or anchor is None or match.start() - last.end > 9:
        return None
    if not _JOIN.fullmatch(reading.text, last.end, match.start()):
        return None
    first = almanac.span(last.value.value)
    if first is None or first.precision != "day" or abs((first.first - anchor).days) > 7:
        return None
    day = first.first + ((number - first.first.isoweekday()) % 7 or 7) * ONE_DAY
    return None if first.first <= anchor < day else day


def _is_weekday(match: re.Match[str]) -> bool:
    """Whether a short form is a weekday: "Mon." is, "sun" and "Sat" are not; "friday" in small letters is."""
    word = match["weekday"]
    if len(word.rstrip(".")) > 5:
        return not word.endswith(".") or True
    return word[0].isupper() and (word.endswith(".") or bool(match["part"]))


def _night_to(match: re.Match[str], reading: Reading) -> Value | None:
    """ "the night to Monday": that which began on Sunday."""
    number = weekday_number(match["weekday"])
    if reading.anchor is None:
        return Value("time", f"XXXX-WXX-{(number - 2) % 7 + 1}TNI")
    day = reading.anchor - ((reading.anchor.isoweekday() - number) % 7 + 1) * ONE_DAY
    return Value("time", f"{day}TNI")


_TITLE_AFTER = re.compile(r" [A-Z][a-z]* [A-Z]")


def _deictic(match: re.Match[str], reading: Reading) -> Value | None:
    """ "today", "yesterday afternoon", "the day before yesterday", "tonight", "overnight", "this morning"."""
    word = match["word"].lower()
    named = match["word"][0].isupper() and not starts_sentence(reading.text, match.start())
    if named and _TITLE_AFTER.match(reading.text, match.end()):
        return None
    if reading.anchor is None:
        return Value("date", "XXXX-XX-XX")
    step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    if match["beyond"]:
        step *= 2
    day = reading.anchor + step * ONE_DAY
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
    if part == "TNI" and match["part"].lower() == "overnight" and day:
        ahead = reading.direction(match.start(), match.end()) == "future"
        day = day if ahead else day - ONE_DAY
    elif which in ("that", "the same", "the", "in the"):
        day = reading.day
    elif which == "last" and day:
        day -= ONE_DAY
    elif which == "the next" or which == "the following":
        day = reading.reference and reading.reference + ONE_DAY
    elif which == "the previous":
        day = reading.reference and reading.reference - ONE_DAY
    return Value(
        "time", (day.isoformat() if day else "XXXX-XX-XX") + part, stage_of(match["stage"])
    )


_NOT_PUBLICATION = rf"(?!{S}(?:Times|Telegraph|Mirror|Mail|Herald|Express|Post|Star|Mass|League|Night{S}(?:Lights|Live|Football)|Night's)\b)"


RULES: tuple[Rule, ...] = (
    rule(
        "weekday",
        rf"\bthe{S}night{S}(?:to|from{S}{WEEKDAY}{S}to){S}(?P<weekday>{WEEKDAY})",
        _night_to,
    ),
    rule(
        "weekday",
        rf"(?<!Bloody )(?<!Black )(?<!Super )(?<!Manic )(?<!Ash )(?<!Palm )(?<!Mail on )(?<![\w-])\b(?P<stage>(?:early|late)(?:{S}on)?{S})?(?:(?P<which>(?:the{S})?(?:last|next|this{S}past|this{S}coming|this|the{S}previous|the{S}following|previous|following|past|coming)){S})?"
        rf"(?P<weekday>{WEEKDAY})(?:{S}(?P<part>{PART}))?(?:{S}(?:of{S})?(?P<week>(?:last|this|next){S}week)\b)?{_NOT_PUBLICATION}",
        lambda match, reading: _weekday(match, reading) if _is_weekday(match) else None,
    ),
    rule(
        "deictic",
        rf"\b{STAGED}(?:(?P<early_part>{PART}){S})?(?P<beyond>the{S}day{S}(?:before|after){S})?(?P<word>today|yesterday|tomorrow|tonight)\b(?:{S}(?P<part>{PART}))?(?!{S}Show\b|['’]s{S}Zaman)",
        _deictic,
    ),
    rule(
        "part",
        rf"\b{STAGED}(?P<which>this|last|that|the{S}same|the{S}next|the{S}following|the{S}previous){S}(?P<part>{PART})",
        _part,
    ),
    rule("part", rf"\b(?P<stage>{NEVER})?(?P<which>{NEVER})?(?P<part>overnight)\b", _part),
    rule(
        "part",
        rf"\b(?P<which>the){S}(?P<stage>(?:late|early|mid){GAP})?(?P<part>morning|afternoon|evening|(?:night|dawn)(?={S}(?:of|on)\b))\b",
        _part,
    ),
    rule(
        "part",
        rf"(?:(?<=\bbefore )|(?<=\bat )|(?<=\bafter ))(?P<stage>{NEVER})?(?P<which>{NEVER})?(?P<part>dawn|dusk|daybreak|sunrise|sunset)\b",
        _part,
    ),
)
