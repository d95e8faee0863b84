"""How well figures are found and read, on our own gold.

    python -m benchmarks.figures [--errors N] [FILES...]

FILES are gold files or folders of them; without any, the development part. Names are found as ever;
the events and dates that a figure may belong to are given (`--read` finds them too, by the whole
pipeline). A span counts when it is exactly right; a value when the spans meet and lowest, highest,
unit and "about" are right; `of` and event are shares of the figures whose spans meet, in which the
lemma and the event (or that there is none) are right.
"""

import argparse
import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.happenings import gold
from benchmarks.happenings.gold import Told
from extraction import figures, pipeline
from extraction.quantities import nouns
from extraction.types import Annotations, Event, EventMention, Figure, Participant, Stretch, Timex

PEOPLE = frozenset(("people", "person", "dead", "injured", "wounded", "missing"))


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("files", nargs="*", type=Path, metavar="FILES")
    arguments.add_argument("--only", choices=list(gold.PARTS), default="development")
    arguments.add_argument("--errors", type=int, default=0, metavar="N")
    arguments.add_argument("--read", action="store_true", help="find events and dates, too")
    chosen = arguments.parse_args()
    counts: Counter[str] = Counter()
    errors: list[str] = []
    for one in _told(chosen.files or [gold.PARTS[chosen.only]]):
        found = pipeline.annotate(one.dispatch)
        if not chosen.read:
            found = dataclasses.replace(found, events=_events(one), timexes=_timexes(one))
        errors += compare(one, figures.find(one.texts, found), found, counts)
    for line in errors[: chosen.errors]:
        print(line)
    print(report(counts))


def report(counts: Counter[str]) -> str:
    """The figures, as one line of names and values in per cent."""
    values = {}
    for name, right in (("", "span"), ("value_", "value")):
        precision = counts[right] / max(1, counts["found"])
        recall = counts[right] / max(1, counts["gold"])
        values[f"{name}precision"] = precision
        values[f"{name}recall"] = recall
        values[f"{name}f1"] = 2 * counts[right] / max(1, counts["found"] + counts["gold"])
    values["of"] = counts["of"] / max(1, counts["met"])
    values["event"] = counts["event"] / max(1, counts["met"])
    values["tied"] = counts["tied"] / max(1, counts["to tie"])
    print(f"{counts['gold']} figures in gold, {counts['found']} found, {counts['met']} meet")
    return " ".join(f"{name}={100 * value:.1f}" for name, value in values.items())


def compare(
    told: Told, found: Sequence[Figure], annotations: Annotations, counts: Counter[str]
) -> list[str]:
    """Adds one dispatch to the counts; returns a line for each error."""
    lines = []
    left = list(found)
    counts["gold"] += len(told.figures)
    counts["found"] += len(found)
    for true in told.figures:
        span = true.span
        met = next(
            (
                one
                for one in left
                if one.paragraph == span.paragraph and one.start < span.end and span.start < one.end
            ),
            None,
        )
        text = told.texts[span.paragraph]
        where = f"{told.name}:{span.paragraph + 1} “{_around(text, span.start, span.end)}”"
        if met is None:
            lines.append(f"missed {where}")
            continue
        left.remove(met)
        counts["met"] += 1
        exact = (met.start, met.end) == (span.start, span.end)
        counts["span"] += exact
        value = (met.low, met.high, met.unit, met.about)
        right = value == (true.low, true.high, true.unit, true.about)
        counts["value"] += right
        of = _same_of(true, met)
        counts["of"] += of
        event = _identity(met.event, told, annotations) == true.event
        counts["event"] += event
        counts["to tie"] += bool(true.event)
        counts["tied"] += bool(true.event) and event
        if not exact:
            lines.append(f"span   {where} found {met.text!r}")
        if not right:
            lines.append(f"value  {where} {value_text(met)} not {value_text(true)}")
        if not of:
            lines.append(f"of     {where} {met.of!r} ({met.of_text!r}) not {true.of!r}")
        if not event:
            lines.append(f"event  {where} {met.event!r} not {true.event!r}")
    for one in left:
        text = told.texts[one.paragraph]
        lines.append(
            f"extra  {told.name}:{one.paragraph + 1} “{_around(text, one.start, one.end)}”"
        )
    return lines


def value_text(figure: Figure | gold.Figure) -> str:
    about = "about " if figure.about else ""
    return f"{about}{figure.low}..{figure.high} {figure.unit}"


def _same_of(true: gold.Figure, met: Figure) -> bool:
    head = true.of.split(" of ")[0].split()[-1] if true.of else ""
    wanted = nouns.lemma(head)
    return wanted == met.of or (wanted in PEOPLE and met.of in PEOPLE)


def _identity(event: str, told: Told, annotations: Annotations) -> str:
    """The identity in gold of an event that was found: that of a mention at the same place."""
    if not event or any(event == one.identity for one in told.events):
        return event
    places = {
        (mention.span.paragraph, mention.span.start): one.identity
        for one in told.events
        for mention in one.mentions
    }
    met = Counter(
        places.get((mention.paragraph, mention.start), "?")
        for one in annotations.events
        if one.id == event
        for mention in one.mentions
    )
    return met.most_common(1)[0][0] if met else "?"


def _around(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 40]}"


def _told(paths: Sequence[Path]) -> Iterator[Told]:
    for path in paths:
        if path.is_dir():
            yield from gold.load(path)
        else:
            yield gold.read(path)


def _events(told: Told) -> tuple[Event, ...]:
    """The events of the gold as extraction gives them; a participant belongs to the mentions of its paragraph."""
    return tuple(
        Event(
            one.identity,
            one.type,
            one.mentions[0].span.text,
            "",
            tuple(
                EventMention(
                    mention.span.paragraph,
                    mention.span.start,
                    mention.span.end,
                    mention.span.text,
                    one.identity,
                    one.type,
                    mention.span.text.lower(),
                    mention.modality,
                    mention.phase,
                    tuple(
                        Participant(
                            part.role,
                            Stretch(
                                part.span.paragraph, part.span.start, part.span.end, part.span.text
                            ),
                        )
                        for part in one.participants
                        if part.span.paragraph == mention.span.paragraph
                    ),
                )
                for mention in one.mentions
            ),
        )
        for one in told.events
    )


def _timexes(told: Told) -> tuple[Timex, ...]:
    return tuple(
        Timex(
            one.span.paragraph,
            one.span.start,
            one.span.end,
            one.span.text,
            one.kind,
            one.value,
            modifier=one.modifier,
        )
        for one in told.dates
    )


if __name__ == "__main__":
    main()
