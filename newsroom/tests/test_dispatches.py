"""Pages of dispatches: what is marked, how it is dated, how far it is read, at a fixed cost."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections
from entities.models import ExtractionRun, Mention
from entities.tests.factories import NAMES, recorded
from newsroom.tests.people import browser_of

pytestmark = pytest.mark.django_db
UTC = datetime.UTC


@pytest.fixture
def reader() -> Client:
    return browser_of("journalist")


@pytest.fixture
def editor() -> Client:
    return browser_of("editor")


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def run_of(article: Article, **state: object) -> ExtractionRun:
    run = ExtractionRun.objects.filter(version=article.current_version_id).latest("pk")
    ExtractionRun.objects.filter(pk=run.pk).update(**state)
    run.refresh_from_db()
    return run


def test_each_paragraph_has_its_number_and_every_mention_its_mark(reader: Client) -> None:
    article = filed("Macron left Niamey.", "<b>Niger</b> & France.")
    recorded(article, NAMES)
    html = shown(reader, article.get_absolute_url())
    first, second = re.findall(r'<div class="paragraph.*?</div>', html, re.DOTALL)
    assert 'id="p1"' in first
    assert 'href="#p1"' in first
    assert re.search(r'<a class="mark person" href="/entities/\d+/"[^>]*>Macron</a> left', first)
    assert 'class="mark place"' in first
    assert 'id="p2"' in second
    assert "&lt;b&gt;<a" in second
    assert text_of(second).endswith("&lt;b&gt; Niger &lt;/b&gt; &amp; France .")


def test_the_panel_counts_and_leads_to_the_first_mention(reader: Client) -> None:
    article = filed("Macron left. Macron slept.", "Niger and Macron.")
    recorded(article, NAMES)
    html = shown(reader, article.get_absolute_url())
    panel = html[html.index('class="panel"') :]
    assert "Emmanuel Macron 3 →" in text_of(panel)
    target = re.search(r'href="#(m\d+)"', panel)
    assert target
    assert html.index(f'id="{target[1]}"') < html.index("left. ")


def test_rejected_mentions_are_not_marked(reader: Client) -> None:
    article = filed("Macron left.")
    recorded(article, NAMES)
    corrections.reject(Mention.objects.all(), by=None)
    html = shown(reader, article.get_absolute_url())
    assert 'class="mark' not in html
    assert "No names were found." in html


@pytest.mark.parametrize(
    ("parts", "zone", "long", "short"),
    [
        (
            {"published": datetime.date(2023, 7, 27), "published_precision": "day"},
            "UTC",
            "27 July 2023",
            "27 Jul 2023",
        ),
        # A day is the day said, wherever the desk is.
        (
            {"published": datetime.date(2023, 7, 27), "published_precision": "day"},
            "America/New_York",
            "27 July 2023",
            "27 Jul 2023",
        ),
        (
            {
                "published": datetime.datetime(2023, 7, 27, 0, 35, tzinfo=UTC),
                "published_precision": "minute",
            },
            "UTC",
            "27 July 2023, 00:35 UTC",
            "27 Jul 2023",
        ),
        # A minute is told in the desk's own time.
        (
            {
                "published": datetime.datetime(2023, 7, 27, 0, 35, tzinfo=UTC),
                "published_precision": "minute",
            },
            "America/New_York",
            "26 July 2023, 20:35 EDT",
            "26 Jul 2023",
        ),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(
    reader: Client,
    settings: Settings,
    parts: dict[str, object],
    zone: str,
    long: str,
    short: str,
) -> None:
    settings.TIME_ZONE = zone
    article = filed(**parts)
    page = text_of(shown(reader, article.get_absolute_url()))
    assert f"Published {long} Filed" in page
    assert short in text_of(shown(reader, "/articles/"))


def test_a_date_nobody_gave_is_called_unknown(reader: Client) -> None:
    article = filed(published=None, published_precision="")
    assert "Published date unknown, filed" in text_of(shown(reader, article.get_absolute_url()))


def test_the_list_shows_the_lede_or_where_the_words_stand(reader: Client) -> None:
    article = filed("The lede.", "Then rain & hail fell on Niamey.", headline="Weather")
    recorded(article, NAMES)
    assert "The lede." in shown(reader, "/articles/")
    html = shown(reader, "/articles/?q=raining")
    assert '<mark class="found">rain</mark> &amp; hail fell' in html
    assert f'href="/articles/{article.pk}/#p2"' in html


def test_a_headline_made_of_the_lede_is_not_said_twice(reader: Client) -> None:
    filed("Rain fell on Niamey all day long.", "It stopped at night.", headline="Rain fell on…")
    html = shown(reader, "/articles/")
    assert "It stopped at night." in html
    assert "all day long" not in html


def test_the_list_tells_nonsense_and_an_empty_result(reader: Client) -> None:
    assert "Nothing is filed yet." in shown(reader, "/articles/")
    filed()
    html = shown(reader, "/articles/?after=soon&state=lost&q=rain")
    assert "queued, running, done, failed" in html
    assert "No dispatch fits all of these." in html


def test_what_is_not_there_is_not_found_in_our_own_look(reader: Client) -> None:
    response = reader.get("/articles/99999999/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_the_state_is_followed_until_the_dispatch_is_read(reader: Client) -> None:
    article = filed("Macron left.")
    address = f"/articles/{article.pk}/reading/"
    html = shown(reader, article.get_absolute_url())
    asks = re.search(rf'hx-get="({address}\?seen=\w+)"', html)
    assert asks
    assert "waiting to be read" in html
    # Nothing new: nothing is sent.
    assert reader.get(asks[1]).status_code == 204
    run_of(article, state="running", progress=42, started_at=article.dated_at)
    response = reader.get(asks[1])
    assert "42 %" in response.content.decode()
    assert "HX-Retarget" not in response.headers
    recorded(article, NAMES)
    response = reader.get(asks[1])
    assert response["HX-Retarget"] == "#dispatch"
    html = response.content.decode()
    assert 'class="mark person"' in html
    assert "hx-get" not in html
    assert "hx-get" not in shown(reader, article.get_absolute_url())


def test_why_a_dispatch_could_not_be_read_is_told(editor: Client) -> None:
    article = filed()
    run_of(article, state="failed", error="ValueError: <odd>", finished_at=article.dated_at)
    html = shown(editor, article.get_absolute_url())
    assert "ValueError: &lt;odd&gt;" in html
    assert "names in it are not marked" in html
    assert "Retry" in html


def test_an_editor_has_a_dispatch_read_again(editor: Client) -> None:
    article = filed()
    recorded(article, NAMES)
    address = f"/articles/{article.pk}/read-again/"
    response = editor.post(address, follow=True)
    assert response.redirect_chain == [(article.get_absolute_url(), 302)]
    assert "will be read again" in response.content.decode()
    run = ExtractionRun.objects.latest("pk")
    assert run.state == "queued"
    assert run.requested_by is not None
    assert run.requested_by.get_username() == "editor"
    assert "waiting to be read already" in editor.post(address, follow=True).content.decode()
    assert ExtractionRun.objects.count() == 2


@pytest.mark.parametrize(
    ("back", "led_to"),
    [("/?x=1", "/?x=1"), ("//evil.example/", None), ("https://evil.example", None), ("", None)],
)
def test_after_asking_one_is_led_back_but_to_no_other_site(
    editor: Client, back: str, led_to: str | None
) -> None:
    article = filed()
    response = editor.post(f"/articles/{article.pk}/read-again/", {"next": back})
    assert response["Location"] == (led_to or article.get_absolute_url())


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        shown(client, address)
    return len(queries)


def more() -> None:
    for number in range(10):
        words = (f"Macron of Niger, {number}. France and the EU in Niamey.",) * (number + 1)
        recorded(filed(*words, headline=f"Number {number}"), NAMES)


@pytest.mark.parametrize(
    "address", [lambda: "/articles/", lambda: "/articles/?q=niger&state=done", lambda: "/"]
)
def test_lists_cost_the_same_number_of_queries_whatever_their_size(
    reader: Client, address: Callable[[], str]
) -> None:
    recorded(filed("Macron of Niger."), NAMES)
    few = cost(reader, address())
    more()
    assert cost(reader, address()) == few


def test_a_dispatch_costs_the_same_number_of_queries_whatever_its_length(reader: Client) -> None:
    short = filed("Macron of Niger.")
    long = filed(*(f"Macron of Niger, {n}. France and the EU in Niamey." for n in range(60)))
    for article in (short, long):
        recorded(article, NAMES)
    few = cost(reader, short.get_absolute_url())
    assert cost(reader, long.get_absolute_url()) == few
    assert few <= 14
