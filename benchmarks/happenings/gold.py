"""Reads our own gold: dispatches marked by hand with events, dates, quotes and figures.

One file is one dispatch: lines of its head, an empty line, paragraphs with an empty line between
them ("## " begins a crosshead), then the sections, each of which may be missing:

    story: niger-coup
    published: 2023-12-12
    dateline: Niamey
    headline: Last French soldiers to leave Niger

    NIAMEY - The last of about 1,500 French soldiers leave Niger this month, after a coup ...

    == events
    niger-coup-2023 coup
      mention "coup"@1 happened
      when 2023-07-26
      where "Niger"@1
      agent "generals"@3
    == dates
    "this month"@1 2023-12
    == quotes
    direct "“By December 22 [...] ended,”"@3 "“It is over.”"@4 speaker "the military"@3 cue "said"@3
    == figures
    "about 1,500"@1 about 1500 of "French soldiers" event niger-withdrawal-2023

`"words"@3.2` are those words where they stand for the second time in the third paragraph, whole
words only; `[...]` leaves out what is between. The first word of an event is its identity in all
dispatches; a mention has its modality and, of a course, its phase. Dates have TIMEX3's value, and
may have its modifier and "set"; their extent is TimeML's, without a preposition before it. A
quote's `speaker ""` is one that the text does not tell; `speaker "he"@3 is "Macron"@2` says who a
speaker is whose words alone do not tell. A figure is its number with what limits it
and its unit; a range is `20..30`, an open one `12..` or `..5`; `of` has the words of the same
paragraph, or one bare word where they are not said (`of people`). A line that begins with # is a
comment. Whatever is amiss raises `Amiss` with file and line.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.happenings import marks
from benchmarks.happenings.lines import Amiss, Line, Span
from benchmarks.happenings.marks import Date, Event, EventMention, Figure, Participant, Quote
from extraction.types import Dispatch, Paragraph

__all__ = [
    "DEVELOPMENT",
    "HELDOUT",
    "PARTS",
    "Amiss",
    "Date",
    "Event",
    "EventMention",
    "Figure",
    "Participant",
    "Quote",
    "Span",
    "Told",
    "load",
    "parsed",
    "read",
]

DEVELOPMENT = Path(__file__).parent / "gold" / "development"
HELDOUT = Path(__file__).parent / "gold" / "heldout"
PARTS = {"development": DEVELOPMENT, "heldout": HELDOUT}
_HEAD = ("story", "source", "published", "dateline", "headline")
_SECTIONS = ("events", "dates", "quotes", "figures")
_HEAD_LINE = re.compile(r"([a-z]+):\s*(.*)")


@dataclass(frozen=True, slots=True)
class Told:
    """One dispatch and all that is marked in it. Paragraphs count from 0, as everywhere in code."""

    name: str
    story: str
    dispatch: Dispatch
    events: tuple[Event, ...] = ()
    dates: tuple[Date, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def texts(self) -> Mapping[int, str]:
        """The paragraphs by number, as the functions of extraction take them."""
        return {number: one.text for number, one in enumerate(self.dispatch.paragraphs)}

    @property
    def anchor(self) -> datetime.date | None:
        """The day on which it was published, or None."""
        when = self.dispatch.published
        return when.date() if isinstance(when, datetime.datetime) else when


@cache
def load(folder: Path = DEVELOPMENT) -> tuple[Told, ...]:
    """All dispatches of a folder in order of time; an event has the same type in all of them."""
    told = [read(path) for path in sorted(folder.glob("*.txt"))]
    types: dict[str, str] = {}
    for one in told:
        for event in one.events:
            if types.setdefault(event.identity, event.type) != event.type:
                raise Amiss(
                    f"{one.name}.txt: {event.identity} is {types[event.identity]} elsewhere"
                )
    return tuple(sorted(told, key=lambda one: (one.anchor or datetime.date.max, one.name)))


def read(path: Path) -> Told:
    """One file. Raises Amiss."""
    return parsed(path.stem, path.read_text(encoding="utf-8"))


def parsed(name: str, text: str) -> Told:
    """One dispatch of the text of a file; `name` is what errors call it. Raises Amiss."""
    lines = [Line(f"{name}.txt", at, raw.rstrip()) for at, raw in enumerate(text.split("\n"), 1)]
    head, body, sections = _parts(lines)
    paragraphs = tuple(_paragraphs(body))
    texts = [paragraph.text for paragraph in paragraphs]
    dispatch = Dispatch(
        headline=head.get("headline", ""),
        dateline=head.get("dateline", ""),
        published=_published(head, lines[0]),
        published_precision=_precision(head),
        language="en",
        source=head.get("source", ""),
        paragraphs=paragraphs,
    )
    events = marks.events(sections["events"], texts)
    identities = {event.identity for event in events}
    return Told(
        name=name,
        story=head.get("story", ""),
        dispatch=dispatch,
        events=events,
        dates=marks.dates(sections["dates"], texts),
        quotes=marks.quotes(sections["quotes"], texts),
        figures=marks.figures(sections["figures"], texts, identities),
    )


def _parts(lines: Sequence[Line]) -> tuple[dict[str, str], list[Line], dict[str, list[Line]]]:
    """The head's values, the lines of the story, and those of each section without comments."""
    head: dict[str, str] = {}
    rest = list(lines)
    while rest and rest[0].text:
        line = rest.pop(0)
        matched = _HEAD_LINE.fullmatch(line.text)
        if matched is None or matched[1] not in _HEAD:
            raise line.amiss(f"is no line of a head: one of {', '.join(_HEAD)} and a colon")
        head[matched[1]] = matched[2]
    body: list[Line] = []
    sections: dict[str, list[Line]] = {section: [] for section in _SECTIONS}
    into = body
    for line in rest:
        if line.text.startswith("=="):
            section = line.text.strip("= ")
            if section not in sections:
                raise line.amiss(f"is no section: one of {', '.join(_SECTIONS)}")
            into = sections[section]
        elif into is body or (line.text and not line.text.lstrip().startswith("#")):
            into.append(line)
    return head, body, sections


def _paragraphs(body: Sequence[Line]) -> Iterator[Paragraph]:
    for line in body:
        if line.text.startswith("## "):
            yield Paragraph(line.text.removeprefix("## ").strip(), "crosshead")
        elif line.text:
            yield Paragraph(line.text.strip())


def _published(head: Mapping[str, str], line: Line) -> datetime.datetime | datetime.date | None:
    value = head.get("published", "")
    try:
        if "T" in value:
            return datetime.datetime.fromisoformat(value)
        return datetime.date.fromisoformat(value) if value else None
    except ValueError:
        raise line.amiss(f"{value} is no date and no time") from None


def _precision(head: Mapping[str, str]) -> str:
    value = head.get("published", "")
    return ("minute" if "T" in value else "day") if value else ""
