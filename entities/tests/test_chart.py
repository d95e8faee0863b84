"""The chart of mentions over time: steps that fit the span, no gap left out, nothing made up."""

import datetime

import pytest
from django.utils import timezone

from articles.tests.factories import filed
from entities.chart import chart_of, draw, floor, following, label, step_for
from entities.models import Entity
from entities.tests.factories import NAMES, recorded

D = datetime.date


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (1, "day"),
        (31, "day"),
        (32, "week"),
        (400, "week"),
        (401, "month"),
        (3700, "month"),
        (3701, "year"),
        (36600, "year"),
        (40000, "decade"),
    ],
)
def test_the_step_follows_the_span(days: int, step: str) -> None:
    assert step_for(days) == step


@pytest.mark.parametrize(
    ("step", "day", "first", "second"),
    [
        ("day", D(2023, 12, 31), D(2023, 12, 31), D(2024, 1, 1)),
        # Weeks begin on Monday, across the end of a year.
        ("week", D(2024, 1, 3), D(2024, 1, 1), D(2024, 1, 8)),
        ("month", D(2024, 1, 31), D(2024, 1, 1), D(2024, 2, 1)),
        ("year", D(2023, 7, 1), D(2023, 1, 1), D(2024, 1, 1)),
        ("decade", D(1999, 7, 1), D(1990, 1, 1), D(2000, 1, 1)),
        ("decade", D(7, 7, 1), D(1, 1, 1), D(10, 1, 1)),
    ],
)
def test_steps_follow_each_other(step: str, day: D, first: D, second: D) -> None:
    assert floor(day, step) == first
    assert following(first, step) == second


def test_steps_without_mentions_are_drawn_too() -> None:
    chart = draw({D(2023, 1, 1): 4, D(2023, 8, 1): 2}, "month")
    assert chart is not None
    assert [bar.count for bar in chart.bars] == [4, 0, 0, 0, 0, 0, 0, 2]
    assert [bar.height for bar in chart.bars][::7] == [100, 50]
    assert chart.most.label == "January 2023"
    assert chart.label == "Mentions a month, January 2023 to August 2023"


def test_the_calendar_may_end() -> None:
    chart = draw({D(9999, 12, 30): 1, D(9999, 12, 31): 2}, "day")
    assert chart is not None
    assert [bar.count for bar in chart.bars] == [1, 2]


def test_labels_name_their_step() -> None:
    day = D(2023, 7, 24)
    assert [label(day, step) for step in ("day", "week", "month", "year", "decade")] == [
        "24 Jul 2023",
        "week of 24 Jul 2023",
        "July 2023",
        "2023",
        "2020s",
    ]


@pytest.mark.django_db
def test_the_bars_add_up_to_the_mentions() -> None:
    for day in (D(2023, 7, 26), D(2023, 7, 28), D(2023, 9, 1)):
        recorded(filed(f"Macron spoke of Niger on {day}.", published=day), NAMES)
    entity = Entity.objects.get(name="Niger")
    chart = chart_of(entity)
    assert chart is not None
    assert chart.step == "week"
    assert [bar.count for bar in chart.bars] == [2, 0, 0, 0, 0, 1]
    assert sum(bar.count for bar in chart.bars) == entity.mention_count
    with timezone.override("America/New_York"):
        assert chart_of(entity) is not None


@pytest.mark.django_db
def test_dispatches_nobody_dated_have_no_place_in_time() -> None:
    for day in (D(2023, 7, 26), D(2023, 7, 28)):
        recorded(filed(f"Macron spoke of Niger on {day}.", published=day), NAMES)
    recorded(filed("Niger, some day.", published=None, published_precision=""), NAMES)
    chart = chart_of(Entity.objects.get(name="Niger"))
    assert chart is not None
    assert chart.step == "day"
    assert (sum(bar.count for bar in chart.bars), chart.undated) == (2, 1)


@pytest.mark.django_db
def test_one_day_makes_no_chart() -> None:
    recorded(filed(), NAMES)
    assert chart_of(Entity.objects.get(name="Niger")) is None
