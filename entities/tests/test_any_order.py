"""Whatever is done, with readings in between: all agrees at every step, and undone, the latest
first, all is as it was."""

import contextlib
import random
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from articles.tests.factories import filed
from entities import corrections, judgements
from entities.corrections import Refused
from entities.models import Decision, Entity, Kind, Mention, Rule
from entities.tests.factories import recorded
from entities.tests.test_recording import check
from entities.tests.test_undoing import state

pytestmark = pytest.mark.django_db

NAMES = {
    "Mohamed Bazoum": ("person", "Mohamed Bazoum"),
    "Bazoum": ("person", "Mohamed Bazoum"),
    "Mohammed Bazum": ("person", "Mohammed Bazum"),
    "Salou Djibo": ("person", "Salou Djibo"),
    "Djibo": ("organisation", "Djibo"),
    "Niger": ("place", "Niger"),
    "Niamey": ("place", "Niamey"),
}
TEXTS = [
    ("Mohamed Bazoum of Niger met Salou Djibo in Niamey.", "Bazoum spoke. Djibo listened."),
    ("Mohammed Bazum is held in Niamey, Niger.", "Djibo fell. Mohamed Bazoum said nothing."),
    ("Niger is a river. Salou Djibo swam in the Niger, and Bazoum did.",),
]


class Walk:
    """Random acts of one person; with `undoing`, some of them undone in no order."""

    def __init__(self, seed: int, by: User, *, undoing: bool) -> None:
        self.undoing = undoing
        self.random = random.Random(seed)
        self.by = by
        self.articles = [filed(*text) for text in TEXTS]
        self.read()

    def read(self) -> None:
        for article in self.articles:
            recorded(article, NAMES)

    def entity(self) -> Entity:
        return self.random.choice(
            list(Entity.objects.standing().filter(merged_into=None).order_by("pk"))
        )

    def mentions(self) -> list[Mention]:
        every = list(Mention.objects.order_by("paragraph", "start"))
        return self.random.sample(every, self.random.randint(1, 3))

    def name(self) -> str:
        return self.random.choice([*NAMES, "Kiari", "Issa"])

    def kind(self) -> str:
        return self.random.choice(Kind.values)

    def act(self) -> None:
        """One act, which may be refused."""
        by, pick = self.by, self.random
        acts: list[Callable[[], object]] = [
            lambda: corrections.reject(self.mentions(), by=by),
            lambda: corrections.confirm(self.mentions(), by=by),
            lambda: corrections.point(self.mentions(), self.entity(), by=by),
            lambda: corrections.point_to_new(self.mentions(), self.name(), self.kind(), by=by),
            lambda: corrections.mark_as(self.mentions(), self.kind(), by=by),
            self.add,
            lambda: corrections.rename(self.entity(), self.name(), by=by),
            lambda: corrections.describe(self.entity(), self.name(), by=by),
            lambda: corrections.change_kind(self.entity(), self.kind(), by=by),
            lambda: corrections.add_alias(self.entity(), self.name(), by=by),
            lambda: corrections.create(self.name(), self.kind(), by=by),
            lambda: corrections.merge(self.entity(), [self.entity()], by=by),
            lambda: corrections.merge(self.entity(), [self.entity()], name=self.name(), by=by),
            self.split,
            lambda: judgements.judge(
                self.entity(), self.entity(), pick.choice(["same", "different", "unsure"]), by=by
            ),
            self.rule,
            self.read,
        ]
        if self.undoing:
            acts += [self.undo] * 4
        with contextlib.suppress(Refused):
            pick.choice(acts)()

    def add(self) -> None:
        mention = self.mentions()[0]
        start = max(0, mention.start - self.random.randint(0, 12))
        end = min(len(mention.paragraph.text), mention.end + self.random.randint(0, 12))
        corrections.add_mention(mention.paragraph, start, end, by=self.by, kind=self.kind())

    def split(self) -> None:
        entity = self.entity()
        dealt = list(Mention.objects.standing().filter(entity=entity))[:2]
        corrections.split(entity, dealt, name=self.name(), by=self.by)

    def rule(self) -> None:
        act = self.random.choice(Rule.Act.values)
        article = self.random.choice([None, *self.articles])
        corrections.make_rule(
            act,
            self.name(),
            by=self.by,
            kind=self.kind() if act == "kind" else "",
            entity=self.entity() if act == "means" else None,
            article=article,
        )

    def undo(self) -> None:
        decisions = list(Decision.objects.standing().exclude(act="undo").order_by("pk"))
        if decisions:
            corrections.undo(self.random.choice(decisions), by=self.by)

    def undo_all(self) -> None:
        for decision in Decision.objects.standing().exclude(act="undo").order_by("-pk"):
            corrections.undo(decision, by=self.by)


@pytest.mark.parametrize("seed", [2, 103, 105])
def test_undone_the_latest_first_all_is_as_it_was(seed: int) -> None:
    walk = Walk(seed, User.objects.create_user("ada"), undoing=False)
    before = state()
    for _ in range(20):
        walk.act()
        check()
    walk.read()
    walk.undo_all()
    check()
    walk.read()
    check()
    assert state() == before


@pytest.mark.parametrize("seed", [4, 102])
def test_undone_in_any_order_all_agrees(seed: int) -> None:
    walk = Walk(seed, User.objects.create_user("ada"), undoing=True)
    for _ in range(25):
        walk.act()
        check()
    assert Decision.objects.filter(act="undo").exists()
    walk.read()
    check()
