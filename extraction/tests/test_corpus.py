"""Golden dispatches from around the world, each beside a JSON file with all that it names.

The texts are this project's own. A golden is changed by hand, after reading; never dumped over.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from extraction.dispatch import read_text
from extraction.pipeline import annotate

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.txt"))


def test_there_are_dispatches_of_many_regions() -> None:
    assert len(CORPUS) >= 10


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_dispatch_is_read_as_an_editor_would(path: Path) -> None:
    golden: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    dispatch = read_text(path.read_text(encoding="utf-8"))
    annotations = annotate(dispatch)
    heads = {chain.id: chain.head for chain in annotations.chains}

    assert {
        "headline": dispatch.headline,
        "byline": dispatch.byline,
        "dateline": dispatch.dateline,
        "published": dispatch.published.isoformat() if dispatch.published else None,
        "source": dispatch.source,
        "language": dispatch.language,
        "kinds": [paragraph.kind for paragraph in dispatch.paragraphs],
    } == {key: golden[key] for key in golden if key not in ("chains", "mentions")}
    assert [
        [mention.paragraph, mention.text, mention.kind, heads[mention.chain]]
        for mention in annotations.mentions
    ] == golden["mentions"]
    assert sorted([chain.kind, *chain.names] for chain in annotations.chains) == sorted(
        golden["chains"]
    )
