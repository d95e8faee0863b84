"""Acts on mentions: not a name, right as marked, means that entity, and a name the machine missed.

Each leaves an anchor for every mention, from which the decision is kept in force after any later
reading.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from articles.models import Article, Paragraph
from entities import ledger, tallies, ties
from entities.absorption import survivors
from entities.corrections.about_entities import make, refuse_unknown_kind
from entities.corrections.acts import Changed, Refused, decide, one_act
from entities.models import Act, Anchor, Decision, Entity, Kind, Mention, Occurrence, Origin
from entities.naming import LONGEST_NAME, key_of
from entities.placing import CONTEXT
from entities.reapplying import put_in_force

LONGEST_SURFACE = 500
# Different wordings a decision keeps for its line in the history.
SURFACES_KEPT = 5

Mentions = QuerySet[Mention] | Iterable[Mention]
Meaning = Callable[[Mention], int | None]
"""The entity a mention means by the decision; None where it is no name."""


def reject(mentions: Mentions, *, by: Any, reason: str = "", seen: int | None = None) -> Decision:
    """Says that these words name nothing."""
    with one_act():
        rows, articles = take(mentions, seen)
        return anchored(Act.REJECT, rows, articles, lambda row: None, by=by, reason=reason)


def confirm(mentions: Mentions, *, by: Any, reason: str = "", seen: int | None = None) -> Decision:
    """Says that these words are what they are marked as, also where they had been rejected."""
    with one_act():
        rows, articles = take(mentions, seen)
        # What was shown is the entity that stands: where a merge is undone later, it stays so.
        return anchored(
            Act.CONFIRM, rows, articles, lambda row: row.entity_id, by=by, reason=reason
        )


def point(
    mentions: Mentions, entity: Entity, *, by: Any, reason: str = "", seen: int | None = None
) -> Decision:
    """Says that these words mean that entity."""
    with one_act():
        rows, articles = take(mentions, seen)
        target = standing(entity)
        return _pointed(rows, articles, {row.pk: target for row in rows}, by=by, reason=reason)


def point_to_new(
    mentions: Mentions,
    name: str,
    kind: str,
    *,
    by: Any,
    description: str = "",
    reason: str = "",
    seen: int | None = None,
) -> Decision:
    """Says that these words mean something not known yet, and makes it: the decision's `other`."""
    with one_act():
        rows, articles = take(mentions, seen)
        made = make(name, kind, description)
        meant = {row.pk: made for row in rows}
        return _pointed(rows, articles, meant, by=by, reason=reason, made=[made])


def mark_as(
    mentions: Mentions, kind: str, *, by: Any, reason: str = "", seen: int | None = None
) -> Decision:
    """Says of what kind these words are: each then means the thing of that kind with the name of
    what it meant, which is made where there is none.

    Other mentions of what they meant stay: to change them all, change the entity's kind.
    """
    refuse_unknown_kind(kind)
    with one_act():
        rows, articles = take(mentions, seen)
        right = [row for row in rows if row.entity.kind == kind]
        if len(right) == len(rows) and all(row.status == Mention.Status.STANDING for row in right):
            raise Refused(f"They are marked as a {Kind(kind).label.lower()} already.")
        meant: dict[int, Entity] = {}
        made: list[Entity] = []
        for row in rows:
            if row.entity.kind == kind:
                meant[row.pk] = row.entity
                continue
            found, is_new = find_or_make(row.entity.name, kind)
            meant[row.pk] = found
            if is_new:
                made.append(found)
        return _pointed(rows, articles, meant, by=by, reason=reason, made=made)


