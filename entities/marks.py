"""Mentions as they are drawn: a paragraph's text in pieces, each plain or a mention's.

Offsets are code points of the stored text, so marks are made here and not in a browser, which
counts otherwise. Nothing is stored as HTML.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from entities.models import Kind, Mention
from entities.models.entity import KIND_PLURALS

DATE, FIGURE = "date", "figure"
"""Kinds of marks that are no entities: of the first `note` is the value, of both `name` the words
for it."""

_ANCHORS = {DATE: "t", FIGURE: "f"}
# What the attribute of the element <time> may hold, of what dates are read as.
_DATETIME = re.compile(r"\d{4}(-\d{2}(-\d{2})?|-W\d{2})?")


class Mark(NamedTuple):
    """What drawing a mention takes, without the weight of a model instance."""

    id: int
    start: int
    end: int
    entity_id: int
    kind: str
    name: str
    decision_id: int | None = None
    """The decision of a person that is in force on these words."""
    is_trigger: bool = False
    """Whether the words only tell of an event and do not name it."""
    note: str = ""
    """What is to be said beside the name: "withdrawal, planned"."""


class Piece(NamedTuple):
    """A stretch of text. `opens` tells the first piece of a mark that another one interrupts."""

    text: str
    mark: Mark | None = None
    opens: bool = True


Marks = dict[int, list[Mark]]
"""Marks by the id of their paragraph, each list in the order of the text."""


def marks_of_version(version_id: int | None) -> Marks:
    """The marks of a whole version. One query."""
    return _marks(Mention.objects.filter(paragraph__version=version_id))


def marks_in(paragraph_ids: Iterable[int]) -> Marks:
    """The marks of some paragraphs. One query, or none for none."""
    return _marks(Mention.objects.filter(paragraph__in=list(paragraph_ids)))


def _marks(mentions: QuerySet[Mention]) -> Marks:
    found: Marks = defaultdict(list)
    rows = (
        mentions.filter(status=Mention.Status.STANDING)
        .order_by("paragraph_id", "start", "-end")
        .values_list(
            "paragraph_id",
            "id",
            "start",
            "end",
            "entity_id",
            "entity__kind",
            "entity__name",
            "anchor__decision",
            "is_trigger",
        )
    )
    for row in rows:
        found[row[0]].append(Mark(*row[1:]))
    return found


def pieces(
    text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None
) -> Iterator[Piece]:
    """Cuts `text[start:end]` where marks begin and end; the pieces joined are that text again.

    Of marks that overlap the one that begins last has the characters they share, so that
    "Niamey" shows inside "University of Niamey"; of two that begin together, the shorter.
    A mark that does not lie in the stretch is left out.
    """
    end = len(text) if end is None else min(end, len(text))
    within = [mark for mark in marks if mark.start < end and start < mark.end]
    cuts = {start, end}
    for mark in within:
        cuts.add(max(start, mark.start))
        cuts.add(min(end, mark.end))
    opened: set[tuple[str, int]] = set()
    for left, right, top in _runs(sorted(cuts), within):
        whose = (anchor_of(top), top.id) if top else None
        yield Piece(text[left:right], top, whose not in opened)
        if whose is not None:
            opened.add(whose)


def _runs(cuts: list[int], marks: list[Mark]) -> Iterator[tuple[int, int, Mark | None]]:
    """Stretches between cuts with the mark on top of each; neighbours under one mark are one."""
    waiting = sorted(marks, key=lambda mark: (mark.start, -mark.end), reverse=True)
    open_marks: list[Mark] = []
    begun, shown = cuts[0], None
    for cut in cuts:
        while waiting and waiting[-1].start <= cut:
            open_marks.append(waiting.pop())
        open_marks = [mark for mark in open_marks if mark.end > cut]
        top = open_marks[-1] if open_marks else None
        if cut > begun and (top is not shown or cut == cuts[-1]):
            yield begun, cut, shown
            begun = cut
        if cut == begun:
            shown = top


def draw(
    parts: Iterable[Piece],
    *,
    here: int | None = None,
    anchors: bool = False,
    correcting: bool = False,
) -> SafeString:
    """The pieces as HTML: every mark a link to its entity, told apart by its kind's class.

    Marks of the entity `here`, the one the page is about, are tinted and no links. With `anchors`
    each mark can be jumped to, as `#m<id>`. Who is `correcting` can be led by each mark to where
    it is corrected, and sees which are decided.
    """
    html: list[str] = []
    for piece in parts:
        mark = piece.mark
        if mark is None:
            html.append(escape(piece.text))
        elif mark.kind == DATE:
            html.append(_date(piece.text, mark, opens=piece.opens))
        elif mark.kind == FIGURE:
            html.append(_figure(piece.text, mark, opens=piece.opens, correcting=correcting))
        elif correcting:
            html.append(
                _to_correct(piece.text, mark, opens=piece.opens, is_here=mark.entity_id == here)
            )
        elif mark.entity_id == here:
            html.append(f'<mark class="{_classes(mark)}">{escape(piece.text)}</mark>')
        else:
            anchor = f' id="m{mark.id}"' if anchors and piece.opens else ""
            html.append(
                f'<a class="{_classes(mark)}" href="{entity_address(mark.entity_id)}"'
                f' data-entity="{mark.entity_id}" title="{escape(says(mark))}"{anchor}>'
                f"{escape(piece.text)}</a>"
            )
    # Every part was escaped above.
    return mark_safe("".join(html))  # noqa: S308


def _classes(mark: Mark) -> str:
    return f"mark {escape(mark.kind)}{' trigger' if mark.is_trigger else ''}"


def _to_correct(text: str, mark: Mark, *, opens: bool, is_here: bool) -> str:
    classes = f"{_classes(mark)}{' here' if is_here else ''}"
    seen = ""
    if mark.decision_id is not None:
        classes += " decided"
        seen = f' data-seen="{mark.decision_id}"'
    anchor = f' id="m{mark.id}"' if opens else ""
    return (
        f'<a class="{classes}" href="{mention_address(mark.id)}" draggable="false"'
        f' data-entity="{mark.entity_id}"{seen} title="{escape(says(mark))}"{anchor}>'
        f"{escape(text)}</a>"
    )


def _date(text: str, mark: Mark, *, opens: bool) -> str:
    tag, value = "span", ""
    if _DATETIME.fullmatch(mark.note):
        tag, value = "time", f' datetime="{mark.note}"'
    anchor = f' id="{anchor_of(mark)}{mark.id}"' if opens else ""
    return f'<{tag} class="told date" title="{escape(mark.name)}"{value}{anchor}>{escape(text)}</{tag}>'


def _figure(text: str, mark: Mark, *, opens: bool, correcting: bool) -> str:
    anchor = f' id="{anchor_of(mark)}{mark.id}"' if opens else ""
    said = f'title="{escape(mark.name)}"{anchor}'
    if not correcting:
        return f'<span class="told figure" {said}>{escape(text)}</span>'
    decided, seen = "", ""
    if mark.decision_id is not None:
        decided, seen = " decided", f' data-seen="{mark.decision_id}"'
    return (
        f'<a class="mark told figure{decided}" href="{figure_address(mark.id)}" draggable="false"'
        f"{seen} {said}>{escape(text)}</a>"
    )


def anchor_of(mark: Mark) -> str:
    """The letter before a mark's id where it can be jumped to."""
    return _ANCHORS.get(mark.kind, "m")


