"""Where words stand in a dispatch that the machine did not mark."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from articles.models import Article, Paragraph
from entities.models import Mention

NOWHERE = (
    "These words do not stand there unmarked. Where the dispatch has changed since you opened it, "
    "load it once more."
)
# Places to choose from; whoever needs more selects the words in the text.
MOST = 25
AROUND = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one paragraph: `paragraph.text[start:end]`."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def value(self) -> str:
        """What a form sends for it."""
        return f"{self.paragraph.position}:{self.start}:{self.end}"

    @property
    def before(self) -> str:
        text = self.paragraph.text[max(0, self.start - AROUND) : self.start]
        return f"…{text}" if self.start > AROUND else text

    @property
    def words(self) -> str:
        return self.paragraph.text[self.start : self.end]

    @property
    def after(self) -> str:
        text = self.paragraph.text[self.end : self.end + AROUND]
        return f"{text}…" if self.end + AROUND < len(self.paragraph.text) else text


def places_of(
    article: Article, words: str, place: tuple[int, int, int] | None = None
) -> list[Place]:
    """Where these words stand in the current version: at `place` if they do, or, where no place is
    given, wherever they are whole words and not marked. Two queries."""
    paragraphs = Paragraph.objects.filter(version=article.current_version_id).select_related(
        "version"
    )
    if place is not None:
        position, start, end = place
        paragraph = paragraphs.filter(position=position).first()
        if paragraph is None or paragraph.text[start:end] != words:
            return []
        return [Place(paragraph, start, end)]
    words = words.strip()
    holding = list(paragraphs.filter(text__contains=words).order_by("position")[:MOST])
    marked = {
        (row.paragraph_id, row.start, row.end)
        for row in Mention.objects.filter(
            paragraph__in=holding, surface=words, status=Mention.Status.STANDING
        )
    }
    found = [
        Place(paragraph, *match.span())
        for paragraph in holding
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", paragraph.text)
        if (paragraph.pk, *match.span()) not in marked
    ]
    return found[:MOST]


def overlapped(place: Place) -> list[str]:
    """The words of marks that would give way. One query."""
    return list(
        Mention.objects.filter(
            Q(paragraph=place.paragraph), start__lt=place.end, end__gt=place.start
        )
        .filter(status=Mention.Status.STANDING)
        .order_by("start")
        .values_list("surface", flat=True)
    )
