"""Texts with the attributions that people marked in them: PolNeAR as lines of JSON, and our own gold."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.happenings import gold as happenings
from benchmarks.happenings.lines import Span
from benchmarks.quotes.scoring import Attribution, Spans
from extraction import quotemarks
from extraction.types import Dispatch, Paragraph

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its gold. `begins`: where each paragraph of the dispatch begins in `text`."""

    name: str
    text: str
    dispatch: Dispatch
    begins: tuple[int, ...]
    gold: tuple[Attribution, ...]


def polnear(path: Path) -> Iterator[Text]:
    """PolNeAR: a line each is {"id", "text", "attributions": [{"content", "cue", "source": [[start, end]]}]}.

    Every line of a text is a paragraph. Attributions without content are left out.
    """
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield _text(json.loads(line))


def _text(told: dict[str, Any]) -> Text:
    text = told["text"]
    found = [line for line in _LINE.finditer(text) if line[0].strip()]
    gold = tuple(
        Attribution(
            content,
            _spans(one.get("source")),
            _spans(one.get("cue")),
            form_of(text, content),
        )
        for one in told["attributions"]
        if (content := _spans(one.get("content")))
    )
    dispatch = Dispatch(language="en", paragraphs=tuple(Paragraph(line[0]) for line in found))
    return Text(told["id"], text, dispatch, tuple(line.start() for line in found), gold)


def own(part: str = "development") -> Iterator[Text]:
    """Our own gold: the part that may be looked at, or the other."""
    for told in happenings.load(happenings.PARTS[part]):
        texts = [one.text for one in told.dispatch.paragraphs]
        begins = [0]
        for text in texts:
            begins.append(begins[-1] + len(text) + 1)

        def spans(*marked: Span | None, begins: Sequence[int] = begins) -> Spans:
            return tuple(
                (begins[one.paragraph] + one.start, begins[one.paragraph] + one.end)
                for one in marked
                if one
            )

        gold = tuple(
            Attribution(spans(*one.content), spans(one.speaker), spans(one.cue), one.form)
            for one in told.quotes
        )
        yield Text(told.name, "\n".join(texts), told.dispatch, tuple(begins), gold)


def _spans(told: list[list[int]] | None) -> Spans:
    return tuple((start, end) for start, end in told or ())


def form_of(text: str, content: Spans) -> str:
    """Direct where all words stand in quotation marks, mixed where some do, indirect where none does."""
    inside = outside = 0
    for start, end in content:
        # The marks around a span may lie just outside of it.
        words = text[max(0, start - 1) : end + 1]
        within = sum(one.end - one.start for one in quotemarks.find(words))
        inside += within
        outside += len(re.sub(r"\W", "", words)) if not within else max(0, len(words) - within - 4)
    return "direct" if inside and not outside else "mixed" if inside else "indirect"
