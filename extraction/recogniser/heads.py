"""What the further heads of the encoder say of each word: of events, and of who says what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from extraction.recogniser.decode import Decoder

TRIGGERS = ("event", "action", "happening", "reporting")
"""The columns of `Heads.triggers`.

`event`: the word is an event as TimeML has it, states and reporting verbs among them; `action`: as ECB+ has
it; `happening`: something happens, or is to; `reporting`: a word such as "said".
"""
CHANNELS = ("content", "cue", "source")
"""The channels of `Heads.attribution`: what is said or thought, the words that say so, and who does."""
PARTS = 5  # of a channel: outside, begin, inside, end, single
OUTPUTS = len(TRIGGERS) + PARTS * len(CHANNELS)
_DECODER = Decoder(["span"])


@dataclass(frozen=True, slots=True)
class Heads:
    """The words of one paragraph and what the heads say of them.

    A word is a run of letters and digits, or one mark of punctuation. `starts` and `ends` are int32 (words):
    half-open character offsets. `triggers` is float32 (words, TRIGGERS): chances, each for itself.
    `attribution` is float32 (words, CHANNELS, PARTS): each channel's chances come to 1. A channel is read for
    itself: the words of a speaker may stand inside the content of another's speech.
    """

    starts: np.ndarray
    ends: np.ndarray
    triggers: np.ndarray
    attribution: np.ndarray

    @property
    def words(self) -> list[tuple[int, int]]:
        """The half-open character offsets of each word."""
        return list(zip(self.starts.tolist(), self.ends.tolist(), strict=True))

    @property
    def trigger(self) -> np.ndarray:
        """The chance of each word, float32 (words), that it tells of a happening."""
        return self.column("happening")

    def column(self, name: str) -> np.ndarray:
        """One of TRIGGERS of each word: float32 (words)."""
        return self.triggers[:, TRIGGERS.index(name)]

    def chance(self, start: int, end: int, name: str = "happening") -> float:
        """The highest chance in a column of any word that begins in these characters; 0 without one."""
        first, after = np.searchsorted(self.starts, (start, end))
        return float(self.column(name)[first:after].max()) if first < after else 0.0

    def inside(self, channel: str) -> np.ndarray:
        """The chance of each word, float32 (words), to stand in a span of one of CHANNELS."""
        return 1 - self.attribution[:, CHANNELS.index(channel), 0]

    def spans(self, channel: str, lean: float = 0.0) -> list[tuple[int, int, float]]:
        """The likeliest spans of a channel: `(start, end, chance)` in characters, in order.

        The chance is the mean of its words' chances to stand in such a span. `lean` above 0 finds more
        spans, below 0 fewer: it is taken from the logarithm of the chance to stand in none.
        """
        chances = self.attribution[:, CHANNELS.index(channel)]
        if lean and len(chances):
            chances = chances * np.array([np.exp(-lean)] + [1.0] * (PARTS - 1), dtype=np.float32)
            chances /= chances.sum(axis=1, keepdims=True)
        inside = self.inside(channel)
        return [
            (int(self.starts[first]), int(self.ends[after - 1]), float(inside[first:after].mean()))
            for first, after, _ in _DECODER.spans(chances)
        ]


def heads_of(
    count: int, parts: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]
) -> Iterator[Heads]:
    """Yield the heads of `count` paragraphs, in order.

    `parts`: one after the other `(paragraph, start, end, logits)` of some words, arrays of their length
    (logits: by OUTPUTS). A paragraph may have no words, or be spread over several parts.
    """
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)] or [
        np.zeros(shape, dtype=kind)
        for shape, kind in ((0, np.int32), (0, np.int32), (0, np.int32), ((0, OUTPUTS), np.float32))
    ]
    paragraph, starts, ends, logits = joined
    triggers = 1 / (1 + np.exp(-np.clip(logits[:, : len(TRIGGERS)], -30, 30)))
    channels = logits[:, len(TRIGGERS) :].reshape(len(logits), len(CHANNELS), PARTS)
    channels = np.exp(channels - channels.max(axis=2, keepdims=True))
    channels /= channels.sum(axis=2, keepdims=True)
    bounds = np.searchsorted(paragraph, np.arange(count + 1))
    for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        some = slice(low, high)
        yield Heads(
            starts[some],
            ends[some],
            triggers[some].astype(np.float32),
            channels[some].astype(np.float32),
        )
