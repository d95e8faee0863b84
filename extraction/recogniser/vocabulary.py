"""The words whose meaning the model was given: it reads rare names whole, not only piece by piece."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

from extraction.tokens import fold

# Not a word of the list: the model is told nothing of it.
UNKNOWN = 0


class Vocabulary:
    """The row of each word in the model's table of word vectors, counted from 1."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._rows = {word: number for number, word in enumerate(words, 1)}

    @property
    def words(self) -> list[str]:
        """The words, in the order of their rows: the commonest first."""
        return list(self._rows)

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read `words.txt.gz`, a word a line. A model without such a file knows no words."""
        if not path.exists():
            return cls()
        return cls(gzip.decompress(path.read_bytes()).decode("utf-8").split("\n"))

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, word: str) -> int:
        """Return the row of a word as printed, in any case, with or without its accents."""
        lowered = word.lower()
        row = self._rows.get(lowered, UNKNOWN)
        if row == UNKNOWN and not lowered.isascii():
            row = self._rows.get(fold(word), UNKNOWN)
        return row
