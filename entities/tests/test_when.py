"""Times in words, as exact as they are known."""

from datetime import date

import pytest

from entities.when import short, when

CASES = [
    # a day
    ((date(2023, 7, 26), date(2023, 7, 26), "day", "2023-07-26"), "26 July 2023"),
    # whole months, years, decades
    ((date(2023, 12, 1), date(2023, 12, 31), "month", "2023-12"), "December 2023"),
    ((date(2024, 2, 1), date(2024, 2, 29), "month", "2024-02"), "February 2024"),
    ((date(2023, 1, 1), date(2023, 12, 31), "year", "2023"), "2023"),
    ((date(1990, 1, 1), date(1999, 12, 31), "decade", "199X"), "1990s"),
    ((date(2019, 1, 1), date(2022, 12, 31), "year", "2019/2022"), "2019 to 2022"),
    # parts of a month and of a year, as readings cut them
    ((date(2023, 12, 1), date(2023, 12, 11), "month", "2023-12"), "early December 2023"),
    ((date(2023, 12, 11), date(2023, 12, 21), "month", "2023-12"), "mid-December 2023"),
    ((date(2023, 12, 21), date(2023, 12, 31), "month", "2023-12"), "late December 2023"),
    ((date(2023, 2, 1), date(2023, 2, 10), "month", "2023-02"), "early February 2023"),
    ((date(2023, 1, 1), date(2023, 5, 2), "year", "2023"), "early 2023"),
    ((date(2023, 9, 1), date(2023, 12, 31), "year", "2023"), "late 2023"),
    # open ends
    ((None, date(2023, 12, 22), "day", "../2023-12-22"), "by 22 December 2023"),
    ((date(2023, 10, 10), None, "day", "2023-10-10/.."), "from 10 October 2023"),
    # a day somewhere between, against all the days between
    ((date(2023, 10, 5), date(2023, 10, 9), "day", ""), "between 5 and 9 October 2023"),
    ((date(2023, 10, 5), date(2023, 11, 9), "day", ""), "between 5 October and 9 November 2023"),
    (
        (date(2023, 10, 10), date(2023, 12, 22), "day", "2023-10-10/2023-12-22"),
        "10 October to 22 December 2023",
    ),
    (
        (date(2023, 12, 30), date(2024, 1, 2), "day", "2023-12-30/2024-01-02"),
        "30 December 2023 to 2 January 2024",
    ),
    (
        (date(2023, 10, 1), date(2023, 12, 31), "month", "2023-10/2023-12"),
        "October to December 2023",
    ),
    (
        (date(2023, 10, 2), date(2023, 10, 8), "week", "2023-10-02/2023-10-08"),
        "in the week of 2 October 2023",
    ),
    # nothing known
    ((None, None, "", ""), ""),
]


@pytest.mark.parametrize(("known", "words"), CASES, ids=[words or "unknown" for _, words in CASES])
def test_a_time_is_said_as_exactly_as_it_is_known(
    known: tuple[date | None, date | None, str, str], words: str
) -> None:
    assert when(*known) == words


def test_a_narrow_column_has_short_months() -> None:
    assert short(date(2023, 7, 26), date(2023, 7, 26), "day") == "26 Jul 2023"
    assert short(date(2023, 10, 5), date(2023, 10, 9), "day") == "5 – 9 Oct 2023"
    assert short(None, date(2023, 12, 22), "day") == "by 22 Dec 2023"


@pytest.mark.parametrize("precision", ["", "minute", "day", "week", "month", "season", "year", "?"])
def test_every_stretch_of_days_has_words(precision: str) -> None:
    ends = [date.min, date(2023, 1, 1), date(2024, 2, 29), date(2024, 12, 31), date.max]
    for earliest in ends:
        for latest in ends:
            if earliest <= latest:
                assert when(earliest, latest, precision)
                assert when(earliest, latest, precision, f"{earliest}/{latest}")
        assert when(earliest, None, precision) and when(None, earliest, precision)
