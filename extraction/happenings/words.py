"""The words of a paragraph with the part that each plays: a noun, a verb in some form, a preposition, a name.

No parser: closed classes are listed, verbs known by their forms, and the words beside decide between
"the visit" and "to visit". A name, an expression of time and a named event are one token each.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extraction import gazetteer, sentences
from extraction.happenings import tagging
from extraction.happenings.tagging import verb_forms
from extraction.happenings.token import AUXILIARY, NOMINAL, Token
from extraction.tokens import fold
from extraction.types import Mention, Timex

__all__ = ["AUXILIARY", "NOMINAL", "Line", "Token", "line", "verb_forms"]

_TOKEN = re.compile(
    r"(?i:\b(?:at least|at most|fewer than|less than|as many as|as few as|no fewer than|no more than|more than)\b|"
    r"\bup to(?= [\d$€£¥]))|"
    r"(?:US|A|C|HK)?[$€£¥] ?\d[\d.,]*(?<=\d)(?: ?(?:million|billion|m|bn|mn|trillion)\b)?|\d[\d.,]*(?<=\d)(?:-[^\W\d_]+)*%?|[’'](?:s|S)\b|(?<=s)[’'](?=\s)|"
    r"(?:[^\W\d_]\.){2,}|\w+(?:[-‑]\w+|[’'](?!s\b|S\b)\w+)*|[^\w\s]"
)


_LONGEST_SENTENCE = 300
"""Tokens after which a sentence without end is cut, so that time stays linear in a text without full stops."""


@dataclass(slots=True)
class Line:
    """One paragraph, told apart into tokens."""

    number: int
    text: str
    tokens: list[Token]
    begins: list[int]
    """The first token of each sentence."""
    title_like: bool = False

    def bounds(self, at: int) -> tuple[int, int]:
        """The first token of the sentence that holds a token, and the one after its last."""
        number = self.tokens[at].sentence
        after = self.begins[number + 1] if number + 1 < len(self.begins) else len(self.tokens)
        return self.begins[number], after


def line(
    number: int,
    text: str,
    mentions: Sequence[Mention],
    timexes: Sequence[Timex],
    nouns: frozenset[str],
    *,
    story_begins: int = 0,
    titles: Mapping[str, tuple[str, ...]] | None = None,
    tied: Mapping[int, str] | None = None,
) -> Line:
    """Tokens of a paragraph. `nouns`: words that are as often nouns as verbs ("attacks").

    What stands before `story_begins`, a dateline, is a sentence of its own. `titles`: those of chains.
    `tied`: the chains of pronouns, by where they start.
    """
    tokens = _split(text, mentions, timexes)
    for token in tokens if titles else ():
        if token.mention is not None and titles:
            token.titles = titles.get(token.mention.chain, ())
        elif tied and titles and (chain := tied.get(token.start)):
            token.titles = titles.get(chain, ())
    starts = sentences.starts(text)
    if story_begins:
        starts = [0, story_begins, *(one for one in starts if one > story_begins)]
    begins: list[int] = []
    told = -1
    for at, token in enumerate(tokens):
        number_of = bisect_right(starts, token.start)
        if number_of != told or at - begins[-1] >= _LONGEST_SENTENCE:
            told = number_of
            begins.append(at)
        token.sentence = len(begins) - 1
    for at in range(len(tokens)):
        tagging.tag(tokens, at, nouns)
    return Line(number, text, tokens, begins or [0], _is_title_like(tokens))


def _is_title_like(tokens: list[Token]) -> bool:
    longer = [one.text for one in tokens if one.tag in ("N", "V", "ADJ") and len(one.text) > 3]
    return len(longer) >= 2 and sum(word[0].isupper() for word in longer) >= 0.75 * len(longer)


def _split(text: str, mentions: Sequence[Mention], timexes: Sequence[Timex]) -> list[Token]:
    whole: list[tuple[int, int, str, Mention | None, Timex | None]] = []
    for one in mentions:
        tag = "NAME"
        if one.kind == "event":
            tag = "EVENT"
        elif one.kind == "place" and _is_adjective(one.text):
            tag = "DEM"
        whole.append((one.start, one.end, tag, one, None))
    within: dict[tuple[int, int], Timex] = {}
    taken = sorted((one.start, one.end) for one in mentions)
    for timex in timexes:
        at = bisect_right(taken, (timex.end, 0)) - 1
        if at >= 0 and taken[at][1] > timex.start:
            within[taken[at]] = timex
            continue
        whole.append((timex.start, timex.end, "TIME", None, timex))
    whole.sort(key=lambda one: (one[0], -one[1]))
    tokens: list[Token] = []
    at = 0
    for start, end, tag, mention, time in whole:
        if start < at:
            continue
        tokens += _plain(text, at, start)
        words = text[start:end]
        tokens.append(Token(start, end, words, fold(words) or words, tag, mention=mention))
        tokens[-1].timex = time or (within.get((start, end)) if tag == "EVENT" else None)
        at = end
    return tokens + list(_plain(text, at, len(text)))


def _plain(text: str, start: int, end: int) -> Iterable[Token]:
    for match in _TOKEN.finditer(text, start, end):
        yield Token(
            match.start(), match.end(), match[0], (fold(match[0]) or match[0]).replace("’", "'"), ""
        )


@cache
def _is_adjective(words: str) -> bool:
    entry = gazetteer.lookup(words)
    return entry is not None and entry.kind == "demonym"
