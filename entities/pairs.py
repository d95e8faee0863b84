"""Pairs of entities that may be one: which are still open, what to ask first, and what to look at.

Suggestions are the machine's; whether one is open depends on what people said and merged since, so
it is worked out when asked and stored nowhere.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Count, Max, QuerySet

from entities import profile
from entities.absorption import survivors
from entities.models import Act, Appearance, Decision, Entity, Judgement, Suggestion
from entities.verdicts import between

# A pair whose latest mention is this many days older than the latest of all weighs half as much.
HALF_AFTER = 90
# What is shown of either side: dispatches, newest first, and sentences in each.
DISPATCHES_SHOWN, SENTENCES_SHOWN = 3, 2
NAMES_SHOWN = 6
SHARED_SHOWN = 3
COMPANY_SHOWN = 8
# Company is compared among this many of the latest dispatches of either.
COMPANY_AMONG = 500


class Key(NamedTuple):
    """A pair, by the numbers of its two entities in order; written "12-40" in addresses."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low}-{self.high}"

    @classmethod
    def of(cls, one: int, other: int) -> Key:
        return cls(min(one, other), max(one, other))


class Open(NamedTuple):
    """An open pair: what its answer would change for readers, the kinds of its sides, and the
    suggestion it stems from."""

    key: Key
    weight: float
    kinds: frozenset[str]
    suggestion_id: int


class _Standing(NamedTuple):
    kind: str
    mention_count: int
    last_seen_at: datetime.datetime | None


def open_pairs() -> list[Open]:
    """The pairs nobody has answered, those first whose answer would change most for readers.

    That is the mentions of the smaller side, as likely as the two are one, and less with age. Two
    queries while nothing was suggested or decided since it was worked out last, in this process and
    the last minute; else a handful for any number of pairs.
    """
    state = _state()
    if not state[0]:
        return []
    known: tuple[Any, list[Open]] = cache.get(_CACHE, (None, []))
    if known[0] != state:
        known = (state, _worked_out())
        cache.set(_CACHE, known, KEPT_FOR)
    return known[1]


_CACHE = "open-pairs"
# Seconds. What is read meanwhile may change the order, and only that.
KEPT_FOR = 60


def _state() -> tuple[Any, ...]:
    """What open pairs follow from: the suggestions as they are, and the last decision."""
    suggestions = Suggestion.objects.aggregate(
        count=Count("pk"), last=Max("pk"), made_at=Max("made_at")
    )
    decision = Decision.objects.order_by("-pk").values_list("pk", flat=True)[:1]
    return (*suggestions.values(), *decision)


def _worked_out() -> list[Open]:
    rows = list(Suggestion.objects.order_by().values_list("pk", "low", "high", "score"))
    stand = survivors(side for _, low, high, _ in rows for side in (low, high))
    best: dict[Key, tuple[float, int]] = {}
    for pk, low, high, score in rows:
        key = Key.of(stand[low], stand[high])
        if key.low != key.high and (score, pk) > best.get(key, (-1.0, 0)):
            best[key] = (score, pk)
    asked = {side for key in best for side in key}
    answered = between(asked)
    entities = {
        pk: _Standing(kind, mention_count, last_seen_at)
        for pk, kind, mention_count, last_seen_at in Entity.objects.standing()
        .filter(pk__in=asked)
        .values_list("pk", "kind", "mention_count", "last_seen_at")
    }
    latest = Entity.objects.aggregate(latest=Max("last_seen_at"))["latest"]
    found = []
    for key, (score, pk) in best.items():
        if frozenset(key) in answered or not all(side in entities for side in key):
            continue
        sides = [entities[side] for side in key]
        kinds = frozenset(side.kind for side in sides)
        found.append(Open(key, _weight(sides, score, latest), kinds, pk))
    return sorted(found, key=lambda pair: (-pair.weight, pair.key))


