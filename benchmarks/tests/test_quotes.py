"""When a quote found and a quote marked count as the same, and their speakers too."""

import json
from pathlib import Path

import pytest

from benchmarks.quotes import __main__ as command
from benchmarks.quotes import gold
from benchmarks.quotes.scoring import (
    Attribution,
    Scores,
    overlaps,
    pairs,
    same_speaker,
    score,
    words_in,
)

TEXT = "Awa Diallo said that the old bridge was weak. It fell, she said."


def spans(*surfaces: str) -> tuple[tuple[int, int], ...]:
    return tuple((TEXT.index(one), TEXT.index(one) + len(one)) for one in surfaces)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("that the old bridge was weak", "the old bridge was weak", True),
        ("that the old bridge was weak", "the old bridge", True),
        # less than half of the longer
        ("that the old bridge was weak", "was weak", False),
        ("that the old bridge was weak", "It fell", False),
    ],
)
def test_overlap_needs_half_of_the_words_of_both(one: str, other: str, same: bool) -> None:
    assert overlaps(words_in(TEXT, spans(one)), words_in(TEXT, spans(other))) is same


def test_speakers_are_the_same_if_they_share_a_telling_word() -> None:
    assert same_speaker(TEXT, spans("Awa Diallo"), spans("Diallo"))
    assert not same_speaker(TEXT, spans("the old bridge"), spans("that the"))
    assert same_speaker(TEXT, (), ())
    assert not same_speaker(TEXT, (), spans("Diallo"))


def test_a_marked_quote_goes_with_one_found() -> None:
    whole = Attribution(spans("that the old bridge was weak"))
    part = Attribution(spans("the old bridge"))
    assert pairs(TEXT, [part, whole], [whole]) == [(1, 0)]


def test_counts_quotes_and_speakers() -> None:
    marked = Attribution(spans("It fell"), spans("she"), spans("said"), "indirect")
    scores = Scores()
    score(scores, TEXT, [marked, Attribution(spans("Awa Diallo"))], [marked])
    assert (scores.overlap.precision, scores.overlap.recall) == (50.0, 100.0)
    assert scores.speaker.right == 1
    assert command.last_line(scores).endswith("speaker_f1=66.7 marked_f1=0.0")


def test_reads_polnear_and_tells_forms_by_marks(tmp_path: Path) -> None:
    text = "Head.\n\n“Go,” Awa Diallo said.\nShe said it was “late” again."
    told = {
        "id": "one",
        "text": text,
        "attributions": [
            {"content": [[7, 12]], "cue": [[24, 28]], "source": [[13, 23]]},
            {"content": [[text.index("it was"), len(text) - 1]], "cue": [[39, 43]]},
            {"cue": [[0, 4]], "content": []},
        ],
    }
    path = tmp_path / "some.jsonl"
    path.write_text(json.dumps(told) + "\n", encoding="utf-8")
    (read,) = gold.polnear(path)
    assert [one.form for one in read.gold] == ["direct", "mixed"]
    assert [one.text for one in read.dispatch.paragraphs] == text.replace("\n\n", "\n").split("\n")
    assert read.gold[1].source == ()


def test_reads_our_own_gold() -> None:
    texts = list(gold.own())
    assert len(texts) >= 16
    for one in texts:
        for quote in one.gold:
            assert all(one.text[start:end].strip() for start, end in quote.content)
