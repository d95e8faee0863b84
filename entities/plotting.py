"""The plot of a timeline: which events to draw, on which lanes, and each of them counted where
they are too many to be told apart."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateField, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear, Trunc
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


def plot_of(found: QuerySet[EventFacts], total: int, query: QueryDict) -> Plot | None:
    """The plot of some facts, `total` in number, or None where none has a date. Three queries at
    most."""
    if total == 0:
        return None
    if total <= MOST_DRAWN:
        return _marks(found, query)
    day = Coalesce("earliest", "latest")
    by_year = dict(
        found.order_by()
        .annotate(year=ExtractYear(day))
        .values_list("year")
        .annotate(count=Count("pk"))
    )
    undated = by_year.pop(None, 0)
    if not by_year:
        return None
    if total - undated <= MOST_DRAWN:
        return _marks(found.filter(_DATED), query, undated)
    return _columns(found, by_year, undated, query)


_DATED = Q(earliest__isnull=False) | Q(latest__isnull=False)


def _marks(found: QuerySet[EventFacts], query: QueryDict, undated: int = 0) -> Plot | None:
    rows = list(found.select_related("entity"))
    items = [_item(facts) for facts in rows if facts.earliest or facts.latest]
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
        undated=undated + len(rows) - len(items),
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
    found: QuerySet[EventFacts], by_year: dict[int, int], undated: int, query: QueryDict
) -> Plot:
    years = _years(by_year)
    step = _step(years)
    within = found.order_by().filter(_DATED).annotate(day=Coalesce("earliest", "latest"))
    if years.earlier:
        within = within.filter(day__gte=datetime.date(years.first, 1, 1))
    if years.later:
        within = within.filter(day__lte=datetime.date(years.last, 12, 31))
    rows = (
        within.annotate(bucket=Trunc("day", step, output_field=DateField()))
        .values_list("bucket", "type")
        .annotate(count=Count("pk"))
    )
    counted: dict[tuple[str, datetime.date], int] = defaultdict(int)
    for bucket, type_, count in rows:
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
