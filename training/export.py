"""Write a trained network as ONNX with int8 weights, its tokenizer and its labels beside it.

The graph is written by hand: few and fused operators, which onnxruntime runs faster than what
an exporter makes of the same network, and one output per head.
"""

from __future__ import annotations

import json
import logging
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from tokenizers import Tokenizer

from extraction.recogniser.features import SHAPE_COUNT
from training.model import Network, Size

MICROSOFT = "com.microsoft"
OPSET = 17


class Graph:
    """Collects the nodes and weights of a graph under construction."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, domain: str = "", **options) -> str:
        self.nodes.append(
            helper.make_node(kind, inputs, [output], name=output, domain=domain, **options)
        )
        return output

    def linear(self, x: str, name: str, state: dict[str, np.ndarray], *, bias: bool = True) -> str:
        """Add `x @ weight.T`, and the bias unless a later operator takes it."""
        product = self.add(
            "MatMul",
            [x, self.weight(f"{name}.weight", state[f"{name}.weight"].T)],
            f"{name}.product",
        )
        b = self.weight(f"{name}.bias", state[f"{name}.bias"])
        return self.add("Add", [product, b], f"{name}.sum") if bias else product


def graph_of(network: Network) -> onnx.ModelProto:
    """Return the network as an ONNX model in float32.

    Inputs `pieces` and `marks`: int64 (rows, width), every row of full width. Outputs: float32
    (rows, width, labels), one per head, by its name.
    """
    size = network.size
    state = {k: v.detach().float().numpy() for k, v in network.state_dict().items()}
    g = Graph()
    words = g.add("Gather", [g.weight("words", state["words.weight"]), "pieces"], "word")
    count = g.weight("shape_count", np.array(SHAPE_COUNT))
    shape = g.add("Mod", ["marks", count], "shape_number")
    shapes = g.add("Gather", [g.weight("shape_table", state["shapes.weight"]), shape], "shape")
    g.add("Shape", ["pieces"], "measures")
    width = g.add(
        "Slice",
        ["measures", g.weight("one", np.array([1])), g.weight("two", np.array([2]))],
        "width",
    )
    places = g.weight("places", state["positions.weight"])
    g.add("Slice", [places, g.weight("zero", np.array([0])), width, "zero"], "place")
    g.add("Add", [words, shapes], "word_and_shape")
    embedded = g.add("Add", ["word_and_shape", "place"], "embedded")
    if size.known:
        narrow = state["vectors"] @ state["squeeze.weight"].T
        # One scale does for the whole table in int8 once every column reaches as far.
        reach = np.abs(narrow).max(axis=0)
        spread_out = state["spread.weight"] * reach
        row = g.add("Div", ["marks", count], "row")
        vector = g.add("Gather", [g.weight("vectors", narrow / reach), row], "vector")
        spread = g.add("MatMul", [vector, g.weight("spread.weight", spread_out.T)], "meaning")
        embedded = g.add("Add", [embedded, spread], "embedded_all")
    x = g.add(
        "LayerNormalization",
        [
            embedded,
            g.weight("norm.weight", state["norm.weight"]),
            g.weight("norm.bias", state["norm.bias"]),
        ],
        "normed",
        axis=-1,
        epsilon=size.epsilon,
    )
    for n in range(size.layers):
        x = layer_of(g, state, size, x, n)
    for name in network.heads:
        g.add("Identity", [g.linear(x, f"heads.{name}", state)], name)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["rows", "width"])
        for name in ("pieces", "marks")
    ]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["rows", "width", head.out_features])
        for name, head in network.heads.items()
    ]
    graph = helper.make_graph(g.nodes, "names", inputs, outputs, g.weights)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def layer_of(g: Graph, state: dict[str, np.ndarray], size: Size, x: str, n: int) -> str:
    """Add layer `n` of `state` above `x`, and return what its output is called."""
    thirds = "thirds"
    if n == 0:
        g.weight(thirds, np.array([size.hidden] * 3))
    a = f"layers.{n}."
    packed = g.linear(x, f"{a}qkv", state, bias=False)
    q, k, v = (f"{a}{part}" for part in "qkv")
    g.nodes.append(helper.make_node("Split", [packed, thirds], [q, k, v], name=f"{a}split", axis=2))
    attended = g.add(
        "MultiHeadAttention", [q, k, v, f"{a}qkv.bias"], f"{a}attention", MICROSOFT,
        num_heads=size.attention_heads,
    )  # fmt: skip
    x = _skip_norm(
        g,
        state,
        size.epsilon,
        g.linear(attended, f"{a}attended", state, bias=False),
        x,
        f"{a}attended",
        f"{a}attention_norm",
    )
    wide = g.linear(x, f"{a}widen", state, bias=False)
    wide = g.add("BiasGelu", [wide, f"{a}widen.bias"], f"{a}gelu", MICROSOFT)
    return _skip_norm(
        g,
        state,
        size.epsilon,
        g.linear(wide, f"{a}narrow", state, bias=False),
        x,
        f"{a}narrow",
        f"{a}output_norm",
    )


def _skip_norm(
    g: Graph, state: dict, epsilon: float, x: str, skip: str, linear: str, norm: str
) -> str:
    scale = g.weight(f"{norm}.weight", state[f"{norm}.weight"])
    shift = g.weight(f"{norm}.bias", state[f"{norm}.bias"])
    return g.add(
        "SkipLayerNormalization", [x, skip, scale, shift, f"{linear}.bias"], f"{norm}.out", MICROSOFT,
        epsilon=epsilon,
    )  # fmt: skip


# Products whose inputs have outliers: one scale for a whole window of activations costs most of
# what int8 loses, so these get a scale for each 128 values of each position.
BLOCKWISE = ("widen", "narrow")
BLOCK = 128


def quantise(model: onnx.ModelProto, target: Path, blockwise: tuple[str, ...] = BLOCKWISE) -> None:
    """Write the model with 8-bit weights, and 8-bit activations scaled as it runs.

    Divergence from float32 (mean KL of the label chances) and word pieces a second on one core:
    one scale per tensor 0.00144 and 7,600; blocks for `BLOCKWISE` 0.00015 and 5,500; blocks for
    all products 0.00009 and 4,400; float32 3,400.
    """
    logging.getLogger().setLevel(logging.WARNING)  # the quantiser reports every node
    logging.getLogger("onnxruntime").setLevel(logging.WARNING)
    plain = [n.name for n in model.graph.node if not any(x in n.name for x in blockwise)]
    blocks = MatMulNBitsQuantizer(
        model,
        bits=8,
        block_size=BLOCK,
        is_symmetric=True,
        accuracy_level=4,  # activations in int8
        nodes_to_exclude=plain,
    )
    blocks.process()
    with tempfile.TemporaryDirectory() as scratch:
        half = Path(scratch) / "half.onnx"
        blocks.model.save_model_to_file(str(half), False)
        quantize_dynamic(
            half,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT},
        )


def export(
    network: Network, tokenizer: Tokenizer, description: dict, folder: Path, *, int8: bool = True
) -> Path:
    """Write `model.onnx`, `tokenizer.json` and `labels.json`; return the model's path."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "model.onnx"
    model = graph_of(network)
    if int8:
        quantise(model, target)
    else:
        onnx.save(model, target)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    write_labels(description, folder)
    return target


def write_labels(description: dict, folder: Path) -> None:
    """Write `labels.json`: per head its kinds and how its scores are read."""
    text = json.dumps(description, indent=1, ensure_ascii=False)
    (folder / "labels.json").write_text(text + "\n", encoding="utf-8")
