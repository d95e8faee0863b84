"""`python -m training.teach --teacher RUN --data FOLDER [--texts FILE] --out FILE.npz`.

A finished run of MPNet reads windows of text, and what it thinks of every word is kept for a pupil:
of the texts, a paragraph a line and an empty line between stories; of the training stories with
other names in the places of theirs; or (`--labelled wire`) of stories that another head's labels
mark, within what those labels allow, so that the head learns from a second set what both agree on.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from extraction.recogniser.decode import bioes
from extraction.recogniser.vocabulary import Vocabulary
from training.__main__ import HEADS
from training.augment import invented, pool_names
from training.corpus import Story, read_stories
from training.encoders import minilm_folder
from training.model import MPNET, Network
from training.vectors import WORDS
from training.windows import (
    UNLABELLED,
    Variation,
    Window,
    WindowMaker,
    batches,
    collate,
    keep_taught,
)

# What a label of CoNLL-2003 leaves open in the label set of English Worldwide Newswire. It marks no
# dates and no money, counts facilities among places, and leaves out some names of other kinds.
ALLOWED = {
    "PER": ("Person",),
    "LOC": ("Location", "Facility"),
    "ORG": ("Organization",),
    "MISC": ("NORP", "Misc", "Product"),
    "O": ("O", "Date", "Money", "NORP", "Misc", "Product"),
}
IMPOSSIBLE = -30.0


def allowed_by(theirs: list[str], ours: list[str]) -> np.ndarray:
    """Return bool (their labels, our labels): whether a word of that label may have this one."""
    table = np.zeros((len(theirs), len(ours)), dtype=bool)
    for row, label in enumerate(theirs):
        part, _, kind = label.rpartition("-")
        for column, other in enumerate(ours):
            other_part, _, other_kind = other.rpartition("-")
            table[row, column] = other_kind in ALLOWED[kind] and part in ("", other_part)
    return table


def stories_of(path: Path) -> Iterator[Story]:
    """Yield the stories of a file of `training.texts`, without labels; a paragraph is a sentence."""
    paragraphs: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line:
            paragraphs.append(line)
        elif paragraphs:
            # One token a paragraph: `join` prints it as it is.
            yield Story("", "", [[(paragraph, "O")] for paragraph in paragraphs])
            paragraphs = []


def taught(
    network: Network,
    head: str,
    windows: Iterable[Window],
    budget: int,
    allowed: np.ndarray | None = None,
) -> list[Window]:
    """Return the windows with the teacher's logits, and its likeliest label at every word.

    `allowed`: bool (labels of the windows, labels of the teacher); without it all are.
    """
    done: list[Window] = []
    started, pieces = time.monotonic(), 0
    groups = batches(list(windows), budget, random.Random(0))
    for number, group in enumerate(groups):
        ids, marks, _, lengths = (torch.from_numpy(x) for x in collate(group))
        mask = (torch.arange(ids.shape[1]) < lengths[:, None])[:, None, None, :]
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            logits = network(ids, marks, mask, [head])[head].float().numpy()
        for row, window in enumerate(group):
            of_window = logits[row, : len(window.pieces)]
            opens = window.labels != UNLABELLED
            if allowed is not None:
                may = allowed[np.where(opens, window.labels, 0)]
                of_window = np.where(may, of_window, IMPOSSIBLE)
            said = np.where(opens, of_window.argmax(axis=1), UNLABELLED)
            done.append(
                replace(window, head=head, labels=said, taught=of_window.astype(np.float16))
            )
            pieces += len(window.pieces)
        if number % 50 == 0:
            pace = pieces / (time.monotonic() - started)
            print(f"{number}/{len(groups)} batches, {pace:.0f} pieces a second", flush=True)
    return done


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.teach", description=__doc__)
    parser.add_argument("--teacher", type=Path, required=True, help="folder of the MPNet run")
    parser.add_argument("--data", type=Path, required=True, help="folder of the TSV files")
    parser.add_argument("--texts", type=Path, help="a file of training.texts; else the stories")
    parser.add_argument("--head", default="world", help="the teacher's")
    parser.add_argument("--labelled", choices=list(HEADS), help="a head whose labels are kept to")
    parser.add_argument("--vectors", type=Path, help="folder that training.vectors wrote")
    parser.add_argument("--invented", type=int, default=0, help="names to make up, of each kind")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--budget", type=int, default=4096)
    options = parser.parse_args()

    labels = bioes(HEADS[options.head][1])
    name, kinds = HEADS[options.labelled or options.head]
    network = Network({options.head: len(labels)}, MPNET)
    network.load_state_dict(torch.load(options.teacher / "best.pt", weights_only=True))
    network.eval()
    tokenizer = Tokenizer.from_file(str(minilm_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    vocabulary = Vocabulary()
    if options.vectors:
        vocabulary = Vocabulary.load(options.vectors / WORDS)
    plain = Variation(0.0, 0.0, 0.0, 0.0, 0.0)
    if options.texts:
        stories, pool, variation = list(stories_of(options.texts)), {}, plain
    else:
        stories = read_stories(options.data / f"{name}-train.tsv")
        pool = pool_names(stories)
        if options.invented:
            rng = random.Random(options.seed)
            pool = invented(pool, vocabulary, tokenizer, options.invented, rng)
        variation = replace(
            plain,
            story_exchanged=0.3 if options.labelled else 1.0,
            name_exchanged=0.4 if options.labelled else 0.6,
        )
    maker = WindowMaker(
        options.head, bioes(kinds), stories, pool, tokenizer, 256, variation, vocabulary
    )
    windows = maker.epoch(random.Random(options.seed))
    allowed = allowed_by(bioes(kinds), labels) if options.labelled else None
    keep_taught(options.out, taught(network, options.head, windows, options.budget, allowed))


if __name__ == "__main__":
    main()
