"""Quotes in the making, and the story that they are found in."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from extraction.clauses import Unit
from extraction.quotemarks import Marked
from extraction.types import Stretch

Place = tuple[int, int, int]
"""Paragraph, start and end."""


@dataclass(slots=True, eq=False)
class Draft:
    """A quote in the making: the places of its parts, and the sentence that its cue stands in.

    `reaches`: what is said follows in a sentence or a paragraph of its own. `order` is that of its last
    paragraph in the story.
    """

    parts: list[Place]
    unit: Unit
    speaker: Stretch | None = None
    cue: Stretch | None = None
    addressee: Stretch | None = None
    score: float = 0.0
    reaches: bool = False
    order: int = 0
    firm: bool = False
    """Its cue cannot be any other word: "put the toll at 25"."""


@dataclass(slots=True)
class Story:
    """The paragraphs of a dispatch in order, taken apart."""

    numbers: list[int]
    texts: Mapping[int, str]
    marked: dict[int, list[Marked]]
    units: dict[int, list[Unit]] = field(default_factory=dict)
    follows: dict[tuple[int, int], tuple[int, Marked]] = field(default_factory=dict)
    """Of a stretch left open, by paragraph and start: the stretch of the next paragraph that goes on."""
    going_on: set[tuple[int, int]] = field(default_factory=set)
    """Those stretches of the next paragraphs."""

    def within(self, place: Place) -> list[Marked]:
        """The stretches in marks that lie in a place."""
        paragraph, start, end = place
        marked = self.marked[paragraph]
        at = bisect_left(marked, start, key=lambda one: one.start)
        found = []
        while at < len(marked) and marked[at].end <= end:
            found.append(marked[at])
            at += 1
        return found

    def has_marks(self, draft: Draft) -> bool:
        """Whether the last words of a quote stand in marks, or some of them."""
        return any(self.within(place) for place in draft.parts[-3:])
