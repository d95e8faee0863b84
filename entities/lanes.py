"""Drawing a timeline: events as dots and bars on lanes over one axis of time. No database.

Places across are in per cent of the width and places down in pixels, so that the same drawing fits
any width with its letters in their own size. Labels are set for the narrowest width that a drawing
is shown at: what does not overlap there overlaps nowhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# Pixels: of a row of marks, of a lane's name, of a histogram, and of an average letter of a label.
ROW, TITLE, HISTOGRAM, LETTER = 22, 20, 46, 6.7
MOST_ROWS, BARE_ROWS = 6, 4
# A label is not longer than this, and where there is no room as many letters as these.
LONGEST, LETTERS = 60, (34, 20)
# Per cent of the width left free at either side.
MARGIN = 1.5
# A bar shorter than this is a dot.
DOT = 9
# An axis of fewer days would have nothing to either side of what it shows.
FEWEST_DAYS = 14
# With this many events or more, a few that lie far off do not press all others together: where the
# shortest stretch of so large a part of them is so many times shorter than the whole, the axis ends
# a little beyond it, and says how many lie outside.
_CROWD, _PART, _FAR = 8, 0.8, 4


class Item(NamedTuple):
    """An event to draw."""

    entity_id: int
    name: str
    title: str
    lane: str
    earliest: datetime.date | None
    latest: datetime.date | None
    ahead: bool
    lasted: bool = False
    """Whether it went on from the first to the last day; else it was on a day between them."""

    @property
    def first(self) -> datetime.date:
        return self.earliest or self.latest or datetime.date.min

    @property
    def last(self) -> datetime.date:
        return self.latest or self.earliest or datetime.date.min


@dataclass(slots=True)
class Mark:
    item: Item
    x: float
    width: float
    is_bar: bool
    y: int = 0
    label: str = ""
    label_x: float = 0
    label_shift: int = 0
    label_anchor: str = "start"

    @property
    def opens(self) -> str:
        """To which side its time is open."""
        if self.item.earliest is None:
            return "before"
        return "after" if self.item.latest is None else ""


class Column(NamedTuple):
    """A bar that stands for all the events of a step of time."""

    x: float
    width: float
    y: float
    height: float
    title: str
    query: str


@dataclass(slots=True)
class Lane:
    label: str
    top: int
    height: int = 0
    count: int = 0
    marks: list[Mark] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)


class Tick(NamedTuple):
    x: float
    label: str
    anchor: str = "start"


@dataclass(slots=True)
class Drawing:
    name: str
    height: int
    lanes: list[Lane]
    ticks: list[Tick]

    @property
    def foot(self) -> int:
        """Where the axis is."""
        return self.height - 22


class Axis:
    """From days to per cent of the width."""

    def __init__(self, first: datetime.date, last: datetime.date) -> None:
        lacking = max(0, FEWEST_DAYS - (last - first).days) // 2
        self.first = datetime.date.fromordinal(max(1, first.toordinal() - lacking))
        end = min(datetime.date.max.toordinal(), last.toordinal() + lacking)
        self.last = datetime.date.fromordinal(end)
        self.days = (self.last - self.first).days + 1

    def at(self, day: datetime.date) -> float:
        return round(MARGIN + (100 - 2 * MARGIN) * (day - self.first).days / self.days, 3)

    def width(self, first: datetime.date, last: datetime.date) -> float:
        return round((100 - 2 * MARGIN) * ((last - first).days + 1) / self.days, 3)


def bounds(days: Sequence[datetime.date]) -> tuple[datetime.date, datetime.date]:
    """The first and last day of the axis for events on these days, sorted, not empty."""
    low, high = crowd([(day.toordinal(), 1) for day in days])
    return datetime.date.fromordinal(low), datetime.date.fromordinal(high)


def crowd(counts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The same for places on any axis, sorted, each with how many events are there."""
    first, last = counts[0][0], counts[-1][0]
    total = sum(count for _, count in counts)
    if total < _CROWD:
        return first, last
    needed = total * _PART
    best, held, low = (first, last), 0, 0
    for place, count in counts:
        held += count
        while held - counts[low][1] >= needed:
            held -= counts[low][1]
            low += 1
        if held >= needed and place - counts[low][0] < best[1] - best[0]:
            best = (counts[low][0], place)
    inner = best[1] - best[0] + 1
    if last - first + 1 <= _FAR * inner:
        return first, last
    reach = inner // 3
    within = [place for place, _ in counts if best[0] - reach <= place <= best[1] + reach]
    return within[0], within[-1]


