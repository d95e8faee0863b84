"""How well dispatches' names are resolved to things, across dispatches.

    python -m newsroom.localservices --home .local/benchmark --volatile -- \\
        python -m benchmarks.resolution [FILES...]

Mentions and chains within each dispatch are given; the resolver runs for real, dispatch by
dispatch, on a database of its own. Without arguments it reads the held-out part of our own gold;
`--train` reads the part that weights were set on. FILES are further gold: a folder like ours, the
folder of MEANTIME's two files, or ECB+'s archive; each starts with an empty database. Figures are
B-cubed over chains, in per cent, beside two baselines: names written alike, and trigram likeness
over 0.6 without context. Every wrong merge is listed. The last line is for our own gold.
"""

import argparse
import os
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.resolution import gold, scoring
from benchmarks.resolution.gold import Told
from benchmarks.resolution.scoring import Item

KINDS = ("person", "place", "organisation")


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("files", nargs="*", type=Path, metavar="FILES")
    arguments.add_argument("--train", action="store_true", help="the part weights were set on")
    arguments.add_argument("--missed", action="store_true", help="list what was kept apart, too")
    arguments.add_argument("--why", metavar="NAME", help="print the reasons for chains of a name")
    arguments.add_argument("--backwards", action="store_true", help="file the latest first")
    chosen = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    os.environ.setdefault("HTTPS", "0")
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from benchmarks.pages import own_database

    own = gold.OWN / ("train" if chosen.train else "heldout")
    last = ""
    with own_database():
        for path in (*chosen.files, own):
            told = gold.load(path)
            if chosen.backwards:
                told.reverse()
            last = report(str(path), told, missed=chosen.missed)
            if chosen.why and path != own:
                explain(chosen.why)
    print(last)


def report(name: str, told: Sequence[Told], *, missed: bool) -> str:
    """Resolves, prints the figures, and returns them as one line."""
    started = time.perf_counter()
    empty_database()
    found = resolved(told)
    took = time.perf_counter() - started
    truth: dict[Item, str] = {
        (one.name, chain): who
        for one in told
        for chain, who in one.who.items()
        if (one.name, chain) in found
    }
    kinds = {(one.name, chain.id): chain.kind for one in told for chain in one.annotations.chains}
    systems: dict[str, Mapping[Item, Any]] = {
        "resolved": found,
        "same string": scoring.by_string(told),
        "trigrams > 0.6": scoring.by_trigrams(told),
    }
    print(
        f"\n{name}: {len(told)} dispatches, {len(truth)} chains of {len(set(truth.values()))} things, {took:.1f} s"
    )
    print(f"{'':16}{'':14}{'precision':>10}{'recall':>8}{'F1':>7}{'chains':>8}")
    total: dict[str, scoring.Score] = {}
    for system, assigned in systems.items():
        for kind in (*KINDS, "all"):
            items = [item for item in truth if kind in ("all", kinds[item])]
            score = scoring.b_cubed(
                {item: truth[item] for item in items}, {item: assigned[item] for item in items}
            )
            total[system] = score
            print(
                f"{system if kind == 'person' else '':16}{kind:14}{score.precision:10.1f}"
                f"{score.recall:8.1f}{score.f1:7.1f}{score.chains:8}"
            )
    list_wrong(truth, found, told, missed=missed)
    ours = total["resolved"]
    return (
        f"precision={ours.precision:.1f} recall={ours.recall:.1f} f1={ours.f1:.1f} "
        f"baseline_string_f1={total['same string'].f1:.1f} "
        f"baseline_trigram_f1={total['trigrams > 0.6'].f1:.1f}"
    )


def list_wrong(
    truth: Mapping[Item, str], found: Mapping[Item, Any], told: Sequence[Told], *, missed: bool
) -> None:
    """Prints each entity that holds more than one thing and, if wished, each thing kept in pieces."""
    heads = {(one.name, chain.id): chain.head for one in told for chain in one.annotations.chains}

    def shown(items: Sequence[Item]) -> str:
        return ", ".join(f"{heads[item]} ({item[0]})" for item in items)

    merged: dict[Any, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    pieces: dict[str, dict[Any, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item, who in truth.items():
        merged[found[item]][who].append(item)
        pieces[who][found[item]].append(item)
    wrong = [of for of in merged.values() if len(of) > 1]
    print(f"wrong merges: {len(wrong)}")
    for of in wrong:
        print("  " + "  +  ".join(f"{who}: {shown(items)}" for who, items in of.items()))
    apart = [(who, of) for who, of in pieces.items() if len(of) > 1]
    print(f"kept in pieces: {len(apart)}")
    for who, of in apart if missed else ():
        print(f"  {who}: " + "  |  ".join(shown(items) for items in of.values()))


def explain(name: str) -> None:
    """Prints how each chain whose head holds `name` was decided."""
    from entities.models import Resolution

    for row in Resolution.objects.filter(name__icontains=name).order_by("article", "chain"):
        headline = row.article.current_version.headline if row.article.current_version else ""
        print(f"{row.name} in “{headline}”: {row.outcome} {row.entity_id}, {row.score:.2f}")
        for each in row.reasons:
            print(f"    {each['weight']:+.2f} {each['feature']}: {each['note']}")


def empty_database() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE articles_source, articles_article, entities_entity CASCADE")


def resolved(told: Sequence[Told]) -> dict[Item, int]:
    """Files and records the dispatches one after the other; the entity of each chain at the end."""
    from articles.models import Article
    from entities.models import Mention

    filed: dict[int, Told] = {}
    for one in told:
        # Of two with the very same text the first is filed, and the second leads to it.
        filed.setdefault(file(one), one)
    found: dict[Item, int] = {}
    articles = Article.objects.in_bulk(filed)
    for pk, one in filed.items():
        for chain, entity in Mention.objects.filter(
            paragraph__version=articles[pk].current_version_id
        ).values_list("chain", "entity"):
            found[one.name, chain] = entity
    return found


def file(one: Told) -> int:
    """Files and reads one dispatch as the application does; its number."""
    from articles.intake import file_dispatch
    from articles.readers import ReadDispatch
    from entities import consolidation
    from entities.models import ExtractionRun
    from entities.recording import record

    article, is_new = file_dispatch(ReadDispatch(one.dispatch, "plain", "1"))
    if not is_new:
        return article.pk
    run = ExtractionRun.objects.get(version=article.current_version_id)
    run.state, run.attempts = ExtractionRun.State.RUNNING, 1
    run.save()
    if not record(run, one.annotations, pipeline_version="gold", reading_ms=0):
        sys.exit(f"{one.name} could not be recorded")
    consolidation.look_again(article)
    return article.pk


if __name__ == "__main__":
    main()
