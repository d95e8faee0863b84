"""A branch of the network: a few layers of its own above a layer of the names model, and linear heads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from extraction.recogniser.heads import CHANNELS, OUTPUTS, PARTS, TRIGGERS
from training.model import Dropout, Layer, Size
from training.states import UNKNOWN, Windows


class Branch(nn.Module):
    """Scores every position: logits of TRIGGERS, then five of each channel of attribution."""

    def __init__(self, layers: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.size = size = Size()
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(size, dropout) for _ in range(layers))
        self.head = nn.Linear(size.hidden, OUTPUTS)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """Return (rows, width, OUTPUTS) for states (rows, width, hidden)."""
        x = self.dropout(states)
        for layer in self.layers:
            x = layer(x, mask)
        return self.head(self.dropout(x))

    def start_from(self, weights: dict[str, Tensor], below: int) -> None:
        """Begin as the layers of the names model that stand above its first `below` ones."""
        top = self.size.layers
        for n, layer in enumerate(self.layers):
            prefix = f"layers.{min(below + n, top - 1)}."
            layer.load_state_dict(
                {k.removeprefix(prefix): v for k, v in weights.items() if k.startswith(prefix)}
            )


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows: states (rows, width, hidden), labels (rows, width, columns), mask or None."""

    states: Tensor
    labels: Tensor
    mask: Tensor | None


def collate(parts: list[tuple[Windows, int]]) -> Batch:
    """Put windows, each given as where it is kept and its number, into one batch."""
    bounds = [(w, int(w.cuts[n]), int(w.cuts[n + 1])) for w, n in parts]
    width = max(high - low for _, low, high in bounds)
    hidden, columns = parts[0][0].states.shape[1], parts[0][0].labels.shape[1]
    states = np.zeros((len(parts), width, hidden), dtype=np.float16)
    labels = np.full((len(parts), width, columns), UNKNOWN, dtype=np.int8)
    lengths = []
    for row, (w, low, high) in enumerate(bounds):
        states[row, : high - low] = w.states[low:high]
        labels[row, : high - low] = w.labels[low:high]
        lengths.append(high - low)
    mask = None
    if min(lengths) < width:
        mask = (torch.arange(width) < torch.tensor(lengths)[:, None])[:, None, None, :]
    return Batch(torch.from_numpy(states).float(), torch.from_numpy(labels).long(), mask)


def loss_of(logits: Tensor, labels: Tensor, weights: tuple[float, float]) -> Tensor:
    """Return the mean loss of known trigger columns and of known channels, weighted."""
    flat, gold = logits.float().flatten(0, 1), labels.flatten(0, 1)
    loss = flat.new_zeros(())
    known = gold[:, : len(TRIGGERS)] != UNKNOWN
    if known.any():
        loss = loss + weights[0] * F.binary_cross_entropy_with_logits(
            flat[:, : len(TRIGGERS)][known], gold[:, : len(TRIGGERS)][known].float()
        )
    channels = gold[:, len(TRIGGERS) :]
    if (channels != UNKNOWN).any():
        scores = flat[:, len(TRIGGERS) :].reshape(len(flat) * len(CHANNELS), PARTS)
        loss = loss + weights[1] * F.cross_entropy(
            scores, channels.reshape(-1), ignore_index=UNKNOWN
        )
    return loss


def batches(
    windows: list[tuple[Windows, int]], budget: int, rng: np.random.Generator
) -> list[list[tuple[Windows, int]]]:
    """Group windows of like width into batches of about `budget` positions, in random order."""
    widths = np.array([int(w.cuts[n + 1] - w.cuts[n]) for w, n in windows])
    groups: list[list[tuple[Windows, int]]] = []
    room = 0
    for index in np.argsort(widths + rng.random(len(widths)) * 24)[::-1]:
        if room < widths[index]:
            groups.append([])
            room = budget
        groups[-1].append(windows[index])
        room -= int(widths[index])
    return [groups[n] for n in rng.permutation(len(groups))]
