"""What counts as the same quote and the same speaker, and how often both are found.

A quote is compared as the set of its words, wherever its parts stand. Two overlap if at least half of the
words of each are words of the other; each gold attribution goes with one quote at most, the
likest first. A speaker is right if it shares a word with the gold source that is no article or preposition, or if neither
side tells one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WORD = re.compile(r"\w+")
_EMPTY = frozenset("the a an of for in at on by from to and s with".split())

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One quote of a text, gold or found, as half-open character spans into it. `form` as of `Quote`."""

    content: Spans
    source: Spans = ()
    cue: Spans = ()
    form: str = ""


@dataclass(slots=True)
class Counts:
    """Right, found and gold."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, right: int, found: int, gold: int) -> None:
        self.right += right
        self.found += found
        self.gold += gold

    @property
    def precision(self) -> float:
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        total = self.found + self.gold
        return 200 * self.right / total if total else 0.0


@dataclass(slots=True)
class Split:
    """Precision over what was found of a form and recall over the gold of it need not have the same pairs."""

    found_right: int = 0
    found: int = 0
    gold_right: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        return 100 * self.found_right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.gold_right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Scores:
    exact: Counts = field(default_factory=Counts)
    overlap: Counts = field(default_factory=Counts)
    cue: Counts = field(default_factory=Counts)
    speaker: Counts = field(default_factory=Counts)
    content_by_form: dict[str, Split] = field(default_factory=dict)
    speaker_by_form: dict[str, Split] = field(default_factory=dict)


def words_in(text: str, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The words of some spans by where they begin."""
    return frozenset(
        word.start() for start, end in spans for word in WORD.finditer(text, start, end)
    )


def overlaps(one: frozenset[int], other: frozenset[int]) -> bool:
    common = len(one & other)
    return common > 0 and 2 * common >= max(len(one), len(other))


def same_speaker(text: str, one: Spans, other: Spans) -> bool:
    """Whether two stretches name the same speaker; see above."""
    if not one or not other:
        return not one and not other
    shared = words_in(text, one) & words_in(text, other)
    return any(_word_at(text, start) not in _EMPTY for start in shared)


def _word_at(text: str, start: int) -> str:
    word = WORD.match(text, start)
    return word[0].casefold() if word else ""


def pairs(
    text: str, found: Sequence[Attribution], gold: Sequence[Attribution]
) -> list[tuple[int, int]]:
    """Which found quote goes with which gold one, by number."""
    mine = [words_in(text, one.content) for one in found]
    theirs = [words_in(text, one.content) for one in gold]
    likely = sorted(
        (
            (-len(a & b) / len(a | b), number, other)
            for number, a in enumerate(mine)
            for other, b in enumerate(theirs)
            if overlaps(a, b)
        ),
    )
    left, right, chosen = set(range(len(mine))), set(range(len(theirs))), []
    for _, number, other in likely:
        if number in left and other in right:
            left.discard(number)
            right.discard(other)
            chosen.append((number, other))
    return sorted(chosen)


def score(
    scores: Scores, text: str, found: Sequence[Attribution], gold: Sequence[Attribution]
) -> list[tuple[int, int, bool]]:
    """Add one text to the scores; the pairs, each with whether its speaker is right."""
    chosen = [
        (number, other, same_speaker(text, found[number].source, gold[other].source))
        for number, other in pairs(text, found, gold)
    ]
    sizes = len(found), len(gold)
    exact = [
        words_in(text, found[number].content) == words_in(text, gold[other].content)
        for number, other, _ in chosen
    ]
    cues = [
        bool(words_in(text, found[number].cue) & words_in(text, gold[other].cue))
        or found[number].cue == gold[other].cue
        for number, other, _ in chosen
    ]
    scores.exact.add(sum(exact), *sizes)
    scores.overlap.add(len(chosen), *sizes)
    scores.cue.add(sum(cues), *sizes)
    scores.speaker.add(sum(right for *_, right in chosen), *sizes)
    for form in ("direct", "mixed", "indirect", "in marks"):
        forms = ("direct", "mixed") if form == "in marks" else (form,)
        for table, only_right in ((scores.content_by_form, False), (scores.speaker_by_form, True)):
            split = table.setdefault(form, Split())
            kept = [(number, other) for number, other, right in chosen if right or not only_right]
            split.found += sum(one.form in forms for one in found)
            split.gold += sum(one.form in forms for one in gold)
            split.found_right += sum(found[number].form in forms for number, _ in kept)
            split.gold_right += sum(gold[other].form in forms for _, other in kept)
    return chosen
