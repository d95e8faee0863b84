"""Three measures of chains, added up over documents as the CoNLL-2012 scorer does.

MUC (Vilain et al., "A Model-Theoretic Coreference Scoring Scheme", MUC-6, 1995) counts links; B-cubed
(Bagga and Baldwin, "Algorithms for Scoring Coreference Chains", LREC 1998) looks from each mention;
CEAF-e (Luo, "On Coreference Resolution Performance Metrics", HLT/EMNLP 2005) ties each chain to at
most one other, by similarity phi-4. Their mean F1 is the CoNLL average (Pradhan et al., "Scoring
Coreference Partitions of Predicted Mentions", ACL 2014): a mention that only one side has counts
against that side in all three.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

Chains = Mapping[Hashable, Hashable]
"""Each mention's chain."""
METRICS = ("MUC", "B-cubed", "CEAF-e")


@dataclass(slots=True)
class Score:
    """Numerators and denominators of recall and precision, over all documents so far."""

    right_marked: float = 0.0
    marked: float = 0.0
    right_found: float = 0.0
    found: float = 0.0

    @property
    def precision(self) -> float:
        return 100 * self.right_found / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.right_marked / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def _by_metric() -> dict[str, Score]:
    return {metric: Score() for metric in METRICS}


@dataclass(slots=True)
class Scores:
    """The three measures together."""

    by_metric: dict[str, Score] = field(default_factory=_by_metric)

    def add(self, marked: Chains, found: Chains) -> None:
        """Count one document in."""
        gold, ours = _chains(marked), _chains(found)
        muc, b3, ceaf = (self.by_metric[metric] for metric in METRICS)
        muc.marked += sum(len(chain) - 1 for chain in gold)
        muc.right_marked += sum(_links(chain, found) for chain in gold)
        muc.found += sum(len(chain) - 1 for chain in ours)
        muc.right_found += sum(_links(chain, marked) for chain in ours)
        shared = _shared(marked, found)
        b3.marked += len(marked)
        b3.found += len(found)
        sizes_gold, sizes_found = _sizes(marked), _sizes(found)
        for (one, two), count in shared.items():
            b3.right_marked += count * count / sizes_gold[one]
            b3.right_found += count * count / sizes_found[two]
        alike = {
            (one, two): 2 * count / (sizes_gold[one] + sizes_found[two])
            for (one, two), count in shared.items()
        }
        best = best_assignment(alike)
        ceaf.right_marked += best
        ceaf.right_found += best
        ceaf.marked += len(gold)
        ceaf.found += len(ours)

    @property
    def precision(self) -> float:
        return sum(score.precision for score in self.by_metric.values()) / len(METRICS)

    @property
    def recall(self) -> float:
        return sum(score.recall for score in self.by_metric.values()) / len(METRICS)

    @property
    def average(self) -> float:
        """The CoNLL average: the mean of the three F1."""
        return sum(score.f1 for score in self.by_metric.values()) / len(METRICS)


def _chains(chain_of: Chains) -> list[list[Hashable]]:
    grouped: dict[Hashable, list[Hashable]] = defaultdict(list)
    for mention, chain in chain_of.items():
        grouped[chain].append(mention)
    return list(grouped.values())


def _sizes(chain_of: Chains) -> dict[Hashable, int]:
    sizes: dict[Hashable, int] = defaultdict(int)
    for chain in chain_of.values():
        sizes[chain] += 1
    return sizes


def _links(chain: list[Hashable], other: Chains) -> int:
    """Links of a chain that another side has: its size less the parts that side cuts it into."""
    parts = {other[mention] for mention in chain if mention in other}
    alone = sum(mention not in other for mention in chain)
    return len(chain) - len(parts) - alone


def _shared(marked: Chains, found: Chains) -> dict[tuple[Hashable, Hashable], int]:
    shared: dict[tuple[Hashable, Hashable], int] = defaultdict(int)
    for mention, chain in marked.items():
        if mention in found:
            shared[chain, found[mention]] += 1
    return shared


def best_assignment(alike: Mapping[tuple[Hashable, Hashable], float]) -> float:
    """The largest sum of similarities of pairs in which nothing is used twice (Kuhn and Munkres).

    What hangs together by pairs is assigned by itself, which changes nothing but the time it takes.
    """
    return sum(_best_of(part) for part in _parts(alike))


def _parts(
    alike: Mapping[tuple[Hashable, Hashable], float],
) -> list[dict[tuple[Hashable, Hashable], float]]:
    """The pairs, parted into those that have no row and no column in common."""
    beside: dict[tuple[int, Hashable], list[tuple[int, Hashable]]] = defaultdict(list)
    for row, column in alike:
        beside[0, row].append((1, column))
        beside[1, column].append((0, row))
    part_of: dict[tuple[int, Hashable], int] = {}
    for number, first in enumerate(beside):
        waiting = [] if first in part_of else [first]
        while waiting:
            node = waiting.pop()
            if node not in part_of:
                part_of[node] = number
                waiting += beside[node]
    parts: dict[int, dict[tuple[Hashable, Hashable], float]] = defaultdict(dict)
    for (row, column), value in alike.items():
        parts[part_of[0, row]][row, column] = value
    return list(parts.values())


def _best_of(alike: Mapping[tuple[Hashable, Hashable], float]) -> float:
    rows = list(dict.fromkeys(one for one, _ in alike))
    columns = list(dict.fromkeys(two for _, two in alike))
    size = max(len(rows), len(columns))
    cost = [[0.0] * size for _ in range(size)]
    row_at = {row: at for at, row in enumerate(rows)}
    column_at = {column: at for at, column in enumerate(columns)}
    for (one, two), value in alike.items():
        cost[row_at[one]][column_at[two]] = -value
    row_price, column_price = [0.0] * (size + 1), [0.0] * (size + 1)
    taken_by = [0] * (size + 1)
    for row in range(1, size + 1):
        taken_by[0] = row
        column = 0
        least, came_from = [float("inf")] * (size + 1), [0] * (size + 1)
        done = [False] * (size + 1)
        while taken_by[column]:
            done[column] = True
            owner, step, following = taken_by[column], float("inf"), 0
            for other in range(1, size + 1):
                if done[other]:
                    continue
                reduced = cost[owner - 1][other - 1] - row_price[owner] - column_price[other]
                if reduced < least[other]:
                    least[other], came_from[other] = reduced, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(size + 1):
                if done[other]:
                    row_price[taken_by[other]] += step
                    column_price[other] -= step
                else:
                    least[other] -= step
            column = following
        while column:
            taken_by[column] = taken_by[came_from[column]]
            column = came_from[column]
    return -sum(cost[taken_by[at] - 1][at - 1] for at in range(1, size + 1))
