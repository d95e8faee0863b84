"""Splitting: mentions of two things that had become one are dealt to either side."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from articles.models import Article
from entities.corrections.about_entities import make, make_unnamed_event
from entities.corrections.about_words import Mentions, anchored, standing, take
from entities.corrections.acts import Refused, locked, one_act
from entities.models import Act, Appearance, Decision, Entity, Judgement, Mention


@dataclass(frozen=True, slots=True)
class SplitGroup:
    """The mentions of one form of the name in one dispatch. `value` is what a tick box sends."""

    article: Article
    surface: str
    mentions: list[Mention]
    value: str


def groups_of(
    entity: Entity, *, article: Article | None = None, limit: int = 25, offset: int = 0
) -> list[SplitGroup]:
    """An entity's mentions by dispatch, newest first, and by form of the name in the order of the
    text; paragraphs are loaded. `limit` and `offset` count dispatches. Two queries."""
    appearances = Appearance.objects.filter(entity=entity).select_related(
        "article__current_version", "article__source"
    )
    if article is not None:
        appearances = appearances.filter(article=article)
    shown = list(appearances.order_by("-dated_at", "-article_id")[offset : offset + limit])
    articles = {row.article.current_version_id: row.article for row in shown}
    order = {version: place for place, version in enumerate(articles)}
    mentions = (
        Mention.objects.filter(
            entity=entity,
            status=Mention.Status.STANDING,
            paragraph__version__in=list(articles),
        )
        .select_related("paragraph", "anchor")
        .order_by("paragraph__position", "start")
    )
    by_form: dict[tuple[int, str], list[Mention]] = {}
    for mention in mentions:
        by_form.setdefault((mention.paragraph.version_id, mention.key), []).append(mention)
    return [
        SplitGroup(articles[version], those[0].surface, those, f"{articles[version].pk}:{key}")
        for (version, key), those in sorted(by_form.items(), key=lambda item: order[item[0][0]])
    ]


def dealt_from(entity: Entity, values: Iterable[str]) -> QuerySet[Mention]:
    """The mentions of ticked groups, as they are now; what is no group value matches nothing."""
    wanted = Q(pk__in=[])
    pairs = sorted({(article, key) for article, _, key in (v.partition(":") for v in values)})
    for article, of in groupby(pairs, key=lambda pair: pair[0]):
        if article.isdecimal():
            wanted |= Q(paragraph__version__current_of=int(article), key__in=[key for _, key in of])
    return Mention.objects.standing().filter(wanted, entity=entity)


def split(
    entity: Entity,
    dealt: Mentions,
    *,
    by: Any,
    to: Entity | None = None,
    name: str = "",
    kind: str = "",
    description: str = "",
    reason: str = "",
    seen: int | None = None,
) -> Decision:
    """Deals these mentions of an entity to another one, or to a new one: the decision's `other`.

    The rest stays. The two are stored as different, so that nobody is asked about them again. A
    new one may bear the same name: a number tells the two apart.
    """
    with one_act():
        rows, articles = take(dealt, None)
        entity = locked(entity, seen)
        strays = [row for row in rows if row.entity_id != entity.pk]
        if strays:
            raise Refused(
                f"“{strays[0].surface}” means {strays[0].entity.name} by now. "
                "Nothing was changed: look once more."
            )
        if to is None and not name and all(row.is_trigger for row in rows):
            # What tells of an event is no name for it.
            other = make_unnamed_event()
        elif to is None:
            other = make(name or rows[0].surface, kind or entity.kind, description, namesake=True)
        else:
            other = standing(to)
        if other.pk == entity.pk:
            raise Refused("Choose another entity than the one that is split.")
        known = judgement_of(entity, other)
        decision = anchored(
            Act.SPLIT,
            rows,
            articles,
            lambda row: other.pk,
            by=by,
            reason=reason,
            other=other,
            after={
                "from": entity.name,
                "to": other.name,
                "made": [other.pk] if to is None else [],
            },
            before=before_of(known),
        )
        set_judgement(entity, other, Judgement.Verdict.DIFFERENT, decision)
        return decision


def judgement_of(one: Entity, other: Entity) -> Judgement | None:
    """The judgement that stands of exactly these two."""
    low, high = sorted((one.pk, other.pk))
    return Judgement.objects.filter(low=low, high=high).first()


def before_of(known: Judgement | None) -> dict[str, Any]:
    """What a decision on a pair keeps, to give the pair the verdict it had where it is undone."""
    if known is None:
        return {"verdict": ""}
    return {"verdict": known.verdict, "decision": known.decision_id}


def set_judgement(one: Entity, other: Entity, verdict: str, decision: Decision) -> None:
    """The last word on a pair; without a verdict the pair is open again."""
    low, high = sorted((one.pk, other.pk))
    if not verdict:
        Judgement.objects.filter(low=low, high=high).delete()
        return
    Judgement.objects.update_or_create(
        low_id=low,
        high_id=high,
        defaults={
            "verdict": verdict,
            "made_by": decision.made_by,
            "made_at": decision.made_at,
            "decision": decision,
        },
    )
