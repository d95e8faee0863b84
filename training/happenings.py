"""Stories whose events are marked: TimeML (TempEval-3) and ECB+, as running text.

What counts as an event differs: TimeML marks every happening and state that can be placed in time,
ECB+ the actions of chosen sentences. Each therefore has a column of its own (`event` and `action` of
TRIGGERS), and `happening` and `reporting` are read from the classes of both: a state, a perception, a
wish or a report is no happening.
"""

from __future__ import annotations

import csv
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from training.corpus import join

_TIMEML_HAPPENINGS = {"OCCURRENCE", "ASPECTUAL", "I_ACTION"}
_ECB_HAPPENINGS = {"OCCURRENCE", "ASPECTUAL", "CAUSATIVE"}
ECB_HELD_OUT = {"2", "5", "12", "18", "21", "23", "34", "35"}

_PREPOSITIONS = {
    *"of in for under at to with on from by against into over".split(),
    *"off out up away down back about ahead through around along".split(),
}
_LIGHT = {
    *"take takes took taken taking open opens opened opening catch caught make made making".split(),
    *"go goes went gone going set give gave given put puts putting get got getting".split(),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """One story. Offsets are `(paragraph, start, end)`, half-open characters of that paragraph.

    `known`: where every trigger is marked. `triggers`: `(paragraph, start, end, start of its head,
    those of TRIGGERS that it is)`. `columns`: those of TRIGGERS that the source can tell. `spans`: by
    channel of attribution.
    """

    name: str
    paragraphs: list[str]
    known: list[tuple[int, int, int]] = field(default_factory=list)
    triggers: list[tuple[int, int, int, int, set[str]]] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    spans: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)


def is_held_out(name: str) -> bool:
    """Whether a TimeML story is among the tenth that no training sees."""
    return zlib.crc32(name.encode()) % 10 == 0


def read_timeml(path: Path) -> Iterator[Marked]:
    """Yield the stories of an archive of TimeML files, by name."""
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            opened = archive.extractfile(member)
            if opened and member.name.endswith(".tml"):
                text = ElementTree.fromstring(opened.read()).find("TEXT")
                if text is not None:
                    yield _timeml(Path(member.name).stem, text)


def _timeml(name: str, element: ElementTree.Element) -> Marked:
    parts: list[str] = []
    events: list[tuple[int, int, str]] = []
    at = 0

    def walk(node: ElementTree.Element) -> None:
        nonlocal at
        begun = at
        parts.append(node.text or "")
        at += len(node.text or "")
        for child in node:
            walk(child)
            parts.append(child.tail or "")
            at += len(child.tail or "")
        if node.tag == "EVENT":
            events.append((begun, at, node.get("class", "")))

    walk(element)
    whole = "".join(parts)
    paragraphs, bounds = [], []
    for match in re.finditer(r"\S(?:.*?\S)??(?=\s*\n\s*\n|\s*$(?![\s\S]))", whole, re.DOTALL):
        paragraphs.append(match[0])
        bounds.append(match.span())
    made = Marked(name, paragraphs, columns=("event", "happening", "reporting"))
    made.known.extend((n, 0, len(p)) for n, p in enumerate(paragraphs))
    for opens, closes, kind in sorted(events):
        words = whole[opens:closes]
        start, end = closes - len(words.lstrip()), opens + len(words.rstrip())
        for number, (low, high) in enumerate(bounds):
            if low <= start < end <= high:
                columns = {"event"}
                columns |= {"happening"} if kind in _TIMEML_HAPPENINGS else set()
                columns |= {"reporting"} if kind == "REPORTING" else set()
                made.triggers.append((number, start - low, end - low, start - low, columns))
    return made


def read_ecbplus(path: Path, sentences: Path) -> Iterator[Marked]:
    """Yield the stories of ECB+'s archive, a sentence a paragraph, its topic before the name.

    `sentences`: the release's table of the sentences whose events are all marked.
    """
    with sentences.open(encoding="utf-8") as table:
        chosen = {(t, f"{t}_{f}", n) for t, f, n in list(csv.reader(table))[1:]}
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            opened = archive.extractfile(member)
            if opened and member.name.endswith(".xml"):
                name = Path(member.name).stem
                wanted = {n for t, f, n in chosen if f == name}
                if wanted:
                    yield _ecbplus(name, ElementTree.fromstring(opened.read()), wanted)


def _ecbplus(name: str, root: ElementTree.Element, wanted: set[str]) -> Marked:
    by_sentence: dict[str, list[tuple[str, str]]] = {}
    for token in root.iter("token"):
        if (token.text or "").strip():
            sentence = by_sentence.setdefault(token.get("sentence", ""), [])
            sentence.append((token.get("t_id", ""), token.text or ""))
    made = Marked(name, [], columns=("action", "happening", "reporting"))
    places: dict[str, tuple[int, int, int]] = {}
    for number, (sentence, tokens) in enumerate(by_sentence.items()):
        printed = join([(word, f"B-{key}") for key, word in tokens])
        made.paragraphs.append(printed.text)
        if sentence in wanted:
            made.known.append((number, 0, len(printed.text)))
            places |= {key: (number, start, end) for start, end, key in printed.names}
    for mention in root.find("Markables") or ():
        if "ACTION_" not in mention.tag:
            continue
        extent = [places.get(anchor.get("t_id", "")) for anchor in mention]
        if not extent or None in extent:
            continue
        places_of = [place for place in extent if place]
        text = made.paragraphs[places_of[0][0]]
        head = places_of[head_of([text[a:b] for _, a, b in places_of])]
        kind = mention.tag.partition("ACTION_")[2]
        columns = {"action"}
        columns |= {"happening"} if kind in _ECB_HAPPENINGS else set()
        columns |= {"reporting"} if kind == "REPORTING" else set()
        made.triggers.append((places_of[0][0], places_of[0][1], places_of[-1][2], head[1], columns))
    return made


def head_of(words: list[str]) -> int:
    """Return which word of a marked extent is its head.

    "checked into" and "opened fire" have it first, "on bail" and "suicide attempt" last, "driving under
    the influence" before the preposition.
    """
    lower = [word.lower() for word in words]
    if lower[0] in _LIGHT:
        return 0
    for index in range(1, len(words)):
        if lower[index] in _PREPOSITIONS and lower[index - 1] not in {"-", *_PREPOSITIONS}:
            return index - 1
    return len(words) - 1
