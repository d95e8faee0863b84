"""Reads TimeML: the text of each dispatch, the expressions of time and the events marked in it.

Files are `.tml`, folders of them, or tar.gz archives. Offsets count in the paragraph's text, paragraphs from
0; a paragraph ends at an empty line, other line ends are read as spaces.
"""

import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

_LOOSE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);)")
"""An ampersand that stands for itself, as older files have it."""

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![ \t]*(?:\n|$)))*")


@dataclass(frozen=True, slots=True)
class Marked:
    """An expression of time as marked: TIMEX3's type, value and mod as they stand there."""

    paragraph: int
    start: int
    end: int
    text: str
    kind: str
    value: str
    modifier: str = ""


@dataclass(frozen=True, slots=True)
class MarkedEvent:
    """An event as marked: its class ("OCCURRENCE", "REPORTING" ...), and its tense and modality if told."""

    paragraph: int
    start: int
    end: int
    text: str
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Document:
    """One dispatch. `created` is None where its creation time has no full date."""

    name: str
    created: date | None
    paragraphs: tuple[str, ...]
    timexes: tuple[Marked, ...] = ()
    events: tuple[MarkedEvent, ...] = ()


@dataclass(slots=True)
class _Text:
    """The text of an element, put together, with the elements' places in it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    spans: list[tuple[int, int, ElementTree.Element]] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        self.parts.append(text or "")
        self.length += len(text or "")


def read(paths: Iterable[Path]) -> list[Document]:
    """All dispatches in some files, folders and archives, by name."""
    return [parse(name, data) for path in paths for name, data in _contents(path)]


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for one in sorted(path.rglob("*.tml")):
            yield one.stem, one.read_bytes()
    elif path.name.endswith((".tar.gz", ".tgz", ".tar")):
        with tarfile.open(path) as archive:
            for member in sorted(archive.getmembers(), key=lambda member: member.name):
                content = archive.extractfile(member) if member.isfile() else None
                hidden = Path(member.name).name.startswith(".")
                if content and member.name.endswith(".tml") and not hidden:
                    yield Path(member.name).stem, content.read()
    else:
        yield path.stem, path.read_bytes()


def parse(name: str, data: bytes) -> Document:
    """One dispatch of its XML. Raises ElementTree.ParseError on what is no XML."""
    root = ElementTree.fromstring(_LOOSE.sub(b"&amp;", data))
    text = _Text()
    body = root.find("TEXT")
    if body is None:
        body = root.find(".//TEXT")
    if body is not None:
        _collect(body, text)
    whole = "".join(text.parts)
    places = [(match.start(), match.end()) for match in _PARAGRAPH.finditer(whole)]
    paragraphs = tuple(
        whole[start:end].replace("\n", " ").replace("\t", " ") for start, end in places
    )
    timexes, events = [], []
    for start, end, element in text.spans:
        place = next(
            (at for at, (one, two) in enumerate(places) if one <= start and end <= two), None
        )
        if place is None or start == end:
            continue
        first, last = start - places[place][0], end - places[place][0]
        words = paragraphs[place][first:last]
        if element.tag == "TIMEX3" and element.get("functionInDocument") != "CREATION_TIME":
            timexes.append(
                Marked(
                    place,
                    first,
                    last,
                    words,
                    element.get("type", ""),
                    element.get("value", ""),
                    element.get("mod", ""),
                )
            )
        elif element.tag == "EVENT":
            events.append(
                MarkedEvent(
                    place, first, last, words, element.get("class", ""), element.get("eid", "")
                )
            )
    return Document(name, _created(root), paragraphs, tuple(timexes), tuple(events))


def _collect(element: ElementTree.Element, text: _Text) -> None:
    text.add(element.text)
    for child in element:
        start = text.length
        _collect(child, text)
        if child.tag in ("TIMEX3", "EVENT"):
            text.spans.append((start, text.length, child))
        text.add(child.tail)


def _created(root: ElementTree.Element) -> date | None:
    for element in root.iter("TIMEX3"):
        if element.get("functionInDocument") in ("CREATION_TIME", "PUBLICATION_TIME"):
            found = re.match(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})", element.get("value", ""))
            if found:
                return date(int(found[1]), int(found[2]), int(found[3]))
    return None
