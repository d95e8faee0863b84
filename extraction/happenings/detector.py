"""Any word that speaks of an event, typed or not: what TimeML and ECB+ mark, to be measured on their data."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extraction.happenings import grammar, triggers
from extraction.happenings.words import Line

LEAST = 0.5
"""The chance from which on a word is an event's: the best on stories that the encoder's heads never saw."""
_NO_EVENT = frozenset(
    "include involve contain consist belong seem appear own lack depend concern deserve mean resemble cost weigh "
    "comprise get let follow accord base name call know need use".split()
)
_COMMON = frozenset("state states force forces end final game fire bill sentence race".split())


class Detected(NamedTuple):
    """A word, its place in the text, and how likely it is an event's."""

    start: int
    end: int
    score: float


def detect(
    line: Line, chances: Iterable[tuple[int, int, float]] | None = None
) -> Iterator[Detected]:
    """The words of a paragraph that speak of events, in order, reporting verbs and states among them.

    `chances`: start, end and the encoder's chance of each word. None where it has not read: then the
    verbs, but for those of states, and the nouns of the list of triggers stand for events.
    """
    if chances is not None:
        yield from (Detected(*one) for one in chances if one[2] >= LEAST)
        return
    for at, token in enumerate(line.tokens):
        if not token.text[:1].isalpha():
            continue
        if token.tag == "V" and token.lemma not in _NO_EVENT:
            score = 0.7 if grammar.group(line, at).finite else 0.6
            yield Detected(token.start, token.end, score)
        elif token.tag == "N" and token.key in triggers.nouns() and token.key not in _COMMON:
            yield Detected(token.start, token.end, 0.6)
