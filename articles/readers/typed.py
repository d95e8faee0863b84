"""A text as it stands in a form's text area: paragraphs parted by blank lines."""

import re
from collections.abc import Sequence

from articles.lineage import matched
from extraction import language
from extraction.dispatch import from_blocks
from extraction.text import clean
from extraction.types import Paragraph

VERSION = "1"

_BLANK_LINES = re.compile(r"\n[ \t\u00a0]*\n\s*")
_ITEM = "- "


def text_of(paragraphs: Sequence[Paragraph]) -> str:
    """The paragraphs for a text area, which are known again by their words."""
    return "\n\n".join(paragraph.text for paragraph in paragraphs)


def marked_text_of(paragraphs: Sequence[Paragraph]) -> str:
    """The same for paragraphs that are not on file, a list's items beginning with a dash."""
    return "\n\n".join(
        f"{_ITEM if paragraph.kind == 'list' else ''}{paragraph.text}" for paragraph in paragraphs
    )


def paragraphs_of(text: str, before: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs of a text area that first held `before`.

    One that is left as it was is exactly what it was; one that was reworded keeps its kind; the
    kind of a new one is told as in any plain text.
    """
    stored = {_one_line(paragraph.text): paragraph for paragraph in before}
    blocks = [_one_line(block) for block in _BLANK_LINES.split(clean(text).strip())]
    texts = [stored[block].text if block in stored else block for block in blocks if block]
    known = [paragraph.text for paragraph in before]
    fresh = _kinds(texts)
    return tuple(
        before[at] if at is not None and before[at].text == text
        else Paragraph(text, before[at].kind) if at is not None
        else fresh.get(text, Paragraph(text))
        for text, at in zip(texts, matched(known, texts), strict=True)
    )  # fmt: skip


def language_of(headline: str, paragraphs: Sequence[Paragraph]) -> str:
    """ISO 639 code of the language; empty where unsure."""
    return language.detect("\n".join((headline, *(each.text for each in paragraphs[:40]))))


def _kinds(texts: list[str]) -> dict[str, Paragraph]:
    """What part each plays in this text, where the reader of plain text takes it as it is."""
    found = {
        each.text: each for each in from_blocks([Paragraph(text) for text in texts]).paragraphs
    }
    kinds = {text: found[text] for text in texts if text in found}
    for text in texts:
        words = text.removeprefix(_ITEM).strip()
        if text.startswith(_ITEM) and words:
            kinds[text] = Paragraph(words, "list")
    return kinds


def _one_line(text: str) -> str:
    return " ".join(text.split())
