"""The sentences of a paragraph as tokens in which each stretch in quotation marks is one."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extraction import sentences
from extraction.quotemarks import Marked

_TOKEN = re.compile(
    r"['’]s\b|\d[\d,.]*\d%?|(?:[A-Z]\.){2,}|@?\w+(?:[-.&/]\w+|['’](?!s\b)\w+)*|[–—-]{1,2}|\.{2,}|\S",
    re.UNICODE,
)
_ENDS_IN_MARKS = re.compile(r"[?!…—-]\W*$")
_LONG = 400
"""Tokens of one sentence that are looked at; what is longer is a list or a table."""
_NAMES = frozenset(("US", "WHO", "IT", "May"))
"""Words that are others in small letters."""
NUMBER = re.compile(r"\d[\d,.]*$")


class Token(NamedTuple):
    """A word, a sign, or a whole stretch in quotation marks. `low`: in small letters, "“" for a stretch."""

    start: int
    end: int
    text: str
    low: str
    quoted: Marked | None = None


@dataclass(slots=True)
class Unit:
    """One sentence: `tokens` with offsets into its paragraph's text."""

    paragraph: int
    text: str
    tokens: list[Token]

    def low(self, at: int) -> str:
        """The word at a place in small letters; "" beyond either end."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def is_quote(self, at: int) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].quoted is not None


def units(number: int, text: str, marked: Sequence[Marked], *, begin: int = 0) -> list[Unit]:
    """The sentences of one paragraph from an offset on. What is quoted is never cut."""
    begins = _outside(sentences.starts(text), marked, text)
    begins = [begin, *(one for one in begins if one > begin), len(text)]
    found = []
    at = sum(one.start < begin for one in marked)
    for start, end in itertools.pairwise(begins):
        tokens: list[Token] = []
        here = start
        while at < len(marked) and marked[at].start < end:
            one = marked[at]
            tokens += _tokens(text, here, one.start)
            tokens.append(Token(one.start, one.end, text[one.start : one.end], "“", one))
            here = one.end
            at += 1
        tokens += _tokens(text, here, end)
        if tokens:
            found.append(Unit(number, text, tokens[:_LONG]))
    return found


def _outside(begins: list[int], marked: Sequence[Marked], text: str) -> list[int]:
    """The starts that do not lie in marks; "“Why?” Macron asked" is one sentence."""
    ends = [one.end for one in marked]
    kept = []
    for begin in begins:
        number = bisect_left(ends, begin + 1)
        if number < len(marked) and marked[number].start < begin:
            continue
        before = bisect_left(ends, begin) - 1
        if (
            before >= 0
            and not text[ends[before] : begin].strip()
            and _ENDS_IN_MARKS.search(text, max(0, ends[before] - 6), ends[before])
            and _SAYS_WHO.match(text, begin)
        ):
            continue
        kept.append(begin)
    return kept


_SAID = (
    r"(?:\w+ly |also |then )?(?:said|says|ask(?:ed|s)|told|tells|add(?:ed|s)|wrote|writes|repl(?:ied|ies)|exclaim(?:ed|s)|"
    r"tweet(?:ed|s)|shout(?:ed|s)|declar(?:ed|es)|respond(?:ed|s)|continu(?:ed|es)|recall(?:ed|s)|explain(?:ed|s)|"
    r"joked|quipped|cried|yelled|demanded|wondered|insisted|concluded|warned|announced|noted|argued|read)\b"
)
_SAYS_WHO = re.compile(
    rf"(?:[A-Z][\w’'.-]*\.? ){{1,4}}{_SAID}|(?:He|She|They|I|We|It|One|(?:The|A|An|His|Her|This) \w+(?: \w+)?) {_SAID}"
)
"""After a question in marks, the sentence that tells who asked it."""


def _tokens(text: str, start: int, end: int) -> list[Token]:
    return [
        Token(match.start(), match.end(), match[0], _low(match[0]))
        for match in _TOKEN.finditer(text, start, end)
    ]


def _low(word: str) -> str:
    """A word in small letters, with one kind of apostrophe; "US" and "May" stay what they are."""
    return word if word in _NAMES else word.lower().replace("’", "'")
