"""What dispatches together say of an event: its time, and the name composed of what is known."""

import datetime
from datetime import date

import pytest

from entities.event_names import compose, date_words, is_plain, says_who, without_article
from entities.event_times import UNKNOWN, Said, Time, agreed, time_of
from entities.models import event_types, type_label
from entities.models.event import MODALITY_CHOICES
from extraction.types import MODALITIES

JULY = Time(date(2023, 7, 1), date(2023, 7, 31), "2023-07", "month")
THE_26TH = Time(date(2023, 7, 26), date(2023, 7, 26), "2023-07-26", "day")
THE_27TH = Time(date(2023, 7, 27), date(2023, 7, 27), "2023-07-27", "day")
BEGUN = Time(date(2023, 10, 10), date(2023, 10, 10), "2023-10-10", "day")
BY = Time(None, date(2023, 12, 22), "../2023-12-22", "day")
DONE = Time(date(2023, 12, 22), date(2023, 12, 22), "2023-12-22", "day")


def happened(time: Time, phase: str = "", modality: str = "happened") -> Said:
    return Said(modality, phase, time)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # Nothing is told; told once.
        ([], UNKNOWN),
        ([(happened(UNKNOWN), 5)], UNKNOWN),
        ([(happened(JULY), 1)], JULY),
        # The more precise counts, however often the other is said; of two the more frequent.
        ([(happened(JULY), 9), (happened(THE_26TH), 1)], THE_26TH),
        ([(happened(THE_27TH), 1), (happened(THE_26TH), 2)], THE_26TH),
        # As often: what was said first.
        ([(happened(THE_27TH), 2), (happened(THE_26TH), 2)], THE_27TH),
        # An open end tells less than a month.
        ([(happened(BY), 4), (happened(JULY), 1)], JULY),
        # What was planned gives way to what happened, and stands where nothing did.
        ([(happened(THE_26TH, modality="planned"), 9), (happened(THE_27TH), 1)], THE_27TH),
        ([(happened(THE_26TH, modality="planned"), 1)], THE_26TH),
        # A course has a beginning and an end.
        (
            [(happened(BEGUN, "begun"), 1), (happened(DONE, "completed"), 1)],
            Time(date(2023, 10, 10), date(2023, 12, 22), "2023-10-10/2023-12-22", "day"),
        ),
        (
            [(happened(THE_26TH, "announced"), 3), (happened(BEGUN, "begun"), 1)],
            BEGUN,
        ),
        (
            [(happened(BEGUN, "begun"), 1), (happened(BY, "completed"), 1)],
            Time(date(2023, 10, 10), date(2023, 12, 22), "2023-10-10/2023-12-22", "day"),
        ),
        # What has begun ends when it is planned to.
        (
            [(happened(BEGUN), 1), (happened(BY, modality="planned"), 3)],
            Time(date(2023, 10, 10), date(2023, 12, 22), "2023-10-10/2023-12-22", "day"),
        ),
        ([(happened(BY, modality="planned"), 3)], BY),
        # An end before the beginning is a mistake somewhere.
        ([(happened(DONE, "begun"), 1), (happened(BEGUN, "completed"), 1)], DONE),
    ],
)
def test_the_time_that_dispatches_agree_on(said: list[tuple[Said, int]], expected: Time) -> None:
    assert agreed(said) == expected


@pytest.mark.parametrize(
    ("first", "last", "edtf", "precision"),
    [
        (None, None, "", ""),
        (date(2023, 7, 26), date(2023, 7, 26), "2023-07-26", "day"),
        (date(2023, 2, 1), date(2023, 2, 28), "2023-02", "month"),
        (date(2023, 1, 1), date(2023, 12, 31), "2023", "year"),
        (date(2023, 7, 26), date(2023, 8, 2), "2023-07-26/2023-08-02", "day"),
        (date(2023, 7, 26), None, "2023-07-26/..", "day"),
        (None, date(2023, 7, 26), "../2023-07-26", "day"),
    ],
)
def test_days_given_by_a_person(
    first: date | None, last: date | None, edtf: str, precision: str
) -> None:
    assert time_of(first, last) == Time(first, last, edtf, precision)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, ""),
        (date(2023, 7, 26), date(2023, 7, 26), "26 July 2023"),
        (date(2023, 7, 1), date(2023, 7, 31), "July 2023"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2023, 10, 9), date(2023, 10, 15), "9–15 October 2023"),
        (date(2023, 10, 10), date(2023, 12, 22), "October–December 2023"),
        (date(2022, 12, 1), date(2023, 1, 31), "December 2022–January 2023"),
        (date(2023, 1, 1), date(2023, 12, 31), "2023"),
        (date(2020, 1, 1), date(2029, 12, 31), "2020–2029"),
        (date(2023, 7, 26), None, "from 26 July 2023"),
        (None, date(2023, 12, 22), "by 22 December 2023"),
        (datetime.date.min, datetime.date.max, "1–9999"),
    ],
)
def test_days_as_a_journalist_writes_them(
    first: date | None, last: date | None, words: str
) -> None:
    assert date_words(first, last) == words


