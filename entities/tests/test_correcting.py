"""Corrections in the page: what each form does, for whom, and what the second of two is told."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections
from entities.models import Decision, Entity, Mention
from entities.tests.factories import NAMES, recorded
from newsroom.tests.people import browser_of, person

pytestmark = pytest.mark.django_db

TEXT = (
    "Emmanuel Macron left Niamey. Macron slept, and Macron rose.",
    "Niamey’s 🌍 mayor Boubacar Sow met Macron.",
)
PART = {"HX-Request": "true"}


@pytest.fixture
def article(db: None) -> Article:
    article = filed(*TEXT)
    recorded(article, NAMES)
    return article


@pytest.fixture
def desk() -> Client:
    """The browser of somebody who corrects."""
    return browser_of("admin")


def of(name: str) -> Entity:
    return Entity.objects.get(name=name, merged_into__isnull=True)


def mention(surface: str, nth: int = 0) -> Mention:
    return Mention.objects.filter(surface=surface).order_by("paragraph__position", "start")[nth]


def address(of_mention: Mention) -> str:
    return f"/entities/mentions/{of_mention.pk}/"


def text_of(html: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())


def last() -> Decision:
    return Decision.objects.latest("pk")


@pytest.mark.parametrize(
    ("sent", "status", "means", "act"),
    [
        ({"act": "reject"}, "rejected", "Emmanuel Macron", "reject"),
        ({"act": "confirm"}, "standing", "Emmanuel Macron", "confirm"),
        ({"act": "organisation"}, "standing", "Emmanuel Macron", "point"),
        ({"act": "point", "entity": "Niger"}, "standing", "Niger", "point"),
        ({"act": "point", "to": "Ann Macron", "new": "person"}, "standing", "Ann Macron", "point"),
    ],
)
def test_each_act_on_a_mention(
    article: Article, desk: Client, sent: dict[str, str], status: str, means: str, act: str
) -> None:
    if "entity" in sent:
        known = Entity.objects.create(kind="place", name="Niger", key="niger", origin="editor")
        sent = sent | {"entity": str(known.pk)}
    macron = mention("Macron")
    response = desk.post(address(macron), {"seen": "0", "reason": " so it is ", **sent})
    assert response["Location"] == f"/articles/{article.pk}/#p1"
    macron.refresh_from_db()
    assert (macron.status, macron.entity.name) == (status, means)
    assert (last().act, last().reason) == (act, "so it is")
    if sent["act"] == "organisation":
        assert macron.entity.kind == "organisation"
    # Nothing but this one.
    assert mention("Macron", 1).origin == "machine"


def test_all_of_the_same_in_the_dispatch_at_once(article: Article, desk: Client) -> None:
    response = desk.post(
        address(mention("Macron")),
        {"act": "reject", "every": "1", "seen": "0", "seen_of_every": "0"},
        headers=PART,
    )
    assert response.status_code == 204
    assert Mention.objects.filter(status="rejected").count() == 4
    assert Decision.objects.count() == 1


def test_a_script_is_told_what_was_done(article: Article, desk: Client) -> None:
    response = desk.post(address(mention("Macron")), {"act": "reject"}, headers=PART)
    assert response.status_code == 204
    assert '"corrected"' in response["HX-Trigger"]
    assert f'"decision": {last().pk}' in response["HX-Trigger"]


def test_the_panel_tells_what_it_is_how_sure_and_who_decided(
    article: Article, desk: Client
) -> None:
    words = text_of(desk.get(address(mention("Macron")), headers=PART).content)
    assert "Emmanuel Macron , person" in words
    assert "Newsroom is fairly sure, 90 %" in words
    assert "All 4 of Emmanuel Macron in this dispatch" in words
    desk.post(address(mention("Macron")), {"act": "confirm", "reason": "He was there."})
    words = text_of(desk.get(address(mention("Macron")), headers=PART).content)
    assert "admin confirmed “Macron”" in words
    assert "He was there." in words


def test_without_a_script_one_is_asked_which_one_is_meant(article: Article, desk: Client) -> None:
    page = desk.get(address(mention("Macron")))
    assert "Macron slept, and" in text_of(page.content)
    page = desk.post(address(mention("Macron")), {"act": "point", "to": "nia", "entity": ""})
    html = page.content.decode()
    assert f'<input type="radio" name="entity" value="{of("Niamey").pk}">' in html
    assert '<input type="radio" name="new" value="person">' in html
    assert 'value="nia"' in html
    assert Decision.objects.count() == 0


def test_what_is_refused_is_told_and_what_was_typed_is_kept(article: Article, desk: Client) -> None:
    sent = {"act": "point", "to": "Niamey", "new": "place", "reason": "Typed in haste"}
    page = desk.post(address(mention("Macron")), sent)
    assert page.status_code == 422
    html = page.content.decode()
    assert "Niamey exists" in html or "already a place called Niamey" in html
    assert 'value="Typed in haste"' in html
    assert 'name="to" value="Niamey"' in html
    # A script gets the same as a part of its page.
    part = desk.post(address(mention("Macron")), sent, headers=PART)
    assert part.status_code == 200
    assert 'role="alert"' in part.content.decode()
    assert "<html" not in part.content.decode()
    assert Decision.objects.count() == 0


@pytest.mark.parametrize(
    "sent",
    [{}, {"act": "dance"}, {"act": "point", "entity": "99999999"}, {"act": "reject", "seen": "x"}],
)
def test_nonsense_changes_nothing(article: Article, desk: Client, sent: dict[str, str]) -> None:
    assert desk.post(address(mention("Macron")), sent).status_code == 422
    assert Decision.objects.count() == 0


def test_the_second_of_two_is_told_what_the_first_did(article: Article, desk: Client) -> None:
    macron = mention("Macron")
    ada = User.objects.create_user("ada")
    first = corrections.point([macron], of("Niamey"), by=ada)
    sent = {"act": "point", "to": "Somebody", "new": "person", "seen": "0", "reason": "Mine"}
    page = desk.post(address(macron), sent)
    assert page.status_code == 409
    words, html = text_of(page.content), page.content.decode()
    assert "ada pointed “Macron” at “Niamey”" in words
    assert "Nothing was changed" in words
    # What was typed is there, and what is sent next knows of it.
    assert 'name="to" value="Somebody"' in html
    assert 'value="Mine"' in html
    assert f'name="seen" value="{first.pk}"' in html
    assert last() == first
    assert desk.post(address(macron), sent | {"seen": str(first.pk)}).status_code == 302
    macron.refresh_from_db()
    assert macron.entity.name == "Somebody"


def test_ones_own_decision_of_a_moment_ago_is_no_news(article: Article, desk: Client) -> None:
    for act in ("confirm", "reject"):
        assert desk.post(address(mention("Macron")), {"act": act, "seen": "0"}).status_code == 302
    assert mention("Macron").status == "rejected"


def test_a_mention_that_was_read_anew_meanwhile_is_told_as_gone(
    article: Article, desk: Client
) -> None:
    old = mention("Macron")
    recorded(article, NAMES)
    assert not Mention.objects.filter(pk=old.pk).exists()
    assert desk.post(address(old), {"act": "reject"}).status_code == 404
    part = desk.post(address(old), {"act": "reject"}, headers=PART)
    assert "was read again" in text_of(part.content)


@pytest.mark.parametrize(
    ("back", "led_to"),
    [
        ("/entities/?q=x", "/entities/?q=x"),
        ("//evil.example/", None),
        ("https://evil.example", None),
    ],
)
def test_one_is_led_back_but_to_no_other_site(
    article: Article, desk: Client, back: str, led_to: str | None
) -> None:
    response = desk.post(address(mention("Macron")), {"act": "confirm", "next": back})
    assert response["Location"] == (led_to or f"/articles/{article.pk}/#p1")


def test_why_it_is_the_same_is_told_at_the_mention(article: Article, desk: Client) -> None:
    later = filed("Emmanuel Macron left Niamey again.")
    recorded(later, NAMES)
    again = Mention.objects.get(
        surface="Emmanuel Macron", paragraph__version=later.current_version_id
    )
    part = text_of(desk.get(address(again), headers=PART).content)
    assert "Why Emmanuel Macron?" in part
    assert "both are called “Emmanuel Macron”" in part
    assert "100 %" not in part


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        ({"act": "reject"}, "act=hide&amp;name=Macron&amp;article="),
        ({"act": "point", "to": "Ann", "new": "person"}, "act=means&amp;side="),
        ({"act": "confirm"}, ""),
    ],
)
def test_a_correction_can_be_made_a_rule(
    article: Article, desk: Client, sent: dict[str, str], rule: str
) -> None:
    desk.post(address(mention("Macron")), sent)
    html = desk.get(article.get_absolute_url()).content.decode()
    found = re.search(r'href="(/rules/new/\?[^"]+)"', html)
    assert bool(found) is bool(rule)
    if found:
        assert rule in found[1]
        form = desk.get(found[1].replace("&amp;", "&")).content.decode()
        assert 'value="Macron"' in form


# Names the machine missed


def missing(article: Article) -> str:
    return f"/entities/missing/{article.pk}/"


def place_of(article: Article, position: int, words: str) -> str:
    text = TEXT[position - 1]
    start = text.index(words)
    return f"{position}:{start}:{start + len(words)}"


def test_selected_words_become_a_mention(article: Article, desk: Client) -> None:
    # Behind a sign outside the basic plane, which JavaScript's strings count as two.
    sent = {
        "words": "Boubacar Sow ",
        "place": place_of(article, 2, "Boubacar Sow "),
        "act": "person",
    }
    part = desk.get(
        missing(article), {"words": sent["words"], "place": sent["place"]}, headers=PART
    )
    assert "Mark “Boubacar Sow ”" in text_of(part.content)
    assert desk.post(missing(article), sent, headers=PART).status_code == 204
    made = mention("Boubacar Sow")
    assert TEXT[1][made.start : made.end] == "Boubacar Sow"
    assert (made.entity.name, made.entity.kind, made.origin) == ("Boubacar Sow", "person", "editor")


def test_selected_words_can_mean_what_is_known(article: Article, desk: Client) -> None:
    place = place_of(article, 2, "mayor")
    sent = {"words": "mayor", "place": place, "act": "point", "entity": str(of("Niamey").pk)}
    assert desk.post(missing(article), sent).status_code == 302
    assert mention("mayor").entity == of("Niamey")


def test_marks_that_give_way_are_named(article: Article, desk: Client) -> None:
    place = place_of(article, 2, "met Macron")
    part = desk.get(missing(article), {"words": "met Macron", "place": place}, headers=PART)
    assert "instead of “Macron”" in text_of(part.content)


def test_words_that_are_not_there_are_refused(article: Article, desk: Client) -> None:
    for sent in (
        {"words": "mayor", "place": "2:0:5", "act": "person"},
        {"words": "mayor", "place": "99:0:5", "act": "person"},
        {"words": "nobody", "act": "person"},
        {"words": "  ", "act": "person"},
        {"act": "person"},
    ):
        assert desk.post(missing(article), sent).status_code == 422
    assert Decision.objects.count() == 0


def test_without_a_script_the_words_are_typed(article: Article, desk: Client) -> None:
    assert desk.post(missing(article), {"words": "mayor", "act": "person"}).status_code == 302
    assert mention("mayor").entity.kind == "person"
    article = filed("Sow met Sow.", "Sow left, a Sower stayed.")
    page = desk.post(missing(article), {"words": "Sow", "act": "person"}).content.decode()
    assert re.findall(r'name="place" value="(\S+)"', page) == ["1:0:3", "1:8:11", "2:0:3"]
    sent = {"words": "Sow", "act": "person", "place": "1:8:11"}
    assert desk.post(missing(article), sent).status_code == 302
    assert (mention("Sow").start, mention("Sow").entity.name) == (8, "Sow")


# Entities


def correct(desk: Client, entity: Entity, **sent: str) -> int:
    return desk.post(f"{entity.get_absolute_url()}correct/", sent).status_code


def test_each_act_on_an_entity(article: Article, desk: Client) -> None:
    macron = of("Emmanuel Macron")
    assert correct(desk, macron, act="rename", name="E. Macron", reason="Shorter") == 302
    assert last().reason == "Shorter"
    assert correct(desk, macron, act="describe", description="President of France") == 302
    assert correct(desk, macron, act="change_kind", kind="organisation") == 302
    assert correct(desk, macron, act="add_alias", alias="Jupiter") == 302
    macron.refresh_from_db()
    assert (macron.name, macron.description, macron.kind) == (
        "E. Macron",
        "President of France",
        "organisation",
    )
    jupiter = macron.aliases.get(name="Jupiter")
    html = desk.get(macron.get_absolute_url()).content.decode()
    assert f'name="gone" value="{jupiter.pk}"' in html
    assert correct(desk, macron, act="remove_alias", gone=str(jupiter.pk)) == 302
    assert not macron.aliases.filter(name="Jupiter").exists()
    assert correct(desk, macron, act="dance") == 400
    assert correct(desk, macron, act="remove_alias", gone="x") == 404


def test_a_stale_form_shows_what_changed_and_keeps_what_was_typed(
    article: Article, desk: Client
) -> None:
    macron = of("Emmanuel Macron")
    ada = User.objects.create_user("ada")
    first = corrections.rename(macron, "Emmanuel Jean-Michel Macron", by=ada)
    page = desk.post(
        f"{macron.get_absolute_url()}correct/",
        {"act": "rename", "name": "Manu", "reason": "Nickname", "seen": "0"},
    )
    assert page.status_code == 409
    html, words = page.content.decode(), text_of(page.content)
    assert "ada renamed “Emmanuel Macron” to “Emmanuel Jean-Michel Macron”" in words
    assert 'name="name" value="Manu"' in html
    assert 'value="Nickname"' in html
    assert f'name="seen" value="{first.pk}"' in html
    assert "<h1>Emmanuel Jean-Michel Macron</h1>" in html
    assert correct(desk, macron, act="rename", name="Manu", seen=str(first.pk)) == 302
    macron.refresh_from_db()
    assert macron.name == "Manu"


def test_a_name_that_is_taken_is_told(article: Article, desk: Client) -> None:
    page = desk.post(
        f"{of('Niamey').get_absolute_url()}correct/", {"act": "rename", "name": "Niamey"}
    )
    assert page.status_code == 422
    assert "It is called Niamey already" in text_of(page.content)


# Undo and histories


def test_what_one_did_last_can_be_taken_back_at_once(article: Article, desk: Client) -> None:
    page = article.get_absolute_url()
    assert "data-undo" not in desk.get(page).content.decode()
    desk.post(address(mention("Macron")), {"act": "reject"})
    decision = last()
    html = desk.get(page).content.decode()
    assert f'data-undo="{decision.pk}"' in html
    assert "Marked “Macron” as not a name." in text_of(html.encode())
    response = desk.post(f"/entities/decisions/{decision.pk}/undo/", {"next": page})
    assert response["Location"] == page
    assert mention("Macron").status == "standing"
    words = text_of(desk.get(page).content)
    assert "Undone: marked “Macron” as not a name." in words
    # Twice is refused, in words.
    again = desk.post(f"/entities/decisions/{decision.pk}/undo/", {"next": page}, follow=True)
    assert "undid this already" in text_of(again.content)
    part = desk.post(f"/entities/decisions/{decision.pk}/undo/", headers=PART)
    assert 'id="quiet"' in part.content.decode()
    assert "undid this already" in text_of(part.content)


def test_after_an_undo_what_was_done_before_can_be_undone(article: Article, desk: Client) -> None:
    desk.post(address(mention("Macron")), {"act": "confirm"})
    first = last()
    desk.post(address(mention("Niamey")), {"act": "reject"})
    desk.post(f"/entities/decisions/{last().pk}/undo/")
    html = desk.get(article.get_absolute_url()).content.decode()
    assert f'data-undo="{first.pk}"' in html
    assert "Before that: confirmed “Macron”." in text_of(html.encode())


def test_what_others_did_is_not_in_ones_own_line(article: Article, desk: Client) -> None:
    corrections.reject([mention("Macron")], by=User.objects.create_user("ada"))
    assert "data-undo" not in desk.get(article.get_absolute_url()).content.decode()


def test_histories_tell_who_did_what_with_its_undo(article: Article, desk: Client) -> None:
    desk.post(address(mention("Macron")), {"act": "reject", "reason": "A pun"})
    decision = last()
    macron = of("Emmanuel Macron")
    for page in (
        f"{macron.get_absolute_url()}history/",
        f"{article.get_absolute_url()}history/",
        "/entities/decisions/",
    ):
        html = desk.get(page).content
        assert "admin marked “Macron” as not a name" in text_of(html), page
        assert "A pun" in text_of(html), page
        assert f'action="/entities/decisions/{decision.pk}/undo/"' in html.decode(), page
    assert "System read version 1" in text_of(
        desk.get(f"{article.get_absolute_url()}history/").content
    )
    desk.post(f"/entities/decisions/{decision.pk}/undo/")
    words = text_of(desk.get(f"{macron.get_absolute_url()}history/").content)
    assert "undone by admin" in words


def test_a_reader_sees_the_history_but_no_undo(article: Article, desk: Client) -> None:
    desk.post(address(mention("Macron")), {"act": "reject"})
    html = browser_of("journalist").get(f"{article.get_absolute_url()}history/").content
    assert "admin marked “Macron” as not a name" in text_of(html)
    assert "/undo/" not in html.decode()


def test_a_long_history_is_leafed_through(article: Article, desk: Client) -> None:
    macron, admin = of("Emmanuel Macron"), person("admin")
    for number in range(60):
        corrections.describe(macron, f"Line {number}", by=admin)
    base = f"{macron.get_absolute_url()}history/"
    seen = [
        number
        for page in ("", "?after=25", "?after=50")
        for number in re.findall(r"as “Line (\d+)”</p>", desk.get(base + page).content.decode())
    ]
    assert seen == [str(number) for number in reversed(range(60))]
    for nonsense in ("x", "-1", "9" * 30):
        assert desk.get(f"{base}?after={nonsense}").status_code == 200


def test_the_history_of_what_was_absorbed_leads_on(article: Article, desk: Client) -> None:
    macron, niamey = of("Emmanuel Macron"), of("Niamey")
    corrections.merge(macron, [niamey], by=person("admin"))
    response = desk.get(f"/entities/{niamey.pk}/history/")
    assert response["Location"] == f"/entities/{macron.pk}/history/"
    assert "Merged into it: Niamey" in text_of(desk.get(macron.get_absolute_url()).content)


# Who may


def acts(article: Article) -> list[tuple[str, str]]:
    macron = of("Emmanuel Macron")
    return [
        ("get", address(mention("Macron"))),
        ("post", address(mention("Macron"))),
        ("get", missing(article)),
        ("post", missing(article)),
        ("post", f"{macron.get_absolute_url()}correct/"),
        ("post", "/entities/decisions/1/undo/"),
        ("get", "/entities/decisions/"),
    ]


@pytest.mark.parametrize("role", ["journalist", "editor"])
def test_who_may_not_correct_sees_nothing_of_it_and_can_do_nothing(
    article: Article, role: str
) -> None:
    browser = browser_of(role)
    for method, where in acts(article):
        assert getattr(browser, method)(where).status_code == 403, where
    macron = of("Emmanuel Macron")
    for page in (
        article.get_absolute_url(),
        macron.get_absolute_url(),
        f"{macron.get_absolute_url()}in/{article.pk}/",
    ):
        html = browser.get(page).content.decode()
        for sign in (
            "/mentions/",
            "/missing/",
            f"/entities/{macron.pk}/correct/",
            "correcting.js",
            "acting",
            "quiet",
        ):
            assert sign not in html, (page, sign)


def test_nobody_is_led_to_log_in(article: Article) -> None:
    for method, where in acts(article):
        response = getattr(Client(), method)(where)
        assert response.status_code == 302, where
        assert response["Location"].startswith("/login/")


def test_acts_are_posts_with_a_token(article: Article) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(person("admin"))
    for method, where in acts(article):
        if method == "post":
            assert careful.post(where, {"act": "reject"}).status_code == 403, where
    macron = of("Emmanuel Macron")
    for where in (f"{macron.get_absolute_url()}correct/", "/entities/decisions/1/undo/"):
        assert careful.get(where).status_code == 405
    assert Decision.objects.count() == 0


# What it costs


def cost(browser: Client, where: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    return len(queries)


def test_pages_cost_no_query_a_mention(article: Article, desk: Client) -> None:
    long = filed(*TEXT * 30)
    recorded(long, NAMES)
    for nth in range(0, 40, 3):
        desk.post(address(mention("Macron", nth)), {"act": "confirm"})
    short_page, long_page = (cost(desk, each.get_absolute_url()) for each in (article, long))
    assert short_page == long_page
    assert long_page <= 16
    few = cost(desk, of("Niamey").get_absolute_url())
    assert cost(desk, of("Emmanuel Macron").get_absolute_url()) == few
    assert few <= 24
    # What is said of a mention costs the same among 4 of its kind as among 120.
    first, many = (
        Mention.objects.filter(
            surface="Macron", origin="machine", paragraph__version=each.current_version_id
        ).first()
        for each in (article, long)
    )
    assert first and many
    assert cost(desk, address(first)) == cost(desk, address(many)) <= 12
