"""Take up a finished model again where its training run is gone: int8 ONNX back to weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

# What `export` calls in the graph what the network calls otherwise.
RENAMED = {"words": "words.weight", "shape_table": "shapes.weight", "places": "positions.weight"}


def weights_in(path: Path, vectors: np.ndarray | None = None) -> dict[str, torch.Tensor]:
    """Return the network's weights from a `model.onnx` that `training.export` wrote.

    They differ from the trained ones by what rounding to 8 bits took away. `vectors` is the
    table of word vectors that the model was trained with, if with one; without it what reads them is left out.
    """
    found = {w.name: numpy_helper.to_array(w) for w in onnx.load(path).graph.initializer}
    weights: dict[str, np.ndarray] = {}
    for name, value in found.items():
        if name.endswith("_quantized"):
            bare = name.removesuffix("_quantized")
            zero = found[f"{bare}_zero_point"].astype(np.float32)
            weights[bare] = (value.astype(np.float32) - zero) * found[f"{bare}_scale"]
            if bare.endswith(".weight"):
                weights[bare] = weights[bare].T
        elif name.endswith("_Q8"):
            bare = name.removesuffix("_Q8")
            scales = found[f"{bare}_scales"].reshape(*value.shape[:2], 1)
            weights[bare] = ((value.astype(np.float32) - 128) * scales).reshape(len(value), -1)
        elif value.dtype == np.float32 and not name.endswith(("_scale", "_scales")):
            weights[name] = value
    table = weights.pop("vectors", None)
    if table is not None and vectors is not None:
        # The file has the narrowed vectors alone: what narrowed them is found by least squares.
        narrow, *_ = np.linalg.lstsq(vectors.astype(np.float32), table, rcond=None)
        weights |= {"squeeze.weight": narrow.T, "vectors": vectors}
    return {
        RENAMED.get(name, name): torch.from_numpy(np.array(value, dtype=np.float32))
        for name, value in weights.items()
    }
