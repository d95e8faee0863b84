"""What the finished names model makes of marked stories half-way up, kept on disk to train a branch on.

    python -m training.states --model MODEL --timeml FILE --ecbplus FILE SENTENCES --polnear TRAIN DEV --out STATES

The states are those of the very file that reads dispatches, in the very windows, so that the branch
learns from what it will see. A layer of a million word pieces takes 770 MB.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from extraction.recogniser.heads import CHANNELS, TRIGGERS
from extraction.recogniser.onnx import Recogniser, Run
from training.attributions import read_polnear
from training.happenings import (
    ECB_HELD_OUT,
    Marked,
    is_held_out,
    read_ecbplus,
    read_timeml,
)
from training.vectors import WORDS

UNKNOWN = -1
LAYERS = (2, 3, 4, 6)
COLUMNS = len(TRIGGERS) + len(CHANNELS)


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of one kind, end to end: window `n` is rows `cuts[n]` to `cuts[n + 1]`.

    `states`: float16 (rows, hidden), a file on disk. `labels`: int8 (rows, columns of TRIGGERS, then of
    CHANNELS), `UNKNOWN` where nothing is known or no word begins; a channel has the
    numbers of `bioes`: outside, begin, inside, end, single. `words`: int32 (rows, 3): story, paragraph and extent (the
    number of the marked trigger that the word belongs to, or -1).
    """

    states: np.ndarray
    cuts: np.ndarray
    labels: np.ndarray
    words: np.ndarray


def with_layers(model: Path, layers: Iterable[int], target: Path) -> None:
    """Write the model with the output of some layers (counted from 1) as `layer_N` outputs more."""
    graph = onnx.load(model)
    for n in layers:
        if f"layer_{n}" in {output.name for output in graph.graph.output}:
            continue
        state = f"layers.{n - 1}.output_norm.out"
        graph.graph.node.append(helper.make_node("Identity", [state], [f"layer_{n}"]))
        graph.graph.output.append(
            helper.make_tensor_value_info(
                f"layer_{n}", TensorProto.FLOAT, ["rows", "width", "hidden"]
            )
        )
    onnx.save(graph, target)


def layers_of(model: Path, layers: Iterable[int]) -> Run:
    """Return what runs a model that `with_layers` wrote, and gives the states of these layers alone."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    names = [f"layer_{n}" for n in layers]

    def run(pieces: np.ndarray, marks: np.ndarray) -> dict[str, np.ndarray]:
        outputs = session.run(names, {"pieces": pieces, "marks": marks})
        return dict(zip(names, outputs, strict=True))

    return run


def labels_of(story: Marked, paragraph: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the labels of a story's words, int8 (words, columns), and each word's extent."""
    labels = np.full((len(starts), COLUMNS), UNKNOWN, dtype=np.int8)
    extents = np.full(len(starts), -1, dtype=np.int32)
    # One number for paragraph and offset, so that words can be searched for.
    places = paragraph.astype(np.int64) * 1_000_000 + starts

    def words(number: int, start: int, end: int) -> slice:
        a, b = np.searchsorted(places, number * 1_000_000 + np.array([start, end]))
        return slice(int(a), int(b))

    columns = [TRIGGERS.index(name) for name in story.columns]
    for place in story.known:
        labels[words(*place), columns] = 0
    heads = []
    for n, (number, start, end, head, true) in enumerate(story.triggers):
        extent = words(number, start, end)
        labels[extent, columns] = UNKNOWN
        extents[extent] = n
        at = words(number, head, end).start
        heads.append((at, [TRIGGERS.index(name) for name in true]))
    for at, positive in heads:
        if at < len(labels):
            labels[at, columns] = 0
            labels[at, positive] = 1
    for n, channel in enumerate(CHANNELS):
        if channel in story.spans:
            column = len(TRIGGERS) + n
            labels[:, column] = 0
            for place in story.spans[channel]:
                span = words(*place)
                if span.stop - span.start > 1:
                    labels[span, column] = 2
                    labels[span.start, column] = 1
                    labels[span.stop - 1, column] = 3
                else:
                    labels[span, column] = 4
    return labels, extents


