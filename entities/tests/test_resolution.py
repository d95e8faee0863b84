"""Whom dispatches mean: the same thing under other names, another thing under the same name."""

import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.tests.factories import filed
from entities import consolidation
from entities.corrections import add_alias, point, split
from entities.models import Entity, Mention, PlaceFacts, Resolution, Suggestion
from entities.tests.factories import recorded

pytestmark = pytest.mark.django_db

Names = dict[str, tuple[str, str]]


def told(text: str, names: Names, **parts: Any) -> Article:
    """A dispatch filed, read and looked at again, as a worker does."""
    article = filed(text, **parts)
    recorded(article, names)
    consolidation.look_again(article)
    return article


def entity_in(article: Article, surface: str) -> Entity:
    mention = Mention.objects.filter(
        paragraph__version__article=article, surface=surface
    ).select_related("entity")[0]
    return mention.entity


PEOPLE = "person"
ONE = [
    # what the first dispatch says, who; what the second says, who
    (
        "President Mohamed Bazoum of Niger was held.",
        "Mohamed Bazoum",
        "Mohammed Bazum, the ousted president of Niger, is at home.",
        "Mohammed Bazum",
    ),
    (
        "Oil minister Hussein al-Farsi of Oman spoke.",
        "Hussein al-Farsi",
        "Hussain Al-Farsi, the oil minister of Oman, spoke.",
        "Hussain Al-Farsi",
    ),
]
TWO = [
    (
        "Helen Smith, the mayor of Leeds, opened a tramway.",
        "Helen Smith",
        "Goalkeeper Helen Smith signed for a club in Melbourne.",
        "Helen Smith",
    ),
    (
        "Boxer Earl Dawkins Jr won in Chicago.",
        "Earl Dawkins Jr",
        "Earl Dawkins Sr came to Chicago.",
        "Earl Dawkins Sr",
    ),
    (
        "Robert W. Merrick spoke in Washington.",
        "Robert W. Merrick",
        "Robert H. W. Merrick spoke in Washington.",
        "Robert H. W. Merrick",
    ),
    (
        "A driver called Smith was questioned.",
        "Smith",
        "A witness called Smith was heard.",
        "Smith",
    ),
]
PLACES = ("Niger", "Oman", "Leeds", "Melbourne", "Chicago", "Washington")


def names_for(text: str, who: str) -> Names:
    return {who: ("person", who)} | {place: ("place", place) for place in PLACES if place in text}


@pytest.mark.parametrize(("first", "who", "second", "also"), ONE)
def test_one_person_under_two_spellings_is_one(
    first: str, who: str, second: str, also: str
) -> None:
    one = told(first, names_for(first, who))
    two = told(second, names_for(second, also))
    assert entity_in(one, who) == entity_in(two, also)
    reasons = Resolution.objects.get(article=two, name=also).reasons
    assert any(each["feature"] == "spelling_variant" for each in reasons)
    assert all(each["note"] for each in reasons)


@pytest.mark.parametrize(("first", "who", "second", "also"), TWO)
def test_two_people_are_two_whatever_their_names(
    first: str, who: str, second: str, also: str
) -> None:
    one = told(first, names_for(first, who))
    two = told(second, names_for(second, also))
    assert entity_in(one, who) != entity_in(two, also)


def test_what_may_be_one_is_kept_apart_and_suggested() -> None:
    told("A driver called Smith was questioned.", {"Smith": ("person", "Smith")})
    told("A witness called Smith was heard.", {"Smith": ("person", "Smith")})
    suggestion = Suggestion.objects.get()
    assert {suggestion.low.name, suggestion.high.name} == {"Smith"}
    assert 0 < suggestion.score < 1
    assert suggestion.reasons
    assert "unsure" in Resolution.objects.values_list("outcome", flat=True)
    assert Entity.objects.standing().count() == 2


