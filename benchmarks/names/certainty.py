"""Fits and checks how sure the pipeline says it is of each mention.

    python -m benchmarks.names.certainty FILE.tsv...

Prints, for each case of `extraction.certainty`, the offset and slope of the logistic line that makes
the marked stories likeliest (each file alike in weight, ridge 0.001), and how often mentions were
right that were said to be right so and so often. The last line holds the expected calibration
error of the shipped numbers over ten equal bins, in per cent.
"""

import argparse
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.conll import Story, read
from benchmarks.names.__main__ import KINDS, trimmed
from extraction import certainty, chains, pipeline
from extraction.gazetteer import lookup
from extraction.proposals import Proposal
from extraction.types import Dispatch, Paragraph

RIDGE = 1e-3
BINS = 10


class Judged(NamedTuple):
    """One mention: its case, the recogniser's logit, what was said of it, and whether it is right."""

    case: str
    logit: float
    said: float
    right: bool
    file: str


def judged(path: Path) -> list[Judged]:
    """Every mention of one file's stories, beside what the file marks."""
    seen: list[tuple[str, float, float]] = []

    def watched(proposal: Proposal, kind: str) -> float:
        said = certainty.certainty(proposal, kind)
        seen.append((certainty.case_of(proposal, kind), certainty.logit(proposal), said))
        return float(len(seen) - 1)

    found: list[Judged] = []
    shipped, chains.certainty = chains.certainty, watched
    try:
        for story in read(path):
            seen.clear()
            found += _of_story(story, seen, path.name)
    finally:
        chains.certainty = shipped
    return found


def _of_story(story: Story, seen: list[tuple[str, float, float]], file: str) -> list[Judged]:
    texts = tuple(Paragraph(sentence.text) for sentence in story.sentences)
    found = []
    for mention in pipeline.annotate(Dispatch(language="en", paragraphs=texts)).mentions:
        known = lookup(mention.text)
        if mention.kind not in KINDS or (known and known.kind == "demonym"):
            continue
        sentence = story.sentences[mention.paragraph]
        marked = {
            (*trimmed(sentence.text, span.start, span.end), span.kind) for span in sentence.spans
        }
        right = (*trimmed(sentence.text, mention.start, mention.end), mention.kind) in marked
        case, logit, said = seen[int(mention.score)]
        found.append(Judged(case, logit, said, right, file))
    return found


def line(rows: list[Judged], *, sloped: bool) -> tuple[float, float]:
    """Offset and slope of the likeliest logistic line, by Newton's method."""
    of_file = Counter(row.file for row in rows)
    weight = np.array([len(rows) / len(of_file) / of_file[row.file] for row in rows])
    right = np.array([row.right for row in rows], dtype=float)
    columns = [np.ones(len(rows))] + ([np.array([row.logit for row in rows])] if sloped else [])
    x = np.stack(columns, axis=1)
    found = np.zeros(x.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-x @ found))
        bend = (x * (weight * chance * (1 - chance))[:, None]).T @ x + RIDGE * np.eye(len(found))
        found += np.linalg.solve(bend, x.T @ (weight * (right - chance)) - RIDGE * found)
    return float(found[0]), float(found[1]) if sloped else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.tsv")
    rows = [row for path in parser.parse_args().files for row in judged(path)]
    by_case: dict[str, list[Judged]] = defaultdict(list)
    for row in rows:
        by_case[row.case].append(row)
    for case, of_case in sorted(by_case.items()):
        offset, slope = line(of_case, sloped=case in certainty.SLOPED)
        share = 100 * sum(row.right for row in of_case) / len(of_case)
        print(
            f"{case:18} {len(of_case):6} mentions, {share:5.1f} % right: {offset:5.2f}, {slope:.2f}"
        )
    print(f"\n{'said':>10} {'right':>7} {'mentions':>9}")
    error = 0.0
    for number in range(BINS):
        inside = [row for row in rows if min(math.floor(row.said * BINS), BINS - 1) == number]
        if inside:
            said = sum(row.said for row in inside) / len(inside)
            right = sum(row.right for row in inside) / len(inside)
            error += abs(said - right) * len(inside) / len(rows)
            print(f"{100 * said:10.1f} {100 * right:7.1f} {len(inside):9}")
    print(f"calibration_error={100 * error:.2f}")


if __name__ == "__main__":
    main()
