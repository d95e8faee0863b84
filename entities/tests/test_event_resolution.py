"""Which real event the events of a dispatch are: two dispatches about one coup, two coups, a course."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections, why
from entities.judgements import judge
from entities.models import Entity, EventFacts, EventKey, Resolution, Suggestion
from entities.tests.factories import Reading, recorded_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada")


PLACES = {
    "Niger": ("place", "Niger"),
    "Niamey": ("place", "Niamey"),
    "Gabon": ("place", "Gabon"),
    "Libreville": ("place", "Libreville"),
    "France": ("place", "France"),
    "Mali": ("place", "Mali"),
    "Gao": ("place", "Gao"),
    "Mohamed Bazoum": ("person", "Mohamed Bazoum"),
    "Ali Bongo": ("person", "Ali Bongo"),
    "Emmanuel Macron": ("person", "Emmanuel Macron"),
}

COUP = (
    "Soldiers in Niger ousted President Mohamed Bazoum on July 26, a colonel said on television.",
    "The coup was condemned by France, which has 1,500 soldiers in Niger.",
)
COUP_AGAIN = (
    "France will have left Niger by Christmas, five months after generals toppled Mohamed Bazoum.",
    "The coup in Niger of July 26 brought a junta to power that wants the French soldiers gone.",
)
OTHER_COUP = (
    "Officers in Gabon ousted President Ali Bongo on August 30, minutes after he was declared winner.",
    "The coup in Gabon is the latest in a string in Africa.",
)


def dispatch(day: str, *paragraphs: str) -> Article:
    return filed(*paragraphs, published=datetime.date.fromisoformat(day))


def first_coup(article: Article) -> Reading:
    return (
        Reading(article, PLACES)
        .happened(
            "e1",
            "coup",
            "ousted",
            lemma="oust",
            patient="Mohamed Bazoum",
            place="Niger",
            time=("July 26", "2023-07-26"),
        )
        .happened("e1", "coup", "coup")
    )


def coup_again(article: Article) -> Reading:
    return (
        Reading(article, PLACES)
        .happened(
            "e1", "coup", "toppled", lemma="topple", patient="Mohamed Bazoum", agent="generals"
        )
        .happened("e1", "coup", "coup", place="Niger", time=("July 26", "2023-07-26"))
    )


def other_coup(article: Article) -> Reading:
    return (
        Reading(article, PLACES)
        .happened(
            "e1",
            "coup",
            "ousted",
            lemma="oust",
            patient="Ali Bongo",
            place="Gabon",
            time=("August 30", "2023-08-30"),
        )
        .happened("e1", "coup", "coup", place="Gabon")
    )


Read = Callable[[Article], Reading]


def read(article: Article, reading: Read) -> dict[str, Entity]:
    """What the events of a dispatch are, by their ids."""
    recorded_as(article, reading(article).annotations())
    return events_of(article)


def events_of(article: Article) -> dict[str, Entity]:
    rows = Resolution.objects.filter(article=article, kind="event").select_related("entity")
    return {row.chain: row.entity for row in rows}


def test_two_dispatches_of_one_coup_are_one_event_with_its_reasons() -> None:
    first, second = dispatch("2023-07-27", *COUP), dispatch("2023-12-12", *COUP_AGAIN)
    coup = read(first, first_coup)["e1"]
    assert read(second, coup_again)["e1"] == coup
    assert EventFacts.objects.get(entity=coup).entity.name == "Coup in Niger, 26 July 2023"
    row = Resolution.objects.get(article=second, kind="event")
    assert row.outcome == "linked"
    notes = {each["note"] for each in row.reasons if each["weight"] > 0}
    assert {"same day: 26 July 2023", "both in Niger", "both say “coup”"} <= notes
    assert "both name Mohamed Bazoum as whom it happens to" in notes


def test_the_page_of_reasons_shows_them_as_bars() -> None:
    first, second = dispatch("2023-07-27", *COUP), dispatch("2023-12-12", *COUP_AGAIN)
    read(first, first_coup)
    coup = read(second, coup_again)["e1"]
    (shown,) = why.why(coup, second)
    assert shown.outcome == "linked"
    assert shown.name == "topple"
    assert "same day: 26 July 2023" in {bar.note for bar in shown.bars}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
def test_two_coups_are_two_events_in_whatever_order_they_are_filed(order: tuple[int, ...]) -> None:
    told: list[tuple[tuple[str, ...], Read, str]] = [
        (COUP, first_coup, "2023-07-27"),
        (OTHER_COUP, other_coup, "2023-08-30"),
        (COUP_AGAIN, coup_again, "2023-12-12"),
    ]
    found = {}
    for at in order:
        paragraphs, reading, day = told[at]
        found[at] = read(dispatch(day, *paragraphs), reading)["e1"]
    assert found[0] == found[2]
    assert found[1] != found[0]
    names = set(EventFacts.objects.values_list("entity__name", flat=True))
    assert names == {"Coup in Niger, 26 July 2023", "Coup in Gabon, 30 August 2023"}


COURSE = (
    ("2023-09-25", "President Emmanuel Macron said France would withdraw its soldiers from Niger.",
     "withdraw", "planned", "announced", None),
    ("2023-10-10", "France began the withdrawal of its soldiers from Niger on Tuesday with a convoy.",
     "withdrawal", "ongoing", "begun", ("Tuesday", "2023-10-10")),
    ("2023-12-22", "France completed the withdrawal of its soldiers from Niger on Friday, it said.",
     "withdrawal", "happened", "completed", ("Friday", "2023-12-22")),
)  # fmt: skip


def withdrawal(
    trigger: str, modality: str, phase: str, time: tuple[str, str] | None, **also: Any
) -> Read:
    def reading(article: Article) -> Reading:
        return Reading(article, PLACES).happened(
            "e1", "withdrawal", trigger, agent="France", origin="Niger", place="Niger",
            patient="its soldiers", modality=modality, phase=phase, time=time, **also,
        )  # fmt: skip

    return reading


def test_a_course_that_is_announced_begun_and_completed_is_one_event() -> None:
    found = [
        read(dispatch(day, text), withdrawal(trigger, modality, phase, time))["e1"]
        for day, text, trigger, modality, phase, time in COURSE
    ]
    assert len({entity.pk for entity in found}) == 1
    facts = EventFacts.objects.get(entity=found[0])
    assert (facts.phase, facts.modality) == ("completed", "happened")


ATTACKS = (
    ("2023-02-06", "Gunmen attacked a village near Gao on Sunday and burned several houses.",
     ("Sunday", "2023-02-05")),
    ("2023-02-10", "Gunmen attacked a village near Gao on Thursday, the third such raid of the month.",
     ("Thursday", "2023-02-09")),
)  # fmt: skip


def attack(time: tuple[str, str] | None) -> Read:
    def reading(article: Article) -> Reading:
        return Reading(article, PLACES).happened(
            "e1", "attack", "attacked", lemma="attack", agent="Gunmen", patient="a village",
            place="Gao", time=time,
        )  # fmt: skip

    return reading


def test_two_attacks_in_one_town_in_one_week_are_two_events() -> None:
    one, two = (read(dispatch(day, text), attack(time))["e1"] for day, text, time in ATTACKS)
    assert one != two


def test_look_alikes_without_a_day_are_two_events_and_a_suggestion() -> None:
    one, two = (read(dispatch(day, text), attack(None))["e1"] for day, text, _ in ATTACKS)
    assert one != two
    (suggestion,) = Suggestion.objects.all()
    assert {suggestion.low_id, suggestion.high_id} == {one.pk, two.pk}
    assert {"both in Gao", "both say “attack”"} <= {each["note"] for each in suggestion.reasons}
    row = Resolution.objects.get(entity=two)
    assert row.outcome == "unsure"


def test_reading_again_ends_in_the_same_events() -> None:
    first, second = dispatch("2023-07-27", *COUP), dispatch("2023-12-12", *COUP_AGAIN)
    third = dispatch("2023-08-30", *OTHER_COUP)
    told: list[tuple[Article, Read]] = [
        (first, first_coup), (second, coup_again), (third, other_coup)
    ]  # fmt: skip
    before = [read(article, reading) for article, reading in told]
    again = [read(article, reading) for article, reading in (*told, *reversed(told))]
    assert again == before + before[::-1]
    assert Entity.objects.filter(kind="event").count() == 2
    assert set(EventKey.objects.values_list("resolution__article", flat=True)) == {
        first.pk, second.pk, third.pk
    }  # fmt: skip


def test_what_people_said_is_different_is_kept_apart(ada: User) -> None:
    one, two = (dispatch(day, text) for day, text, _ in ATTACKS)
    a, b = (read(article, attack(None))["e1"] for article in (one, two))
    judge(a, b, "different", by=ada)
    # Even when both now name the same day.
    same_day = attack(("on", "2023-02-09"))
    assert read(one, same_day)["e1"] == a
    assert read(two, same_day)["e1"] == b


def test_what_people_merged_stays_merged_when_read_again(ada: User) -> None:
    one, two = (dispatch(day, text) for day, text, _ in ATTACKS)
    a, b = (read(article, attack(None))["e1"] for article in (one, two))
    corrections.merge(a, [b], by=ada)
    assert read(two, attack(None))["e1"] == b
    assert Entity.objects.get(pk=a.pk).article_count == 2


def test_the_number_of_queries_does_not_depend_on_how_many_events_are_told() -> None:
    words = [f"Gunmen attacked number {n} near Gao." for n in range(40)]
    few, many = dispatch("2023-02-06", *words[:2]), dispatch("2023-02-07", *words)

    def reading(article: Article) -> Reading:
        found = Reading(article, PLACES)
        for n in range(len(found.texts)):
            found.happened(f"e{n + 1}", "attack", f"number {n}", lemma="attack", place="Gao")
        return found

    read(few, reading)
    read(many, reading)
    with CaptureQueriesContext(connection) as of_few:
        read(few, reading)
    with CaptureQueriesContext(connection) as of_many:
        read(many, reading)
    assert len(of_many) <= len(of_few) + 2