class Keeper:
    """Reads stories through the model and appends their windows to files in a folder."""

    def __init__(self, recogniser: Recogniser, folder: Path, layers: Iterable[int]) -> None:
        self.recogniser, self.folder, self.layers = recogniser, folder, list(layers)

    def keep(self, kind: str, stories: Iterable[Marked]) -> None:
        """Write `KIND.npz` and `KIND.layer_N.f16`; windows in which nothing is known are left out."""
        folder = self.folder
        files = {n: (folder / f"{kind}.layer_{n}.f16").open("wb") for n in self.layers}
        lengths, labels, words = [], [], []
        count = 0
        for number, story in enumerate(stories):
            for states, of_rows, about in self._windows(number, story):
                if not (of_rows != UNKNOWN).any():
                    continue
                for n in self.layers:
                    files[n].write(states[f"layer_{n}"].astype(np.float16).tobytes())
                lengths.append(len(of_rows))
                labels.append(of_rows)
                words.append(about)
            count += 1
        for file in files.values():
            file.close()
        cuts = np.cumsum([0, *lengths])
        np.savez(
            folder / f"{kind}.npz",
            cuts=cuts,
            labels=np.concatenate(labels),
            words=np.concatenate(words),
        )
        print(
            f"{kind}: {count} stories, {len(lengths)} windows, {cuts[-1]} word pieces", flush=True
        )

    def _windows(
        self, number: int, story: Marked
    ) -> Iterator[tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]]:
        r = self.recogniser
        for stream in r._streams(story.paragraphs):
            of_words, extents = labels_of(story, stream.paragraph, stream.starts)
            starts, width, stride = r._windows(len(stream.pieces))
            owner = np.clip((stream.first - r.margin) // max(stride, 1), 0, len(starts) - 1)
            for pieces, marks, low in r._batches(stream, starts, width):
                states = r.run(pieces, marks)
                for row in range(len(pieces)):
                    mine = np.flatnonzero(owner == low + row)
                    at = stream.first[mine] - starts[low + row] + 1
                    labels = np.full((width + 2, COLUMNS), UNKNOWN, dtype=np.int8)
                    labels[at] = of_words[mine]
                    words = np.full((width + 2, 3), -1, dtype=np.int32)
                    words[at, 0] = number
                    words[at, 1] = stream.paragraph[mine]
                    words[at, 2] = extents[mine]
                    yield {k: v[row] for k, v in states.items()}, labels, words


def load_windows(folder: Path, kind: str, layer: int) -> Windows:
    """Open what `Keeper` wrote; the states stay on disk."""
    with np.load(folder / f"{kind}.npz") as kept:
        cuts, labels, words = kept["cuts"], kept["labels"], kept["words"]
    states = np.memmap(folder / f"{kind}.layer_{layer}.f16", dtype=np.float16, mode="r")
    return Windows(states.reshape(len(labels), -1), cuts, labels, words)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.states", description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--timeml", type=Path, required=True)
    parser.add_argument("--ecbplus", type=Path, nargs=2, required=True)
    parser.add_argument("--polnear", type=Path, nargs=2, required=True)
    parser.add_argument("--layers", type=int, nargs="+", default=LAYERS)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("labels.json", "tokenizer.json", WORDS):
            (Path(scratch) / name).write_bytes((options.model / name).read_bytes())
        with_layers(options.model / "model.onnx", options.layers, Path(scratch) / "model.onnx")
        recogniser = Recogniser.load(scratch)
        recogniser.run = layers_of(Path(scratch) / "model.onnx", options.layers)
        keeper = Keeper(recogniser, options.out, options.layers)
    timeml = list(read_timeml(options.timeml))
    ecbplus = list(read_ecbplus(*options.ecbplus))

    def held(story: Marked) -> bool:
        return story.name.split("_")[0] in ECB_HELD_OUT

    keeper.keep("timeml-dev", (s for s in timeml if is_held_out(s.name)))
    keeper.keep("ecb-dev", (s for s in ecbplus if held(s)))
    keeper.keep("timeml-train", (s for s in timeml if not is_held_out(s.name)))
    keeper.keep("ecb-train", (s for s in ecbplus if not held(s)))
    keeper.keep("polnear-dev", read_polnear(options.polnear[1]))
    keeper.keep("polnear-train", read_polnear(options.polnear[0]))


if __name__ == "__main__":
    main()