def add_mention(
    paragraph: Paragraph,
    start: int,
    end: int,
    *,
    by: Any,
    entity: Entity | None = None,
    kind: str = "",
    name: str = "",
    reason: str = "",
) -> Decision:
    """Marks words the machine missed: they mean `entity`, or the thing of that kind with that name
    (the words themselves where none is given), which is made where there is none.

    Blanks at either end are left out. Marks that overlap the words give way, and are back where
    this is undone.
    """
    with one_act():
        article = _locked_article(paragraph)
        start, end = _trimmed(paragraph.text, start, end)
        surface = paragraph.text[start:end]
        made: list[Entity] = []
        if entity is None:
            refuse_unknown_kind(kind)
            target, is_new = find_or_make(name or surface, kind)
            made = [target] if is_new else []
        else:
            target = standing(entity)
        covered = list(
            paragraph.mentions.filter(start__lt=end, end__gt=start)
            .select_related("paragraph__version", "anchor", "entity")
            .order_by("start")
        )
        if any(
            (row.start, row.end, row.status, row.entity_id)
            == (start, end, Mention.Status.STANDING, target.pk)
            for row in covered
        ):
            raise Refused(f"“{surface}” is marked as {target.name} already.")
        decision = decide(
            Act.ADD_MENTION,
            by=by,
            reason=reason,
            entity=target,
            other=target,
            article=article,
            after={
                "mentions": 1,
                "articles": 1,
                "surfaces": [surface],
                "to": target.name,
                "made": [each.pk for each in made],
            },
        )
        same = [row for row in covered if (row.start, row.end) == (start, end)]
        others = [row for row in covered if (row.start, row.end) != (start, end)]
        Anchor.objects.bulk_create([_anchor(decision, row, None) for row in others])
        new = Mention(
            paragraph=paragraph,
            start=start,
            end=end,
            surface=surface,
            key=key_of(surface),
            entity=target,
            resolved_to=target,
            score=1.0,
        )
        touched = {target.pk, *(row.entity_id for row in covered)}
        if same:
            anchor = _anchor(decision, same[0], target.pk)
            anchor.save()
            put_in_force([(same[0].pk, anchor.pk)])
        else:
            anchor = _anchor(decision, new, target.pk, unmarked=True)
            anchor.save()
            new.anchor, new.origin = anchor, Origin.EDITOR
            new.save()
            put_in_force([(new.pk, anchor.pk)])
            _take_over(new, others)
        Mention.objects.filter(pk__in=[row.pk for row in others]).delete()
        ties.tie([article])
        tallies.retally(touched, [article.pk])
        return decision


def _take_over(new: Mention, covered: list[Mention]) -> None:
    """Lets a new mark of an event tell what the words under it told."""
    if new.entity.kind != Kind.EVENT:
        return
    told = Occurrence.objects.filter(mention__in=[row.pk for row in covered]).order_by("mention")
    Occurrence.objects.filter(pk__in=told.values_list("pk", flat=True)[:1]).update(mention=new)


def _pointed(
    rows: list[Mention],
    articles: list[Article],
    meant: dict[int, Entity],
    *,
    by: Any,
    reason: str,
    made: Iterable[Entity] = (),
) -> Decision:
    targets = {entity.pk: entity for entity in meant.values()}
    only = next(iter(targets.values())) if len(targets) == 1 else None
    return anchored(
        Act.POINT,
        rows,
        articles,
        lambda row: meant[row.pk].pk,
        by=by,
        reason=reason,
        other=only,
        after={
            "to": only.name if only else f"{len(targets)} entities",
            "made": [entity.pk for entity in made],
        },
    )


def take(mentions: Mentions, seen: int | None) -> tuple[list[Mention], list[Article]]:
    """The mentions as they are now with their dispatches locked, in the order of their ids.

    Raises Changed where another decision on them is in force than a form had seen.
    """
    if isinstance(mentions, QuerySet):
        ids = list(mentions.values_list("pk", flat=True))
    else:
        ids = sorted({mention.pk for mention in mentions})
    if not ids:
        raise Refused("No mention was chosen.")
    chosen = Mention.objects.filter(pk__in=ids)
    articles = tallies.lock_articles(chosen.values_list("paragraph__version__article", flat=True))
    # Read again under the lock: an extraction may have replaced machine rows in between.
    rows = list(
        chosen.select_related("paragraph__version")
        .prefetch_related("anchor", "entity")
        .defer("paragraph__search", "paragraph__version__search")
        .order_by("pk")
    )
    current = {article.current_version_id for article in articles}
    if len(rows) != len(set(ids)) or any(row.paragraph.version_id not in current for row in rows):
        raise Refused(
            "The dispatch was read again in the meantime. Nothing was changed: look once more."
        )
    if seen is not None:
        _refuse_stale(rows, seen)
    return rows, articles


