"""Stories to training windows: word pieces, marks and a label at the first piece of each word."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from extraction.recogniser.features import SHAPE_COUNT, reading_of
from extraction.recogniser.vocabulary import Vocabulary
from training.augment import change_case, exchange_names
from training.corpus import Paragraph, Story, paragraphs_of

UNLABELLED = -100


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of one story with room for [CLS] and [SEP]; the labels are those of one head.

    `taught`, where a teacher has read the window, is float16 (pieces, labels): its logits.
    """

    head: str
    pieces: np.ndarray
    marks: np.ndarray
    labels: np.ndarray
    taught: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class Variation:
    """How much the stories are varied from epoch to epoch; all are chances."""

    story_exchanged: float = 0.3
    name_exchanged: float = 0.4
    word_masked: float = 0.03
    name_masked: float = 0.05
    vector_hidden: float = 0.1  # of a word that is not masked


def word_labels(paragraph: Paragraph, starts: np.ndarray, numbers: dict[str, int]) -> np.ndarray:
    """Return the BIOES label number of each word; a word belongs to the name it begins in."""
    labels = np.zeros(len(starts), dtype=np.int64)
    for start, end, kind in paragraph.names:
        first, after = np.searchsorted(starts, (start, end))
        if first == after:
            continue
        if after - first == 1:
            labels[first] = numbers[f"S-{kind}"]
            continue
        labels[first:after] = numbers[f"I-{kind}"]
        labels[first] = numbers[f"B-{kind}"]
        labels[after - 1] = numbers[f"E-{kind}"]
    return labels


