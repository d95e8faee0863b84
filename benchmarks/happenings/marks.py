"""The marks of our own gold as values, and the reading of the lines that set them."""

import datetime
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction

from benchmarks.happenings.lines import Line, Span, checked_days, days, leading_span, nearest
from extraction import lexicon
from extraction.types import MODALITIES, PHASES, QUOTE_FORMS, ROLES

_VALUE = re.compile(
    r"\d{3}X|\d{2}XX|X{4}-\d{2}(?:-\d{2})?|XXXX-XX-XXT\d{2}:\d{2}|(?:\d{4}|XXXX)-(?:W\d{2}(?:-WE)?|W\d{2}-[1-7]|SP|SU|FA|WI|[QH][1-4X])"
    r"|\d{4}(?:-\d{2}(?:-\d{2})?)?(?:T(?:\d{2}(?::\d{2}){0,2}|MO|MI|AF|EV|NI|DT)(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"
    r"|P(?:T?(?:\d+(?:\.\d+)?|X)[A-Z]{1,2})+|(?:PRESENT|PAST|FUTURE)_REF|XXXX-WXX-(?:\d|WE)|XXXX-XX-XX"
)
_TIMEX_MODIFIERS = ("start", "mid", "end", "approx", "before", "after")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:/\d+)?")


@dataclass(frozen=True, slots=True)
class EventMention:
    """A trigger with its modality and, of a course, its phase."""

    span: Span
    modality: str
    phase: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    role: str
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """What one dispatch says of an event. `identity` is the same in every dispatch that speaks of it.

    `when` is a day, month or year or two of them with a slash ("2023-10/2023-12-22", "2023-10-05/").
    """

    identity: str
    type: str
    mentions: tuple[EventMention, ...]
    when: str = ""
    places: tuple[Span, ...] = ()
    participants: tuple[Participant, ...] = ()

    @property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The first and the last day of `when`; None where it is open or unknown."""
        return days(self.when)


@dataclass(frozen=True, slots=True)
class Date:
    """An expression of time with TIMEX3's value, kind ("date", "duration", "set", "time") and modifier."""

    span: Span
    value: str
    kind: str
    modifier: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """`speaker` and `cue` are None where the text has none.

    `named` is where the text names the speaker, marked where `speaker` alone does not tell: "he", "it".
    """

    form: str
    content: tuple[Span, ...]
    speaker: Span | None = None
    cue: Span | None = None
    addressee: Span | None = None
    named: Span | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """`of` is what is counted, as written or (without `of_span`) as meant; `event` an identity or ""."""

    span: Span
    low: Fraction | None
    high: Fraction | None
    unit: str = ""
    of: str = ""
    of_span: Span | None = None
    about: bool = False
    event: str = ""
    when: str = ""


def events(lines: Sequence[Line], texts: Sequence[str]) -> tuple[Event, ...]:
    """The section of events: a line for each, and lines below it that are indented."""
    types = {row[0] for row in lexicon.rows("eventtypes.tsv")}
    blocks: list[list[Line]] = []
    for line in lines:
        if not line.text.startswith(" "):
            blocks.append([line])
        elif blocks:
            blocks[-1].append(line)
        else:
            raise line.amiss("belongs to no event")
    found = []
    for head, *below in blocks:
        words = head.text.split()
        if len(words) != 2 or words[1] not in types:
            raise head.amiss("must be an identity and one of the types of eventtypes.tsv")
        found.append(_event(words[0], words[1], head, below, texts))
    _refuse_twins(lines, [event.identity for event in found], "event")
    spans = [mention.span for event in found for mention in event.mentions]
    _refuse_twins(lines, spans, "mention")
    return tuple(found)


def _event(
    identity: str, kind: str, head: Line, below: Sequence[Line], texts: Sequence[str]
) -> Event:
    mentions, places, participants, when = [], [], [], ""
    for line in below:
        word, _, rest = line.text.strip().partition(" ")
        if word == "when":
            when = checked_days(rest.strip(), line)
            continue
        span, after = leading_span(rest, line, texts)
        if word == "mention":
            mentions.append(_mention(span, after.split(), line))
        elif after:
            raise line.amiss(f"{after!r} is too much")
        elif word == "where":
            places.append(span)
        elif word in ROLES:
            participants.append(Participant(word, span))
        else:
            raise line.amiss(f"{word!r} is not mention, when, where or one of {', '.join(ROLES)}")
    if not mentions:
        raise head.amiss("has no mention")
    return Event(
        identity,
        kind,
        tuple(sorted(mentions, key=lambda one: one.span)),
        when,
        tuple(places),
        tuple(participants),
    )


def _mention(span: Span, words: Sequence[str], line: Line) -> EventMention:
    modality, phase = (*words, "", "")[:2]
    if modality not in MODALITIES or phase not in PHASES or len(words) > 2:
        raise line.amiss(
            f"needs one of {', '.join(MODALITIES)}, and may have one of {', '.join(PHASES[1:])}"
        )
    return EventMention(span, modality, phase)


