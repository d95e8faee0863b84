"""What one version of a dispatch says otherwise than another, for people to see. No database."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from articles.lineage import matched

State = Literal["kept", "moved", "changed", "added", "gone"]
Piece = tuple[Literal["same", "gone", "new"], str]

# Words of the one paragraph times words of the other up to which they are held against each other
# word by word: beyond a page or so nobody reads the two as one.
MOST_PAIRS = 1_000_000

# Labels that are no nouns.
_NOUNS = {"Published": "date"}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what is noted beside the text, in words by label, and the paragraphs."""

    facts: dict[str, str]
    """`{"Headline": "France to leave Niger", "Published": "6 October 2023", "Source": ""}`"""
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something noted beside the text that is another now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one paragraph, or of a row of paragraphs that stayed as they were."""

    state: State
    pieces: tuple[Piece, ...] = ()
    place: int = 0
    """Counted from 1 among the new ones; among the old ones where it is gone."""
    until: int = 0
    """The last of the row; `place` of a single one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """All that is otherwise. False where nothing is."""

    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]

    def __bool__(self) -> bool:
        return bool(self.facts) or any(step.state != "kept" for step in self.steps)

    @property
    def of_text(self) -> str:
        """ "1 paragraph changed, 2 added"; empty where the text is the same."""
        counts = Counter(step.state for step in self.steps if step.state != "kept")
        parts: list[str] = []
        for state in ("changed", "added", "gone", "moved"):
            if counts[state]:
                noun = "" if parts else f" paragraph{'' if counts[state] == 1 else 's'}"
                parts.append(f"{counts[state]:,}{noun} {state}")
        return ", ".join(parts)

    @property
    def words(self) -> str:
        """In one line: "headline, date; 1 paragraph changed"."""
        facts = ", ".join(_NOUNS.get(fact.label, fact.label.lower()) for fact in self.facts)
        return "; ".join(filter(None, (facts, self.of_text)))


def difference(before: Side, after: Side) -> Difference:
    """What `after` says otherwise, its paragraphs in order, those that are gone where they stood."""
    facts = tuple(
        Fact(label, before.facts.get(label, ""), words)
        for label, words in after.facts.items()
        if words != before.facts.get(label, "")
    )
    return Difference(facts, tuple(_joined(_steps(before.texts, after.texts))))


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[Step]:
    was = matched(old, new)
    gone = deque(sorted(set(range(len(old))) - set(was)))
    in_order = _rising([at for at in was if at is not None])
    last = -1
    for index, (text, at) in enumerate(zip(new, was, strict=True), start=1):
        if at is not None and at in in_order:
            while gone and gone[0] < at:
                yield _gone(old, gone.popleft())
            last = at
        elif at is None:
            # What stood here before what stands here now.
            while gone and gone[0] == last + 1:
                last = gone.popleft()
                yield _gone(old, last)
        if at is None:
            yield Step("added", (("new", text),), index, index)
        elif old[at] != text:
            yield Step("changed", pieces(old[at], text), index, index)
        elif at in in_order:
            yield Step("kept", (), index, index)
        else:
            yield Step("moved", (("same", text),), index, index)
    for at in gone:
        yield _gone(old, at)


def _gone(old: Sequence[str], at: int) -> Step:
    return Step("gone", (("gone", old[at]),), at + 1, at + 1)


def _joined(steps: Iterator[Step]) -> Iterator[Step]:
    """Neighbours that stayed as they were become one row."""
    for kept, row in groupby(steps, key=lambda step: step.state == "kept"):
        if not kept:
            yield from row
            continue
        first, *others = row
        yield Step("kept", (), first.place, (others or [first])[-1].until)


def _rising(numbers: Sequence[int]) -> set[int]:
    """The longest run of them that rises: the paragraphs that did not move."""
    ends: list[int] = []
    at_end: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(ends, number)
        before.append(at_end[place - 1] if place else -1)
        if place == len(ends):
            ends.append(number)
            at_end.append(index)
        else:
            ends[place] = number
            at_end[place] = index
    found: set[int] = set()
    at = at_end[-1] if at_end else -1
    while at >= 0:
        found.add(numbers[at])
        at = before[at]
    return found


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """A reworded paragraph in pieces: what stayed, what is gone and what is new, in order."""
    left, right = re.findall(r"\S+\s*|\s+", old), re.findall(r"\S+\s*|\s+", new)
    if len(left) * len(right) > MOST_PAIRS:
        return (("gone", old), ("new", new))
    found: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for tag, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        gone, come = "".join(left[left_from:left_to]), "".join(right[right_from:right_to])
        if tag == "equal":
            found.append(("same", come))
            continue
        if gone:
            found.append(("gone", gone))
        if come:
            found.append(("new", come))
    return tuple(found)