class WindowMaker:
    """Cuts the stories of one head into windows, differently in each epoch."""

    def __init__(
        self,
        head: str,
        labels: list[str],
        stories: list[Story],
        pool: dict[str, list[tuple[str, ...]]],
        tokenizer: Tokenizer,
        size: int,
        variation: Variation,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self.vocabulary = vocabulary or Vocabulary()
        self.head, self.stories, self.pool = head, stories, pool
        self.numbers = {label: number for number, label in enumerate(labels)}
        self.tokenizer, self.size, self.variation = tokenizer, size, variation
        self._sep = tokenizer.token_to_id("[SEP]")
        self._cls = tokenizer.token_to_id("[CLS]")
        self._mask = tokenizer.token_to_id("[MASK]")

    def epoch(self, rng: random.Random) -> Iterator[Window]:
        """Yield the windows of one epoch; the same `rng` state gives the same windows."""
        for story in self.stories:
            varied = story
            if rng.random() < self.variation.story_exchanged:
                varied = exchange_names(story, self.pool, rng, self.variation.name_exchanged)
            paragraphs = [change_case(p, rng) for p in paragraphs_of(varied, rng)]
            yield from self._cut(*self._encode(paragraphs, rng), rng)

    def _encode(
        self, paragraphs: list[Paragraph], rng: random.Random
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        noise = np.random.default_rng(rng.getrandbits(32))
        pieces, marks, labels = [], [], []
        encodings = self.tokenizer.encode_batch(
            [p.text for p in paragraphs], add_special_tokens=False
        )
        for paragraph, encoding in zip(paragraphs, encodings, strict=True):
            reading = reading_of(paragraph.text, encoding, self.vocabulary)
            if not len(reading.pieces):
                continue
            of_words = word_labels(paragraph, reading.starts, self.numbers)
            chance = np.where(of_words > 0, self.variation.name_masked, self.variation.word_masked)
            hidden = noise.random(len(of_words)) < chance
            lengths = np.diff(np.append(reading.first, len(reading.pieces)))
            of_pieces = np.full(len(reading.pieces) + 1, UNLABELLED, dtype=np.int64)
            of_pieces[reading.first] = of_words
            masked = np.where(np.repeat(hidden, lengths), self._mask, reading.pieces)
            unknown = hidden | (noise.random(len(of_words)) < self.variation.vector_hidden)
            pieces.append(np.append(masked, self._sep))
            marks.append(np.append(without_rows(reading.marks, np.repeat(unknown, lengths)), 0))
            labels.append(of_pieces)
        return np.concatenate(pieces), np.concatenate(marks), np.concatenate(labels)

    def _cut(
        self, pieces: np.ndarray, marks: np.ndarray, labels: np.ndarray, rng: random.Random
    ) -> Iterator[Window]:
        room = self.size - 2
        at = 0
        # A first window of any length moves the cuts; a short story stays whole half the time.
        end = rng.randint(room // 3, room) if len(pieces) > room or rng.random() < 0.25 else room
        while at < len(pieces):
            end = min(end, len(pieces))
            if len(pieces) - end < 24 and len(pieces) - at <= room:
                end = len(pieces)
            yield Window(
                self.head,
                np.concatenate([[self._cls], pieces[at:end], [self._sep]]).astype(np.int32),
                np.concatenate([[0], marks[at:end], [0]]).astype(np.int32),
                np.concatenate([[UNLABELLED], labels[at:end], [UNLABELLED]]),
            )
            at, end = end, end + room


def without_rows(marks: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Return the marks with no word vector where `hidden`."""
    return np.where(hidden, marks % SHAPE_COUNT, marks)


class TaughtWindows:
    """Windows that a teacher has read, kept in one file; read again with other words masked."""

    def __init__(self, path: Path, head: str, tokenizer: Tokenizer, variation: Variation) -> None:
        self.tokenizer, self.variation = tokenizer, variation
        self._mask = tokenizer.token_to_id("[MASK]")
        with np.load(path) as kept:
            cuts = np.cumsum(kept["lengths"])[:-1]
            self.windows = [
                Window(head, *arrays)
                for arrays in zip(
                    *(np.split(kept[x], cuts) for x in ("pieces", "marks", "labels", "taught")),
                    strict=True,
                )
            ]

    def epoch(self, rng: random.Random) -> Iterator[Window]:
        """Yield every window once; the same `rng` state masks the same words."""
        noise = np.random.default_rng(rng.getrandbits(32))
        for window in self.windows:
            opens = np.flatnonzero(window.labels != UNLABELLED)
            chance = np.where(
                window.labels[opens] > 0, self.variation.name_masked, self.variation.word_masked
            )
            pieces = window.pieces.copy()
            # The first piece alone: the rest of the word is a hint that some pages leave, too.
            masked = noise.random(len(opens)) < chance
            pieces[opens[masked]] = self._mask
            unknown = masked | (noise.random(len(opens)) < self.variation.vector_hidden)
            # Of each piece, the word it is part of; what stands before the first word has no row.
            word = np.maximum(np.searchsorted(opens, np.arange(len(pieces)), "right") - 1, 0)
            marks = without_rows(window.marks, unknown[word]) if len(opens) else window.marks
            yield replace(window, pieces=pieces, marks=marks)


def keep_taught(path: Path, windows: list[Window]) -> None:
    """Write windows with what their teacher said of them, for `TaughtWindows`."""
    columns = {x: [getattr(w, x) for w in windows] for x in ("pieces", "marks", "labels", "taught")}
    joined = {name: np.concatenate(parts) for name, parts in columns.items()}
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, lengths=np.array([len(w.pieces) for w in windows]), **joined)
    partial.replace(path)


def batches(windows: list[Window], budget: int, rng: random.Random) -> list[list[Window]]:
    """Group windows of like length and one head into batches of about `budget` pieces, shuffled."""
    keyed = sorted(
        windows, key=lambda w: (w.head, w.taught is None, len(w.pieces) + rng.random() * 16)
    )
    groups: list[list[Window]] = []
    for window in keyed:
        last = groups[-1] if groups else []
        if (
            last
            and last[0].head == window.head
            and (last[0].taught is None) == (window.taught is None)
            and (len(last) + 1) * max(len(window.pieces), *(len(w.pieces) for w in last)) <= budget
        ):
            last.append(window)
        else:
            groups.append([window])
    rng.shuffle(groups)
    return groups


def taught_of(group: list[Window]) -> np.ndarray:
    """Return the teacher's logits of the labelled positions of a batch, row by row: (words, labels)."""
    return np.concatenate(
        [w.taught[w.labels != UNLABELLED] for w in group if w.taught is not None]
    ).astype(np.float32)


def collate(group: list[Window]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return padded `(pieces, marks, labels, lengths)`; piece 0 is padding."""
    width = max(len(w.pieces) for w in group)
    pieces = np.zeros((len(group), width), dtype=np.int64)
    marks = np.zeros((len(group), width), dtype=np.int64)
    labels = np.full((len(group), width), UNLABELLED, dtype=np.int64)
    for row, window in enumerate(group):
        pieces[row, : len(window.pieces)] = window.pieces
        marks[row, : len(window.pieces)] = window.marks
        labels[row, : len(window.pieces)] = window.labels
    return pieces, marks, labels, np.array([len(w.pieces) for w in group])
