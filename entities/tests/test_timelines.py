"""Timelines: which events, in which order, narrowed how, drawn and taken away."""

import csv
import datetime
import io
import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections, timeline
from entities.models import Entity, EventFacts, Kind
from entities.tests.factories import Reading, recorded_as, told
from entities.tests.test_views import shown, text_of
from newsroom.tests.people import person

pytestmark = pytest.mark.django_db

NAMES = {
    "Niger": ("place", "Niger"),
    "Mali": ("place", "Mali"),
    "Ansaru": ("organisation", "Ansaru"),
    "Emmanuel Macron": ("person", "Emmanuel Macron"),
    "Mohamed Bazoum": ("person", "Mohamed Bazoum"),
}


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(User.objects.create_user("reader"))
    return client


def happened(
    type_: str, trigger: str, when: str = "", *, place: str = "Niger", **facts: Any
) -> Article:
    """A dispatch of one event."""
    number = Article.objects.count() + 1
    says = f" {when}" if when else ""
    text = f"Emmanuel Macron and Mohamed Bazoum of Ansaru: {trigger} in {place}{says}, told {number} times."
    article = filed(text, headline=f"Dispatch {number}")
    found = Reading(article, NAMES)
    time = (when, when) if when else None
    found.happened("e1", type_, trigger, place=place, time=time, **facts)
    recorded_as(article, found.annotations())
    return article


def named(html: str) -> list[str]:
    """The events of the list, in its order."""
    return re.findall(r"<h3><a href=\"/entities/\d+/\">([^<]+)</a>", html)


def entity(name: str) -> Entity:
    return Entity.objects.get(name=name, merged_into=None)


@pytest.fixture
def desk() -> None:
    happened("coup", "coup", "2023-07-26", patient="Mohamed Bazoum")
    happened("attack", "raid", "2023-08", place="Mali", agent="Ansaru")
    happened("visit", "visit", "2022", place="Mali", agent="Emmanuel Macron")
    happened("withdrawal", "withdrawal", "2023-12-22", agent="Emmanuel Macron", modality="planned")
    happened("protest", "rally")


# The list


def test_what_happened_stands_in_order_of_time_and_what_has_none_last(
    reader: Client, desk: None
) -> None:
    html = shown(reader, "/timeline/")
    assert named(html) == [
        "Attack in Mali, August 2023",
        "Coup in Niger, 26 July 2023",
        "Visit of Emmanuel Macron to Mali, 2022",
        "Protest in Niger",
    ]
    earliest = named(shown(reader, "/timeline/?order=earliest"))
    assert earliest == [*named(html)[2::-1], "Protest in Niger"]
    headings = re.findall(r'<h2 class="year">([^<]+)</h2>', html)
    assert headings == ["2023", "2022", "Date not known"]


def test_a_line_can_be_cited(reader: Client, desk: None) -> None:
    html = shown(reader, "/timeline/?type=attack")
    line = re.search(r'<article class="happened".*?</article>', html, re.DOTALL)
    assert line
    assert text_of(line[0]) == (
        "August 2023 Attack in Mali, August 2023 Attack Mali Ansaru 1 dispatch "
        "Emmanuel Macron and Mohamed Bazoum of Ansaru: raid in Mali 2023-08, told 2 times. "
        "Sahel Wire, 6 Oct 2023 ¶&nbsp;1"
    )
    article = Article.objects.get(current_version__headline="Dispatch 2")
    assert f'class="source" href="/articles/{article.pk}/#p1"' in line[0]


