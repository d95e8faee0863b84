"""Times resolving one dispatch against a knowledge base of a million mentions.

    python -m newsroom.localservices --home .local/benchmark --volatile -- python -m benchmarks.resolving

Fills a database of its own as benchmarks.pages does, then records dispatches of 30 names each:
20 that are known, the best known of all among them, 5 that are spelt otherwise, 5 that are new, and with them of `--events` events of these names.
Prints the time of recording, and that of looking again at what is in doubt, in milliseconds.
"""

import argparse
import os
import random
import statistics
import sys
import time

from benchmarks.pages import fill, own_database
from benchmarks.telling import fill_told

KNOWN, MISSPELT, NEW = 20, 5, 5


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--mentions", type=int, default=1_000_000)
    arguments.add_argument("--repeat", type=int, default=20)
    arguments.add_argument("--events", type=int, default=10, help="told of by each dispatch")
    chosen = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    os.environ.setdefault("HTTPS", "0")
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    with own_database():
        print(f"{fill(chosen.mentions)}; {fill_told()}", file=sys.stderr)
        measure(chosen.repeat, chosen.events)


def measure(repeat: int, happenings: int = 10) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from articles.intake import file_dispatch
    from articles.models import Article
    from articles.readers import ReadDispatch
    from entities import consolidation
    from entities.models import Entity, ExtractionRun, event_types
    from entities.recording import record
    from extraction.types import (
        Annotations,
        Chain,
        Dispatch,
        Event,
        EventMention,
        Mention,
        Paragraph,
        Participant,
        Stretch,
    )

    with connection.cursor() as cursor:
        for table in (
            "articles_source",
            "articles_article",
            "articles_version",
            "articles_paragraph",
            "entities_entity",
            "entities_mention",
        ):
            cursor.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
    chance = random.Random(7)
    rows = list(Entity.objects.order_by("id").values_list("name", "kind")[:20_000])
    recording, again, queries = [], [], 0
    for number in range(repeat):
        known = [*rows[: KNOWN // 4], *chance.sample(rows, KNOWN - KNOWN // 4)]
        wrong = [(f"{name}e", kind) for name, kind in chance.sample(rows, MISSPELT)]
        fresh = [(f"Fresh{number}x{n} Of{n:x}", "person") for n in range(NEW)]
        text, chains, mentions = "", [], []
        for at, (name, kind) in enumerate(dict.fromkeys([*known, *wrong, *fresh])):
            chains.append(Chain(f"c{at}", kind, name, (name,)))
            mentions.append(Mention(0, len(text), len(text) + len(name), name, kind, f"c{at}", 0.9))
            text += f"{name}, "
        text = text.rstrip(", ") + ". "
        events = []
        types = list(event_types())
        for at in range(happenings):
            who, where = mentions[at % len(mentions)], mentions[(at + 7) % len(mentions)]
            one, place = (
                Stretch(0, each.start, each.end, each.text, each.chain) for each in (who, where)
            )
            id_, type_ = f"e{at + 1}", types[(number + at) % len(types)]
            trigger = EventMention(
                0,
                len(text),
                len(text) + 3,
                "met",
                id_,
                type_,
                "meet",
                participants=(Participant("agent", one), Participant("patient", place)),
                place=place,
            )
            events.append(Event(id_, type_, "meet", "", (trigger,)))
            text += "met, "
        told = Dispatch(headline=f"Dispatch {number}", paragraphs=(Paragraph(text + "over."),))
        article, _ = file_dispatch(ReadDispatch(told, "plain", "1"))
        assert isinstance(article, Article)
        run = ExtractionRun.objects.get(version=article.current_version_id)
        run.state, run.attempts = ExtractionRun.State.RUNNING, 1
        run.save()
        with CaptureQueriesContext(connection) as captured:
            started = time.perf_counter()
            record(
                run,
                Annotations(tuple(chains), tuple(mentions), events=tuple(events)),
                pipeline_version="x",
                reading_ms=0,
            )
            recording.append((time.perf_counter() - started) * 1000)
        queries = len(captured)
        started = time.perf_counter()
        consolidation.look_again(article)
        again.append((time.perf_counter() - started) * 1000)
    for words, times in (("recording", recording), ("looking again", again)):
        print(f"{words:16} median {statistics.median(times):6.0f} ms, slowest {max(times):6.0f} ms")
    print(f"queries of recording {happenings} events: {queries}")


if __name__ == "__main__":
    main()
