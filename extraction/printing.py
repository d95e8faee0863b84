"""Annotations as JSON, and as text that a person reads in a terminal."""

import dataclasses
import datetime
import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from extraction.types import Annotations, Dispatch, Event, Figure, Mention, Paragraph, Quote

_MARKS = {"person": "P", "place": "L", "organisation": "O", "event": "E"}
_LEGEND = "P person, L place, O organisation, E event"
_COLOURS = {"person": "34", "place": "32", "organisation": "35", "event": "33"}
_PLURALS = {
    "person": "People",
    "place": "Places",
    "organisation": "Organisations",
    "event": "Events",
}
_WIDTH = 100
_TOO_LONG_TO_WRAP = 100_000
_LONGEST_QUOTE = 80
_UNBROKEN = "\ue000"
"""Stands for a space inside a mark while lines are broken."""


def as_object(dispatch: Dispatch, annotations: Annotations) -> dict[str, Any]:
    """A dispatch and what it names as plain values, ready for JSON. The keys do not change."""
    return {
        "headline": dispatch.headline,
        "byline": dispatch.byline,
        "dateline": dispatch.dateline,
        "published": dispatch.published.isoformat() if dispatch.published else None,
        "language": dispatch.language,
        "paragraphs": [{"text": paragraph.text} for paragraph in dispatch.paragraphs],
        "chains": [
            {
                "id": chain.id,
                "kind": chain.kind,
                "head": chain.head,
                "names": list(chain.names),
                "titles": list(chain.titles),
                "roles": list(chain.roles),
            }
            for chain in annotations.chains
        ],
        "mentions": [
            {
                "paragraph": mention.paragraph,
                "start": mention.start,
                "end": mention.end,
                "text": mention.text,
                "kind": mention.kind,
                "chain": mention.chain,
                "score": mention.score,
                "reason": mention.reason,
            }
            for mention in annotations.mentions
        ],
        "references": [
            {
                "paragraph": reference.paragraph,
                "start": reference.start,
                "end": reference.end,
                "text": reference.text,
                "kind": reference.kind,
                "chain": reference.chain,
            }
            for reference in annotations.references
        ],
        "events": [_plain(event) for event in annotations.events],
        "quotes": [_plain(quote) for quote in annotations.quotes],
        "figures": [_plain(figure) for figure in annotations.figures],
        "timexes": [_plain(timex) for timex in annotations.timexes],
    }


def _plain(value: Any) -> Any:
    """A value of `extraction.types` as JSON has it: fields by name, days as ISO 8601, numbers as numbers."""
    if dataclasses.is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def marked(dispatch: Dispatch, annotations: Annotations, *, colour: bool = False) -> str:
    """The dispatch with every name in brackets, its kind before it, and a list of all it names below."""
    parts = [*_head(dispatch, colour=colour)]
    by_paragraph: dict[int, list[Mention]] = {}
    for mention in annotations.mentions:
        by_paragraph.setdefault(mention.paragraph, []).append(mention)
    for number, paragraph in enumerate(dispatch.paragraphs):
        text = _with_marks(paragraph.text, by_paragraph.get(number, []), colour=colour)
        parts.append(_laid_out(paragraph, text, colour=colour))
    parts.append(_listing(annotations, colour=colour))
    parts += _statements(annotations, colour=colour)
    return "\n\n".join(part for part in parts if part)


def _head(dispatch: Dispatch, *, colour: bool) -> Iterable[str]:
    if dispatch.headline:
        yield _styled(dispatch.headline, "1", colour=colour)
    facts = [
        f"By {dispatch.byline}" if dispatch.byline else "",
        dispatch.dateline,
        dispatch.published.isoformat() if dispatch.published else "",
        dispatch.source,
    ]
    told = " | ".join(fact for fact in facts if fact)
    if told:
        yield _styled(told, "2", colour=colour)


def _with_marks(text: str, mentions: list[Mention], *, colour: bool) -> str:
    pieces, last = [], 0
    for mention in mentions:
        label = f"[{_MARKS[mention.kind]} {mention.text}]".replace(" ", _UNBROKEN)
        pieces += [
            text[last : mention.start],
            _styled(label, _COLOURS[mention.kind], colour=colour),
        ]
        last = mention.end
    return "".join((*pieces, text[last:]))


def _laid_out(paragraph: Paragraph, text: str, *, colour: bool) -> str:
    lead = {"list": "- ", "caption": "Caption: ", "crosshead": "## ", "credit": "Credit: "}
    whole = lead.get(paragraph.kind, "") + text
    if not colour and len(whole) < _TOO_LONG_TO_WRAP:
        whole = textwrap.fill(whole, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return whole.replace(_UNBROKEN, " ")


def _listing(annotations: Annotations, *, colour: bool) -> str:
    if not annotations.mentions:
        return "No names found."
    counts = Counter(mention.chain for mention in annotations.mentions)
    lines = [f"({_LEGEND})"]
    for kind, plural in _PLURALS.items():
        chains = [chain for chain in annotations.chains if chain.kind == kind]
        if chains:
            lines.append(_styled(plural, "1;" + _COLOURS[kind], colour=colour))
        for chain in sorted(chains, key=lambda chain: -counts[chain.id]):
            also = "; ".join(chain.names[1:])
            lines.append(
                f"  {counts[chain.id]:3} {chain.head}" + (f" (also: {also})" if also else "")
            )
    return "\n".join(lines)


def _statements(annotations: Annotations, *, colour: bool) -> Iterator[str]:
    """What happened, what was said, how many and when, a list of each that is there."""
    lists = {
        "What happened": [_event_line(event) for event in annotations.events],
        "Quotes": [_quote_line(quote) for quote in annotations.quotes],
        "Figures": [_figure_line(figure) for figure in annotations.figures],
        "Dates": [f"{one.text} = {one.edtf or one.value}" for one in annotations.timexes],
    }
    for title, lines in lists.items():
        if lines:
            head = _styled(title, "1", colour=colour)
            yield "\n".join([head, *(f"  {line}" for line in dict.fromkeys(lines))])


def _event_line(event: Event) -> str:
    """ "e2 withdrawal: withdrawal, leave; agent French troops; planned; by December 22"."""
    mentions = event.mentions
    roles = dict.fromkeys(
        f"{one.role} {one.words.text}" for mention in mentions for one in mention.participants
    )
    facts = [
        ", ".join(dict.fromkeys(mention.text for mention in mentions)),
        *roles,
        ", ".join(dict.fromkeys(mention.modality for mention in mentions)),
        *dict.fromkeys(mention.place.text for mention in mentions if mention.place),
        *dict.fromkeys(mention.time.text for mention in mentions if mention.time),
    ]
    return f"{event.id} {event.type}: " + "; ".join(fact for fact in facts if fact)


def _quote_line(quote: Quote) -> str:
    words = " ... ".join(part.text for part in quote.content)
    short = words if len(words) <= _LONGEST_QUOTE else words[:_LONGEST_QUOTE] + "…"
    return f"{quote.speaker.text if quote.speaker else 'nobody named'}: {short} ({quote.form})"


def _figure_line(figure: Figure) -> str:
    of = f" of {figure.of_text or figure.of}" if figure.of else ""
    return f"{figure.text}{of}" + (f" ({figure.event})" if figure.event else "")


def _styled(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
