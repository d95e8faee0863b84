"""Pages of what was said, by an entity and about it, and saying otherwise."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entities import corrections
from entities.models import Decision, Entity, Quote
from entities.tests.factories import HAPPENED, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(User.objects.create_user("reader"))
    return client


@pytest.fixture
def admin() -> Client:
    user = User.objects.create_user("admin")
    user.user_permissions.add(Permission.objects.get(codename="correct"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def macron() -> Entity:
    told()
    return Entity.objects.get(name="Emmanuel Macron")


def whole(response: Any) -> bytes:
    """All of an answer that is sent line by line."""
    return b"".join(response.streaming_content)


def hostage(entity: Entity) -> Quote:
    """What it said in its own words; what the dispatch tells otherwise is another quote."""
    return Quote.objects.by(entity).get(form="direct")


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def test_everything_a_person_said_stands_on_a_page_with_its_paragraph(
    reader: Client, macron: Entity
) -> None:
    text = shown(reader, reverse("entities:quotes", args=[macron.pk]))
    assert "We will not be held hostage by the junta" in text
    assert "as “he”" in text and "<i>told</i>" in text
    quote = hostage(macron)
    paragraph = quote.parts.filter(part="content")[0].paragraph
    assert f"{quote.article.get_absolute_url()}#p{paragraph.position}" in text
    assert "Not a quote" not in text, "who only reads is offered no correction"


def test_what_was_said_of_an_entity_leaves_out_what_it_said_itself(reader: Client) -> None:
    told()
    quotes = Quote.objects.all()
    named = {
        entity.pk: entity
        for quote in quotes
        for entity in Entity.objects.exclude(kind="event")
        if Quote.objects.about(entity).filter(pk=quote.pk)
    }
    assert named
    for entity in named.values():
        text = shown(reader, reverse("entities:quoted", args=[entity.pk]))
        own = Quote.objects.by(entity).count()
        others = Quote.objects.about(entity).count() - own
        assert text.count("<blockquote>") == max(0, others), entity


def test_quotes_are_filtered_by_words_form_and_date(reader: Client, macron: Entity) -> None:
    address = reverse("entities:quotes", args=[macron.pk])
    assert "held hostage" in shown(reader, f"{address}?q=JUNTA+hostage")
    assert "No quote fits" in shown(reader, f"{address}?q=reporters"), "words around it are not it"
    assert "held hostage" in shown(reader, f"{address}?told=direct")
    assert "held hostage" not in shown(reader, f"{address}?told=indirect")
    assert "No quote fits" in shown(reader, f"{address}?before=1999-01-01")
    assert "The forms are: direct" in shown(reader, f"{address}?told=sung")


def test_quotes_are_taken_away_as_csv_and_json_with_the_filter(
    reader: Client, macron: Entity
) -> None:
    address = reverse("entities:quotes", args=[macron.pk])
    response = reader.get(f"{address}?as=csv")
    assert response["Content-Type"].startswith("text/csv")
    raw = whole(response).decode("utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(raw)) if row["form"] == "direct")
    assert row["speaker"] == "Emmanuel Macron" and row["speaker_words"] == "he"
    assert row["words"] == "“We will not be held hostage by the junta,”"
    assert row["link"].startswith("http://testserver/")
    assert row["addressee"] == "", "an empty cell is empty"
    answer = reader.get(f"{address}?as=json&told=indirect")
    assert answer["Content-Disposition"] == f'attachment; filename="quotes-{macron.pk}.json"'
    told_again = answer.json()
    assert told_again["entity"] == "Emmanuel Macron"
    assert [each["form"] for each in told_again["quotes"]] == ["indirect"]


def test_a_cell_is_never_a_formula(admin: Client, macron: Entity) -> None:
    Quote.objects.by(macron).update(speaker_words="=1+1")
    response = admin.get(reverse("entities:quotes", args=[macron.pk]) + "?as=csv")
    assert "'=1+1" in whole(response).decode()


def test_not_them_takes_the_speaker_away_and_is_undone(admin: Client, macron: Entity) -> None:
    quote = hostage(macron)
    address = reverse("entities:quotes", args=[macron.pk])
    response = admin.post(
        reverse("entities:quote", args=[quote.pk]),
        {"act": "nobody", "seen": "0", "next": address},
    )
    assert response.status_code == 302 and response["Location"] == address
    text = shown(admin, address)
    assert text.count("<blockquote>") == 1 and "Speaker not known" not in text
    assert "Undo" in text
    admin.post(reverse("entities:undo", args=[Decision.objects.latest("pk").pk]))
    assert shown(admin, address).count("<blockquote>") == 2


def test_another_speaker_is_chosen_by_name_without_a_script(admin: Client, macron: Entity) -> None:
    quote = hostage(macron)
    address = reverse("entities:quote", args=[quote.pk])
    asked = admin.post(address, {"act": "point", "to": "Mohamed Bazoum"})
    assert "Which “Mohamed Bazoum”?" in asked.content.decode()
    bazoum = Entity.objects.get(name="Mohamed Bazoum")
    admin.post(address, {"act": "point", "to": "Mohamed Bazoum", "entity": bazoum.pk})
    assert list(Quote.objects.by(bazoum)) == [quote]


def test_a_quote_that_is_none_leaves_every_page(admin: Client, macron: Entity) -> None:
    quote = hostage(macron)
    admin.post(reverse("entities:quote", args=[quote.pk]), {"act": "reject", "seen": "0"})
    assert not Quote.objects.by(macron).filter(form="direct").exists()
    text = shown(admin, reverse("entities:quote", args=[quote.pk]))
    assert "<b>Not a quote</b>" in text


def test_two_who_correct_one_quote_are_told_of_each_other(admin: Client, macron: Entity) -> None:
    quote = hostage(macron)
    other = User.objects.create_user("other")
    corrections.not_speaker(quote, by=other)
    response = admin.post(
        reverse("entities:quote", args=[quote.pk]), {"act": "reject", "seen": "0"}
    )
    assert response.status_code == 409
    assert "other" in response.content.decode()


def test_what_one_decided_oneself_a_moment_ago_is_no_news(admin: Client, macron: Entity) -> None:
    quote = hostage(macron)
    address = reverse("entities:quote", args=[quote.pk])
    admin.post(address, {"act": "nobody", "seen": "0"})
    bazoum = Entity.objects.get(name="Mohamed Bazoum")
    sent = {"act": "point", "to": "Mohamed Bazoum", "entity": bazoum.pk, "seen": "0"}
    assert admin.post(address, sent).status_code == 302
    assert Quote.objects.get(pk=quote.pk).who == bazoum


def test_the_quotes_of_what_was_merged_are_those_of_what_it_is_now(
    admin: Client, macron: Entity
) -> None:
    bazoum = Entity.objects.get(name="Mohamed Bazoum")
    corrections.merge(bazoum, [macron], by=User.objects.get(username="admin"))
    for name in ("entities:quotes", "entities:quoted"):
        response = admin.get(reverse(name, args=[macron.pk]))
        assert response["Location"] == reverse(name, args=[bazoum.pk])
    assert "held hostage" in shown(admin, reverse("entities:quotes", args=[bazoum.pk]))


def test_long_lists_of_quotes_come_in_pages(reader: Client, macron: Entity) -> None:
    for number in range(14):
        told(*HAPPENED, f"Number {number}.")
    address = reverse("entities:quotes", args=[macron.pk])
    assert Quote.objects.by(macron).count() == 30
    assert shown(reader, address).count("<blockquote>") == 25
    assert shown(reader, f"{address}?page=2&q=hostage").count("<blockquote>") == 15
    assert shown(reader, f"{address}?page=2").count("<blockquote>") == 5


def test_a_quote_read_anew_is_told_to_be_gone(admin: Client, reader: Client) -> None:
    assert admin.get(reverse("entities:quote", args=[999_999])).status_code == 404
    part = admin.get(reverse("entities:quote", args=[999_999]), headers={"HX-Request": "true"})
    assert "read again in the meantime" in part.content.decode()
    assert reader.get(reverse("entities:quote", args=[999_999])).status_code == 403


def test_the_page_of_an_entity_shows_the_latest_it_said(reader: Client, macron: Entity) -> None:
    text = shown(reader, macron.get_absolute_url())
    assert "held hostage" in text
    assert reverse("entities:quotes", args=[macron.pk]) in text


def test_a_page_of_quotes_costs_the_same_however_many_there_are(
    reader: Client, macron: Entity
) -> None:
    address = reverse("entities:quotes", args=[macron.pk])
    reader.get(address)
    with CaptureQueriesContext(connection) as few:
        reader.get(address)
    quote = hostage(macron)
    part = quote.parts.filter(part="content")[0]
    for number in range(8):
        quote.pk, part.pk = None, None
        quote._state.adding = part._state.adding = True
        quote.save()
        part.quote = quote
        part.start += 1 if number % 2 else 0
        part.save()
    with CaptureQueriesContext(connection) as many:
        reader.get(address)
    assert len(many) == len(few)
