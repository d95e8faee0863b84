"""Pages of entities: every mention in its sentence, linked to its paragraph, at a fixed cost."""

import datetime
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections, profile
from entities.models import Alias, Entity, Mention
from entities.tests.factories import NAMES, recorded
from entities.views import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(User.objects.create_user("reader"))
    return client


def entity(name: str) -> Entity:
    return Entity.objects.get(name=name, merged_into=None)


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def text_of(html: str) -> str:
    """What a reader sees, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def many(count: int, first: int = 0) -> Iterator[Article]:
    for number in range(first, first + count):
        day = datetime.date(2023, 1, 1) + datetime.timedelta(days=number)
        article = filed(
            f"Macron met the European Union in Niamey, number {number}. Macron left Niger.",
            *(f"Paragraph {n} of {number}: Macron again." for n in range(3)),
            headline=f"Dispatch {number}",
            published=day,
        )
        recorded(article, NAMES)
        yield article


def test_every_mention_stands_in_its_sentence_and_leads_to_its_paragraph(reader: Client) -> None:
    article = filed(
        "France waits. Gen. Salou met Emmanuel Macron in Niamey. Two stayed.",
        "Nothing here.",
        "Macron left.",
    )
    recorded(article, NAMES)
    html = shown(reader, entity("Emmanuel Macron").get_absolute_url())
    lines = re.findall(r'<div class="line".*?</div>', html, re.DOTALL)
    assert [text_of(line) for line in lines] == [
        "¶&nbsp;1Gen. Salou met Emmanuel Macron in Niamey.",
        "¶&nbsp;3Macron left.",
    ]
    assert f'href="/articles/{article.pk}/#p1"' in lines[0]
    assert f'href="/articles/{article.pk}/#p3"' in lines[1]
    # The mention the page is about is tinted; the other leads to its own page.
    assert '<mark class="mark person">Emmanuel Macron</mark>' in lines[0]
    assert f'href="{entity("Niamey").get_absolute_url()}"' in lines[0]


def test_two_mentions_in_one_sentence_are_one_line(reader: Client) -> None:
    recorded(filed("Emmanuel Macron said Macron would stay. Macron left."), NAMES)
    html = shown(reader, entity("Emmanuel Macron").get_absolute_url())
    assert len(re.findall(r'<div class="line"', html)) == 2
    assert html.count('<mark class="mark person">') == 3


def test_the_names_it_goes_by_are_counted(reader: Client) -> None:
    recorded(filed("Emmanuel Macron spoke. Macron left. Macron slept."), NAMES)
    html = shown(reader, entity("Emmanuel Macron").get_absolute_url())
    assert "In dispatches as Macron 2 Emmanuel Macron 1" in text_of(html)


def test_first_and_latest_mention_are_told(reader: Client) -> None:
    for day in (datetime.date(2023, 7, 26), datetime.date(2023, 10, 6)):
        recorded(filed(f"Macron spoke on {day}.", published=day), NAMES)
    html = text_of(shown(reader, entity("Emmanuel Macron").get_absolute_url()))
    assert "First mentioned 26 Jul 2023" in html
    assert "Latest 6 Oct 2023" in html
    assert "week of 24 Jul 2023" in html


def test_who_it_appears_with_is_counted_by_dispatches(reader: Client) -> None:
    list(many(2))
    recorded(filed("Macron and France and France."), NAMES)
    macron = entity("Emmanuel Macron")
    company = profile.companions(profile.company_of(macron))
    assert [(other.entity.name, other.shared) for other in company][3] == ("France", 1)
    assert sorted((other.entity.name, other.shared) for other in company[:3]) == [
        ("European Union", 2),
        ("Niamey", 2),
        ("Niger", 2),
    ]
    among = profile.companions(profile.company_of(macron, among=1))
    assert [(other.entity.name, other.shared) for other in among] == [("France", 1)]
    html = text_of(shown(reader, f"{macron.get_absolute_url()}with/?kind=organisation"))
    assert "European Union" in html
    assert "Niamey" not in html
    # Nonsense is no kind and no page.
    assert "France" in shown(reader, f"{macron.get_absolute_url()}with/?kind=cat&page=x")


def test_a_merged_entity_leads_to_its_survivor_for_ever(reader: Client) -> None:
    recorded(filed(), NAMES)
    macron = entity("Emmanuel Macron")
    old = [
        Entity.objects.create(kind="person", name=f"Old {n}", key=f"old {n}", merged_into=macron)
        for n in (1, 2)
    ]
    Entity.objects.filter(pk=old[0].pk).update(merged_into=old[1])
    response = reader.get(old[0].get_absolute_url())
    assert response.status_code == 301
    assert response["Location"] == macron.get_absolute_url()
    company = reader.get(f"{old[0].get_absolute_url()}with/")
    assert company["Location"] == f"{macron.get_absolute_url()}with/"
    article = Article.objects.get()
    there = reader.get(f"{old[0].get_absolute_url()}in/{article.pk}/")
    assert there["Location"] == f"{macron.get_absolute_url()}in/{article.pk}/"


def test_rejected_mentions_are_not_shown(reader: Client) -> None:
    recorded(filed("Macron left. Macron slept."), NAMES)
    macron = entity("Emmanuel Macron")
    corrections.reject(Mention.objects.filter(entity=macron, start=0), by=None)
    html = shown(reader, macron.get_absolute_url())
    assert html.count('<mark class="mark person">') == 1
    assert "In dispatches as Macron 1" in text_of(html)


def test_many_mentions_in_one_dispatch_are_counted_and_all_can_be_reached(reader: Client) -> None:
    total = profile.MENTIONS_A_DISPATCH + pages.MENTIONS_A_PAGE + 1
    article = filed(*(f"Macron spoke, number {n}." for n in range(total)))
    recorded(article, NAMES)
    macron = entity("Emmanuel Macron")
    html = shown(reader, macron.get_absolute_url())
    assert html.count('<mark class="mark person">') == profile.MENTIONS_A_DISPATCH
    address = f"{macron.get_absolute_url()}in/{article.pk}/"
    assert f'href="{address}"' in html
    assert f"All {total} mentions in this dispatch" in text_of(html)
    seen = [
        position
        for page in (1, 2)
        for position in re.findall(r"#p(\d+)", shown(reader, f"{address}?page={page}"))
    ]
    assert seen == [str(n + 1) for n in range(total)]


def test_what_the_machine_wrote_is_escaped(reader: Client) -> None:
    nasty = "Niger<b onclick=x>Niger"
    recorded(filed(f"In {nasty} it rains."), {nasty: ("place", nasty)})
    found = Entity.objects.get()
    found.description = "<script>alert(1)</script>"
    found.save()
    for address in (found.get_absolute_url(), "/entities/", f"{found.get_absolute_url()}with/"):
        html = shown(reader, address)
        assert "<b onclick" not in html
        assert "<script>alert" not in html


def test_an_entity_without_mentions_has_a_page(reader: Client) -> None:
    made = Entity.objects.create(kind="event", name="Election", key="election", origin="editor")
    html = text_of(shown(reader, made.get_absolute_url()))
    assert "No dispatch mentions it now." in html


@pytest.mark.parametrize("address", ["/entities/99999999/", "/entities/99999999/with/"])
def test_what_is_not_there_is_not_found(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999999999999"])
def test_a_page_that_is_not_there_shows_one_that_is(reader: Client, page: str) -> None:
    list(many(2))
    macron = entity("Emmanuel Macron").get_absolute_url()
    for address in ("/entities/", macron, f"{macron}with/"):
        shown(reader, f"{address}?page={page}")


@pytest.mark.parametrize(
    "query",
    ["kind=cat", "source=x", "after=2023-13-45", "before=-", "order=size", "q=a%00b", "page=x"],
)
def test_nonsense_in_the_list_gets_words(reader: Client, query: str) -> None:
    html = shown(reader, f"/entities/?{query}")
    assert ("left out" in html) is (query != "page=x")


def test_the_list_tells_its_conditions_and_how_to_lift_them(reader: Client) -> None:
    list(many(1))
    html = shown(reader, "/entities/?q=ni&kind=place&source=&after=&before=&order=name")
    assert 'href="/entities/?kind=place&amp;order=name"' in html
    assert 'href="/entities/?q=ni&amp;order=name"' in html
    assert "Clear all" in html
    assert "2 names" in text_of(html)


def test_near_names_are_told_as_such(reader: Client) -> None:
    list(many(1))
    assert "No name holds “macrn”" in text_of(shown(reader, "/entities/?q=macrn"))


def addresses() -> list[str]:
    macron = entity("Emmanuel Macron").get_absolute_url()
    article = Article.objects.order_by("pk")[0].pk
    return [
        macron,
        f"{macron}with/",
        f"{macron}in/{article}/",
        "/entities/",
        "/entities/?q=macron&kind=person&order=latest",
        "/entities/?after=2023-01-01&before=2023-12-31",
    ]


def test_pages_cost_the_same_number_of_queries_whatever_their_size(reader: Client) -> None:
    list(many(2))

    def costs() -> list[int]:
        found = []
        for address in addresses():
            with CaptureQueriesContext(connection) as queries:
                shown(reader, address)
            found.append(len(queries))
        return found

    few = costs()
    list(many(20, first=2))
    macron = entity("Emmanuel Macron")
    for number in range(20):
        Alias.objects.create(entity=macron, name=f"M {number}", key=f"m {number}", kind="person")
    assert costs() == few
    assert max(few) <= 20
