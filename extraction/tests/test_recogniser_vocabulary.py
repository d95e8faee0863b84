"""Words that the model has vectors for: which row is whose, and what reaches the network."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from extraction.recogniser.features import SHAPE_COUNT, read_text, shape_of
from extraction.recogniser.onnx import Recogniser
from extraction.recogniser.vocabulary import UNKNOWN, Vocabulary
from extraction.tests.test_recogniser import tokenizer

WEIGHTS = Path(__file__).parent.parent / "model"


@pytest.mark.parametrize(
    ("word", "row"),
    [
        ("amethi", 1), ("Amethi", 1), ("AMETHI", 1),
        ("Domínguez", 2), ("DOMI\u0301NGUEZ", 2),  # the list has it without accents
        ("josé", 3), ("Jose", UNKNOWN),  # the list has it with accents
        ("Bazoum", UNKNOWN), ("", UNKNOWN), ("\0", UNKNOWN), ("محمد", UNKNOWN),
    ],
)  # fmt: skip
def test_a_word_has_its_row_however_it_is_printed(word: str, row: int) -> None:
    assert Vocabulary(["amethi", "dominguez", "josé"]).row(word) == row


def test_a_list_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "words.txt.gz"
    assert len(Vocabulary.load(path)) == 0
    path.write_bytes(gzip.compress(b"niamey\nsaid"))
    assert Vocabulary.load(path).words == ["niamey", "said"]


def test_every_piece_of_a_word_carries_its_shape_and_its_row() -> None:
    reading = read_text(tokenizer(), "Niamey said. Mohamed", Vocabulary(["said", "niamey"]))
    words = [("Niamey", False, 2), ("said", False, 1), (".", True, 0), ("Mohamed", False, 0)]
    assert reading.marks.tolist() == [
        shape_of(word, glued=glued) + SHAPE_COUNT * row for word, glued, row in words
    ]


def test_the_shipped_model_knows_names_that_its_pieces_do_not() -> None:
    made = Recogniser.load(WEIGHTS)
    assert made.tokenizer.token_to_id("ouagadougou") is None
    assert made.vocabulary.row("Ouagadougou") != UNKNOWN
    assert made.vocabulary.row("qzxv") == UNKNOWN


def test_a_model_is_not_read_without_its_words(tmp_path: Path) -> None:
    for name in ("labels.json", "model.onnx", "tokenizer.json"):
        (tmp_path / name).symlink_to(WEIGHTS / name)
    with pytest.raises(ValueError, match=r"words\.txt\.gz"):
        Recogniser.load(tmp_path)