def _refuse_stale(rows: list[Mention], seen: int) -> None:
    last = ledger.last_of_mentions(rows)
    if last == seen:
        return
    between = Decision.objects.select_related("made_by", "entity", "other", "undoes__made_by")
    # Either a later decision is in force, or the one that was seen is no longer.
    decision = between.filter(pk=last).first() if last > seen else None
    raise Changed(decision or between.get(undoes=seen))


def anchored(
    act: str,
    rows: list[Mention],
    articles: list[Article],
    meaning: Meaning,
    *,
    by: Any,
    reason: str,
    other: Entity | None = None,
    after: dict[str, Any] | None = None,
    **facts: Any,
) -> Decision:
    """Writes a decision on mentions with its anchors, and lets it decide them. Set-based: ten
    thousand mentions take a second or two."""
    entities = {row.entity_id: row.entity for row in rows}
    decision = decide(
        act,
        by=by,
        reason=reason,
        other=other,
        article=articles[0] if len(articles) == 1 else None,
        after={
            "mentions": len(rows),
            "articles": len(articles),
            "surfaces": list(dict.fromkeys(row.surface for row in rows))[:SURFACES_KEPT],
        }
        # Words that are no name, and of which no rule for names can be made.
        | ({"of_event": True} if all(row.is_trigger for row in rows) else {})
        | (after or {}),
        **({"entity": rows[0].entity if len(entities) == 1 else None} | facts),
    )
    anchors = Anchor.objects.bulk_create(
        [_anchor(decision, row, meaning(row)) for row in rows], batch_size=1000
    )
    put_in_force([(row.pk, anchor.pk) for row, anchor in zip(rows, anchors, strict=True)])
    meant = {anchor.entity_id for anchor in anchors if anchor.entity_id is not None}
    tallies.retally(
        entities.keys() | set(survivors(meant).values()), [article.pk for article in articles]
    )
    return decision


def _anchor(
    decision: Decision, row: Mention, means: int | None, *, unmarked: bool = False
) -> Anchor:
    text = row.paragraph.text
    anchor = Anchor(
        decision=decision,
        target=Anchor.Target.TRIGGER if row.is_trigger else Anchor.Target.MENTION,
        article_id=row.paragraph.version.article_id,
        lineage=row.paragraph.lineage,
        exact=row.surface,
        prefix=text[max(0, row.start - CONTEXT) : row.start],
        suffix=text[row.end : row.end + CONTEXT],
        start=row.start,
        entity_id=means,
    )
    if not unmarked:
        anchor.entity_before_id = row.unruled_id or row.resolved_to_id
        anchor.status_before = row.status
        anchor.origin_before = row.origin
        anchor.score_before = row.score
        anchor.over = row.anchor
    return anchor


def standing(entity: Entity) -> Entity:
    """The entity as it is now; Refused where it was absorbed."""
    now = Entity.objects.get(pk=entity.pk)
    if now.merged_into_id is not None:
        raise Refused(f"{now.name} was merged into another entity; choose that one.")
    return now


def find_or_make(name: str, kind: str) -> tuple[Entity, bool]:
    """The thing of this kind that goes by this name, or a new one, and whether it is new."""
    key = key_of(name)
    bearers = Entity.objects.filter(kind=kind, merged_into__isnull=True)
    found = (
        bearers.filter(key=key).order_by("namesake").first()
        or bearers.filter(aliases__key=key, aliases__kind=kind).order_by("-mention_count").first()
    )
    if found is not None:
        return found, False
    return make(name[:LONGEST_NAME], kind), True


def _locked_article(paragraph: Paragraph) -> Article:
    (article,) = tallies.lock_articles([paragraph.version.article_id])
    if article.current_version_id != paragraph.version_id:
        raise Refused("A newer version of this dispatch has come. Look once more.")
    return article


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without blanks at its ends; Refused where nothing is left, or too much."""
    if not 0 <= start <= end <= len(text):
        raise Refused("These words are not in the paragraph.")
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    if start >= end:
        raise Refused("No words were chosen.")
    if end - start > LONGEST_SURFACE:
        raise Refused(f"A name can have {LONGEST_SURFACE} characters.")
    return start, end
