"""What is said of each word: its place, whatever the windows, and what the shipped heads find."""

import random
import time

import numpy as np
import pytest

from extraction.names import find_names, find_names_and_heads
from extraction.recogniser.heads import CHANNELS, OUTPUTS, PARTS, TRIGGERS, Heads
from extraction.recogniser.onnx import BRANCH, Recogniser
from extraction.tests.test_recogniser import KINDS, WORDS, recogniser, tokenizer


def with_heads(**reading: int) -> Recogniser:
    """A recogniser for which "said" reports, "niamey" happens, and "mohamed bazoum" is who says it."""
    plain = recogniser(**reading).run

    def run_all(pieces: np.ndarray, marks: np.ndarray) -> dict[str, np.ndarray]:
        logits = np.full((*pieces.shape, OUTPUTS), -9, dtype=np.float32)
        logits[..., len(TRIGGERS) :: PARTS] = 0
        source = len(TRIGGERS) + PARTS * CHANNELS.index("source")
        for word, output in (
            ("said", TRIGGERS.index("reporting")),
            ("niamey", TRIGGERS.index("happening")),
            ("mohamed", source + 1),
            ("bazoum", source + 3),
        ):
            logits[pieces == WORDS.index(word), output] = 9
        return {**plain(pieces, marks), BRANCH: logits}

    return Recogniser.described(
        tokenizer(), {"heads": {"names": {"kinds": KINDS}}, "reading": reading}, plain, run_all
    )


def heads_of(made: Recogniser, paragraphs: list[str]) -> list[Heads]:
    _, heads = made.tag_all(paragraphs)
    assert heads is not None
    return heads


def shipped(paragraphs: list[str]) -> list[Heads]:
    _, heads = find_names_and_heads(paragraphs)
    assert heads is not None
    return heads


def found(text: str, heads: Heads, column: str = "happening") -> list[str]:
    return [
        text[start:end]
        for (start, end), chance in zip(heads.words, heads.column(column), strict=True)
        if chance >= 0.5
    ]


def test_each_word_has_its_own_scores() -> None:
    text = "Niamey, said Mohamed Bazoum."
    [heads] = heads_of(with_heads(), [text])
    assert [text[a:b] for a, b in heads.words] == ["Niamey", ",", "said", "Mohamed", "Bazoum", "."]
    assert found(text, heads) == ["Niamey"]
    assert found(text, heads, "reporting") == ["said"]
    assert heads.chance(0, 7) > 0.9 > heads.chance(7, 12)
    assert heads.chance(3, 3) == heads.chance(400, 500) == 0
    [(start, end, chance)] = heads.spans("source")
    assert text[start:end] == "Mohamed Bazoum"
    assert chance > 0.9
    assert heads.spans("content") == heads.spans("cue") == []


def test_leaning_finds_more_or_less() -> None:
    [heads] = heads_of(with_heads(), ["Niamey, said Mohamed Bazoum."])
    assert heads.spans("source", lean=-30) == []
    assert heads.spans("content", lean=30) != []


def test_names_are_those_of_a_reading_without_heads() -> None:
    made = with_heads(window=64, margin=16)
    paragraphs = ["Niamey said mr. Mohamed Bazoum. " * 9, "", "said", "Mohamed Bazoum"] * 5
    assert made.tag_all(paragraphs)[0] == made.tag(paragraphs)


@pytest.mark.parametrize("window", [64, 256])
@pytest.mark.parametrize("length", [1, 61, 62, 63, 64, 95, 253, 254, 900, 40_000])
def test_every_word_is_scored_once_whatever_the_windows(window: int, length: int) -> None:
    rng = random.Random(length)
    paragraphs, left = [""], length
    while left > 0:
        size = min(left, rng.randint(1, 40))
        paragraphs.append(" ".join(rng.choice(["Niamey", "said"]) for _ in range(size)))
        left -= size
    heads = heads_of(with_heads(window=window, margin=16), paragraphs)
    assert len(heads) == len(paragraphs)
    for text, of_one in zip(paragraphs, heads, strict=True):
        assert [text[a:b] for a, b in of_one.words] == text.split()
        assert found(text, of_one) == ["Niamey"] * text.count("Niamey")
        assert of_one.triggers.shape == (len(text.split()), len(TRIGGERS))
        assert of_one.attribution.shape == (len(text.split()), len(CHANNELS), PARTS)
        assert of_one.triggers.dtype == of_one.attribution.dtype == np.float32


