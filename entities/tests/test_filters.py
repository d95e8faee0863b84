"""Which entities a filter finds, what it counts, and what it says to nonsense."""

import datetime

import pytest
from django.http import QueryDict

from articles.models import Article, Source
from articles.tests.factories import filed
from entities.filters import EntityFilter, ReadDispatchFilter
from entities.models import Alias, Entity
from entities.tests.factories import NAMES, recorded
from extraction.text import name_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> None:
    """Three dispatches of two sources: Niger in all of them, Macron in two."""
    day = datetime.date
    recorded(filed("Macron left Niger. Macron spoke.", published=day(2023, 7, 26)), NAMES)
    recorded(
        filed("Niger saw Macron.", published=day(2023, 9, 1), source="Highland Courier"), NAMES
    )
    recorded(filed("Niamey is in Niger.", published=day(2023, 9, 2)), NAMES)


def found(query: str) -> EntityFilter:
    return EntityFilter(QueryDict(query), queryset=Entity.objects.standing())


def rows(query: str) -> list[tuple[str, int]]:
    return [(entity.name, entity.mentioned) for entity in found(query).qs]


def source(name: str) -> int:
    return Source.objects.get(name=name).pk


def test_without_conditions_all_stand_there_most_mentioned_first(house: None) -> None:
    assert rows("") == [("Emmanuel Macron", 3), ("Niger", 3), ("Niamey", 1)]


def test_the_whole_form_sent_empty_is_no_condition(house: None) -> None:
    everything = found("q=&kind=&source=&after=&before=&order=")
    assert len(everything.qs) == 3
    assert everything.crumbs == []
    assert everything.problems == []


@pytest.mark.parametrize(
    "typed",
    ["macron", "MACRON", "Emmanuel", "macron emmanuel", "acro", "Mácron", "Macron’s", "macrn"],
)
def test_any_of_its_names_in_any_spelling_finds_it(house: None, typed: str) -> None:
    assert [name for name, _ in rows(f"q={typed}")] == ["Emmanuel Macron"]


def test_near_names_come_only_where_none_holds_what_was_typed(house: None) -> None:
    assert not found("q=macron").qs or not found("q=macron").similar
    near = found("q=macrn")
    assert near.kind_counts()["person"] == 1
    assert near.similar


def test_an_alias_finds_its_entity_once(house: None) -> None:
    macron = Entity.objects.get(name="Emmanuel Macron")
    for name in ("Macron of France", "President Macron"):
        Alias.objects.create(entity=macron, name=name, key=name_key(name), kind="person")
    assert rows("q=macron") == [("Emmanuel Macron", 3)]


@pytest.mark.parametrize("typed", ["%25", "_", "...", "'", "\\"])
def test_signs_alone_are_no_wildcards(house: None, typed: str) -> None:
    assert rows(f"q={typed}") == []


def test_kinds_add_up_and_the_counts_of_kinds_follow_the_other_filters(house: None) -> None:
    assert {name for name, _ in rows("kind=person&kind=place")} == {
        "Emmanuel Macron",
        "Niger",
        "Niamey",
    }
    assert rows("kind=person") == [("Emmanuel Macron", 3)]
    counts = found("kind=person&q=ni").kind_counts()
    assert counts == {"person": 0, "place": 2, "organisation": 0, "event": 0}


def test_counts_follow_the_source_and_the_dates(house: None) -> None:
    assert rows(f"source={source('Highland Courier')}") == [
        ("Emmanuel Macron", 1),
        ("Niger", 1),
    ]
    assert rows("before=2023-07-26") == [("Emmanuel Macron", 2), ("Niger", 1)]
    assert rows(f"source={source('Sahel Wire')}&after=2023-09-01") == [("Niger", 1), ("Niamey", 1)]
    assert found("after=2023-09-02").kind_counts()["place"] == 2
    assert found("after=2023-09-02").kind_counts()["person"] == 0


def test_both_days_of_a_span_are_included(house: None) -> None:
    assert rows("after=2023-09-01&before=2023-09-01") == [("Emmanuel Macron", 1), ("Niger", 1)]


def test_orders(house: None) -> None:
    assert [name for name, _ in rows("order=name")] == ["Emmanuel Macron", "Niamey", "Niger"]
    assert [name for name, _ in rows("order=latest")] == ["Niger", "Niamey", "Emmanuel Macron"]
    latest = [name for name, _ in rows("order=latest&before=2023-09-01")]
    assert set(latest) == {"Emmanuel Macron", "Niger"}


@pytest.mark.parametrize(
    ("query", "label", "part"),
    [
        ("kind=cat", "Kind", "“cat” is no kind"),
        ("source=0", "Source", "no such source"),
        ("source=x", "Source", "no such source"),
        ("source=99999999999999999999999", "Source", "no such source"),
        ("after=2023-13-45", "From", "year-month-day"),
        ("before=yesterday", "Until", "year-month-day"),
        ("after=2023-09-02&before=2023-09-01", "Until", "before the first"),
        ("order=size", "Order", "mentions, name, latest"),
        ("q=" + "x" * 201, "Name", "200"),
        ("q=a%00b", "Name", "Null"),
    ],
)
def test_nonsense_is_told_and_left_out(house: None, query: str, label: str, part: str) -> None:
    nonsense = found(query + "&kind=place")
    assert len(nonsense.qs) >= 1
    assert [said for said, _ in nonsense.problems] == [label]
    assert part in nonsense.problems[0][1]


@pytest.mark.parametrize("query", ["after=0001-01-01", "before=9999-12-31", "before=0001-01-01"])
def test_the_ends_of_the_calendar_are_days_like_others(house: None, query: str) -> None:
    assert len(found(query).qs) in (0, 3)
    assert found(query).problems == []


def test_each_condition_can_be_lifted_alone(house: None) -> None:
    crumbs = found("q=ni&kind=person&kind=place&after=2023-01-02&order=name&page=3").crumbs
    assert [(crumb.label, crumb.value) for crumb in crumbs] == [
        ("Name", "ni"),
        ("Kind", "Person"),
        ("Kind", "Place"),
        ("From", "2 January 2023"),
    ]
    assert crumbs[1].query_without == "q=ni&kind=place&after=2023-01-02&order=name"
    assert crumbs[3].query_without == "q=ni&kind=person&kind=place&order=name"


def test_dispatches_are_found_by_how_far_they_are_read(house: None) -> None:
    waiting = filed("Still to be read.")
    read_again = recorded(filed("Read once."), NAMES)
    read_again.version.runs.create(state="queued")

    def states(state: str) -> int:
        query = QueryDict(f"state={state}")
        return len(ReadDispatchFilter(query, queryset=Article.objects.listed()).qs)

    assert (states("done"), states("queued"), states("failed")) == (3, 2, 0)
    assert waiting.current_version is not None
    waiting.current_version.runs.update(
        state="failed", error="ValueError", finished_at=waiting.dated_at
    )
    assert (states("queued"), states("failed")) == (1, 1)
