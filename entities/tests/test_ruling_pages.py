"""Pages of rules and of decisions without their words."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections, reapplying
from entities.models import Decision, Entity, Mention, Rule, Unplaced
from entities.tests.factories import NAMES, recorded
from entities.tests.test_views import shown, text_of
from newsroom.tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrector() -> Client:
    return browser_of("admin")


@pytest.fixture
def article() -> Article:
    article = filed("Macron met the EU in Niamey.", "Macron left Niamey. Niamey slept.")
    recorded(article, NAMES)
    return article


def wished(**fields: Any) -> dict[str, Any]:
    return {"name": "Niamey", "act": "hide", "scope": "everywhere", **fields}


def test_the_effect_is_shown_before_anything_changes(corrector: Client, article: Article) -> None:
    html = corrector.get("/rules/new/", wished()).content.decode()
    assert "This rule hides 3 mentions in 1 dispatch." in text_of(html)
    assert not Rule.objects.exists()


def test_a_rule_is_made_as_it_was_previewed(corrector: Client, article: Article) -> None:
    effect = "hides 3 mentions in 1 dispatch"
    response = corrector.post("/rules/new/", wished(effect=effect, reason="a ship"), follow=True)
    text = text_of(response.content.decode())
    assert "3 mentions in 1 dispatch changed." in text
    assert "“Niamey” is not a name a ship everywhere" in text
    assert Mention.objects.filter(status="hidden").count() == 3


@pytest.mark.parametrize("effect", ["", "hides 2 mentions in 1 dispatch"])
def test_what_was_not_previewed_is_not_done(
    corrector: Client, article: Article, effect: str
) -> None:
    html = corrector.post("/rules/new/", wished(effect=effect)).content.decode()
    assert "has changed since you looked" in text_of(html)
    assert "hides 3 mentions" in text_of(html)
    assert not Rule.objects.exists()


def test_a_kind_and_a_meaning_are_taught_for_a_source_or_a_dispatch(
    corrector: Client, article: Article
) -> None:
    other = filed("Niamey again.", source="Other Wire")
    recorded(other, NAMES)
    niger = Entity.objects.get_or_create(name="Niger", key="niger", kind="place")[0]
    Entity.objects.filter(pk=niger.pk).update(origin="editor")
    source = article.source_id
    text = text_of(
        corrector.get(
            "/rules/new/", wished(act="kind", kind_is="organisation", scope="source", source=source)
        ).content.decode()
    )
    assert "changes the kind of 3 mentions in 1 dispatch" in text
    fields = wished(act="means", side=niger.pk, scope="article", article=other.pk)
    text = text_of(corrector.get("/rules/new/", fields).content.decode())
    assert "points 1 mention in 1 dispatch at Niger" in text
    corrector.post("/rules/new/", fields | {"effect": "points 1 mention in 1 dispatch at Niger"})
    rule = Rule.objects.get()
    assert (rule.entity, rule.article, rule.source) == (niger, other, None)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"act": "kind"}, "Choose the kind the name is of."),
        ({"act": "means"}, "Choose what the name means."),
        ({"scope": "source"}, "Choose the source the rule is for."),
        ({"scope": "article", "article": "99999999"}, "Choose the dispatch the rule is for."),
        ({"act": "dance", "kind": "cat", "name": "\0"}, ""),
    ],
)
def test_what_is_missing_is_asked_for(
    corrector: Client, article: Article, fields: dict[str, str], words: str
) -> None:
    html = corrector.get("/rules/new/", wished(**fields)).content.decode()
    assert words in text_of(html)
    assert "What it would do now" not in html
    corrector.post("/rules/new/", wished(**fields))
    assert not Rule.objects.exists()


def test_what_a_name_means_is_looked_for(corrector: Client, article: Article) -> None:
    niamey = Entity.objects.get(name="Niamey")
    part = corrector.get(
        "/rules/new/", {"q": "niam"}, headers={"HX-Request": "true", "HX-Target": "others"}
    ).content.decode()
    assert f'name="side" value="{niamey.pk}"' in part
    assert "<html" not in part


def test_a_rule_made_twice_is_refused(corrector: Client, article: Article) -> None:
    corrections.make_rule("hide", "Niamey", by=person("editor"))
    sent = wished(effect="hides 0 mentions in 0 dispatches")
    text = text_of(corrector.post("/rules/new/", sent).content.decode())
    assert "editor made a rule already" in text


def test_a_rule_is_listed_with_its_effect_and_revoked(corrector: Client, article: Article) -> None:
    rule = corrections.make_rule("hide", "Niamey", article=article, by=person("editor")).rule
    assert rule is not None
    html = shown(corrector, "/rules/")
    text = text_of(html)
    assert f"in {article} editor," in text
    assert "In force 1" in text
    response = corrector.post(f"/rules/{rule.pk}/revoke/", follow=True)
    assert "Revoked. 3 mentions in 1 dispatch changed." in text_of(response.content.decode())
    assert not Mention.objects.filter(status="hidden").exists()
    assert "revoked by admin" in text_of(shown(corrector, "/rules/?state=revoked"))
    again = corrector.post(f"/rules/{rule.pk}/revoke/", follow=True)
    assert "was revoked already" in text_of(again.content.decode())


def test_a_list_without_rules_says_so(corrector: Client) -> None:
    assert "Nothing was taught yet." in text_of(shown(corrector, "/rules/"))
    assert "No rule was revoked." in text_of(shown(corrector, "/rules/?state=revoked&page=x"))


def lost(article: Article, count: int = 1) -> list[Decision]:
    """Decisions whose words are noted as gone."""
    decisions, version = [], article.current_version
    assert version is not None
    for mention in Mention.objects.filter(paragraph__version=version)[:count]:
        decision = corrections.reject([mention], by=person("editor"), reason="a ship")
        Unplaced.objects.create(anchor=decision.anchors.get(), version=version)
        decisions.append(decision)
    return decisions


def test_decisions_without_their_words_are_listed_with_the_way_to_the_dispatch(
    corrector: Client, article: Article
) -> None:
    lost(article)
    html = shown(corrector, "/decisions/unplaced/")
    text = text_of(html)
    assert "editor marked “Macron” as not a name" in text
    assert "Macron met the EU in Niamey." in text
    assert f'href="{article.get_absolute_url()}"' in html
    assert "Without their words 1" in text


def test_an_undo_dismisses_a_decision_without_its_words(
    corrector: Client, article: Article
) -> None:
    (decision,) = lost(article)
    corrections.undo(decision, by=person("admin"))
    assert not reapplying.unplaced().exists()
    assert "Every decision finds its words." in text_of(shown(corrector, "/decisions/unplaced/"))


PAGES = ["/rules/", "/rules/new/", "/decisions/unplaced/"]


@pytest.mark.parametrize("role", ["journalist", "editor"])
def test_those_who_may_not_correct_are_told(role: str, article: Article) -> None:
    client = browser_of(role)
    for page in PAGES:
        assert client.get(page).status_code == 403
    assert client.post("/rules/new/", wished()).status_code == 403
    assert client.post("/rules/1/revoke/").status_code == 403


def test_acts_are_posted(corrector: Client) -> None:
    assert corrector.get("/rules/1/revoke/").status_code == 405
    assert corrector.post("/rules/99999999/revoke/").status_code == 404


def test_lists_cost_the_same_number_of_queries_whatever_their_length(
    corrector: Client, article: Article
) -> None:
    def costs() -> list[int]:
        found = []
        for page in PAGES:
            with CaptureQueriesContext(connection) as queries:
                shown(corrector, page)
            found.append(len(queries))
        return found

    def more(names: list[str]) -> None:
        for name in names:
            corrections.make_rule("hide", name, article=article, by=person("admin"))
        fresh = filed(*(f"{name} met Macron in Niger." for name in names))
        recorded(fresh, NAMES)
        lost(fresh, len(names))

    more(["One", "Two"])
    few = costs()
    more([f"Name {number}" for number in range(10)])
    assert costs() == few
