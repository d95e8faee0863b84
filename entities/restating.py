"""Keeping decisions about quotes, figures and what is said of events in force.

For each standing anchor of a dispatch its words are looked for in the current version and what is
read there is corrected; the machine's reading is kept beside, in `as_read`. Done after every
reading, after each such decision or its undo, and when a new version of a dispatch has come. What a
person said of words where the machine reads nothing any more is a row of its own.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, cast

from django.db.models import Model

from articles.models import Article
from entities.event_times import time_of
from entities.models import (
    Anchor,
    Figure,
    Occurrence,
    Origin,
    Participation,
    Quote,
    QuotePart,
    Standing,
)
from entities.placing import Text, places
from entities.reapplying import OF_MENTIONS, note_unplaced, standing, texts_of

Target = Anchor.Target
Stated = Quote | Figure | Occurrence | Participation

# A row with this in `as_read` is a person's alone: the machine reads nothing at its words.
_UNREAD = "unread"
# What a person can change of each besides what the fields of their own words hold.
_DATES = ("earliest", "latest")
_NUMBERS = ("low", "high")
_BESIDE: dict[type[Model], dict[str, Any]] = {
    Quote: {"speaker_set_id": None, "speaker_denied": False, "status": Standing.STANDING},
    Figure: {"status": Standing.STANDING},
    Occurrence: {"place_set_id": None, "place_denied": False},
    Participation: {"status": Standing.STANDING},
}
_COLUMNS: dict[type[Model], list[str]] = {
    Quote: ["speaker_set", "speaker_denied", "status", "origin", "decision", "as_read"],
    Figure: [
        *("low", "high", "unit", "of", "about", "status"),
        *("origin", "decision", "as_read"),
    ],
    Occurrence: [
        *("type", "modality", "earliest", "latest", "edtf", "precision"),
        *("place_set", "place_denied", "origin", "decision", "as_read"),
    ],
    Participation: ["status", "decision", "as_read"],
}


def restate(articles: Sequence[Article]) -> None:
    """Puts what people decided about these dispatches' quotes, figures and events in force.

    Needs a turn and the dispatches locked. Facts of events are the caller's. The number of queries
    does not depend on how many dispatches or decisions there are.
    """
    ids = [article.pk for article in articles]
    anchors = list(
        Anchor.objects.filter(article__in=ids)
        .exclude(target__in=OF_MENTIONS)
        .select_related("decision__undone_by")
        .order_by("decision_id", "id")
    )
    if not anchors:
        return
    by_article: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        by_article[anchor.article_id].append(anchor)
    texts = texts_of(ids)
    rows = _Rows(ids)
    lost: list[Anchor] = []
    for article, of in by_article.items():
        for anchor in standing(of):
            place = next(places(anchor, texts[article]), None)
            if place is None or not rows.correct(anchor, *place):
                lost.append(anchor)
    current = {article.pk: cast(int, article.current_version_id) for article in articles}
    note_unplaced(anchors, lost, current)
    rows.save()


class _Rows:
    """What is read of some dispatches, as the machine reads it, and changed step by step."""

    def __init__(self, articles: Sequence[int]) -> None:
        # A person's alone are made anew, where they still are wanted.
        for model in (Quote, Figure):
            unread = model._default_manager.filter(article__in=articles, as_read__has_key=_UNREAD)
            unread.delete()
        self.changed: dict[tuple[type[Model], int], Stated] = {}
        self.at: dict[tuple[str, int], list[tuple[int, int, Stated]]] = defaultdict(list)
        for row in Figure.objects.filter(article__in=articles).order_by("pk"):
            self._know(Target.FIGURE, row, [(row.paragraph_id, row.start, row.end)])
        for occurrence in Occurrence.objects.filter(article__in=articles).select_related("mention"):
            mention = occurrence.mention
            span = (mention.paragraph_id, mention.start, mention.end)
            self._know(Target.OCCURRENCE, occurrence, [span])
        parts = Participation.objects.filter(occurrence__article__in=articles)
        for part in parts.select_related("occurrence__mention").order_by("pk"):
            self._know(Target.PARTICIPATION, part, [(part.paragraph_id, part.start, part.end)])
        spans: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for content in QuotePart.objects.filter(
            quote__article__in=articles, part=QuotePart.Part.CONTENT
        ).order_by("pk"):
            spans[content.quote_id].append((content.paragraph_id, content.start, content.end))
        for quote in Quote.objects.filter(article__in=articles).order_by("pk"):
            self._know(Target.QUOTE, quote, spans[quote.pk])

    def _know(self, target: str, row: Stated, spans: Iterable[tuple[int, int, int]]) -> None:
        """Takes a row up as the machine reads it."""
        if row.decision_id is not None:
            _restore(row)
            self.changed[type(row), row.pk] = row
        for paragraph, start, end in spans:
            self.at[target, paragraph].append((start, end, row))

    def correct(self, anchor: Anchor, text: Text, start: int) -> bool:
        """Lets an anchor's decision change what is read at its words; False where it finds nothing
        to change."""
        end = start + len(anchor.exact)
        near = [
            (min(end, until) - max(start, begun), row)
            for begun, until, row in self.at[anchor.target, text.id]
            if begun < end and start < until and _fits(anchor, row)
        ]
        if near:
            row = max(near, key=lambda each: each[0])[1]
        else:
            if anchor.aspect == "status":
                # It is not read any more, as the person said.
                return anchor.target != Target.PARTICIPATION
            made = _make(anchor, text, start, end)
            if made is None:
                return False
            row = made
            self.at[anchor.target, text.id].append((start, end, row))
        _CORRECT[anchor.target](row, anchor)
        row.decision_id = anchor.decision_id
        if not isinstance(row, Participation):
            row.origin = Origin.EDITOR
        self.changed[type(row), row.pk] = row
        return True

    def save(self) -> None:
        for model in (Quote, Figure, Occurrence, Participation):
            rows = [row for (of, _), row in self.changed.items() if of is model]
            model._default_manager.bulk_update(rows, _COLUMNS[model], batch_size=500)  # type: ignore[arg-type]


def _restore(row: Stated) -> None:
    """Makes a row again what the machine had read."""
    for field, value in row.as_read.items():
        if value is not None and field in _DATES:
            value = datetime.date.fromisoformat(value)  # noqa: PLW2901
        if value is not None and field in _NUMBERS:
            value = Decimal(value)  # noqa: PLW2901
        setattr(row, field, value)
    for field, value in _BESIDE[type(row)].items():
        setattr(row, field, value)
    row.as_read, row.decision_id = {}, None
    if not isinstance(row, Participation):
        row.origin = Origin.MACHINE


def _set(row: Stated, **values: Any) -> None:
    """Changes fields of a row, and keeps what the machine had read."""
    for field, value in values.items():
        read = getattr(row, field)
        kept = str(read) if isinstance(read, datetime.date | Decimal) else read
        if not row.as_read.get(_UNREAD):
            row.as_read.setdefault(field, kept)
        setattr(row, field, value)


def _fits(anchor: Anchor, row: Stated) -> bool:
    """Whether a row is of the sort that was decided about: of participants, in that role and of
    that event's words."""
    if not isinstance(row, Participation):
        return True
    trigger = row.occurrence.mention.surface
    return (row.role, trigger) == (anchor.said.get("role"), anchor.said.get("trigger"))


