"""Names in running text, by a small encoder in ONNX: onnxruntime, tokenizers and numpy alone.

    recogniser = Recogniser.load("model")
    recogniser.tag(["Niamey announced on Tuesday that Mr. Bazoum was free.", "France agreed."])

The paragraphs given together are read together: each is tagged with its neighbours in sight.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from extraction.recogniser.decode import Decoder
from extraction.recogniser.features import Reading, read_text
from extraction.recogniser.heads import Heads, heads_of
from extraction.recogniser.vocabulary import Vocabulary
from extraction.recogniser.vote import Candidate, overlooked, settle

# Word pieces of one text that are held in memory at a time, at most; longer texts go in parts.
PART = 16384
# Characters handed to the tokenizer at a time; a longer paragraph is cut at white space.
STRIP = 20000
# What `run_all` calls the logits of the further heads (see `heads.OUTPUTS`).
BRANCH = "branch"

# Characters done, characters in all.
Progress = Callable[[int, int], None]
# Pieces and marks (rows, width) to logits (rows, width, labels) by head.
Run = Callable[[np.ndarray, np.ndarray], dict[str, np.ndarray]]


@dataclass(frozen=True, slots=True)
class Span:
    """A name in one paragraph: `Span(0, 6, "Location", 0.98)` in "Niamey announced ...".

    `start` and `end` are half-open character offsets into the paragraph as it was given;
    `score` is the chance that extent and label are both right.
    """

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Head:
    """One label set on top of the shared encoder, and how its scores are read."""

    name: str
    decoder: Decoder
    temperature: float = 1.0
    # Logistic of a + b * log(span probability); fitted on held-out stories.
    score_offset: float = 0.0
    score_slope: float = 1.0
    # Whether the story's other mentions of a name have a say in each; see `vote`.
    vote: bool = True
    # The kind whose short form is its last or first word, if any.
    person: str = ""

    def score(self, probability: float) -> float:
        """Return the calibrated chance that a span of this raw probability is right."""
        p = min(max(probability, 1e-6), 1 - 1e-6)
        logit = self.score_offset + self.score_slope * np.log(p / (1 - p))
        return float(1 / (1 + np.exp(-logit)))


@dataclass(frozen=True, slots=True)
class _Stream:
    """Paragraphs one after the other, each closed by a separator."""

    pieces: np.ndarray
    marks: np.ndarray
    first: np.ndarray  # position of each word's first piece
    starts: np.ndarray
    ends: np.ndarray
    paragraph: np.ndarray  # of each word


@dataclass
class Recogniser:
    """A loaded model. Make one per process; `tag` may be called from several threads."""

    tokenizer: Tokenizer
    heads: dict[str, Head]
    run: Run
    # The same with the further heads' logits beside, as BRANCH; None where the model has none.
    run_all: Run | None = None
    window: int = 384
    margin: int = 24
    batch: int = 4
    default_head: str = ""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    description: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.default_head = self.default_head or next(iter(self.heads))
        # 0 stands in where a vocabulary has no such piece; ours has both.
        self._cls = self.tokenizer.token_to_id("[CLS]") or 0
        self._sep = self.tokenizer.token_to_id("[SEP]") or 0

    @classmethod
    def load(cls, folder: str | Path, *, threads: int = 1) -> Recogniser:
        """Read `model.onnx`, `tokenizer.json` and `labels.json` from a folder, and `heads.onnx` if there.

        Takes well under two seconds and about 150 MB. Raises OSError where a file is missing,
        and ValueError where the word list is not the model's.
        """
        folder = Path(folder)
        description = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        names = _session(folder / "model.onnx", threads)
        labels = list(description["heads"])

        def run(pieces: np.ndarray, marks: np.ndarray) -> dict[str, np.ndarray]:
            outputs = names.run(labels, {"pieces": pieces, "marks": marks})
            return dict(zip(labels, outputs, strict=True))

        run_all: Run | None = None
        if (folder / "heads.onnx").exists():
            branch = _session(folder / "heads.onnx", threads)
            [state] = [given.name for given in branch.get_inputs()]

            def run_all(pieces: np.ndarray, marks: np.ndarray) -> dict[str, np.ndarray]:
                *outputs, states = names.run([*labels, state], {"pieces": pieces, "marks": marks})
                [logits] = branch.run([BRANCH], {state: states})
                return {**dict(zip(labels, outputs, strict=True)), BRANCH: logits}

        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        vocabulary = Vocabulary.load(folder / "words.txt.gz")
        if len(vocabulary) != description.get("words", 0):
            raise ValueError(
                f"{folder}: words.txt.gz is not the list that this model was trained with"
            )
        return cls.described(tokenizer, description, run, run_all, vocabulary=vocabulary)

    @classmethod
    def described(
        cls,
        tokenizer: Tokenizer,
        description: dict[str, Any],
        run: Run,
        run_all: Run | None = None,
        *,
        vocabulary: Vocabulary | None = None,
    ) -> Recogniser:
        """Make a recogniser from the content of `labels.json` and any functions that score."""
        tokenizer.no_truncation()
        tokenizer.no_padding()
        heads = {
            name: Head(
                name=name,
                decoder=Decoder(head["kinds"]),
                **{key: value for key, value in head.items() if key != "kinds"},
            )
            for name, head in description["heads"].items()
        }
        reading = description.get("reading", {})
        words = vocabulary or Vocabulary()
        return cls(
            tokenizer, heads, run, run_all, vocabulary=words, description=description, **reading
        )

    def tag(
        self, paragraphs: Sequence[str], head: str = "", *, on_progress: Progress | None = None
    ) -> list[list[Span]]:
        """Return the names of each paragraph, in order of place, none overlapping.

        Never raises on any text; a text without names gives empty lists. Time grows linearly.
        """
        head = head or self.default_head
        return self.tag_heads(paragraphs, [head], on_progress=on_progress)[head]

    def tag_heads(
        self,
        paragraphs: Sequence[str],
        heads: Iterable[str] = (),
        *,
        on_progress: Progress | None = None,
    ) -> dict[str, list[list[Span]]]:
        """Return what several heads find, by head, from one pass of the encoder.

        `on_progress` is called now and then with characters done and characters in all.
        """
        return self._read(paragraphs, list(heads) or list(self.heads), self.run, on_progress)[0]

    def tag_all(
        self, paragraphs: Sequence[str], head: str = "", *, on_progress: Progress | None = None
    ) -> tuple[list[list[Span]], list[Heads] | None]:
        """Return what `tag` does, and of each paragraph what the further heads say, from one pass.

        None where the model has no further heads. Takes about 100 bytes of memory a word.
        """
        head = head or self.default_head
        run = self.run_all or self.run
        spans, heads = self._read(paragraphs, [head], run, on_progress)
        return spans[head], heads

    def _read(
        self, paragraphs: Sequence[str], heads: list[str], run: Run, on_progress: Progress | None
    ) -> tuple[dict[str, list[list[Span]]], list[Heads] | None]:
        total = sum(map(len, paragraphs))
        wanted = [self.heads[name] for name in heads]
        found: dict[str, list[Candidate]] = {head.name: [] for head in wanted}
        further: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
        outputs = [*heads, BRANCH] if run is self.run_all else heads
        for stream in self._streams(paragraphs):
            logits = self._score(stream, outputs, run)
            for head in wanted:
                found[head.name] += _candidates(head, stream, logits[head.name], paragraphs)
            if BRANCH in logits:
                further.append((stream.paragraph, stream.starts, stream.ends, logits[BRANCH]))
            if on_progress:
                last = int(stream.paragraph[-1])
                on_progress(sum(map(len, paragraphs[:last])) + int(stream.ends[-1]), total)
        tagged = {head.name: _settled(head, found[head.name], len(paragraphs)) for head in wanted}
        return tagged, list(heads_of(len(paragraphs), further)) if BRANCH in outputs else None

    def _streams(self, paragraphs: Sequence[str]) -> Iterator[_Stream]:
        """Yield the text in parts of about `PART` pieces; nearly every story is one part."""
        readings: list[tuple[int, int, Reading]] = []
        size = 0
        for number, text in enumerate(paragraphs):
            for offset, strip in _strips(text):
                reading = read_text(self.tokenizer, strip, self.vocabulary)
                if not len(reading.pieces):
                    continue
                readings.append((number, offset, reading))
                size += len(reading.pieces)
                if size >= PART:
                    yield self._join(readings)
                    readings, size = [], 0
        if readings:
            yield self._join(readings)

    def _join(self, readings: list[tuple[int, int, Reading]]) -> _Stream:
        pieces, marks, first, starts, ends, paragraph = [], [], [], [], [], []
        at = 0
        separator = np.array([self._sep], dtype=np.int32)
        none = np.zeros(1, dtype=np.int32)
        for number, offset, reading in readings:
            pieces += [reading.pieces, separator]
            marks += [reading.marks, none]
            first.append(reading.first + at)
            starts.append(reading.starts + offset)
            ends.append(reading.ends + offset)
            paragraph.append(np.full(len(reading.first), number, dtype=np.int32))
            at += len(reading.pieces) + 1
        return _Stream(
            *(np.concatenate(x) for x in (pieces, marks, first, starts, ends, paragraph))
        )

    def _windows(self, length: int) -> tuple[np.ndarray, int, int]:
        """Return the starts of overlapping windows of one width, that width, and the stride."""
        room = self.window - 2
        if length <= room:
            return np.zeros(1, dtype=np.int64), length, length
        count = -(-(length - 2 * self.margin) // (room - 2 * self.margin))
        stride = -(-(length - 2 * self.margin) // count)
        width = min(stride + 2 * self.margin, length)
        starts = np.minimum(np.arange(count) * stride, length - width)
        return starts, width, stride

    def _score(
        self, stream: _Stream, heads: list[str], run: Run | None = None
    ) -> dict[str, np.ndarray]:
        """Return (words, labels) logits of each head; each word from the window it is central in."""
        starts, width, stride = self._windows(len(stream.pieces))
        owner = np.clip((stream.first - self.margin) // max(stride, 1), 0, len(starts) - 1)
        bounds = np.searchsorted(owner, np.arange(len(starts) + 1))
        gathered: dict[str, list[np.ndarray]] = {head: [] for head in heads}
        for pieces, marks, low in self._batches(stream, starts, width):
            logits = (run or self.run)(pieces, marks)
            for row, start in enumerate(starts[low : low + self.batch]):
                words = stream.first[bounds[low + row] : bounds[low + row + 1]]
                for head in heads:
                    gathered[head].append(logits[head][row, words - start + 1])
        return {head: np.concatenate(parts) for head, parts in gathered.items()}

    def _batches(
        self, stream: _Stream, starts: np.ndarray, width: int
    ) -> Iterator[tuple[np.ndarray, np.ndarray, int]]:
        """Yield the pieces and marks of a few windows at a time, and the number of the first."""
        for low in range(0, len(starts), self.batch):
            some = starts[low : low + self.batch]
            at = some[:, None] + np.arange(width)[None, :]
            pieces = np.full((len(some), width + 2), self._sep, dtype=np.int64)
            marks = np.zeros((len(some), width + 2), dtype=np.int64)
            pieces[:, 0] = self._cls
            pieces[:, 1:-1] = stream.pieces[at]
            marks[:, 1:-1] = stream.marks[at]
            yield pieces, marks, low


def _session(path: Path, threads: int) -> Any:
    """Open an ONNX file for a process that shares its cores. Raises OSError where it is missing."""
    import onnxruntime

    if not path.exists():
        raise FileNotFoundError(path)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A worker that waits for its next story must not burn a core meanwhile.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _settled(head: Head, found: list[Candidate], count: int) -> list[list[Span]]:
    """Return the spans of `count` paragraphs, once the story has had its say."""
    kinds = head.decoder.kinds
    if head.vote:
        settle(found, kinds.index(head.person) if head.person else -1)
    tagged: list[list[Span]] = [[] for _ in range(count)]
    for c in sorted(found, key=lambda c: (c.paragraph, c.start)):
        tagged[c.paragraph].append(Span(c.start, c.end, kinds[c.kind], head.score(c.probability)))
    return tagged


def _candidates(
    head: Head, stream: _Stream, logits: np.ndarray, paragraphs: Sequence[str]
) -> list[Candidate]:
    """Return the spans of a part of the text that one head finds, in order of place."""
    decoder = head.decoder
    scaled = logits.astype(np.float32) / head.temperature
    scaled -= scaled.max(axis=1, keepdims=True)
    probabilities = np.exp(scaled)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    by_kind = decoder.kind_probabilities(probabilities)

    def candidate(first: int, after: int, kind: int) -> Candidate:
        number = int(stream.paragraph[first])
        start, end = int(stream.starts[first]), int(stream.ends[after - 1])
        return Candidate(
            surface=paragraphs[number][start:end],
            paragraph=number,
            start=start,
            end=end,
            first=first,
            after=after,
            kind=kind,
            kinds=by_kind[first:after, 1:].mean(axis=0),
            probability=_span_probability(probabilities[first:after], kind),
        )

    found = []
    edges = np.flatnonzero(np.diff(stream.paragraph)) + 1
    bounds = [0, *edges.tolist(), len(stream.paragraph)]
    for low, high in itertools.pairwise(bounds):
        for first, after, kind in decoder.spans(probabilities[low:high]):
            found.append(candidate(low + first, low + after, kind))
    if head.vote and found:
        numbers = stream.paragraph.tolist()
        words = [
            paragraphs[number][start:end]
            for number, start, end in zip(
                numbers, stream.starts.tolist(), stream.ends.tolist(), strict=True
            )
        ]
        more = list(overlooked(words, numbers, by_kind[:, 0], found))
        for first, after, kind in more:
            added = candidate(first, after, kind)
            added.probability = float(added.kinds.sum())
            found.append(added)
    return found


def _span_probability(probabilities: np.ndarray, kind: int) -> float:
    """Return the geometric mean of the label chances along the span."""
    base = 1 + 4 * kind
    count = len(probabilities)
    if count == 1:
        return float(probabilities[0, base + 3])
    labels = np.full(count, base + 1)
    labels[0], labels[-1] = base, base + 2
    return float(np.exp(np.log(np.maximum(probabilities[np.arange(count), labels], 1e-9)).mean()))


def _strips(text: str) -> Iterator[tuple[int, str]]:
    """Yield `(offset, part)` of a text, cut at white space where it is longer than `STRIP`."""
    if len(text) <= STRIP:
        yield 0, text
        return
    at = 0
    while at < len(text):
        end = min(at + STRIP, len(text))
        if end < len(text):
            space = max(
                text.rfind(" ", at + STRIP // 2, end), text.rfind("\n", at + STRIP // 2, end)
            )
            end = space + 1 if space > 0 else end
        yield at, text[at:end]
        at = end
