"""What was said, by an entity and about it: each quote whole, with the names in its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.urls import reverse

from articles.models import Article, Paragraph
from entities.ledger import says, seen_of_statement, who
from entities.marks import marks_in
from entities.models import Entity, Kind, Quote, QuotePart
from entities.profile import Line
from entities.sentences import Excerpt

LOADED = (
    "article__source",
    "article__current_version",
    "speaker__entity",
    "speaker_set",
    "addressee__entity",
    "decision__made_by",
    "decision__entity",
    "decision__other",
)


@dataclass(frozen=True, slots=True)
class Said:
    """A quote as it is shown: `lines` are its words, one a paragraph; offsets are the line's
    excerpt."""

    quote: Quote
    lines: list[Line]
    who: Entity | None
    to_whom: Entity | None

    @property
    def article(self) -> Article:
        return self.quote.article

    @property
    def position(self) -> int:
        """The paragraph where it begins."""
        return self.lines[0].position if self.lines else 1

    @property
    def words(self) -> str:
        """Its words alone, its paragraphs joined by a space."""
        return " ".join(line.text[line.excerpt.start : line.excerpt.end] for line in self.lines)

    @property
    def told_as(self) -> str:
        """The speaker as said, where that is not the speaker's name."""
        words = self.quote.speaker_words
        return "" if self.who is not None and words == self.who.name else words

    @property
    def decided(self) -> str:
        """Who decided last, and what; empty where the machine says so."""
        decision = self.quote.decision
        return f"{who(decision)} {says(decision)}" if decision else ""

    @property
    def seen(self) -> int:
        return seen_of_statement(self.quote)


def by(entity: Entity) -> QuerySet[Quote]:
    """Everything it said, the latest dispatch first."""
    return _shown(Quote.objects.by(entity))


def about(entity: Entity) -> QuerySet[Quote]:
    """Everything others said that names it, the latest dispatch first."""
    return _shown(Quote.objects.about(entity).not_by(entity))


LATEST_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Latest:
    """A part of an entity's page: the latest of what it said, or of what was said of it."""

    id: str
    heading: str
    address: str
    count: int
    quotes: list[Said]
    by: int | None
    """The entity, where it is who says all of them."""


def latest_of(entity: Entity) -> list[Latest]:
    """What an entity's page shows of quotes; parts without any are left out. Ten queries at most."""
    parts = (
        ("said", "Said", "entities:quotes", by(entity), entity.pk),
        (
            "said-of",
            "Said of them" if entity.kind == Kind.PERSON else "Said of it",
            "entities:quoted",
            about(entity),
            None,
        ),
    )
    return [
        Latest(
            id_,
            heading,
            reverse(page, args=[entity.pk]),
            latest[0].total,
            drawn(latest),
            whose,
        )
        for id_, heading, page, quotes, whose in parts
        # Counted where they are sorted: either means to look at all.
        if (latest := list(quotes.annotate(total=Window(Count("pk")))[:LATEST_SHOWN]))
    ]


def _shown(quotes: QuerySet[Quote]) -> QuerySet[Quote]:
    # What hangs on a quote is loaded by `drawn`: in a join of so many tables the database would not
    # begin with the few quotes that are asked for.
    return quotes.order_by("-article__dated_at", "-article", "pk")


def drawn(quotes: Iterable[Quote]) -> list[Said]:
    """The quotes with their words, in the order given. Four queries beside theirs."""
    asked = [quote.pk for quote in quotes]
    loaded = (
        Quote.objects.select_related(*LOADED)
        .defer("article__current_version__search")
        .in_bulk(asked)
    )
    # One that was read anew in this moment is left out.
    chosen = [loaded[pk] for pk in asked if pk in loaded]
    rows = QuotePart.objects.filter(quote__in=chosen, part=QuotePart.Part.CONTENT).order_by("pk")
    parts: dict[int, list[QuotePart]] = defaultdict(list)
    for part in rows:
        parts[part.quote_id].append(part)
    texts: dict[int, Any] = Paragraph.objects.only("version_id", "position", "text").in_bulk(
        {part.paragraph_id for of in parts.values() for part in of}
    )
    marks = marks_in(texts)
    found = []
    for quote in chosen:
        lines = [
            Line(
                texts[part.paragraph_id].position,
                texts[part.paragraph_id].text,
                Excerpt(part.start, part.end),
                marks.get(part.paragraph_id, []),
            )
            for part in parts[quote.pk]
        ]
        found.append(Said(quote, _runs(lines), quote.who, quote.to_whom))
    return found


def _runs(lines: list[Line]) -> list[Line]:
    """Parts of one paragraph as one line, with what stands between them: "...", he said, "..."."""
    found: list[Line] = []
    for line in lines:
        if found and found[-1].position == line.position:
            last = found[-1]
            start = min(last.excerpt.start, line.excerpt.start)
            end = max(last.excerpt.end, line.excerpt.end)
            found[-1] = Line(last.position, last.text, Excerpt(start, end), last.marks)
        else:
            found.append(line)
    return found
