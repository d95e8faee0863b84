"""From label scores of words to spans: a Viterbi search over BIOES labels, in numpy."""

from __future__ import annotations

import numpy as np

# A word this surely outside every name cuts the text into stretches that are searched apart.
SURELY_OUTSIDE = 0.995
NEVER = -1e4


def bioes(kinds: list[str] | tuple[str, ...]) -> list[str]:
    """Return the labels of a head: `O`, then begin, inside, end and single for each kind."""
    return ["O"] + [f"{part}-{kind}" for kind in kinds for part in "BIES"]


def _transitions(labels: list[str]) -> np.ndarray:
    """Return the (labels, labels) scores of one label after another: 0 or `NEVER`."""
    scores = np.full((len(labels), len(labels)), NEVER, dtype=np.float32)
    for i, here in enumerate(labels):
        for j, after in enumerate(labels):
            if here[0] in "BI":
                allowed = after[0] in "IE" and after[2:] == here[2:]
            else:
                allowed = after[0] in "OBS"
            if allowed:
                scores[i, j] = 0
    return scores


class Decoder:
    """Finds the best well-formed spans of one head.

    >>> Decoder(["Person"]).labels
    ['O', 'B-Person', 'I-Person', 'E-Person', 'S-Person']
    """

    def __init__(self, kinds: list[str] | tuple[str, ...]) -> None:
        self.kinds = list(kinds)
        self.labels = bioes(kinds)
        self._transitions = _transitions(self.labels)
        self._open = np.array([0 if label[0] in "OBS" else NEVER for label in self.labels])
        self._close = np.array([0 if label[0] in "OES" else NEVER for label in self.labels])

    def spans(self, probabilities: np.ndarray) -> list[tuple[int, int, int]]:
        """Return `(first word, word after the last, kind index)` of the best path.

        `probabilities`: (words, labels) of one stretch of text that no name crosses, a paragraph.
        """
        named = np.flatnonzero(probabilities[:, 0] < SURELY_OUTSIDE)
        found: list[tuple[int, int, int]] = []
        if not len(named):
            return found
        breaks = np.flatnonzero(np.diff(named) > 1) + 1
        for stretch in np.split(named, breaks):
            start, end = int(stretch[0]), int(stretch[-1]) + 1
            scores = np.log(np.maximum(probabilities[start:end], 1e-9))
            for first, after, kind in self._read(self._best_path(scores)):
                found.append((start + first, start + after, kind))
        return found

    def _best_path(self, scores: np.ndarray) -> list[int]:
        if len(scores) == 1:
            return [int(np.argmax(scores[0] + self._open + self._close))]
        best = scores[0] + self._open
        back = np.empty(scores.shape, dtype=np.int32)
        columns = np.arange(scores.shape[1])
        for index in range(1, len(scores)):
            through = best[:, None] + self._transitions
            back[index] = through.argmax(axis=0)
            best = through[back[index], columns] + scores[index]
        label = int(np.argmax(best + self._close))
        path = [label]
        for index in range(len(scores) - 1, 0, -1):
            label = int(back[index, label])
            path.append(label)
        return path[::-1]

    def _read(self, path: list[int]) -> list[tuple[int, int, int]]:
        found, first = [], 0
        for index, number in enumerate(path):
            if number == 0:
                continue
            kind, part = divmod(number - 1, 4)
            if part in (0, 3):  # begin, single
                first = index
            if part in (2, 3):  # end, single
                found.append((first, index + 1, kind))
        return found

    def kind_probabilities(self, probabilities: np.ndarray) -> np.ndarray:
        """Return (words, 1 + kinds): the chance of no name, then of each kind, per word."""
        inside = probabilities[:, 1:].reshape(len(probabilities), len(self.kinds), 4).sum(axis=2)
        return np.concatenate([probabilities[:, :1], inside], axis=1)
