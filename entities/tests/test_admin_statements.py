"""Quotes, figures and events corrected in Django admin: the same acts as in the page."""

import pytest
from django.contrib import admin as django_admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections
from entities.models import Decision, Entity, EventFacts, Figure, Occurrence, Participation, Quote
from entities.tests.factories import HAPPENED, told
from entities.tests.test_admin import acted, saved

pytestmark = pytest.mark.django_db

MODELS = [EventFacts, Figure, Occurrence, Participation, Quote]


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
    return told()


def of(name: str) -> Entity:
    return Entity.objects.get(name=name, merged_into__isnull=True)


@pytest.mark.parametrize("model", sorted(django_admin.site._registry, key=str))
def test_every_list_and_form_opens(client: Client, article: Article, model: type) -> None:
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"  # type: ignore[attr-defined]
    assert client.get(reverse(f"{base}_changelist"), {"q": "Niger"}).status_code == 200
    row = model.objects.first()  # type: ignore[attr-defined]
    if row is not None:
        assert client.get(reverse(f"{base}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_saving_without_a_change_decides_nothing(
    client: Client, article: Article, model: type
) -> None:
    for row in model.objects.all():  # type: ignore[attr-defined]
        assert saved(client, row).status_code == 200
    assert not Decision.objects.exists()


def test_a_speaker_is_chosen_and_taken_away(client: Client, article: Article) -> None:
    quote = Quote.objects.get(form="direct")
    shown = saved(client, quote, who=of("Mohamed Bazoum").pk, reason="heard it")
    assert "You said that “Mohamed Bazoum” spoke" in shown.content.decode()
    assert Quote.objects.get(form="direct").who == of("Mohamed Bazoum")
    assert Decision.objects.get().reason == "heard it"
    saved(client, Quote.objects.get(form="direct"), who="")
    assert Quote.objects.get(form="direct").who is None


def test_a_rejected_figure_is_taken_up_again(client: Client, article: Article) -> None:
    saved(client, Figure.objects.get(), status="rejected")
    assert Figure.objects.get().status == "rejected"
    saved(client, Figure.objects.get(), status="standing", low="1400")
    figure = Figure.objects.get()
    assert figure.status == "standing"
    assert figure.low == 1400


def test_type_and_place_of_an_event_are_two_decisions(client: Client, article: Article) -> None:
    facts = EventFacts.objects.get(type="coup")
    saved(client, facts, type="dismissal", where=of("Paris").pk)
    facts.refresh_from_db()
    assert (facts.type, facts.place, facts.fixed) == ("dismissal", of("Paris"), ["place", "type"])
    assert Decision.objects.count() == 2


def test_what_a_dispatch_says_of_an_event_is_corrected(client: Client, article: Article) -> None:
    occurrence = Occurrence.objects.get(mention__surface="ousted")
    saved(client, occurrence, modality="denied", earliest="2023-07-27", latest="2023-07-27")
    occurrence = Occurrence.objects.get(mention__surface="ousted")
    assert (occurrence.modality, str(occurrence.earliest)) == ("denied", "2023-07-27")


def test_who_saves_last_is_told_what_another_decided(
    client: Client, article: Article, ada: User
) -> None:
    figure = Figure.objects.get()
    corrections.not_figure(figure, by=ada)
    shown = saved(client, Figure.objects.get(), low="3", seen="0")
    assert "Ada marked “1,500 soldiers” as no figure" in shown.content.decode()
    assert Decision.objects.count() == 1


def test_many_are_rejected_after_a_look(client: Client, article: Article) -> None:
    shown = acted(client, Quote, "not_quotes", Quote.objects.all())
    assert "We will not be held hostage" in shown.content.decode()
    assert not Decision.objects.exists()
    acted(client, Quote, "not_quotes", Quote.objects.all(), confirmed="yes", reason="")
    assert not Quote.objects.standing().exists()
    parts = Participation.objects.taking_part()
    acted(client, Participation, "not_participants", parts, confirmed="yes", reason="")
    assert not Participation.objects.taking_part().exists()


@pytest.mark.parametrize("model", MODELS)
def test_lists_take_the_same_queries_for_more_rows(
    client: Client, article: Article, model: type
) -> None:
    address = reverse(f"admin:entities_{model._meta.model_name}_changelist")  # type: ignore[attr-defined]
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3):
        told(article=filed(*HAPPENED[:2], f"{HAPPENED[2]} It rained {number} times."))
    with CaptureQueriesContext(connection) as more:
        client.get(address)
    assert len(more) == len(few)
