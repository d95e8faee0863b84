"""What people said of pairs of entities, with what follows from it."""

from collections.abc import Iterable

from django.db.models import Q

from entities.absorption import family, survivors
from entities.models import Judgement


def between(entity_ids: Iterable[int]) -> dict[frozenset[int], str]:
    """The verdicts between these entities, by pair of the entities that stand for them.

    A verdict on any two of what was merged holds for the whole: *different* survives a merge of
    either side. Two that people called the same without merging them carry each other's verdicts
    along. Different comes before same, and both before unsure. Pairs nobody judged are left out.
    """
    asked = set(survivors(entity_ids).values())
    said = _said(asked)
    group = _groups(pair for pair, verdict in said.items() if verdict == "same")
    found: dict[frozenset[int], str] = {
        pair: verdict for pair, verdict in said.items() if verdict == "unsure" and pair <= asked
    }
    members: dict[int, set[int]] = {}
    for entity in asked | set(group):
        members.setdefault(group.get(entity, entity), set()).add(entity)
    for those in members.values():
        for one in those & asked:
            found |= {frozenset((one, other)): "same" for other in those & asked if other != one}
    for pair in [pair for pair, verdict in said.items() if verdict == "different"]:
        here, there = (members.get(group.get(entity, entity), {entity}) for entity in pair)
        found |= {
            frozenset((left, right)): "different"
            for left in here & asked
            for right in there & asked
            if left != right
        }
    return found


def _said(entities: set[int]) -> dict[frozenset[int], str]:
    """Verdicts by pair of survivors, with those of whatever "same" leads to."""
    known: set[int] = set()
    reached = set(entities)
    said: dict[frozenset[int], str] = {}
    rank = {"different": 2, "same": 1, "unsure": 0}
    while reached - known:
        ids = family(reached - known)
        known |= reached
        rows = list(
            Judgement.objects.filter(Q(low__in=ids) | Q(high__in=ids)).values_list(
                "low", "high", "verdict"
            )
        )
        stand = survivors(entity for low, high, _ in rows for entity in (low, high))
        for low, high, verdict in rows:
            pair = frozenset((stand[low], stand[high]))
            if len(pair) == 2 and rank[verdict] >= rank.get(said.get(pair, ""), -1):
                said[pair] = verdict
        reached |= {
            entity for pair, verdict in said.items() if verdict == "same" for entity in pair
        }
    return said


def _groups(pairs: Iterable[frozenset[int]]) -> dict[int, int]:
    """A representative for each entity that a chain of pairs ties to others."""
    group: dict[int, int] = {}
    for pair in pairs:
        one, other = (group.get(entity, entity) for entity in sorted(pair))
        for entity in pair:
            group.setdefault(entity, one)
        for entity, of in list(group.items()):
            if of == other:
                group[entity] = one
    return group
