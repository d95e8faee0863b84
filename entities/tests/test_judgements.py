"""Judgements of pairs: stored, inferred, and not asked twice."""

from collections.abc import Sequence

import pytest
from django.contrib.auth.models import User

from articles.tests.factories import filed
from entities import corrections
from entities.corrections import Refused, undo
from entities.judgements import between, judge
from entities.models import Entity, Judgement
from entities.tests.factories import recorded

pytestmark = pytest.mark.django_db

NAMES = ["Ana", "Bea", "Cleo", "Dora", "Eva"]


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada")


@pytest.fixture
def five(db: None) -> dict[str, Entity]:
    names = {f"{name} Maiga": ("person", f"{name} Maiga") for name in NAMES}
    recorded(filed(" met ".join(names) + ". Cleo Maiga left."), names)
    return {name: Entity.objects.get(name=f"{name} Maiga") for name in NAMES}


def verdicts(five: dict[str, Entity], names: Sequence[str] = NAMES) -> dict[str, str]:
    """Verdicts by initials: {"AB": "different"}."""
    initial = {entity.pk: name[0] for name, entity in five.items()}
    found = between([five[name].pk for name in names])
    return {"".join(sorted(initial[e] for e in pair)): verdict for pair, verdict in found.items()}


def say(five: dict[str, Entity], by: User, *said: str) -> None:
    """Judges pairs given as "AB different"."""
    by_initial = {name[0]: entity for name, entity in five.items()}
    for each in said:
        pair, verdict = each.split()
        judge(by_initial[pair[0]], by_initial[pair[1]], verdict, by=by)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], {}),
        (["AB different"], {"AB": "different"}),
        (["BA different"], {"AB": "different"}),
        (["AB unsure"], {"AB": "unsure"}),
        # The last word counts.
        (["AB unsure", "AB different"], {"AB": "different"}),
        (["AB different", "AB unsure"], {"AB": "unsure"}),
        # Different survives a merge of either side, and of both.
        (["AB different", "BC same"], {"AC": "different"}),
        (["AB different", "BC same", "AD same"], {"AC": "different"}),
        # Merging what was told apart takes that back.
        (["AB different", "AB same"], {}),
        # Nothing follows from two differences, nor from not being sure.
        (["AB different", "BC different"], {"AB": "different", "BC": "different"}),
        (["AB unsure", "BC same"], {"AC": "unsure"}),
    ],
)
def test_what_was_said_and_what_follows(
    five: dict[str, Entity], ada: User, said: list[str], expected: dict[str, str]
) -> None:
    say(five, ada, *said)
    assert verdicts(five) == expected


def test_the_same_without_a_merge_carries_differences_along(
    five: dict[str, Entity], ada: User
) -> None:
    say(five, ada, "AB unsure", "BC unsure", "CD different")
    # As a judgement from elsewhere might be stored.
    Judgement.objects.exclude(verdict="different").update(verdict="same")
    assert verdicts(five) == {
        "AB": "same",
        "BC": "same",
        "AC": "same",
        "CD": "different",
        "AD": "different",
        "BD": "different",
    }
    # Also where the one between is not asked about.
    assert verdicts(five, ["Ana", "Dora"]) == {"AD": "different"}


def test_same_merges_into_the_more_mentioned_and_its_undo_opens_the_pair(
    five: dict[str, Entity], ada: User
) -> None:
    decision = judge(five["Ana"], five["Cleo"], "same", by=ada)
    assert (decision.act, decision.entity, decision.other) == ("merge", five["Ana"], five["Cleo"])
    undo(decision, by=ada)
    assert verdicts(five) == {}
    assert Entity.objects.get(pk=five["Ana"].pk).merged_into is None


def test_an_undone_merge_gives_back_what_was_said_before(
    five: dict[str, Entity], ada: User
) -> None:
    say(five, ada, "AB different")
    undo(judge(five["Ana"], five["Bea"], "same", by=ada), by=ada)
    assert verdicts(five) == {"AB": "different"}


def test_an_undone_judgement_gives_back_the_one_before(five: dict[str, Entity], ada: User) -> None:
    first = judge(five["Ana"], five["Bea"], "unsure", by=ada)
    second = judge(five["Ana"], five["Bea"], "different", by=ada)
    with pytest.raises(Refused, match="judged anew since"):
        undo(first, by=ada)
    undo(second, by=ada)
    assert verdicts(five) == {"AB": "unsure"}
    undo(first, by=ada)
    assert verdicts(five) == {}


@pytest.mark.parametrize(
    ("other", "verdict", "why"),
    [("Bea", "perhaps", "no verdict"), ("Ana", "different", "two sides")],
)
def test_what_cannot_be_judged_is_refused(
    five: dict[str, Entity], ada: User, other: str, verdict: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        judge(five["Ana"], five[other], verdict, by=ada)


def test_nobody_says_the_same_twice(five: dict[str, Entity], ada: User) -> None:
    say(five, ada, "AB different")
    with pytest.raises(Refused, match="ada said so already"):
        say(five, ada, "BA different")
    corrections.merge(five["Bea"], [five["Cleo"]], by=ada)
    with pytest.raises(Refused, match="was merged into another"):
        judge(five["Ana"], five["Cleo"], "different", by=ada)