def dates(lines: Sequence[Line], texts: Sequence[str]) -> tuple[Date, ...]:
    """The section of dates: words, value, and perhaps a modifier and "set"."""
    found = []
    for line in lines:
        span, rest = leading_span(line.text, line, texts)
        value, *more = rest.split() or [""]
        if not _VALUE.fullmatch(value):
            raise line.amiss(f"{value!r} is no value of TIMEX3")
        kind = "duration" if value.startswith("P") and value[1:2] in "T0123456789X" else "date"
        kind = (
            "time"
            if kind == "date" and "T" in value.removesuffix("_REF") and value[:1].isdigit()
            else kind
        )
        modifier = ""
        for word in more:
            if word == "set":
                kind = "set"
            elif word in _TIMEX_MODIFIERS:
                modifier = word
            else:
                raise line.amiss(
                    f"{word!r} is neither set nor one of {', '.join(_TIMEX_MODIFIERS)}"
                )
        found.append(Date(span, value, kind, modifier))
    _refuse_twins(lines, [date.span for date in found], "date")
    return tuple(sorted(found, key=lambda one: one.span))


def quotes(lines: Sequence[Line], texts: Sequence[str]) -> tuple[Quote, ...]:
    """The section of quotes: form, parts of the content, then speaker, is, cue and to."""
    found = []
    for line in lines:
        form, _, rest = line.text.strip().partition(" ")
        if form not in QUOTE_FORMS:
            raise line.amiss(f"must begin with one of {', '.join(QUOTE_FORMS)}")
        content = []
        while rest.startswith('"'):
            span, rest = leading_span(rest, line, texts)
            content.append(span)
        said: dict[str, Span | None] = {}
        while rest:
            word, _, rest = rest.partition(" ")
            if word not in ("speaker", "is", "cue", "to") or word in said:
                raise line.amiss(f"{word!r} is not speaker, is, cue or to, once each")
            if rest == '""' or rest.startswith('"" '):
                said[word], rest = None, rest[2:].strip()
            else:
                said[word], rest = leading_span(rest, line, texts)
        if not content or "speaker" not in said:
            raise line.amiss('needs its words and a speaker (or speaker "")')
        found.append(
            Quote(
                form,
                tuple(content),
                said["speaker"],
                said.get("cue"),
                said.get("to"),
                said.get("is"),
            )
        )
    _refuse_twins(lines, [quote.content for quote in found], "quote")
    return tuple(sorted(found, key=lambda one: one.content[0]))


def figures(
    lines: Sequence[Line], texts: Sequence[str], identities: Set[str]
) -> tuple[Figure, ...]:
    """The section of figures: words, perhaps "about", value, unit, of, event and when."""
    found = []
    for line in lines:
        span, rest = leading_span(line.text, line, texts)
        about = rest.startswith("about ")
        value, _, rest = rest.removeprefix("about ").partition(" ")
        low, high = _range(value, line)
        said: dict[str, str] = {}
        for word, content in _pairs(rest, line):
            if word in said:
                raise line.amiss(f"{word} is there twice")
            said[word] = content
        if "event" in said and said["event"] not in identities:
            raise line.amiss(f"{said['event']} is no event of this dispatch")
        of, of_span = said.get("of", ""), None
        if of.startswith('"'):
            of = of.strip('"')
            of_span = nearest(of, span, line, texts)
        when = checked_days(said["when"], line) if "when" in said else ""
        found.append(
            Figure(
                span,
                low,
                high,
                said.get("unit", ""),
                of,
                of_span,
                about,
                said.get("event", ""),
                when,
            )
        )
    _refuse_twins(lines, [figure.span for figure in found], "figure")
    return tuple(sorted(found, key=lambda one: one.span))


def _pairs(rest: str, line: Line) -> Iterator[tuple[str, str]]:
    """`USD of "aid" event x` -> ("unit", "USD"), ("of", '"aid"'), ("event", "x")."""
    pattern = re.compile(r'(?:(of|event|when)\s+("[^"]+"|\S+)|(\S+))\s*')
    at = 0
    while at < len(rest):
        matched = pattern.match(rest, at)
        if matched is None or (matched[3] and (matched[3] in ("of", "event", "when") or at)):
            raise line.amiss(f"{rest[at:]!r} is not a unit, of, event or when")
        yield ("unit", matched[3]) if matched[3] else (matched[1], matched[2])
        at = matched.end()


def _range(value: str, line: Line) -> tuple[Fraction | None, Fraction | None]:
    ends = value.split("..")
    if len(ends) > 2 or not any(ends) or any(end and not _NUMBER.fullmatch(end) for end in ends):
        raise line.amiss(f"{value!r} is no number: 12, 2.3, 1/2, 20..30, 12.. or ..5")
    numbers = [Fraction(end) if end else None for end in ends]
    return numbers[0], numbers[-1]


def _refuse_twins(lines: Sequence[Line], ones: Sequence[object], what: str) -> None:
    seen: set[object] = set()
    for one in ones:
        if one in seen:
            raise lines[0].amiss(f"in this section a {what} is there twice: {one}")
        seen.add(one)
