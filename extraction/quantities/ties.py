"""Which event a figure belongs to, and when it held: what is said in the same clause."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import TypeVar

from extraction import sentences
from extraction.quantities.amounts import Amount
from extraction.quantities.nouns import Noun
from extraction.types import EventMention, Timex

T = TypeVar("T", EventMention, Timex)

_CLAUSE = re.compile(
    r"[;:–—]|,\s+(?:and|but|while|which|who|where|when|after|as)\s|\s(?:and|but|while|which|who)\s"
)
_PEOPLE_TYPES = frozenset(("killing", "death", "injury"))
_VICTIMS = {
    "killed": ("killing", "death"),
    "dead": ("killing", "death"),
    "deaths": ("killing", "death"),
    "died": ("killing", "death"),
    "toll": ("killing", "death"),
    "injured": ("injury",),
    "wounded": ("injury",),
    "hurt": ("injury",),
    "arrested": ("arrest",),
    "detained": ("arrest",),
    "missing": (),
}
_PEOPLE = frozenset(
    "people person man woman child victim civilian soldier body patient pupil student girl boy".split()
)
_OWN_KIND = {"magnitude": ("disaster",), "percent": ("election",), "score": ("contest", "election")}
_SAME_CLAUSE, _SAME_SENTENCE = 0.5, 0.0


class Ties:
    """The events and the times of one paragraph, to be asked for each of its figures."""

    def __init__(
        self, text: str, mentions: Sequence[EventMention], timexes: Sequence[Timex]
    ) -> None:
        self._text = text
        self._begins = sentences.starts(text)
        self._clauses = [match.end() for match in _CLAUSE.finditer(text)]
        self._mentions = _by_sentence(self._begins, mentions)
        self._timexes = _by_sentence(
            self._begins, [timex for timex in timexes if timex.kind in ("date", "time")]
        )

    def event(self, amount: Amount, of: Noun | None) -> str:
        """The id of the event that the figure belongs to, or ""."""
        here = self._mentions.get(sentences.at(self._begins, amount.start), ())
        best = max(
            ((self._weight(mention, amount, of), -index) for index, mention in enumerate(here)),
            default=None,
        )
        if best is None or best[0] <= 0:
            return ""
        return here[-best[1]].event

    def time(self, amount: Amount) -> Timex | None:
        """The nearest date in the clause, else the only one in the sentence."""
        here = self._timexes.get(sentences.at(self._begins, amount.start), ())
        near = [timex for timex in here if self._clause(timex.start) == self._clause(amount.start)]
        if near:
            return min(near, key=lambda timex: _distance(timex.start, timex.end, amount))
        return here[0] if len(here) == 1 else None

    def _clause(self, offset: int) -> int:
        return bisect_right(self._clauses, offset)

    def _weight(self, mention: EventMention, amount: Amount, of: Noun | None) -> float:
        distance = _distance(mention.start, mention.end, amount)
        weight = 1.0 - distance / 80
        clauses = abs(self._clause(mention.start) - self._clause(amount.start))
        weight += 0.5 if clauses == 0 else -0.35 * min(clauses, 3)
        if any(
            self._is_of(
                words.words.start, words.words.end, words.words.paragraph, mention, amount, of
            )
            for words in mention.participants
        ):
            weight += 1.5
        weight += _likes(mention.type, amount, of)
        if of is not None and of.end and of.start <= mention.start < of.end:
            weight += 1.5
        near = self._text[max(0, amount.start - 40) : amount.end + 30].lower()
        for word, types in _VICTIMS.items():
            if (
                mention.type in _PEOPLE_TYPES
                and types
                and mention.type not in types
                and word in near
                and mention.text.lower() not in near
            ):
                weight -= 0.5
        return weight

    def _is_of(
        self,
        start: int,
        end: int,
        paragraph: int,
        mention: EventMention,
        amount: Amount,
        of: Noun | None,
    ) -> bool:
        if paragraph != mention.paragraph:
            return False
        last = max(amount.end, of.end) if of is not None and of.end else amount.end
        return start < last and amount.start < end


def _likes(kind: str, amount: Amount, of: Noun | None) -> float:
    """How well a type of event goes with what is counted."""
    people = of is not None and of.lemma in _PEOPLE
    if kind in _PEOPLE_TYPES and not amount.kind:
        return 0.6 if people else 0.0
    if kind in _PEOPLE_TYPES:
        return -0.6
    if kind in _OWN_KIND.get(amount.unit, ()):
        return 0.5
    if amount.kind == "money" and kind in (
        "aid",
        "acquisition",
        "termination",
        "crime",
        "award",
        "verdict",
    ):
        return 0.4
    if people and kind in ("disaster", "accident", "attack"):
        return -0.2
    return 0.0


def _distance(start: int, end: int, amount: Amount) -> int:
    if end <= amount.start:
        return amount.start - end
    return max(0, start - amount.end)


def _by_sentence(begins: list[int], ones: Sequence[T]) -> Mapping[int, Sequence[T]]:
    found: dict[int, list[T]] = {}
    for one in ones:
        found.setdefault(sentences.at(begins, one.start), []).append(one)
    return found
