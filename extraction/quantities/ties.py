"""Which event a figure belongs to, and when it held: what is said in the same clause."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extraction import sentences
from extraction.quantities.amounts import Amount
from extraction.quantities.nouns import Noun, words_of
from extraction.types import EventMention, Timex

T = TypeVar("T", EventMention, Timex)

_CLAUSE = re.compile(
    r"[;:–—]|,\s+(?:and|but|while|which|who|where|when|after|as)\s|\s(?:and|but|while|which|who)\s"
)
_VICTIMS = frozenset(("killing", "death", "injury"))
_DEATHS = frozenset(("killing", "death"))
_PEOPLE = frozenset(
    "people person man woman child victim civilian soldier body patient pupil student girl boy".split()
)
_OWN_KIND = {"magnitude": ("disaster",), "percent": ("election",), "score": ("contest", "election")}
_LASTING = frozenset(
    (
        "verdict",
        "strike",
        "ceasefire",
        "expulsion",
        "contest",
        "visit",
        "deployment",
        "injury",
        "trial",
        "agreement",
    )
)
_MOVEMENTS = frozenset(("withdrawal", "deployment"))
_STILL_MOVING = 2
"""Paragraphs after a withdrawal is spoken of in which "1,346 Frenchmen" are those who leave."""
_PAID = frozenset(("aid", "acquisition", "termination", "crime", "award", "verdict", "ruling"))
_SAYS = re.compile(r"\s+(?:said|says|say|told|added)\b")
_ACCORDING = re.compile(r"\baccording\s+to\s+(?:the\s+|at\s+least\s+)?$", re.IGNORECASE)
_MISSING_AFTER = re.compile(r"\s+(?:\w+\s+){0,3}missing\b", re.IGNORECASE)
_MISSING_BEFORE = re.compile(r"\bmissing\b[^.;:,]{0,30}$", re.IGNORECASE)
_AWAY = re.compile(
    r"\s+(?:from|away|off|deep|(?:to\s+the\s+)?(?:north|south|east|west)\w*|inside|outside|long|wide|high|tall)\b"
)
_PLACED = re.compile(
    r"\b(?:in|from|across|through|between|after|before|to)\s+(?:the|all|its|their)?\s*$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Earlier:
    """What a dispatch said before: the events of its last figure, its last election,
    disaster, and movement of troops (with its paragraph)."""

    event: str = ""
    of: str = ""
    paragraph: int = -1
    election: str = ""
    disaster: str = ""
    movement: str = ""
    moved_in: int = -1


class Ties:
    """The events and the times of one paragraph, to be asked for each of its figures in order."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[EventMention],
        timexes: Sequence[Timex],
        *,
        number: int = 0,
        earlier: Earlier | None = None,
    ) -> None:
        self._text = text
        self._number = number
        self._earlier = earlier or Earlier()
        self._begins = sentences.starts(text)
        self._clauses = [match.end() for match in _CLAUSE.finditer(text)]
        self._backdrops = [
            one for one in mentions if one.type in ("election", "disaster", "accident", *_MOVEMENTS)
        ]
        self._mentions = _by_sentence(self._begins, mentions)
        self._timexes = _by_sentence(
            self._begins, [timex for timex in timexes if timex.kind in ("date", "time")]
        )

    def event(self, amount: Amount, of: Noun | None) -> str:
        """The id of the event that the figure belongs to, or ""."""
        self._pass_by(amount.end)
        found = self._of_sentence(amount, of) or self._carried(amount, of)
        if found:
            self._earlier.event, self._earlier.of = found, of.lemma if of else ""
            self._earlier.paragraph = self._number
        return found

    def close(self) -> None:
        """Keep in mind for the paragraphs to come what this one speaks of."""
        self._pass_by(len(self._text))

    def _pass_by(self, offset: int) -> None:
        for one in self._backdrops:
            if one.start >= offset:
                continue
            if one.type == "election":
                self._earlier.election = one.event
            elif one.type in _MOVEMENTS:
                self._earlier.movement, self._earlier.moved_in = one.event, self._number
            else:
                self._earlier.disaster = one.event

    def time(self, amount: Amount) -> Timex | None:
        """The nearest date in the clause, else the only one in the sentence."""
        here = self._timexes.get(sentences.at(self._begins, amount.start), ())
        near = [timex for timex in here if self._clause(timex.start) == self._clause(amount.start)]
        if near:
            return min(near, key=lambda timex: _distance(timex.start, timex.end, amount))
        return here[0] if len(here) == 1 else None

    def _of_sentence(self, amount: Amount, of: Noun | None) -> str:
        if self._is_said_by(amount, of):
            return ""
        here = self._mentions.get(sentences.at(self._begins, amount.start), ())
        best = max(
            ((self._weight(mention, amount, of), -index) for index, mention in enumerate(here)),
            default=None,
        )
        return here[-best[1]].event if best is not None and best[0] > 0 else ""

    def _carried(self, amount: Amount, of: Noun | None) -> str:
        """ "The doctors' union counts 863": of what the figure before it was of, and votes of the vote."""
        if of is None or self._is_said_by(amount, of):
            return ""
        if of.lemma in words_of("vote") or of.lemma in ("ballot", "voter", "sheet", "station"):
            ahead = [one.event for one in self._backdrops if one.type == "election"]
            return self._earlier.election or (ahead[0] if ahead else "")
        if self._is_missing(amount):
            return self._earlier.disaster
        if of.lemma in words_of("moved") and self._number - self._earlier.moved_in <= _STILL_MOVING:
            return self._earlier.movement
        alike = of.lemma == self._earlier.of or (
            of.lemma in _PEOPLE and self._earlier.of in _PEOPLE and not amount.kind
        )
        near = 0 <= self._number - self._earlier.paragraph <= 1
        if amount.kind or not alike or not near:
            return ""
        return self._earlier.event

    def _is_said_by(self, amount: Amount, of: Noun | None) -> bool:
        """ "two parents said", "according to two witnesses"."""
        text = self._text
        end = of.end if of is not None and of.end > amount.end else amount.end
        return bool(
            _SAYS.match(text, end)
            or _ACCORDING.search(text, max(0, amount.start - 32), amount.start)
        )

    def _is_missing(self, amount: Amount) -> bool:
        text = self._text
        return bool(
            _MISSING_AFTER.match(text, amount.end)
            or _MISSING_BEFORE.search(text, max(0, amount.start - 40), amount.start)
        )

    def _clause(self, offset: int) -> int:
        return bisect_right(self._clauses, offset)

    def _weight(self, mention: EventMention, amount: Amount, of: Noun | None) -> float:
        """How well an event goes with a figure; at most 0 is not at all. Set on our development gold."""
        weight = 1.0 - _distance(mention.start, mention.end, amount) / 100
        clauses = abs(self._clause(mention.start) - self._clause(amount.start))
        weight += 0.5 if clauses == 0 else -0.35 * min(clauses, 3)
        inside = of is not None and of.end and of.start <= mention.start < of.end
        takes_part = any(
            one.words.paragraph == mention.paragraph
            and one.words.start < (of.end if of is not None and of.end > amount.end else amount.end)
            and amount.start < one.words.end
            for one in mention.participants
        )
        weight += 1.5 * bool(inside) + 1.5 * takes_part
        weight += _likes(mention.type, amount, of)
        if mention.type in _VICTIMS and self._is_missing(amount):
            weight -= 2.0
        if not inside and not takes_part:
            weight -= self._aside(mention, amount)
        return weight

    def _aside(self, mention: EventMention, amount: Amount) -> float:
        """What speaks against a figure that is no participant: it tells where or how long."""
        text = self._text
        if (
            amount.kind == "measure"
            and amount.unit != "magnitude"
            and _AWAY.match(text, amount.end)
        ):
            return 1.5
        if amount.kind == "time":
            return 0.3 if mention.type in _LASTING else 1.2
        if not amount.kind and _PLACED.search(text, max(0, amount.start - 16), amount.start):
            return 0.8
        return 0.0


def _likes(kind: str, amount: Amount, of: Noun | None) -> float:
    """How well a type of event goes with what is counted."""
    people = of is not None and of.lemma in _PEOPLE
    if kind in _VICTIMS:
        return -0.6 if amount.kind else (0.6 if people else 0.0)
    if kind in _OWN_KIND.get(amount.unit, ()):
        return 0.5
    if amount.kind == "money" and kind in _PAID:
        return 0.4
    if amount.kind == "time" and of is not None and of.lemma in ("prison", "jail"):
        return 1.0 if kind == "verdict" else 0.0
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