def test_what_was_planned_is_asked_for_and_says_so(reader: Client, desk: None) -> None:
    html = shown(reader, "/timeline/?planned=on")
    assert named(html)[0].startswith("Withdrawal")
    assert 'class="whether">planned' in html
    assert "Withdrawal" not in " ".join(named(shown(reader, "/timeline/")))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("type=coup", ["Coup"]),
        ("type=coup&type=attack", ["Attack", "Coup"]),
        ("place=Mali", ["Attack", "Visit"]),
        ("person=Macron", ["Visit"]),
        ("person=Macron&planned=on", ["Withdrawal", "Visit"]),
        ("person=Macron&person=Bazoum", []),
        ("organisation=Ansaru&place=Mali", ["Attack"]),
        ("after=2023-08-31", ["Attack"]),
        ("after=2023-09-01", []),
        ("before=2022-01-01", ["Visit"]),
        ("before=2021-12-31", []),
        ("after=2022-12-31&before=2023-07-26", ["Coup", "Visit"]),
    ],
)
def test_a_timeline_is_narrowed(
    reader: Client, desk: None, query: str, expected: list[str]
) -> None:
    for short, name in {
        "Mali": "Mali",
        "Macron": "Emmanuel Macron",
        "Bazoum": "Mohamed Bazoum",
        "Ansaru": "Ansaru",
    }.items():
        query = query.replace(f"={short}", f"={entity(name).pk}")
    found = named(shown(reader, f"/timeline/?{query}"))
    assert [name.split()[0].rstrip(",") for name in found] == expected


def test_counts_follow_the_other_conditions(reader: Client, desk: None) -> None:
    def counts(query: str) -> dict[str, str]:
        html = shown(reader, f"/timeline/?{query}")
        offers = html.split('id="offers"')[1].split("</div>")[0]
        return {
            text_of(label): number
            for label, number in re.findall(
                r'<label><input[^>]*>(.*?)<span class="n">(\d+)</span></label>', offers
            )
        }

    mali = entity("Mali").pk
    assert counts("") == {
        **dict.fromkeys(("Coup", "Attack", "Visit", "Protest"), "1"),
        "Emmanuel Macron": "1",
        "Mohamed Bazoum": "1",
        "Ansaru": "1",
        "Mali": "2",
        "Niger": "2",
    }
    assert counts(f"place={mali}") == {
        "Attack": "1",
        "Visit": "1",
        "Emmanuel Macron": "1",
        "Ansaru": "1",
        "Mali": "2",
    }
    # Of types the one chosen does not hide the others.
    assert {"Attack", "Visit"} < set(counts(f"place={mali}&type=visit"))


def test_each_condition_is_a_crumb_that_can_be_lifted(reader: Client, desk: None) -> None:
    mali, macron = entity("Mali").pk, entity("Emmanuel Macron").pk
    html = shown(reader, f"/timeline/?place={mali}&person={macron}&planned=on&after=2022-01-01")
    crumbs = html.split('class="crumbs"')[1].split("</div>")[0]
    assert [text_of(each) for each in re.findall(r"<li>.*?</li>", crumbs)] == [
        f"{words} ×: lift this condition"
        for words in (
            "Person Emmanuel Macron",
            "Place Mali",
            "From 1 January 2022",
            "Also what was planned, demanded, threatened or denied",
        )
    ]
    assert f'href="/timeline/?place={mali}&amp;planned=on&amp;after=2022-01-01"' in crumbs
    assert '<a class="clear" href="/timeline/">' in crumbs


def test_a_condition_on_a_name_that_was_merged_holds_for_the_one_it_leads_to(
    reader: Client, desk: None
) -> None:
    old, new = entity("Emmanuel Macron"), entity("Mohamed Bazoum")
    corrections.merge(new, [old], by=person("admin"))
    html = shown(reader, f"/timeline/?person={old.pk}")
    assert [name.split()[0] for name in named(html)] == ["Coup", "Visit"]
    assert "Person</span> Mohamed Bazoum" in html


@pytest.mark.parametrize(
    "query",
    [
        "type=party",
        "person=999999",
        "person=x",
        "place=٣",
        "person=99999999999999999999999",
        "after=July",
        "after=2023-02-02&before=2023-01-01",
        "order=sideways",
        "page=x",
        "page=99",
        "planned=perhaps",
        "after=9999-12-31&before=9999-12-31",
        "after=0001-01-01",
    ],
)
def test_nonsense_is_told_and_the_rest_still_holds(reader: Client, desk: None, query: str) -> None:
    assert reader.get(f"/timeline/?{query}").status_code == 200
    assert reader.get(f"/timeline/?{query}&as=csv").status_code == 200


