"""Who may open what: every address there is, for everyone there is."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from articles.models import Article, Delivery
from articles.tests.factories import filed
from entities import corrections
from entities.models import Entity, Figure, Occurrence, Quote
from entities.tests.factories import NAMES, recorded, told
from newsroom.tests.people import browser_of, person

pytestmark = pytest.mark.django_db

LOGIN = 302
# For nobody, a journalist, an editor, an admin: the status of a GET.
EXPECTED = {
    "home": (LOGIN, 200, 200, 200),
    "reading_now": (LOGIN, 200, 200, 200),
    "timeline": (LOGIN, 200, 200, 200),
    "articles:timeline": (LOGIN, 200, 200, 200),
    "entities:timeline": (LOGIN, 200, 200, 200),
    "login": (200, 302, 302, 302),
    "icon": (302, 302, 302, 302),
    "logout": (LOGIN, 405, 405, 405),
    "articles:list": (LOGIN, 200, 200, 200),
    "articles:detail": (LOGIN, 200, 200, 200),
    "articles:reading": (LOGIN, 200, 200, 200),
    "articles:new": (LOGIN, 403, 200, 200),
    "articles:deliveries": (LOGIN, 403, 200, 200),
    "articles:delivery": (LOGIN, 403, 200, 200),
    "articles:outcomes": (LOGIN, 403, 200, 200),
    "articles:read_again": (LOGIN, 403, 405, 405),
    "articles:correct": (LOGIN, 403, 200, 200),
    "articles:version": (LOGIN, 200, 200, 200),
    "entities:list": (LOGIN, 200, 200, 200),
    "entities:detail": (LOGIN, 200, 200, 200),
    "entities:company": (LOGIN, 200, 200, 200),
    "entities:in_dispatch": (LOGIN, 200, 200, 200),
    "entities:history": (LOGIN, 200, 200, 200),
    "entities:why": (LOGIN, 200, 200, 200),
    "articles:history": (LOGIN, 200, 200, 200),
    "entities:suggest": (LOGIN, 403, 403, 200),
    "entities:decisions": (LOGIN, 403, 403, 200),
    "entities:undo": (LOGIN, 403, 403, 405),
    "entities:mention": (LOGIN, 403, 403, 200),
    "entities:missing": (LOGIN, 403, 403, 200),
    "entities:quotes": (LOGIN, 200, 200, 200),
    "entities:quoted": (LOGIN, 200, 200, 200),
    "entities:quote": (LOGIN, 403, 403, 200),
    "entities:figure": (LOGIN, 403, 403, 200),
    "entities:occurrence": (LOGIN, 403, 403, 200),
    "articles:layers": (LOGIN, 405, 405, 405),
    "entities:correct": (LOGIN, 403, 403, 405),
    "entities:correct_event": (LOGIN, 403, 403, 405),
    "entities:merge": (LOGIN, 403, 403, 200),
    "entities:split": (LOGIN, 403, 403, 200),
    "desk:review": (LOGIN, 403, 403, 200),
    "desk:pair": (LOGIN, 403, 403, 200),
    "desk:take_back_pair": (LOGIN, 403, 403, 405),
    "desk:unsure": (LOGIN, 403, 403, 200),
    "desk:mention": (LOGIN, 403, 403, 200),
    "desk:take_back_mention": (LOGIN, 403, 403, 405),
    "desk:rules": (LOGIN, 403, 403, 200),
    "desk:make_rule": (LOGIN, 403, 403, 200),
    "desk:revoke_rule": (LOGIN, 403, 403, 405),
    "desk:decisions": (LOGIN, 403, 403, 302),
    "desk:unplaced": (LOGIN, 403, 403, 200),
}
ROLES = (None, "journalist", "editor", "admin")


def names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """The name of every address but Django admin's, which is asked for as a whole below."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name"
            yield prefix + pattern.name
        elif pattern.namespace != "admin":
            yield from names(pattern, f"{prefix}{pattern.namespace}:")


