"""From a file's text to a Dispatch: its parts, its paragraphs and their kinds."""

import datetime
import re
from collections.abc import Sequence

from extraction import captions, datelines, dates, heads, language, splitting
from extraction.dates import Moment
from extraction.text import clean
from extraction.types import PARAGRAPH_KINDS, Dispatch, Paragraph

_BULLET = re.compile(r"(?:[-*•‣▪◦·–—]|\d{1,2}[.)])\s+(?=\S)")
_ENDS_SENTENCE = re.compile(r"[.!?:;,…][\"'”’»)\]]*$|[\"”»]$")
_LONGEST_CROSSHEAD = 90
_MOST_CROSSHEAD_WORDS = 13
_DATELINE_WITHIN = 3
"""Paragraphs among which a dateline is looked for: a caption or a summary may stand first."""


def read_text(text: str, *, published: Moment | None = None) -> Dispatch:
    """Read plain text, taking headline, byline, dateline and date from its head where they are there.

    A text that opens with its first sentence has no headline. `published` completes dates that lack a
    year and is the dispatch's date where the text has none. Never raises; an empty text has no paragraphs.
    """
    blocks = splitting.paragraphs(clean(text))
    head = heads.read(blocks, near=published)
    return _assemble(
        [Paragraph(block) for block in head.rest],
        headline=head.headline,
        byline=head.byline,
        dateline=head.place,
        source=head.source,
        found=head.date.value if head.date else None,
        published=published,
    )


def from_blocks(
    blocks: Sequence[Paragraph],
    *,
    headline: str = "",
    byline: str = "",
    published: Moment | None = None,
    precision: str = "",
    source: str = "",
    language: str = "",
) -> Dispatch:
    """Make a Dispatch of paragraphs that another reader found, as for HTML or Markdown.

    What that reader knows stands; what it left open (kinds other than body, dateline, byline, date,
    language) is looked for. Blank paragraphs are left out.
    """
    ready = [
        Paragraph(
            " ".join(clean(block.text).split()),
            block.kind if block.kind in PARAGRAPH_KINDS else "body",
        )
        for block in blocks
    ]
    ready = [block for block in ready if block.text]
    byline = _one_line(byline)
    byline = heads.byline_in(byline) or byline
    for at, block in enumerate(ready[:3]):
        found = heads.byline_in(block.text) if len(ready) > 1 else ""
        if found:
            byline = byline or found
            del ready[at]
            break
    headline = heads.without_marker(_one_line(headline))
    if len(ready) > 1 and headline and ready[0].text == headline:
        del ready[0]
    if precision == "day" and isinstance(published, datetime.datetime):
        published = published.date()
    return _assemble(
        ready,
        headline=headline,
        byline=byline,
        source=_one_line(source),
        found=published,
        published=published,
        tongue=language,
    )


def _assemble(
    blocks: list[Paragraph],
    *,
    headline: str,
    byline: str,
    source: str,
    found: Moment | None,
    published: Moment | None,
    dateline: str = "",
    tongue: str = "",
) -> Dispatch:
    paragraphs = _with_kinds(blocks, has_headline=bool(headline))
    opening = next(filter(None, map(datelines.parse, _story_opening(paragraphs))), None)
    if opening:
        dateline = dateline or opening.place
        source = source or opening.agency
        if found is None and opening.date:
            dated = dates.find(opening.date, near=published)
            found = dated.value if dated else None
    for paragraph in paragraphs:
        if paragraph.kind == "credit":
            source = source or captions.source_named(paragraph.text)
    moment = _best(found, published)
    return Dispatch(
        headline=headline,
        byline=byline,
        dateline=dateline,
        published=moment,
        published_precision=dates.precision(moment),
        language=_language(tongue, headline, paragraphs),
        source=source,
        paragraphs=paragraphs,
    )


def _story_opening(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [
        paragraph.text for paragraph in paragraphs[:_DATELINE_WITHIN] if paragraph.kind == "body"
    ]


def _best(found: Moment | None, given: Moment | None) -> Moment | None:
    """The text's own date, or the given one where that says the same day more exactly."""
    if isinstance(given, datetime.datetime) and given.tzinfo is None:
        given = given.replace(tzinfo=datetime.UTC)
    if found is None:
        return given
    if isinstance(found, datetime.datetime):
        return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)
    if isinstance(given, datetime.datetime) and given.date() == found:
        return given
    return found


def _language(tongue: str, headline: str, paragraphs: tuple[Paragraph, ...]) -> str:
    detected = language.detect(
        "\n".join((headline, *(paragraph.text for paragraph in paragraphs[:40])))
    )
    return detected or ("en" if tongue.lower()[:2] == "en" and not paragraphs else "")


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _with_kinds(blocks: list[Paragraph], *, has_headline: bool) -> tuple[Paragraph, ...]:
    """Tell captions, credits, lists and crossheads from the story; a credit becomes its own paragraph."""
    parts: list[Paragraph] = []
    for block in blocks:
        if block.kind not in ("body", "caption"):
            parts.append(block)
            continue
        words, kind, credit = captions.split_off(block.text)
        if words:
            parts.append(
                _item(words) if kind == block.kind == "body" else Paragraph(words, "caption")
            )
        if credit:
            parts.append(Paragraph(credit, "credit"))
    return tuple(
        Paragraph(part.text, "crosshead") if _is_crosshead(parts, at, has_headline) else part
        for at, part in enumerate(parts)
    )


def _item(words: str) -> Paragraph:
    bullet = _BULLET.match(words)
    return Paragraph(words[bullet.end() :], "list") if bullet else Paragraph(words)


def _is_crosshead(parts: list[Paragraph], at: int, has_headline: bool) -> bool:
    """A short line without a full stop, between the story's paragraphs and followed by one of them."""
    text = parts[at].text
    if parts[at].kind != "body" or at + 1 >= len(parts) or (at == 0 and not has_headline):
        return False
    if (
        len(text) > _LONGEST_CROSSHEAD
        or len(text.split()) > _MOST_CROSSHEAD_WORDS
        or datelines.parse(text)
    ):
        return False
    first = next((sign for sign in text if sign.isalnum()), "")
    if not first or first.islower():
        return False
    following = parts[at + 1]
    if (
        following.kind != "body"
        or not _ENDS_SENTENCE.search(following.text)
        or len(following.text) <= len(text)
    ):
        return False
    return not _ENDS_SENTENCE.search(text) or (text.endswith("?") and len(text.split()) <= 10)