def _weight(sides: list[_Standing], score: float, latest: datetime.datetime | None) -> float:
    seen = max((side.last_seen_at for side in sides if side.last_seen_at), default=None)
    age = (latest - seen).days if latest and seen else 0
    return min(side.mention_count for side in sides) * score / (1 + age / HALF_AFTER)


def open_count() -> int:
    """How many pairs wait for an answer."""
    return len(open_pairs())


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, with what dispatches say of it lately."""

    entity: Entity
    names: list[profile.NameCount]
    dispatches: list[profile.InDispatch]


@dataclass(frozen=True, slots=True)
class Shared:
    """What the two have in common: dispatches that mention both, and other company."""

    dispatches: list[Appearance]
    dispatch_count: int
    company: list[profile.Companion]


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair to look at. `bigger` is the side that would stand for both."""

    key: Key
    bigger: Side
    smaller: Side
    shared: Shared
    suggestion: Suggestion | None

    @property
    def sides(self) -> list[Side]:
        return [self.bigger, self.smaller]


def pair_of(key: Key, suggestion_id: int | None = None) -> Pair | None:
    """All that is shown of a pair, or None where an entity of it never was. 20 queries or so."""
    entities = Entity.objects.in_bulk(list(key))
    if len(entities) < 2:
        return None
    # As a judgement does: of two that are mentioned equally, the one that was known first stays.
    bigger, smaller = sorted(entities.values(), key=lambda each: (-each.mention_count, each.pk))
    if suggestion_id is None:
        suggestions = Suggestion.objects.filter(low=key.low, high=key.high)
    else:
        suggestions = Suggestion.objects.filter(pk=suggestion_id)
    return Pair(key, _side(bigger), _side(smaller), _shared(bigger, smaller), suggestions.first())


def _side(entity: Entity) -> Side:
    appearances = profile.appearances_of(entity)[:DISPATCHES_SHOWN]
    return Side(
        entity,
        profile.names_of(entity).first[:NAMES_SHOWN],
        profile.mentions_by_dispatch(entity, appearances, most=SENTENCES_SHOWN),
    )


def _shared(one: Entity, other: Entity) -> Shared:
    both = Appearance.objects.filter(
        entity=one, article__in=Appearance.objects.filter(entity=other).values("article")
    )
    here, there = (_latest(each) for each in (one, other))
    company = (
        Appearance.objects.filter(article__in=here)
        .filter(entity__in=Appearance.objects.filter(article__in=there).values("entity"))
        .exclude(entity__in=[one, other])
        .values("entity")
        .annotate(shared=Count("id"))
        # The rarer an acquaintance, the more it says.
        .order_by("entity__article_count", "-shared", "entity")
    )
    return Shared(
        list(
            both.select_related("article__current_version").order_by("-dated_at", "-article")[
                :SHARED_SHOWN
            ]
        ),
        both.count(),
        profile.companions(company[:COMPANY_SHOWN]),
    )


def _latest(entity: Entity) -> QuerySet[Appearance, Any]:
    dispatches = Appearance.objects.filter(entity=entity).order_by("-dated_at", "-article")
    return dispatches.values("article")[:COMPANY_AMONG]


class Answer(NamedTuple):
    """What is said of a pair. Without a decision, what follows from other answers."""

    verdict: str
    decision: Decision | None


def answer_to(key: Key) -> Answer | None:
    """What people said of a pair, by an answer, a merge or a split; None where it is open."""
    stand = survivors(key)
    sides = set(stand.values())
    if len(sides) < 2:
        merged = Decision.objects.standing().filter(entity__in=key, act=Act.MERGE)
        said = merged.select_related("made_by", "entity", "other").order_by("-pk").first()
        return Answer(Judgement.Verdict.SAME.value, said)
    verdict = between(sides).get(frozenset(sides))
    if verdict is None:
        return None
    low, high = sorted(sides)
    judgement = (
        Judgement.objects.filter(low=low, high=high)
        .select_related("decision__made_by", "decision__entity", "decision__other")
        .first()
    )
    return Answer(verdict, judgement.decision if judgement else None)
