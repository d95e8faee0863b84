"""`python -m training.heads --states STATES --model MODEL --out RUN`: train a branch for events and attribution.

STATES is what `training.states` kept. Writes `log.txt`, `plan.json` and, after each epoch, `branch.pt`:
the averaged weights. The names model is not touched.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import torch
from torch import nn

from extraction.recogniser.heads import CHANNELS
from training.branch import Branch, batches, collate, loss_of
from training.judging import best_threshold, channel_figures, logits_of
from training.restart import weights_in
from training.states import Windows, load_windows
from training.threads import Threads

log = logging.getLogger("training")


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides how a branch is trained. Kept as `plan.json`."""

    layer: int = 3  # of the names model, whose output the branch reads
    layers: int = 3  # of the branch itself; 0 is a linear head
    epochs: int = 3
    minutes: float = 0.0  # after which the run is at its end, however far it came; 0 is never
    seed: int = 1
    budget: int = 2048  # positions in one batch
    rate: float = 3e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: int = 100  # steps
    average: float = 0.995  # of the weights, per step
    dropout: float = 0.1
    repeat: int = 2  # how often an epoch reads the stories of events
    share: float = 1.0  # of the stories of attributions that an epoch reads
    trigger_weight: float = 1.0
    attribution_weight: float = 1.0


class Trainer:
    """Trains one branch; `run` writes its averaged weights after each epoch."""

    def __init__(self, plan: Plan, states: Path, weights: dict, folder: Path, threads: Threads):
        self.plan, self.folder, self.threads = plan, folder, threads
        self.kept = {
            f"{kind}-{part}": load_windows(states, f"{kind}-{part}", plan.layer)
            for kind in ("timeml", "ecb", "polnear")
            for part in ("train", "dev")
        }
        self.branch = Branch(plan.layers, dropout=plan.dropout)
        self.branch.start_from(weights, plan.layer)
        self.average = Branch(plan.layers)
        self.average.load_state_dict(self.branch.state_dict())
        self.average.eval()
        self.optimiser = torch.optim.AdamW(self._groups(), betas=(0.9, 0.98), fused=True)
        self.highest = [group["lr"] for group in self.optimiser.param_groups]
        self.step, self.begun = 0, 0.0

    def _groups(self) -> list[dict]:
        groups: dict[tuple[float, float], list[nn.Parameter]] = {}
        for name, parameter in self.branch.named_parameters():
            rate = self.plan.head_rate if name.startswith("head.") else self.plan.rate
            decay = self.plan.weight_decay if parameter.ndim > 1 else 0.0
            groups.setdefault((rate, decay), []).append(parameter)
        return [{"params": p, "lr": r, "weight_decay": w} for (r, w), p in groups.items()]

    def _done(self, steps: int) -> float:
        """Return the share of the run that lies behind, by its steps or by its time."""
        by_time = (time.monotonic() - self.begun) / (60 * self.plan.minutes or float("inf"))
        return max(self.step / steps, by_time)

    def run(self) -> None:
        plan = self.plan
        self.begun = time.monotonic()
        for epoch in range(plan.epochs):
            rng = np.random.default_rng(plan.seed * 1000 + epoch)
            torch.manual_seed(plan.seed * 1000 + epoch)
            groups = batches(self._windows(rng), plan.budget, rng)
            started, read, losses = time.monotonic(), 0, []
            for number, group in enumerate(groups, 1):
                if self._done(len(groups) * plan.epochs) >= 1:
                    break
                threads = self.threads.adapt()
                losses.append(self._learn(group, len(groups) * plan.epochs))
                read += sum(int(w.cuts[n + 1] - w.cuts[n]) for w, n in group)
                if number % 20 == 0:
                    pace = read / (time.monotonic() - started)
                    log.info(
                        "epoch %d batch %d/%d loss %.4f pieces/s %.0f threads %d",
                        epoch, number, len(groups), float(np.mean(losses[-20:])), pace, threads,
                    )  # fmt: skip
            torch.save(self.average.state_dict(), self.folder / "branch.pt")
            log.info("epoch %d: %s", epoch + 1, self._judge())
            if self._done(len(groups) * plan.epochs) >= 1:
                break

    def _windows(self, rng: np.random.Generator) -> list[tuple[Windows, int]]:
        some: list[tuple[Windows, int]] = []
        for kind in ("timeml-train", "ecb-train"):
            windows = self.kept[kind]
            some += [(windows, n) for n in range(len(windows.cuts) - 1)] * self.plan.repeat
        windows = self.kept["polnear-train"]
        count = len(windows.cuts) - 1
        chosen = rng.permutation(count)[: round(count * self.plan.share)]
        return some + [(windows, int(n)) for n in chosen]

    def _learn(self, group: list[tuple[Windows, int]], total: int) -> float:
        plan = self.plan
        share = min(1.0, (self.step + 1) / plan.warm_up, max(0.0, 1 - self._done(total)) / 0.85)
        for options, highest in zip(self.optimiser.param_groups, self.highest, strict=True):
            options["lr"] = highest * share
        self.branch.train()
        batch = collate(group)
        with torch.autocast("cpu", torch.bfloat16):
            logits = self.branch(batch.states, batch.mask)
        loss = loss_of(logits, batch.labels, (plan.trigger_weight, plan.attribution_weight))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.branch.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        keep = min(plan.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(
                list(self.average.parameters()), list(self.branch.parameters()), 1 - keep
            )
        return float(loss.detach())

    def _judge(self) -> str:
        def score(states: np.ndarray) -> np.ndarray:
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
                return self.average(torch.from_numpy(states), None).float().numpy()

        return judged(self.kept, score)


def judged(kept: dict[str, Windows], score) -> str:
    """Return the figures of all held-out stories in one line."""
    said = []
    for kind, columns in (
        ("timeml", ("event", "happening", "reporting")),
        ("ecb", ("action", "happening", "reporting")),
    ):
        windows = kept[f"{kind}-dev"]
        logits = logits_of(windows, score)
        for column in columns:
            at, figures = best_threshold(windows, logits, column)
            said.append(f"{kind} {column} {figures} at {at:.2f}")
    windows = kept["polnear-dev"]
    logits = logits_of(windows, score)
    for channel in CHANNELS:
        exact, overlap = channel_figures(windows, logits, channel)
        said.append(f"{channel} exact {exact} overlap F {overlap.f1:.1f}")
    return "; ".join(said)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.heads", description=__doc__)
    parser.add_argument("--states", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="folder of the names model")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    for f in fields(Plan):
        default = getattr(Plan(), f.name)
        parser.add_argument("--" + f.name.replace("_", "-"), type=type(default), default=default)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        handlers=[logging.StreamHandler(), logging.FileHandler(options.out / "log.txt")],
    )
    torch.set_flush_denormal(True)
    plan = Plan(**{f.name: getattr(options, f.name) for f in fields(Plan)})
    (options.out / "plan.json").write_text(json.dumps(asdict(plan), indent=1) + "\n")
    torch.manual_seed(plan.seed)
    weights = weights_in(options.model / "model.onnx")
    Trainer(plan, options.states, weights, options.out, Threads(options.threads)).run()


if __name__ == "__main__":
    main(sys.argv[1:])
