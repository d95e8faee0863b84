import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from extraction.__main__ import main

STORY = "France leaves Niger\n\nNIAMEY, Dec 12 (AFP) - President Emmanuel Macron spoke on Tuesday. Macron left."
KEYS = [
    "headline",
    "byline",
    "dateline",
    "published",
    "language",
    "paragraphs",
    "chains",
    "mentions",
    "references",
    "events",
    "quotes",
    "figures",
    "timexes",
]


@pytest.fixture
def story(tmp_path: Path) -> str:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return str(path)


def test_marked_text_is_printed(story: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([story]) == 0
    printed = capsys.readouterr().out
    assert "[L NIAMEY], Dec 12 (AFP) - President [P Emmanuel Macron] spoke" in printed
    assert "2 Emmanuel Macron (also: Macron)" in printed
    assert "\x1b" not in printed


def test_json_of_one_file_is_one_object(story: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "--date", "2023-12-13", story]) == 0
    read = json.loads(capsys.readouterr().out)
    assert list(read) == KEYS
    assert read["headline"] == "France leaves Niger"
    assert read["dateline"] == "Niamey"
    assert read["published"] == "2023-12-12"
    assert read["chains"][1] == {
        "id": "c2",
        "kind": "person",
        "head": "Emmanuel Macron",
        "names": ["Emmanuel Macron", "Macron"],
        "titles": ["president"],
        "roles": [],
    }
    mention = read["mentions"][1]
    assert list(mention) == [
        "paragraph",
        "start",
        "end",
        "text",
        "kind",
        "chain",
        "score",
        "reason",
    ]
    text = read["paragraphs"][mention["paragraph"]]["text"]
    assert text[mention["start"] : mention["end"]] == mention["text"] == "Emmanuel Macron"
    assert mention["chain"] == "c2"


def test_without_a_date_the_dispatch_has_none(
    story: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--json", story])
    assert json.loads(capsys.readouterr().out)["published"] is None


def test_a_bad_file_is_told_and_the_others_are_printed(
    story: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "picture.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    missing = str(tmp_path / "missing.txt")
    assert main(["--json", str(picture), story, missing, str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert [read["headline"] for read in json.loads(printed.out)] == ["France leaves Niger"]
    assert printed.err.splitlines() == [
        f"{picture}: This is a PNG picture, not text.",
        f"{missing}: No such file or directory.",
        f"{tmp_path}: Is a directory.",
    ]


def test_standard_input_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"Niamey fell silent.")))
    assert main(["-"]) == 0
    assert "[L Niamey] fell silent." in capsys.readouterr().out


def test_a_date_that_is_none_is_refused(story: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--date", "yesterday", story])
    assert stopped.value.code == 2
    assert "'yesterday' is not a date such as 2023-12-12" in capsys.readouterr().err
