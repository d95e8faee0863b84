"""Merging, splitting, rules, undo and history in Django admin: the same acts, looked at first."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections, ledger
from entities.models import Decision, Entity, Mention, Rule
from entities.tests.factories import NAMES, recorded
from entities.tests.test_admin import acted, saved
from entities.tests.test_recording import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_superuser("ada", first_name="Ada")


@pytest.fixture
def client(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def article(db: None) -> Article:
    article = filed()
    recorded(article, NAMES)
    return article


def of(name: str) -> Entity:
    return Entity.objects.get(name=name, merged_into__isnull=True)


def text_of(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def test_entities_are_merged_after_a_look_and_the_merge_is_undone(
    client: Client, article: Article
) -> None:
    chosen = [of("Niger"), of("Niamey"), of("France")]
    shown = text_of(acted(client, Entity, "merge", chosen))
    assert "will have 3 mentions in 1 dispatch" in shown
    assert "Niamey (number" in shown and "brings 1 mentions" in shown
    assert Decision.objects.count() == 0
    # Another survivor, and one of the three without a tick.
    asked = {"survivor": of("Niamey").pk, "absorbed": [of("Niger").pk], "name": "", "seen": 0}
    again = text_of(acted(client, Entity, "merge", chosen, again="Show", **asked))
    assert "Niamey will have 2 mentions" in again
    done = acted(client, Entity, "merge", chosen, confirmed="yes", reason="one seat", **asked)
    assert "You merged “Niger” into “Niamey” (1 mention)." in text_of(done)
    assert of("Niamey").mention_count == 2
    assert of("France").mention_count == 1

    decision = Decision.objects.get()
    assert (decision.reason, decision.other) == ("one seat", of("Niamey"))
    shown = text_of(acted(client, Decision, "undo", [decision]))
    assert "Everything is as it was before them" in shown
    assert of("Niamey").mention_count == 2
    acted(client, Decision, "undo", [decision], confirmed="yes", reason="no")
    assert of("Niger").mention_count == 1
    assert "Ada undid this already" in text_of(
        acted(client, Decision, "undo", [decision], confirmed="yes")
    )
    check()


def test_what_cannot_be_merged_is_told(client: Client, article: Article) -> None:
    assert "Nothing was chosen to be merged" in text_of(
        acted(client, Entity, "merge", [of("Niger")])
    )


def test_several_decisions_are_undone_the_later_first(
    client: Client, article: Article, ada: User
) -> None:
    corrections.rename(of("Niger"), "The Niger", by=ada)
    corrections.rename(of("The Niger"), "Republic of Niger", by=ada)
    acted(client, Decision, "undo", Decision.objects.all(), confirmed="yes")
    assert of("Niger").origin == "machine"


def test_mentions_are_split_off(client: Client, article: Article) -> None:
    chosen = Mention.objects.filter(surface="Macron")
    assert "Split these mentions from Emmanuel Macron" in text_of(
        acted(client, Mention, "split_off", chosen)
    )
    refused = acted(client, Mention, "split_off", chosen, confirmed="yes")
    assert "or give the new one" in text_of(refused)
    acted(client, Mention, "split_off", chosen, confirmed="yes", name="Brigitte Macron")
    assert of("Brigitte Macron").mention_count == 1
    check()


def test_mentions_are_pointed_at_something_new_or_given_another_kind(
    client: Client, article: Article
) -> None:
    chosen = Mention.objects.filter(surface="EU")
    acted(
        client, Mention, "point_to_new", chosen, confirmed="yes", name="Eu, Normandy", kind="place"
    )
    assert of("Eu, Normandy").kind == "place"
    assert Mention.objects.get(surface="EU").entity == of("Eu, Normandy")
    acted(
        client,
        Mention,
        "mark_as",
        Mention.objects.filter(surface="Niamey"),
        confirmed="yes",
        kind="organisation",
    )
    assert Mention.objects.get(surface="Niamey").entity.kind == "organisation"


def test_a_rule_is_taught_after_a_look_and_revoked(client: Client, article: Article) -> None:
    chosen = Mention.objects.filter(surface="Niger")
    asked = {"act": "hide", "scope": "everywhere", "reason": "a river here"}
    shown = text_of(acted(client, Mention, "make_rule", chosen, again="Show", **asked))
    assert "This hides 1 mention in 1 dispatch." in shown
    assert not Rule.objects.exists()
    acted(client, Mention, "make_rule", chosen, confirmed="yes", **asked)
    rule = Rule.objects.get()
    assert Mention.objects.get(surface="Niger").status == "hidden"
    listed = text_of(client.get(reverse("admin:entities_rule_changelist")))
    assert "“Niger” is not a name, everywhere" in listed
    assert "again what the machine made of it" in text_of(acted(client, Rule, "revoke", [rule]))
    acted(client, Rule, "revoke", [rule], confirmed="yes")
    assert Mention.objects.get(surface="Niger").status == "standing"


def test_a_missed_mention_is_added(client: Client, article: Article) -> None:
    paragraph = Mention.objects.get(surface="Niamey").paragraph
    address = reverse("admin:entities_mention_add")
    assert client.get(address).status_code == 200
    fields = {"paragraph": paragraph.pk, "words": "a coup", "kind": "event"}
    assert "not in the paragraph" in text_of(client.post(address, fields | {"words": "a coop"}))
    client.post(address, fields)
    added = Mention.objects.get(surface="a coup")
    assert (added.entity.kind, added.origin, added.start) == ("event", "editor", 19)
    check()


def test_who_saved_an_older_form_is_told(client: Client, article: Article, ada: User) -> None:
    niger = of("Niger")
    corrections.describe(niger, "a country", by=ada)
    answer = saved(client, niger, name="The Niger", seen=0)
    assert "Ada described “Niger” as “a country”" in text_of(answer)
    niger.refresh_from_db()
    assert niger.name == "Niger"
    saved(client, niger, name="The Niger", seen=ledger.seen_of_entity(niger))
    niger.refresh_from_db()
    assert niger.name == "The Niger"
    mention = Mention.objects.get(surface="Macron")
    corrections.reject([mention], by=ada)
    answer = saved(client, mention, status="standing", seen=0)
    assert "Ada marked “Macron” as not a name" in text_of(answer)
    assert Mention.objects.get(pk=mention.pk).status == "rejected"


def test_the_history_of_an_entity_is_the_ledgers(
    client: Client, article: Article, ada: User
) -> None:
    corrections.rename(of("Niger"), "The Niger", by=ada, reason="as it says itself")
    address = reverse("admin:entities_entity_history", args=[of("The Niger").pk])
    shown = text_of(client.get(address))
    assert "renamed “Niger” to “The Niger” — as it says itself" in shown
    assert "System" in shown and "first met it in a dispatch" in shown
    assert 'name="action" value="undo"' in shown


def test_the_history_of_a_dispatch_is_the_ledgers_with_its_readings(
    client: Client, article: Article, ada: User
) -> None:
    corrections.reject(Mention.objects.filter(surface="EU"), by=ada)
    shown = text_of(client.get(reverse("admin:articles_article_history", args=[article.pk])))
    assert "marked “EU” as not a name" in shown
    assert "read version 1 with extraction" in shown


def test_decisions_are_filtered_and_never_edited(
    client: Client, article: Article, ada: User
) -> None:
    decision = corrections.describe(of("Niger"), "a country", by=ada)
    corrections.undo(decision, by=ada)
    listed = reverse("admin:entities_decision_changelist")
    for query, count in (({"undone": "yes"}, 1), ({"act__exact": "undo"}, 1), ({}, 2)):
        assert client.get(listed, query).context["cl"].result_count == count
    page = reverse("admin:entities_decision_change", args=[decision.pk])
    assert client.post(page, {"reason": "x"}).status_code == 403
    assert (
        client.post(reverse("admin:entities_decision_delete", args=[decision.pk])).status_code
        == 403
    )
