"""A page's blocks in their order, for pages too small or too plain for anything cleverer."""

import re
from collections.abc import Iterator

from lxml import etree

from extraction.text import clean
from extraction.types import Paragraph

CAPTION_TAGS = ("figcaption",)

_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])caption(?:$|[\s_-])", re.IGNORECASE)
_SKIPPED = re.compile(
    r"head|script|style|noscript|template|nav|header|footer|aside|form|button|select|textarea|"
    r"iframe|object|svg|math|canvas|audio|video|table|menu|dialog"
)
_BLOCK = re.compile(
    r"html|body|main|article|section|div|p|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|q|pre|figure|"
    r"figcaption|address|center|hr|table|t[rdh]|thead|tbody|header|footer|nav|aside|form|fieldset|"
    r"details|summary"
)
_HEADING = re.compile(r"h[1-6]")
_EMPTY_LINE = re.compile(r"\n\s*\n")
_SPACES = re.compile(r"\s+")
_LONGEST_CAPTION = 1000


def blocks(page: etree._Element) -> list[Paragraph]:
    """Every block with words in it, as a paragraph of its kind, without tables, forms and menus.

    One pass without recursion, so that depth costs nothing.
    """
    found: list[Paragraph] = []
    gathered: list[str] = []
    kinds = ["body"]

    def close() -> None:
        parts = (" ".join(clean(part).split()) for part in _EMPTY_LINE.split("".join(gathered)))
        found.extend(Paragraph(part, kinds[-1]) for part in parts if part)
        gathered.clear()

    for event, element in _walk(page):
        tag = "" if event == "aside" else str(element.tag)
        is_block = _BLOCK.fullmatch(tag) is not None
        if is_block:
            close()
        if event == "start":
            if is_block:
                kinds.append(_kind(element, tag, kinds[-1]))
            gathered.append("\n" if tag == "br" else "")
            gathered.append((element.text or "") if tag == "pre" else _spaced(element.text))
            continue
        if is_block and event == "end":
            kinds.pop()
        gathered.append(_spaced(element.tail))
    close()
    return found


def _walk(page: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Starts and ends of elements; at the end of what is skipped "skipped", of comments "aside"."""
    walk = etree.iterwalk(page, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi"):
            yield "aside", element
        elif _SKIPPED.fullmatch(str(element.tag)):
            if event == "start":
                walk.skip_subtree()
            else:
                yield "skipped", element
        else:
            yield event, element


def _kind(element: etree._Element, tag: str, outer: str) -> str:
    if outer != "body":
        return outer
    if _HEADING.fullmatch(tag):
        return "crosshead"
    if tag == "li":
        return "list"
    return "caption" if is_caption(element) else "body"


def _spaced(text: str | None) -> str:
    """Text with its line ends as spaces: in a page's source only <br> and <pre> make lines."""
    return _SPACES.sub(" ", text) if text else ""


def is_caption(element: etree._Element) -> bool:
    """Whether an element is a picture's caption, by its tag or its class."""
    if element.tag in CAPTION_TAGS:
        return True
    marks = (element.get("class") or "")[:200]
    if element.tag not in ("p", "div") or not _CAPTION_CLASS.search(marks):
        return False
    return len(words(element)) <= _LONGEST_CAPTION


def words(element: etree._Element) -> str:
    """All the words in an element on one line, with a space between its parts."""
    return " ".join(clean(" ".join(map(str, element.itertext()))).split())


def lines(element: etree._Element) -> list[str]:
    """The paragraphs inside an element: two breaks in a row part them, a single one is a space."""
    gathered: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end", "comment")):
        if event == "start":
            gathered.append("\n" if inner.tag in ("lb", "br") else "")
            gathered.append(_spaced(inner.text))
        elif inner is not element:
            gathered.append(_spaced(inner.tail))
    parts = _EMPTY_LINE.split("".join(gathered))
    return [" ".join(part.split()) for part in parts if part.strip()]