def draw(
    items: Sequence[Item],
    lanes: Sequence[str],
    span: tuple[datetime.date, datetime.date],
    *,
    name: str,
    width: int,
) -> Drawing:
    """Marks with the labels that fit where the drawing is `width` pixels wide, at least. Each of the
    items begins within the `span` or goes on in it."""
    first, last = span
    axis = Axis(first, max(last, min(max(item.last for item in items), _beyond(first, last))))
    top = 0
    drawn = []
    for label in lanes:
        here = [item for item in items if item.lane == label]
        if not here:
            continue
        lane = _lane(label, here, axis, top, width)
        drawn.append(lane)
        top += lane.height
    return Drawing(name, top + 26, drawn, ticks(axis, width))


def _beyond(first: datetime.date, last: datetime.date) -> datetime.date:
    """How far the axis goes at most for what lasts longer: a tenth of its length."""
    more = (last - first).days // 10 + 1
    return datetime.date.fromordinal(min(last.toordinal() + more, datetime.date.max.toordinal()))


def _lane(label: str, items: Sequence[Item], axis: Axis, top: int, width: int) -> Lane:
    lane = Lane(label, top, count=len(items))
    rows: list[float] = []
    for item in sorted(items, key=lambda item: (item.first, item.last, item.entity_id)):
        mark = _mark(item, axis, width)
        row = _place(mark, rows, width)
        mark.y = top + TITLE + row * ROW + ROW // 2
        lane.marks.append(mark)
    lane.height = TITLE + max(1, len(rows)) * ROW + 6
    return lane


def _mark(item: Item, axis: Axis, width: int) -> Mark:
    # What reaches over the end of the axis is drawn as far as the axis goes.
    first, last = max(item.first, axis.first), min(item.last, axis.last)
    across = axis.width(first, last)
    is_bar = first != last and across * width / 100 >= DOT
    x = axis.at(first)
    return Mark(item, x if is_bar else round(x + across / 2, 3), across, is_bar)


def _place(mark: Mark, rows: list[float], width: int) -> int:
    """Finds a row where the mark and its label overlap nothing; without a label where none has
    room. `rows` are the pixels up to which each is taken."""
    begin = mark.x * width / 100
    size = mark.width * width / 100 if mark.is_bar else DOT
    if not mark.is_bar:
        begin -= DOT / 2
    for text in _lengths(mark.item.name):
        room = len(text) * LETTER + 10
        to_right = begin + size + room <= width
        needs = (begin, begin + size + room) if to_right else (begin - room, begin + size)
        if needs[0] < 0:
            continue
        named = rows[:MOST_ROWS]
        row = next((at for at, taken in enumerate(named) if taken + 8 <= needs[0]), None)
        if row is None and len(rows) < MOST_ROWS:
            rows.append(0.0)
            row = len(rows) - 1
        if row is not None:
            rows[row] = needs[1]
            _label(mark, text, to_right=to_right)
            return row
    # Without a label: between others, or on rows of its own under them. Only there may marks cover
    # one another, where there are very many.
    row = next((at for at, taken in enumerate(rows) if taken + 4 <= begin), None)
    if row is None and len(rows) < MOST_ROWS + BARE_ROWS:
        rows.append(0.0)
        row = len(rows) - 1
    if row is None:
        row = min(range(MOST_ROWS, len(rows)), key=lambda at: rows[at])
    rows[row] = max(rows[row], begin + size)
    return row


