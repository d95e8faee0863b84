"""The recogniser: where names stand in running text, and of what kind each is.

Everything else in this package knows a recogniser only by `find_names`. This one is a small encoder
of our own, trained on news from all over the world; `extraction/model/README.md` is its card.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extraction.recogniser.heads import Heads
from extraction.recogniser.onnx import Recogniser, Span
from extraction.types import Progress

LABELS = (
    "person",
    "place",
    "organisation",
    "facility",
    "norp",
    "product",
    "date",
    "money",
    "event",
    "misc",
)

MODEL = Path(__file__).parent / "model"
_HEAD = "world"
_FROM_WORLDWIDE = {
    "Person": "person",
    "Location": "place",
    "Organization": "organisation",
    "Facility": "facility",
    "NORP": "norp",
    "Product": "product",
    "Date": "date",
    "Money": "money",
    "Misc": "misc",
}


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name at `start` to `end` of its paragraph, of one of LABELS.

    `score` is the chance, from 0 to 1, that extent and label are both right.
    """

    start: int
    end: int
    label: str
    score: float


def find_names(
    paragraphs: Sequence[str], *, on_progress: Progress | None = None
) -> list[list[NameSpan]]:
    """The names in each paragraph, in order and without overlap, as the recogniser alone sees them.

    Paragraphs are read with their neighbours in sight, and one spelling has one kind throughout.
    Time is linear in the text's length. The first call loads the model. `on_progress` is called now
    and then with characters done and characters in all.
    """
    return _named(_model().tag(paragraphs, _HEAD, on_progress=on_progress))


def find_names_and_heads(
    paragraphs: Sequence[str], *, on_progress: Progress | None = None
) -> tuple[list[list[NameSpan]], list[Heads] | None]:
    """The very names of `find_names`, and of each paragraph what the further heads say of its words.

    One reading of the text gives both. None where the model's folder has no further heads.
    """
    spans, heads = _model().tag_all(paragraphs, _HEAD, on_progress=on_progress)
    return _named(spans), heads


def _named(spans: list[list[Span]]) -> list[list[NameSpan]]:
    return [
        [
            NameSpan(span.start, span.end, _FROM_WORLDWIDE[span.label], span.score)
            for span in in_paragraph
        ]
        for in_paragraph in spans
    ]


def warm() -> None:
    """Load the model now, so that the first dispatch does not wait for it."""
    _model()


@cache
def _model() -> Recogniser:
    return Recogniser.load(MODEL)