def test_a_surname_alone_leads_to_its_bearer_where_the_dispatch_agrees_and_else_nowhere() -> None:
    full: Names = {
        "Khalifa Haftar": ("person", "Khalifa Haftar"),
        "Benghazi": ("place", "Benghazi"),
        "Libyan National Army": ("organisation", "Libyan National Army"),
    }
    one = told("Commander Khalifa Haftar of the Libyan National Army was in Benghazi.", full)
    bare = {k: v for k, v in full.items() if k != "Khalifa Haftar"} | {
        "Haftar": ("person", "Haftar")
    }
    two = told("Commander Haftar led the Libyan National Army into Benghazi.", bare)
    three = told("A boat called after Haftar sank off Chile.", {"Haftar": ("person", "Haftar")})
    assert entity_in(two, "Haftar") == entity_in(one, "Khalifa Haftar")
    assert entity_in(three, "Haftar") != entity_in(one, "Khalifa Haftar")


def test_a_body_that_every_country_has_is_one_in_each() -> None:
    ghana = told(
        "The Supreme Court in Accra, Ghana, freed him.",
        {"Supreme Court": ("organisation", "Supreme Court"), "Ghana": ("place", "Ghana")},
    )
    kenya = told(
        "The Supreme Court in Nairobi, Kenya, freed her.",
        {"Supreme Court": ("organisation", "Supreme Court"), "Kenya": ("place", "Kenya")},
    )
    again = told(
        "Judges of the Supreme Court of Kenya met.",
        {"Supreme Court": ("organisation", "Supreme Court"), "Kenya": ("place", "Kenya")},
    )
    assert entity_in(ghana, "Supreme Court") != entity_in(kenya, "Supreme Court")
    assert entity_in(again, "Supreme Court") == entity_in(kenya, "Supreme Court")
    assert {
        entity_in(ghana, "Supreme Court").namesake,
        entity_in(kenya, "Supreme Court").namesake,
    } == {0, 1}


def test_two_places_of_one_name_are_two_entities_that_say_which() -> None:
    spain = told(
        "It was hot in Cordoba, Spain.",
        {"Cordoba": ("place", "Cordoba"), "Spain": ("place", "Spain")},
    )
    argentina = told(
        "A plant in Cordoba, Argentina, closed.",
        {"Cordoba": ("place", "Cordoba"), "Argentina": ("place", "Argentina")},
    )
    unknown = told("He was born in Cordoba.", {"Cordoba": ("place", "Cordoba")})
    one, two, three = (entity_in(each, "Cordoba") for each in (spain, argentina, unknown))
    assert len({one.pk, two.pk, three.pk}) == 3
    assert (one.description, two.description, three.description) == (
        "city in Spain",
        "city in Argentina",
        "",
    )
    facts = PlaceFacts.objects.get(entity=two)
    assert (facts.country_code, facts.certain) == ("AR", True)
    assert facts.latitude is not None and -32 < facts.latitude < -31
    assert not PlaceFacts.objects.get(entity=three).certain
    assert PlaceFacts.objects.get(entity=three).geoname_id is None


def test_a_shared_adjective_says_why_it_was_read_so() -> None:
    article = told(
        "NIAMEY - The Nigerian army left Niamey, Niger.",
        {
            "Niamey": ("place", "Niamey"),
            "Niger": ("place", "Niger"),
            "Nigerian": ("place", "Niger"),
        },
    )
    reasons = Resolution.objects.get(article=article, name="Niger").reasons
    (why,) = [each["note"] for each in reasons if each["feature"] == "demonym"]
    assert why == "“Nigerian” may also be of Nigeria; the dispatch speaks of Niamey, Niger"


def test_a_name_that_an_editor_gave_leads_there(django_user_model: Any) -> None:
    editor = django_user_model.objects.create_superuser("editor")
    one = told("Khalifa Haftar spoke.", {"Khalifa Haftar": ("person", "Khalifa Haftar")})
    add_alias(entity_in(one, "Khalifa Haftar"), "the field marshal of Rajma", "person", by=editor)
    two = told(
        "He called the field marshal of Rajma.",
        {"the field marshal of Rajma": ("person", "the field marshal of Rajma")},
    )
    assert entity_in(two, "the field marshal of Rajma") == entity_in(one, "Khalifa Haftar")


