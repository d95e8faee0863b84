"""Which name the words of a speaker, a participant or a place lead to.

Words are tied to the mention that stands in them or, where they only stand for a name ("he", "the
ministry"), to the nearest mention of the same chain before them. What the mention means, they mean:
merges, splits and corrections of names need nothing more. Tied anew whenever rows of mentions came
or went.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from articles.models import Article
from entities.models import Mention, Participation, QuotePart
from entities.models.event import PLACE, SOURCE


class _Name(NamedTuple):
    position: int
    start: int
    end: int
    pk: int
    chain: str


class _Names:
    """The names of one version in the order of the text."""

    def __init__(self) -> None:
        self.by_chain: dict[str, list[_Name]] = defaultdict(list)
        self.by_paragraph: dict[int, list[_Name]] = defaultdict(list)

    def add(self, paragraph: int, name: _Name) -> None:
        self.by_paragraph[paragraph].append(name)
        if name.chain:
            self.by_chain[name.chain].append(name)

    def tied(self, paragraph: int, position: int, start: int, end: int, chain: str) -> int | None:
        within = [
            name for name in self.by_paragraph[paragraph] if name.start < end and start < name.end
        ]
        for name in within:
            if (chain and name.chain == chain) or (name.start, name.end) == (start, end):
                return name.pk
        for name in within:
            # Marked by a person, or marked again after an undo: no chain knows it.
            if not name.chain:
                return name.pk
        named = self.by_chain.get(chain, [])
        before = bisect_right(
            named, (position, start), key=lambda name: (name.position, name.start)
        )
        return named[max(0, before - 1)].pk if named else None


def tie(articles: Sequence[Article]) -> None:
    """Ties all words of these dispatches' current versions. The number of queries does not depend
    on how many there are."""
    versions = [article.current_version_id for article in articles]
    names: dict[int, _Names] = defaultdict(_Names)
    mentions = Mention.objects.filter(paragraph__version__in=versions, is_trigger=False)
    rows = mentions.order_by("paragraph__version", "paragraph__position", "start").values_list(
        "paragraph__version",
        "paragraph",
        "paragraph__position",
        "start",
        "end",
        "pk",
        "chain",
    )
    for version, paragraph, position, start, end, pk, chain in rows:
        names[version].add(paragraph, _Name(position, start, end, pk, chain))
    _tie_participations(versions, names)
    _tie_quotes(versions, names)


def _tie_participations(versions: list[int | None], names: dict[int, _Names]) -> None:
    rows: Any = Participation.objects.filter(paragraph__version__in=versions).order_by("pk").values_list(
        "pk", "role", "mention", "occurrence", "occurrence__place", "occurrence__claimed_by",
        "paragraph__version", "paragraph", "paragraph__position", "start", "end", "chain",
    )  # fmt: skip
    changed: dict[int, int | None] = {}
    places: dict[int, int | None] = {}
    sources: dict[int, int | None] = {}
    for pk, role, mention, occurrence, place, source, version, *words in rows:
        tied = names[version].tied(*words)
        if tied != mention:
            changed[pk] = tied
        if role == PLACE and tied != place:
            places[occurrence] = tied
        if role == SOURCE and tied != source:
            sources[occurrence] = tied
    _set("entities_participation", "mention_id", changed)
    _set("entities_occurrence", "place_id", places)
    _set("entities_occurrence", "claimed_by_id", sources)


def _tie_quotes(versions: list[int | None], names: dict[int, _Names]) -> None:
    for part in (QuotePart.Part.SPEAKER, QuotePart.Part.ADDRESSEE):
        rows = QuotePart.objects.filter(paragraph__version__in=versions, part=part).order_by("pk")
        changed: dict[int, int | None] = {}
        told: Any = rows.values_list(
            "quote", f"quote__{part}",
            "paragraph__version", "paragraph", "paragraph__position", "start", "end",
            f"quote__{part}_chain",
        )  # fmt: skip
        for quote, mention, version, *words in told:
            tied = names[version].tied(*words)
            if tied != mention:
                changed[quote] = tied
        _set("entities_quote", f"{part}_id", changed)


def _set(table: str, column: str, values: dict[int, int | None]) -> None:
    """Sets one column of many rows, by their ids. One statement, or none for none."""
    if not values:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {table} AS row SET {column} = new.value
              FROM unnest(%s::bigint[], %s::bigint[]) AS new (id, value) WHERE row.id = new.id
            """,  # noqa: S608 - our own words
            [list(values), list(values.values())],
        )
