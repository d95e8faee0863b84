import pytest

from extraction.datelines import parse


@pytest.mark.parametrize(
    ("opening", "place", "date", "agency"),
    [
        ("NEW YORK (AP) - The", "New York", "", "AP"),
        ("Berlin (dpa) - The", "Berlin", "", "dpa"),
        ("DAMASCUS (Reuters) - The", "Damascus", "", "Reuters"),
        ("NIAMEY, Dec 12 (AFP) - The", "Niamey", "Dec 12", "AFP"),
        # a date and no place
        ("Jan 3 (Reuters) - The", "", "Jan 3", "Reuters"),
        ("STOCKHOLM, Aug 29, 2014 (AFP) - The", "Stockholm", "Aug 29, 2014", "AFP"),
        ("Tegucigalpa, Jan 2 (EFE).- The", "Tegucigalpa", "Jan 2", "EFE"),
        ("(ANSA) - Rome, October 11 - The", "Rome", "October 11", "ANSA"),
        ("MOSCOW, January 21. /TASS/. The", "Moscow", "January 21", "TASS"),
        ("SAITAMA, Japan, Dec. 9 Kyodo - The", "Saitama, Japan", "Dec. 9", "Kyodo"),
        ("BUENOS AIRES, Argentina (AP) _ The", "Buenos Aires, Argentina", "", "AP"),
        ("PORT-AU-PRINCE, Haiti (AP) — The", "Port-au-Prince, Haiti", "", "AP"),
        ("N'DJAMENA (Reuters) – The", "N'Djamena", "", "Reuters"),
        ("Rio de Janeiro (AFP) - The", "Rio de Janeiro", "", "AFP"),
        ("WASHINGTON/PARIS (Reuters) - The", "Washington/Paris", "", "Reuters"),
        ("ST. PETERSBURG, Russia (AP) — The", "St. Petersburg, Russia", "", "AP"),
        ("JERUSALEM, Dec 12 (Xinhua) -- The", "Jerusalem", "Dec 12", "Xinhua"),
        # no agency
        ("PARIS — The", "Paris", "", ""),
        ("Niamey, 12 December - The", "Niamey", "12 December", ""),
        ("NEW DELHI: The", "New Delhi", "", ""),
    ],
)
def test_datelines_are_read(opening: str, place: str, date: str, agency: str) -> None:
    found = parse(opening)
    assert found is not None
    assert (found.place, found.date, found.agency) == (place, date, agency)
    assert opening[found.end :] == "The"


@pytest.mark.parametrize(
    "opening",
    [
        "UPDATE: The man",
        "WATCH — The man",
        "France is embarking on the withdrawal - well, most of it",
        "President Emmanuel Macron (AFP) said - no",
        "The EU (European Union) - which France leads",
        "Dubai: The man",
        "",
    ],
)
def test_other_openings_are_no_dateline(opening: str) -> None:
    assert parse(opening) is None
