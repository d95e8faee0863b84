"""`python -m benchmarks.quotes [FILE...] [--errors N]`: how often a quote is found, with whom it is from.

FILE is PolNeAR as lines of JSON; without one, our own gold of sample dispatches. PolNeAR marks every
attribution: what is said, and also what is thought, felt, planned, opposed, or shown by a document or a
poll, with its cue anywhere in the grammar. All of it counts, so recall is that of a task wider than quotes;
"in marks" is what has quotation marks, which other tools measure alone.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.happenings import gold as happenings
from benchmarks.quotes import gold
from benchmarks.quotes.scoring import Attribution, Scores, Split, score
from extraction import names, pipeline, quotes
from extraction.recogniser.heads import Heads
from extraction.types import Annotations, Stretch


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quotes", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="print the first N errors"
    )
    parser.add_argument(
        "--only",
        choices=list(happenings.PARTS),
        default="development",
        help="of our own gold; nothing is chosen by what is held out",
    )
    parser.add_argument("--rules", action="store_true", help="leave the encoder's head aside")
    options = parser.parse_args(arguments)
    scores, left, words, spent = (
        Scores(),
        0 if options.only == "heldout" else options.errors,
        0,
        0.0,
    )
    texts = (text for path in options.files for text in gold.polnear(path))
    # Our own gold has what is said, and not what is only thought or opposed.
    least = 0.0 if options.files else quotes.SURE
    for text in texts if options.files else gold.own(options.only):
        found_names = pipeline.annotate(text.dispatch)
        heads = None if options.rules else heads_of(text)
        begun = time.perf_counter()
        found = found_in(text, found_names, heads, least)
        spent += time.perf_counter() - begun
        words += len(text.text.split())
        chosen = score(scores, text.text, found, text.gold)
        left -= print_errors(text, found, chosen, left)
    report(scores)
    found = scores.content_by_form.get("in marks", Split()).gold_right
    right = scores.speaker_by_form.get("in marks", Split()).gold_right
    print(
        f"of the gold in marks that was found, {100 * right / max(found, 1):.1f}% with its speaker"
    )
    print(f"{words / max(spent, 1e-9):,.0f} words a second for this step alone")
    print(last_line(scores))
    return 0


def heads_of(text: gold.Text) -> dict[int, Heads] | None:
    """What the encoder's further heads say, by paragraph; None where it has none."""
    _, heads = names.find_names_and_heads([one.text for one in text.dispatch.paragraphs])
    return dict(enumerate(heads)) if heads else None


def found_in(
    text: gold.Text,
    found: Annotations,
    heads: Mapping[int, Heads] | None = None,
    least: float = 0.0,
) -> list[Attribution]:
    """The quotes found with a score of at least `least`, as spans of the whole text."""
    paragraphs = {number: one.text for number, one in enumerate(text.dispatch.paragraphs)}

    def spans(*stretches: Stretch | None) -> tuple[tuple[int, int], ...]:
        return tuple(
            (text.begins[one.paragraph] + one.start, text.begins[one.paragraph] + one.end)
            for one in stretches
            if one
        )

    return [
        Attribution(spans(*quote.content), spans(quote.speaker), spans(quote.cue), quote.form)
        for quote in quotes.find(paragraphs, found, heads)
        if quote.score >= least
    ]


def print_errors(
    text: gold.Text, found: list[Attribution], chosen: list[tuple[int, int, bool]], left: int
) -> int:
    """Print up to `left` errors of one text; how many were printed."""
    lines = []
    for number, other, right in chosen:
        if not right:
            lines.append((text.gold[other].content[0], "speaker", found[number], text.gold[other]))
    paired = {number for number, *_ in chosen}
    meant = {other for _, other, _ in chosen}
    lines += [
        (one.content[0], "not there", one, None)
        for number, one in enumerate(found)
        if number not in paired
    ]
    lines += [
        (one.content[0], "missed", None, one)
        for number, one in enumerate(text.gold)
        if number not in meant
    ]
    shown = sorted(lines, key=lambda line: line[0])[: max(0, left)]
    if shown:
        print(f"== {text.name}")
    for _, what, mine, theirs in shown:
        print(f"{what}:")
        for label, one in (("found", mine), ("gold", theirs)):
            if one:
                print(f"  {label:6}{one.form} | {_said(text, one)}")
    return len(shown)


def _said(text: gold.Text, one: Attribution) -> str:
    parts = [
        " ... ".join(text.text[start:end] for start, end in spans).replace("\n", " ") or "-"
        for spans in (one.source, one.cue, one.content)
    ]
    return " | ".join(parts)


def report(scores: Scores) -> None:
    rows: list[tuple[str, float, float, float]] = [
        (name, one.precision, one.recall, one.f1)
        for name, one in (
            ("content, exact", scores.exact),
            ("content, overlap", scores.overlap),
            ("content and cue", scores.cue),
            ("content and speaker", scores.speaker),
        )
    ]
    for what, table in (
        ("content", scores.content_by_form),
        ("content and speaker", scores.speaker_by_form),
    ):
        rows += [
            (f"{what}, {form}", one.precision, one.recall, one.f1) for form, one in table.items()
        ]
    print(f"{'':32}{'precision':>10}{'recall':>8}{'F1':>7}   found   gold")
    for (name, *values), sizes in zip(rows, _sizes(scores), strict=True):
        print(f"{name:32}{values[0]:10.1f}{values[1]:8.1f}{values[2]:7.1f}{sizes[0]:8}{sizes[1]:7}")


def _sizes(scores: Scores) -> list[tuple[int, int]]:
    whole = [
        (one.found, one.gold) for one in (scores.exact, scores.overlap, scores.cue, scores.speaker)
    ]
    tables = (scores.content_by_form, scores.speaker_by_form)
    return whole + [(one.found, one.gold) for table in tables for one in table.values()]


def last_line(scores: Scores) -> str:
    marks: Split = scores.speaker_by_form.get("in marks", Split())
    return (
        f"content_f1={scores.overlap.f1:.1f} speaker_f1={scores.speaker.f1:.1f} "
        f"marked_f1={marks.f1:.1f}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
