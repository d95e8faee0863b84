"""Measures dates, times, durations and sets as TempEval-3 does, against marked dispatches.

    python -m benchmarks.timex [FILE.tml|FOLDER|FILE.tar.gz ...] [--only development|heldout] [--errors N]

Without files, our own gold for development (`benchmarks/happenings/gold`) is read. Every dispatch is read
against its own date, of which the creation time in TimeML tells. `strict` counts expressions found at
exactly the marked place, `relaxed` those that overlap a marked one, each marked one matched once;
`type` and `value` are the F1 of relaxed matches that also have the right TIMEX3 type or value (UzZaman
et al., SemEval 2013, task 1). `value` of "overlap" leaves out nothing: "P1D" for "P24H" is wrong. The
last line is in per cent: precision, recall and f1 are relaxed.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import timeml
from benchmarks.happenings import gold
from benchmarks.timeml import Document, Marked
from extraction import timex
from extraction.types import Timex


@dataclass(slots=True)
class Tally:
    """What is counted over all dispatches, and what went wrong, by kind of mistake."""

    marked: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    kinds: int = 0
    values: int = 0
    wrong: dict[str, list[str]] = field(
        default_factory=lambda: {"missed": [], "in vain": [], "value": [], "extent": []}
    )

    def add(self, document: Document) -> None:
        """Read one dispatch and count it in."""
        found = list(timex.find(document.paragraphs, anchor=document.created))
        self.marked += len(document.timexes)
        self.found += len(found)
        left = list(found)
        for marked in document.timexes:
            match = _match(marked, left)
            if match is None:
                self._note("missed", document, marked, f"{marked.kind} {marked.value}")
                continue
            left.remove(match)
            self._count(document, marked, match)
        for extra in left:
            self._note("in vain", document, extra, f"{extra.kind} {extra.value}")

    def _count(self, document: Document, marked: Marked, match: Timex) -> None:
        self.relaxed += 1
        exact = (marked.start, marked.end) == (match.start, match.end)
        self.strict += exact
        self.kinds += marked.kind.lower() == match.kind
        right = marked.value == match.value
        self.values += right
        if not exact:
            self._note("extent", document, marked, f"read {match.text!r}")
        if not right:
            self._note(
                "value",
                document,
                marked,
                f"{marked.value}, read {match.value} ({document.created})",
            )

    def _note(self, what: str, document: Document, one: Marked | Timex, more: str) -> None:
        text = document.paragraphs[one.paragraph]
        around = (
            text[max(0, one.start - 50) : one.start]
            + "["
            + one.text
            + "]"
            + text[one.end : one.end + 40]
        )
        self.wrong[what].append(f"{document.name}: {' '.join(around.split())} | {more}")


def _match(marked: Marked, found: Sequence[Timex]) -> Timex | None:
    """The expression that overlaps a marked one, the one with most characters in common."""
    best, most = None, 0
    for one in found:
        if one.paragraph == marked.paragraph:
            common = min(one.end, marked.end) - max(one.start, marked.start)
            if common > most:
                best, most = one, common
    return best


def scores(right: int, found: int, marked: int) -> tuple[float, float, float]:
    """Precision, recall and F1 in per cent."""
    precision = 100 * right / found if found else 0.0
    recall = 100 * right / marked if marked else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def ours(part: str) -> list[Document]:
    """Our own gold as the documents that TimeML gives."""
    return [
        Document(
            one.name,
            one.anchor,
            tuple(one.texts.values()),
            tuple(
                Marked(
                    date.span.paragraph, date.span.start, date.span.end, date.span.text,
                    date.kind.upper(), date.value, date.modifier,
                )
                for date in one.dates
            ),
        )
        for one in gold.load(gold.PARTS[part])
    ]  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Measure and print; the last line is read by machines."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.timex", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="print N mistakes of each kind"
    )
    parser.add_argument(
        "--only", choices=list(gold.PARTS), default="development", help="of our own gold"
    )
    options = parser.parse_args(arguments)
    documents = timeml.read(options.files) if options.files else ours(options.only)
    tally = Tally()
    for document in documents:
        tally.add(document)
    for what, examples in tally.wrong.items():
        for example in examples[: options.errors]:
            print(f"{what}: {example}")
    kinds = Counter(one.kind for document in documents for one in document.timexes)
    print(
        f"{len(documents)} dispatches, {tally.marked} expressions: "
        + ", ".join(f"{n} {kind}" for kind, n in kinds.most_common())
    )
    for name, right in (
        ("strict", tally.strict),
        ("relaxed", tally.relaxed),
        ("type", tally.kinds),
        ("value", tally.values),
    ):
        precision, recall, f1 = scores(right, tally.found, tally.marked)
        print(f"{name:8} precision {precision:5.1f}  recall {recall:5.1f}  f1 {f1:5.1f}")
    precision, recall, f1 = scores(tally.relaxed, tally.found, tally.marked)
    value_f1 = scores(tally.values, tally.found, tally.marked)[2]
    print(f"precision={precision:.1f} recall={recall:.1f} f1={f1:.1f} value_f1={value_f1:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