@pytest.fixture
def addresses() -> dict[str, str]:
    article = filed()
    recorded(article, NAMES)
    entity = Entity.objects.get(name="Niger")
    told()
    pair = sorted([entity.pk, Entity.objects.get(name="Niamey").pk])
    mention = entity.mentions.all()[0]
    decision = corrections.make_rule("hide", "Seed", by=person("admin"))
    delivery = Delivery.objects.create(via="page")
    arguments: dict[str, list[Any]] = {
        "articles:detail": [article.pk],
        "articles:reading": [article.pk],
        "articles:read_again": [article.pk],
        "articles:correct": [article.pk],
        "articles:version": [article.pk, 1],
        "articles:delivery": [delivery.pk],
        "articles:outcomes": [delivery.pk],
        "entities:detail": [entity.pk],
        "entities:company": [entity.pk],
        "entities:in_dispatch": [entity.pk, article.pk],
        "entities:history": [entity.pk],
        "entities:why": [entity.pk, article.pk],
        "articles:history": [article.pk],
        "entities:undo": [decision.pk],
        "entities:mention": [mention.pk],
        "entities:missing": [article.pk],
        "entities:quotes": [entity.pk],
        "entities:quoted": [entity.pk],
        "entities:quote": [Quote.objects.all()[0].pk],
        "entities:figure": [Figure.objects.all()[0].pk],
        "entities:occurrence": [Occurrence.objects.all()[0].pk],
        "entities:correct": [entity.pk],
        "entities:correct_event": [entity.pk],
        "entities:timeline": [entity.pk],
        "articles:timeline": [article.pk],
        "entities:merge": [entity.pk],
        "entities:split": [entity.pk],
        "desk:pair": pair,
        "desk:mention": [mention.pk],
        "desk:revoke_rule": [decision.rule_id],
    }
    return {name: reverse(name, args=arguments.get(name)) for name in EXPECTED}


def test_every_address_is_in_the_table() -> None:
    assert set(names()) == {*EXPECTED, "health"}


@pytest.mark.parametrize("column", range(4), ids=["nobody", *map(str, ROLES[1:])])
def test_who_may_open_what(addresses: dict[str, str], column: int) -> None:
    client = browser_of(ROLES[column])
    found = {name: client.get(address).status_code for name, address in addresses.items()}
    assert found == {name: statuses[column] for name, statuses in EXPECTED.items()}


def test_whoever_is_not_logged_in_is_led_to_log_in_and_back(addresses: dict[str, str]) -> None:
    response = Client().get(addresses["entities:list"], {"q": "macron"})
    assert response["Location"] == "/login/?next=/entities/%3Fq%3Dmacron"
    User.objects.create_user("someone", password="a long password")
    client = Client()
    answer = client.post(
        response["Location"],
        {"username": "someone", "password": "a long password", "next": "/entities/?q=macron"},
    )
    assert answer["Location"] == "/entities/?q=macron"
    # But to no other site.
    elsewhere = {"username": "someone", "password": "a long password", "next": "//evil.example/"}
    assert Client().post("/login/", elsewhere)["Location"] == "/"


def test_a_wrong_password_is_told() -> None:
    response = Client().post("/login/", {"username": "someone", "password": "wrong"})
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


def test_a_part_that_asks_after_the_session_ended_makes_the_page_reload() -> None:
    response = Client().get("/login/?next=/reading-now/", headers={"HX-Request": "true"})
    assert response["HX-Refresh"] == "true"


def test_logging_out_ends_the_session() -> None:
    client = browser_of("journalist")
    assert client.post("/logout/").status_code == 302
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("role", "status"), [("journalist", 302), ("editor", 302), ("admin", 200)])
def test_only_admins_open_django_admin(role: str, status: int) -> None:
    assert browser_of(role).get("/admin/").status_code == status


@pytest.mark.parametrize(
    ("role", "files", "corrects"),
    [("journalist", False, False), ("editor", True, False), ("admin", True, True)],
)
def test_pages_offer_what_a_role_may_do_and_no_more(
    addresses: dict[str, str], role: str, files: bool, corrects: bool
) -> None:
    client = browser_of(role)
    for name in ("home", "articles:list", "articles:detail", "entities:detail"):
        html = client.get(addresses[name]).content.decode()
        assert ('href="/articles/new/"' in html) is files, name
        assert ('href="/admin/"' in html) is corrects, name
    html = client.get(addresses["articles:detail"]).content.decode()
    assert ("Read again" in html) is files
    assert (f'href="{addresses["articles:correct"]}"' in html) is files
    html = client.get(addresses["entities:detail"]).content.decode()
    for act in ("entities:merge", "entities:split", "desk:review"):
        assert (f'href="{addresses[act]}"' in html) is corrects


def test_a_journalist_changes_nothing(addresses: dict[str, str]) -> None:
    client = browser_of("journalist")
    filed_before, own = (
        Article.objects.count(),
        ("/login/", "/logout/", addresses["articles:layers"]),
    )
    for address in addresses.values():
        # Which layers one sees is kept in one's own browser.
        if address in own:
            continue
        assert client.post(address, {"text": "Rain."}).status_code in (403, 405), address
    assert Article.objects.count() == filed_before
