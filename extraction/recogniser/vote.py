"""One story, one kind per name: what the model thinks of a name is weighed over the whole story.

Figures in comments are exact F1 on the held-out stories of the world head.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

# An unmarked occurrence of a name found elsewhere is taken as one where the model is less sure
# than this that it is none: 80.1 -> 80.3. Above 0.99 the gain is gone.
SURELY_NONE = 0.95
# How sure the story must be of a name, summed over its occurrences, before it is looked for.
WELL_KNOWN = 0.8
# Longest name, in words, that is looked for.
LONGEST = 8
# What "Emmanuel Macron" says of "Macron" counts half: 80.1 -> 80.2.
PART = 0.5


@dataclass(slots=True)
class Candidate:
    """A span before the story has had its say.

    `start` and `end` are offsets into its paragraph; `first` and `after` count words of the text;
    `kinds` is the chance of each kind; `probability` that of extent and kind.
    """

    surface: str
    paragraph: int
    start: int
    end: int
    first: int
    after: int
    kind: int
    kinds: np.ndarray
    probability: float


def overlooked(
    words: Sequence[str],
    paragraphs: Sequence[int],
    outside: np.ndarray,
    candidates: Sequence[Candidate],
) -> Iterator[tuple[int, int, int]]:
    """Yield `(first word, word after the last, kind)` where a name of the story stands unmarked.

    `words` and `paragraphs` describe each word of the text, `outside` is its chance to be in no
    name. A name counts as the same only in the same spelling and case, and needs a capital.
    Linear in the number of words.
    """
    taken = np.zeros(len(words), dtype=bool)
    strength: dict[tuple[str, ...], float] = defaultdict(float)
    kind_of: dict[tuple[str, ...], int] = {}
    for c in candidates:
        taken[c.first : c.after] = True
        name = tuple(words[c.first : c.after])
        if len(name) <= LONGEST and any(x.isupper() for x in name[0]):
            strength[name] += c.probability
            kind_of[name] = c.kind
    known = {name for name, sum_of in strength.items() if sum_of >= WELL_KNOWN}
    openings = {name[0] for name in known}
    lengths = sorted({len(name) for name in known}, reverse=True)
    for first in np.flatnonzero(~taken).tolist():
        if taken[first] or words[first] not in openings:
            continue
        for length in lengths:
            after = first + length
            name = tuple(words[first:after])
            if (
                name in known
                and not taken[first:after].any()
                and paragraphs[first] == paragraphs[after - 1]
                and float(outside[first:after].mean()) < SURELY_NONE
            ):
                taken[first:after] = True
                yield first, after, kind_of[name]
                break


def settle(candidates: Sequence[Candidate], person: int = -1) -> None:
    """Give every span of one surface ("Niamey", "the UN") the kind that the story favours.

    Changes the candidates in place; extents stay. The first and the last word of a full name of
    the kind numbered `person` also learn from it. A span whose kind is changed takes the chance
    that the story as a whole gives the new kind. Linear in the number of candidates.
    """
    by_surface: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_surface[candidate.surface.casefold()].append(candidate)
    opinions = {
        surface: np.sum([c.kinds for c in group], axis=0) for surface, group in by_surface.items()
    }
    learned: dict[str, np.ndarray] = {}
    if person >= 0:
        for surface, opinion in opinions.items():
            parts = surface.split()
            if len(parts) > 1 and int(opinion.argmax()) == person:
                for part in {parts[0], parts[-1]} & opinions.keys():
                    learned[part] = learned.get(part, 0) + PART * opinion
    for surface, group in by_surface.items():
        opinion = opinions[surface] + learned.get(surface, 0)
        favoured = int(opinion.argmax())
        for candidate in group:
            if candidate.kind != favoured:
                candidate.kind = favoured
                candidate.probability = float(opinion[favoured] / max(opinion.sum(), 1e-9))
