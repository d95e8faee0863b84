"""The page of an event: what, when, where, who, how far, and where dispatches differ."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from entities.models import Entity
from entities.tests.factories import told
from entities.tests.test_views import shown, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(User.objects.create_user("reader"))
    return client


def event(type_: str) -> Entity:
    return Entity.objects.get(event_facts__type=type_, merged_into=None)


def test_an_event_says_what_when_where_and_who_with_the_way_to_each(reader: Client) -> None:
    article = told()
    html = shown(reader, event("withdrawal").get_absolute_url())
    text = text_of(html)
    assert "Withdrawal planned" in text
    assert "22 December 2023" in text
    assert "“by December 22” ¶&nbsp;1" in text
    assert "Who did it France 1 ¶&nbsp;1" in text
    assert "To whom or what 1,500 soldiers 1 ¶&nbsp;1" in text
    assert "From where Niger 1 ¶&nbsp;1" in text
    assert "Who says so Emmanuel Macron" in text
    assert f'href="/articles/{article.pk}/#p1"' in html
    coup = text_of(shown(reader, event("coup").get_absolute_url()))
    assert "26 July 2023" in coup
    assert "The generals 1 ¶&nbsp;2" in coup
