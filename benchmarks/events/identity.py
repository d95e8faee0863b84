"""Measures how events are known again, within a dispatch and across dispatches, on gold mentions.

    python -m benchmarks.events.identity [FILE ...] [--only development|heldout] [--errors N]

Which words speak of an event is given; what they tell (type, time, place, participants) is read. Three
settings: the dispatches of each story are known, those of each topic, or nothing but the texts. Beside
ours stands "same head lemma, same event" in the same setting. CoNLL F1 is the mean of MUC, B-cubed and
CEAF-e. The last line is of the setting in which nothing is known.
"""

import argparse
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

from benchmarks.chains.metrics import METRICS, Scores
from benchmarks.events import grouping, marked
from benchmarks.events.marked import Item

SETTINGS = ("stories known", "topics known", "nothing known")


def figures(files: Sequence[Path], only: str = "development", errors: int = 0) -> dict[str, float]:
    """Prints all figures; returns `identity_f1` and `baseline_f1`, empty where no file has events."""
    found: dict[str, float] = {}
    for name, items in marked.load(files, only):
        if not items:
            continue
        print(f"\n{name}: {len({item.name for item in items})} dispatches, {len(items)} mentions of "
              f"{len({item.chain for item in items})} events")  # fmt: skip
        print(f"{'':15}{'':13}{'CoNLL':>7}" + "".join(f"{metric:>24}" for metric in METRICS))
        chance = grouping.chances(items)
        for setting in SETTINGS:
            within = parts(setting)
            baseline = score(items, grouping.by_lemma(items, within))
            grouped = grouping.by_evidence(items, within, chance)
            ours = score(items, grouped)
            print(f"{setting:15}{'head lemma':13}{told(baseline)}")
            print(f"{'':15}{'ours':13}{told(ours)}")
        if "identity_f1" not in found:
            found = {"identity_f1": ours.average, "baseline_f1": baseline.average}
        if errors:
            show(items, grouped, errors)
    return found


def parts(setting: str) -> grouping.Group:
    """What is told apart from the start."""
    if setting == SETTINGS[0]:
        return lambda item: item.story
    if setting == SETTINGS[1]:
        return lambda item: item.topic
    return lambda item: ""


def score(items: Sequence[Item], found: Mapping[Hashable, Hashable]) -> Scores:
    scores = Scores()
    scores.add({item.key: item.chain for item in items}, found)
    return scores


def told(scores: Scores) -> str:
    each = (scores.by_metric[metric] for metric in METRICS)
    return f"{scores.average:7.1f}" + "".join(
        f"   {one.precision:6.1f} {one.recall:6.1f} {one.f1:6.1f}" for one in each
    )


def show(items: Sequence[Item], found: Mapping[Hashable, Hashable], most: int) -> None:
    """Prints the groups that hold several events, and the events that lie in pieces, largest first."""
    for title, inside, outside in (
        ("groups that hold several events", lambda i: found[i.key], lambda i: i.chain),
        ("events in pieces", lambda i: i.chain, lambda i: found[i.key]),
    ):
        groups: dict[Hashable, dict[Hashable, list[Item]]] = defaultdict(lambda: defaultdict(list))
        for item in items:
            groups[inside(item)][outside(item)].append(item)
        wrong = sorted(
            (of for of in groups.values() if len(of) > 1),
            key=lambda of: -sum(map(len, of.values())),
        )
        print(f"{title}: {len(wrong)}")
        for of in wrong[:most]:
            print("  " + "  |  ".join(
                ", ".join(f"{item.words} ({item.name})" for item in those[:4]) + (f" and {len(those) - 4} more" if len(those) > 4 else "")
                for those in of.values()))  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--only", choices=["development", "heldout"], default="development")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N of each sort")
    given = parser.parse_args()
    found = figures(given.files, given.only, given.errors)
    print(" ".join(f"{name}={value:.1f}" for name, value in found.items()))


if __name__ == "__main__":
    main()
