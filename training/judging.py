"""How well a branch finds triggers and attributions in held-out stories."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from extraction.recogniser.decode import Decoder
from extraction.recogniser.heads import CHANNELS, PARTS, TRIGGERS
from training.states import UNKNOWN, Windows

Score = Callable[[np.ndarray], np.ndarray]
"""States of some windows of one width to logits."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 from counts, in per cent."""

    right: int
    found: int
    met: int
    gold: int

    @property
    def f1(self) -> float:
        p, r = self.right / max(self.found, 1), self.met / max(self.gold, 1)
        return 200 * p * r / max(p + r, 1e-9)

    def __str__(self) -> str:
        p, r = 100 * self.right / max(self.found, 1), 100 * self.met / max(self.gold, 1)
        return f"P {p:.1f} R {r:.1f} F {self.f1:.1f}"


def logits_of(windows: Windows, score: Score, batch: int = 4) -> np.ndarray:
    """Return the logits of all rows, as at run time: some windows of one width together."""
    parts = []
    widths = np.diff(windows.cuts)
    at = 0
    while at < len(widths):
        upto = at + 1
        while upto < len(widths) and upto - at < batch and widths[upto] == widths[at]:
            upto += 1
        states = windows.states[windows.cuts[at] : windows.cuts[upto]].astype(np.float32)
        out = score(states.reshape(upto - at, widths[at], -1))
        parts.append(out.reshape(-1, out.shape[-1]))
        at = upto
    return np.concatenate(parts)


def trigger_figures(windows: Windows, logits: np.ndarray, name: str, threshold: float) -> Figures:
    """Judge one column: a mention is met where a word of its extent is found; other words found are wrong."""
    column = TRIGGERS.index(name)
    gold, extent = windows.labels[:, column], windows.words[:, 2]
    chance = 1 / (1 + np.exp(-logits[:, column]))
    key = windows.words[:, 0].astype(np.int64) * 100_000 + extent
    true = (gold == 1) & (extent >= 0)
    wanted = set(key[true].tolist())
    hit = chance >= threshold
    met = set(key[hit & (extent >= 0)].tolist()) & wanted
    wrong = int((hit & (gold == 0)).sum())
    return Figures(len(met), len(met) + wrong, len(met), len(wanted))


THRESHOLDS = [n / 50 for n in range(5, 46)]
LEANS = [n / 5 for n in range(-6, 7)]


def best_threshold(windows: Windows, logits: np.ndarray, name: str) -> tuple[float, Figures]:
    """Return the threshold of the highest F1, and the figures there."""
    at = max(THRESHOLDS, key=lambda t: trigger_figures(windows, logits, name, t).f1)
    return at, trigger_figures(windows, logits, name, at)


def spans_of(
    windows: Windows, logits: np.ndarray, channel: str, lean: float = 0.0
) -> tuple[set[tuple[int, int, int]], set[tuple[int, int, int]]]:
    """Return gold and found spans of a channel as `(paragraph's number, first word, after the last)`."""
    n = len(TRIGGERS) + CHANNELS.index(channel)
    at = len(TRIGGERS) + PARTS * CHANNELS.index(channel)
    rows = np.flatnonzero(windows.labels[:, n] != UNKNOWN)
    labels = windows.labels[rows, n]
    scores = logits[rows, at : at + PARTS].astype(np.float64)
    scores[:, 0] -= lean
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    scores /= scores.sum(axis=1, keepdims=True)
    places = windows.words[rows, 0].astype(np.int64) * 100_000 + windows.words[rows, 1]
    edges = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(rows)]
    decoder = Decoder([channel])
    gold, found = set(), set()
    for low, high in itertools.pairwise(edges):
        one_hot = np.eye(PARTS)[labels[low:high]]
        gold |= {(low, low + a, low + b) for a, b, _ in decoder.spans(one_hot)}
        found |= {(low, low + a, low + b) for a, b, _ in decoder.spans(scores[low:high])}
    return gold, found


def channel_figures(
    windows: Windows, logits: np.ndarray, channel: str, lean: float = 0.0
) -> tuple[Figures, Figures]:
    """Return the figures of exact spans, and of spans that share a word."""
    gold, found = spans_of(windows, logits, channel, lean)
    both = len(gold & found)
    exact = Figures(both, len(found), both, len(gold))

    def covered(spans: set[tuple[int, int, int]]) -> np.ndarray:
        mask = np.zeros(len(windows.labels) + 1, dtype=bool)
        for _, a, b in spans:
            mask[a:b] = True
        return mask

    in_gold, in_found = covered(gold), covered(found)
    right = sum(bool(in_gold[a:b].any()) for _, a, b in found)
    met = sum(bool(in_found[a:b].any()) for _, a, b in gold)
    return exact, Figures(right, len(found), met, len(gold))
