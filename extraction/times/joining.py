"""Expressions beside each other that are one: a clock with its day, a night with its date, hours with minutes."""

import re

from extraction.times.grammar import Found, S, Value

_TIE = re.compile(rf"{S}(?:on{S}|of{S}|at{S})?|,{S}(?:on{S})?|\){S}(?:on{S})?", re.IGNORECASE)
_EXACT = re.compile(r"T[0-9:]+$")
_NIGHT = re.compile(r"(?P<day>.*)(?P<part>T[A-Z]{2})")
_DAY = re.compile(r"(?:[0-9]{4}|XXXX)-(?:[0-9]{2}|XX|WXX)-(?:[0-9]{2}|XX|[0-9])(?=T|$)")
_NAMES_DAY = re.compile(r"day\b|days\b|[A-Z][a-z]{2}|tomorrow|tonight|[0-9]{4}|[0-9]/[0-9]")
_OF_DAY = re.compile(rf"{S}(?:of|on){S}", re.IGNORECASE)


def joined(text: str, found: list[Found]) -> list[Found]:
    """The expressions of one paragraph in the order of the text, those that are one made one."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if kept and one.start < kept[-1].end:
            continue
        tied = _tied(text, kept[-1], one) if kept else None
        if tied:
            kept[-1] = tied
        else:
            kept.append(one)
    return kept


def _tied(text: str, one: Found, two: Found) -> Found | None:
    gap = text[one.end : two.start]
    if len(gap) > 8:
        return None
    value = None
    if one.value.kind == two.value.kind == "duration":
        value = _longer(gap, one.value, two.value)
    elif _TIE.fullmatch(gap):
        value = _clock(text, one, two) or _night(gap, one.value, two.value)
    return Found(one.start, two.end, value) if value else None


def _clock(text: str, one: Found, two: Found) -> Value | None:
    """ "10 a.m. on Friday", "Friday at 10 a.m."."""
    clock, day = (one, two) if _EXACT.search(one.value.value) else (two, one)
    if clock.value.kind != "time" or day.value.kind not in ("date", "time"):
        return None
    exact, dated = _EXACT.search(clock.value.value), _DAY.match(day.value.value)
    if not exact or not dated or _EXACT.search(day.value.value):
        return None
    if not _NAMES_DAY.search(text[day.start : day.end]) or _tells_day(text, clock):
        return None
    return Value("time", dated[0] + exact[0], clock.value.modifier)


def _tells_day(text: str, clock: Found) -> bool:
    return bool(re.search(r"day\b|[0-9]{4}-", text[clock.start : clock.end], re.IGNORECASE))


def _night(gap: str, one: Value, two: Value) -> Value | None:
    """ "the night of July 26", "the evening of Tuesday"."""
    night = _NIGHT.fullmatch(one.value) if one.kind == "time" else None
    if (
        not night
        or two.kind != "date"
        or not _DAY.fullmatch(two.value)
        or not _OF_DAY.fullmatch(gap)
    ):
        return None
    return Value("time", two.value + night["part"], one.modifier)


def _longer(gap: str, one: Value, two: Value) -> Value | None:
    """ "1 hour 20 minutes", "two years and three months"."""
    if not re.fullmatch(rf"{S}(?:and{S})?", gap):
        return None
    first = re.fullmatch(r"P(T?)([0-9]+[YMDH])", one.value)
    second = re.fullmatch(r"P(T?)([0-9]+[MDS])", two.value)
    if not first or not second or first[2][-1] == second[2][-1] or first[1] != second[1]:
        return None
    return Value("duration", one.value + second[2], one.modifier)
