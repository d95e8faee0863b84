"""The page of an event: what, when, where, who, how far, and where dispatches differ."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.tests.factories import filed
from entities import accounts, corrections, differing
from entities.models import Decision, Entity, EventFacts, Kind
from entities.tests.factories import Reading, recorded_as, told
from entities.tests.test_views import shown, text_of
from newsroom.templatetags.newsroom import dated
from newsroom.tests.people import browser_of, person

pytestmark = pytest.mark.django_db

NAMES = {
    "Niger": ("place", "Niger"),
    "Niamey": ("place", "Niamey"),
    "Mali": ("place", "Mali"),
    "Ansaru": ("organisation", "Ansaru"),
    "Boko Haram": ("organisation", "Boko Haram"),
    "army": ("organisation", "army"),
    "Macron": ("person", "Macron"),
}


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(User.objects.create_user("reader"))
    return client


def event(type_: str) -> Entity:
    return Entity.objects.filter(event_facts__type=type_, merged_into=None).earliest("pk")


def reading(*paragraphs: str, day: datetime.date = datetime.date(2023, 10, 6)) -> Reading:
    # The same text twice would be one dispatch.
    own = f"Dispatch number {Article.objects.count() + 1}."
    return Reading(filed(*paragraphs, own, published=day, headline=f"Told on {day}"), NAMES)


def recorded(found: Reading, article: Article | None = None) -> Article:
    article = article or Article.objects.latest("pk")
    recorded_as(article, found.annotations())
    return article


def merged(type_: str) -> Entity:
    """All events of a type as one, as resolution or a person would have it."""
    first, *others = Entity.objects.filter(event_facts__type=type_, merged_into=None).order_by("pk")
    if others:
        corrections.merge(first, others, by=person("admin"))
    return Entity.objects.get(pk=first.pk)


def attack(where: str, when: tuple[str, str], day: datetime.date, **facts: Any) -> Article:
    text = f"Gunmen of {facts.get('agent', 'Ansaru')} attacked a post in {where} {when[0]}."
    found = reading(text, day=day)
    values = {"agent": "Ansaru"} | facts
    found.happened("e1", "attack", "attacked", place=where, time=when, **values)
    return recorded(found)


def differ(event: Entity) -> dict[str, list[str]]:
    found = accounts.told_of(event)
    return {
        each.about: sorted(statement.words for statement in each.statements)
        for each in differing.differences(found, differing.compare(found))
    }


# What it says


def test_an_event_says_what_when_where_and_who_with_the_way_to_each(reader: Client) -> None:
    article = told()
    html = shown(reader, event("withdrawal").get_absolute_url())
    text = text_of(html)
    assert "Withdrawal planned" in text
    assert "22 December 2023" in text
    day = text_of(dated(article))
    assert f"“by December 22” {day} ¶&nbsp;1" in text
    assert f"Who did it France 1 {day} ¶&nbsp;1" in text
    assert f"To whom or what 1,500 soldiers 1 {day} ¶&nbsp;1" in text
    assert f"From where Niger 1 {day} ¶&nbsp;1" in text
    assert "Who says so Emmanuel Macron" in text
    assert f'href="/articles/{article.pk}/#p1"' in html
    coup = text_of(shown(reader, event("coup").get_absolute_url()))
    assert "26 July 2023" in coup
    assert f"The generals 1 {day} ¶&nbsp;2" in coup


def test_what_happened_needs_no_word_for_it(reader: Client) -> None:
    told()
    html = shown(reader, event("coup").get_absolute_url())
    assert 'class="whether"' not in html
    assert 'class="whether">planned' in shown(reader, event("withdrawal").get_absolute_url())


def test_who_takes_part_is_counted_by_dispatch_however_often_it_is_said(reader: Client) -> None:
    for number in range(3):
        found = reading(
            "Ansaru attacked. Ansaru attacked Mali again.",
            day=datetime.date(2023, 10, 6 + number),
        )
        found.happened("e1", "attack", "attacked", agent="Ansaru", place="Mali")
        recorded(found)
    groups = accounts.who(accounts.told_of(merged("attack")))
    assert [
        (group.label, [(s.words, s.dispatch_count) for s in group.statements]) for group in groups
    ] == [("Who did it", [("Ansaru", 3)])]


def test_pronouns_that_nobody_is_known_for_are_not_listed() -> None:
    found = reading("They attacked the old mill in Mali.")
    found.happened("e1", "attack", "attacked", agent="They", patient="the old mill", place="Mali")
    recorded(found)
    groups = accounts.who(accounts.told_of(event("attack")))
    assert [[s.words for s in group.statements] for group in groups] == [["the old mill"]]


def test_an_event_without_anything_told_has_a_page(reader: Client) -> None:
    made = Entity.objects.create(kind=Kind.EVENT, name="Vote", key="vote", origin="editor")
    text = text_of(shown(reader, made.get_absolute_url()))
    assert "When not known" in text
    assert "Where not known" in text


# Its course

DECEMBER = datetime.date(2023, 12, 12)


def test_a_course_is_in_order_of_time_with_what_is_only_ahead_told_apart(reader: Client) -> None:
    found = reading(
        "Macron announced the withdrawal from Niger.",
        "The pull-out began on October 10.",
        "The retreat will be completed by December 22.",
        day=DECEMBER,
    )
    found.happened(
        "e1", "withdrawal", "withdrawal", place="Niger", phase="announced", modality="planned"
    )
    found.happened("e1", "withdrawal", "pull-out", phase="begun", time=("October 10", "2023-10-10"))
    found.happened(
        "e1",
        "withdrawal",
        "retreat",
        phase="completed",
        modality="planned",
        time=("by December 22", "2023-12-22"),
    )
    recorded(found)
    steps = accounts.course(accounts.told_of(event("withdrawal")))
    assert [(step.label, step.when, step.is_ahead) for step in steps] == [
        ("Announced", "", True),
        ("Begun", "10 October 2023", False),
        ("To be completed", "22 December 2023", True),
    ]
    html = shown(reader, event("withdrawal").get_absolute_url())
    assert html.count('<li class="completed ahead">') == 1


def test_what_is_dated_on_the_way_stands_in_the_course_in_its_own_words() -> None:
    found = reading(
        "The withdrawal from Niger began.", "A convoy left on October 10.", day=DECEMBER
    )
    found.happened("e1", "withdrawal", "withdrawal", phase="begun", place="Niger")
    found.happened("e1", "withdrawal", "left", time=("October 10", "2023-10-10"))
    recorded(found)
    steps = accounts.course(accounts.told_of(event("withdrawal")))
    assert [(step.label, step.when) for step in steps] == [
        ("Begun", ""),
        ("“left”", "10 October 2023"),
    ]


def test_what_lies_after_the_dispatch_is_still_to_come_whatever_its_tense() -> None:
    found = reading("The withdrawal from Niger ends on October 10.")
    found.happened(
        "e1",
        "withdrawal",
        "withdrawal",
        place="Niger",
        phase="completed",
        time=("on October 10", "2023-10-10"),
    )
    recorded(found)
    steps = accounts.course(accounts.told_of(event("withdrawal")))
    assert [(step.label, step.is_ahead) for step in steps] == [("To be completed", True)]


def test_an_event_without_parts_has_no_course() -> None:
    told()
    assert accounts.course(accounts.told_of(event("coup"))) == []


# Figures


FIGURES = [
    # Fewer in December than in October: it changed.
    ([(6, "1,500 soldiers", 1500, {}), (70, "157 soldiers", 157, {})], "changed over time"),
    # Two numbers of one day.
    ([(6, "1,500 soldiers", 1500, {}), (6, "900 soldiers", 900, {})], "differ at the same time"),
    # The same number again, and one that is about as many.
    ([(6, "1,500 soldiers", 1500, {}), (70, "1,500 soldiers", 1500, {})], ""),
    ([(6, "about 1,500 soldiers", 1500, {"about": True}), (6, "1,450 soldiers", 1450, {})], ""),
    # At most and at least agree with what lies within.
    ([(6, "1,500 soldiers", 1500, {}), (6, "over 1,000 soldiers", 1000, {"high": None})], ""),
]


@pytest.mark.parametrize(("rows", "verdict"), FIGURES)
def test_figures_are_compared_in_order_of_time(rows: list[Any], verdict: str) -> None:
    for days, words, number, facts in rows:
        found = reading(
            f"The withdrawal from Niger goes on: {words} are there.",
            day=datetime.date(2023, 10, 1) + datetime.timedelta(days=days),
        )
        found.happened("e1", "withdrawal", "withdrawal", place="Niger")
        found.counted(words, number, of="soldier", event="e1", about=facts.get("about", False))
        if "high" in facts:
            found.figures[-1] = replace(found.figures[-1], high=None)
        recorded(found)
    compared = differing.compare(accounts.told_of(merged("withdrawal")))
    assert [each.verdict for each in compared] == [verdict]
    assert [each.figure.surface for each in compared[0].tellings] == [row[1] for row in rows]


def test_two_numbers_in_one_dispatch_are_no_difference() -> None:
    found = reading("The withdrawal: 1,346 soldiers left Niger, 157 soldiers remain.")
    found.happened("e1", "withdrawal", "withdrawal", place="Niger")
    found.counted("1,346 soldiers", 1346, of="soldier", event="e1")
    found.counted("157 soldiers", 157, of="soldier", event="e1")
    recorded(found)
    compared = differing.compare(accounts.told_of(event("withdrawal")))
    assert [each.verdict for each in compared] == [""]


def test_figures_of_other_things_stand_apart(reader: Client) -> None:
    found = reading("The withdrawal from Niger: 1,500 soldiers and 80 lorries.")
    found.happened("e1", "withdrawal", "withdrawal", place="Niger")
    found.counted("1,500 soldiers", 1500, of="soldier", event="e1")
    found.counted("80 lorries", 80, of="lorry", event="e1")
    recorded(found)
    assert len(differing.compare(accounts.told_of(event("withdrawal")))) == 2
    assert "Told once" in shown(reader, event("withdrawal").get_absolute_url())


# Where dispatches differ

OCTOBER = datetime.date(2023, 10, 6)


def test_dispatches_that_agree_differ_on_nothing() -> None:
    attack("Mali", ("on October 3", "2023-10-03"), OCTOBER)
    attack("Mali", ("in October", "2023-10"), datetime.date(2023, 10, 8))
    assert differ(merged("attack")) == {}


def test_two_days_two_countries_and_two_groups_are_differences(reader: Client) -> None:
    first = attack("Mali", ("on October 3", "2023-10-03"), OCTOBER)
    second = attack("Niger", ("on October 4", "2023-10-04"), OCTOBER, agent="Boko Haram")
    one = merged("attack")
    assert differ(one) == {
        "when it was": ["3 October 2023", "4 October 2023"],
        "where it was": ["Mali", "Niger"],
        "who did it": ["Ansaru", "Boko Haram"],
    }
    html = shown(reader, one.get_absolute_url())
    assert "Where dispatches differ" in html
    differing_part = html.split("Where dispatches differ")[1].split("What dispatches say")[0]
    for article in (first, second):
        assert f'href="/articles/{article.pk}/#p1"' in differing_part
    assert "ontradict" not in html


def test_a_town_and_its_country_are_no_difference() -> None:
    attack("Niamey", ("on October 3", "2023-10-03"), OCTOBER)
    attack("Niger", ("on October 3", "2023-10-03"), OCTOBER)
    assert differ(merged("attack")) == {}


def test_what_one_denies_and_another_reports_is_a_difference() -> None:
    attack("Mali", ("on October 3", "2023-10-03"), OCTOBER)
    attack("Mali", ("on October 3", "2023-10-03"), OCTOBER, modality="denied")
    assert list(differ(merged("attack"))) == ["whether it happened"]


def test_a_dispatch_that_says_both_is_at_odds_with_nobody() -> None:
    found = reading("Ansaru attacked Mali on October 3, others say it raided it on October 4.")
    found.happened("e1", "attack", "attacked", place="Mali", time=("on October 3", "2023-10-03"))
    found.happened("e1", "attack", "raided", time=("on October 4", "2023-10-04"))
    recorded(found)
    attack("Mali", ("on October 4", "2023-10-04"), OCTOBER)
    assert differ(merged("attack")) == {}


# Related


def test_events_of_the_same_dispatch_are_related_and_say_what_they_share(reader: Client) -> None:
    told()
    html = shown(reader, event("withdrawal").get_absolute_url())
    related = html.split("Related events")[1].split("</section>")[0]
    assert event("coup").get_absolute_url() in related
    assert "in Niger too; 1 shared dispatch" in text_of(related)


# Its cost


def many(count: int, first: int = 0) -> Iterator[Article]:
    for number in range(first, first + count):
        yield attack(
            ("Mali", "Niger")[number % 2],
            (f"on October {number % 28 + 1}", f"2023-10-{number % 28 + 1:02}"),
            OCTOBER + datetime.timedelta(days=number),
        )


def test_the_number_of_queries_does_not_grow_with_what_is_told(reader: Client) -> None:
    list(many(3))
    address = merged("attack").get_absolute_url()
    reader.get(address)
    with CaptureQueriesContext(connection) as few:
        reader.get(address)
    list(many(6, first=3))
    merged("attack")
    with CaptureQueriesContext(connection) as more:
        reader.get(address)
    assert len(more) <= len(few)
    assert len(more) < 40


# Correcting


def sent(client: Client, event: Entity, **values: Any) -> Any:
    return client.post(f"/entities/{event.pk}/correct-event/", values)


def facts(event: Entity) -> EventFacts:
    return EventFacts.objects.get(entity=event)


@pytest.fixture
def coup() -> Entity:
    told()
    return event("coup")


def test_an_admin_corrects_type_time_place_and_whether(coup: Entity) -> None:
    client = browser_of("admin")
    assert sent(client, coup, aspect="type", value="dismissal").status_code == 302
    assert sent(client, coup, aspect="time", earliest="2023-07-25", latest="").status_code == 302
    assert sent(client, coup, aspect="place", to="paris").status_code == 302
    assert sent(client, coup, aspect="modality", value="denied").status_code == 302
    now = facts(coup)
    assert (now.type, now.modality) == ("dismissal", "denied")
    assert (now.earliest, now.latest) == (datetime.date(2023, 7, 25), None)
    assert now.place == Entity.objects.get(name="Paris")
    html = shown(client, coup.get_absolute_url())
    assert "from 25 July 2023" in html
    assert (
        client.post(f"/entities/decisions/{Decision.objects.latest('pk').pk}/undo/").status_code
        == 302
    )
    assert facts(coup).modality == "happened"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"aspect": "time", "earliest": "26 July"}, "“26 July” is no date."),
        (
            {"aspect": "time", "earliest": "2023-07-27", "latest": "2023-07-26"},
            "The first day cannot be after the last.",
        ),
        ({"aspect": "place", "to": "Atlantis"}, "No place goes by that name."),
        ({"aspect": "type", "value": "party"}, "There is no type of event called"),
        ({"aspect": "place", "entity": "999999"}, "There is no such place any more."),
    ],
)
def test_what_is_refused_is_told_beside_the_field(
    coup: Entity, values: dict[str, str], why: str
) -> None:
    before = facts(coup)
    response = sent(browser_of("admin"), coup, **values)
    assert response.status_code == 422
    html = response.content.decode()
    assert f'<p class="problem" role="alert">{why}' in html
    for typed in (value for name, value in values.items() if name in ("earliest", "to")):
        assert f'value="{typed}"' in html
    assert facts(coup).type == before.type


def test_a_name_of_several_places_is_asked_about(coup: Entity) -> None:
    for number in range(2):
        Entity.objects.create(
            kind="place", name="Springfield", key="springfield", namesake=number, origin="editor"
        ).aliases.create(name="Springfield", key="springfield", kind="place")
    response = sent(browser_of("admin"), coup, aspect="place", to="Springfield")
    assert response.status_code == 422
    assert response.content.decode().count('type="radio" name="entity"') == 2


def test_what_others_said_meanwhile_is_told_first(coup: Entity) -> None:
    corrections.correct_event(coup, "type", "dismissal", by=person("admin"))
    response = sent(browser_of("admin"), coup, aspect="modality", value="denied", seen="0")
    assert response.status_code == 409


def test_nonsense_is_no_act(coup: Entity) -> None:
    assert sent(browser_of("admin"), coup, aspect="colour").status_code == 400


def test_who_may_not_correct_is_offered_no_form(coup: Entity, reader: Client) -> None:
    assert "correct-event" not in shown(reader, coup.get_absolute_url())
    assert "correct-event" in shown(browser_of("admin"), coup.get_absolute_url())
