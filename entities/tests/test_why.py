"""The page that says why a dispatch's words mean this entity."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.tests.factories import filed
from entities.models import Entity
from entities.tests.factories import recorded
from entities.why import bars, why

pytestmark = pytest.mark.django_db

HAFTAR = {"Khalifa Haftar": ("person", "Khalifa Haftar"), "Benghazi": ("place", "Benghazi")}
HIFTER = {"Khalifa Hifter": ("person", "Khalifa Hifter"), "Benghazi": ("place", "Benghazi")}


@pytest.fixture
def reader(client: Client, django_user_model: Any) -> Client:
    client.force_login(django_user_model.objects.create_superuser("reader"))
    return client


def test_reasons_become_bars_the_heaviest_first() -> None:
    drawn = bars(
        [
            {"feature": "a", "weight": 0.0, "note": "a remark"},
            {"feature": "b", "weight": -1.1, "note": "against"},
            {"feature": "c", "weight": 12.5, "note": "for"},
        ]
    )
    assert [(bar.note, bar.amount, bar.width, bar.speaks) for bar in drawn] == [
        ("for", "+12.5", 100.0, "for"),
        ("against", "−1.1", 22.0, "against"),
        ("a remark", "0.0", 0.0, "aside"),
    ]


def test_the_page_says_why_and_the_entity_page_leads_to_it(reader: Client) -> None:
    recorded(filed("Commander Khalifa Haftar spoke in Benghazi."), HAFTAR)
    second = filed("Commander Khalifa Hifter came to Benghazi.")
    recorded(second, HIFTER)
    entity = Entity.objects.get(name="Khalifa Haftar")
    address = reverse("entities:why", args=[entity.pk, second.pk])
    assert address in reader.get(entity.get_absolute_url()).content.decode()
    page = reader.get(address).content.decode()
    assert "“Khalifa Hifter” and “Khalifa Haftar” are spellings of one name" in page
    assert "both appear with Benghazi" in page
    assert "Khalifa Hifter” was linked" in page


def test_an_absorbed_entitys_reasons_stand_at_its_survivor(reader: Client) -> None:
    article = filed("Commander Khalifa Haftar spoke in Benghazi.")
    recorded(article, HAFTAR)
    absorbed = Entity.objects.get(name="Khalifa Haftar")
    survivor = Entity.objects.create(kind="person", name="K. Haftar", key="k haftar")
    absorbed.merged_into = survivor
    absorbed.save()
    assert [each.name for each in why(survivor, article)] == ["Khalifa Haftar"]
    answer = reader.get(reverse("entities:why", args=[absorbed.pk, article.pk]))
    assert answer.status_code == 301
    assert answer["Location"] == reverse("entities:why", args=[survivor.pk, article.pk])


def test_without_a_decision_the_page_says_so(reader: Client) -> None:
    article = filed("Nobody is named here.")
    entity = Entity.objects.create(kind="person", name="Ann Lee", key="ann lee")
    page = reader.get(reverse("entities:why", args=[entity.pk, article.pk]))
    assert "No decision of the machine" in page.content.decode()
