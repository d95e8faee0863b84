"""What the page of one entity says: its names, its mentions in their sentences, its company.

Every function says how many queries it costs. None of them grows with the entity: the page reads
the tallies (Appearance) first, then the mentions of the few dispatches it shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from articles.models import Article, Paragraph, Version
from entities.ledger import seen_of_entity
from entities.marks import Mark, Marks, marks_in
from entities.models import Alias, Appearance, Entity, Mention
from entities.sentences import Excerpt, sentence_around

# Mentions shown of one dispatch before "all of them" is offered, on a page of its own.
MENTIONS_A_DISPATCH = 20
# Names listed before the rest folds away, and in all: beyond that they are misspellings.
NAMES_SHOWN = 8
NAMES_LISTED = 200


class NameCount(NamedTuple):
    name: str
    mention_count: int


class Names(NamedTuple):
    """The words it goes by in dispatches, most used first; `unlisted` counts those left out."""

    first: list[NameCount]
    more: list[NameCount]
    unlisted: int


def names_of(entity: Entity) -> Names:
    """The different wordings of its mentions with their counts. One query."""
    surfaces = (
        Mention.objects.filter(entity=entity, status=Mention.Status.STANDING)
        .values_list("surface")
        .annotate(count=Count("id"))
        .order_by("-count", "surface")
    )
    found = [NameCount(surface, count) for surface, count in surfaces]
    return Names(
        found[:NAMES_SHOWN],
        found[NAMES_SHOWN:NAMES_LISTED],
        max(0, len(found) - NAMES_LISTED),
    )


class Record(NamedTuple):
    """What is on record of an entity, for those who correct it."""

    aliases: list[Alias]
    """The names under which readings lead to it; its own has `is_own`."""
    unlisted: int
    absorbed: list[Entity]
    """What was merged into it, the latest first."""
    seen: int
    """What its forms hand back, to be told of what others decided meanwhile."""


def record_of(entity: Entity) -> Record:
    """Three queries, one more where there are very many names."""
    found = Alias.objects.filter(entity=entity).order_by("name", "kind")
    aliases: list[Any] = list(found[: NAMES_LISTED + 1])
    for alias in aliases:
        # A name of no kind is composed of what is known of an event.
        alias.is_own = alias.key == entity.key and alias.kind in (entity.kind, "")
    unlisted = found.count() - NAMES_LISTED if len(aliases) > NAMES_LISTED else 0
    absorbed = list(entity.absorbed.order_by("-pk")[:NAMES_LISTED])
    return Record(aliases[:NAMES_LISTED], unlisted, absorbed, seen_of_entity(entity))


def first_and_latest(entity: Entity) -> tuple[Appearance | None, Appearance | None]:
    """The dispatches that mention it first and last. Two queries."""
    appearances = Appearance.objects.filter(entity=entity).select_related(
        "article__current_version"
    )
    return (
        appearances.order_by("dated_at", "article").first(),
        appearances.order_by("-dated_at", "-article").first(),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence that mentions the entity, with the way to its paragraph."""

    position: int
    text: str
    excerpt: Excerpt
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class InDispatch:
    """The mentions in one dispatch: `lines` holds the first of them, `left` counts the others."""

    article: Article
    mention_count: int
    lines: list[Line]
    left: int

    @property
    def version(self) -> Version | None:
        return self.article.current_version


def appearances_of(entity: Entity) -> QuerySet[Appearance]:
    """Its dispatches, newest first, with what a line about a dispatch shows."""
    return (
        Appearance.objects.filter(entity=entity)
        .select_related("article__source", "article__current_version")
        .defer("article__current_version__search")
        .order_by("-dated_at", "-article")
    )


def mentions_by_dispatch(
    entity: Entity, appearances: Iterable[Appearance], most: int = MENTIONS_A_DISPATCH
) -> list[InDispatch]:
    """The first `most` mentions in each of these dispatches, in their sentences. Three queries."""
    appearances = list(appearances)
    versions = [appearance.article.current_version_id for appearance in appearances]
    mentions = (
        _in_versions(entity, versions)
        .annotate(
            nth=Window(
                RowNumber(),
                partition_by=F("paragraph__version"),
                order_by=["paragraph__position", "start"],
            )
        )
        .filter(nth__lte=most)
    )
    by_version = lines(mentions)
    found = []
    for appearance in appearances:
        here, shown = by_version.get(appearance.article.current_version_id or 0, ([], 0))
        left = max(0, appearance.mention_count - shown)
        found.append(InDispatch(appearance.article, appearance.mention_count, here, left))
    return found


