"""`python -m training.finish --run FOLDER --data FOLDER --out FOLDER`: a finished run to a model.

Exports the averaged weights to int8, then fits on the held-out stories what makes scores honest:
a temperature per head, and the line from a span's raw chance to the chance that it is right.
"""

from __future__ import annotations

import argparse
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from extraction.recogniser.decode import bioes
from extraction.recogniser.features import read_text
from extraction.recogniser.onnx import Recogniser
from training.__main__ import HEADS
from training.corpus import Story, paragraphs_of, read_stories
from training.encoders import minilm_folder
from training.export import export, write_labels
from training.model import Network, Size
from training.scoring import trimmed
from training.vectors import WORDS
from training.windows import word_labels

READING = {"window": 256, "margin": 32, "batch": 4}


def temperature_of(recogniser: Recogniser, stories: list[Story], head: str) -> float:
    """Return the temperature that makes the labels of held-out words likeliest."""
    numbers = {label: n for n, label in enumerate(recogniser.heads[head].decoder.labels)}
    logits, labels = [], []
    for story in stories:
        paragraphs = list(paragraphs_of(story))
        for stream in recogniser._streams([p.text for p in paragraphs]):
            logits.append(recogniser._score(stream, [head])[head])
        for p in paragraphs:
            labels.append(word_labels(p, read_text(recogniser.tokenizer, p.text).starts, numbers))
    x, y = np.concatenate(logits).astype(np.float64), np.concatenate(labels)

    def loss(temperature: float) -> float:
        z = x / temperature
        z -= z.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]))

    return min((t / 20 for t in range(12, 61)), key=loss)


def judged(
    recogniser: Recogniser, stories: list[Story], head: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return each found span's score and whether its extent and label are those of the gold."""
    scores, right = [], []
    for story in stories:
        paragraphs = list(paragraphs_of(story))
        for p, spans in zip(
            paragraphs, recogniser.tag([p.text for p in paragraphs], head), strict=True
        ):
            gold = {(*trimmed(p.text, a, b), k) for a, b, k in p.names}
            for s in spans:
                scores.append(s.score)
                right.append((*trimmed(p.text, s.start, s.end), s.label) in gold)
    return np.array(scores), np.array(right, dtype=np.float64)


def logistic(raw: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Return offset and slope of the logistic line through the logits of `raw` (Newton's method)."""
    p = np.clip(raw, 1e-6, 1 - 1e-6)
    x = np.stack([np.ones_like(p), np.log(p / (1 - p))], axis=1)
    w = np.array([0.0, 1.0])
    for _ in range(30):
        q = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (q * (1 - q))[:, None]).T @ x + 1e-6 * np.eye(2)
        w += np.linalg.solve(hessian, x.T @ (right - q))
    return float(w[0]), float(w[1])


def calibration_error(scores: np.ndarray, right: np.ndarray) -> float:
    """Return the expected calibration error over ten equal bins of the score."""
    bins = np.minimum((scores * 10).astype(int), 9)
    return float(
        sum(
            abs(scores[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
            for b in range(10)
            if (bins == b).any()
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.finish", description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--vectors", type=Path, help="folder that training.vectors wrote")
    parser.add_argument(
        "--last", action="store_true", help="the checkpoint's average, not the best epoch's"
    )
    options = parser.parse_args()

    name = "checkpoint.pt" if options.last else "best.pt"
    weights = torch.load(options.run / name, weights_only=True)
    weights = weights["average"] if options.last else weights
    known = len(weights["vectors"]) if options.vectors else 0
    labels = {head: len(bioes(kinds)) for head, (_, kinds) in HEADS.items()}
    network = Network(labels, Size(known=known))
    network.load_state_dict(weights)
    network.eval()
    folder = options.encoder or minilm_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    description = {
        "heads": {
            head: {"kinds": list(kinds), "person": kinds[0]} for head, (_, kinds) in HEADS.items()
        },
        "reading": READING,
    }
    if known:
        description["words"] = known - 1  # row 0 is no word's
    export(network, tokenizer, description, options.out)
    if options.vectors:
        shutil.copyfile(options.vectors / WORDS, options.out / WORDS)

    for head, (name, _) in HEADS.items():
        stories = read_stories(options.data / f"{name}-dev.tsv")
        recogniser = Recogniser.load(options.out, threads=torch.get_num_threads())
        temperature = temperature_of(recogniser, stories, head)
        recogniser.heads[head] = replace(recogniser.heads[head], temperature=temperature)
        raw, right = judged(recogniser, stories, head)
        offset, slope = logistic(raw, right)
        head_fitted = replace(recogniser.heads[head], score_offset=offset, score_slope=slope)
        fitted = np.array([head_fitted.score(p) for p in raw])
        print(
            f"{head}: temperature {temperature:.2f}, score {offset:.2f} + {slope:.2f} x,"
            f" calibration error {calibration_error(raw, right):.3f} to {calibration_error(fitted, right):.3f}"
        )
        description["heads"][head] |= {
            "temperature": round(temperature, 3),
            "score_offset": round(offset, 4),
            "score_slope": round(slope, 4),
        }
    write_labels(description, options.out)


if __name__ == "__main__":
    main()
