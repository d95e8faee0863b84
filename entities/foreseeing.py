"""What would become of people's decisions if a dispatch had another text. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from articles.lineage import matched
from articles.models import Article, Paragraph
from entities.models import Anchor
from entities.placing import Text, places
from entities.reapplying import standing

# Words that would not be found which are named; of the others there is the number.
NAMED = 6


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How many decisions about words of a dispatch are in force, and how many find theirs."""

    decisions: int
    found: int
    lost: tuple[str, ...]
    """The words of some that would find theirs no more."""


def foresee(article: Article, before: Sequence[Paragraph], texts: Sequence[str]) -> Foreseen:
    """Looks for the words of every decision in these texts, as a reading would. One query.

    `before` are the paragraphs of the current version. Where two decisions could take the same
    place the reading has the last word.
    """
    lineages = [paragraph.lineage for paragraph in before]
    was = matched([paragraph.text for paragraph in before], texts)
    hold = [
        # A new paragraph has a lineage that no decision knows.
        Text(index, uuid.uuid4() if at is None else lineages[at], text)
        for index, (text, at) in enumerate(zip(texts, was, strict=True))
    ]
    anchors = standing(
        Anchor.objects.filter(article=article)
        .select_related("decision__undone_by")
        .order_by("decision_id", "id")
    )
    lost = [anchor for anchor in anchors if next(places(anchor, hold), None) is None]
    decisions = {anchor.decision_id for anchor in anchors}
    found = decisions - {anchor.decision_id for anchor in lost}
    words = tuple(dict.fromkeys(anchor.exact for anchor in lost))
    return Foreseen(len(decisions), len(found), words[:NAMED])
