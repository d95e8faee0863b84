"""Plain text: the house's name in the head, and for all else the reader in `extraction`."""

import dataclasses

from articles.readers import head
from extraction import datelines, dates
from extraction.dates import Moment
from extraction.dispatch import read_text
from extraction.text import clean
from extraction.types import Dispatch, Unreadable

VERSION = "1"

_HEAD_LINES = 8
"""Lines with words in them that a head has at the most."""

_LONGEST_HEAD_LINE = 160

_RULE = "***"
"""What the splitter of paragraphs keeps apart from its neighbours and the reader of heads drops."""


def read_plain(text: str) -> Dispatch:
    """The dispatch in a plain text; raises Unreadable if there are no words in it."""
    lines = clean(text).split("\n")
    found = _take_head(lines)
    dispatch = read_text("\n".join(lines))
    if not any(sign.isalnum() for paragraph in dispatch.paragraphs for sign in paragraph.text):
        raise Unreadable("There are no words in this text.")
    published = dispatch.published or found.published
    return dataclasses.replace(
        dispatch,
        byline=found.byline or dispatch.byline,
        source=found.source or dispatch.source,
        published=published,
        published_precision=dates.precision(published),
    )


def _take_head(lines: list[str]) -> head.CreditLine:
    """Takes bylines and the house's name out of the first lines, leaving a rule in their place.

    A first line is more often a headline ("World Press Under Fire") and counts as a house's name
    only if the story signs with it.
    """
    byline, source = "", ""
    published: Moment | None = None
    at = _head_positions(lines)
    for order, position in enumerate(at):
        line = lines[position].strip()
        neighbours = [lines[near].strip() for near in at[max(0, order - 1) : order + 2]]
        if head.is_house(line) and not source:
            signed = _signs_with(line, lines[at[-1] + 1 :])
            if signed or (order and any(map(head.is_head_line, neighbours))):
                source = line
                lines[position] = _RULE
        elif order and not byline and (names := head.byline_in(line)):
            byline, house = head.split_byline(names)
            source = source or house
            lines[position] = _RULE
        elif order and (credit := head.read_credit_line(line)):
            byline = byline or credit.byline
            source = source or credit.source
            published = published or credit.published
            lines[position] = _RULE
    return head.CreditLine(byline, source, published)


def _head_positions(lines: list[str]) -> list[int]:
    """The positions of the lines above the story, which begins with its dateline or a long line."""
    at: list[int] = []
    for position, line in enumerate(lines):
        words = line.strip()
        if not words:
            continue
        if len(at) == _HEAD_LINES or len(words) > _LONGEST_HEAD_LINE or datelines.parse(words):
            break
        at.append(position)
    return at


def _signs_with(name: str, lines: list[str]) -> bool:
    """Whether the story signs with the name or its initials, as "(Sahel Wire)" or "/ MNA" do."""
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    marks = [f"({name})", f"/ {name}", f"/{name}", f"({initials})", f"/{initials}", f"/ {initials}"]
    return any(mark in line for line in lines[:200] for mark in marks)
