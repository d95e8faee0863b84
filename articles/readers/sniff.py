"""What a text is by what stands in it. Its name is a hint that the text can overrule."""

import json
import re
from typing import Literal

from extraction.types import Unreadable

Format = Literal["plain", "markdown", "html"]

READS = "Newsroom reads .txt, .md and .html."

_HTML_NAMES = (".html", ".htm", ".xhtml", ".xht")
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")

_HEAD = 4096
"""Characters from the first that is not blank within which a format shows."""

_PREAMBLE = re.compile(r"\s*(?:<\?xml[^>]{0,400}\?>|<!--.{0,2000}?-->|\s)*", re.DOTALL)
_PAGE = re.compile(r"<!doctype\s+html\b|<html[\s>]", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:html|head|body|title|meta|link|script|style|article|section|main|header|nav|aside|div|p|h[1-6]|"
    r"span|br|hr|ul|ol|li|table|tr|td|figure|blockquote|font|center|b|i|em|strong|img|a)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_DECLARED_XML = re.compile(r"\s*<(?:\?xml|!doctype)\s", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([a-zA-Z_][\w.-]*)")
_ROOTS = {
    "svg": "an SVG picture",
    "rss": "an RSS feed",
    "rdf": "an RSS feed",
    "feed": "an Atom feed",
    "nitf": "a NITF news file",
    "newsml": "a NewsML news file",
    "newsmessage": "a NewsML-G2 news file",
    "newsitem": "a NewsML-G2 news file",
    "urlset": "a sitemap",
    "plist": "a property list",
}
_MAIL = re.compile(
    r"^(?:from|to|date|subject|message-id|mime-version|received|return-path|content-type):",
    re.IGNORECASE | re.MULTILINE,
)
_ONLY_MAIL = re.compile(
    r"^(?:message-id|mime-version|received|return-path):", re.IGNORECASE | re.MULTILINE
)
_FRONT_MATTER = re.compile(r"(?:---|\+\+\+)[ \t]*\n\s*[\w-]+[ \t]*[:=]")
_MARKDOWN_SIGNS = tuple(
    re.compile(sign, re.MULTILINE)
    for sign in (
        r"^ {0,3}#{1,6} \S",
        r"^ {0,3}!\[[^\]\n]{0,500}\]\([^)\n]{1,500}\)",
        r"(?<!!)\[[^\]\n]{1,200}\]\((?:https?://|/|mailto:)[^)\n]{1,500}\)",
        r"(?<![*\w])\*\*[^*\s][^*\n]{0,200}\*\*(?![*\w])",
        r"^ {0,3}(?:```|~~~)",
    )
)


def sniff(name: str, text: str) -> Format:
    """The format of a text; raises Unreadable for text that is written for machines.

    A page is a page whatever it is called, and a `.html` without a single tag is plain text.
    """
    opening = text[_PREAMBLE.match(text).end() :][:_HEAD]  # type: ignore[union-attr]
    name = name.lower().rstrip()
    if _PAGE.match(opening) or _TAG.match(opening):
        return "html"
    _refuse_machine_text(text, opening)
    if name.endswith(_HTML_NAMES):
        return "html" if _TAG.search(text) else "plain"
    if name.endswith(_MARKDOWN_NAMES) or _is_markdown(opening):
        return "markdown"
    return "plain"


def _is_markdown(opening: str) -> bool:
    """One sign that nothing else begins with, or two different ones anywhere near the start."""
    if _FRONT_MATTER.match(opening) or _MARKDOWN_SIGNS[0].match(opening):
        return True
    return sum(sign.search(opening) is not None for sign in _MARKDOWN_SIGNS) >= 2


def _refuse_machine_text(text: str, opening: str) -> None:
    if _is_xml(text, opening):
        root = _ROOT.search(opening)
        what = _ROOTS.get(root[1].lower() if root else "", "an XML file")
        raise Unreadable(f"This is {what}, not text; {READS}")
    if opening.startswith("%!PS"):
        raise Unreadable(f"This is a PostScript file, not text; {READS}")
    if _is_json(text):
        raise Unreadable(f"This is a JSON file, not text; {READS}")
    header = opening.split("\n\n", 1)[0]
    if _ONLY_MAIL.search(header) and len(_MAIL.findall(header)) >= 3:
        raise Unreadable(f"This is an e-mail with its headers; paste its text alone. {READS}")


def _is_xml(text: str, opening: str) -> bool:
    """By a declaration, or an element that ends where the text ends ("<FLASH> ..." does not)."""
    if _DECLARED_XML.match(text):
        return True
    root = _ROOT.match(opening)
    return root is not None and text[-200:].rstrip().lower().endswith(f"{root[1].lower()}>")


def _is_json(text: str) -> bool:
    """By its shape first: only what opens and closes like JSON is parsed."""
    shape = text[:1000].lstrip()[:1] + text[-1000:].rstrip()[-1:]
    if shape not in {"{}", "[]"} or not re.match(r'\s*[\[{]\s*["\[{\]}\d]', text[:2000]):
        return False
    try:
        json.loads(text)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True
