"""The values that pass between the parts, and on to whoever asked."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

KINDS = ("person", "place", "organisation", "event")
PARAGRAPH_KINDS = ("body", "crosshead", "list", "caption", "credit")

Progress = Callable[[int, int], None]
"""Called with the characters read so far and the characters in all."""


class Unreadable(Exception):
    """What was handed in is not text. Its message is for the person who handed it in."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as it is stored. `Paragraph("NIAMEY, Dec 12 (AFP) - Soldiers left on ...")`

    The text is clean and never empty; every offset counts from its first character.
    """

    text: str
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A story as it arrived, told apart into its parts. `dateline` is the place only: "Niamey"."""

    headline: str = ""
    byline: str = ""
    dateline: str = ""
    published: datetime.datetime | datetime.date | None = None
    published_precision: str = ""
    """"day" with a date, "minute" with a datetime (always with its zone), "" with None."""
    language: str = ""
    """ "en", or "" where the text is too short to tell or is in another language."""
    source: str = ""
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One stretch of a paragraph that names something: "Macron", "French", "July 26 coup".

    `paragraph` counts from 0; `start` and `end` are half-open code point offsets into its text.
    """

    paragraph: int
    start: int
    end: int
    text: str
    kind: str
    chain: str
    score: float
    reason: str = ""
    """Of an adjective of nationality, why it is this country's: "only Niger is spoken of"."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A stretch that stands for a chain without naming it: "he", "the ministry", "@EmmanuelMacron".

    `kind` is "pronoun", "role" ("French president"), "short" ("ministry") or "handle". Offsets as in
    `Mention`; a reference may hold a mention ("French"), and is never one.
    """

    paragraph: int
    start: int
    end: int
    text: str
    chain: str
    kind: str


@dataclass(frozen=True, slots=True)
class Chain:
    """All that one dispatch says of one thing.

    `Chain("c3", "person", "Emmanuel Macron", ("Emmanuel Macron", "Macron"))`. The head comes first
    among the names. Adjectives such as "French" are mentions of France and none of its names.
    """

    id: str
    kind: str
    head: str
    names: tuple[str, ...]
    titles: tuple[str, ...] = ()
    """Of a person, in small letters, as they are first said: "president", "armed forces minister"."""
    roles: tuple[str, ...] = ()
    """Of a person, what titles are said to be of, as written: "president of Niger", "French president"."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """What was found in one dispatch; mentions in the order of the text, none inside another."""

    chains: tuple[Chain, ...] = ()
    mentions: tuple[Mention, ...] = ()
    events: tuple[Any, ...] = ()
    quotes: tuple[Any, ...] = ()
    figures: tuple[Any, ...] = ()
    references: tuple[Reference, ...] = ()
