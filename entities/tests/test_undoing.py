"""Every act can be undone, or says why not; what was decided since stays."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections, judgements
from entities.corrections import Refused, undo
from entities.models import Alias, Decision, Entity, Judgement, Mention, Rule
from entities.tests.factories import NAMES, recorded
from entities.tests.test_recording import check

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


def words(surface: str) -> Mention:
    return Mention.objects.get(surface=surface)


def state() -> dict[str, object]:
    """All that readers see: entities with what they are called and counted, and every mark."""
    return {
        "entities": sorted(
            Entity.objects.standing().values_list(
                "name", "kind", "description", "mention_count", "article_count", "origin"
            )
        ),
        "aliases": sorted(
            Alias.objects.filter(entity__in=Entity.objects.standing()).values_list(
                "entity__name", "name", "kind", "origin"
            )
        ),
        "mentions": sorted(
            Mention.objects.values_list(
                "paragraph", "start", "surface", "entity__name", "status", "origin", "score"
            )
        ),
        "judgements": sorted(Judgement.objects.values_list("low", "high", "verdict")),
        "rules": sorted(Rule.objects.in_force().values_list("name", "act")),
    }


ACTS: dict[str, Callable[[User], Decision | list[Decision]]] = {
    "reject": lambda by: corrections.reject([words("Macron")], by=by),
    "confirm": lambda by: corrections.confirm([words("Macron")], by=by),
    "point": lambda by: corrections.point([words("Macron")], of("France"), by=by),
    "point to new": lambda by: corrections.point_to_new(
        [words("Macron")], "Brigitte Macron", "person", by=by
    ),
    "other kind": lambda by: corrections.mark_as([words("Niamey")], "organisation", by=by),
    "add": lambda by: corrections.add_mention(
        words("Niamey").paragraph, 15, 19, by=by, kind="event", name="coup of July"
    ),
    "add over others": lambda by: corrections.add_mention(
        words("Niamey").paragraph, words("Macron").start, words("Niamey").end, by=by, kind="event"
    ),
    "rename": lambda by: corrections.rename(of("Niger"), "Republic of Niger", by=by),
    "describe": lambda by: corrections.describe(of("Niger"), "a country", by=by),
    "change kind": lambda by: corrections.change_kind(of("Niamey"), "organisation", by=by),
    "add a name": lambda by: corrections.add_alias(of("Niger"), "Land of the river", by=by),
    "remove a name": lambda by: corrections.remove_alias(
        Alias.objects.get(name="EU", entity=of("European Union")), by=by
    ),
    "create": lambda by: corrections.create("Salou Djibo", "person", by=by),
    "merge": lambda by: corrections.merge(of("Niger"), [of("Niamey")], by=by),
    "merge under another name": lambda by: corrections.merge(
        of("Niger"), [of("Niamey")], name="Niamey", by=by
    ),
    "split": lambda by: corrections.split(
        of("Emmanuel Macron"), [words("Macron")], name="Brigitte Macron", by=by
    ),
    "split to one of the same name": lambda by: corrections.split(
        of("Emmanuel Macron"), [words("Macron")], name="Emmanuel Macron", by=by
    ),
    "judge different": lambda by: judgements.judge(of("Niger"), of("France"), "different", by=by),
    "judge same": lambda by: judgements.judge(of("Niger"), of("France"), "same", by=by),
    "rule that hides": lambda by: corrections.make_rule("hide", "niger", by=by),
    "rule of kind": lambda by: corrections.make_rule("kind", "Niamey", kind="person", by=by),
    "rule of meaning": lambda by: corrections.make_rule(
        "means", "Emmanuel Macron", entity=of("Niger"), by=by
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_undone_it_is_as_it_was(article: Article, ada: User, name: str) -> None:
    before = state()
    made = ACTS[name](ada)
    decisions = made if isinstance(made, list) else [made]
    check()
    if name != "judge different":
        assert state() != before
    for decision in decisions:
        undo(decision, by=ada)
    check()
    assert state() == before
    for decision in decisions:
        again = Decision.objects.get(pk=decision.pk)
        assert again.undone_by.made_by == ada
        with pytest.raises(Refused, match="Ada Diallo undid this already"):
            undo(again, by=ada)


@pytest.mark.parametrize("name", ACTS)
def test_undone_it_stays_so_after_reading_again(article: Article, ada: User, name: str) -> None:
    before = state()
    made = ACTS[name](ada)
    recorded(article, NAMES)
    check()
    for decision in made if isinstance(made, list) else [made]:
        undo(decision, by=ada)
    recorded(article, NAMES)
    check()
    assert state() == before