def _label(mark: Mark, text: str, *, to_right: bool) -> None:
    mark.label = text
    mark.label_anchor = "start" if to_right else "end"
    mark.label_x = round(mark.x + (mark.width if mark.is_bar and to_right else 0), 3)
    shift = 5 if mark.is_bar else DOT // 2 + 4
    mark.label_shift = shift if to_right else -shift


def _lengths(name: str) -> list[str]:
    """A name whole and cut shorter, to try where there is room for it."""
    cut = [f"{name[: most - 1].rstrip()}…" for most in LETTERS if len(name) > most]
    return [name, *cut] if len(name) <= LONGEST else cut


class Count(NamedTuple):
    """So many events of a lane in the step that begins on a day."""

    lane: str
    first: datetime.date
    last: datetime.date
    events: int
    query: str


def histogram(
    counts: Sequence[Count], lanes: Sequence[str], words: dict[datetime.date, str]
) -> Drawing:
    """Columns for more events than can be told apart, one histogram a lane on one scale."""
    axis = Axis(min(each.first for each in counts), max(each.last for each in counts))
    most = max(each.events for each in counts)
    top = 0
    drawn = []
    for label in lanes:
        here = [each for each in counts if each.lane == label]
        if not here:
            continue
        lane = Lane(label, top, TITLE + HISTOGRAM + 8, sum(each.events for each in here))
        foot = top + TITLE + HISTOGRAM
        for each in here:
            high = max(1.5, round(HISTOGRAM * each.events / most, 1))
            title = f"{words[each.first]}: {each.events:,}"
            across = round(axis.width(each.first, each.last) * 0.86, 3)
            lane.columns.append(
                Column(axis.at(each.first), across, foot - high, high, title, each.query)
            )
        drawn.append(lane)
        top += lane.height
    return Drawing("both", top + 26, drawn, ticks(axis, 360))


_STEPS = (
    *(("day", count) for count in (1, 2, 5, 10)),
    *(("month", count) for count in (1, 2, 3, 6)),
    *(("year", count) for count in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2500)),
)


def ticks(axis: Axis, width: int) -> list[Tick]:
    """As many labels under the axis as have room."""
    most = max(3, width // 80)
    days = {"day": 1.0, "month": 30.44, "year": 365.25}
    unit, count = next(
        ((unit, count) for unit, count in _STEPS if axis.days / (days[unit] * count) <= most),
        _STEPS[-1],
    )
    found: list[Tick] = []
    year = None
    for day in _days(axis, unit, count):
        label = _tick(day, unit, with_year=day.year != year)
        year = day.year
        # The last label would stick out of the drawing on its right.
        is_near_the_end = axis.at(day) > 100 - 100 * 60 / width
        found.append(Tick(axis.at(day), label, "end" if is_near_the_end else "start"))
    return found


def _days(axis: Axis, unit: str, count: int) -> list[datetime.date]:
    if unit == "day":
        steps = range(0, axis.days, count)
        return [axis.first + datetime.timedelta(days=step) for step in steps]
    if unit == "month":
        begin = axis.first.year * 12 + axis.first.month - 1
        begin += axis.first.day > 1
        begin += -begin % count
        end = axis.last.year * 12 + axis.last.month - 1
        return [datetime.date(at // 12, at % 12 + 1, 1) for at in range(begin, end + 1, count)]
    begin = axis.first.year + (axis.first.month > 1 or axis.first.day > 1)
    begin += -begin % count
    years = range(max(1, count, begin), axis.last.year + 1, count)
    return [datetime.date(at, 1, 1) for at in years] or [axis.first]


def _tick(day: datetime.date, unit: str, *, with_year: bool) -> str:
    if unit == "year":
        return str(day.year)
    month = f"{day:%B}"[:3]
    words = f"{day.day} {month}" if unit == "day" else month
    return f"{words} {day.year}" if with_year else words
