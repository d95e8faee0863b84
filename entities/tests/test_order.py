"""The order in which dispatches arrive, and how many workers read them, matter little."""

import datetime
import itertools
import random
import threading
from collections import defaultdict
from collections.abc import Sequence

import pytest
from django.db import connection

from articles.models import Article
from articles.tests.factories import filed
from entities import consolidation
from entities.models import Entity, Mention
from entities.tests.factories import recorded

Story = tuple[str, int, dict[str, tuple[str, str]]]

STORIES: list[Story] = [
    (
        "President Amadou Tiémogo of Niger was held by General Moussa Barkaï in Niamey.",
        1,
        {
            "Amadou Tiémogo": ("person", "Amadou Tiémogo"),
            "Moussa Barkaï": ("person", "Moussa Barkaï"),
            "Niger": ("place", "Niger"),
            "Niamey": ("place", "Niamey"),
        },
    ),
    (
        "Ousted president Ahmadou Tiemogo called ECOWAS from Niamey, Niger.",
        2,
        {
            "Ahmadou Tiemogo": ("person", "Ahmadou Tiemogo"),
            "ECOWAS": ("organisation", "ECOWAS"),
            "Niger": ("place", "Niger"),
            "Niamey": ("place", "Niamey"),
        },
    ),
    (
        "General Barkaï named a cabinet in Niamey, Niger, on Friday.",
        3,
        {
            "Barkaï": ("person", "Barkaï"),
            "Niger": ("place", "Niger"),
            "Niamey": ("place", "Niamey"),
        },
    ),
    (
        "Helen Smith, the mayor of Leeds, opened a tramway.",
        4,
        {"Helen Smith": ("person", "Helen Smith"), "Leeds": ("place", "Leeds")},
    ),
    (
        "Goalkeeper Helen Smith signed for Melbourne Rovers.",
        5,
        {
            "Helen Smith": ("person", "Helen Smith"),
            "Melbourne Rovers": ("organisation", "Melbourne Rovers"),
        },
    ),
]


@pytest.fixture
def articles(transactional_db: None) -> list[Article]:
    return [
        filed(text, published=datetime.date(2024, 3, day), headline=text)
        for text, day, _ in STORIES
    ]


def read(article: Article, names: dict[str, tuple[str, str]]) -> None:
    recorded(article, names)
    consolidation.look_again(article)


def grouped(articles: Sequence[Article]) -> set[frozenset[tuple[int, str]]]:
    """Which words of which dispatches are one thing, whatever its number."""
    groups: dict[int, set[tuple[int, str]]] = defaultdict(set)
    number = {article.pk: at for at, article in enumerate(articles)}
    for entity, article, surface in Mention.objects.values_list(
        "entity", "paragraph__version__article", "surface"
    ):
        groups[entity].add((number[article], surface))
    return {frozenset(group) for group in groups.values()}


def forget() -> None:
    """As before the first reading."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE entities_entity CASCADE")


def test_any_order_ends_in_the_same_things(articles: list[Article]) -> None:
    orders = list(itertools.permutations(range(len(STORIES))))
    # All of them take minutes: the one as filed, its reverse, and some of the others.
    chosen = [orders[0], orders[-1], *random.Random(7).sample(orders[1:-1], 14)]
    outcomes = []
    for order in chosen:
        forget()
        for at in order:
            read(articles[at], STORIES[at][2])
        outcomes.append(grouped(articles))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    (president,) = [group for group in outcomes[0] if (0, "Amadou Tiémogo") in group]
    assert president == {(0, "Amadou Tiémogo"), (1, "Ahmadou Tiemogo")}
    (general,) = [group for group in outcomes[0] if (0, "Moussa Barkaï") in group]
    assert general == {(0, "Moussa Barkaï"), (2, "Barkaï")}
    assert {(3, "Helen Smith")} in outcomes[0]


def test_four_workers_at_once_end_where_one_does(articles: list[Article]) -> None:
    for article, (_, _, names) in zip(articles, STORIES, strict=True):
        read(article, names)
    alone = grouped(articles)
    for turn in range(3):
        forget()
        waiting = list(range(len(STORIES)))
        random.Random(turn).shuffle(waiting)
        errors: list[Exception] = []

        def work(waiting: list[int] = waiting, errors: list[Exception] = errors) -> None:
            try:
                while waiting:
                    at = waiting.pop()
                    read(articles[at], STORIES[at][2])
            except Exception as error:  # noqa: BLE001 - shown by the test
                errors.append(error)
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert not errors
        assert grouped(articles) == alone
    assert Entity.objects.exists()
