"""Measures the chains that the shipped pipeline makes within a dispatch against marked ones.

    python -m benchmarks.chains [X-docs.jsonl X-entities.jsonl] [--only development|heldout] [--errors N]

Without files, our own dispatches in `gold/` (see `gold.py`) are read, those for development and those
held out; with files, MEANTIME's stories. Everything goes through `extraction.pipeline.annotate`.
A mention is matched where its extent is right, a leading article and a trailing possessive aside.
Chains are measured by MUC, B-cubed, CEAF-e and their mean, the CoNLL average (papers in `metrics.py`),
over matched mentions, and end to end, where a mention missed or found in vain counts too. Mentions
are measured by extent and kind. The baseline brings the same mentions together by exact normalised
string and kind. References (pronouns, roles, short forms) are right where the chain they are tied to
is mostly the marked one. The last line holds the means of the three over matched mentions, of
all that was read, in per cent; `baseline_f1` is the baseline's CoNLL average.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.chains import gold
from benchmarks.chains.gold import Document, Span
from benchmarks.chains.metrics import METRICS, Score, Scores
from benchmarks.names.__main__ import trimmed
from extraction import pipeline
from extraction.gazetteer import lookup
from extraction.text import name_key
from extraction.types import Annotations

KINDS = ("person", "place", "organisation", "event")
Which = Callable[[Span], bool]


@dataclass(slots=True)
class Tally:
    """All that is counted over one set of documents."""

    mentions: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    matched: dict[str, Scores] = field(default_factory=lambda: defaultdict(Scores))
    baseline: dict[str, Scores] = field(default_factory=lambda: defaultdict(Scores))
    whole: Scores = field(default_factory=Scores)
    whole_baseline: Scores = field(default_factory=Scores)
    references: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    wrong: Counter[str] = field(default_factory=Counter)
    documents: int = 0

    def add(self, document: Document, annotations: Annotations) -> None:
        """Count one document in."""
        self.documents += 1
        marked = {_trimmed(document, span): chain for span, chain in document.chains.items()}
        found: dict[Span, str] = {}
        alike: dict[Span, Hashable] = {}
        kinds: dict[Span, str] = {}
        for mention in annotations.mentions:
            known = lookup(mention.text)
            adjective = mention.kind == "event" or (known and known.kind == "demonym")
            span = _trimmed(document, (mention.paragraph, mention.start, mention.end))
            unmarked = document.full is not None and mention.paragraph >= document.full
            if span not in marked and (unmarked or (adjective and not document.adjectives)):
                continue
            found[span], kinds[span] = mention.chain, mention.kind
            alike[span] = (mention.kind, name_key(mention.text))
        self._add_mentions(document, marked, kinds)
        both = marked.keys() & found.keys()
        for row in (*KINDS, "all"):
            some = {s for s in both if row in ("all", document.kinds[marked[s]])}
            gold_part = {s: marked[s] for s in some}
            self.matched[row].add(gold_part, {s: found[s] for s in some})
            self.baseline[row].add(gold_part, {s: alike[s] for s in some})
        self.whole.add(marked, found)
        self.whole_baseline.add(marked, alike)
        if document.references:
            self._add_references(document, annotations, marked, found)
        self._tell_apart(document, annotations, marked, found)

    def _add_mentions(
        self, document: Document, marked: dict[Span, str], kinds: dict[Span, str]
    ) -> None:
        gold_kinds = {span: document.kinds[chain] for span, chain in marked.items()}
        for row in (*KINDS, "all"):
            ours = {one for one in kinds.items() if row in ("all", one[1])}
            theirs = {one for one in gold_kinds.items() if row in ("all", one[1])}
            score = self.mentions[row]
            score.found += len(ours)
            score.marked += len(theirs)
            score.right_found += len(ours & theirs)
            score.right_marked += len(ours & theirs)
        for span, kind in kinds.items():
            if gold_kinds.get(span) != kind:
                self.wrong[f"found   {kind:12} {_words(document, span)}"] += 1
        for span, kind in gold_kinds.items():
            if kinds.get(span) != kind:
                self.wrong[f"missed  {kind:12} {_words(document, span)}"] += 1

    def _add_references(
        self,
        document: Document,
        annotations: Annotations,
        marked: dict[Span, str],
        found: dict[Span, str],
    ) -> None:
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for span in marked.keys() & found.keys():
            votes[found[span]][marked[span]] += 1
        meant = {ours: counted.most_common(1)[0][0] for ours, counted in votes.items()}
        for reference in annotations.references:
            right = document.references.get((reference.paragraph, reference.end))
            tied = meant.get(reference.chain, "")
            for row in (reference.kind, "all"):
                self.references[row].found += 1
                self.references[row].right_found += tied == right
            if tied != right:
                text = document.dispatch.paragraphs[reference.paragraph].text
                around = text[max(0, reference.start - 30) : reference.end + 10]
                self.wrong[f"tied    {tied} not {right}: {document.name}: ...{around}"] += 1
        self.references["all"].marked += len(document.references)
        self.references["all"].right_marked += sum(
            meant.get(reference.chain, "")
            == document.references.get((reference.paragraph, reference.end))
            for reference in annotations.references
        )

    def _tell_apart(
        self,
        document: Document,
        annotations: Annotations,
        marked: dict[Span, str],
        found: dict[Span, str],
    ) -> None:
        heads = {chain.id: chain.head for chain in annotations.chains}
        split: dict[str, set[str]] = defaultdict(set)
        joined: dict[str, set[str]] = defaultdict(set)
        for span in marked.keys() & found.keys():
            split[marked[span]].add(heads[found[span]])
            joined[found[span]].add(marked[span])
        for parts in split.values():
            if len(parts) > 1:
                self.wrong[f"split   {document.name}: {' | '.join(sorted(parts))}"] += 1
        for ours, things in joined.items():
            if len(things) > 1:
                self.wrong[f"joined  {document.name}: {heads[ours]} = {' + '.join(things)}"] += 1


def _trimmed(document: Document, span: Span) -> Span:
    paragraph, start, end = span
    return paragraph, *trimmed(document.dispatch.paragraphs[paragraph].text, start, end)


def _words(document: Document, span: Span) -> str:
    paragraph, start, end = span
    return document.dispatch.paragraphs[paragraph].text[start:end]


def measure(documents: Iterable[Document], also: Tally) -> Tally:
    """Read every document and count it, in `also` too."""
    tally = Tally()
    for document in documents:
        annotations = pipeline.annotate(document.dispatch)
        tally.add(document, annotations)
        also.add(document, annotations)
    return tally


def show(name: str, tally: Tally, errors: int) -> None:
    print(f"\n{name}: {tally.documents} dispatches")
    print(f"{'mentions':24}{'P':>7}{'R':>7}{'F1':>7}{'marked':>8}")
    for row in (*KINDS, "all"):
        score = tally.mentions[row]
        print(
            f"  {row:22}{score.precision:7.1f}{score.recall:7.1f}{score.f1:7.1f}{score.marked:8.0f}"
        )
    print(
        f"{'chains, F1':24}" + "".join(f"{m:>9}" for m in METRICS) + f"{'CoNLL':>9}{'baseline':>10}"
    )
    rows = [(row, tally.matched[row], tally.baseline[row]) for row in (*KINDS, "all")]
    for row, ours, base in [*rows, ("all, end to end", tally.whole, tally.whole_baseline)]:
        figures = "".join(f"{ours.by_metric[metric].f1:9.1f}" for metric in METRICS)
        print(f"  {row:22}{figures}{ours.average:9.1f}{base.average:10.1f}")
    for row, score in sorted(tally.references.items()):
        print(
            f"references {row:13}{score.right_found:4.0f} of {score.found:.0f} tied rightly"
            + (f"; {score.marked:.0f} are marked" if score.marked else "")
        )
    for words, count in tally.wrong.most_common(errors):
        print(f"  {count:3} {words}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--only", choices=["development", "heldout"], help="of our own dispatches")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the N commonest")
    arguments = parser.parse_args()
    pipeline.warm()
    everything = Tally()
    if arguments.files:
        docs = [path for path in arguments.files if path.name.endswith("-docs.jsonl")]
        entities = [path for path in arguments.files if path.name.endswith("-entities.jsonl")]
        if not docs or len(docs) != len(entities):
            sys.exit("Expected X-docs.jsonl and X-entities.jsonl.")
        for one, two in zip(sorted(docs), sorted(entities), strict=True):
            show(one.stem, measure(gold.read_meantime(one, two), everything), arguments.errors)
    else:
        for part in [arguments.only] if arguments.only else ["development", "heldout"]:
            show(part, measure(gold.read(gold.GOLD / part), everything), arguments.errors)
    scores, base = everything.matched["all"], everything.baseline["all"]
    print(
        f"precision={scores.precision:.1f} recall={scores.recall:.1f} f1={scores.average:.1f} "
        f"baseline_f1={base.average:.1f}"
    )


if __name__ == "__main__":
    main()
