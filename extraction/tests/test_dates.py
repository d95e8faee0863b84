import datetime

import pytest

from extraction import dates

NEAR = datetime.date(2024, 1, 3)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("December 12, 2023", "2023-12-12"),
        ("Dec. 12 2023", "2023-12-12"),
        ("12 December 2023", "2023-12-12"),
        ("11th of March 2021", "2021-03-11"),
        ("12.12.2023", "2023-12-12"),
        ("2023-12-12", "2023-12-12"),
        # a day above 12 tells which number is the month
        ("12/13/2023", "2023-12-13"),
        ("2023-12-12T14:05:33Z", "2023-12-12T14:05:00+00:00"),
        ("Tue, 12 Dec 2023 14:05 GMT", "2023-12-12T14:05:00+00:00"),
        ("2023-12-12 10:00 +05:30", "2023-12-12T10:00:00+05:30"),
        ("12 December 2023 3:45 p.m. ET", "2023-12-12T15:45:00-05:00"),
        ("Oct. 10, 2023 at 9am ET", "2023-10-10T09:00:00-04:00"),
        ("1405 GMT 12 December 2023", "2023-12-12T14:05:00+00:00"),
        # no zone told: taken as UTC
        ("14:05, 12 Dec 2023", "2023-12-12T14:05:00+00:00"),
        # the year nearest to the dispatch's own date
        ("Dec 12", "2023-12-12"),
        ("Jan 4", "2024-01-04"),
    ],
)
def test_dates_are_read(text: str, iso: str) -> None:
    found = dates.find(text, near=NEAR)
    assert found is not None
    assert found.value is not None
    assert found.value.isoformat() == iso
    assert found.precision == ("minute" if "T" in iso else "day")


@pytest.mark.parametrize(
    "text",
    [
        # read as March 4 in one half of the world and as 3 April in the other
        "03/04/2023",
        "Feb 30, 2023",
        "May 2023",
        "1,500 troops",
        "",
    ],
)
def test_what_is_no_certain_day_is_no_date(text: str) -> None:
    assert dates.find(text, near=NEAR) is None


def test_a_day_without_any_year_has_no_value() -> None:
    found = dates.find("NIAMEY, Dec 12")
    assert found is not None
    assert found.value is None
    assert found.precision == ""