def test_a_model_without_heads_says_so() -> None:
    assert recogniser().tag_all(["Niamey said."])[1] is None


def test_time_grows_with_the_length_and_no_faster() -> None:
    made = with_heads()
    made.tag_all(["Niamey " * 100])
    times = []
    for count in (5000, 40000):
        start = time.process_time()
        [heads] = heads_of(made, ["Niamey said Mohamed Bazoum " * (count // 4)])
        assert len(heads.spans("source")) == count // 4
        times.append(time.process_time() - start)
    assert times[1] < 8 * times[0] * 3


ODD = [
    [],
    [""],
    ["", " ", "\n\n", "\0", "\u200b"],
    ["\ud800 said", "😀 محمد 蔡英文", "\u0301\u0301", "e\u0301" * 40],
    ["“" * 300, '"' * 300, "said " * 3000],
    ["x" * 30_000, "1" * 400, "." * 5000],
    ["NIAMEY SAID THE COUP WAS OVER", "niamey said the coup was over"],
]


@pytest.mark.parametrize("paragraphs", ODD)
def test_the_shipped_heads_read_odd_text(paragraphs: list[str]) -> None:
    names, heads = find_names_and_heads(paragraphs)
    assert names == find_names(paragraphs)
    assert heads is not None
    assert len(heads) == len(paragraphs)
    for text, of_one in zip(paragraphs, heads, strict=True):
        last = 0
        for start, end in of_one.words:
            assert last <= start < end <= len(text)
            last = end
        assert np.isfinite(of_one.triggers).all()
        assert np.allclose(of_one.attribution.sum(axis=2), 1, atol=1e-4)
        for channel in CHANNELS:
            for start, end, chance in of_one.spans(channel):
                assert 0 <= start < end <= len(text)
                assert 0 <= chance <= 1


@pytest.mark.parametrize(
    ("text", "happenings", "quiet"),
    [
        (
            "Soldiers ousted the president on Wednesday and closed the borders, the army said.",
            ["ousted", "closed"],
            ["Soldiers", "president", "Wednesday", "borders", "army", "said"],
        ),
        (
            "The earthquake killed at least 40 people in the province of Herat.",
            ["earthquake", "killed"],
            ["people", "province", "Herat"],
        ),
        (
            "Paris will withdraw its troops from the country by December.",
            ["withdraw"],
            ["Paris", "will", "troops", "country", "December"],
        ),
        (
            "Thousands joined the protest against the election in Dakar.",
            ["protest", "election"],
            ["Thousands", "Dakar"],
        ),
        (
            "A fire destroyed the warehouse after an explosion at the port.",
            ["fire", "destroyed", "explosion"],
            ["warehouse", "port"],
        ),
    ],
)
def test_the_shipped_heads_find_what_happens(
    text: str, happenings: list[str], quiet: list[str]
) -> None:
    [heads] = shipped([text])
    words = found(text, heads)
    assert [w for w in happenings if w not in words] == []
    assert [w for w in quiet if w in words] == []


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        (
            "The minister said that the talks would resume next week.",
            "that the talks would resume next week",
            "said",
            "The minister",
        ),
        (
            "“We will never accept this,” said Amina Diallo.",
            "“We will never accept this,”",
            "said",
            "Amina Diallo",
        ),
        (
            "According to officials, the bridge will reopen in May.",
            "the bridge will reopen in May",
            "According to",
            "officials",
        ),
        (
            'President Emmanuel Macron announced: "France has decided to bring back its ambassador."',
            '"France has decided to bring back its ambassador."',
            "announced",
            "President Emmanuel Macron",
        ),
    ],
)
def test_the_shipped_heads_tell_who_says_what(
    text: str, content: str, cue: str, source: str
) -> None:
    [heads] = shipped([text])
    said = {c: [text[a:b].strip(",: ") for a, b, _ in heads.spans(c)] for c in CHANNELS}
    assert said == {"content": [content], "cue": [cue], "source": [source]}
