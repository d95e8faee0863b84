"""Learns entities/lexicon/eventweights.tsv: how much each feature of two tellings speaks for one event.

    python -m training.eventweights ECB_PLUS [--keep TOPIC ...] > entities/lexicon/eventweights.tsv

A logistic regression over pairs of gold mentions: of ECB+ (folder or tar.gz, its list of selected
sentences beside it) without the topics kept for development, and of the development part of our own
gold, which alone has dates. A pair counts the less, the larger the chains of its two mentions are, so
that what is told often does not drown the rest. A second column is learned the same way from pairs of
all that two dispatches tell of an event whose type we read, as the database compares them. Weights
are drawn towards nothing, or, of what little data can teach, towards what a person would say
(`BELIEVED`).
"""

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks.events import grouping, marked
from benchmarks.events.marked import Item
from entities import event_evidence
from entities.event_evidence import akin
from entities.event_tellings import Telling, together

DEVELOPMENT = "2 5 12 18 21 23 34 35".split()
_PENALTY = 1.0
# So often each pair of our own gold counts, and so strongly what is believed is held to.
# So often each pair of our own gold counts, and so strongly what is believed is held to.
OWN_COUNTS, HELD = 3.0, 4.0
BELIEVED = {
    "same_day": 1.6,
    "same_time": 1.0,
    "next_day": 0.3,
    "within_time": 0.4,
    "within_year": 0.1,
    "other_time": -1.5,
    "other_time_of_course": -1.0,
    "told_near": 0.4,
    "told_far_apart": -0.5,
    "told_before": -2.0,
    "same_event_name": 3.0,
    "same_agent": 0.6,
    "same_patient": 1.2,
    "same_place": 0.6,
    "other_place": -0.8,
    "other_agent": -0.4,
    "other_patient": -1.0,
    "place_inside": 0.3,
    "same_party": 0.3,
    "same_country": 0.3,
    "other_country": -1.0,
    "seldom": 1.0,
}
# Between dispatches: ECB+ has few typed events and no dates, so it moves what is believed little.
ECB_COUNTS, HELD_BETWEEN_DISPATCHES = 0.02, 30.0
BELIEVED_BETWEEN_DISPATCHES = {
    "start": -4.0,
    "same_word": 1.2,
    "same_family": 1.0,
    "kindred_meaning": 0.8,
    "kindred": 0.6,
    "same_meaning": 0.6,
    "near_meaning": 0.2,
    "same_sort": -0.3,
    "other_words": -0.5,
    "telling_word": 0.8,
    "light_word.same": -0.5,
    "light_word.kindred": -0.5,
    "light_word.other": -0.5,
    "same_type.same": 0.6,
    "same_type.kindred": 0.8,
    "same_type.other": 0.9,
    "other_type.same": -0.3,
    "other_type.kindred": -0.6,
    "other_type.other": -1.5,
    "same_event_name": 4.0,
    "story.same": 2.5,
    "story.kindred": 2.5,
    "story.other": 2.5,
    "strange_story.same": -0.8,
    "strange_story.kindred": -0.8,
    "strange_story.other": -1.5,
    "other_story.same": -0.3,
    "other_story.kindred": -0.3,
    "other_story.other": -0.6,
    "before.same": 0.5,
    "before.kindred": 0.5,
    "before.other": 0.5,
    "after.same": 0.5,
    "after.kindred": 0.5,
    "after.other": 0.5,
    "sentence.same": 1.0,
    "sentence.kindred": 1.0,
    "sentence.other": 1.0,
    "crossed.same": 0.4,
    "crossed.kindred": 0.4,
    "crossed.other": 0.4,
    "told_beside": -0.6,
    "same_agent": 1.0,
    "same_patient": 1.4,
    "same_recipient": 0.7,
    "same_origin": 0.7,
    "same_destination": 0.7,
    "same_topic": 0.5,
    "same_instrument": 0.4,
    "same_agent_words": 0.4,
    "same_patient_words": 0.5,
    "other_agent": -0.5,
    "other_patient": -1.2,
    "other_origin": -0.6,
    "other_destination": -0.6,
    "other_patient_words": -0.2,
    "same_party": 0.5,
    "same_place": 1.0,
    "place_inside": 0.5,
    "other_place": -1.2,
    "same_country": 0.5,
    "other_country": -1.2,
    "seldom": 1.5,
    "same_day": 2.2,
    "same_time": 1.2,
    "next_day": 0.3,
    "within_time": 0.8,
    "within_year": 0.3,
    "open_time": 0.1,
    "other_time": -1.2,
    "other_time_of_course": -0.8,
    "told_near": 0.4,
    "told_far_apart": -0.4,
    "told_before": -2.0,
}


