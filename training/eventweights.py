"""Learns entities/lexicon/eventweights.tsv: how much each feature of two tellings speaks for one event.

    python -m training.eventweights ECB_PLUS [--keep TOPIC ...] > entities/lexicon/eventweights.tsv

A logistic regression over pairs of gold mentions: of ECB+ (folder or tar.gz, its list of selected
sentences beside it) without the topics kept for development, and of the development part of our own
gold, which alone has dates. A pair counts the less, the larger the chains of its two mentions are, so
that what is told often does not drown the rest. Weights are drawn towards nothing, or, of what little
data can teach, towards what a person would say (`BELIEVED`).
"""

import argparse
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.events import grouping, marked
from benchmarks.events.marked import Item
from entities import event_evidence

DEVELOPMENT = "2 5 12 18 21 23 34 35".split()
_PENALTY = 1.0
# So often each pair of our own gold counts, and so strongly what is believed is held to.
OWN_COUNTS, HELD = 3.0, 4.0
BELIEVED = {
    "same_day": 1.6,
    "same_time": 1.0,
    "next_day": 0.3,
    "within_time": 0.4,
    "within_year": 0.1,
    "open_time": 0.0,
    "other_time": -2.0,
    "other_time_of_course": -1.0,
    "told_near": 0.4,
    "told_far_apart": -1.0,
    "told_before": -2.5,
    "same_event_name": 3.0,
    "same_agent": 0.6,
    "same_patient": 1.2,
    "same_place": 0.6,
    "other_place": -0.8,
    "other_agent": -0.4,
    "other_patient": -1.0,
    "place_inside": 0.3,
    "same_party": 0.3,
}


class Pairs:
    """Pairs of mentions: their features, whether they are one, and how much each pair counts."""

    def __init__(self, items: Sequence[Item], counts: float = 1.0) -> None:
        pairs = list(grouping.pairs(items))
        self.rows = [
            {each.feature: each.amount for each in event_evidence.features(a.telling, b.telling)}
            for a, b in pairs
        ]
        size = Counter(item.chain for item in items)
        self.one = np.array([a.chain == b.chain for a, b in pairs], float)
        self.weight = np.array(
            [counts / math.sqrt(size[a.chain] * size[b.chain]) for a, b in pairs]
        )


def learned(data: Sequence[Pairs]) -> dict[str, float]:
    """The weights that tell pairs of one event from others best."""
    names = sorted({name for pairs in data for row in pairs.rows for name in row} | set(BELIEVED))
    at = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((sum(len(pairs.rows) for pairs in data), len(names)), np.float32)
    for row, of in enumerate(row for pairs in data for row in pairs.rows):
        for name, amount in of.items():
            matrix[row, at[name]] = amount
    believed = np.array([BELIEVED.get(name, 0.0) for name in names])
    held = np.array([HELD if name in BELIEVED else _PENALTY for name in names])
    one = np.concatenate([pairs.one for pairs in data])
    weight = np.concatenate([pairs.weight for pairs in data])
    return dict(zip(names, map(float, fitted(matrix, one, weight, believed, held)), strict=True))


def fitted(
    matrix: np.ndarray, one: np.ndarray, weight: np.ndarray, believed: np.ndarray, held: np.ndarray
) -> np.ndarray:
    """Logistic regression by Newton's method; `held` is the penalty on leaving what is believed."""
    found = believed.copy()
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ found, -30, 30)))
        slope = matrix.T @ (weight * (one - chance)) - held * (found - believed)
        curve = (matrix * (weight * chance * (1 - chance))[:, None]).T @ matrix
        step = np.linalg.solve(curve + np.diag(held), slope)
        found += step
        if np.abs(step).max() < 1e-4:
            break
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--keep", nargs="*", default=DEVELOPMENT, metavar="TOPIC")
    given = parser.parse_args()
    (_, items), *_ = marked.load([given.file])
    items = [item for item in items if item.topic not in given.keep]
    (_, own), *_ = marked.load([])
    show(learned([Pairs(items), Pairs(own, OWN_COUNTS)]))


def show(weights: dict[str, float]) -> None:
    """Prints the file."""
    print("# feature\tweight in log odds\twhat was believed; made by training/eventweights.py")
    for name, value in sorted(weights.items()):
        print(name, f"{value:.3f}", BELIEVED.get(name, 0), sep="\t")


if __name__ == "__main__":
    main()