def test_early_december_is_december() -> None:
    days = date(2023, 12, 1), date(2023, 12, 11)
    assert date_words(*days, "2023-12~") == "December 2023"
    assert date_words(*days) == "1–11 December 2023"


@pytest.mark.parametrize(
    ("type_", "parts", "name"),
    [
        ("coup", {"place": "Niger"}, "Coup in Niger"),
        ("coup", {}, "Coup"),
        (
            "withdrawal",
            {"patient": "French troops", "agent": "France", "origin": "Niger", "place": "Niger"},
            "Withdrawal of French troops from Niger",
        ),
        ("withdrawal", {"agent": "France", "place": "Mali"}, "Withdrawal of France from Mali"),
        (
            "termination",
            {"patient": "EU missions", "country": "Niger"},
            "End of EU missions in Niger",
        ),
        ("death", {"place": "Derna"}, "Deaths in Derna"),
        ("death", {"patient": "Alvaro Colom"}, "Death of Alvaro Colom"),
        ("recall", {"patient": "ties", "agent": "Niger"}, "Break of ties by Niger"),
        (
            "visit",
            {"agent": "army", "patient": "Russian delegation"},
            "Visit of Russian delegation",
        ),
        ("agreement", {"parties": "Chad and Mali"}, "Agreement between Chad and Mali"),
        # What was said once is not said again.
        ("launch", {"patient": "Niamey shops", "place": "Niamey"}, "Launch of Niamey shops"),
        ("attack", {"patient": "Gao", "place": "Gao"}, "Attack on Gao"),
        ("nothing known", {"place": "Niger"}, "Event in Niger"),
    ],
)
def test_names_say_what_and_where(type_: str, parts: dict[str, str], name: str) -> None:
    assert compose(type_, type_label(type_), parts, None, None) == name


def test_every_type_has_a_name_of_its_own_pattern() -> None:
    for type_, label in event_types().items():
        name = compose(type_, label, {"place": "Niger", "patient": "X", "agent": "Y"}, None, None)
        assert name
        assert "{" not in name
        assert "None" not in name


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("about 1,500 French soldiers", "French soldiers"),
        ("the generals", "generals"),
        ("the last of the French soldiers in the north", ""),
        ("", ""),
        ("1,500", ""),
        ("their troops", "troops"),
        (
            "two European Union (EU) security and defense missions",
            "EU security and defense missions",
        ),
        ("visiting Russian delegation", "Russian delegation"),
    ],
)
def test_participants_that_nobody_names(words: str, left: str) -> None:
    assert without_article(words) == left


@pytest.mark.parametrize(
    ("words", "tells"),
    [
        ("he", False),
        ("responsible", False),
        ("170", False),
        ("", False),
        ("tens of thousands", True),
        ("soldiers", True),
        ("Mohamed Bazoum", True),
    ],
)
def test_pronouns_and_numbers_name_nobody(words: str, tells: bool) -> None:
    assert says_who(words) is tells


def test_an_event_is_known_by_its_day_not_its_hour() -> None:
    night = Time(date(2023, 9, 11), date(2023, 9, 11), "2023-09-11T03:00:00", "minute")
    assert agreed([(happened(night), 1)]) == Time(
        date(2023, 9, 11), date(2023, 9, 11), "2023-09-11", "day"
    )


def test_an_overlong_name_is_cut() -> None:
    assert len(compose("coup", "Coup", {"place": "N" * 400}, None, None)) == 300


def test_choices_are_those_of_extraction() -> None:
    assert [modality for modality, _ in MODALITY_CHOICES] == list(MODALITIES)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("July 26 coup", True),
        ("coup of July 26, 2023", True),
        ("1994 genocide", True),
        ("Operation Barkhane", False),
        ("COP28", False),
        ("Battle of Tondibi", False),
        ("July Coup", False),
        ("2020 Munich Conference", False),
    ],
)
def test_a_name_that_only_says_what_and_when_is_none(name: str, plain: bool) -> None:
    assert is_plain(name) is plain
