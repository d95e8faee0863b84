"""Cutting long text into pieces that a recogniser takes at once, without cutting through a name."""

import re
from collections.abc import Iterator

SIZE = 1_500
"""Characters in a window: some 250 words, more than the context any name needs."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[^a-z\s])")


def windows(text: str, *, size: int = SIZE) -> Iterator[tuple[int, int]]:
    """Half-open pieces that cover a text in order; each ends after a sentence, else at a space, else anywhere."""
    start = 0
    while len(text) - start > size:
        end = _cut(text, start, start + size)
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _cut(text: str, start: int, limit: int) -> int:
    sentences = [match.end() for match in _SENTENCE_END.finditer(text, start + 1, limit)]
    if sentences and sentences[-1] > start + (limit - start) // 3:
        return sentences[-1]
    space = text.rfind(" ", start + 1, limit)
    return space + 1 if space > start else limit