# Whose


def test_an_entity_has_the_events_it_takes_part_in_or_that_were_there(
    reader: Client, desk: None
) -> None:
    html = shown(reader, f"/entities/{entity('Mali').pk}/timeline/")
    assert [name.split()[0] for name in named(html)] == ["Visit", "Attack"]
    html = shown(reader, f"/entities/{entity('Mohamed Bazoum').pk}/timeline/")
    assert named(html) == ["Coup in Niger, 26 July 2023"]


def test_the_timeline_of_an_absorbed_entity_leads_to_its_survivor(
    reader: Client, desk: None
) -> None:
    old, new = entity("Emmanuel Macron"), entity("Mohamed Bazoum")
    corrections.merge(new, [old], by=person("admin"))
    response = reader.get(f"/entities/{old.pk}/timeline/")
    assert response.status_code == 301
    assert response["Location"] == f"/entities/{new.pk}/timeline/"


def test_a_story_has_the_events_of_all_dispatches_that_share_one(
    reader: Client, desk: None
) -> None:
    first = told()
    second = filed("The coup in Niger was followed by an attack in Mali.", headline="Second")
    found = Reading(second, NAMES)
    found.happened("e1", "coup", "coup", place="Niger")
    found.happened("e2", "attack", "attack", place="Mali")
    recorded_as(second, found.annotations())
    coups = Entity.objects.filter(event_facts__type="coup", merged_into=None)
    # Resolution may have seen already that it is one coup; the story is the same either way.
    one, other = (coups.filter(appearances__article=article).get() for article in (first, second))
    if one != other:
        corrections.merge(one, [other], by=person("admin"))
    html = shown(reader, f"/articles/{first.pk}/timeline/?planned=on")
    assert sorted(name.split()[0] for name in named(html)) == ["Attack", "Coup", "Withdrawal"]
    # And no event of any other story.
    assert "2022" not in "".join(named(html))


def test_an_event_has_those_told_beside_it(reader: Client) -> None:
    told()
    coup = Entity.objects.get(event_facts__type="coup")
    html = shown(reader, f"/entities/{coup.pk}/timeline/?planned=on")
    assert sorted(name.split()[0] for name in named(html)) == ["Coup", "Withdrawal"]


def test_where_nothing_is_known_the_page_says_so(reader: Client) -> None:
    assert "No events are known yet" in shown(reader, "/timeline/")
    article = filed("Nothing happened.")
    assert "No event is known of this story" in shown(reader, f"/articles/{article.pk}/timeline/")


# The plot


def test_every_dated_event_is_on_the_plot_and_leads_to_its_page(reader: Client, desk: None) -> None:
    html = shown(reader, "/timeline/?planned=on")
    wide = html.split('<svg class="wide"')[1].split("</svg>")[0]
    dated = EventFacts.objects.filter(earliest__isnull=False)
    assert dated.count() == 4
    for facts in dated:
        assert f'href="/entities/{facts.entity_id}/"' in wide
    assert "1 of unknown date in the list only" in html
    assert wide.count('class="ahead"') == 1


def many(count: int) -> None:
    """Events in rows alone, as quick as the database takes them."""
    entities = Entity.objects.bulk_create(
        Entity(
            kind=Kind.EVENT, name=f"Attack {n}", key=f"attack {n}", mention_count=1, article_count=1
        )
        for n in range(count)
    )
    EventFacts.objects.bulk_create(
        EventFacts(
            entity=each,
            type=("attack", "visit", "death")[number % 3],
            earliest=day,
            latest=day,
            edtf=str(day),
            precision="day",
        )
        for number, each in enumerate(entities)
        for day in [datetime.date(2015, 1, 1) + datetime.timedelta(days=number * 3)]
    )


