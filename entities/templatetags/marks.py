"""Drawing mentions in templates."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from entities.layers import Spoken
from entities.marks import Mark, draw, pieces
from entities.profile import Line
from entities.speech import draw_said

register = template.Library()


@register.simple_tag
def marked(
    text: str, marks: Sequence[Mark], spoken: Sequence[Spoken] = (), correcting: bool = False
) -> SafeString:
    """A whole paragraph with its mentions, each a link that can itself be jumped to, and with what
    was said."""
    return draw_said(pieces(text, marks), spoken, correcting=correcting)


@register.simple_tag
def sentence(line: Line, here: int, correcting: bool = False) -> SafeString:
    """A sentence with its mentions, those of the entity `here` tinted."""
    parts = pieces(line.text, line.marks, line.excerpt.start, line.excerpt.end)
    return draw(parts, here=here, correcting=correcting)
