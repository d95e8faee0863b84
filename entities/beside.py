"""What is listed beside a dispatch of all that it tells: events, quotes by speaker, and figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from entities.event_names import date_words
from entities.ledger import figure_words
from entities.marks import Listed, Marks
from entities.models import Entity, Figure, Occurrence, Quote, QuotePart

PLAIN = ("happened", "ongoing")
"""What has taken place needs no word of it."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event in the list beside a dispatch, with what the dispatch says of it."""

    listed: Listed
    type: str
    when: str
    where: Entity | None
    whether: str
    source: Entity | None
    claimed_words: str


class Statement(NamedTuple):
    """A quote in the list beside a dispatch."""

    id: int
    words: str
    form: str
    position: int


class Speaker(NamedTuple):
    """Who is quoted in a dispatch; without an entity by the words for them, or by none."""

    entity: Entity | None
    words: str
    quotes: list[Statement]


class Number(NamedTuple):
    """A figure in the list beside a dispatch; `of` and `value` only where its words do not say it."""

    id: int
    surface: str
    of: str
    value: str
    event: Entity | None
    position: int


def amount(figure: Figure) -> str:
    """A figure in words: "about 1,500 soldiers", "at least 12"."""
    unit, of = figure.unit, figure.of_text or figure.of
    return figure_words(_numbers(figure) | {"about": figure.about, "unit": unit, "of": of})


def _numbers(figure: Figure) -> dict[str, Any]:
    return {
        end: None if value is None else str(value)
        for end, value in (("low", figure.low), ("high", figure.high))
    }


def number(figure: Figure, position: int) -> Number:
    value = figure_words(_numbers(figure) | {"about": False, "unit": "", "of": ""})
    ends = (end for end in (figure.low, figure.high) if end is not None)
    is_said = any(f"{end.normalize():,f}" in figure.surface for end in ends)
    of = "" if figure.of_text.lower() in figure.surface.lower() else figure.of_text
    return Number(figure.pk, figure.surface, of, "" if is_said else value, figure.event, position)


def happenings(
    events: Iterable[Listed], marks: Marks, occurrences: Mapping[int, Occurrence]
) -> list[Happening]:
    """The events with what the dispatch says of each: of several places that say it the first."""
    told: dict[int, list[Occurrence]] = defaultdict(list)
    for of_paragraph in marks.values():
        for mark in of_paragraph:
            if mark.id in occurrences:
                told[mark.entity_id].append(occurrences[mark.id])
    return [_happening(listed, told[listed.entity_id]) for listed in events]


def _happening(listed: Listed, rows: Sequence[Occurrence]) -> Happening:
    when = next((date_words(r.earliest, r.latest) for r in rows if r.earliest or r.latest), "")
    where = next((place for r in rows if (place := r.where)), None)
    claim = next((r for r in rows if r.claimed_words), None)
    best = next((r for r in rows if r.modality in PLAIN), rows[0] if rows else None)
    return Happening(
        listed,
        type=best.type_label if best else "",
        # A name that was composed of both says them already.
        when="" if when in listed.name else when,
        where=None if where is None or where.name in listed.name else where,
        whether="" if best is None or best.modality in PLAIN else best.get_modality_display(),
        source=claim.source if claim else None,
        claimed_words=claim.claimed_words if claim else "",
    )


def speakers(
    quotes: Iterable[Quote],
    parts: Mapping[int, list[QuotePart]],
    texts: Mapping[int, str],
    positions: Mapping[int, int],
) -> list[Speaker]:
    """Who is quoted, in the order in which they begin to speak."""
    found: dict[tuple[int, str], Speaker] = {}
    for quote in quotes:
        who = quote.who
        words = "" if who or quote.speaker_denied else quote.speaker_words
        key = (who.pk, "") if who else (0, words.lower())
        stretches = parts[quote.pk]
        said = " … ".join(texts.get(p.paragraph_id, "")[p.start : p.end] for p in stretches)
        position = positions.get(stretches[0].paragraph_id, 1)
        speaker = found.setdefault(key, Speaker(who, words, []))
        speaker.quotes.append(Statement(quote.pk, said, quote.form, position))
    return list(found.values())
