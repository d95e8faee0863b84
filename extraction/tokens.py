"""Words of a text with their offsets, and what their place and case say."""

import re
import unicodedata
from typing import NamedTuple

_WORD = re.compile(r"\w+")
_ACCENT = re.compile("[\u0300-\u036f]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…•|]|[-–—]{1,2}\s)[\"'“”‘’«»()\[\]\s]*$")


class Word(NamedTuple):
    """One run of letters and digits. `key` is the word without case and accents."""

    start: int
    end: int
    text: str
    key: str


def words(text: str) -> list[Word]:
    """All words of a text, in order: "N'Djamena" is two."""
    return [
        Word(match.start(), match.end(), match[0], fold(match[0])) for match in _WORD.finditer(text)
    ]


def fold(word: str) -> str:
    """A word without case and accents: "Itté" -> "itte"."""
    if word.isascii():
        return word.lower()
    return _ACCENT.sub("", unicodedata.normalize("NFKD", word.casefold()))


def starts_sentence(text: str, start: int) -> bool:
    """Whether a word at `start` has its capital because a sentence begins there."""
    return bool(_SENTENCE_START.search(text[max(0, start - 8) : start])) if start else True


def is_loud(text: str) -> bool:
    """Whether a text is written in capitals throughout, so that they say nothing about names."""
    upper = sum(map(str.isupper, text))
    lower = sum(map(str.islower, text))
    return upper > 12 and upper > 4 * lower


def is_title_like(found: list[Word]) -> bool:
    """Whether most longer words have a capital, As in Headlines Like This One."""
    longer = [word.text for word in found if len(word.text) > 3 and not word.text.isdigit()]
    if not 3 <= len(longer) <= 30:
        return False
    return sum(word[0].isupper() for word in longer) >= 0.75 * len(longer)


def quietened(text: str) -> str:
    """A loud text in ordinary capitals, character for character: "NIAMEY, DEC" -> "Niamey, Dec"."""
    letters = list(text)
    for match in _WORD.finditer(text):
        for at in range(match.start() + 1, match.end()):
            lower = text[at].lower()
            letters[at] = lower if len(lower) == 1 else text[at]
    return "".join(letters)
