"""The training loop: seeded, resumable, with an average of the weights kept beside them."""

from __future__ import annotations

import json
import logging
import random
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from extraction.recogniser.onnx import Recogniser
from extraction.recogniser.vocabulary import Vocabulary
from training.corpus import Story
from training.model import Network, parameter_groups
from training.scoring import score
from training.threads import Threads
from training.windows import (
    UNLABELLED,
    TaughtWindows,
    Variation,
    Window,
    WindowMaker,
    batches,
    collate,
    taught_of,
)

log = logging.getLogger("training")


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides how a run goes. Kept beside its checkpoint as `plan.json`."""

    epochs: int = 8
    seed: int = 1
    window: int = 256
    budget: int = 2048  # word pieces in one batch
    rate: float = 3e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warm_up: int = 150  # steps
    cool_down: float = 0.6  # last share of the steps, in which the rate falls to nothing
    dropout: float = 0.1
    average: float = 0.998  # of the weights, per step
    evaluate_every: int = 1  # epochs
    checkpoint_minutes: float = 4.0
    bfloat16: bool = True
    softness: float = 2.0  # temperature at which a pupil compares itself with its teacher
    variation: Variation = field(default_factory=Variation)


def network_runner(network: Network, heads: list[str], bfloat16: bool):
    """Return the network as a function that a `Recogniser` can run."""

    def run(pieces: np.ndarray, marks: np.ndarray) -> dict[str, np.ndarray]:
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            out = network(torch.from_numpy(pieces), torch.from_numpy(marks), None, heads)
        return {name: logits.float().numpy() for name, logits in out.items()}

    return run


class Trainer:
    """Trains one network. `run` starts or goes on from the checkpoint in `folder`."""

    def __init__(
        self,
        plan: Plan,
        network: Network,
        makers: list[WindowMaker | TaughtWindows],
        held_out: dict[str, list[Story]],
        description: dict,
        folder: Path,
        threads: Threads,
        vocabulary: Vocabulary,
    ) -> None:
        self.plan, self.network, self.makers = plan, network, makers
        self.held_out, self.description, self.folder = held_out, description, folder
        self.threads, self.vocabulary = threads, vocabulary
        self.average = Network({n: h.out_features for n, h in network.heads.items()}, network.size)
        self.average.load_state_dict(network.state_dict())
        self.average.eval()
        groups = parameter_groups(
            network,
            rate=plan.rate,
            head_rate=plan.head_rate,
            decay=plan.layer_decay,
            weight_decay=plan.weight_decay,
        )
        self.highest_rates = [group["lr"] for group in groups]
        self.optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
        self.epoch = self.batch = self.step = 0
        self.best = 0.0

    def run(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "plan.json").write_text(json.dumps(asdict(self.plan), indent=1) + "\n")
        self._resume()
        saved = time.monotonic()
        while self.epoch < self.plan.epochs:
            groups = self._batches()
            total = len(groups) * self.plan.epochs
            started, pieces, losses = time.monotonic(), 0, []
            for group in groups[self.batch :]:
                threads = self.threads.adapt()
                losses.append(self._learn(group, total))
                pieces += sum(len(w.pieces) for w in group)
                self.batch += 1
                self.step += 1
                if self.step % 25 == 0:
                    log.info(
                        "epoch %d batch %d/%d step %d loss %.4f pieces/s %.0f threads %d",
                        self.epoch, self.batch, len(groups), self.step,
                        float(np.mean(losses[-25:])), pieces / (time.monotonic() - started), threads,
                    )  # fmt: skip
                if time.monotonic() - saved > 60 * self.plan.checkpoint_minutes:
                    self._save()
                    saved = time.monotonic()
            self.epoch, self.batch = self.epoch + 1, 0
            self._save()
            saved = time.monotonic()
            if self.epoch % self.plan.evaluate_every == 0 or self.epoch == self.plan.epochs:
                self._evaluate()

    def _batches(self) -> list[list[Window]]:
        """Return the epoch's batches; they depend on the seed and the epoch's number alone."""
        rng = random.Random(self.plan.seed * 1000 + self.epoch)
        torch.manual_seed(self.plan.seed * 1000 + self.epoch + self.batch)
        windows = [window for maker in self.makers for window in maker.epoch(rng)]
        return batches(windows, self.plan.budget, rng)

    def _learn(self, group: list[Window], total: int) -> float:
        self._set_rate(total)
        self.network.train()
        pieces, marks, labels, lengths = (torch.from_numpy(x) for x in collate(group))
        mask = None
        if int(lengths.min()) < pieces.shape[1]:
            mask = (torch.arange(pieces.shape[1]) < lengths[:, None])[:, None, None, :]
        head = group[0].head
        with torch.autocast("cpu", torch.bfloat16, enabled=self.plan.bfloat16):
            logits = self.network(pieces, marks, mask, [head])[head]
        if group[0].taught is None:
            loss = F.cross_entropy(
                logits.float().flatten(0, 1), labels.flatten(), ignore_index=UNLABELLED
            )
        else:
            taught = torch.from_numpy(taught_of(group))
            loss = self._distance(logits.float()[labels != UNLABELLED], taught)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        with torch.no_grad():
            # Early weights are forgotten fast, later ones slowly.
            keep = min(self.plan.average, (1 + self.step) / (10 + self.step))
            torch._foreach_lerp_(
                list(self.average.parameters()), list(self.network.parameters()), 1 - keep
            )
        return float(loss.detach())

    def _distance(self, pupil: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
        """Return how far a pupil's label chances are from its teacher's (Hinton et al. 2015)."""
        soft = self.plan.softness
        return (
            F.kl_div(
                F.log_softmax(pupil / soft, dim=1),
                F.log_softmax(teacher / soft, dim=1),
                reduction="batchmean",
                log_target=True,
            )
            * soft**2
        )

    def _set_rate(self, total: int) -> None:
        plan = self.plan
        left = (total - self.step) / (total * plan.cool_down)
        share = min(1.0, (self.step + 1) / plan.warm_up, max(left, 0.0))
        for group, highest in zip(self.optimiser.param_groups, self.highest_rates, strict=True):
            group["lr"] = highest * share

    def _evaluate(self) -> None:
        results = {}
        for head, stories in self.held_out.items():
            run = network_runner(self.average, [head], self.plan.bfloat16)
            recogniser = Recogniser.described(
                self.makers[0].tokenizer,
                {**self.description, "reading": {"batch": 8}},
                run,
                vocabulary=self.vocabulary,
            )
            scores = score(recogniser, stories, head)
            results[head] = scores.all.f1
            log.info("epoch %d held out %s: %s", self.epoch, head, scores.line())
        first = next(iter(results.values()))
        with (self.folder / "scores.jsonl").open("a") as out:
            out.write(json.dumps({"epoch": self.epoch, "step": self.step, **results}) + "\n")
        if first > self.best:
            self.best = first
            torch.save(self.average.state_dict(), self.folder / "best.pt")

    def _save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "epoch": self.epoch,
            "batch": self.batch,
            "step": self.step,
            "best": self.best,
        }
        partial = self.folder / "checkpoint.partial"
        torch.save(state, partial)
        partial.replace(self.folder / "checkpoint.pt")

    def _resume(self) -> None:
        path = self.folder / "checkpoint.pt"
        if not path.exists():
            return
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.epoch, self.batch = state["epoch"], state["batch"]
        self.step, self.best = state["step"], state["best"]
        log.info("going on from epoch %d, batch %d", self.epoch, self.batch)
