"""Quantities of a dispatch: how many, how much, of what, in which event, when."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from extraction.quantities.amounts import Amount, amounts
from extraction.quantities.counted import counted
from extraction.quantities.nouns import Noun
from extraction.quantities.refusals import Refusals
from extraction.quantities.ties import Ties
from extraction.quantities.units import Purse
from extraction.types import Annotations, EventMention, Figure, Mention, Timex

T = TypeVar("T", Mention, Timex, EventMention)


def find(texts: Mapping[int, str] | Sequence[str], found: Annotations) -> tuple[Figure, ...]:
    """Every quantity in some paragraphs, in the order of the text, none inside another.

    A figure's words are its number with what limits it and its unit ("at least 12", "80%", "48-hour");
    what it counts stands in `of_text` ("the logistical equipment"). The names, events and expressions of
    time in `found` say what is no figure and what one belongs to; each may be missing. Ages, dates, clock
    times and numbers in names are none. Never raises; linear in the text.
    """
    paragraphs = dict(texts.items() if isinstance(texts, Mapping) else enumerate(texts))
    purse = Purse(tuple(paragraphs.values()))
    mentions = _by_paragraph(found.mentions)
    timexes = _by_paragraph(found.timexes)
    events = _by_paragraph(mention for event in found.events for mention in event.mentions)
    figures: list[Figure] = []
    for number, text in sorted(paragraphs.items()):
        names, times = mentions.get(number, []), timexes.get(number, [])
        refusals = Refusals.of(text, names, times)
        ties = Ties(text, events.get(number, []), times)
        last: Noun | None = None
        for amount in amounts(text, purse):
            if refusals.refuses(amount):
                continue
            of = counted(text, amount, last)
            if not amount.kind and of is not None:
                last = of
            figures.append(_figure(number, text, amount, of, ties, names))
    return tuple(figures)


def _figure(
    number: int, text: str, amount: Amount, of: Noun | None, ties: Ties, names: Sequence[Mention]
) -> Figure:
    inside = [name.chain for name in names if of and of.start <= name.start < of.end]
    return Figure(
        number,
        amount.start,
        amount.end,
        text[amount.start : amount.end],
        amount.low,
        amount.high,
        unit=amount.unit,
        of=of.lemma if of else "",
        of_text=text[of.start : of.end] if of else "",
        about=amount.about,
        event=ties.event(amount, of),
        time=ties.time(amount),
        chains=tuple(dict.fromkeys(inside)),
    )


def _by_paragraph(ones: Iterable[T]) -> Mapping[int, list[T]]:
    found: dict[int, list[T]] = {}
    for one in ones:
        found.setdefault(one.paragraph, []).append(one)
    return found
