"""Corrections in Django admin: the same acts as in the page, consequences shown first."""

from typing import Any

import pytest
from django.contrib import admin as django_admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from articles.tests.factories import filed
from entities.models import Entity, ExtractionRun, Mention
from entities.tests.factories import NAMES, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db: None) -> Article:
    article = filed()
    recorded(article, NAMES)
    return article


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    return client


def of(name: str) -> Entity:
    return Entity.objects.get(name=name)


def saved(client: Client, row: Any, **fields: Any) -> Any:
    """Opens a row's form, changes fields and saves it, as a browser does."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    page = client.get(address)
    assert page.status_code == 200
    form = page.context["adminform"].form
    values = {
        name: form.initial.get(name, field.initial) or "" for name, field in form.fields.items()
    }
    for formset in page.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        values |= {f"{management.prefix}-{k}": v for k, v in management.initial.items()}
        for inline in formset.formset.forms:
            values |= {
                f"{inline.prefix}-{name}": inline.initial.get(name, field.initial) or ""
                for name, field in inline.fields.items()
            }
    return client.post(address, values | fields, follow=True)


def acted(client: Client, model: Any, action: str, rows: Any, **fields: Any) -> Any:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    chosen = [row.pk for row in rows]
    return client.post(
        address, {"action": action, "_selected_action": chosen, **fields}, follow=True
    )


@pytest.mark.parametrize("model", sorted(django_admin.site._registry, key=str))
def test_every_list_and_form_opens(client: Client, article: Article, model: Any) -> None:
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    listed = client.get(reverse(f"{base}_changelist"), {"q": "Niger"})
    assert listed.status_code == 200
    row = model.objects.first()
    if row is not None:
        assert client.get(reverse(f"{base}_change", args=[row.pk])).status_code == 200


def test_a_new_name_stays_after_reading_again(client: Client, article: Article) -> None:
    saved(client, of("Emmanuel Macron"), name="Emmanuel Jean-Michel Macron")
    recorded(article, NAMES)
    assert of("Emmanuel Jean-Michel Macron").mention_count == 2
    assert not Entity.objects.filter(name="Emmanuel Macron").exists()


def test_a_kind_is_changed(client: Client, article: Article) -> None:
    saved(client, of("Niamey"), kind="organisation")
    assert of("Niamey").kind == "organisation"
    assert of("Niamey").origin == "editor"


def test_a_taken_name_is_told_in_the_form(client: Client, article: Article) -> None:
    answer = saved(client, of("France"), name="Niger")
    assert "There is already a place called Niger" in answer.content.decode()
    assert Entity.objects.filter(name="France").exists()


def test_an_alias_is_added_and_removed(client: Client, article: Article) -> None:
    union = of("European Union")
    count = union.aliases.count()
    saved(
        client,
        union,
        **{
            "aliases-TOTAL_FORMS": count + 1,
            f"aliases-{count}-id": "",
            f"aliases-{count}-entity": union.pk,
            f"aliases-{count}-name": "Brussels bloc",
            f"aliases-{count}-kind": "organisation",
        },
    )
    assert union.aliases.get(name="Brussels bloc").origin == "editor"
    position = list(union.aliases.values_list("name", flat=True)).index("Brussels bloc")
    saved(client, union, **{f"aliases-{position}-DELETE": "on"})
    assert not union.aliases.filter(name="Brussels bloc").exists()


def test_a_mention_is_rejected_by_its_form_and_by_the_action(
    client: Client, article: Article
) -> None:
    saved(client, Mention.objects.get(surface="Macron"), status="rejected")
    assert Mention.objects.get(surface="Macron").status == "rejected"
    acted(client, Mention, "reject", Mention.objects.filter(surface="EU"))
    recorded(article, NAMES)
    assert set(Mention.objects.filter(status="rejected").values_list("surface", flat=True)) == {
        "Macron",
        "EU",
    }


def test_mentions_are_pointed_elsewhere_after_a_look_at_what_changes(
    client: Client, article: Article
) -> None:
    chosen = Mention.objects.filter(surface="Macron")
    shown = acted(client, Mention, "point_elsewhere", chosen)
    assert "1 mentions will mean the entity you choose" in shown.content.decode()
    assert of("Emmanuel Macron").mention_count == 2
    acted(client, Mention, "point_elsewhere", chosen, confirmed="yes", entity=of("Niger").pk)
    recorded(article, NAMES)
    assert of("Emmanuel Macron").mention_count == 1
    assert of("Niger").mention_count == 2


def test_a_mention_is_pointed_elsewhere_in_its_form(client: Client, article: Article) -> None:
    mention = Mention.objects.get(surface="Macron")
    saved(client, mention, entity=of("France").pk)
    mention.refresh_from_db()
    assert mention.entity == of("France")
    assert mention.origin == "editor"


def test_kinds_are_changed_together_after_a_look(client: Client, article: Article) -> None:
    chosen = Entity.objects.filter(name__in=["Niger", "France"])
    shown = acted(client, Entity, "change_kind", chosen)
    assert "take the new kind" in shown.content.decode()
    acted(client, Entity, "change_kind", chosen, confirmed="yes", kind="organisation")
    assert {entity.kind for entity in chosen.all()} == {"organisation"}


def test_all_mentions_of_noise_are_rejected_after_a_look(client: Client, article: Article) -> None:
    chosen = Entity.objects.filter(name="Emmanuel Macron")
    shown = acted(client, Entity, "reject_all", chosen)
    assert "2 mentions will no longer be marked" in shown.content.decode()
    acted(client, Entity, "reject_all", chosen, confirmed="yes")
    recorded(article, NAMES)
    assert not chosen.standing().exists()


def test_an_entity_is_made_by_hand(client: Client) -> None:
    client.post(
        reverse("admin:entities_entity_add"),
        {
            "name": "Salou Djibo",
            "kind": "person",
            "description": "",
            "aliases-TOTAL_FORMS": 0,
            "aliases-INITIAL_FORMS": 0,
        },
    )
    made = of("Salou Djibo")
    assert made.origin == "editor"
    assert made.aliases.count() == 1


def test_dispatches_and_runs_are_read_again(client: Client, article: Article) -> None:
    acted(client, Article, "read_again", [article])
    assert ExtractionRun.objects.filter(state="queued").count() == 1
    ExtractionRun.objects.filter(state="queued").delete()
    acted(client, ExtractionRun, "read_again", ExtractionRun.objects.all())
    assert ExtractionRun.objects.filter(state="queued").count() == 1


def test_nothing_that_was_filed_or_public_can_be_deleted(client: Client, article: Article) -> None:
    for row in (article, of("Niger"), Mention.objects.first(), article.current_version):
        assert row is not None
        address = f"admin:{row._meta.app_label}_{row._meta.model_name}_delete"
        assert client.post(reverse(address, args=[row.pk]), {"post": "yes"}).status_code == 403


def test_only_admins_open_it(client: Client, article: Article) -> None:
    for staff, status in ((False, 302), (True, 403)):
        other = Client()
        other.force_login(User.objects.create_user(f"user{staff}", is_staff=staff))
        assert other.get(reverse("admin:entities_mention_changelist")).status_code == status


@pytest.mark.parametrize(
    "name", ["entities_mention", "entities_entity", "articles_article", "entities_extractionrun"]
)
def test_lists_issue_as_many_queries_for_many_rows_as_for_few(
    client: Client, article: Article, name: str
) -> None:
    address = reverse(f"admin:{name}_changelist")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    queries()
    few = queries()
    for number in range(10):
        recorded(filed(f"Emmanuel Macron of France in Niamey, Niger, day {number}."), NAMES)
    assert queries() == few
