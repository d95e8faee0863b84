"""Finding many known phrases in the words of a text, in one pass."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from extraction.tokens import Word, words

T = TypeVar("T")

_GAPS = frozenset((" ", "-", "'", "’", "‑", "–", ".", ". ", ".-", ", ", " & ", "/"))


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
        self._by_first: dict[str, list[tuple[_Phrase, T]]] = defaultdict(list)
        for surface, meaning in entries:
            phrase = _phrase(surface)
            if phrase:
                self._by_first[phrase.keys[0]].append((phrase, meaning))
        for known in self._by_first.values():
            known.sort(key=lambda entry: -len(entry[0].keys))

    def find(
        self, text: str, found: list[Word], *, loud: bool = False
    ) -> Iterator[tuple[int, int, T]]:
        """Start, end and meaning of every phrase, none overlapping. `loud`: the text is all capitals."""
        at = 0
        while at < len(found):
            for phrase, meaning in self._by_first.get(found[at].key, ()):
                size = len(phrase.keys)
                if _fits(phrase, text, found, at, loud=loud):
                    end = found[at + size - 1].end
                    end += phrase.stop and text[end : end + 1] == "."
                    yield found[at].start, end, meaning
                    at += size - 1
                    break
            at += 1


def _phrase(surface: str) -> _Phrase | None:
    parts = words(surface)
    if not parts:
        return None
    gaps = tuple(surface[one.end : two.start] for one, two in zip(parts, parts[1:], strict=False))
    return _Phrase(
        tuple(part.key for part in parts),
        tuple(part.text for part in parts),
        gaps,
        surface.endswith(".") and len(parts) > 1,
    )


def _fits(phrase: _Phrase, text: str, found: list[Word], at: int, *, loud: bool) -> bool:
    size = len(phrase.keys)
    if at + size > len(found):
        return False
    for offset in range(size):
        word = found[at + offset]
        part = phrase.parts[offset]
        if word.key != phrase.keys[offset]:
            return False
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
