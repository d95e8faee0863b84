"""What acts on quotes, figures and events share: the row as it is now, its words, and the anchor by
which a decision finds them again."""

from __future__ import annotations

from typing import Any, TypeVar

from articles.models import Article, Paragraph
from entities import event_facts, ledger, tallies
from entities.corrections.acts import Changed, Refused, decide
from entities.models import (
    Anchor,
    Decision,
    Entity,
    Figure,
    Occurrence,
    Participation,
    Quote,
    QuotePart,
)
from entities.placing import CONTEXT
from entities.restating import restate

LONGEST_ANCHOR = 500

Stated = TypeVar("Stated", Quote, Figure, Occurrence, Participation)
_LOADED: dict[type[Any], tuple[str, ...]] = {
    Quote: ("speaker__entity", "speaker_set"),
    Figure: ("occurrence__mention__entity", "paragraph"),
    Occurrence: ("mention__entity", "mention__paragraph", "place__entity", "place_set"),
    Participation: ("occurrence__mention__entity", "mention__entity", "paragraph"),
}

_DISPATCH: dict[type[Any], str] = {
    Quote: "article",
    Figure: "article",
    Occurrence: "article",
    Participation: "occurrence__article",
}


def take_stated(row: Stated, seen: int | None) -> tuple[Stated, Article]:
    """The row as it is now, with its dispatch locked.

    Raises Refused where a reading has replaced it, and Changed where another decision on it is in
    force than a form had seen.
    """
    model = type(row)
    found = model._default_manager.filter(pk=row.pk)
    articles = tallies.lock_articles(found.values_list(_DISPATCH[model], flat=True))
    # Read again under the lock: an extraction may have replaced it in between.
    now = found.select_related(*_LOADED[model]).first()
    if now is None or not articles:
        raise Refused(
            "The dispatch was read again in the meantime. Nothing was changed: look once more."
        )
    last = ledger.seen_of_statement(now)
    if seen is not None and last != seen:
        decisions = Decision.objects.select_related("made_by", "entity", "other", "undoes__made_by")
        decision = decisions.filter(pk=last).first() if last > seen else None
        raise Changed(decision or decisions.get(undoes=seen))
    return now, articles[0]


Words = tuple[Paragraph, int, str]
"""A paragraph, first character, and the words there."""


def words_of(row: Quote | Figure | Occurrence | Participation) -> Words:
    if isinstance(row, Quote):
        part = (
            row.parts.filter(part=QuotePart.Part.CONTENT)
            .select_related("paragraph")
            .order_by("pk")[0]
        )
        words = part.paragraph.text[part.start : part.end]
        return part.paragraph, part.start, words[:LONGEST_ANCHOR].rstrip()
    if isinstance(row, Occurrence):
        return row.mention.paragraph, row.mention.start, row.mention.surface
    return row.paragraph, row.start, row.surface


def anchored_at(
    act: str,
    target: str,
    aspect: str,
    words: Words,
    article: Article,
    *,
    by: Any,
    reason: str,
    means: Entity | None = None,
    said: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    **facts: Any,
) -> Decision:
    """Writes a decision with its anchor, lets it correct what is read, and derives what follows."""
    paragraph, start, exact = words
    decision = decide(
        act,
        by=by,
        reason=reason,
        article=article,
        after={"words": exact, "mentions": 1} | (after or {}),
        **facts,
    )
    Anchor.objects.create(
        decision=decision,
        target=target,
        aspect=aspect,
        said=said or {},
        article=article,
        lineage=paragraph.lineage,
        exact=exact,
        prefix=paragraph.text[max(0, start - CONTEXT) : start],
        suffix=paragraph.text[start + len(exact) :][:CONTEXT],
        start=start,
        entity=means,
    )
    restate([article])
    event_facts.derive_in([article])
    return decision
