"""The front page: alive where there is something, a friendly first step where there is not."""

import re

import pytest

from articles.tests.factories import filed
from entities.models import ExtractionRun
from entities.tests.factories import NAMES, recorded
from newsroom.tests.people import browser_of

pytestmark = pytest.mark.django_db


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def home(role: str = "editor") -> str:
    return browser_of(role).get("/").content.decode()


def test_an_empty_house_offers_a_first_step_to_those_who_may_take_it() -> None:
    assert "File a first dispatch" in home()
    assert "As soon as an editor files" in home("journalist")


def test_it_shows_the_latest_dispatches_and_who_is_mentioned_most() -> None:
    recorded(filed("Macron left Niamey. Macron slept.", headline="Older"), NAMES)
    recorded(filed("Macron in France.", headline="Newer"), NAMES)
    html = text_of(home())
    assert html.index("Newer") < html.index("Older")
    assert "2 dispatches 3 names" in html
    assert "People Emmanuel Macron 3 Places" in html
    assert "All that was filed is read." in html


def test_it_shows_what_is_being_read_and_what_could_not_be() -> None:
    for headline, state in (("One", "running"), ("Two", "queued"), ("Three", "failed")):
        article = filed(f"{headline} has a text.", headline=headline)
        finished = article.dated_at if state == "failed" else None
        ExtractionRun.objects.filter(version=article.current_version_id).update(
            state=state, error="ValueError" if finished else "", finished_at=finished, progress=7
        )
    client = browser_of("editor")
    html = client.get("/").content.decode()
    assert "1 being read, 1 waiting" in text_of(html)
    assert "Could not be read 1 Three ValueError Retry" in text_of(html)
    asks = re.search(r'hx-get="(/reading-now/[^"]+)"', html)
    assert asks
    assert client.get(asks[1]).status_code == 204
    ExtractionRun.objects.filter(state="running").update(progress=50)
    assert "50 %" in client.get(asks[1]).content.decode()
    assert "Retry" not in browser_of("journalist").get("/reading-now/").content.decode()


def test_a_failure_mended_by_a_later_reading_is_no_failure_any_more() -> None:
    article = filed("Macron left.")
    ExtractionRun.objects.update(state="failed", error="E", finished_at=article.dated_at)
    assert "Could not be read" in home()
    recorded(article, NAMES)
    assert "Could not be read" not in home()
