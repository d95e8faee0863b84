"""The plot of a timeline: nothing overlaps, nothing is left out, and far days press nothing together."""

import datetime
import random
from datetime import date
from itertools import pairwise

import pytest

from entities import lanes
from entities.lanes import Drawing, Item, Mark

WIDTHS = (336, 640, 1100)


def item(number: int, first: date, last: date | None = None, name: str = "") -> Item:
    name = name or f"Event number {number}"
    return Item(number, name, name, ("War", "Politics")[number % 2], first, last or first, False)


def many(count: int, seed: int = 1) -> list[Item]:
    chance = random.Random(seed)
    made = []
    for number in range(count):
        first = date(2023, 1, 1) + datetime.timedelta(days=chance.randrange(400))
        last = first + datetime.timedelta(days=chance.choice([0, 0, 0, 6, 30, 364]))
        made.append(item(number, first, last, "Withdrawal of troops " * chance.randint(1, 4)))
    return made


def boxes(drawing: Drawing, width: int) -> list[tuple[int, float, float]]:
    """Row, left and right of each label, in pixels."""
    found = []
    for lane in drawing.lanes:
        for mark in lane.marks:
            if mark.label:
                at = mark.label_x * width / 100 + mark.label_shift
                size = len(mark.label) * lanes.LETTER
                left = at if mark.label_anchor == "start" else at - size
                found.append((mark.y, left, left + size))
    return found


def drawn(items: list[Item], width: int) -> Drawing:
    span = min(each.first for each in items), max(each.first for each in items)
    return lanes.draw(items, ("War", "Politics"), span, name="x", width=width)


def extent(mark: Mark, width: int) -> tuple[float, float]:
    if mark.is_bar:
        return mark.x * width / 100, (mark.x + mark.width) * width / 100
    return mark.x * width / 100 - 4.5, mark.x * width / 100 + 4.5


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("count", [1, 2, 12, 120])
def test_no_label_overlaps_another_or_leaves_the_drawing(count: int, width: int) -> None:
    drawing = drawn(many(count), width)
    found = sorted(boxes(drawing, width))
    assert found
    for (row, _, right), (other, left, _) in pairwise(found):
        assert row != other or right <= left
    assert all(left >= 0 and right <= width + 1 for _, left, right in found)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("count", [2, 30, 120])
def test_a_label_covers_no_mark(count: int, width: int) -> None:
    drawing = drawn(many(count), width)
    labels = boxes(drawing, width)
    for lane in drawing.lanes:
        for mark in lane.marks:
            begin, end = extent(mark, width)
            for row, left, right in labels:
                assert row != mark.y or right <= begin + 1 or end - 1 <= left


def test_what_goes_on_beyond_the_axis_is_drawn_as_far_as_it_goes() -> None:
    ten_years = item(1, date(2020, 1, 1), date(2030, 1, 1))
    span = date(2023, 1, 1), date(2023, 12, 31)
    drawing = lanes.draw(
        [ten_years, item(3, *span)], ("War", "Politics"), span, name="x", width=640
    )
    for mark in drawing.lanes[0].marks:
        assert mark.x >= 0 and mark.x + mark.width <= 100


def test_the_same_drawing_wider_only_spreads() -> None:
    narrow = drawn(many(40), 336)
    found = sorted(boxes(narrow, 600))
    for (row, _, right), (other, left, _) in pairwise(found):
        assert row != other or right <= left


def test_every_event_is_drawn_once_on_its_lane() -> None:
    items = many(120)
    drawing = drawn(items, 640)
    found = [mark.item for lane in drawing.lanes for mark in lane.marks]
    assert sorted(each.entity_id for each in found) == [each.entity_id for each in items]
    for lane in drawing.lanes:
        assert lane.count == len(lane.marks)
        assert {mark.item.lane for mark in lane.marks} == {lane.label}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2023, 7, 26), date(2023, 7, 26)),
        (date(2023, 7, 26), date(2023, 8, 3)),
        (date(2023, 7, 26), date(2024, 3, 3)),
        (date(1991, 7, 26), date(2024, 3, 3)),
        (date.min, date.max),
    ],
)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_axis_has_few_labels_in_order_inside_it(first: date, last: date, width: int) -> None:
    found = lanes.ticks(lanes.Axis(first, last), width)
    assert 1 <= len(found) <= max(5, width // 70)
    places = [tick.x for tick in found]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)


def test_a_few_far_events_do_not_press_the_others_together() -> None:
    near = [date(2023, 7, 1) + datetime.timedelta(days=n) for n in range(30)]
    far = [date(1960, 8, 3), date(1974, 4, 15)]
    assert lanes.bounds([*far, *near]) == (near[0], near[-1])
    # Few events all belong together, however far apart.
    assert lanes.bounds([far[0], near[0]]) == (far[0], near[0])
    # And so do those that are spread evenly.
    even = [date(1900 + n, 1, 1) for n in range(100)]
    assert lanes.bounds(even) == (even[0], even[-1])


def test_columns_share_one_scale_and_stand_on_their_lanes_foot() -> None:
    counts = [
        lanes.Count("War", date(2023, month, 1), date(2023, month, 28), month * 10, "q")
        for month in range(1, 13)
    ]
    counts.append(lanes.Count("Politics", date(2023, 1, 1), date(2023, 1, 28), 60, "q"))
    words = {each.first: f"month {each.first.month}" for each in counts}
    drawing = lanes.histogram(counts, ("War", "Politics"), words)
    war, politics = drawing.lanes
    assert war.count == 780
    assert max(column.height for column in war.columns) == lanes.HISTOGRAM
    assert politics.columns[0].height == lanes.HISTOGRAM / 2
    feet = {round(column.y + column.height, 1) for column in war.columns}
    assert feet == {war.top + lanes.TITLE + lanes.HISTOGRAM}
    assert war.columns[-1].title == "month 12: 120"
