"""The network: a BERT encoder that also sees shapes and word vectors, and one linear head per label set.

The same network holds MPNet (Song et al. 2020), which is BERT with a bias on attention for how far
apart two positions are: the teacher, from which the small encoder learns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from extraction.recogniser.features import SHAPE_COUNT


@dataclass(frozen=True, slots=True)
class Size:
    """The measures of MiniLM-L6-H384-uncased."""

    vocabulary: int = 30522
    positions: int = 512
    hidden: int = 384
    inner: int = 1536
    attention_heads: int = 12
    layers: int = 6
    epsilon: float = 1e-12
    known: int = 0  # rows of the table of word vectors, the first for words that have none
    distances: int = 0  # buckets of distance that attention knows of, as in T5; none in BERT


# The measures of MPNet base.
MPNET = Size(hidden=768, inner=3072, layers=12, epsilon=1e-5, distances=32)


# What a word vector of `training.vectors` is narrowed to before the model keeps it.
VECTOR, NARROW = 101, 32


class Dropout(nn.Module):
    """Dropout from random bytes: on a CPU several times faster than drawing floats.

    The share is rounded to 256ths. Seeded by torch's own generator.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.dropped = round(share * 256)
        self._noise: np.random.Generator | None = None

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.dropped:
            return x
        if self._noise is None:
            self._noise = np.random.default_rng(int(torch.randint(2**31, (1,))))
        noise = np.frombuffer(self._noise.bytes(x.numel()), dtype=np.uint8)
        kept = torch.from_numpy((noise >= self.dropped).view(np.uint8)).view(x.shape)
        return x * (kept.to(x.dtype) * (256 / (256 - self.dropped)))


