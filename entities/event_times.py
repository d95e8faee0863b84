"""When an event was, from all that dispatches say of it. No database."""

from __future__ import annotations

import datetime
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


class Said(NamedTuple):
    """What one place says of an event: whether it happened, which part of its course, and when."""

    modality: str
    phase: str
    time: Time


def agreed(said: Sequence[Said]) -> Time:
    """The time that these agree on best: of the most precise the most frequent, first said first.

    What happened tells the time of an event before what was only planned, and the event itself
    before its announcement. Of a course, its beginning and its end are the ends of the time.
    """
    timed = [each for each in said if each.time.earliest or each.time.latest]
    for better in (
        lambda each: each.modality in ("happened", "ongoing"),
        lambda each: each.phase != "announced",
    ):
        timed = [each for each in timed if better(each)] or timed
    if not timed:
        return UNKNOWN
    best = _best([each.time for each in timed])
    begun = [each.time for each in timed if each.phase == "begun"]
    ended = [each.time for each in timed if each.phase in ("completed", "called_off")]
    if not begun and not ended:
        return best
    first = _best(begun) if begun else best
    last = _best(ended) if ended else best
    return _from(first, last)


def _best(times: Sequence[Time]) -> Time:
    counted = Counter(times)
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
