"""B-cubed over chains, and the two baselines. A chain is one thing in one dispatch."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.resolution.gold import Told
from extraction.text import name_key

Item = tuple[str, str]
"""A chain: the dispatch's name and the chain's id."""


class Score(NamedTuple):
    precision: float
    recall: float
    f1: float
    chains: int


def b_cubed(gold: Mapping[Item, Hashable], found: Mapping[Item, Hashable]) -> Score:
    """Precision, recall and F1 in per cent (Bagga and Baldwin 1998), each chain counting once."""
    if not gold:
        return Score(100.0, 100.0, 100.0, 0)
    by_gold, by_found = _groups(gold), _groups(found)
    precision = recall = 0.0
    for item in gold:
        ours, theirs = by_found[found[item]], by_gold[gold[item]]
        both = len(ours & theirs)
        precision += both / len(ours)
        recall += both / len(theirs)
    precision, recall = 100 * precision / len(gold), 100 * recall / len(gold)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Score(precision, recall, f1, len(gold))


def _groups(assigned: Mapping[Item, Hashable]) -> dict[Hashable, set[Item]]:
    groups: dict[Hashable, set[Item]] = defaultdict(set)
    for item, to in assigned.items():
        groups[to].add(item)
    return groups


def by_string(told: Sequence[Told]) -> dict[Item, Hashable]:
    """Baseline: chains of one kind whose heads are written alike are one."""
    return {
        (one.name, chain.id): (chain.kind, name_key(chain.head))
        for one in told
        for chain in one.annotations.chains
    }


def by_trigrams(told: Sequence[Told], threshold: float = 0.6) -> dict[Item, Hashable]:
    """Baseline: a chain goes to the known thing of its kind with the likest head, where the
    likeness of their trigrams (as pg_trgm counts it) is over the threshold; else it is new."""
    known: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
    found: dict[Item, Hashable] = {}
    for one in told:
        for chain in one.annotations.chains:
            grams = _trigrams(name_key(chain.head))
            best, group = 0.0, -1
            for other, of in known[chain.kind]:
                likeness = len(grams & other) / len(grams | other)
                if likeness > best:
                    best, group = likeness, of
            if best <= threshold:
                group = sum(map(len, known.values()))
            known[chain.kind].append((grams, group))
            found[one.name, chain.id] = (chain.kind, group)
    return found


def _trigrams(key: str) -> frozenset[str]:
    return frozenset(
        f"  {word} "[at : at + 3] for word in key.split() for at in range(len(word) + 1)
    )
