"""Markdown: front matter apart, then the inline text of its blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from articles.readers.dates import read_date
from articles.readers.story import Told, assemble
from extraction.text import clean
from extraction.types import Dispatch, Paragraph, Unreadable

VERSION = "1"

_FENCES = {"---": ":", "+++": "="}
_MOST_HEADER_LINES = 200
_KEYS = {
    "headline": ("headline", "title"),
    "byline": ("byline", "author", "authors", "by"),
    "published": ("published", "date", "pubdate", "publish_date", "publishdate", "datetime"),
    "source": ("source", "publisher", "agency", "site", "publication"),
    "language": ("language", "lang"),
}
_PAIR = re.compile(r"([A-Za-z][\w -]{0,40}?)\s*([:=])(?:\s+|$|(?<==))(.*)$")
_ITEM = re.compile(r"\s*-\s+(.*)$")
# Raw HTML is left to the inline rules, which drop the tags and keep the words: as a block of its
# own an <img> on the line above would swallow the first paragraph. What is no text goes before.
_NOT_TEXT = re.compile(r"<!--|<(script|style|iframe|svg)\b", re.IGNORECASE)
_IMAGE_TAG = re.compile(r"<img\b", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_CREDIT = re.compile(r"(?:photo|picture|image|graphic|credit|foto|©)", re.IGNORECASE)


def read_markdown(text: str) -> Dispatch:
    """The dispatch in a Markdown text; raises Unreadable if there are no words in it.

    The first heading of level one is the headline, later headings are crossheads, links give their
    words and pictures their alternative text as a caption. Tables are left out, as on web pages:
    their cells are no sentences. Text indented by four is a paragraph, as in wire copy, not code.
    """
    header, body = split_front_matter(clean(text))
    # With the headline told apart, a level-one heading in the text is a crosshead.
    headline, blocks = _blocks(body, headline=header.get("headline", ""))
    if not any(sign.isalnum() for block in blocks for sign in block.text):
        raise Unreadable("There are no words in this text.")
    return assemble(
        blocks,
        Told(
            headline=headline,
            byline=header.get("byline", ""),
            published=read_date(header.get("published", "")),
            source=header.get("source", ""),
            language=header.get("language", ""),
        ),
    )


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Front matter as headline, byline, published, source and language, and the text below it.

    Lines of `key: value` between `---`, or `key = value` between `+++`. Lists become "A and B".
    What opens like front matter and does not go on like it is text.
    """
    lines = text.lstrip("\n \t").split("\n")
    fence = lines[0].rstrip()
    sign = _FENCES.get(fence)
    ends = [fence, "..."] if fence == "---" else [fence]
    closing = next(
        (at for at, line in enumerate(lines[1:_MOST_HEADER_LINES], 1) if line.rstrip() in ends), 0
    )
    if not sign or not closing:
        return {}, text
    pairs = _pairs(lines[1:closing], sign)
    if not pairs:
        return {}, text
    found = {
        name: next((pairs[key] for key in keys if pairs.get(key)), "")
        for name, keys in _KEYS.items()
    }
    return found, "\n".join(lines[closing + 1 :])


def _pairs(lines: list[str], sign: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    listed: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        pair = _PAIR.match(line)
        item = _ITEM.match(line)
        if pair and pair[2] == sign and not line[0].isspace():
            key = pair[1].strip().lower()
            value = pair[3].strip()
            # "|" and ">" announce that the value stands on the lines below.
            pairs.setdefault(key, "" if re.fullmatch(r"[|>][+-]?", value) else _value(value))
        elif key and item:
            listed.setdefault(key, []).append(_value(item[1]))
        elif key and line[:1].isspace() and line.strip():
            pairs[key] = f"{pairs[key]} {line.strip()}".strip()
    for name, items in listed.items():
        pairs[name] = pairs.get(name) or _together(items)
    return pairs


def _value(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == "[" and value[-1] == "]":
        return _together([_value(one) for one in value[1:-1].split(",")])
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].replace('\\"', '"').replace("''", "'")
    return value.strip()


def _together(names: list[str]) -> str:
    names = [name for name in names if name]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


@dataclass(frozen=True, slots=True)
class _Inline:
    words: str
    pictures: tuple[str, ...]


def _blocks(body: str, *, headline: str) -> tuple[str, list[Paragraph]]:
    parser = MarkdownIt("commonmark").enable("table").disable(["html_block", "code"])
    blocks: list[Paragraph] = []
    depth = {"list_item": 0, "table": 0}
    heading = ""
    for token in parser.parse(_without_code(body)):
        for name in depth:
            depth[name] += token.nesting if token.type.startswith(name + "_") else 0
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "inline" and not depth["table"]:
            inline = _inline(token.children or [])
            if heading == "h1" and not headline:
                headline = inline.words
            elif inline.words:
                kind = "crosshead" if heading else "list" if depth["list_item"] else "body"
                blocks.append(Paragraph(inline.words, kind))
            blocks += _captions(inline.pictures)
        elif token.type == "heading_close":
            heading = ""
        elif token.type == "fence":
            blocks += [
                Paragraph(part, "body") for part in token.content.split("\n\n") if part.strip()
            ]
    return headline, blocks


def _without_code(body: str) -> str:
    """The text without comments, scripts and the like; what is never closed stays, as words.

    By hand: a pattern that looks for each end anew takes hours over a million unclosed comments.
    """
    kept: list[str] = []
    unclosed: set[str] = set()
    lowered = body.lower() if body.isascii() else "".join(map(_lower, body))
    at = 0
    for opening in _NOT_TEXT.finditer(body):
        if opening.start() < at:
            continue
        closing = f"</{opening[1].lower()}" if opening[1] else "-->"
        end = -1 if closing in unclosed else lowered.find(closing, opening.end())
        end = lowered.find(">", end) if end >= 0 else -1
        if end < 0:
            unclosed.add(closing)
            continue
        kept.append(body[at : opening.start()])
        at = end + 1
    return " ".join([*kept, body[at:]])


def _lower(sign: str) -> str:
    """In small letters where that is one letter too, so that positions stay as they are."""
    return small if len(small := sign.lower()) == 1 else sign


def _captions(pictures: tuple[str, ...]) -> list[Paragraph]:
    return [Paragraph(words, "credit" if _CREDIT.match(words) else "caption") for words in pictures]


def _inline(tokens: list[Token]) -> _Inline:
    pictures: list[str] = []
    words = "".join(_words(tokens, pictures))
    return _Inline(" ".join(words.split()), tuple(filter(None, pictures)))


def _words(tokens: list[Token], pictures: list[str]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            title = str(token.attrs.get("title") or "").strip()
            pictures += [" ".join(_plain(token).split()), "" if title == _plain(token) else title]
        elif token.type == "html_inline":
            if _IMAGE_TAG.match(token.content) and (alt := _ALT.search(token.content)):
                pictures.append(" ".join((alt[1] or alt[2] or "").split()))
            yield " " if token.content.lower().startswith(("<br", "<p", "</p", "<div")) else ""


def _plain(image: Token) -> str:
    return "".join(_words(image.children or [], []))
