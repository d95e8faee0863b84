"""Finding many known phrases in the words of a text, in one pass."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from extraction.tokens import Word, words

T = TypeVar("T")

_GAPS = frozenset((" ", "-", "'", "’", "‑", "–", ".", ". ", ".-", ", ", " & ", "/"))

_SPELLINGS = 6
"""Ways of writing the same words (in case, with a hyphen) that are kept."""


class _Phrase(NamedTuple):
    keys: tuple[str, ...]
    parts: tuple[str, ...]
    gaps: tuple[str, ...]
    stop: bool


class Phrases(Generic[T]):
    """Known phrases, each with what it stands for. The longest phrase at a place wins.

    Case counts as in print: a capital is needed where the phrase has one, and an acronym must be written as
    it is ("US" is not "us"). Accents do not count; hyphen and space are alike.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._sizes: dict[str, list[int]] = {}
        self._by_keys: dict[tuple[str, ...], list[tuple[_Phrase, T]]] = {}
        for surface, meaning in entries:
            phrase = _phrase(surface)
            if phrase is None:
                continue
            spelt = self._by_keys.setdefault(phrase.keys, [])
            if len(spelt) < _SPELLINGS:
                spelt.append((phrase, meaning))
            sizes = self._sizes.setdefault(phrase.keys[0], [])
            if len(phrase.keys) not in sizes:
                sizes.append(len(phrase.keys))
                sizes.sort(reverse=True)

    def find(
        self, text: str, found: list[Word], *, loud: bool = False
    ) -> Iterator[tuple[int, int, T]]:
        """Start, end and meaning of every phrase, none overlapping. `loud`: the text is all capitals."""
        at = 0
        while at < len(found):
            match = self._at(text, found, at, loud=loud)
            if match is None:
                at += 1
                continue
            phrase, meaning = match
            at += len(phrase.keys)
            end = found[at - 1].end
            yield (
                found[at - len(phrase.keys)].start,
                end + (phrase.stop and text[end : end + 1] == "."),
                meaning,
            )

    def _at(self, text: str, found: list[Word], at: int, *, loud: bool) -> tuple[_Phrase, T] | None:
        for size in self._sizes.get(found[at].key, ()):
            keys = tuple(word.key for word in found[at : at + size])
            for phrase, meaning in self._by_keys.get(keys, ()):
                if _fits(phrase, text, found, at, loud=loud):
                    return phrase, meaning
        return None


def _phrase(surface: str) -> _Phrase | None:
    parts = words(surface)
    if not parts:
        return None
    gaps = tuple(surface[one.end : two.start] for one, two in itertools.pairwise(parts))
    return _Phrase(
        tuple(part.key for part in parts),
        tuple(part.text for part in parts),
        gaps,
        surface.endswith(".") and len(parts) > 1,
    )


def _fits(phrase: _Phrase, text: str, found: list[Word], at: int, *, loud: bool) -> bool:
    """Whether the case of words that have a phrase's keys, and what stands between them, are right too."""
    size = len(phrase.keys)
    for offset, part in enumerate(phrase.parts):
        word = found[at + offset]
        if part.isupper() and (len(part) > 1 or size > 1) and not part.isdigit():
            if word.text != part or loud:
                return False
        elif part[0].isupper() and not word.text[0].isupper():
            return False
        if offset:
            gap = text[found[at + offset - 1].end : word.start]
            if gap not in _GAPS or (gap == ", ") != (phrase.gaps[offset - 1] == ", "):
                return False
            if gap in (".", ". ") and "." not in phrase.gaps[offset - 1]:
                return False
    return True
