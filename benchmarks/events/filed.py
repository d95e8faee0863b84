"""Measures which real events the application makes of dispatches, filed one after the other.

    python -m newsroom.localservices --home .local/benchmark --volatile -- \\
        python -m benchmarks.events.filed [--only development|heldout] [--backwards] [--why NAME]

Nothing is given: our own gold is read, recorded and resolved as the application does, on a database of
its own. Of the marked mentions that were found, those of one event should lead to one entity. Figures
are B-cubed in per cent, beside "one head lemma, one event" over the same mentions. Every entity that
holds several events is listed, and every event that lies in pieces.
"""

import argparse
import os
from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Any

from benchmarks.chains.metrics import Scores
from benchmarks.events.identity import told
from benchmarks.happenings import gold
from benchmarks.happenings.gold import Told
from entities.event_words import head, lemma

Place = tuple[str, int, int]


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--only", choices=["development", "heldout"], default="development")
    arguments.add_argument("--backwards", action="store_true", help="file the latest first")
    arguments.add_argument(
        "--why", default="", metavar="NAME", help="print reasons for these events"
    )
    arguments.add_argument("--quiet", action="store_true", help="print no single events")
    chosen = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    os.environ.setdefault("HTTPS", "0")
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from benchmarks.pages import own_database

    dispatches = gold.load(gold.PARTS[chosen.only])
    with own_database():
        report(dispatches[::-1] if chosen.backwards else dispatches, quiet=chosen.quiet)
        if chosen.why:
            explain(chosen.why)


def report(dispatches: tuple[Told, ...], *, quiet: bool) -> None:
    """Files, and prints the figures."""
    found: dict[Place, Hashable] = {}
    marked: dict[Place, Hashable] = {}
    words: dict[Place, str] = {}
    for one in dispatches:
        entities = filed(one)
        for event in one.events:
            for mention in event.mentions:
                at = mention.span
                place = (one.name, at.paragraph, at.start)
                entity = next(
                    (pk for (number, start, end), pk in entities.items()
                     if number == at.paragraph and start < at.end and at.start < end), None
                )  # fmt: skip
                if entity is not None:
                    text = one.texts[at.paragraph][at.start : at.end]
                    marked[place], found[place], words[place] = event.identity, entity, text
    by_lemma = {place: lemma(text.split()[head(text.split())]) for place, text in words.items()}
    print(f"{len(marked)} mentions of {len(set(marked.values()))} events were found")
    for name, assigned in (("head lemma", by_lemma), ("ours", found)):
        scores = Scores()
        scores.add(marked, assigned)
        print(f"{name:13}{told(scores)}")
    if not quiet:
        listed("entities that hold several events", marked, found, words)
        listed("events in pieces", found, marked, words)


def listed(
    title: str,
    inner: Mapping[Place, Hashable],
    outer: Mapping[Place, Hashable],
    words: Mapping[Place, str],
) -> None:
    """Prints each group of the second that holds several of the first."""
    groups: dict[Hashable, dict[Hashable, list[str]]] = defaultdict(lambda: defaultdict(list))
    for place in inner:
        groups[outer[place]][inner[place]].append(f"{words[place]} ({place[0]})")
    wrong = {of: parts for of, parts in groups.items() if len(parts) > 1}
    print(f"{title}: {len(wrong)}")
    for of, parts in wrong.items():
        print(
            f"  {of}: "
            + "  |  ".join(f"{part}: {', '.join(those)}" for part, those in parts.items())
        )


def filed(one: Told) -> dict[tuple[int, int, int], int]:
    """Files and reads one dispatch; the entity of each mention of an event, by its place."""
    from articles.intake import file_dispatch
    from articles.readers import ReadDispatch
    from benchmarks.events.marked import read
    from entities.models import ExtractionRun, Mention
    from entities.recording import record

    article, _ = file_dispatch(ReadDispatch(one.dispatch, "plain", "1"))
    run = ExtractionRun.objects.get(version=article.current_version_id)
    run.state, run.attempts = ExtractionRun.State.RUNNING, 1
    run.save()
    annotations = read(list(one.texts.values()), one.anchor)
    record(run, annotations, pipeline_version="gold", reading_ms=0)
    rows = Mention.objects.filter(
        paragraph__version=article.current_version_id, occurrence__isnull=False
    ).order_by("paragraph__position", "start")
    positions = list(
        dict.fromkeys(
            article.current_version.paragraphs.order_by("position").values_list("pk", flat=True)
        )
    )  # type: ignore[union-attr]
    return {(positions.index(row.paragraph_id), row.start, row.end): row.entity_id for row in rows}


def explain(name: str) -> None:
    """Prints how each event whose name holds `name` was decided."""
    from entities.models import Resolution

    rows: Any = Resolution.objects.filter(kind="event", entity__name__icontains=name)
    for row in rows.select_related("entity", "article__current_version").order_by(
        "article", "chain"
    ):
        print(f"{row.name} in “{row.article.current_version.headline}”: {row.outcome} "
              f"{row.entity} ({row.entity_id}), {row.score:.2f}")  # fmt: skip
        for each in row.reasons:
            print(f"    {each['weight']:+.2f} {each['feature']}: {each['note']}")


if __name__ == "__main__":
    main()
