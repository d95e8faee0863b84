"""Splitting from an entity's page: dealing in groups and over pages, and what is done."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections, dealing, judgements, ledger
from entities.models import Decision, Entity, Mention
from entities.tests.factories import recorded
from entities.tests.test_views import shown, text_of
from newsroom.tests.people import browser_of, person

pytestmark = pytest.mark.django_db

BUSH = {"George Bush": ("person", "George Bush"), "Bush": ("person", "George Bush")}


@pytest.fixture
def corrector() -> Client:
    return browser_of("admin")


@pytest.fixture
def bush() -> Entity:
    """Two presidents in one: eight mentions in two dispatches."""
    for year in (1991, 2003):
        article = filed(
            f"George Bush spoke in {year}. Bush left.", f"In {year} Bush slept. Bush woke."
        )
        recorded(article, BUSH)
    return Entity.objects.get(name="George Bush")


def address(entity: Entity) -> str:
    return f"{entity.get_absolute_url()}split/"


def of(article: Article) -> list[int]:
    mentions = Mention.objects.filter(paragraph__version=article.current_version_id)
    return list(mentions.values_list("pk", flat=True))


def sent(html: str, **more: Any) -> dict[str, Any]:
    """What the form on a page sends, its hidden fields and ticks, with what is filled in."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    hidden.pop("csrfmiddlewaretoken", None)
    ticked = re.findall(r'name="mention" value="(\d+)" checked', html)
    return {**hidden, "mention": ticked, "side": "new", "kind": "person", **more}


def posted(client: Client, entity: Entity, **fields: Any) -> str:
    response = client.post(address(entity), fields)
    assert response.status_code == 200, response
    return response.content.decode()


def test_mentions_stand_in_sentences_by_dispatch_and_form(corrector: Client, bush: Entity) -> None:
    html = shown(corrector, address(bush))
    text = text_of(html)
    for words in ("“George Bush” 1", "“Bush” 3", "In 1991 Bush slept.", "In 2003 Bush slept."):
        assert words in text
    assert html.count('name="mention"') == 8
    assert html.count('<mark class="mark person">') == 8
    assert "0 go there, 8 stay with George Bush" in text


def test_those_ticked_become_something_new_and_the_two_are_different(
    corrector: Client, bush: Entity
) -> None:
    newer = Article.objects.latest("pk")
    html = shown(corrector, address(bush))
    response = corrector.post(
        address(bush),
        sent(html, mention=of(newer), do="split", name="George W. Bush", reason="two presidents"),
    )
    decision = Decision.objects.get(act="split")
    other = decision.other
    assert other is not None
    assert response["Location"] == other.get_absolute_url()
    bush.refresh_from_db()
    assert (other.name, other.mention_count, bush.mention_count) == ("George W. Bush", 4, 4)
    assert decision.reason == "two presidents"
    assert judgements.between([bush.pk, other.pk]) == {frozenset((bush.pk, other.pk)): "different"}
    corrections.undo(decision, by=person("admin"))
    bush.refresh_from_db()
    assert bush.mention_count == 8


def test_those_ticked_go_to_something_known(corrector: Client, bush: Entity) -> None:
    recorded(filed("Laura Welch spoke."), {"Laura Welch": ("person", "Laura Welch")})
    laura = Entity.objects.get(name="Laura Welch")
    html = posted(corrector, bush, **sent(shown(corrector, address(bush)), q="laura", do="find"))
    assert f'name="side" value="{laura.pk}"' in html
    one = of(Article.objects.order_by("pk")[0])[:1]
    corrector.post(address(bush), sent(html, mention=one, do="split", side=laura.pk))
    laura.refresh_from_db()
    assert laura.mention_count == 2


def test_a_form_or_a_group_is_dealt_at_once_and_taken_back(corrector: Client, bush: Entity) -> None:
    html = posted(corrector, bush, **sent(shown(corrector, address(bush)), do="form bush"))
    assert "6 go there, 2 stay" in text_of(html)
    html = posted(corrector, bush, **sent(html, do="unform bush"))
    assert "0 go there, 8 stay" in text_of(html)
    group = f"{Article.objects.latest('pk').pk}:bush"
    html = posted(corrector, bush, **sent(html, do=f"group {group}"))
    assert "3 go there, 5 stay" in text_of(html)
    assert "Bush 6, 3 dealt" in text_of(html)
    html = posted(corrector, bush, **sent(html, do="none"))
    assert "0 go there, 8 stay" in text_of(html)


