"""Who is told to say that an event happened: "the ministry said", "according to witnesses"."""

from collections.abc import Iterator
from typing import NamedTuple

from extraction import lexicon
from extraction.happenings import grammar
from extraction.happenings.grammar import Phrase
from extraction.happenings.words import Line

_NEVER = frozenset("claim charge accuse vow threaten order quote".split())
_FAR = 60


class Claim(NamedTuple):
    """What is told, as tokens `first` to `after`, and who says so."""

    first: int
    after: int
    who: Phrase
    verb: int


def find(line: Line) -> list[list[Claim]]:
    """The claims of one paragraph, by sentence."""
    return [list(_of_sentence(line, begin)) for begin in line.begins]


def _of_sentence(line: Line, begin: int) -> Iterator[Claim]:
    tokens = line.tokens
    if begin >= len(tokens):
        return
    _, end = line.bounds(begin)
    for at in range(begin, end):
        token = tokens[at]
        if token.key == "according" and at + 2 < end and tokens[at + 1].key == "to":
            who = grammar.phrase_right(line, at + 2)
            if who is not None:
                yield Claim(begin, end, grammar.with_of(line, who), at)
        elif token.tag == "V" and token.lemma in lexicon.words("reporting.txt"):
            yield from _said(line, at, begin, end)


def _said(line: Line, at: int, begin: int, end: int) -> Iterator[Claim]:
    """ "X said that ...", "..., X said", "..., said X"."""
    tokens = line.tokens
    verb = grammar.group(line, at)
    if verb.passive or tokens[at].form in ("participle", "ing"):
        return
    if "to" in verb.words:
        return
    following = tokens[at + 1] if at + 1 < end else None
    last = following is None or (
        following.tag in (".", ",", ":", "”", '"', "TIME") and _ends(line, at + 1, end)
    )
    before = tokens[verb.first - 1] if verb.first > begin else None
    if before is not None and before.tag in (",", "”", '"') and following is not None:
        # "..., said Major Labo"
        who = grammar.phrase_right(line, at + 1)
        if who is not None and who.first == at + 1:
            yield Claim(begin, verb.first, who, at)
            return
    who = grammar.subject(line, verb)
    if who is None:
        return
    if last and any(one.tag in (",", "”", '"') for one in tokens[begin : who.first]):
        yield Claim(begin, who.first, who, at)
        return
    yield Claim(at + 1, end, who, at)


def _ends(line: Line, at: int, end: int) -> bool:
    """Whether no more than a day or a place follows up to the end of the sentence."""
    rest = line.tokens[at:end]
    return len(rest) <= 10 and not any(
        one.tag in ("V", "SUB", "BE", "MODAL", "HAVE") for one in rest
    )
