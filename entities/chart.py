"""Mentions over time as bars: by day, week, month, year or decade, as the span asks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import DateField, Max, Min, Sum
from django.db.models.functions import Trunc
from django.utils import timezone
from django.utils.formats import date_format

from entities.models import Appearance, Entity

# The longest span, in days, that each step serves; a chart never has more than about 120 bars.
_STEPS = ((31, "day"), (400, "week"), (3700, "month"), (36600, "year"))
# Fewer bars than this look broken: a step is drawn around them.
FEWEST_BARS = 6
# Four fit under a chart on a phone.
MOST_LABELS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    start: datetime.date
    label: str
    count: int
    x: int
    height: float

    @property
    def top(self) -> float:
        """Where it begins: a drawing counts from above."""
        return 100 - self.height


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the axis; `left` in per cent of the width."""

    label: str
    left: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars one unit wide and at most 100 high."""

    step: str
    bars: list[Bar]
    ticks: list[Tick]
    most: Bar
    undated: int = 0
    """Mentions in dispatches without a date, which have no bar."""

    @property
    def width(self) -> int:
        return len(self.bars)

    @property
    def label(self) -> str:
        first, last = self.bars[0], self.bars[-1]
        return f"Mentions a {self.step}, {first.label} to {last.label}"


def chart_of(entity: Entity) -> Chart | None:
    """The chart of an entity, or None where its dated mentions all fall on one day. Two queries.

    It adds up tallies per dispatch, not mentions. A dispatch that nobody dated has no place in
    time: the day it was filed says nothing of its story.
    """
    dated = Appearance.objects.filter(
        entity=entity, article__current_version__published_at__isnull=False
    )
    bounds = dated.aggregate(first=Min("dated_at"), last=Max("dated_at"), all=Sum("mention_count"))
    if bounds["first"] is None:
        return None
    first, last = timezone.localdate(bounds["first"]), timezone.localdate(bounds["last"])
    if first == last:
        return None
    step = step_for((last - first).days)
    kind = "year" if step == "decade" else step
    rows = (
        dated.annotate(bucket=Trunc("dated_at", kind, output_field=DateField()))
        .values_list("bucket")
        .annotate(count=Sum("mention_count"))
        .order_by("bucket")
    )
    counts: dict[datetime.date, int] = {}
    for bucket, count in rows:
        start = floor(bucket, step)
        counts[start] = counts.get(start, 0) + count
    return draw(counts, step, undated=max(0, entity.mention_count - bounds["all"]))


def step_for(days: int) -> str:
    return next((step for longest, step in _STEPS if days <= longest), "decade")


def draw(counts: dict[datetime.date, int], step: str, *, undated: int = 0) -> Chart | None:
    """Bars for every step from the first count to the last, those without any included."""
    if not counts:
        return None
    starts = list(_starts(min(counts), max(counts), step))
    highest = max(counts.values())
    bars = [
        Bar(
            start, label(start, step), counts.get(start, 0), x, 100 * counts.get(start, 0) / highest
        )
        for x, start in enumerate(starts)
    ]
    return Chart(step, bars, _ticks(bars, step), max(bars, key=lambda bar: bar.count), undated)


def _starts(first: datetime.date, last: datetime.date, step: str) -> Iterator[datetime.date]:
    start, drawn = first, 0
    while start <= last or drawn < FEWEST_BARS:
        yield start
        drawn += 1
        try:
            start = following(start, step)
        except (OverflowError, ValueError):
            return


def floor(day: datetime.date, step: str) -> datetime.date:
    """The first day of the step that holds `day`; weeks begin on Monday."""
    match step:
        case "week":
            return day - datetime.timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)
        case "decade":
            return datetime.date(max(1, day.year - day.year % 10), 1, 1)
    return day


def following(start: datetime.date, step: str) -> datetime.date:
    """The first day of the next step."""
    match step:
        case "day":
            return start + datetime.timedelta(days=1)
        case "week":
            return start + datetime.timedelta(days=7)
        case "month":
            return (start.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
        case "year":
            return datetime.date(start.year + 1, 1, 1)
    return datetime.date(start.year - start.year % 10 + 10, 1, 1)


def label(start: datetime.date, step: str) -> str:
    """A step in words: "27 Jul 2023", "week of 24 Jul 2023", "July 2023", "2023", "1990s"."""
    match step:
        case "day":
            return date_format(start, "j M Y")
        case "week":
            return f"week of {date_format(start, 'j M Y')}"
        case "month":
            return date_format(start, "F Y")
        case "year":
            return str(start.year)
    return f"{start.year - start.year % 10}s"


def _ticks(bars: list[Bar], step: str) -> list[Tick]:
    """Some of the labels, short, evenly spaced; the year once and again where it changes."""
    every = -(-len(bars) // MOST_LABELS)
    ticks, year = [], None
    for bar in bars[::every]:
        text = _short(bar.start, step, with_year=bar.start.year != year)
        year = bar.start.year
        ticks.append(Tick(text, round(100 * bar.x / len(bars), 2)))
    return ticks


def _short(start: datetime.date, step: str, *, with_year: bool) -> str:
    if step in ("day", "week"):
        return date_format(start, "j M Y" if with_year else "j M")
    if step == "month":
        return date_format(start, "M Y")
    return label(start, step)
