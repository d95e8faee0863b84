"""ECB+ (Cybulska and Vossen, LREC 2014): news stories with events marked across dispatches.

Reads the XML of a folder or a tar.gz: the words of each sentence, the marked actions (ACTION_* and
NEG_ACTION_*) with their chains, and which story of which topic a file tells ("1_10ecbplus.xml" is of
topic 1, story "1-ecbplus"). As the field does, only mentions in the selected sentences count: those
of the list that comes with the corpus (a CSV of topic, file, sentence), because elsewhere what was
marked has not been checked. Mentions in no chain are events of their own.
"""

import csv
import io
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.conll import NO_SPACE_AFTER, NO_SPACE_BEFORE

_NAME = re.compile(r"(\d+)_(\d+)(ecb(?:plus)?)\.xml$")
_LIST = "*sentences.csv"
Selected = Mapping[tuple[str, str], frozenset[int]]
"""By topic and file ("10ecbplus") the numbers of the sentences that count."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One gold mention of an event: words `first` to `last` (a word may be left out between).

    `paragraph`, `start` and `end` are where it stands in the story's texts; `head` is its word that
    tells most, as an offset pair; `chain` is the same in all stories that speak of the event.
    """

    paragraph: int
    start: int
    end: int
    words: tuple[tuple[int, int], ...]
    kind: str
    chain: str


@dataclass(slots=True)
class Story:
    """One dispatch: a sentence a paragraph. `story` names what several dispatches tell of."""

    name: str
    topic: str
    story: str
    texts: list[str] = field(default_factory=list)
    mentions: list[Marked] = field(default_factory=list)
    """Those that count, in the order of the text."""
    published: str = ""
    """ISO date where the corpus gives one."""


def load(path: Path, selected: Selected | None = None) -> list[Story]:
    """All stories under a folder or in an archive, in the order of their names.

    Without `selected`, the list of sentences that lies in the folder, in the archive or beside it is
    taken; where there is none, or it does not know a story's topic, every marked sentence counts.
    """
    files = dict(_files(path))
    if selected is None:
        lists = [text for name, text in files.items() if name.endswith(".csv")]
        lists += [file.read_text("utf-8") for file in sorted(path.parent.glob(_LIST))]
        selected = merged(lists)
    stories = [
        story
        for name, text in files.items()
        if (found := _NAME.search(name)) and (story := read(found[0], text, selected))
    ]
    return sorted(stories, key=lambda story: (int(story.topic), story.story, story.name))


def merged(lists: list[str]) -> Selected:
    """The sentences that any of several lists selects."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for text in lists:
        for row in csv.reader(io.StringIO(text)):
            if len(row) >= 3 and row[2].strip().isdigit():
                found[row[0].strip(), row[1].strip()].add(int(row[2]))
    return {key: frozenset(numbers) for key, numbers in found.items()}


def _files(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.suffix in (".xml", ".csv"):
                yield str(file), file.read_text("utf-8")
        return
    if path.suffix == ".xml":
        yield path.name, path.read_text("utf-8")
        return
    if not tarfile.is_tarfile(path):
        return
    with tarfile.open(path) as archive:
        for member in sorted(archive, key=lambda member: member.name):
            if member.name.endswith((".xml", ".csv")):
                file = archive.extractfile(member)
                if file is not None:
                    yield member.name, file.read().decode("utf-8")


def read(name: str, xml: str, selected: Selected) -> Story | None:
    """One file of the corpus, or None for a name that is not one's."""
    parts = _NAME.search(name)
    if parts is None:
        return None
    topic, number, part = parts.groups()
    tree = ElementTree.fromstring(xml)
    sentences: dict[int, list[str]] = defaultdict(list)
    where: dict[str, tuple[int, int]] = {}
    for token in tree.iter("token"):
        sentence = int(token.get("sentence", "0"))
        where[token.get("t_id", "")] = (sentence, len(sentences[sentence]))
        sentences[sentence].append(token.text or "_")
    # The first sentence of the newer files is their address on the web.
    order = [each for each in sorted(sentences) if not (each == 0 and part == "ecbplus")]
    spelt = {sentence: spelt_out(sentences[sentence]) for sentence in order}
    story = Story(name.removesuffix(".xml"), topic, f"{topic}-{part}")
    story.texts = [spelt[sentence][0] for sentence in order]
    knows_topic = any(each == topic for each, _ in selected)
    counted = selected.get((topic, number + part), frozenset()) if knows_topic else set(order)
    chain_of = _chains(tree, story.name)
    for mark in tree.iter():
        if not mark.tag.startswith(("ACTION", "NEG_ACTION")):
            continue
        tokens = sorted({where[anchor.get("t_id", "")] for anchor in mark.iter("token_anchor")})
        if not tokens or tokens[0][0] not in counted or tokens[0][0] not in spelt:
            continue
        sentence = tokens[0][0]
        spans = tuple(spelt[sentence][1][at] for each, at in tokens if each == sentence)
        chain = chain_of.get(mark.get("m_id", ""), f"{story.name}/{mark.get('m_id')}")
        story.mentions.append(
            Marked(order.index(sentence), spans[0][0], spans[-1][1], spans, mark.tag, chain)
        )
    story.mentions.sort(key=lambda mention: (mention.paragraph, mention.words, mention.chain))
    return story


def _chains(tree: ElementTree.Element, name: str) -> dict[str, str]:
    """The chain of each mention that is in one, across dispatches or within this."""
    found = {}
    for relation in tree.iter():
        if relation.tag in ("CROSS_DOC_COREF", "INTRA_DOC_COREF"):
            across = relation.tag == "CROSS_DOC_COREF" and relation.get("note")
            chain = across or f"{name}/r{relation.get('r_id')}"
            for source in relation.iter("source"):
                found[source.get("m_id", "")] = chain
    return found


def spelt_out(words: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """A sentence as it would be printed, with the offsets of each word."""
    text, spans, glue = "", [], True
    quoted = False
    for word in words:
        is_quote = word in {'"', "''", "``"}
        if not (glue or word in NO_SPACE_BEFORE or (is_quote and quoted)):
            text += " "
        spans.append((len(text), len(text) + len(word)))
        text += word
        glue = word in NO_SPACE_AFTER or (is_quote and not quoted)
        quoted ^= is_quote
    return text, spans