Said = tuple[str, Telling]
"""Which event it is, and what is told of it."""


class Pairs:
    """Pairs of mentions: their features, whether they are one, and how much each pair counts."""

    def __init__(self, pairs: Iterable[tuple[Said, Said]], counts: float = 1.0) -> None:
        told = list(pairs)
        self.rows = [
            {each.feature: each.amount for each in event_evidence.features(a, b)}
            for (_, a), (_, b) in told
        ]
        sizes = Counter(chain for pair in told for chain, _ in pair)
        self.one = np.array([a == b for (a, _), (b, _) in told], float)
        # A chain of n mentions is in about n times as many pairs.
        self.weight = np.array([1 / math.sqrt(sizes[a] * sizes[b]) for (a, _), (b, _) in told])
        self.weight *= counts * len(told) / max(1e-9, self.weight.sum())


def of_mentions(items: Sequence[Item]) -> Iterator[tuple[Said, Said]]:
    """Pairs of mentions worth comparing."""
    for a, b in grouping.pairs(items):
        yield (a.chain, a.telling), (b.chain, b.telling)


def of_dispatches(items: Sequence[Item]) -> Iterator[tuple[Said, Said]]:
    """Pairs of what two dispatches tell of an event of types that can be one."""
    by_event: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for item in items:
        if item.telling.type:
            by_event[item.name, item.chain].append(item.telling)
    told = [(chain, together(of)) for (_, chain), of in by_event.items()]
    for one, two in combinations(told, 2):
        if one[1].dispatch != two[1].dispatch and two[1].type in akin(one[1].type):
            yield one, two


def learned(
    data: Sequence[Pairs], beliefs: Mapping[str, float] = BELIEVED, *, every: float | None = None
) -> dict[str, float]:
    """The weights that tell pairs of one event from others best. `every` is the penalty on leaving
    what is believed of any feature, else those of HELD and _PENALTY hold."""
    names = sorted({name for pairs in data for row in pairs.rows for name in row} | set(beliefs))
    at = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((sum(len(pairs.rows) for pairs in data), len(names)), np.float32)
    for row, of in enumerate(row for pairs in data for row in pairs.rows):
        for name, amount in of.items():
            matrix[row, at[name]] = amount
    believed = np.array([beliefs.get(name, 0.0) for name in names])
    held = np.array([every or (HELD if name in beliefs else _PENALTY) for name in names])
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
    mentions = learned([Pairs(of_mentions(items)), Pairs(of_mentions(own), OWN_COUNTS)])
    dispatches = learned(
        [Pairs(of_dispatches(items), ECB_COUNTS), Pairs(of_dispatches(own), OWN_COUNTS)],
        BELIEVED_BETWEEN_DISPATCHES,
        every=HELD_BETWEEN_DISPATCHES,
    )
    show(mentions, dispatches)


def show(mentions: dict[str, float], dispatches: dict[str, float]) -> None:
    """Prints the file."""
    print(
        "# feature\tbetween mentions\tbetween dispatches; log odds, made by training/eventweights.py"
    )
    for name in sorted(mentions | dispatches):
        print(name, f"{mentions.get(name, 0):.3f}", f"{dispatches.get(name, 0):.3f}", sep="\t")


if __name__ == "__main__":
    main()
