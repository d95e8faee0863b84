"""When an event was, from all that dispatches say of it. No database."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

# From the most precise to the least.
_PRECISIONS = ("minute", "day", "week", "month", "season", "year", "decade", "")


class Time(NamedTuple):
    """First and last day, EDTF, precision; see `extraction.types.Timex`."""

    earliest: datetime.date | None
    latest: datetime.date | None
    edtf: str = ""
    precision: str = ""


UNKNOWN = Time(None, None)


def time_of(earliest: datetime.date | None, latest: datetime.date | None) -> Time:
    """Days that a person gave as the time they are: a day, a whole month or year, a stretch."""
    if earliest is None and latest is None:
        return UNKNOWN
    if earliest is None or latest is None:
        return Time(earliest, latest, f"{earliest or '..'}/{latest or '..'}", "day")
    if earliest == latest:
        return Time(earliest, latest, str(earliest), "day")
    if earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]:
        if (earliest.year, earliest.month) == (latest.year, latest.month):
            return Time(earliest, latest, str(earliest)[:7], "month")
        if (earliest.year, earliest.month, latest.month) == (latest.year, 1, 12):
            return Time(earliest, latest, str(earliest)[:4], "year")
    return Time(earliest, latest, f"{earliest}/{latest}", "day")


class Said(NamedTuple):
    """What one place says of an event: whether it happened, which part of its course, and when."""

    modality: str
    phase: str
    time: Time


def agreed(said: Sequence[tuple[Said, int]]) -> Time:
    """The time that these, each said so often, agree on best: of the most precise the most
    frequent, first said first.

    What happened tells the time of an event before what was only planned, and the event itself
    before its announcement. Of a course, its beginning and its end are the ends of the time.
    """
    timed = [each for each in said if each[0].time.earliest or each[0].time.latest]
    for better in (_happened, _no_announcement):
        timed = [each for each in timed if better(each[0])] or timed
    if not timed:
        return UNKNOWN
    best = _best(timed)
    begun = [each for each in timed if each[0].phase == "begun"]
    ended = [each for each in timed if each[0].phase in ("completed", "called_off")]
    if not begun and not ended:
        return best
    return _from(_best(begun) if begun else best, _best(ended) if ended else best)


def _happened(said: Said) -> bool:
    return said.modality in ("happened", "ongoing")


def _no_announcement(said: Said) -> bool:
    return said.phase != "announced"


def _best(said: Sequence[tuple[Said, int]]) -> Time:
    counted: Counter[Time] = Counter()
    for each, count in said:
        counted[each.time] += count
    order = {time: number for number, time in enumerate(counted)}
    return min(counted, key=lambda time: (_rank(time), -counted[time], order[time]))


def _rank(time: Time) -> int:
    """Closed stretches before open ones, and then by precision."""
    is_open = time.earliest is None or time.latest is None
    return _precision(time.precision) + is_open * len(_PRECISIONS)


def _precision(name: str) -> int:
    return _PRECISIONS.index(name if name in _PRECISIONS else "")


def _from(first: Time, last: Time) -> Time:
    """From the beginning of the one to the end of the other; the first alone where they cross."""
    if first == last:
        return first
    if first.earliest and last.latest and first.earliest > last.latest:
        return first
    precision = max(first.precision, last.precision, key=_precision)
    edtf = f"{first.edtf.split('/')[0] or '..'}/{last.edtf.split('/')[-1] or '..'}"
    return Time(first.earliest, last.latest, edtf[:60], precision)
