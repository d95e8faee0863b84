"""What is read of one figure, or of an event at some words, with the words around it and who says so:
what their pages show."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from articles.models import Article, Paragraph
from entities.beside import amount
from entities.event_names import date_words
from entities.ledger import says, seen_of_statement, who
from entities.marks import FIGURE, Mark, marks_in
from entities.models import Figure, Mention, Occurrence, Participation, event_types
from entities.profile import Line
from entities.sentences import sentence_around
from extraction.types import MODALITIES


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement as its page shows it."""

    row: Any
    surface: str
    article: Article
    line: Line
    words: str
    """What it is read as: "1,500 soldiers"; of an event, when it was."""
    parts: list[Participation] = field(default_factory=list)
    """Of an event, who is told to take part."""

    @property
    def seen(self) -> int:
        return seen_of_statement(self.row)

    @property
    def who(self) -> str:
        """Who decided last, and what; empty where the machine says so."""
        decision = self.row.decision
        return f"{who(decision)} {says(decision)}" if decision else ""

    @property
    def low(self) -> str:
        """The lower number of a figure as one types it: "1500"; `high` likewise."""
        return _typed(self.row.low)

    @property
    def high(self) -> str:
        return _typed(self.row.high)

    @property
    def place(self) -> str:
        return f"{self.article.get_absolute_url()}#p{self.line.position}"


def _typed(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


def figure(pk: int) -> Stated | None:
    """None where a later reading took its place. Three queries."""
    row = (
        Figure.objects.select_related(
            "article__current_version", "occurrence__mention__entity", "decision__made_by"
        )
        .filter(pk=pk)
        .first()
    )
    if row is None:
        return None
    mark = Mark(row.pk, row.start, row.end, 0, FIGURE, amount(row))
    return Stated(
        row,
        row.surface,
        row.article,
        _line(row.paragraph_id, row.start, row.end, mark),
        amount(row),
    )


def occurrence(pk: int) -> Stated | None:
    """None where a later reading took its place, or its words are no event. Four queries."""
    row = (
        Occurrence.objects.select_related(
            "article__current_version",
            "mention__entity",
            "place__entity",
            "place_set",
            "claimed_by__entity",
            "decision__made_by",
        )
        .filter(pk=pk, mention__status=Mention.Status.STANDING)
        .first()
    )
    if row is None:
        return None
    mention = row.mention
    parts = (
        Participation.objects.taking_part().filter(occurrence=row).select_related("mention__entity")
    )
    return Stated(
        row,
        mention.surface,
        row.article,
        _line(mention.paragraph_id, mention.start, mention.end),
        date_words(row.earliest, row.latest),
        list(parts),
    )


def _line(paragraph_id: int, start: int, end: int, mark: Mark | None = None) -> Line:
    paragraph = Paragraph.objects.only("position", "text").get(pk=paragraph_id)
    marks = marks_in([paragraph_id]).get(paragraph_id, [])
    excerpt = sentence_around(paragraph.text, start, end, [(m.start, m.end) for m in marks])
    return Line(paragraph.position, paragraph.text, excerpt, [*marks, *([mark] if mark else [])])


def choices() -> dict[str, Any]:
    """What an event may be said to be."""
    return {"types": list(event_types().items()), "modalities": MODALITIES}
