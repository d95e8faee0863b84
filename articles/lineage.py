"""Which paragraph of a new version is which of the old one, though it moved or was reworded."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

# Share of words two paragraphs have in common (Dice's coefficient) from which the one is the other
# reworded. Half: neighbours in a story share names and little words, about a third of all.
ALIKE = 0.5
# Paragraphs on either side that a reworded one is looked for among, in a text of thousands.
NEAR = 200


def matched(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each new paragraph the index of the old one it is, or None; each old one once.

    The same text first, in order; then the most alike, nearer ones before farther ones.
    """
    found: list[int | None] = [None] * len(new)
    same: dict[str, list[int]] = defaultdict(list)
    for index in reversed(range(len(old))):
        same[old[index]].append(index)
    for index, text in enumerate(new):
        if same.get(text):
            found[index] = same[text].pop()
    left = {index: _words(old[index]) for of in same.values() for index in of}
    pairs = [
        (alike, -abs(index - place), index, place)
        for index, text in enumerate(new)
        if found[index] is None
        for place, alike in _alike(_words(text), index, left)
    ]
    taken: set[int] = set()
    for _, _, index, place in sorted(pairs, reverse=True):
        if found[index] is None and place not in taken:
            found[index] = place
            taken.add(place)
    return found


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _alike(
    words: Counter[str], index: int, left: dict[int, Counter[str]]
) -> list[tuple[int, float]]:
    places = left if len(left) <= 2 * NEAR else [p for p in left if abs(p - index) <= NEAR]
    found = []
    for place in places:
        total = words.total() + left[place].total()
        share = 2 * (words & left[place]).total() / total if total else 0.0
        if share >= ALIKE:
            found.append((place, share))
    return found
