"""`python -m training.finish_heads --run RUN --states STATES --model MODEL --out FOLDER`: a branch to a file.

Writes the branch as `heads.onnx` with 8-bit weights, and the names model with one output more, the layer
that the branch reads; its weights and its other outputs stay as they are. What decides where a span or a
trigger begins to be one is fitted on held-out stories and put into the biases: at a chance of one half,
and for the likeliest spans, F1 is highest there.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper

from extraction.recogniser.heads import CHANNELS, OUTPUTS, PARTS, TRIGGERS
from extraction.recogniser.onnx import BRANCH
from training.branch import Branch
from training.export import BLOCKWISE, MICROSOFT, OPSET, Graph, layer_of, quantise
from training.heads import judged
from training.judging import LEANS, THRESHOLDS, channel_figures, logits_of, trigger_figures
from training.states import Windows, load_windows, with_layers
from training.vectors import WORDS


def graph_of(branch: Branch, state: str) -> onnx.ModelProto:
    """Return the branch as an ONNX model in float32, from `state` to `BRANCH`, both (rows, width, ...)."""
    weights = {k: v.detach().float().numpy() for k, v in branch.state_dict().items()}
    g = Graph()
    x = state
    for n in range(len(branch.layers)):
        x = layer_of(g, weights, branch.size, x, n)
    g.add("Identity", [g.linear(x, "head", weights)], BRANCH)
    hidden = branch.size.hidden
    inputs = [helper.make_tensor_value_info(state, TensorProto.FLOAT, ["rows", "width", hidden])]
    outputs = [helper.make_tensor_value_info(BRANCH, TensorProto.FLOAT, ["rows", "width", OUTPUTS])]
    graph = helper.make_graph(g.nodes, "heads", inputs, outputs, g.weights)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def runner(path: Path, state: str):
    """Return the exported branch as a function from states to logits."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(states: np.ndarray) -> np.ndarray:
        return session.run([BRANCH], {state: states})[0]

    return run


def shifts(kept: dict[str, Windows], score) -> np.ndarray:
    """Return what to add to each of OUTPUTS, so that held-out F1 is highest without a threshold."""
    logits = {kind: logits_of(windows, score) for kind, windows in kept.items()}
    sources = {"event": ["timeml-dev"], "action": ["ecb-dev"]}
    shift = np.zeros(OUTPUTS, dtype=np.float32)
    for n, name in enumerate(TRIGGERS):
        kinds = sources.get(name, ["timeml-dev", "ecb-dev"])
        at = max(
            THRESHOLDS,
            key=lambda t: sum(trigger_figures(kept[k], logits[k], name, t).f1 for k in kinds),
        )
        shift[n] = -np.log(at / (1 - at))
        print(f"{name}: threshold {at:.2f}")
    windows, said = kept["polnear-dev"], logits["polnear-dev"]
    for n, channel in enumerate(CHANNELS):
        lean = max(
            LEANS, key=lambda x: sum(f.f1 for f in channel_figures(windows, said, channel, x))
        )
        shift[len(TRIGGERS) + n * PARTS] = -lean
        print(f"{channel}: lean {lean:.1f}")
    return shift


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.finish_heads", description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--states", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="folder of the names model")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--blocks", action="store_true", help="a scale for each 128 values, where it counts"
    )
    options = parser.parse_args()
    plan = json.loads((options.run / "plan.json").read_text())
    state = f"layer_{plan['layer']}"
    branch = Branch(plan["layers"])
    branch.load_state_dict(torch.load(options.run / "branch.pt", weights_only=True))
    kept = {
        f"{kind}-dev": load_windows(options.states, f"{kind}-dev", plan["layer"])
        for kind in ("timeml", "ecb", "polnear")
    }
    options.out.mkdir(parents=True, exist_ok=True)
    target = options.out / "heads.onnx"
    blocks = BLOCKWISE if options.blocks else ()
    quantise(graph_of(branch, state), target, blocks)
    with torch.no_grad():
        branch.head.bias += torch.from_numpy(shifts(kept, runner(target, state)))
    quantise(graph_of(branch, state), target, blocks)
    print(judged(kept, runner(target, state)))
    if options.out.resolve() != options.model.resolve():
        for name in ("labels.json", "tokenizer.json", WORDS):
            shutil.copy(options.model / name, options.out / name)
    with_layers(options.model / "model.onnx", [plan["layer"]], options.out / "model.onnx")


if __name__ == "__main__":
    main()