def test_later_evidence_settles_what_was_in_doubt() -> None:
    bare = told(
        "Colonel Souley met the governor in Diffa.",
        {"Souley": ("person", "Souley"), "Diffa": ("place", "Diffa")},
        published=datetime.date(2024, 1, 1),
    )
    assert Resolution.objects.get(article=bare, name="Souley").outcome == "new"
    for day in (2, 3, 4):
        full = told(
            f"Colonel Idrissa Souley spoke in Diffa on day {day}.",
            {"Idrissa Souley": ("person", "Idrissa Souley"), "Diffa": ("place", "Diffa")},
            published=datetime.date(2024, 1, day),
        )
    assert entity_in(bare, "Souley") == entity_in(full, "Idrissa Souley")
    call_command("check_mentions", stdout=StringIO())


def test_reading_again_ends_in_the_same_numbers() -> None:
    texts = [
        ("Helen Smith, the mayor of Leeds, spoke.", {"Helen Smith": ("person", "Helen Smith")}),
        ("Goalkeeper Helen Smith played in Leeds.", {"Helen Smith": ("person", "Helen Smith")}),
        ("A driver called Smith was questioned.", {"Smith": ("person", "Smith")}),
    ]
    articles = [told(text, names) for text, names in texts]
    before = dict(Mention.objects.values_list("paragraph", "entity"))
    for article, (_, names) in zip(articles, texts, strict=True):
        recorded(article, names)
        consolidation.look_again(article)
    assert dict(Mention.objects.values_list("paragraph", "entity")) == before
    assert Entity.objects.count() == 3


def test_resolving_again_keeps_what_people_decided_and_every_number(
    django_user_model: Any,
) -> None:
    one = told(
        "Helen Smith, the mayor of Leeds, spoke.", {"Helen Smith": ("person", "Helen Smith")}
    )
    two = told("Goalkeeper Helen Smith played.", {"Helen Smith": ("person", "Helen Smith")})
    three = told("The mayor, Helen Smith, spoke.", {"Helen Smith": ("person", "Helen Smith")})
    editor = django_user_model.objects.create_superuser("editor")
    mine = Mention.objects.filter(paragraph__version__article=three)
    point(mine, entity_in(two, "Helen Smith"), by=editor)
    numbers = set(Entity.objects.values_list("pk", flat=True))
    said = StringIO()
    call_command("resolve", "--again", stdout=said)
    assert said.getvalue() == "3 dispatches resolved; 0 names moved.\n"
    assert entity_in(three, "Helen Smith") == entity_in(two, "Helen Smith")
    assert entity_in(one, "Helen Smith") != entity_in(two, "Helen Smith")
    assert set(Entity.objects.values_list("pk", flat=True)) >= numbers
    call_command("check_mentions", stdout=StringIO())


def test_the_number_of_queries_does_not_depend_on_the_number_of_chains() -> None:
    def queries(size: int) -> int:
        names: Names = {f"Ann Person{n}": ("person", f"Ann Person{n}") for n in range(size)}
        names |= {f"Body {n} Council": ("organisation", f"Body {n} Council") for n in range(size)}
        for _ in range(2):
            text = ", ".join(names) + f" met {_} {size}."
            article = filed(text)
            with CaptureQueriesContext(connection) as captured:
                recorded(article, names)
        return len(captured)

    assert queries(30) <= queries(3) + 2


def test_two_that_a_person_called_different_stay_two_when_read_again(
    django_user_model: Any,
) -> None:
    editor = django_user_model.objects.create_superuser("editor")
    names = {"Helen Smith": ("person", "Helen Smith")}
    one = told("Helen Smith, the mayor of Leeds, resigned.", names)
    two = told("Helen Smith, the mayor of Leeds, has a dog.", names)
    assert entity_in(one, "Helen Smith") == entity_in(two, "Helen Smith")
    decision = split(
        entity_in(one, "Helen Smith"),
        Mention.objects.filter(paragraph__version__article=two),
        by=editor,
        name="Helen Smith of Hull",
    )
    recorded(one, names)
    assert entity_in(one, "Helen Smith") != decision.other
    assert entity_in(two, "Helen Smith") == decision.other