class Layer(nn.Module):
    def __init__(self, size: Size, dropout: float) -> None:
        super().__init__()
        self.attention_heads = size.attention_heads
        self.dropout = Dropout(dropout)
        self.qkv = nn.Linear(size.hidden, 3 * size.hidden)
        self.attended = nn.Linear(size.hidden, size.hidden)
        self.attention_norm = nn.LayerNorm(size.hidden, eps=size.epsilon)
        self.widen = nn.Linear(size.hidden, size.inner)
        self.narrow = nn.Linear(size.inner, size.hidden)
        self.output_norm = nn.LayerNorm(size.hidden, eps=size.epsilon)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        rows, width, hidden = x.shape
        q, k, v = (
            self.qkv(x)
            .view(rows, width, 3, self.attention_heads, hidden // self.attention_heads)
            .permute(2, 0, 3, 1, 4)
        )
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        attended = self.attended(attended.transpose(1, 2).reshape(rows, width, hidden))
        x = self.attention_norm(x + self.dropout(attended))
        return self.output_norm(x + self.dropout(self.narrow(F.gelu(self.widen(x)))))


class Network(nn.Module):
    """Scores every position for every head: `forward` gives logits by head name."""

    def __init__(self, heads: dict[str, int], size: Size = Size(), dropout: float = 0.1) -> None:
        super().__init__()
        self.size = size
        self.words = nn.Embedding(size.vocabulary, size.hidden)
        self.positions = nn.Embedding(size.positions, size.hidden)
        self.shapes = nn.Embedding(SHAPE_COUNT, size.hidden)
        nn.init.zeros_(self.shapes.weight)
        if size.known:
            self.register_buffer("vectors", torch.zeros(size.known, VECTOR, dtype=torch.float16))
            self.squeeze = nn.Linear(VECTOR, NARROW, bias=False)
            self.spread = nn.Linear(NARROW, size.hidden, bias=False)
            nn.init.zeros_(self.spread.weight)
        if size.distances:
            self.distances = nn.Embedding(size.distances, size.attention_heads)
        self.norm = nn.LayerNorm(size.hidden, eps=size.epsilon)
        self.layers = nn.ModuleList(Layer(size, dropout) for _ in range(size.layers))
        self.dropout = Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(size.hidden, n) for name, n in heads.items()})
        for head in self.heads.values():
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def know(self, vectors: np.ndarray) -> None:
        """Take the table of word vectors, and begin with their main components (whitened PCA)."""
        table = torch.from_numpy(vectors)
        self.vectors.copy_(table)
        values = table[1:, :-1].float()
        variances, components = torch.linalg.eigh(values.T @ values / len(values))
        main = components[:, -NARROW:] / variances[-NARROW:].sqrt()
        with torch.no_grad():
            self.squeeze.weight.zero_()
            self.squeeze.weight[:, :-1] = main.T

    def encode(self, pieces: Tensor, marks: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return (rows, width, hidden). `mask`: True where a position may be attended to."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.positions(places) + self.shapes(marks % SHAPE_COUNT)
        if self.size.known:
            vectors = self.vectors[marks // SHAPE_COUNT].float()
            x = x + self.spread(self.squeeze(vectors))
        x = self.dropout(self.norm(x))
        bias = self._attention_bias(mask, places, x.dtype)
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def _attention_bias(
        self, mask: Tensor | None, places: Tensor, precision: torch.dtype
    ) -> Tensor | None:
        """Return what attention adds to its scores: the mask, and what it makes of distances."""
        if not self.size.distances:
            return mask
        apart = distance_bucket(places[None, :] - places[:, None], self.size.distances)
        bias = self.distances(apart).permute(2, 0, 1)[None]
        if mask is not None:
            bias = bias.masked_fill(~mask, -1e4)
        return bias.to(precision)

    def forward(
        self, pieces: Tensor, marks: Tensor, mask: Tensor | None, heads: list[str]
    ) -> dict[str, Tensor]:
        x = self.dropout(self.encode(pieces, marks, mask))
        return {name: self.heads[name](x) for name in heads}


def distance_bucket(apart: Tensor, buckets: int, furthest: int = 128) -> Tensor:
    """Return the bucket of each distance: one each for the nearest, wider ones further off.

    Half of the buckets look back and half ahead, as in T5 (Raffel et al. 2020) and MPNet.
    """
    half = buckets // 2
    near = half // 2
    distance = apart.abs().clamp(min=1)
    wide = near + (
        torch.log(distance / near) / math.log(furthest / near) * (half - near)
    ).long().clamp(max=half - near - 1)
    return torch.where(apart.abs() < near, apart.abs(), wide) + (apart > 0).long() * half


def load_mpnet(network: Network, path: Path) -> None:
    """Fill the encoder from the weights of MPNet base in the safetensors format.

    Its vocabulary is BERT's behind four pieces of its own; the rows are put in BERT's order, so
    that teacher and pupil read the very same numbers. Positions start at 2.
    """
    weights = load_file(path)
    e = "embeddings."
    rows = torch.arange(network.size.vocabulary) + 4
    for bert, mpnet in ((0, 1), (101, 0), (102, 2), (103, 30526)):  # [PAD] [CLS] [SEP] [MASK]
        rows[bert] = mpnet
    state = {
        "words.weight": weights[e + "word_embeddings.weight"][rows],
        "positions.weight": weights[e + "position_embeddings.weight"][2:],
        "norm.weight": weights[e + "LayerNorm.weight"],
        "norm.bias": weights[e + "LayerNorm.bias"],
        "distances.weight": weights["encoder.relative_attention_bias.weight"],
    }
    for n in range(network.size.layers):
        a, b = f"encoder.layer.{n}.", f"layers.{n}."
        for part in ("weight", "bias"):
            state[f"{b}qkv.{part}"] = torch.cat(
                [weights[f"{a}attention.attn.{x}.{part}"] for x in "qkv"]
            )
            for theirs, ours in (
                ("attention.attn.o", "attended"),
                ("attention.LayerNorm", "attention_norm"),
                ("intermediate.dense", "widen"),
                ("output.dense", "narrow"),
                ("output.LayerNorm", "output_norm"),
            ):
                state[f"{b}{ours}.{part}"] = weights[f"{a}{theirs}.{part}"]
    _load(network, state)


def load_encoder(network: Network, path: Path) -> None:
    """Fill the encoder from the weights of a BERT model in the safetensors format."""
    weights = load_file(path)
    e = "embeddings."
    state = {
        "words.weight": weights[e + "word_embeddings.weight"],
        # Texts are of one segment: its embedding is a constant that the positions can carry.
        "positions.weight": weights[e + "position_embeddings.weight"]
        + weights[e + "token_type_embeddings.weight"][0],
        "norm.weight": weights[e + "LayerNorm.weight"],
        "norm.bias": weights[e + "LayerNorm.bias"],
    }
    for n in range(network.size.layers):
        a, b = f"encoder.layer.{n}.", f"layers.{n}."
        for part in ("weight", "bias"):
            state[f"{b}qkv.{part}"] = torch.cat(
                [weights[f"{a}attention.self.{x}.{part}"] for x in ("query", "key", "value")]
            )
            for theirs, ours in (
                ("attention.output.dense", "attended"),
                ("attention.output.LayerNorm", "attention_norm"),
                ("intermediate.dense", "widen"),
                ("output.dense", "narrow"),
                ("output.LayerNorm", "output_norm"),
            ):
                state[f"{b}{ours}.{part}"] = weights[f"{a}{theirs}.{part}"]
    _load(network, state)


# Parts that no pretrained encoder has.
LEARNED_HERE = ("shapes.", "heads.", "vectors", "squeeze.", "spread.")


def _load(network: Network, state: dict[str, Tensor]) -> None:
    missing, unexpected = network.load_state_dict(state, strict=False)
    if unexpected or any(not k.startswith(LEARNED_HERE) for k in missing):
        raise ValueError(f"weights do not fit: missing {missing}, unexpected {unexpected}")


def parameter_groups(
    network: Network, *, rate: float, head_rate: float, decay: float, weight_decay: float
) -> list[dict]:
    """Return optimiser groups: rates fall by `decay` per layer from the top; heads have their own.

    `lr` of a group is its highest rate; norms and biases have no weight decay.
    """
    depth = network.size.layers
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if name.startswith(LEARNED_HERE):
            highest = head_rate
        elif name.startswith("layers."):
            highest = rate * decay ** (depth - 1 - int(name.split(".")[1]))
        else:
            highest = rate * decay**depth
        plain = parameter.ndim < 2 or name.startswith("shapes.")
        groups.setdefault((highest, 0.0 if plain else weight_decay), []).append(parameter)
    return [
        {"params": params, "weight_decay": w, "lr": highest}
        for (highest, w), params in groups.items()
    ]
