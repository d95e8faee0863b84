"""Times the pages over a knowledge base of a million mentions.

    python -m newsroom.localservices --home .local/benchmark -- python -m benchmarks.pages

Fills a database of its own (dropped and made anew at each run) with made-up dispatches, whose
entities are mentioned as unevenly as real ones are (Zipf's law: a few in most dispatches, most in
one), then asks for each page through Django's handlers, without a web server, and prints the
median and the slowest of its times in milliseconds and its number of queries.
"""

import argparse
import datetime
import itertools
import os
import random
import statistics
import sys
import time
import uuid
from collections import Counter
from typing import Any

from benchmarks.telling import fill_told

PARAGRAPHS = 10
# The sentence has three names.
NAMES = 3
SENTENCE = "{} met {} on Tuesday, and officials in {} spoke of a difficult but useful hour."
KINDS = ("person", "place", "organisation", "event")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--mentions", type=int, default=1_000_000)
    arguments.add_argument("--repeat", type=int, default=7)
    arguments.add_argument("--only", default="", help="pages whose words hold this")
    arguments.add_argument(
        "--queries", type=float, metavar="SECONDS", help="print queries that take so long"
    )
    chosen = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    os.environ.setdefault("HTTPS", "0")
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import override_settings

    quiet = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with (
        own_database(),
        override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=settings.STORAGES | quiet),
    ):
        started = time.perf_counter()
        facts = f"{fill(chosen.mentions)}; {fill_told()}"
        print(f"filled in {time.perf_counter() - started:.0f} s: {facts}", file=sys.stderr)
        measure(chosen.repeat, chosen.only, chosen.queries)


def own_database() -> Any:
    """A database next to the real one, made for this run and dropped after it."""
    import contextlib

    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    @contextlib.contextmanager
    def made() -> Any:
        before = setup_databases(0, interactive=False, serialized_aliases=[])
        try:
            yield connection
        finally:
            teardown_databases(before, 0)

    return made()


