import datetime
import io
import tarfile
from pathlib import Path

import pytest

from benchmarks import timeml, timex
from benchmarks.timeml import Document, Marked

TML = """<?xml version="1.0" ?>
<TimeML>
<DOCID>oasis-1</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2013-03-22" functionInDocument="CREATION_TIME">2013-03-22</TIMEX3></DCT>
<TITLE>Well runs dry</TITLE>
<TEXT>
The well &amp; the pump of Ra & Sons <EVENT eid="e1" class="OCCURRENCE">failed</EVENT> on
<TIMEX3 tid="t1" type="DATE" value="2013-03-21" functionInDocument="NONE">Thursday</TIMEX3>.

It will be repaired
within <TIMEX3 tid="t2" type="DURATION" value="P2W" mod="APPROX">two weeks</TIMEX3>.
</TEXT>
</TimeML>
"""


def test_a_dispatch_is_read_with_its_date_its_paragraphs_and_what_is_marked() -> None:
    document = timeml.parse("oasis-1", TML.encode())
    assert document.created == datetime.date(2013, 3, 22)
    assert document.paragraphs == (
        "The well & the pump of Ra & Sons failed on Thursday.",
        "It will be repaired within two weeks.",
    )
    assert [(one.paragraph, one.text, one.kind, one.value, one.modifier) for one in document.timexes] == [
        (0, "Thursday", "DATE", "2013-03-21", ""),
        (1, "two weeks", "DURATION", "P2W", "APPROX"),
    ]  # fmt: skip
    (event,) = document.events
    assert document.paragraphs[0][event.start : event.end] == event.text == "failed"


def test_files_folders_and_archives_are_read_alike(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "oasis-1.tml").write_text(TML, encoding="utf-8")
    packed = tmp_path / "texts.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        for name in ("texts/oasis-1.tml", "texts/._oasis-1.tml", "texts/README"):
            entry = tarfile.TarInfo(name)
            entry.size = len(TML.encode())
            archive.addfile(entry, io.BytesIO(TML.encode()))
    (one,) = timeml.read([folder / "oasis-1.tml"])
    assert [one] == timeml.read([folder]) == timeml.read([packed])


def marked(start: int, end: int, value: str) -> Marked:
    text = "They met on Friday evening and left last week."
    return Marked(0, start, end, text[start:end], "DATE", value)


def test_overlap_is_relaxed_the_same_place_strict_and_values_count_for_themselves() -> None:
    tally = timex.Tally()
    tally.add(
        Document(
            "oasis-2",
            datetime.date(2013, 3, 22),
            ("They met on Friday evening and left last week.",),
            # "Friday" of "Friday evening", the right week, and a word that is none
            (marked(12, 18, "2013-03-22"), marked(36, 45, "2013-W11"), marked(0, 4, "PAST_REF")),
        )
    )
    assert (tally.marked, tally.found) == (3, 2)
    assert (tally.relaxed, tally.strict, tally.values, tally.kinds) == (2, 1, 1, 1)
    assert timex.scores(2, 2, 3) == pytest.approx((100, 66.67, 80), abs=0.01)


def test_the_last_line_is_in_per_cent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "oasis-1.tml").write_text(TML, encoding="utf-8")
    assert timex.main([str(tmp_path)]) == 0
    last = capsys.readouterr().out.strip().split("\n")[-1]
    assert last == "precision=100.0 recall=100.0 f1=100.0 value_f1=100.0"
