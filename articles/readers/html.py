"""Web pages: the story without what stands around it, and what the page says of itself."""

import copy
import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from articles.readers import walker
from articles.readers.metadata import About, read_about
from articles.readers.story import Told, assemble
from extraction.text import clean
from extraction.types import Dispatch, Paragraph, Unreadable

VERSION = "1"

NO_STORY = "This page holds no story text that Newsroom could find."

_MOST_ELEMENTS = 60_000
"""Elements up to which trafilatura is asked. A saved news page has 1,000 to 5,000."""

_TOO_MANY_ELEMENTS = 300_000
"""Elements of a page that was made to keep a machine busy."""

_MOST_WRAPPERS = 50
"""Forms and tables that are weighed; the one that holds the page comes among the first."""

_MARK = "\ue0c1"
"""Stands before a caption while trafilatura holds it: private use, so no page means it."""

# Class names and ids, whole words of them, of what readers skip.
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|sponsor\w*|promos?|newsletter\w*|subscri\w+|paywall|cookies?|consent|gdpr|"
    r"share|sharing|social|related|recommended|trending|most-?read|read-?next|read-?more|breadcrumbs?|comments?|"
    r"disqus|tags|taglist|skip|skip-?link|pagination|pager|signup|sign-up)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Ends of sentences in Latin, Arabic, Indian and Chinese script.
_SENTENCE = re.compile(r"\w.*[.!?…؟۔।。！？]", re.DOTALL)

_LABEL_IN_FIGURE = 60
"""Characters beside its caption ("Open this image in gallery") that leave a figure a figure."""

_STORY_SHARE = 0.3
"""Of a page's text: what holds more than this is the story, whatever its class says."""

_BARE_OUT = re.compile(
    r"<(?:nav|header|footer|aside|script|form|iframe|button)\b|\bclass\s*=|\brole\s*=",
    re.IGNORECASE,
)


def read_html(source: str) -> Dispatch:
    """The dispatch in a page or a piece of one; raises Unreadable if no story can be found.

    `source` is the page as text (its encoding is read before). Tables and comments are left out.
    """
    source = clean(source)
    page = _parsed(source)
    elements = sum(1 for _ in page.iter())
    if elements > _TOO_MANY_ELEMENTS:
        raise Unreadable(
            f"This page has {elements:,} parts; the most Newsroom takes apart is "
            f"{_TOO_MANY_ELEMENTS:,}."
        )
    _unwrap(page, "form")
    about = read_about(page)
    is_bare = _BARE_OUT.search(source) is None or elements > _MOST_ELEMENTS
    return assemble(
        _story(page, about, is_bare=is_bare),
        Told(about.headline, about.byline, about.published, about.source, about.language),
    )


def _is_story(block: Paragraph) -> bool:
    """Whether a block is more than a label: a page of nothing but menus has labels only."""
    if block.kind not in ("body", "list"):
        return False
    words = block.text.strip("\"'“”‘’«»()")
    return len(words.split()) > 7 or len(words) > 60 or _SENTENCE.fullmatch(words) is not None


def _parsed(source: str) -> HtmlElement:
    """The page as a tree. Fresh parser, no network, no huge trees; entities are HTML's own."""
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        # As bytes, since lxml refuses text that begins with a declaration of its encoding.
        page = document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(NO_STORY) from error
    return page


def _unwrap(page: HtmlElement, *tags: str) -> None:
    """Makes plain boxes of forms or tables that hold the page, as old site makers built it."""
    whole = len(page.text_content())
    for element in list(page.iter(*tags))[:_MOST_WRAPPERS]:
        holds_the_page = len(element.text_content()) > _STORY_SHARE * whole
        if holds_the_page and (element.tag == "form" or element.find(".//p") is not None):
            for part in list(element.iter("form", "table", "tbody", "tr", "td", "th")):
                part.tag = "div"


def _story(page: HtmlElement, about: About, *, is_bare: bool) -> list[Paragraph]:
    """The story's blocks: by trafilatura where there is more than the story, else all blocks."""
    ways = [_by_walker] if is_bare else [_by_trafilatura, _by_walker]
    for way in ways:
        blocks = list(_without_head(way(page), about))
        if any(map(_is_story, blocks)):
            return blocks
    raise Unreadable(NO_STORY)


