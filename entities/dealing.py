"""Dealing the mentions of one entity to two sides, page by page, before it is split.

What was dealt is carried by the form itself, as the numbers of mentions, so that leafing loses
nothing and two people who deal the same entity do not disturb each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import NamedTuple

from django.db.models import Count, Min, QuerySet

from articles.models import Article
from entities.corrections import SplitGroup, dealt_from, groups_of
from entities.models import Entity, Mention
from entities.quoting import Quoted, quoted

DISPATCHES_A_PAGE = 10
FORMS_SHOWN = 40


class Form(NamedTuple):
    """One form of the name, through all dispatches, and how many of its mentions are dealt."""

    key: str
    surface: str
    mention_count: int
    dealt_count: int


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions of one form of the name in one dispatch, each in its sentence."""

    value: str
    surface: str
    mentions: list[Quoted]


@dataclass(frozen=True, slots=True)
class Dispatch:
    article: Article
    groups: list[Group]


def forms_of(entity: Entity, dealt: Iterable[int]) -> list[Form]:
    """The forms of its name, most used first. Two queries."""
    counts = dict(
        _standing(entity)
        .filter(pk__in=list(dealt))
        .values_list("key")
        .annotate(count=Count("pk"))
        .order_by()
    )
    rows = (
        _standing(entity)
        .values_list("key")
        .annotate(surface=Min("surface"), count=Count("pk"))
        .order_by("-count", "key")[:FORMS_SHOWN]
    )
    return [Form(key, surface, count, counts.get(key, 0)) for key, surface, count in rows]


def dispatches_of(entity: Entity, page: int) -> list[Dispatch]:
    """One page of its dispatches, newest first, pages counted from 1. Four queries."""
    groups = groups_of(entity, limit=DISPATCHES_A_PAGE, offset=(page - 1) * DISPATCHES_A_PAGE)
    for group in groups:
        for mention in group.mentions:
            # Known, and drawn with its kind: not to be asked for one by one.
            mention.entity = entity
    lines = iter(quoted(mention for group in groups for mention in group.mentions))
    return [
        Dispatch(article, [_group(group, lines) for group in of])
        for article, of in groupby(groups, key=lambda group: group.article)
    ]


def _group(group: SplitGroup, lines: Iterator[Quoted]) -> Group:
    return Group(group.value, group.surface, list(islice(lines, len(group.mentions))))


def of_form(entity: Entity, key: str) -> set[int]:
    """All its mentions of one form of the name. One query."""
    return set(_standing(entity).filter(key=key).values_list("pk", flat=True))


def of_group(entity: Entity, value: str) -> set[int]:
    """Its mentions of one form in one dispatch. One query."""
    return set(dealt_from(entity, [value]).values_list("pk", flat=True))


def standing_of(entity: Entity, dealt: Sequence[int]) -> list[Mention]:
    """Those of the mentions dealt that still are the entity's. One query."""
    return list(_standing(entity).filter(pk__in=dealt))


def _standing(entity: Entity) -> QuerySet[Mention]:
    return Mention.objects.filter(entity=entity, status=Mention.Status.STANDING)
