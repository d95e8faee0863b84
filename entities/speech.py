"""Drawing what was said: quotes around the marks of a paragraph.

A quote is wrapped around pieces of the text and cut where others of them cross it; a link never
stands in a link. The sign behind a quote, the initials of who said it, holds
no character of the page's text, so that offsets in it stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from entities.layers import Spoken
from entities.marks import Piece, draw

# Quotes in quotes in quotes: what lies deeper is not wrapped.
DEEPEST = 4


def draw_said(
    parts: Iterable[Piece], spoken: Sequence[Spoken], *, correcting: bool = False
) -> SafeString:
    """The pieces of a whole paragraph as HTML, with what was said wrapped around them."""
    if not spoken:
        return draw(parts, anchors=True, correcting=correcting)
    waiting = sorted(spoken, key=lambda each: (each.start, -each.end), reverse=True)
    around: list[Spoken] = []
    html: list[str] = []
    opened: set[int] = set()
    for at, piece in _cut(parts, {end for each in spoken for end in (each.start, each.end)}):
        _close(html, around, at, correcting=correcting)
        while waiting and waiting[-1].start <= at:
            one = waiting.pop()
            if one.end > at and len(around) < DEEPEST:
                html.append(_opening(one, again=one.quote_id in opened))
                opened.add(one.quote_id)
                around.append(one)
        html.append(draw([piece], anchors=True, correcting=correcting))
    _close(html, around, None, correcting=correcting)
    # Every part was escaped where it was made.
    return mark_safe("".join(html))  # noqa: S308


def _cut(parts: Iterable[Piece], cuts: set[int]) -> Iterator[tuple[int, Piece]]:
    """Where each piece begins, pieces being cut wherever a quote begins or ends."""
    waiting = sorted(cuts, reverse=True)
    at = 0
    for piece in parts:
        text, opens = piece.text, piece.opens
        while text:
            while waiting and waiting[-1] <= at:
                waiting.pop()
            length = min(len(text), waiting[-1] - at) if waiting else len(text)
            yield at, Piece(text[:length], piece.mark, opens)
            text, opens, at = text[length:], opens and piece.mark is None, at + length


def _close(html: list[str], around: list[Spoken], at: int | None, *, correcting: bool) -> None:
    """Closes what ends here, or everything; what lies within and goes on is opened again."""
    while any(at is None or each.end <= at for each in around):
        within = []
        while True:
            one = around.pop()
            html.append("</span>")
            if at is None or one.end <= at:
                html.append(_sign(one, correcting=correcting) if one.closes else "")
                break
            within.append(one)
        for one in reversed(within):
            html.append(_opening(one, again=True))
            around.append(one)


def _opening(one: Spoken, *, again: bool) -> str:
    anchor = "" if again or not one.opens else f' id="s{one.quote_id}"'
    return f'<span class="speech {escape(one.form)}" title="{escape(one.says)}"{anchor}>'


def _sign(one: Spoken, *, correcting: bool) -> str:
    """Behind a quote: the way to who said it, or to saying that it was another."""
    said = (
        f'title="{escape(one.says)}" aria-label="Quote: {escape(one.says)}"'
        f' data-by="{escape(one.initials)}"'
    )
    if correcting:
        decided, seen = "", ""
        if one.decision_id is not None:
            decided, seen = " decided", f' data-seen="{one.decision_id}"'
        return (
            f'<a class="mark says{decided}" id="q{one.quote_id}" draggable="false"{seen}'
            f' href="{_quotes_at()}{one.quote_id}/" {said}></a>'
        )
    if one.speaker_id is None:
        return f'<span class="says" id="q{one.quote_id}" role="img" {said}></span>'
    address = reverse("entities:quotes", args=[one.speaker_id])
    return f'<a class="says" id="q{one.quote_id}" href="{address}" {said}></a>'


@cache
def _quotes_at() -> str:
    return reverse("entities:quote", args=[0]).removesuffix("0/")
