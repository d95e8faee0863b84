"""Groups of gold mentions: by their head lemma, and by the evidence that entities.event_evidence has."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from benchmarks.events.marked import Item
from entities import event_evidence, event_words
from entities.event_tellings import likeness

# Mean chance that mentions of two groups are of one event, from which the groups are joined; chosen
# on the development topics of ECB+ (2 5 12 18 21 23 34 35), MEANTIME and our own development gold.
JOINED = 0.17
# Dispatches less alike than this are compared only where they use one word for what happened.
_RELATED = 0.06

Group = Callable[[Item], Hashable]


def by_lemma(items: Sequence[Item], within: Group) -> dict[Hashable, Hashable]:
    """The baseline: one head lemma, one event, in each part."""
    return {item.key: (within(item), item.lemma) for item in items}


def pairs(items: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """The pairs worth comparing: of like dispatches, or with one word for what happened."""
    by_dispatch: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_dispatch[item.name].append(item)
    for of in by_dispatch.values():
        yield from combinations(of, 2)
    for one, two in combinations(by_dispatch.values(), 2):
        related = likeness(one[0].telling.story, two[0].telling.story) >= _RELATED
        families = {event_words.family(item.lemma) for item in one} if not related else set()
        for a in one:
            if related:
                yield from ((a, b) for b in two)
            elif families:
                yield from (
                    (a, b)
                    for b in two
                    if event_words.family(a.lemma) == event_words.family(b.lemma)
                )


def chances(items: Sequence[Item]) -> dict[tuple[Hashable, Hashable], float]:
    """How likely each pair worth comparing is one event."""
    return {
        (a.key, b.key): event_evidence.probability(
            event_evidence.weigh(a.telling, b.telling, between=event_evidence.MENTIONS)
        )
        for a, b in pairs(items)
    }


def by_evidence(
    items: Sequence[Item],
    within: Group,
    chance: Mapping[tuple[Hashable, Hashable], float],
    joined: float = JOINED,
) -> dict[Hashable, Hashable]:
    """Average linkage in each part, by nearest-neighbour chains: quadratic in the part's mentions."""
    parts: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        parts[within(item)].append(item)
    place = {item.key: (part, at) for part, of in parts.items() for at, item in enumerate(of)}
    alike = {part: np.zeros((len(of), len(of)), np.float32) for part, of in parts.items()}
    for (one, two), value in chance.items():
        (part, a), (other, b) = place[one], place[two]
        if part == other:
            alike[part][a, b] = alike[part][b, a] = value
    found: dict[Hashable, Hashable] = {}
    for number, (part, of) in enumerate(parts.items()):
        for label, members in enumerate(linked(alike[part], joined)):
            found |= {of[member].key: (number, label) for member in members}
    return found


def linked(alike: np.ndarray, joined: float) -> Iterable[list[int]]:
    """Clusters of a matrix of likenesses, joined while their mean is at least `joined`."""
    alike = alike.copy()
    np.fill_diagonal(alike, -1)
    count = len(alike)
    members = [[at] for at in range(count)]
    size = np.ones(count, np.float32)
    active = np.ones(count, bool)
    done: list[list[int]] = []
    chain: list[int] = []
    while active.any():
        if not chain:
            chain = [int(active.argmax())]
        last = chain[-1]
        nearest = int(alike[last].argmax())
        if len(chain) > 1 and alike[last, nearest] <= alike[last, chain[-2]]:
            nearest = chain[-2]
        if alike[last, nearest] < joined:
            done.append(members[last])
            active[last] = False
            alike[last] = alike[:, last] = -1
            chain.pop()
        elif len(chain) > 1 and nearest == chain[-2]:
            chain = chain[:-2]
            merged = (alike[last] * size[last] + alike[nearest] * size[nearest]) / (
                size[last] + size[nearest]
            )
            merged[~active] = -1
            alike[last] = alike[:, last] = merged
            alike[last, last] = -1
            alike[nearest] = alike[:, nearest] = -1
            active[nearest] = False
            size[last] += size[nearest]
            members[last] += members[nearest]
        else:
            chain.append(nearest)
    return done
