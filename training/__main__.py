"""`python -m training --data FOLDER --out FOLDER`: from labelled stories to a model file."""

from __future__ import annotations

import argparse
import logging
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from extraction.recogniser.decode import bioes
from extraction.recogniser.vocabulary import Vocabulary
from training.augment import pool_names
from training.corpus import names_of, read_stories
from training.encoders import minilm_folder, mpnet_weights
from training.loop import Plan, Trainer
from training.model import MPNET, Network, Size, load_encoder, load_mpnet
from training.restart import weights_in
from training.threads import Threads
from training.vectors import VECTORS, WORDS
from training.windows import TaughtWindows, Variation, WindowMaker

log = logging.getLogger("training")

# Each head: its name, the file name before "-train.tsv" and "-dev.tsv", and its kinds in order.
HEADS = {
    "world": (
        "worldwide",
        [
            "Person",
            "Location",
            "Organization",
            "Facility",
            "NORP",
            "Misc",
            "Product",
            "Date",
            "Money",
        ],
    ),
    "wire": ("conllpp", ["PER", "LOC", "ORG", "MISC"]),
}


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the TSV files")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="folder of the run; resumed if it holds a checkpoint",
    )
    parser.add_argument(
        "--encoder", type=Path, help="folder with model.safetensors and tokenizer.json"
    )
    parser.add_argument("--mpnet", action="store_true", help="the encoder is MPNet base, a teacher")
    parser.add_argument(
        "--vectors", type=Path, help="folder that training.vectors wrote; without it none are used"
    )
    parser.add_argument("--heads", nargs="+", choices=list(HEADS), default=list(HEADS))
    parser.add_argument(
        "--start", type=Path, help="weights (best.pt) or model.onnx of an earlier run to start from"
    )
    parser.add_argument(
        "--taught", type=Path, nargs="*", default=[], help="windows read by a teacher (.npz)"
    )
    parser.add_argument("--threads", type=int, default=2)
    for group in (Plan, Variation):
        for f in fields(group):
            if f.name == "variation":
                continue
            name, default = "--" + f.name.replace("_", "-"), getattr(group(), f.name)
            if isinstance(default, bool):
                parser.add_argument(name, action=argparse.BooleanOptionalAction, default=default)
            else:
                parser.add_argument(name, type=type(default), default=default)
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> None:
    options = parse(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        handlers=[logging.StreamHandler(), logging.FileHandler(options.out / "log.txt")],
    )
    threads = Threads(options.threads)
    torch.set_flush_denormal(True)  # moments of unseen words decay into slow numbers
    plan = Plan(**{f.name: getattr(options, f.name) for f in fields(Plan) if f.name != "variation"})
    variation = Variation(**{f.name: getattr(options, f.name) for f in fields(Variation)})
    plan = replace(plan, variation=variation)
    torch.manual_seed(plan.seed)

    tokenizer = Tokenizer.from_file(str((options.encoder or minilm_folder()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    heads = {head: HEADS[head] for head in options.heads}
    size, vectors, vocabulary = MPNET if options.mpnet else Size(), None, Vocabulary()
    if options.vectors:
        vectors = np.load(options.vectors / VECTORS)
        vocabulary = Vocabulary.load(options.vectors / WORDS)
        size = replace(size, known=len(vectors))
    network = Network(
        {h: len(bioes(kinds)) for h, (_, kinds) in heads.items()}, size, dropout=plan.dropout
    )
    if vectors is not None:
        network.know(vectors)
    if options.mpnet:
        load_mpnet(network, mpnet_weights(options.out))
    else:
        load_encoder(network, (options.encoder or minilm_folder()) / "model.safetensors")
    if options.start and options.start.suffix == ".onnx":
        network.load_state_dict(weights_in(options.start, vectors), strict=False)
    elif options.start:
        network.load_state_dict(torch.load(options.start, weights_only=True), strict=False)

    makers, held_out = [], {}
    for head, (name, kinds) in heads.items():
        stories = read_stories(options.data / f"{name}-train.tsv")
        held_out[head] = read_stories(options.data / f"{name}-dev.tsv")
        log.info(
            "%s: %d stories, %d words, %d names; held out %d stories", head, len(stories),
            sum(len(s) for x in stories for s in x.sentences),
            sum(len(names_of(s)) for x in stories for s in x.sentences), len(held_out[head]),
        )  # fmt: skip
        makers.append(
            WindowMaker(
                head,
                bioes(kinds),
                stories,
                pool_names(stories),
                tokenizer,
                plan.window,
                variation,
                vocabulary,
            )
        )
    for path in options.taught:
        makers.append(TaughtWindows(path, next(iter(heads)), tokenizer, variation))
        log.info("%s: %d windows read by a teacher", path.name, len(makers[-1].windows))
    description = {"heads": {head: {"kinds": kinds} for head, (_, kinds) in heads.items()}}
    Trainer(plan, network, makers, held_out, description, options.out, threads, vocabulary).run()


if __name__ == "__main__":
    main(sys.argv[1:])