def says(mark: Mark) -> str:
    """What a mark stands for, in words: "Emmanuel Macron, person"."""
    return f"{mark.name}, {mark.note or Kind(mark.kind).label.lower()}"


@lru_cache(maxsize=4096)
def entity_address(entity_id: int) -> str:
    """The entity's page; remembered, since a dispatch may name the same few a thousand times."""
    return reverse("entities:detail", args=[entity_id])


def mention_address(mention_id: int) -> str:
    """Where a mention is corrected. Not reversed each time: a dispatch may have thousands."""
    return f"{_mentions_at()}{mention_id}/"


def figure_address(figure_id: int) -> str:
    """Where a figure is corrected."""
    return f"{_figures_at()}{figure_id}/"


@cache
def _mentions_at() -> str:
    return reverse("entities:mention", args=[0]).removesuffix("0/")


@cache
def _figures_at() -> str:
    return reverse("entities:figure", args=[0]).removesuffix("0/")


class Listed(NamedTuple):
    """An entity in the panel beside a dispatch."""

    entity_id: int
    kind: str
    name: str
    mention_count: int
    first_mention_id: int
    position: int
    """The paragraph of its first mention."""


class KindGroup(NamedTuple):
    kind: str
    label: str
    entities: list[Listed]
    mention_count: int


def panel(marks: Marks, paragraph_ids: Iterable[int]) -> list[KindGroup]:
    """The entities of a dispatch by kind, most mentioned first; kinds without any left out.

    `paragraph_ids` come in the order of the text, which tells the first mention of each.
    """
    first: dict[int, tuple[Mark, int]] = {}
    counts: dict[int, int] = defaultdict(int)
    for position, paragraph_id in enumerate(paragraph_ids, start=1):
        for mark in marks.get(paragraph_id, ()):
            first.setdefault(mark.entity_id, (mark, position))
            counts[mark.entity_id] += 1
    groups = []
    for kind in Kind:
        entities = [
            Listed(mark.entity_id, kind.value, mark.name, counts[mark.entity_id], mark.id, position)
            for mark, position in first.values()
            if mark.kind == kind
        ]
        # A stable sort: equals stay in the order of their first mention.
        entities.sort(key=lambda listed: -listed.mention_count)
        if entities:
            total = sum(listed.mention_count for listed in entities)
            groups.append(KindGroup(kind.value, KIND_PLURALS[kind], entities, total))
    return groups
