"""What the encoder reads of a text: word pieces, and of each word what these leave out.

The pieces are lower-cased and cut: each has a mark beside it, one number that says the shape of its
word as printed and which row of the model's word vectors is the word's.

Training and inference both import this module, so that a text cannot be read one way when
the model is trained and another way when it is used.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from tokenizers import Encoding, Tokenizer

from extraction.recogniser.vocabulary import Vocabulary

SHAPES = (
    "none",  # [CLS], [SEP], padding
    "lower",  # said
    "title",  # Niamey
    "caps",  # UNHCR
    "initial",  # J
    "camel",  # McDonald
    "inner",  # iPhone, eThekwini
    "digits",  # 2006
    "alnum",  # F16, 2nd
    "caseless",  # letters without case: Arabic, Chinese
    "punctuation",  # , “ -
    "symbol",  # $ € +
)
SHAPE_COUNT = len(SHAPES) * 4  # each shape, glued or not, with a diacritic or not
_INDEX = {name: position for position, name in enumerate(SHAPES)}
_GLUED = len(SHAPES)
_MARKED = 2 * len(SHAPES)
NO_WORDS = Vocabulary()


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as the encoder sees it. All arrays are int32.

    `pieces` and `marks` have one entry per word piece, a mark being the shape's number plus
    `SHAPE_COUNT` times the row of the word's vector (0: none); `first` gives, per word, the position
    of its first piece; `starts` and `ends` give, per word, its half-open character offsets.
    """

    pieces: np.ndarray
    marks: np.ndarray
    first: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


@lru_cache(maxsize=65536)
def _bare_shape(word: str) -> int:
    if word.isdigit():
        return _INDEX["digits"]
    if any(c.isdigit() for c in word):
        name = "alnum"
    elif word.islower():
        name = "lower"
    elif word.isupper():
        name = "caps" if len(word) > 1 else "initial"
    elif word.istitle():
        name = "title"
    elif any(c.isupper() for c in word):
        name = "camel" if word[0].isupper() else "inner"
    elif any(c.isalpha() for c in word):
        name = "caseless"
    elif unicodedata.category(word[0])[0] == "P":
        name = "punctuation"
    else:
        name = "symbol"
    marked = not word.isascii() and any(
        unicodedata.decomposition(c)[:1] not in ("", "<") for c in word if c.isalpha()
    )
    return _INDEX[name] + (_MARKED if marked else 0)


def shape_of(word: str, *, glued: bool = False) -> int:
    """Return the shape number of a word as printed; `glued`: no white space stands before it."""
    if not word:
        return 0
    return _bare_shape(word[:32]) + (_GLUED if glued else 0)


def read_text(tokenizer: Tokenizer, text: str, vocabulary: Vocabulary = NO_WORDS) -> Reading:
    """Cut a text into word pieces and describe the words. Never raises; linear in `len(text)`.

    A word is what the tokenizer's pre-tokenizer makes: a run of letters and digits, or one mark
    of punctuation. What the normalizer drops (control characters) belongs to no word.
    """
    try:
        encoding = tokenizer.encode(text, add_special_tokens=False)
    except (TypeError, UnicodeError, ValueError):  # lone surrogates cannot reach the tokenizer
        text = "".join("�" if "\ud800" <= c <= "\udfff" else c for c in text)
        encoding = tokenizer.encode(text, add_special_tokens=False)
    return reading_of(text, encoding, vocabulary)


def reading_of(text: str, encoding: Encoding, vocabulary: Vocabulary = NO_WORDS) -> Reading:
    """Turn an encoding made without special tokens into a `Reading` of `text`."""
    pieces = np.array(encoding.ids, dtype=np.int32)
    if not len(pieces):
        empty = np.zeros(0, dtype=np.int32)
        return Reading(empty, empty, empty, empty, empty)
    word_of_piece = np.array(encoding.word_ids, dtype=np.int32)
    offsets = np.array(encoding.offsets, dtype=np.int32)
    opens = np.empty(len(pieces), dtype=bool)
    opens[0] = True
    np.not_equal(word_of_piece[1:], word_of_piece[:-1], out=opens[1:])
    first = np.flatnonzero(opens).astype(np.int32)
    last = np.append(first[1:], len(pieces)) - 1
    starts, ends = offsets[first, 0], offsets[last, 1]
    of_words = np.empty(len(first), dtype=np.int32)
    before = -1
    for index, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        word = text[start:end]
        row = vocabulary.row(word)
        of_words[index] = shape_of(word, glued=start == before) + SHAPE_COUNT * row
        before = end
    marks = np.repeat(of_words, np.diff(np.append(first, len(pieces))))
    return Reading(pieces, marks, first, starts, ends)
