"""Merging from an entity's page: who is offered, what is previewed, what is done."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entities import corrections, judgements, ledger
from entities.models import Decision, Entity
from entities.tests.test_review import made, named, suggested
from entities.tests.test_views import shown, text_of
from newsroom.tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrector() -> Client:
    return browser_of("admin")


@pytest.fixture
def bazoum() -> Entity:
    return named("Mohamed Bazoum", 5)


@pytest.fixture
def bazum() -> Entity:
    return named("President Bazum", 2)


def address(entity: Entity) -> str:
    return f"{entity.get_absolute_url()}merge/"


def previewed(entity: Entity, *absorbed: Entity) -> str:
    pairs = [("with", each.pk) for each in absorbed]
    return f"{address(entity)}?{urlencode([*pairs, ('preview', 1)])}"


def fields(entity: Entity, *absorbed: Entity, **more: object) -> dict[str, object]:
    """What the form of the preview sends."""
    everyone = [entity, *absorbed]
    return {
        "with": [each.pk for each in absorbed],
        "offered": [each.pk for each in absorbed],
        "seen": [f"{each.pk}:{ledger.seen_of_entity(each)}" for each in everyone],
        "name_from": entity.pk,
        **more,
    }


def test_suggestions_and_namesakes_are_offered_with_a_tick_each(
    corrector: Client, bazoum: Entity, bazum: Entity
) -> None:
    suggested(bazoum, bazum, 0.62)
    place = named("Mohamed Bazoum", kind="place")
    html = shown(corrector, address(bazoum))
    text = text_of(html)
    assert "suggested, 62% likely · 2 mentions in 1 dispatch" in text
    assert "shares a name · 1 mention" in text
    for each in (bazum, place):
        assert f'name="with" value="{each.pk}"' in html
    assert "checked" not in html.split('id="choosing"')[1]


def test_a_pair_judged_different_is_offered_as_such(
    corrector: Client, bazoum: Entity, bazum: Entity
) -> None:
    suggested(bazoum, bazum)
    judgements.judge(bazoum, bazum, "different", by=person("editor"))
    assert "judged different" in text_of(shown(corrector, address(bazoum)))


def test_others_are_found_by_name_and_what_was_ticked_stays_ticked(
    corrector: Client, bazoum: Entity, bazum: Entity
) -> None:
    tiani = named("Abdourahamane Tiani")
    html = shown(corrector, f"{address(bazoum)}?with={tiani.pk}&q=bazum")
    assert f'name="with" value="{tiani.pk}" checked' in html
    assert f'name="with" value="{bazum.pk}">' in html
    assert "No name begins with “zzz”" in text_of(shown(corrector, f"{address(bazoum)}?q=zzz"))


def test_the_preview_says_what_would_be_absorbed_and_changes_nothing(
    corrector: Client, bazoum: Entity, bazum: Entity
) -> None:
    corrections.describe(bazoum, "ousted president of Niger", by=person("admin"))
    corrections.describe(bazum, "a footballer", by=person("admin"))
    tiani = named("Tiani", kind="organisation")
    text = text_of(shown(corrector, previewed(bazoum, bazum, tiani)))
    for words in (
        "President Bazum a footballer Goes by President Bazum.",
        "They are described differently: “a footballer” and “ousted president of Niger”.",
        "Mohamed Bazoum a person: all become a person.",
        "Mohamed Bazoum afterwards, with all of these 8 3",
    ):
        assert words in text
    bazum.refresh_from_db()
    assert bazum.merged_into is None


def test_several_are_merged_at_once_and_each_is_undone_by_itself(
    corrector: Client, bazoum: Entity, bazum: Entity
) -> None:
    tiani = named("Tiani")
    response = corrector.post(address(bazoum), fields(bazoum, bazum, tiani, reason="one man"))
    assert response["Location"] == bazoum.get_absolute_url()
    assert "2 entities were merged into it" in text_of(
        corrector.get(bazoum.get_absolute_url()).content.decode()
    )
    decisions = list(Decision.objects.filter(act="merge"))
    assert [decision.reason for decision in decisions] == ["one man", "one man"]
    assert {decision.entity for decision in decisions} == {bazum, tiani}
    corrections.undo(Decision.objects.get(act="merge", entity=tiani), by=person("admin"))
    tiani.refresh_from_db()
    bazoum.refresh_from_db()
    assert (tiani.merged_into, tiani.mention_count, bazoum.mention_count) == (None, 1, 7)


@pytest.mark.parametrize(
    ("name_from", "another", "survives"),
    [
        ("own", "", "Mohamed Bazoum"),
        ("other", "", "President Bazum"),
        ("another", "Mohamed  Bazoum of Niger", "Mohamed Bazoum of Niger"),
    ],
)
def test_the_name_that_survives_is_chosen(
    corrector: Client, bazoum: Entity, bazum: Entity, name_from: str, another: str, survives: str
) -> None:
    wanted = {"own": bazoum.pk, "other": bazum.pk, "another": "another"}[name_from]
    corrector.post(address(bazoum), fields(bazoum, bazum, name_from=wanted, another_name=another))
    bazoum.refresh_from_db()
    assert bazoum.name == survives
    assert bazoum.mention_count == 7


def test_what_is_refused_keeps_what_was_filled_in(
    corrector: Client, bazoum: Entity, bazum: Entity
) -> None:
    sent = fields(bazoum, bazum, name_from="another", another_name="  ", reason="one man")
    html = corrector.post(address(bazoum), sent).content.decode()
    assert "Write the other name" in text_of(html)
    assert 'value="one man"' in html
    bazum.refresh_from_db()
    assert bazum.merged_into is None


def test_what_was_unticked_stays_in_sight_where_something_is_wrong(
    corrector: Client, bazoum: Entity, bazum: Entity
) -> None:
    sent = fields(bazoum, bazum) | {"with": []}
    html = corrector.post(address(bazoum), sent).content.decode()
    assert "Nothing was chosen to be merged." in text_of(html)
    assert f'name="with" value="{bazum.pk}">' in html


@pytest.mark.parametrize("side", ["survivor", "absorbed"])
def test_one_who_comes_second_is_told_whichever_side_was_changed(
    corrector: Client, bazoum: Entity, bazum: Entity, side: str
) -> None:
    sent = fields(bazoum, bazum)
    changed = {"survivor": bazoum, "absorbed": bazum}[side]
    corrections.rename(changed, "Somebody Else", by=person("editor"))
    text = text_of(corrector.post(address(bazoum), sent).content.decode())
    assert "editor renamed" in text
    assert "Nothing was changed" in text
    bazum.refresh_from_db()
    assert bazum.merged_into is None


def test_one_merged_elsewhere_meanwhile_is_told(
    corrector: Client, bazoum: Entity, bazum: Entity
) -> None:
    sent = fields(bazoum, bazum)
    corrections.merge(named("Third"), [bazum], by=person("editor"))
    text = text_of(corrector.post(address(bazoum), sent).content.decode())
    assert "was merged into another entity meanwhile" in text


def test_the_page_of_what_was_absorbed_leads_on(
    corrector: Client, bazoum: Entity, bazum: Entity
) -> None:
    corrections.merge(bazoum, [bazum], by=person("admin"))
    assert corrector.get(address(bazum))["Location"] == address(bazoum)


@pytest.mark.parametrize("query", ["with=x&preview=1", "with=99999999&preview=1", "with=&q=%00"])
def test_nonsense_is_no_error(corrector: Client, bazoum: Entity, query: str) -> None:
    shown(corrector, f"{address(bazoum)}?{query}")


@pytest.mark.parametrize("role", ["journalist", "editor"])
def test_those_who_may_not_correct_are_told(role: str, bazoum: Entity, bazum: Entity) -> None:
    client = browser_of(role)
    assert client.get(address(bazoum)).status_code == 403
    assert client.post(address(bazoum), fields(bazoum, bazum)).status_code == 403


def test_the_page_costs_the_same_number_of_queries_whatever_is_offered(
    corrector: Client, bazoum: Entity, bazum: Entity
) -> None:
    suggested(bazoum, bazum)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(corrector, address(bazoum))
        return len(queries)

    few = cost()
    for number in range(10):
        suggested(bazoum, made(f"Other {number}"))
    assert cost() == few
