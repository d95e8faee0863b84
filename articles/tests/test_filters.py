"""Which dispatches a filter finds."""

import datetime

import pytest
from django.http import QueryDict

from articles.filters import DispatchFilter, moment_after, span
from articles.models import Article, Source
from articles.tests.factories import filed

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture
def house() -> None:
    filed("Rain fell on Niamey.", headline="Rain", published=D(2023, 7, 26))
    filed("The river rose.", headline="Flood in Derna", published=D(2023, 9, 11), source="MNA")
    filed("No date here.", headline="Undated", published=None, published_precision="")


def found(query: str) -> DispatchFilter:
    return DispatchFilter(QueryDict(query), queryset=Article.objects.listed())


def headlines(query: str) -> list[str]:
    return [str(article) for article in found(query).qs]


def test_latest_come_first_and_other_orders_can_be_asked_for(house: None) -> None:
    assert headlines("") == ["Undated", "Flood in Derna", "Rain"]
    assert headlines("order=earliest") == ["Rain", "Flood in Derna", "Undated"]
    assert headlines("order=headline") == ["Flood in Derna", "Rain", "Undated"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=niamey", ["Rain"]),
        # In the headline as well as in the text, in any form of the word.
        ("q=floods", ["Flood in Derna"]),
        ("q=river+-derna", ["Flood in Derna"]),
        ("q=rivers+or+rain", ["Flood in Derna", "Rain"]),
        ('q="river+fell"', []),
        ("after=2023-07-27&before=2023-09-11", ["Flood in Derna"]),
        ("before=2023-07-26", ["Rain"]),
    ],
)
def test_words_and_dates_narrow(house: None, query: str, expected: list[str]) -> None:
    assert headlines(query) == expected


def test_a_source_narrows(house: None) -> None:
    assert headlines(f"source={Source.objects.get(name='MNA').pk}") == ["Flood in Derna"]


@pytest.mark.parametrize("words", ["'", '"', "-", "& |", "((", "the", "\\", ":*", "<->"])
def test_signs_in_the_words_are_no_syntax_errors(house: None, words: str) -> None:
    list(DispatchFilter({"q": words}, queryset=Article.objects.listed()).qs)


def test_nonsense_is_told_and_left_out(house: None) -> None:
    nonsense = found("after=soon&source=x&order=size&q=rain")
    assert [str(article) for article in nonsense.qs] == ["Rain"]
    assert [label for label, _ in nonsense.problems] == ["Source", "From", "Order"]


def test_the_calendar_ends() -> None:
    assert moment_after(D(9999, 12, 31)) is None
    assert span("dated_at", None, D(9999, 12, 31)) == {}
