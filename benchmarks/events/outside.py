"""Measures the untyped detector of events on data of others, in which every event is marked."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks import ecb, meantime, timeml
from benchmarks.events.triggers import Score
from extraction import names
from extraction.happenings import detector, triggers, words
from extraction.recogniser.heads import Heads

Place = tuple[int, int, int]


def measure(paths: Sequence[Path], errors: int) -> Score:
    """Detect and count in all files, and print the figures of each kind of data."""
    total = Score()
    for name, stories in (
        ("TimeML", _timeml(paths)),
        ("ECB+", _ecb(paths)),
        ("MEANTIME", _meantime(paths)),
    ):
        score, shipped = Score(), Score()
        shown = 0
        for texts, marked, counted, column in stories:
            for at, one in _detected(texts, column):
                if at in counted:
                    _count(score, (at, one.start, one.end), marked)
                    if errors > shown and not _hits((at, one.start, one.end), marked):
                        shown += 1
                        print(
                            f"  in vain  {texts[at][max(0, one.start - 40) : one.start]}[{texts[at][one.start : one.end]}]{texts[at][one.end : one.end + 30]}"
                        )
            score.marked += len(marked)
            found = {(at, one.start, one.end) for at, one in _detected(texts, column)}
            missed = [spans for spans in marked if not any(_in(one, spans) for one in found)]
            score.right_marked += len(marked) - len(missed)
            for at, start, end in (spans[0] for spans in missed[: max(0, errors - shown)]):
                shown += 1
                print(
                    f"  missed   {texts[at][max(0, start - 40) : start]}[{texts[at][start:end]}]{texts[at][end : end + 30]}"
                )
        if score.marked:
            print(f"{name:22}{score.told()}")
        for field in ("found", "marked", "right_found", "right_marked"):
            setattr(total, field, getattr(total, field) + getattr(score, field))
        del shipped
    return total


Marked = list[tuple[Place, ...]]
Story = tuple[Sequence[str], Marked, frozenset[int], str]


def _timeml(paths: Sequence[Path]) -> Iterable[Story]:
    for path in paths:
        if is_timeml(path):
            for one in timeml.read([path]):
                marked = [((event.paragraph, event.start, event.end),) for event in one.events]
                yield one.paragraphs, marked, frozenset(range(len(one.paragraphs))), "event"


def _ecb(paths: Sequence[Path]) -> Iterable[Story]:
    for path in paths:
        if is_timeml(path) or meantime.is_one(path) or path.suffix == ".csv":
            continue
        lists = [one.read_text("utf-8") for one in paths if one.suffix == ".csv"]
        for story in ecb.load(path, ecb.merged(lists) if lists else None):
            marked = [tuple((one.paragraph, *word) for word in one.words) for one in story.mentions]
            yield story.texts, marked, frozenset(one.paragraph for one in story.mentions), "action"


def _meantime(paths: Sequence[Path]) -> Iterable[Story]:
    folders = {path if path.is_dir() else path.parent for path in paths if meantime.is_one(path)}
    for folder in sorted(folders):
        for story in meantime.load(folder):
            marked = [tuple((one.paragraph, *word) for word in one.words) for one in story.mentions]
            yield story.texts, marked, frozenset(one.paragraph for one in story.mentions), "action"


def is_timeml(path: Path) -> bool:
    """Whether a path is a TimeML file, or holds some."""
    if path.is_dir():
        return any(path.rglob("*.tml"))
    return path.suffix == ".tml" or (
        path.name.endswith((".tar.gz", ".tgz"))
        and "ecb" not in path.name.lower()
        and bool(_has_tml(path))
    )


def _has_tml(path: Path) -> bool:
    import tarfile

    with tarfile.open(path) as archive:
        return any(name.endswith(".tml") for name in archive.getnames())


_cached: dict[int, list[tuple[int, detector.Detected]]] = {}


def _detected(texts: Sequence[str], column: str) -> list[tuple[int, detector.Detected]]:
    key = id(texts)
    if key in _cached:
        return _cached[key]
    _cached.clear()
    _, heads = names.find_names_and_heads(list(texts))
    found = []
    for number, text in enumerate(texts):
        line = words.line(number, text, (), (), triggers.nouns())
        chances = _chances(heads[number], column) if heads else None
        found += [(number, one) for one in detector.detect(line, chances)]
    _cached[key] = found
    return found


def _chances(heads: Heads, column: str) -> list[tuple[int, int, float]]:
    return [
        (start, end, float(chance))
        for (start, end), chance in zip(heads.words, heads.column(column), strict=True)
    ]


def _in(one: Place, spans: tuple[Place, ...]) -> bool:
    return any(one[0] == at and one[1] < end and start < one[2] for at, start, end in spans)


def _hits(one: Place, marked: Marked) -> bool:
    return any(_in(one, spans) for spans in marked)


def _count(score: Score, one: Place, marked: Marked) -> None:
    score.found += 1
    score.right_found += _hits(one, marked)