def fill(mentions: int) -> str:
    """Writes dispatches with about `mentions` mentions; returns what there is, in words."""
    from django.db import connection

    from entities.spelling import codes

    chance = random.Random(20231222)
    dispatches = max(10, mentions // (PARAGRAPHS * NAMES))
    entities = max(20, dispatches * 3 // 2)
    names = [f"Name{number:x} Of{number % 977:x}" for number in range(1, entities + 1)]
    kinds = [KINDS[number % 10 // 3] for number in range(1, entities + 1)]
    # The n-th entity is mentioned about 1/n as often as the first.
    weights = list(itertools.accumulate(1 / number for number in range(1, entities + 1)))
    day = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_source (id, name, created_at) "
            "SELECT n, 'Source ' || n, now() FROM generate_series(1, 20) n"
        )
        rows: dict[str, list[tuple[Any, ...]]] = {"version": [], "paragraph": [], "mention": []}
        articles, appearances = [], []
        sums: dict[int, list[Any]] = {}
        paragraph_id = mention_id = 0
        for article in range(1, dispatches + 1):
            dated = day + datetime.timedelta(minutes=article * 4_300_000 // dispatches)
            articles.append((article, article % 20 + 1, dated))
            rows["version"].append(
                (
                    article,
                    article,
                    1,
                    "filed",
                    f"Dispatch {article} of {names[article % entities]}",
                    dated,
                    "day",
                    f"{article:064x}",
                    200,
                    dated,
                )
            )
            here: Counter[int] = Counter()
            for position in range(1, PARAGRAPHS + 1):
                paragraph_id += 1
                who = chance.choices(range(1, entities + 1), cum_weights=weights, k=NAMES)
                text = SENTENCE.format(*(names[entity - 1] for entity in who))
                rows["paragraph"].append(
                    (paragraph_id, article, position, "body", text, uuid.UUID(int=paragraph_id))
                )
                at = 0
                for entity in who:
                    start = text.index(names[entity - 1], at)
                    at = start + len(names[entity - 1])
                    mention_id += 1
                    here[entity] += 1
                    rows["mention"].append(
                        (mention_id, paragraph_id, start, at, names[entity - 1], entity)
                    )
            for entity, count in here.items():
                appearances.append((entity, article, count, dated))
                known = sums.setdefault(entity, [0, 0, dated, dated])
                known[0] += count
                known[1] += 1
                known[3] = dated
        copy(cursor, "articles_article (id, source_id, dated_at)", articles)
        copy(
            cursor,
            "articles_version (id, article_id, number, cause, headline, published_at, "
            "published_precision, text_hash, word_count, filed_at, byline, dateline, language, "
            "bytes_hash, file_name, reader, reader_version)",
            ((*row, "", "", "en", "", "", "plain", "1") for row in rows["version"]),
        )
        cursor.execute("UPDATE articles_article SET current_version_id = id")
        copy(
            cursor,
            "articles_paragraph (id, version_id, position, kind, text, lineage)",
            rows["paragraph"],
        )
        copy(
            cursor,
            "entities_entity (id, kind, name, key, namesake, description, origin, created_at, "
            "mention_count, article_count, first_seen_at, last_seen_at)",
            (
                (
                    n,
                    kinds[n - 1],
                    names[n - 1],
                    names[n - 1].lower(),
                    0,
                    "",
                    "machine",
                    day,
                    *sums.get(n, (0, 0, None, None)),
                )
                for n in range(1, entities + 1)
            ),
        )
        copy(
            cursor,
            "entities_alias (entity_id, name, key, kind, origin, sounds)",
            (
                (
                    n,
                    names[n - 1],
                    names[n - 1].lower(),
                    kinds[n - 1],
                    "machine",
                    codes(names[n - 1], kinds[n - 1]),
                )
                for n in range(1, entities + 1)
            ),
        )
        copy(
            cursor,
            'entities_mention (id, paragraph_id, start, "end", surface, entity_id, chain, score, '
            "origin, status, prefix, suffix, resolved_to_id, key, read_as)",
            (
                (
                    *row,
                    "",
                    0.9,
                    "machine",
                    "standing",
                    "",
                    "",
                    row[5],
                    row[4].lower(),
                    kinds[row[5] - 1],
                )
                for row in rows["mention"]
            ),
        )
        copy(
            cursor,
            "entities_appearance (entity_id, article_id, mention_count, dated_at)",
            appearances,
        )
        copy(
            cursor,
            "entities_resolution (article_id, chain, kind, name, entity_id, score, outcome, certain, "
            "reasons, traits, sounds, made_at)",
            (
                (
                    article,
                    f"c{entity}",
                    kinds[entity - 1],
                    names[entity - 1],
                    entity,
                    0.99,
                    "linked",
                    True,
                    "[]",
                    f'{{"names": ["{names[entity - 1]}"], "countries": {{"NE": 1}}}}',
                    codes(names[entity - 1], kinds[entity - 1])[:1],
                    dated,
                )
                for entity, article, _, dated in appearances
            ),
        )
        cursor.execute(
            "INSERT INTO entities_extractionrun (version_id, state, queued_at, finished_at, "
            "attempts, progress, pipeline_version, mention_count, entity_count, reading_ms, "
            "recording_ms, error) SELECT id, 'done', filed_at, filed_at, 1, 100, 'x', 25, 20, "
            "1, 1, '' FROM articles_version"
        )
        cursor.execute("ANALYZE")
    most = max(known[0] for known in sums.values())
    return (
        f"{dispatches} dispatches, {paragraph_id} paragraphs, {mention_id} mentions of "
        f"{len(sums)} entities, the most mentioned {most} times"
    )


def copy(cursor: Any, into: str, rows: Any) -> None:
    with cursor.copy(f"COPY {into} FROM STDIN") as channel:
        for row in rows:
            channel.write_row(row)


def measure(repeat: int, only: str = "", slow: float | None = None) -> None:
    """Prints a line a page, and the queries of each that took longer than `slow` seconds."""
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from entities.models import Entity

    once = Entity.objects.filter(mention_count=1).order_by("id").values_list("id", flat=True)[0]
    most, *_, least = (
        Entity.objects.filter(event_facts__isnull=False)
        .order_by("-article_count", "id")
        .values_list("id", flat=True)
    )
    ordinary = (
        Entity.objects.filter(event_facts__isnull=False, article_count__lte=5)
        .order_by("-article_count", "id")
        .values_list("id", flat=True)[0]
    )
    client = Client()
    client.force_login(User.objects.create_superuser("benchmark"))
    pages = {
        "home": "/",
        "dispatches": "/articles/",
        "dispatches, searched": "/articles/?q=Name1f+useful",
        "dispatch": "/articles/77/",
        "entities": "/entities/",
        "entities, one kind": "/entities/?kind=person",
        "entities, by name": "/entities/?order=name",
        "entities, typed in part": "/entities/?q=name1f",
        "entities, one source": "/entities/?source=3",
        "entities, one month": "/entities/?after=2019-03-01&before=2019-03-31",
        "entities, page 300": "/entities/?page=300",
        "most mentioned entity": "/entities/1/",
        "most mentioned entity, page 200": "/entities/1/?page=200",
        "entity mentioned once": f"/entities/{once}/",
        "event of one dispatch": f"/entities/{least}/",
        "event of five dispatches": f"/entities/{ordinary}/",
        "most told event": f"/entities/{most}/",
        "timeline": "/timeline/",
        "timeline, earliest first": "/timeline/?order=earliest",
        "timeline, page 50": "/timeline/?page=50",
        "timeline, one type": "/timeline/?type=coup",
        "timeline, two months": "/timeline/?after=2019-03-01&before=2019-04-30",
        "timeline, one year": "/timeline/?after=2019-01-01&before=2019-12-31",
        "timeline, of a person": "/timeline/?person=1",
        "timeline of most mentioned entity": "/entities/1/timeline/",
        "timeline of most mentioned place": "/entities/3/timeline/",
        "timeline of an entity": f"/entities/{once}/timeline/",
        "timeline of most told event": f"/entities/{most}/timeline/",
        "timeline of a dispatch's story": "/articles/77/timeline/",
        "said by most mentioned entity": "/entities/1/quotes/",
        "said of most mentioned entity": "/entities/1/quoted/",
        "said of an entity": f"/entities/{once}/quoted/",
        "admin: mentions": "/admin/entities/mention/",
        "admin: entities": "/admin/entities/entity/",
    }
    print(f"{'page':34} {'median ms':>10} {'slowest ms':>11} {'queries':>8}")
    for words, address in pages.items():
        if only and only not in words:
            continue
        times, queries = [], 0
        for _ in range(repeat):
            with CaptureQueriesContext(connection) as captured:
                started = time.perf_counter()
                response = client.get(address, follow=True)
                times.append((time.perf_counter() - started) * 1000)
            queries = len(captured)
            if response.status_code != 200:
                print(f"{words:34} answered {response.status_code}")
                break
        else:
            print(f"{words:34} {statistics.median(times):10.0f} {max(times):11.0f} {queries:8}")
            for query in captured.captured_queries:
                if slow is not None and float(query["time"]) >= slow:
                    print(f"    {query['time']} s: {query['sql'][:3000]}")


if __name__ == "__main__":
    main()
