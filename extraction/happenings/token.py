"""One token of a text and the tags that it can have."""

from dataclasses import dataclass
from typing import NamedTuple

from extraction.types import Mention, Timex

NOMINAL = frozenset(("N", "NAME", "NUM", "PRO", "EVENT", "DEM"))


@dataclass(slots=True)
class Token:
    """A word, a mark, or a whole name or expression of time.

    `tag`: N, NAME, DEM (an adjective of nationality), EVENT (a named event), TIME, NUM, PRO, ADJ, ADV, V, DET, OWN
    ("his"), GEN ("'s"), PREP, TO, CONJ, SUB, REL, NEG, MODAL, BE, HAVE, DO, or the mark itself.
    """

    start: int
    end: int
    text: str
    key: str
    tag: str = "N"
    form: str = ""
    """Of a verb: base, present, past, participle, ing."""
    lemma: str = ""
    """Of a verb."""
    mention: Mention | None = None
    timex: Timex | None = None
    sentence: int = 0
    titles: tuple[str, ...] = ()
    """Of a person named: "president", "armed forces minister"."""


AUXILIARY = frozenset(("MODAL", "BE", "HAVE", "DO"))


class Phrase(NamedTuple):
    """A noun phrase: its tokens `first` to `after`, and the token that is its head."""

    first: int
    after: int
    head: int