def test_more_events_than_can_be_told_apart_are_columns_that_count_each(reader: Client) -> None:
    many(600)
    html = shown(reader, "/timeline/")
    plot = html.split('<svg class="both"')[1].split("</svg>")[0]
    counts = [int(count) for count in re.findall(r"<title>[^<]*: (\d+)</title>", plot)]
    assert sum(counts) == 600
    # Each leads to its events.
    query = re.findall(r'<a href="\?([^"]+)"', plot)[0].replace("&amp;", "&")
    assert f"{counts[0]} event" in text_of(shown(reader, f"/timeline/?{query}"))


# Taken away


def test_all_that_was_found_can_be_taken_away_as_csv(reader: Client, desk: None) -> None:
    response = reader.get("/timeline/?as=csv&order=earliest")
    assert response["Content-Type"].startswith("text/csv")
    raw = response.getvalue()
    assert raw.startswith(b"\xef\xbb\xbf"), "spreadsheets know UTF-8 by it"
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row["event"] for row in rows] == named(shown(reader, "/timeline/?order=earliest"))
    coup = next(row for row in rows if row["type"] == "Coup")
    article = Article.objects.get(current_version__headline="Dispatch 1")
    assert coup | {"sentence": "", "event_address": ""} == {
        "date": "26 July 2023",
        "earliest": "2023-07-26",
        "latest": "2023-07-26",
        "edtf": "2023-07-26",
        "event": "Coup in Niger, 26 July 2023",
        "type": "Coup",
        "whether": "happened",
        "place": "Niger",
        "participants": "Mohamed Bazoum (patient)",
        "dispatches": "1",
        "sentence": "",
        "dispatch": "Dispatch 1",
        "source": "Sahel Wire",
        "paragraph": "1",
        "address": f"http://testserver/articles/{article.pk}/#p1",
        "event_address": "",
    }


def test_all_that_was_found_can_be_taken_away_as_json(reader: Client, desk: None) -> None:
    rows = json.loads(reader.get("/timeline/?as=json&type=attack").getvalue())
    assert [row["participants"] for row in rows] == [[{"role": "agent", "name": "Ansaru"}]]
    assert json.loads(reader.get("/timeline/?as=json&type=strike").getvalue()) == []


def test_no_cell_is_a_formula() -> None:
    row = dict.fromkeys(timeline.COLUMNS, "") | {"event": "=1+1", "participants": []}
    assert "'=1+1" in "".join(timeline.as_csv([row]))


def test_nothing_is_left_out_of_what_is_taken_away(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(30)
    monkeypatch.setattr(timeline, "CHUNK", 7)
    rows = json.loads(reader.get("/timeline/?as=json").getvalue())
    assert len({row["event"] for row in rows}) == 30


def test_who_takes_part_is_taken_away_whole_where_the_list_names_the_first_few(
    reader: Client, desk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened("meeting", "talks", "2023-09-01", agent="Emmanuel Macron", patient="Mohamed Bazoum")
    monkeypatch.setattr(timeline, "PARTIES_SHOWN", 1)
    assert "Emmanuel Macron</a> and 1 more" in shown(reader, "/timeline/?type=meeting")
    (row,) = json.loads(reader.get("/timeline/?as=json&type=meeting").getvalue())
    assert [each["name"] for each in row["participants"]] == ["Emmanuel Macron", "Mohamed Bazoum"]


# What it costs


@pytest.mark.parametrize("address", ["/timeline/", "/entities/{macron}/timeline/"])
def test_the_number_of_queries_does_not_grow_with_the_events(
    reader: Client, desk: None, address: str
) -> None:
    address = address.format(macron=entity("Emmanuel Macron").pk)
    reader.get(address)
    with CaptureQueriesContext(connection) as few:
        reader.get(address)
    for day in range(1, 9):
        happened("visit", "visit", f"2023-03-{day:02}", agent="Emmanuel Macron")
    with CaptureQueriesContext(connection) as more:
        reader.get(address)
    assert len(more) == len(few)
    assert len(more) < 30