def test_what_was_dealt_is_kept_over_pages(
    corrector: Client, bush: Entity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dealing, "DISPATCHES_A_PAGE", 1)
    older, newer = (of(article) for article in Article.objects.order_by("pk"))
    html = shown(corrector, address(bush))
    assert "Page 1 of 2" in text_of(html)
    html = posted(corrector, bush, **sent(html, mention=newer[:2], do="leaf 2"))
    assert "2 go there (2 on other pages), 6 stay" in text_of(html)
    html = posted(corrector, bush, **sent(html, mention=older[:1], do="leaf 1"))
    assert html.count(" checked aria-label") == 2
    # One is taken back on the first page; the one on the second stays dealt.
    html = posted(corrector, bush, **sent(html, mention=newer[:1], do="stay"))
    assert "2 go there (1 on other pages), 6 stay" in text_of(html)
    corrector.post(address(bush), sent(html, do="split", name="Another"))
    other = Entity.objects.get(name="Another")
    assert set(other.mentions.values_list("pk", flat=True)) == {newer[0], older[0]}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"mention": []}, "Deal at least one mention"),
        ({"name": " "}, "Give the new entity a name."),
        ({"side": "99999999"}, "Choose what the mentions mean that you dealt."),
        ({"mention": "all"}, "Nothing would be left of George Bush"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_filled_in_stays(
    corrector: Client, bush: Entity, fields: dict[str, Any], words: str
) -> None:
    everything = list(Mention.objects.values_list("pk", flat=True))
    if fields.get("mention") == "all":
        fields = {"mention": everything}
    wanted = {"mention": everything[:2], "name": "Another", "reason": "why not", **fields}
    html = posted(corrector, bush, **sent(shown(corrector, address(bush)), do="split", **wanted))
    assert words in text_of(html)
    assert 'value="why not"' in html
    assert html.count(" checked aria-label") == len(wanted["mention"])
    assert not Decision.objects.exists()


def test_one_who_comes_second_is_told(corrector: Client, bush: Entity) -> None:
    html = shown(corrector, address(bush))
    corrections.rename(bush, "George H. W. Bush", by=person("editor"))
    one = list(Mention.objects.values_list("pk", flat=True))[:1]
    text = text_of(posted(corrector, bush, **sent(html, mention=one, name="B", do="split")))
    assert "editor renamed" in text
    assert "Nothing was changed" in text


def test_mentions_read_anew_meanwhile_are_told(corrector: Client, bush: Entity) -> None:
    html = shown(corrector, address(bush))
    newer = Article.objects.latest("pk")
    dealt = of(newer)
    recorded(newer, BUSH)
    kept = of(Article.objects.order_by("pk")[0])[:1]
    html = posted(
        corrector, bush, **sent(html, mention=[*dealt, *kept], name="Another", do="split")
    )
    assert "4 of the mentions you dealt are no longer its own" in text_of(html)
    assert "1 go there" in text_of(html)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("do", ["leaf 99", "leaf x", "group x", "group 1:", "form", "dance", ""])
def test_nonsense_draws_the_page(corrector: Client, bush: Entity, do: str) -> None:
    posted(corrector, bush, dealt="x,,9", shown="-", page="x", mention="y", seen="z", do=do)


def test_an_entity_without_mentions_has_nothing_to_deal(corrector: Client) -> None:
    made = corrections.create("Election", "event", by=person("admin")).entity
    assert made is not None
    assert "there is nothing to deal" in text_of(shown(corrector, address(made)))


@pytest.mark.parametrize("role", ["journalist", "editor"])
def test_those_who_may_not_correct_are_told(role: str, bush: Entity) -> None:
    client = browser_of(role)
    assert client.get(address(bush)).status_code == 403
    assert client.post(address(bush), {"do": "split"}).status_code == 403


def test_the_page_costs_the_same_number_of_queries_whatever_is_dealt(
    corrector: Client, bush: Entity
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(corrector, address(bush))
        return len(queries)

    few = cost()
    for number in range(8):
        recorded(filed(*(f"Bush spoke {n} times {number}." for n in range(5))), BUSH)
    bush.refresh_from_db()
    assert bush.mention_count == 48
    assert cost() == few
    assert ledger.seen_of_entity(bush) == 0
