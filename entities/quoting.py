"""Single mentions in their sentences, each alone tinted: for pages that ask about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from articles.models import Paragraph
from entities.marks import Mark, marks_in
from entities.models import Mention
from entities.profile import Line
from entities.sentences import sentence_around

# Stands for the entity of the mention asked about where its sentence is drawn.
ASKED = 0


class Quoted(NamedTuple):
    """A mention and the sentence it stands in, to be drawn with ASKED as what is tinted."""

    mention: Mention
    line: Line


def quoted(mentions: Iterable[Mention]) -> list[Quoted]:
    """Each mention in its sentence, rejected and hidden ones too, in the order given.

    Their entities are loaded. Two queries beside that of the mentions.
    """
    chosen = list(mentions)
    texts = Paragraph.objects.only("version_id", "position", "text").in_bulk(
        {mention.paragraph_id for mention in chosen}
    )
    marks = marks_in(texts)
    found = []
    for mention in chosen:
        paragraph, here = texts[mention.paragraph_id], marks.get(mention.paragraph_id, [])
        spans = [(mark.start, mark.end) for mark in here]
        excerpt = sentence_around(paragraph.text, mention.start, mention.end, spans)
        line = Line(paragraph.position, paragraph.text, excerpt, here)
        found.append(Quoted(mention, _asking(line, mention)))
    return found


def _asking(line: Line, mention: Mention) -> Line:
    asked = Mark(
        mention.pk, mention.start, mention.end, ASKED, mention.entity.kind, mention.entity.name
    )
    marks = [mark for mark in line.marks if mark.id != mention.pk]
    return replace(line, marks=sorted([*marks, asked], key=lambda mark: (mark.start, -mark.end)))
