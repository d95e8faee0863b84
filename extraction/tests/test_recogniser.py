"""The reading around the network: windows, offsets, decoding, the vote. The network is a stand-in."""

from __future__ import annotations

import itertools
import random
import time
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from extraction.recogniser.decode import Decoder
from extraction.recogniser.features import SHAPES, shape_of
from extraction.recogniser.onnx import Recogniser

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "niamey",
    "said",
    "mr",
    ".",
    "bazoum",
    "mohamed",
]
KINDS = ["Person", "Location"]
WEIGHTS = Path(__file__).parent.parent / "model"


def tokenizer() -> Tokenizer:
    made = Tokenizer(models.WordPiece({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


def recogniser(**reading: int) -> Recogniser:
    """A recogniser that calls "niamey" a place and "mohamed bazoum" a person wherever it stands."""
    labels = Decoder(KINDS).labels
    label_of = {
        "niamey": labels.index("S-Location"),
        "mohamed": labels.index("B-Person"),
        "bazoum": labels.index("E-Person"),
    }

    def run(pieces: np.ndarray, marks: np.ndarray) -> dict[str, np.ndarray]:
        assert pieces.shape == marks.shape and pieces.shape[1] <= made.window
        logits = np.zeros((*pieces.shape, len(labels)), dtype=np.float32)
        logits[..., 0] = 10
        for word, label in label_of.items():
            logits[pieces == WORDS.index(word), label] = 20
        return {"names": logits}

    made = Recogniser.described(
        tokenizer(), {"heads": {"names": {"kinds": KINDS}}, "reading": reading}, run
    )
    return made


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Niamey said.", [("Niamey", "Location")]),
        ("said Mr Mohamed Bazoum.", [("Mohamed Bazoum", "Person")]),
        ("  NIAMEY\tMohamed\nBazoum", [("NIAMEY", "Location"), ("Mohamed\nBazoum", "Person")]),
        ("Niamèy\0 said", [("Niamèy", "Location")]),  # a diacritic, a control character
        ("\ud800 Niamey", [("Niamey", "Location")]),  # half a surrogate pair
        ("Mohamed", []),  # a name must be closed
        ("", []),
        ("😀 محمد 蔡英文", []),
    ],
)
def test_names_stand_at_their_characters(text: str, names: list[tuple[str, str]]) -> None:
    [spans] = recogniser().tag([text])
    assert [(text[s.start : s.end], s.label) for s in spans] == names


@pytest.mark.parametrize("window", [64, 96, 256])
@pytest.mark.parametrize(
    "length", [1, 30, 61, 62, 63, 64, 65, 93, 94, 95, 127, 128, 253, 254, 255, 900]
)
def test_every_word_is_read_once_whatever_the_windows(window: int, length: int) -> None:
    rng = random.Random(length)
    paragraphs = []
    left = length
    while left > 0:
        size = min(left, rng.randint(1, 40))
        paragraphs.append(" ".join(rng.choice(["Niamey", "said", "mr."]) for _ in range(size)))
        left -= size
    tagged = recogniser(window=window, margin=16).tag(paragraphs)
    for text, spans in zip(paragraphs, tagged, strict=True):
        assert [text[s.start : s.end] for s in spans] == ["Niamey"] * text.count("Niamey")


def test_a_paragraph_longer_than_a_strip_keeps_its_offsets() -> None:
    text = "said mr. " * 5000 + "Niamey"
    [spans] = recogniser().tag([text])
    assert [(s.start, s.end) for s in spans] == [(len(text) - 6, len(text))]


def test_time_grows_with_the_length_and_no_faster() -> None:
    made = recogniser()
    made.tag(["Niamey " * 100])
    times = []
    for count in (5000, 40000):
        start = time.process_time()
        [spans] = made.tag(["Niamey " * count])
        times.append(time.process_time() - start)
        assert len(spans) == count
    assert times[1] < 8 * times[0] * 3


def test_a_story_settles_on_one_kind() -> None:
    made = recogniser()
    plain = made.run

    def run(pieces: np.ndarray, marks: np.ndarray) -> dict[str, np.ndarray]:
        logits = plain(pieces, marks)["names"]
        doubtful = np.argwhere(pieces == WORDS.index("niamey"))[0]
        logits[*doubtful, Decoder(KINDS).labels.index("S-Person")] = 20.5
        return {"names": logits}

    made.run = run
    tagged = made.tag(["Niamey said.", "Mr. said Niamey.", "Niamey"])
    assert [s.label for spans in tagged for s in spans] == ["Location"] * 3
    assert tagged[0][0].score < tagged[1][0].score


def test_only_well_formed_spans_are_found() -> None:
    decoder = Decoder(KINDS)
    rng = np.random.default_rng(7)
    for _ in range(200):
        scores = np.exp(rng.normal(size=(rng.integers(1, 12), len(decoder.labels))) * 3)
        spans = decoder.spans(scores / scores.sum(axis=1, keepdims=True))
        assert all(first < after for first, after, _ in spans)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("said", "lower"), ("Niamey", "title"), ("UNHCR", "caps"), ("J", "initial"),
        ("McDonald", "camel"), ("iPhone", "inner"), ("2006", "digits"), ("F16", "alnum"),
        ("محمد", "caseless"), (",", "punctuation"), ("€", "symbol"),
    ],
)  # fmt: skip
def test_shapes(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word)] == shape


def test_the_shipped_model_reads_odd_text() -> None:
    made = Recogniser.load(WEIGHTS)
    assert made.tag([]) == []
    rng = random.Random(1)
    for _ in range(40):
        paragraphs = [
            "".join(rng.choices('abc ABC.,-\u0301\u200b\ud800😀é’"中ع\0\n1', k=rng.randint(0, 300)))
            for _ in range(rng.randint(0, 4))
        ]
        for spans_of in made.tag_heads(paragraphs).values():
            for text, spans in zip(paragraphs, spans_of, strict=True):
                last = 0
                for s in spans:
                    assert last <= s.start < s.end <= len(text)
                    assert 0 <= s.score <= 1
                    last = s.end
