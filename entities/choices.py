"""Entities to choose among, where a page asks which one is meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from entities.absorption import family, survivors
from entities.models import Alias, Entity, Suggestion
from entities.verdicts import between

NAMESAKES_SHOWN = 20


class Choice(NamedTuple):
    """An entity that can be chosen, and why it is offered."""

    entity: Entity
    why: str


def by_number(values: Iterable[str]) -> list[Entity]:
    """The entities of these numbers that stand, each once, in this order; others are left out."""
    wanted = list(dict.fromkeys(int(value) for value in values if value.isdecimal()))
    # No number of ours is longer: PostgreSQL refuses what does not fit.
    found = Entity.objects.filter(merged_into__isnull=True).in_bulk(
        [number for number in wanted if number < 2**63]
    )
    return [found[number] for number in wanted if number in found]


def bearing(key: str, without: Iterable[int] = ()) -> list[Entity]:
    """The entities that go by a name, given as its key, most mentioned first. One query."""
    bearers = Alias.objects.filter(key=key).values("entity")
    found = Entity.objects.standing().filter(Q(pk__in=bearers) | Q(key=key))
    return list(
        found.exclude(pk__in=list(without)).order_by("-mention_count", "pk")[:NAMESAKES_SHOWN]
    )


def near(entity: Entity) -> list[Choice]:
    """What may be the same as an entity: open suggestions first, then whoever shares a name with
    it, whatever its kind; with what people said of the two. Ten queries or so."""
    mine = family([entity.pk])
    rows = list(
        Suggestion.objects.filter(Q(low__in=mine) | Q(high__in=mine))
        .order_by("-score")
        .values_list("low", "high", "score")
    )
    stand = survivors(side for low, high, _ in rows for side in (low, high))
    scores: dict[int, float] = {}
    for low, high, score in rows:
        scores.setdefault(stand[high] if low in mine else stand[low], score)
    scores.pop(entity.pk, None)
    suggested = Entity.objects.standing().in_bulk(list(scores))
    found = [
        Choice(suggested[pk], f"suggested, {score:.0%} likely")
        for pk, score in scores.items()
        if pk in suggested
    ]
    keys = Alias.objects.filter(entity__in=mine).values("key")
    bearers = Alias.objects.filter(key__in=keys).values("entity")
    namesakes = (
        Entity.objects.standing()
        .filter(Q(pk__in=bearers) | Q(key=entity.key))
        .exclude(pk__in=[entity.pk, *suggested])
        .order_by("-mention_count", "pk")[:NAMESAKES_SHOWN]
    )
    found += [Choice(each, "shares a name") for each in namesakes]
    verdicts = between([entity.pk, *(choice.entity.pk for choice in found)])
    return [
        choice._replace(why=f"{choice.why}; judged {verdict}")
        if (verdict := verdicts.get(frozenset((entity.pk, choice.entity.pk))))
        else choice
        for choice in found
    ]
