"""The plot of a timeline: which events to draw, on which lanes, and each of them counted where
they are too many to be told apart."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateField, Q, QuerySet
from django.db.models.functions import Coalesce, Trunc
from django.http import QueryDict

from entities import chart, lanes
from entities.accounts import HAPPENED
from entities.models import EventFacts, event_types
from entities.when import when
from extraction import lexicon

# More events than this are drawn as columns.
MOST_DRAWN = 120
# Pixels for which labels are set: what is left of a wide and of a narrow screen.
WIDE, NARROW = 640, 336
# Lanes after the chapters of the IPTC subject codes, in their order on the plot.
CHAPTERS = {
    "16": "War and unrest",
    "11": "Politics",
    "14": "Society",
    "02": "Law and crime",
    "03": "Disasters and accidents",
    "07": "Health",
    "04": "Business",
    "09": "Work",
    "01": "Culture",
    "15": "Sport",
}
OTHER = "Other"


@dataclass(slots=True)
class Plot:
    """`drawings` are the same events for a wide and a narrow screen, or one for both."""

    drawings: list[lanes.Drawing]
    drawn: int
    undated: int
    label: str
    earlier: int = 0
    earlier_query: str = ""
    later: int = 0
    later_query: str = ""
    step: str = ""
    """Of columns, what time one stands for."""
    has_unsure: bool = False
    """Whether there are lines for days not known to the day."""
    has_ahead: bool = False


def lane_of(type_: str) -> str:
    """The lane of a type of event."""
    subject = _subjects().get(type_, "")
    return CHAPTERS.get(subject[:2], OTHER)


def _subjects() -> dict[str, str]:
    return {row[0]: row[5] for row in lexicon.rows("eventtypes.tsv")}


def plot_of(
    found: QuerySet[EventFacts], counts: Mapping[tuple[str, int | None], int], query: QueryDict
) -> Plot | None:
    """The plot of some facts, or None where none has a date. `counts` says how many there are of
    each type and year. One query at most."""
    undated = sum(count for (_, year), count in counts.items() if year is None)
    dated = {key: count for key, count in counts.items() if key[1] is not None}
    if not dated:
        return None
    if sum(dated.values()) <= MOST_DRAWN:
        return _marks(found.filter(_DATED), query, undated)
    return _columns(found, dated, undated, query)


_DATED = Q(earliest__isnull=False) | Q(latest__isnull=False)


def _marks(found: QuerySet[EventFacts], query: QueryDict, undated: int) -> Plot | None:
    items = [_item(facts) for facts in found.select_related("entity")]
    if not items:
        return None
    first, last = lanes.bounds(sorted(item.first for item in items))
    within = [item for item in items if item.last >= first and item.first <= last]
    order = [*CHAPTERS.values(), OTHER]
    return Plot(
        drawings=[
            lanes.draw(within, order, (first, last), name="wide", width=WIDE),
            lanes.draw(within, order, (first, last), name="narrow", width=NARROW),
        ],
        drawn=len(within),
        undated=undated,
        label=_label(len(within), first, last),
        has_unsure=any(item.first != item.last and not item.lasted for item in within),
        has_ahead=any(item.ahead for item in within),
        **_beyond(items, first, last, query),
    )


def _item(facts: EventFacts) -> lanes.Item:
    time = when(facts.earliest, facts.latest, facts.precision, facts.edtf)
    name = facts.entity.name
    return lanes.Item(
        facts.entity_id,
        facts.undated_name,
        f"{name} ({time})" if time not in name else name,
        lane_of(facts.type),
        facts.earliest,
        facts.latest,
        facts.modality not in HAPPENED,
        "/" in facts.edtf and facts.precision not in ("week", "season"),
    )


def _label(count: int, first: datetime.date, last: datetime.date) -> str:
    span = when(first, last, "day", "/") if first != last else when(first, last)
    return f"{count} event{'' if count == 1 else 's'}, {span}"


def _beyond(
    items: list[lanes.Item], first: datetime.date, last: datetime.date, query: QueryDict
) -> dict[str, Any]:
    earlier = [item for item in items if item.last < first]
    later = [item for item in items if item.first > last]
    day = datetime.timedelta(days=1)
    return {
        "earlier": len(earlier),
        "earlier_query": _query(query, before=first - day) if earlier else "",
        "later": len(later),
        "later_query": _query(query, after=last + day) if later else "",
    }


def _query(query: QueryDict, **conditions: Any) -> str:
    changed = query.copy()
    changed.pop("page", None)
    for name, value in conditions.items():
        changed.setlist(name, value if isinstance(value, list) else [str(value)])
    return changed.urlencode()


# Columns


@dataclass(slots=True)
class _Range:
    first: int
    last: int
    earlier: int = 0
    later: int = 0


def _columns(
    found: QuerySet[EventFacts],
    counts: Mapping[tuple[str, int | None], int],
    undated: int,
    query: QueryDict,
) -> Plot:
    by_year: dict[int, int] = defaultdict(int)
    for (_, year), count in counts.items():
        by_year[year or 0] += count
    years = _years(by_year)
    step = _step(years)
    counted: dict[tuple[str, datetime.date], int] = defaultdict(int)
    if step in ("year", "decade"):
        for (type_, year), count in counts.items():
            if year is not None and years.first <= year <= years.last:
                counted[lane_of(type_), chart.floor(datetime.date(year, 1, 1), step)] += count
    else:
        for bucket, type_, count in _by_step(found, years, step):
            counted[lane_of(type_), bucket] += count
    columns = [
        lanes.Count(lane, bucket, _end(bucket, step), count, _narrowed(query, lane, bucket, step))
        for (lane, bucket), count in sorted(counted.items(), key=lambda item: item[0][1])
    ]
    words = {bucket: chart.label(bucket, step) for _, bucket in counted}
    drawing = lanes.histogram(columns, [*CHAPTERS.values(), OTHER], words)
    drawn = sum(counted.values())
    before, after = datetime.date(years.first, 1, 1), datetime.date(years.last, 12, 31)
    return Plot(
        [drawing],
        drawn,
        undated,
        f"{drawn:,} events, {years.first} to {years.last}",
        years.earlier,
        _query(query, before=before - datetime.timedelta(days=1)) if years.earlier else "",
        years.later,
        _query(query, after=after + datetime.timedelta(days=1)) if years.later else "",
        step,
    )


def _by_step(
    found: QuerySet[EventFacts], years: _Range, step: str
) -> Iterable[tuple[datetime.date, str, int]]:
    """How many events of each type there are in each week or month of these years. One query."""
    span = (datetime.date(years.first, 1, 1), datetime.date(years.last, 12, 31))
    rows = (
        found.order_by()
        .filter(_DATED)
        .annotate(day=Coalesce("earliest", "latest"))
        .filter(day__range=span)
        .annotate(bucket=Trunc("day", step, output_field=DateField()))
        .values_list("bucket", "type")
        .annotate(count=Count("pk"))
    )
    return rows.iterator()


def _years(by_year: dict[int, int]) -> _Range:
    """The years drawn: all, or those of all but a few events that lie far off."""
    low, high = lanes.crowd(sorted(by_year.items()))
    return _Range(
        low,
        high,
        sum(count for year, count in by_year.items() if year < low),
        sum(count for year, count in by_year.items() if year > high),
    )


def _step(years: _Range) -> str:
    span = years.last - years.first + 1
    return "week" if span == 1 else "month" if span <= 8 else "year" if span <= 120 else "decade"


def _end(bucket: datetime.date, step: str) -> datetime.date:
    try:
        return chart.following(bucket, step) - datetime.timedelta(days=1)
    except (OverflowError, ValueError):
        return datetime.date.max


def _narrowed(query: QueryDict, lane: str, bucket: datetime.date, step: str) -> str:
    known = query.getlist("type")
    types = [type_ for type_ in event_types() if lane_of(type_) == lane]
    chosen = [type_ for type_ in types if type_ in known] or types
    return _query(query, type=chosen, after=bucket, before=_end(bucket, step))
