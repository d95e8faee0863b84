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
from typing import NamedTuple

from articles.models import Article
from entities.models import Mention, Occurrence, Origin, Participation, Quote, QuotePart


class _Name(NamedTuple):
    position: int
    start: int
    end: int
    pk: int
    chain: str
    is_editors: bool


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
            # What a person marked in these words, the machine's chain does not know.
            if name.is_editors and not name.chain:
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
        "origin",
    )
    for version, paragraph, position, start, end, pk, chain, origin in rows:
        name = _Name(position, start, end, pk, chain, origin == Origin.EDITOR)
        names[version].add(paragraph, name)
    _tie_participations(versions, names)
    _tie_quotes(versions, names)


def _tie_participations(versions: list[int | None], names: dict[int, _Names]) -> None:
    rows = Participation.objects.filter(paragraph__version__in=versions).select_related(
        "occurrence", "paragraph"
    )
    changed: list[Participation] = []
    occurrences: dict[int, Occurrence] = {}
    for row in rows.defer("paragraph__text", "paragraph__search").order_by("pk"):
        tied = names[row.paragraph.version_id].tied(
            row.paragraph_id, row.paragraph.position, row.start, row.end, row.chain
        )
        if tied != row.mention_id:
            row.mention_id = tied
            changed.append(row)
        column = {"place": "place_id", "source": "claimed_by_id"}.get(row.role)
        if column and getattr(row.occurrence, column) != tied:
            setattr(occurrences.setdefault(row.occurrence_id, row.occurrence), column, tied)
    Participation.objects.bulk_update(changed, ["mention"], batch_size=500)
    Occurrence.objects.bulk_update(occurrences.values(), ["place", "claimed_by"], batch_size=500)


def _tie_quotes(versions: list[int | None], names: dict[int, _Names]) -> None:
    parts = (
        QuotePart.objects.filter(
            paragraph__version__in=versions,
            part__in=(QuotePart.Part.SPEAKER, QuotePart.Part.ADDRESSEE),
        )
        .select_related("quote", "paragraph")
        .defer("paragraph__text", "paragraph__search")
        .order_by("pk")
    )
    changed: dict[int, Quote] = {}
    for part in parts:
        chain = getattr(part.quote, f"{part.part}_chain")
        tied = names[part.paragraph.version_id].tied(
            part.paragraph_id, part.paragraph.position, part.start, part.end, chain
        )
        if getattr(part.quote, f"{part.part}_id") != tied:
            quote = changed.setdefault(part.quote_id, part.quote)
            setattr(quote, f"{part.part}_id", tied)
    Quote.objects.bulk_update(changed.values(), ["speaker", "addressee"], batch_size=500)