def mentions_in(entity: Entity, article: Article) -> QuerySet[Mention]:
    """All its mentions in one dispatch, in the order of the text, to be paged through."""
    return _in_versions(entity, [article.current_version_id])


def _in_versions(entity: Entity, versions: Sequence[int | None]) -> QuerySet[Mention]:
    return Mention.objects.filter(
        entity=entity, status=Mention.Status.STANDING, paragraph__version__in=versions
    ).order_by("paragraph__version", "paragraph__position", "start")


def lines(mentions: Iterable[Mention]) -> dict[int, tuple[list[Line], int]]:
    """Sentences by the id of their version, with how many of the mentions they hold.

    Two mentions in one sentence are one line. Three queries, the one of `mentions` included.
    """
    # The paragraphs apart from the mentions: a long one is fetched once, not once a mention.
    chosen = list(mentions)
    texts = Paragraph.objects.only("version_id", "position", "text").in_bulk(
        {mention.paragraph_id for mention in chosen}
    )
    marks = marks_in(texts)
    found: dict[int, tuple[list[Line], int]] = {}
    by_paragraph: dict[int, list[Mention]] = defaultdict(list)
    for mention in chosen:
        by_paragraph[mention.paragraph_id].append(mention)
    for paragraph_id, in_paragraph in by_paragraph.items():
        paragraph = texts[paragraph_id]
        sentences, count = found.get(paragraph.version_id, ([], 0))
        sentences.extend(_lines_of(paragraph, in_paragraph, marks))
        found[paragraph.version_id] = (sentences, count + len(in_paragraph))
    return found


def line_of(mentions: Iterable[Mention]) -> dict[int, tuple[int, Line]]:
    """Of each of these mentions its version and the sentence it stands in. Two queries."""
    chosen = list(mentions)
    texts = Paragraph.objects.only("version_id", "position", "text").in_bulk(
        {mention.paragraph_id for mention in chosen}
    )
    marks = marks_in(texts)
    return {
        mention.pk: (paragraph.version_id, _lines_of(paragraph, [mention], marks)[0])
        for mention in chosen
        for paragraph in [texts[mention.paragraph_id]]
    }


def _lines_of(paragraph: Paragraph, mentions: list[Mention], marks: Marks) -> list[Line]:
    here = marks.get(paragraph.pk, [])
    spans = [(mark.start, mark.end) for mark in here]
    found: list[Line] = []
    for mention in mentions:
        if found and mention.end <= found[-1].excerpt.end:
            continue
        excerpt = sentence_around(paragraph.text, mention.start, mention.end, spans)
        found.append(Line(paragraph.position, paragraph.text, excerpt, here))
    return found


class Companion(NamedTuple):
    """Another entity, and in how many dispatches both are mentioned."""

    entity: Entity
    shared: int


def company_of(
    entity: Entity, *, kind: str = "", among: int | None = None
) -> QuerySet[Appearance, Any]:
    """Who and what shares dispatches with it, most shared first, as rows for `companions`.

    Costs time with the number of its dispatches; `among` looks at that many of the latest only.
    """
    dispatches = Appearance.objects.filter(entity=entity).order_by("-dated_at", "-article")
    others = Appearance.objects.filter(article__in=dispatches.values("article")[:among])
    if kind:
        others = others.filter(entity__kind=kind)
    # Added up before entities are looked at: joining them first takes three times as long.
    return (
        others.exclude(entity=entity)
        .values("entity")
        .annotate(shared=Count("id"))
        .order_by("-shared", "entity")
    )


def companions(rows: Iterable[Any]) -> list[Companion]:
    """The entities of some rows of `company_of`. Two queries, that of the rows included."""
    rows = list(rows)
    entities = Entity.objects.in_bulk([row["entity"] for row in rows])
    return [Companion(entities[row["entity"]], row["shared"]) for row in rows]
