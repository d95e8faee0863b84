"""When an event was, from all that dispatches say of it. No database."""

from __future__ import annotations

import datetime
import re
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
    before its announcement. Of a course, its beginning and its end are the ends of the time: what
    has begun ends when it is planned to.
    """
    every = [each for each in said if each[0].time.earliest or each[0].time.latest]
    timed = every
    for better in (_happened, _no_announcement):
        timed = [each for each in timed if better(each[0])] or timed
    if not timed:
        return UNKNOWN
    first = _best([each for each in timed if each[0].phase == "begun"] or timed)
    ended = [each for each in timed if each[0].phase in _ENDED]
    ended = ended or [each for each in every if _is_end(each[0])]
    return _in_days(_from(first, _best(ended)) if ended else first)


_CLOCK = re.compile(r"T[\d:.]+(?:Z|[+-][\d:]+)?")


def _in_days(time: Time) -> Time:
    """A time without hours: an event is known by its day."""
    if time.precision != "minute":
        return time
    return time._replace(edtf=_CLOCK.sub("", time.edtf), precision="day")


_ENDED = ("completed", "called_off")


def _is_end(said: Said) -> bool:
    """Whether this tells when something is to end: "to be completed in May", "out by May 1"."""
    is_deadline = said.modality == "planned" and said.time.earliest is None
    return said.phase in _ENDED or is_deadline


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
    """From the beginning of the one to the end of the other; the first alone where that is no later."""
    known = first.latest or first.earliest
    if last.latest is None or (known and known >= last.latest):
        return first
    precision = max(first.precision, last.precision, key=_precision)
    edtf = f"{first.edtf.split('/')[0] or '..'}/{last.edtf.split('/')[-1] or '..'}"
    return Time(first.earliest, last.latest, edtf[:60], precision)
