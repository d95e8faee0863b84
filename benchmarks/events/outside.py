"""Measures the untyped detector of events on data of others, in which every event is marked.

TimeML: the very words marked, of all classes. ECB+ and MEANTIME: a word found is right where it is one of the
words of a marked mention, and a mention is found where one of its words is (overlap, as the field counts what
is marked with several words); in ECB+ only the selected sentences count, in MEANTIME those with a mention.
MEANTIME's file holds only events that come up in several stories, so that its precision says little.
"""

import tarfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import ecb, meantime, timeml
from benchmarks.events.triggers import Score
from extraction import names
from extraction.happenings import detector, triggers, words
from extraction.recogniser.heads import Heads

Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Story:
    """A story's paragraphs, its marked events (each the places of its words), and which paragraphs count.

    `column` is the head of the encoder that goes by the same rules as the data.
    """

    texts: Sequence[str]
    marked: list[tuple[Place, ...]]
    counted: frozenset[int]
    column: str


def measure(paths: Sequence[Path], errors: int) -> Score:
    """Detect and count in all files; prints the figures of each kind of data, and some errors of each."""
    total = Score()
    kinds = (("TimeML", _timeml(paths)), ("ECB+", _ecb(paths)), ("MEANTIME", _meantime(paths)))
    for name, stories in kinds:
        score, wrong = Score(), []
        for story in stories:
            wrong += list(_count(score, story))
        if not score.marked:
            continue
        for words_of_it in wrong[:errors]:
            print(f"  {words_of_it}")
        print(f"{name:22}{score.told()}")
        total.add(score)
    return total


def _count(score: Score, story: Story) -> Iterator[str]:
    """Count one story in, and tell what is wrong."""
    at = {place: number for number, event in enumerate(story.marked) for place in event}
    by_paragraph: dict[int, list[Place]] = {}
    for place in at:
        by_paragraph.setdefault(place[0], []).append(place)
    right: set[int] = set()
    for paragraph, found in _detected(story):
        if paragraph not in story.counted:
            continue
        hits = {
            at[place]
            for place in by_paragraph.get(paragraph, ())
            if place[1] < found.end and found.start < place[2]
        }
        score.found += 1
        score.right_found += bool(hits)
        right |= hits
        if not hits:
            yield f"in vain  {_around(story, (paragraph, found.start, found.end))}"
    score.marked += len(story.marked)
    score.right_marked += len(right)
    for number, event in enumerate(story.marked):
        if number not in right:
            yield f"missed   {_around(story, event[0])}"


def _around(story: Story, place: Place) -> str:
    paragraph, start, end = place
    text = story.texts[paragraph]
    return f"...{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}"


def _detected(story: Story) -> Iterator[tuple[int, detector.Detected]]:
    _, heads = names.find_names_and_heads(list(story.texts))
    for number, text in enumerate(story.texts):
        line = words.line(number, text, (), (), triggers.nouns())
        chances = _chances(heads[number], story.column) if heads else None
        for one in detector.detect(line, chances):
            yield number, one


def _chances(heads: Heads, column: str) -> Iterator[tuple[int, int, float]]:
    for (start, end), chance in zip(heads.words, heads.column(column), strict=True):
        yield start, end, float(chance)


def _timeml(paths: Sequence[Path]) -> Iterable[Story]:
    for one in timeml.read([path for path in paths if _is_timeml(path)]):
        marked = [((event.paragraph, event.start, event.end),) for event in one.events]
        yield Story(one.paragraphs, marked, frozenset(range(len(one.paragraphs))), "event")


def _ecb(paths: Sequence[Path]) -> Iterable[Story]:
    lists = [path.read_text("utf-8") for path in paths if path.suffix == ".csv"]
    for path in paths:
        if not (_is_timeml(path) or meantime.is_one(path) or path.suffix == ".csv"):
            yield from map(_of_mentions, ecb.load(path, ecb.merged(lists) if lists else None))


def _meantime(paths: Sequence[Path]) -> Iterable[Story]:
    folders = {path if path.is_dir() else path.parent for path in paths if meantime.is_one(path)}
    for folder in sorted(folders):
        yield from map(_of_mentions, meantime.load(folder))


def _of_mentions(story: ecb.Story) -> Story:
    marked = [tuple((one.paragraph, *word) for word in one.words) for one in story.mentions]
    return Story(story.texts, marked, frozenset(one.paragraph for one in story.mentions), "action")


def _is_timeml(path: Path) -> bool:
    """Whether a path is a TimeML file, or holds some."""
    if path.is_dir():
        return any(path.rglob("*.tml"))
    if path.name.endswith((".tar.gz", ".tgz", ".tar")):
        with tarfile.open(path) as archive:
            return any(name.endswith(".tml") for name in archive.getnames())
    return path.suffix == ".tml"
