"""Two at once: the second is told who changed what, nothing is lost, nobody waits for ever."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections, ledger
from entities.corrections import Changed, Refused, undo
from entities.models import Decision, Entity, Mention, Rule
from entities.tests.factories import NAMES, recorded
from entities.tests.test_recording import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada", first_name="Ada")


@pytest.fixture
def ben(db: None) -> User:
    return User.objects.create_user("ben", first_name="Ben")


@pytest.fixture
def article(db: None) -> Article:
    article = filed()
    recorded(article, NAMES)
    return article


def of(name: str) -> Entity:
    return Entity.objects.get(name=name, merged_into__isnull=True)


def words(surface: str) -> Mention:
    return Mention.objects.select_related("anchor").get(surface=surface)


def test_who_saw_an_older_entity_is_told_what_was_done(
    article: Article, ada: User, ben: User
) -> None:
    niger = of("Niger")
    seen = ledger.seen_of_entity(niger)
    assert seen == 0
    decision = corrections.rename(niger, "Republic of Niger", by=ada, seen=seen)
    for act in (
        lambda: corrections.rename(niger, "The Niger", by=ben, seen=seen),
        lambda: corrections.describe(niger, "a country", by=ben, seen=seen),
        lambda: corrections.change_kind(niger, "organisation", by=ben, seen=seen),
        lambda: corrections.add_alias(niger, "Nijar", by=ben, seen=seen),
        lambda: corrections.merge(niger, [of("Niamey")], by=ben, seen=seen),
        lambda: corrections.split(
            niger, Mention.objects.filter(surface="Niger"), name="X", by=ben, seen=seen
        ),
    ):
        with pytest.raises(Changed, match="Ada renamed “Niger” to “Republic of Niger”") as told:
            act()
        assert told.value.decision == decision
    assert Decision.objects.count() == 1
    niger.refresh_from_db()
    corrections.describe(niger, "a country", by=ben, seen=ledger.seen_of_entity(niger))


def test_an_undo_and_a_merge_are_changes_too(article: Article, ada: User, ben: User) -> None:
    niger = of("Niger")
    decision = corrections.rename(niger, "Republic of Niger", by=ada)
    seen = ledger.seen_of_entity(niger)
    undo(decision, by=ada)
    with pytest.raises(Changed, match="Ada undid"):
        corrections.describe(niger, "a country", by=ben, seen=seen)
    seen = ledger.seen_of_entity(niger)
    corrections.merge(of("Niamey"), [niger], by=ada)
    with pytest.raises(Changed, match="Ada merged “Niger” into “Niamey”"):
        corrections.describe(niger, "a country", by=ben, seen=seen)


def test_what_happens_to_its_mentions_does_not_make_a_form_old(
    article: Article, ada: User, ben: User
) -> None:
    niger = of("Niger")
    seen = ledger.seen_of_entity(niger)
    undo(corrections.reject([words("Niger")], by=ada), by=ada)
    corrections.describe(niger, "a country", by=ben, seen=seen)


def test_who_saw_an_older_mention_is_told_what_was_done(
    article: Article, ada: User, ben: User
) -> None:
    mention = words("Macron")
    seen = ledger.seen_of_mention(mention)
    decision = corrections.reject([mention], by=ada, seen=seen)
    acts: list[Callable[[], Decision]] = [
        lambda: corrections.confirm([mention], by=ben, seen=seen),
        lambda: corrections.point([mention], of("France"), by=ben, seen=seen),
        lambda: corrections.mark_as([mention], "place", by=ben, seen=seen),
        lambda: corrections.point_to_new([mention], "X", "person", by=ben, seen=seen),
    ]
    for act in acts:
        with pytest.raises(Changed, match="Ada marked “Macron” as not a name"):
            act()
    seen = ledger.seen_of_mention(words("Macron"))
    assert seen == decision.pk
    undo(decision, by=ada)
    with pytest.raises(Changed, match="Ada undid"):
        corrections.confirm([mention], by=ben, seen=seen)
    corrections.confirm([mention], by=ben, seen=0)


def test_the_same_words_are_not_marked_twice(article: Article, ada: User, ben: User) -> None:
    paragraph = words("Niamey").paragraph
    corrections.add_mention(paragraph, 19, 25, by=ada, kind="event")
    with pytest.raises(Refused, match="“a coup” is marked as a coup already"):
        corrections.add_mention(paragraph, 19, 25, by=ben, kind="event")


@pytest.mark.parametrize(
    ("start", "end", "kind", "why"),
    [
        (5, 5, "event", "No words were chosen"),
        (6, 7, "event", "No words were chosen"),
        (0, 10_000, "event", "not in the paragraph"),
        (19, 25, "thing", "no kind called"),
    ],
)
def test_what_cannot_be_marked_is_refused_in_words(
    article: Article, ada: User, start: int, end: int, kind: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        corrections.add_mention(words("Niamey").paragraph, start, end, by=ada, kind=kind)
    assert not Decision.objects.exists()


def together(*acts: Callable[[], Any]) -> list[object]:
    """Runs acts in threads of their own that begin at the same moment; returns what each gave, or
    the refusal. Fails where one waits for ever."""
    at_once = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        at_once.wait()
        try:
            results[number] = act()
        except Exception as error:  # noqa: BLE001 - shown by the test
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()
    return results


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told(article: Article, ada: User, ben: User) -> None:
    niger, macron = of("Niger"), words("Macron")
    pairs: list[tuple[Callable[[], Any], Callable[[], Any]]] = [
        (
            lambda: corrections.rename(niger, "Republic of Niger", by=ada, seen=0),
            lambda: corrections.rename(niger, "The Niger", by=ben, seen=0),
        ),
        (
            lambda: corrections.reject([macron], by=ada, seen=0),
            lambda: corrections.point([macron], of("France"), by=ben, seen=0),
        ),
        (
            lambda: corrections.create("Salou Djibo", "person", by=ada),
            lambda: corrections.create("Salou Djibo", "person", by=ben),
        ),
        (
            lambda: corrections.make_rule("hide", "Niamey", by=ada),
            lambda: corrections.make_rule("hide", "Niamey", by=ben),
        ),
        (
            lambda: corrections.merge(of("France"), [of("Niamey")], by=ada),
            lambda: corrections.merge(of("Niamey"), [of("France")], by=ben),
        ),
    ]
    for one, other in pairs:
        results = together(one, other)
        assert sum(isinstance(result, Refused) for result in results) == 1, results
        assert sum(isinstance(result, Exception) for result in results) == 1, results
    assert Rule.objects.count() == 1
    check()
    decision = Decision.objects.filter(act="rename").get()
    results = together(lambda: undo(decision, by=ada), lambda: undo(decision, by=ben))
    assert sum(isinstance(result, Refused) for result in results) == 1, results
    check()


@pytest.mark.django_db(transaction=True)
def test_readings_and_corrections_at_once_leave_all_in_order(
    article: Article, ada: User, ben: User
) -> None:
    articles = [
        article,
        *(filed(f"Emmanuel Macron left Niamey, Niger, day {n}.") for n in range(5)),
    ]
    for each in articles[1:]:
        recorded(each, NAMES)
    niger, niamey, macron = of("Niger"), of("Niamey"), of("Emmanuel Macron")

    def merge_and_undo() -> None:
        for _ in range(3):
            (decision,) = corrections.merge(niger, [niamey], by=ada)
            undo(decision, by=ada)

    def rule_and_revoke() -> None:
        for _ in range(3):
            undo(corrections.make_rule("hide", "Niger", by=ben), by=ben)

    def correct() -> None:
        for each in articles:
            for _ in range(3):
                try:
                    corrections.point(
                        Mention.objects.filter(
                            paragraph__version=each.current_version_id, surface="Niamey"
                        ),
                        macron,
                        by=ada,
                    )
                    break
                except Refused as refused:
                    assert "read again in the meantime" in str(refused)  # noqa: PT017

    def read() -> None:
        for each in articles[::-1]:
            recorded(each, NAMES)

    results = together(merge_and_undo, rule_and_revoke, correct, read)
    assert results == [None] * 4
    check()