def _make(anchor: Anchor, text: Text, start: int, end: int) -> Stated | None:
    """A row of a person's alone, of words that the machine reads nothing of."""
    if anchor.target == Target.QUOTE:
        quote = Quote.objects.create(
            article_id=anchor.article_id, form=anchor.said["form"], as_read={_UNREAD: True}
        )
        QuotePart.objects.create(quote=quote, paragraph_id=text.id, start=start, end=end)
        return quote
    if anchor.target == Target.FIGURE:
        figure = Figure(
            article_id=anchor.article_id,
            paragraph_id=text.id,
            start=start,
            end=end,
            surface=anchor.exact,
            as_read={_UNREAD: True},
        )
        _correct_figure(figure, anchor)
        figure.save()
        return figure
    return None


def _correct_quote(row: Any, anchor: Anchor) -> None:
    if anchor.aspect == "status":
        row.status = Standing.REJECTED
        return
    row.speaker_set_id, row.speaker_denied = anchor.entity_id, anchor.entity_id is None
    row.status = Standing.STANDING


def _correct_figure(row: Any, anchor: Anchor) -> None:
    if anchor.aspect == "status":
        row.status = Standing.REJECTED
        return
    said = anchor.said
    low, high = (Decimal(said[end]) if said[end] is not None else None for end in _NUMBERS)
    _set(row, low=low, high=high, unit=said["unit"], of=said["of"], about=said["about"])
    row.status = Standing.STANDING


def _correct_occurrence(row: Any, anchor: Anchor) -> None:
    if anchor.aspect == "place":
        row.place_set_id, row.place_denied = anchor.entity_id, anchor.entity_id is None
        return
    if anchor.aspect == "time":
        first, last = (
            datetime.date.fromisoformat(anchor.said[end]) if anchor.said[end] else None
            for end in _DATES
        )
        _set(row, **time_of(first, last)._asdict())
        return
    _set(row, **{anchor.aspect: anchor.said[anchor.aspect]})


def _correct_participation(row: Any, anchor: Anchor) -> None:
    row.status = Standing.REJECTED


_CORRECT: dict[str, Callable[[Any, Anchor], None]] = {
    Target.QUOTE: _correct_quote,
    Target.FIGURE: _correct_figure,
    Target.OCCURRENCE: _correct_occurrence,
    Target.PARTICIPATION: _correct_participation,
}
