"""Any word that speaks of an event, typed or not: what TimeML and ECB+ mark, to be measured on their data."""

from collections.abc import Iterator
from typing import NamedTuple

from extraction.happenings import grammar, triggers
from extraction.happenings.words import Line

_NO_EVENT = frozenset(
    "include involve contain consist belong seem appear own lack depend concern deserve mean resemble cost weigh "
    "comprise get let follow accord base name call know need use".split()
)
_LEAST = {"event": 0.5, "action": 0.5}


class Detected(NamedTuple):
    """A word, its place in the text, and how likely it is an event's."""

    start: int
    end: int
    score: float


def detect(line: Line, chances: "list[tuple[int, int, float]] | None" = None) -> Iterator[Detected]:
    """The words of a paragraph that speak of events, in order, reporting verbs among those that TimeML marks.

    `chances`: the encoder's words with their chances; None where it has not read, and then verbs and the nouns of
    the list of triggers stand for events.
    """
    if chances is not None:
        yield from (Detected(*one) for one in chances if one[2] >= _LEAST["event"])
        return
    nouns = triggers.nouns()
    for at, token in enumerate(line.tokens):
        if not token.text[:1].isalpha():
            continue
        if token.tag == "V":
            if token.lemma in _NO_EVENT:
                continue
            yield Detected(token.start, token.end, 0.7 if grammar.group(line, at).finite else 0.6)
        elif token.tag == "N" and token.key in nouns and token.key not in _COMMON:
            yield Detected(token.start, token.end, 0.6)


_COMMON = frozenset(
    "state states force forces end final game fire bill sentence race ruling release".split()
)
