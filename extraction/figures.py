"""Quantities of a dispatch: how many, how much, of what, in which event, when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extraction.quantities.amounts import Amount, amounts
from extraction.quantities.counted import Before, counted, with_shared_unit
from extraction.quantities.nouns import Noun
from extraction.quantities.refusals import Refusals
from extraction.quantities.ties import Earlier, Ties
from extraction.quantities.units import Purse
from extraction.sentences import at, starts
from extraction.types import Annotations, EventMention, Figure, Mention, Timex

_WORTH_REMEMBERING = 5
"""What fewer are counted of is seldom what a later number without a noun is of."""

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
    memory, earlier = _Memory(), Earlier()
    for number, text in sorted(paragraphs.items()):
        names, times = mentions.get(number, []), timexes.get(number, [])
        refusals = Refusals.of(text, names, times)
        ties = Ties(text, events.get(number, []), times, number=number, earlier=earlier)
        for amount, of in _read(text, amounts(text, purse), refusals, memory):
            figures.append(_figure(number, text, amount, of, ties, names))
        ties.close()
    return tuple(figures)


@dataclass(slots=True)
class _Memory:
    """What was last counted in the dispatch, small numbers left out."""

    last: Noun | None = None


def _read(
    text: str, found: Sequence[Amount], refusals: Refusals, memory: _Memory
) -> Iterator[tuple[Amount, Noun | None]]:
    """The amounts of one paragraph that are figures, each with what it is of."""
    begins = starts(text)
    sentence = -1
    earlier: Amount | None = None
    noun: Noun | None = None
    last_of: Noun | None = None
    for index, one in enumerate(found):
        if at(begins, one.start) != sentence:
            sentence, earlier, noun = at(begins, one.start), None, None
        amount = with_shared_unit(
            text, one, earlier, found[index + 1] if index + 1 < len(found) else None
        )
        if refusals.refuses(amount):
            continue
        in_brackets = (
            earlier is not None
            and amount.kind == "money"
            and text[earlier.end : amount.start] == " ("
        )
        of = counted(text, amount, Before(noun, memory.last))
        if in_brackets:
            of = last_of
        if not amount.kind:
            if amount.spelt and of is None and _is_whole(amount):
                # "replied within three", "the two": words that count nothing in the text
                continue
            if of is not None:
                noun = of
                if (amount.low or amount.high or 0) >= _WORTH_REMEMBERING:
                    memory.last = of
        earlier, last_of = amount, of
        yield amount, of


def _is_whole(amount: Amount) -> bool:
    value = amount.low if amount.low is not None else amount.high
    return not amount.about and value is not None and value.denominator == 1


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
