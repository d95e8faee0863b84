"""Reads a dispatch for the benchmarks: names, times and events, as the pipeline does."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from extraction import events, names, pipeline, timex
from extraction.recogniser.heads import Heads
from extraction.types import Annotations, Dispatch


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in one dispatch. `heads` is None where the model has none."""

    texts: Mapping[int, str]
    annotations: Annotations
    heads: Mapping[int, Heads] | None


def read(dispatch: Dispatch) -> Read:
    """Everything that the benchmarks of events look at."""
    texts = {
        number: one.text for number, one in enumerate(dispatch.paragraphs) if one.kind != "credit"
    }
    annotations = pipeline.annotate(dispatch)
    _, heads = names.find_names_and_heads(list(texts.values()))
    by_paragraph = dict(zip(texts, heads, strict=True)) if heads else None
    found = replace(annotations, timexes=timex.find(texts, anchor=dispatch.published))
    return Read(
        texts,
        replace(
            found,
            events=events.find(
                texts, found, found.timexes, by_paragraph, published=dispatch.published
            ),
        ),
        by_paragraph,
    )