def _by_walker(page: HtmlElement) -> list[Paragraph]:
    _unwrap(page, "table")
    return walker.blocks(page)


def _by_trafilatura(page: HtmlElement) -> list[Paragraph]:
    # Here and not above: it takes a third of a second, which a process that reads no page saves.
    from trafilatura import bare_extraction

    # A copy to take apart: what trafilatura does not want must still be there for the walker.
    tree = copy.deepcopy(page)
    _prune(tree)
    _mark_captions(tree)
    found = bare_extraction(
        tree,
        include_tables=False,
        include_comments=False,
        include_images=False,
        with_metadata=False,
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    return _with_crossheads(list(_converted(found.body)), walker.blocks(page))


def _prune(tree: HtmlElement) -> None:
    """Drops menus, and what is named as an advertisement and the like if it is small."""
    for element in list(tree.iter("nav", "noscript", "template", "dialog", "ul")):
        if element.tag != "ul" or _is_menu(element):
            element.drop_tree()
    whole = len(tree.text_content())
    for element in list(tree.iter("div", "section", "aside", "ul", "ol", "p", "span", "figure")):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
        if _AROUND.search(marks) and len(element.text_content()) < _STORY_SHARE * whole:
            element.drop_tree()


def _is_menu(element: HtmlElement) -> bool:
    """Whether a list holds links and nothing beside them."""
    linked = sum(len(link.text_content().strip()) for link in element.iter("a"))
    return linked > 0 and linked >= len("".join(element.text_content().split()))


def _mark_captions(tree: HtmlElement) -> None:
    """Turns every caption into a marked paragraph, which trafilatura keeps in its place."""
    for caption in list(tree.iter(*walker.CAPTION_TAGS, "p", "div")):
        if not walker.is_caption(caption):
            continue
        words = walker.words(caption)
        holder = _picture_of(caption)
        if not words or holder.getparent() is None:
            continue
        paragraph = tree.makeelement("p")
        paragraph.text = _MARK + words
        holder.addprevious(paragraph)
        holder.drop_tree()


def _picture_of(caption: HtmlElement) -> HtmlElement:
    """The figure around a caption; the caption itself where the figure holds text of its own."""
    parent = caption.getparent()
    if parent is None or parent.tag != "figure":
        return caption
    around = len(walker.words(parent)) - len(walker.words(caption))
    return parent if around <= _LABEL_IN_FIGURE else caption


def _converted(body: etree._Element) -> Iterator[Paragraph]:
    for element in body.iter("p", "head", "item", "quote", "code", "fw", "ab"):
        if any(above.tag in ("p", "head", "item", "row") for above in element.iterancestors()):
            continue
        inner = element.tag == "quote" and any(True for _ in element.iter("p", "item"))
        kind = {"head": "crosshead", "item": "list"}.get(str(element.tag), "body")
        for words in [] if inner else walker.lines(element):
            if words.startswith(_MARK):
                yield Paragraph(words.strip(_MARK).strip(), "caption")
            else:
                yield Paragraph(words.replace(_MARK, ""), kind)


def _with_crossheads(blocks: list[Paragraph], everything: list[Paragraph]) -> list[Paragraph]:
    """The blocks with the headings between them, which trafilatura loses on some pages."""
    kept = {block.text for block in blocks}
    lost = {
        after.text: heading
        for before, heading, after in zip(everything, everything[1:], everything[2:], strict=False)
        if heading.kind == "crosshead"
        and heading.text not in kept
        and before.text in kept
        and after.text in kept
    }
    return [
        part for block in blocks for part in (lost.pop(block.text, None), block) if part is not None
    ]


def _without_head(blocks: list[Paragraph], about: About) -> Iterator[Paragraph]:
    """The blocks without the headline, and without the site's name, which pages repeat."""
    for at, block in enumerate(blocks):
        words = block.text.casefold()
        if at < 4 and words in (about.headline.casefold(), about.source.casefold()):
            continue
        yield block
