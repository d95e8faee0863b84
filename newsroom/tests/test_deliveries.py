"""What became of a delivery, line by line, until all of it is read."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import intake
from articles.models import Delivery
from entities.models import ExtractionRun
from entities.tests.factories import NAMES, recorded
from newsroom.tests.people import browser_of, person

pytestmark = pytest.mark.django_db


def delivered(*texts: str) -> Delivery:
    return intake.receive(
        [intake.Incoming(f"{n}.txt", raw=text.encode()) for n, text in enumerate(texts)],
        via="page",
        received_from=person("editor"),
    )


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_each_line_is_followed_until_it_is_read() -> None:
    delivery = delivered("Macron left Niamey.", "", "Macron left Niamey.", "Rain in Niger.")
    client = browser_of("editor")
    html = client.get(delivery.get_absolute_url()).content.decode()
    assert "4 received: 2 filed, 1 duplicate, 1 failed. 0 of 2 read." in text_of(html)
    asks = re.search(r'hx-get="([^"]+)"', html)
    assert asks
    assert client.get(asks[1]).status_code == 204

    first, empty, again, second = delivery.receipts.order_by("position")
    assert first.article is not None
    assert second.article is not None
    assert f'href="{first.article.get_absolute_url()}"' in html
    assert again.article == first.article
    assert empty.reason in html
    run = ExtractionRun.objects.get(version=first.article.current_version_id)
    ExtractionRun.objects.filter(pk=run.pk).update(state="running", progress=42)
    assert "being read 42 % 42 %" in text_of(client.get(asks[1]).content.decode())

    recorded(first.article, NAMES)
    ExtractionRun.objects.filter(version=second.article.current_version_id).update(
        state="failed", error="ValueError: odd", finished_at=second.article.dated_at
    )
    response = client.get(asks[1])
    html = response.content.decode()
    assert "1 of 2 read. 1 could not be read." in text_of(html)
    assert "read, 2 mentions" in text_of(html)
    assert "ValueError: odd" in html
    assert f'formaction="/articles/{second.article.pk}/read-again/"' in html
    # Read out to who listens, and asked for no more.
    assert "1 of 2 read" in response["HX-Trigger"]
    assert "hx-get" not in html


def test_a_duplicate_with_another_date_leads_to_where_it_is_corrected() -> None:
    text = "NIAMEY, Dec 22, 2023 - The last soldiers left Niger on Friday, the army said."
    delivered(text)
    delivery = intake.receive(
        [intake.Incoming("again.txt", raw=text.encode())],
        via="page",
        received_from=person("editor"),
        published=datetime.date(2023, 12, 23),
    )
    html = browser_of("editor").get(delivery.get_absolute_url()).content.decode()
    assert "another date (22 December 2023; here 23 December 2023)" in text_of(html)
    article = delivery.receipts.get().article
    assert article is not None
    assert f'href="/articles/{article.pk}/correct/"' in html


def test_a_delivery_costs_the_same_number_of_queries_whatever_its_size() -> None:
    client = browser_of("editor")

    def cost(delivery: Delivery) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(delivery.get_absolute_url()).status_code == 200
        return len(queries)

    few = cost(delivered("One."))
    assert cost(delivered(*(f"Dispatch number {n}." for n in range(20)))) == few


def test_an_empty_delivery_has_a_page() -> None:
    client = browser_of("editor")
    html = client.get(delivered().get_absolute_url()).content.decode()
    assert "Nothing was received." in html
