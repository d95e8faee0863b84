"""The ledger: never changed, told in words, and whole."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections, history, judgements, ledger
from entities.corrections import undo
from entities.models import Act, Alias, Anchor, Decision, Entity, Mention
from entities.tests.factories import NAMES, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada", first_name="Ada", last_name="Diallo")


@pytest.fixture
def article(db: None) -> Article:
    article = filed()
    recorded(article, NAMES)
    return article


def of(name: str) -> Entity:
    return Entity.objects.get(name=name, merged_into__isnull=True)


@pytest.mark.parametrize("table", ["entities_decision", "entities_anchor"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_no_row_is_ever_changed_or_deleted(
    article: Article, ada: User, table: str, change: str
) -> None:
    corrections.reject(Mention.objects.filter(surface="Macron"), by=ada)
    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))
    assert Decision.objects.count() == Anchor.objects.count() == 1


def test_a_decision_is_undone_once_whatever_writes_it(article: Article, ada: User) -> None:
    decision = corrections.describe(of("Niger"), "a country", by=ada)
    undo(decision, by=ada)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(act=Act.UNDO, undoes=decision)


def test_an_anchor_keeps_the_words_and_what_is_around_them(article: Article, ada: User) -> None:
    corrections.reject(Mention.objects.filter(surface="Niamey"), by=ada, reason=" a street ")
    anchor = Anchor.objects.get()
    assert (anchor.exact, anchor.entity, anchor.entity_before) == ("Niamey", None, of("Niamey"))
    assert anchor.prefix == "Macron spoke after a coup in "
    assert anchor.suffix.startswith(", where the European Union (EU)")
    assert len(anchor.suffix) <= 64
    assert (anchor.decision.reason, anchor.decision.made_by) == ("a street", ada)


def words(surface: str) -> list[Mention]:
    return list(Mention.objects.filter(surface=surface))


TOLD: dict[str, tuple[Callable[[User], object], str]] = {
    "reject": (
        lambda by: corrections.reject(Mention.objects.filter(surface__contains="Macron"), by=by),
        "marked 2 mentions (“Emmanuel Macron”, “Macron”) as not a name",
    ),
    "confirm": (lambda by: corrections.confirm(words("EU"), by=by), "confirmed “EU”"),
    "point": (
        lambda by: corrections.point(words("EU"), of("Niger"), by=by),
        "pointed “EU” at “Niger”",
    ),
    "add": (
        lambda by: corrections.add_mention(
            words("Niamey")[0].paragraph, 19, 25, by=by, kind="event"
        ),
        "marked “a coup” as “a coup”",
    ),
    "rename": (
        lambda by: corrections.rename(of("Niger"), "Republic of Niger", by=by),
        "renamed “Niger” to “Republic of Niger”",
    ),
    "describe": (
        lambda by: corrections.describe(of("Niger"), "a country", by=by),
        "described “Niger” as “a country”",
    ),
    "kind": (
        lambda by: corrections.change_kind(of("Niger"), "organisation", by=by),
        "changed the kind of “Niger” from place to organisation",
    ),
    "alias": (
        lambda by: corrections.add_alias(of("Niger"), "Tchad's neighbour", by=by),
        "added the name “Tchad's neighbour” to “Niger”",
    ),
    "no alias": (
        lambda by: corrections.remove_alias(Alias.objects.get(name="EU"), by=by),
        "removed the name “EU” from “European Union”",
    ),
    "create": (
        lambda by: corrections.create("Salou Djibo", "person", by=by),
        "made the person “Salou Djibo” by hand",
    ),
    "merge": (
        lambda by: corrections.merge(of("Niger"), [of("Niamey")], by=by)[0],
        "merged “Niamey” into “Niger” (1 mention)",
    ),
    "split": (
        lambda by: corrections.split(
            of("Emmanuel Macron"), words("Macron"), name="Brigitte Macron", by=by
        ),
        "split 1 mention from “Emmanuel Macron” to “Brigitte Macron”",
    ),
    "judge": (
        lambda by: judgements.judge(of("Niger"), of("Niamey"), "different", by=by),
        "judged “Niger” and “Niamey” to be different",
    ),
    "rule": (
        lambda by: corrections.make_rule("hide", "Niger", by=by),
        "made the rule that “Niger” is not a name, everywhere",
    ),
    "undo": (
        lambda by: undo(corrections.describe(of("Niger"), "a country", by=by), by=by),
        "undid: Ada Diallo described “Niger” as “a country”",
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_each_decision_is_told_in_words(article: Article, ada: User, name: str) -> None:
    act, expected = TOLD[name]
    decision = act(ada)
    assert isinstance(decision, Decision)
    assert ledger.says(Decision.objects.get(pk=decision.pk)) == expected
    assert ledger.who(decision) == "Ada Diallo"


def test_the_history_of_an_entity_has_what_it_absorbed_and_the_system(
    article: Article, ada: User
) -> None:
    niamey = of("Niamey")
    corrections.rename(niamey, "City of Niamey", by=ada)
    corrections.reject(Mention.objects.filter(surface="Niamey"), by=ada)
    (merge,) = corrections.merge(of("Niger"), [niamey], by=ada, reason="the state speaks")
    undone = undo(merge, by=ada)
    lines = history.of_entity(niamey)
    assert [(line.who, line.words.split(" ")[0]) for line in lines] == [
        ("Ada Diallo", "undid:"),
        ("Ada Diallo", "merged"),
        ("Ada Diallo", "marked"),
        ("Ada Diallo", "renamed"),
        ("System", "first"),
    ]
    assert (lines[1].undone_by, lines[1].reason) == (undone, "the state speaks")
    assert lines[1].why_not == "Ada Diallo undid this already."
    assert lines[3].why_not == ""
    assert [line.words.split(" ")[0] for line in history.of_entity(of("Niger"))] == [
        "undid:",
        "merged",
        "first",
    ]
    corrections.merge(of("Niger"), [niamey], by=ada)
    assert "renamed" in {line.words.split(" ")[0] for line in history.of_entity(of("Niger"))}
    assert len(history.of_entity(of("Niger"), limit=2)) == 2


def test_the_history_of_a_dispatch_has_its_readings(article: Article, ada: User) -> None:
    corrections.reject(Mention.objects.all(), by=ada)
    recorded(article, NAMES)
    other = filed("Emmanuel Macron left.")
    recorded(other, NAMES)
    corrections.reject(Mention.objects.filter(paragraph__version__article=other), by=ada)
    lines = history.of_article(article)
    assert [line.who for line in lines] == ["System", "Ada Diallo", "System", "System"]
    assert lines[-1].words == "filed it"
    assert "read version 1" in lines[0].words
    assert "0 mentions" in lines[0].words


def test_ones_own_decisions_are_listed_with_whether_they_can_be_undone(
    article: Article, ada: User
) -> None:
    ben = User.objects.create_user("ben")
    first = corrections.rename(of("Niger"), "Republic of Niger", by=ada)
    corrections.rename(of("Republic of Niger"), "The Niger", by=ben)
    (line,) = history.by_person(ada)
    assert line.decision == first
    assert line.why_not == "ben renamed “Republic of Niger” to “The Niger” since: undo that first."
    for _ in range(60):
        corrections.confirm(words("EU"), by=ada)
    assert len(history.by_person(ada)) == 50
