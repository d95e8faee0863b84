"""The values that pass between the parts, and on to whoever asked."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

KINDS = ("person", "place", "organisation", "event")
MODALITIES = ("happened", "ongoing", "planned", "threatened", "demanded", "denied", "hypothetical")
PHASES = ("", "announced", "begun", "under_way", "completed", "called_off")
ROLES = ("agent", "patient", "recipient", "instrument", "origin", "destination", "topic")
QUOTE_FORMS = ("direct", "indirect", "mixed")
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
class Stretch:
    """Words at a place: `Stretch(3, 10, 17, "Bazoum's", "c2")`.

    Offsets as in `Mention`. `chain` is the chain of names that the words name or stand for, or "".
    """

    paragraph: int
    start: int
    end: int
    text: str
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression of time, read against the dispatch's date: "Tuesday", "by the end of the year".

    `kind` and `value` are those of TIMEX3 (ISO-TimeML): `("date", "2023-12-12")`, `("duration", "P10Y")`,
    `("set", "P1D")`; `edtf` is the Library of Congress's Extended Date/Time Format ("2023-12~",
    "../2023-12-22", "XXXX-12-22" where no year is known). `earliest` and `latest` are the first and the
    last day it can mean, inclusive; None is open or unknown. Durations and sets have neither.
    """

    paragraph: int
    start: int
    end: int
    text: str
    kind: str
    value: str
    edtf: str = ""
    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    precision: str = ""
    """"minute", "day", "week", "month", "season", "year", "decade" or "" where nothing is known."""
    modifier: str = ""
    """TIMEX3 mod in small letters: "start", "mid", "end", "approx", "before", "after", or ""."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Who or what takes part in an event, in which role: `Participant("agent", Stretch(...))`."""

    role: str
    words: Stretch


@dataclass(frozen=True, slots=True)
class EventMention:
    """One place that speaks of an event: "withdrawal", "ousted", "July 26 coup".

    The span is the trigger, or the whole name where a named event is meant; then the same span is a
    `Mention`. No other event mention overlaps a name. `event` is the id of its `Event`.
    """

    paragraph: int
    start: int
    end: int
    text: str
    event: str
    type: str
    lemma: str
    modality: str = "happened"
    phase: str = ""
    participants: tuple[Participant, ...] = ()
    time: Timex | None = None
    place: Stretch | None = None
    claimed_by: Stretch | None = None
    """Who says so, where somebody is told to: "the ministry", not the dispatch itself."""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """All that one dispatch says of one event. `Event("e2", "withdrawal", "withdrawal", "")`.

    `type` is one of `extraction.lexicon`'s event types; `head` the lemma of its clearest trigger; `name`
    the name of a named event ("Operation Barkhane"), or "".
    """

    id: str
    type: str
    head: str
    name: str
    mentions: tuple[EventMention, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody is reported to have said: in quotation marks, in other words, or both.

    `content` are its parts in order, quotation marks included; the parts of one quote may lie in several
    paragraphs. `form` is "direct", "indirect" or "mixed". `speaker` is None where the text does not tell.
    """

    content: tuple[Stretch, ...]
    form: str
    speaker: Stretch | None = None
    cue: Stretch | None = None
    addressee: Stretch | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as said: "about 1,500" of "soldiers", "80%" of "the logistical equipment", "$2.3 million".

    The words are the number with what limits it and its unit; what is counted stands in `of_text`.

    `low` and `high` are equal but for ranges and open ends (None): "at least 12" is `(12, None)`. `unit` is
    "" for things counted, an ISO 4217 code for money, "percent", or a unit's English name ("hour",
    "kilometre"). `of` is the lemma of what is counted or measured ("soldier", "equipment"), `of_text` its
    words ("French soldiers"). `about` says whether it is approximate. `event` is the id of the event that
    it belongs to, `time` when it held.
    """

    paragraph: int
    start: int
    end: int
    text: str
    low: Fraction | None
    high: Fraction | None
    unit: str = ""
    of: str = ""
    of_text: str = ""
    about: bool = False
    event: str = ""
    time: Timex | None = None
    chains: tuple[str, ...] = ()
    """Chains of names inside the words of what is counted: of "French soldiers", France's."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """What was found in one dispatch; mentions in the order of the text, none inside another."""

    chains: tuple[Chain, ...] = ()
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    timexes: tuple[Timex, ...] = ()
    references: tuple[Reference, ...] = ()
