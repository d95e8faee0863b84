"""Rules for names: previewed, applied at once and to the next dispatch, and revoked without trace."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.models import Article, Source
from articles.tests.factories import filed
from entities import corrections, rules
from entities.corrections import Refused, make_rule, revoke_rule, undo
from entities.models import Entity, Mention, Rule
from entities.tests.factories import recorded
from entities.tests.test_recording import check

pytestmark = pytest.mark.django_db

NAMES = {
    "Seed": ("person", "Seed"),
    "SEED": ("organisation", "Seed Movement"),
    "Seed Movement": ("organisation", "Seed Movement"),
    "Bernardo Arevalo": ("person", "Bernardo Arevalo"),
    "Arevalo": ("person", "Bernardo Arevalo"),
    "Guatemala": ("place", "Guatemala"),
}
TEXTS = {
    "wire": "The Seed Movement won. SEED means Bernardo Arevalo. Arevalo is of Guatemala.",
    "paper": "Seed is a person here, and Seed again. Arevalo did not call.",
    "other": "Seed, said Bernardo Arevalo of Guatemala.",
}


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada", first_name="Ada")


@pytest.fixture
def stories(db: None) -> dict[str, Article]:
    sources = {"wire": "Sahel Wire", "paper": "The Paper", "other": "Sahel Wire"}
    articles = {key: filed(text, source=sources[key]) for key, text in TEXTS.items()}
    for article in articles.values():
        recorded(article, NAMES)
    return articles


def of(name: str, kind: str = "") -> Entity:
    return Entity.objects.standing().get(name=name, **({"kind": kind} if kind else {}))


def marks() -> list[tuple[Any, ...]]:
    """What readers see: every mark, with what it means and as what kind."""
    check()
    return sorted(
        Mention.objects.standing().values_list(
            "paragraph__text", "start", "surface", "entity__name", "entity__kind"
        )
    )


def meanings(surface: str) -> set[tuple[str, str]]:
    found = Mention.objects.standing().filter(surface=surface)
    return set(found.values_list("entity__name", "entity__kind"))


def apply(by: User, act: str, name: str, **rest: Any) -> tuple[rules.Effect, Rule]:
    """Makes a rule; its effect was what the preview said it would be."""
    effect = rules.preview(act, name, **rest)
    decision = make_rule(act, name, by=by, **rest)
    assert (decision.after["mentions"], decision.after["articles"]) == (
        effect.mention_count,
        effect.article_count,
    )
    assert decision.rule is not None
    return effect, decision.rule


CASES: list[tuple[str, str, dict[str, Any], str, int]] = [
    ("hide", "Seed", {}, "hides 4 mentions in 3 dispatches", 4),
    ("hide", " seed ", {}, "hides 4 mentions in 3 dispatches", 4),
    ("hide", "Seed", {"kind": "person"}, "hides 3 mentions in 2 dispatches", 3),
    ("hide", "Seed", {"article": "paper"}, "hides 2 mentions in 1 dispatch", 2),
    ("hide", "Seed", {"source": "Sahel Wire"}, "hides 2 mentions in 2 dispatches", 2),
    ("hide", "Nobody", {}, "hides 0 mentions in 0 dispatches", 0),
    ("kind", "Seed", {"kind": "organisation"}, "changes the kind of 3 mentions in 2 dispatches", 3),
    ("kind", "Guatemala", {"kind": "place"}, "changes the kind of 0 mentions in 0 dispatches", 0),
    ("means", "Seed", {"entity": "Seed Movement"}, "points 3 mentions in 2 dispatches at", 3),
    # Short forms in the same chain go with the full name, where it is there.
    ("means", "Bernardo Arevalo", {"entity": "Guatemala"}, "points 3 mentions in 2 dispatches", 3),
]


@pytest.mark.parametrize(("act", "name", "rest", "sentence", "count"), CASES)
def test_it_does_what_its_preview_says_and_revoked_leaves_no_trace(
    stories: dict[str, Article],
    ada: User,
    act: str,
    name: str,
    rest: dict[str, Any],
    sentence: str,
    count: int,
) -> None:
    rest = dict(rest)
    if "article" in rest:
        rest["article"] = stories[rest["article"]]
    if "source" in rest:
        rest["source"] = Source.objects.get(name=rest["source"])
    if "entity" in rest:
        rest["entity"] = of(rest["entity"])
    before = marks()
    effect, rule = apply(ada, act, name, **rest)
    assert effect.sentence.startswith(sentence)
    assert rules.listed().get().effect_count == count  # type: ignore[attr-defined]
    applied = marks()
    assert (applied != before) == bool(count)
    # Read again it is the same, and so it is once revoked, before and after another reading.
    for article in stories.values():
        recorded(article, NAMES)
    assert marks() == applied
    revoke_rule(rule, by=ada)
    assert marks() == before
    for article in stories.values():
        recorded(article, NAMES)
    assert marks() == before


def test_the_next_dispatch_is_read_by_it(stories: dict[str, Article], ada: User) -> None:
    apply(ada, "hide", "Guatemala")
    apply(ada, "kind", "Seed", kind="organisation")
    recorded(filed("Seed of Guatemala won.", source="The Paper"), NAMES)
    assert not Mention.objects.standing().filter(surface="Guatemala").exists()
    assert {kind for _, kind in meanings("Seed")} == {"organisation"}
    check()


def test_what_a_person_decided_of_one_mention_stays(stories: dict[str, Article], ada: User) -> None:
    one, other = Mention.objects.filter(paragraph__text=TEXTS["paper"], surface="Seed")
    corrections.confirm([one], by=ada)
    effect, rule = apply(ada, "hide", "Seed")
    assert effect.sentence == "hides 3 mentions in 3 dispatches; 1 stays as somebody decided"
    recorded(stories["paper"], NAMES)
    seen = Mention.objects.standing().filter(surface="Seed")
    assert [mention.start for mention in seen] == [one.start]
    # One that was hidden can be put right by itself, and is then no longer the rule's.
    hidden = Mention.objects.get(status="hidden", paragraph=one.paragraph, start=other.start)
    decision = corrections.confirm([hidden], by=ada)
    assert Mention.objects.standing().filter(surface="Seed").count() == 2
    undo(decision, by=ada)
    assert Mention.objects.standing().filter(surface="Seed").count() == 1
    revoke_rule(rule, by=ada)
    assert Mention.objects.standing().filter(key="seed").count() == 4
    check()


def test_rules_for_one_name_go_together(stories: dict[str, Article], ada: User) -> None:
    before = marks()
    _, everywhere = apply(ada, "means", "Seed", entity=of("Seed Movement"))
    _, here = apply(ada, "means", "Seed", entity=of("Guatemala"), article=stories["paper"])
    assert meanings("Seed") == {("Guatemala", "place"), ("Seed Movement", "organisation")}
    _, hidden = apply(ada, "hide", "Seed", source=Source.objects.get(name="The Paper"))
    assert meanings("Seed") == {("Seed Movement", "organisation")}
    revoke_rule(everywhere, by=ada)
    revoke_rule(hidden, by=ada)
    assert meanings("Seed") == {("Guatemala", "place"), ("Seed", "person")}
    for article in stories.values():
        recorded(article, NAMES)
    assert meanings("Seed") == {("Guatemala", "place"), ("Seed", "person")}
    revoke_rule(here, by=ada)
    assert marks() == before


def test_what_a_rule_means_follows_merges(stories: dict[str, Article], ada: User) -> None:
    apply(ada, "means", "Seed", entity=of("Seed Movement"))
    (merge,) = corrections.merge(of("Guatemala"), [of("Seed Movement")], by=ada)
    recorded(stories["paper"], NAMES)
    assert meanings("Seed") == {("Guatemala", "place")}
    undo(merge, by=ada)
    assert meanings("Seed") == {("Seed Movement", "organisation")}
    check()


def test_revoking_and_making_are_undone(stories: dict[str, Article], ada: User) -> None:
    before = marks()
    made = make_rule("hide", "Seed", by=ada)
    applied = marks()
    assert made.rule is not None
    revoked = revoke_rule(made.rule, by=ada)
    with pytest.raises(Refused, match="revoked already"):
        revoke_rule(made.rule, by=ada)
    with pytest.raises(Refused, match="revoked since"):
        undo(made, by=ada)
    undo(revoked, by=ada)
    assert marks() == applied
    undo(made, by=ada)
    assert marks() == before


@pytest.mark.parametrize(
    ("act", "name", "rest", "why"),
    [
        ("shout", "Seed", {}, "no rule called"),
        ("hide", "  ", {}, "cannot be empty"),
        ("hide", "Seed", {"kind": "thing"}, "no kind called"),
        ("kind", "Seed", {}, "no kind called"),
        ("means", "Seed", {}, "Choose what the name means"),
        ("hide", "Guatemala", {}, "Ada made a rule already: “guatemala” is not a name, everywhere"),
    ],
)
def test_what_is_no_rule_is_refused(
    stories: dict[str, Article], ada: User, act: str, name: str, rest: dict[str, Any], why: str
) -> None:
    make_rule("hide", "guatemala", by=ada)
    with pytest.raises(Refused, match=why):
        make_rule(act, name, by=ada, **rest)
    assert Rule.objects.count() == 1


def test_in_force_answers_by_name_and_kind(stories: dict[str, Article], ada: User) -> None:
    make_rule("hide", "Seed", by=ada, kind="person")
    make_rule("kind", "SEED", by=ada, kind="organisation", article=stories["paper"])
    make_rule("means", "Arévalo", by=ada, entity=of("Guatemala"), source=Source.objects.first())
    paper, wire = (rules.in_force(stories[key]) for key in ("paper", "wire"))
    assert paper.hides("seed", "person") and not paper.hides("seed", "place")
    assert paper.kind_of("Seed", "person") == "organisation"
    assert wire.kind_of("Seed", "person") is None
    assert wire.entity_of("Arevalo", "person") == of("Guatemala")
    assert paper.entity_of("Arevalo", "person") is None
