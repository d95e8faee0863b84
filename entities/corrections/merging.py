"""Merging: one entity stands for another, whose address leads to it for ever.

Mentions keep what they were resolved to, and names stay with the absorbed entity: an undo at any
later time gives it back what was its own, also what was read since.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from entities import tallies
from entities.absorption import absorb, family
from entities.corrections.about_entities import free_namesake, know_as
from entities.corrections.acts import Refused, cleaned_name, decide, locked, one_act
from entities.models import (
    Act,
    Alias,
    Anchor,
    Appearance,
    Decision,
    Entity,
    Judgement,
    Kind,
    Mention,
    Origin,
)
from entities.naming import LONGEST_NAME, key_of
from entities.reapplying import OF_MENTIONS
from entities.verdicts import between


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What one of those to be absorbed brings, and what speaks against it, in sentences."""

    entity: Entity
    mention_count: int
    article_count: int
    aliases: list[str]
    conflicts: list[str]


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do. `refusal` says why it cannot be done; empty where it can."""

    survivor: Entity
    name: str
    mention_count: int
    article_count: int
    rows: list[Absorbed] = field(default_factory=list)
    refusal: str = ""


def preview_merge(survivor: Entity, absorbed: Sequence[Entity], *, name: str = "") -> MergePreview:
    """What merging these into the survivor would do; nothing is written.

    A handful of queries, and a few more for each that would be absorbed.
    """
    everyone = [survivor, *absorbed]
    ids = [entity.pk for entity in everyone]
    refusal = ""
    try:
        _refuse_wrong(survivor, absorbed)
        _surviving_name(survivor, absorbed, name)
    except Refused as error:
        refusal = str(error)
    verdicts = between(ids)
    return MergePreview(
        survivor=survivor,
        name=name or survivor.name,
        mention_count=sum({e.pk: e.mention_count for e in everyone}.values()),
        article_count=Appearance.objects.filter(entity__in=ids)
        .values("article")
        .distinct()
        .count(),
        rows=[
            Absorbed(
                entity=entity,
                mention_count=entity.mention_count,
                article_count=entity.article_count,
                aliases=_names(entity),
                conflicts=_conflicts(survivor, entity, verdicts),
            )
            for entity in absorbed
        ],
        refusal=refusal,
    )


def merge(
    survivor: Entity,
    absorbed: Sequence[Entity],
    *,
    by: Any,
    name: str = "",
    reason: str = "",
    seen: int | None = None,
) -> list[Decision]:
    """Lets the survivor stand for all of these; one decision for each, undone by itself.

    `name` is the name that survives: one of theirs or another; empty, the survivor's. `seen` is
    the last decision on the survivor that the form knew of. What people judged between them is
    now "the same", and what it was is back where this is undone.
    """
    with one_act(alone=True):
        _refuse_wrong(survivor, absorbed)
        survivor = locked(survivor, seen)
        chosen = [locked(entity) for entity in sorted(absorbed, key=lambda entity: entity.pk)]
        return merge_locked(survivor, chosen, by=by, name=name, reason=reason)


def merge_locked(
    survivor: Entity, chosen: list[Entity], *, by: Any, name: str = "", reason: str = ""
) -> list[Decision]:
    """As `merge`, inside an act that has the turn alone and these locked."""
    name = _surviving_name(survivor, chosen, name)
    articles = set(
        Mention.objects.filter(entity__in=chosen)
        .values_list("paragraph__version__article", flat=True)
        .distinct()
    )
    tallies.lock_articles(articles)
    decisions = []
    for entity in chosen:
        mentions, in_articles = absorb(entity, survivor)
        before: dict[str, Any] = {"from": entity.name, "to": survivor.name}
        after = {
            "from": entity.name,
            "to": survivor.name,
            "mentions": mentions,
            "articles": len(in_articles),
        }
        if entity is chosen[-1] and name != survivor.name:
            before["name"], before["origin"] = survivor.name, survivor.origin
            after["name"] = name
            after["learned"] = _rename(survivor, name)
        pairs = _pairs_between(entity, survivor)
        before["judgements"] = [
            [pair.low_id, pair.high_id, pair.verdict, pair.decision_id] for pair in pairs
        ]
        decision = decide(
            Act.MERGE,
            by=by,
            reason=reason,
            entity=entity,
            other=survivor,
            before=before,
            after=after,
        )
        _now_the_same(pairs, decision)
        decisions.append(decision)
    tallies.retally([survivor.pk, *(entity.pk for entity in chosen)], articles)
    return decisions


def _refuse_wrong(survivor: Entity, absorbed: Sequence[Entity]) -> None:
    ids = [entity.pk for entity in absorbed]
    if not ids:
        raise Refused("Nothing was chosen to be merged.")
    if survivor.pk in ids:
        raise Refused(f"{survivor.name} cannot be merged into itself.")
    if len(set(ids)) != len(ids):
        raise Refused("The same entity was chosen twice.")
    for entity in (survivor, *absorbed):
        if entity.merged_into_id is not None:
            raise Refused(f"{entity.name} was merged into another entity already.")


def _surviving_name(survivor: Entity, absorbed: Sequence[Entity], name: str) -> str:
    """The name that survives; Refused where an entity outside the merge bears it."""
    if not name.strip():
        return survivor.name
    name = cleaned_name(name, LONGEST_NAME)
    inside = [survivor.pk, *(entity.pk for entity in absorbed)]
    taken = (
        Entity.objects.standing()
        .filter(kind=survivor.kind, key=key_of(name))
        .exclude(pk__in=inside)
        .first()
    )
    if taken is not None:
        raise Refused(
            f"There is another {Kind(survivor.kind).label.lower()} called {taken.name} "
            f"(number {taken.pk}): merge it too, or choose a name that tells the two apart."
        )
    return name


def _rename(survivor: Entity, name: str) -> list[dict[str, str]]:
    learned = [
        alias
        for known_as in (survivor.name, name)
        if (alias := know_as(survivor, known_as, survivor.kind))
    ]
    survivor.name, survivor.key, survivor.origin = name, key_of(name), Origin.EDITOR
    survivor.namesake = free_namesake(survivor.kind, survivor.key)
    survivor.save(update_fields=["name", "key", "origin", "namesake"])
    return learned


def _pairs_between(entity: Entity, survivor: Entity) -> list[Judgement]:
    """What was judged between the one side and the other; `entity` is absorbed by now."""
    mine = family([entity.pk])
    theirs = family([survivor.pk]) - mine
    return list(
        Judgement.objects.filter(
            Q(low__in=mine, high__in=theirs) | Q(low__in=theirs, high__in=mine)
        ).order_by("pk")
    )


def _now_the_same(pairs: list[Judgement], decision: Decision) -> None:
    Judgement.objects.filter(pk__in=[pair.pk for pair in pairs]).update(
        verdict=Judgement.Verdict.SAME,
        made_by=decision.made_by,
        made_at=decision.made_at,
        decision=decision,
    )


def _names(entity: Entity) -> list[str]:
    aliases = Alias.objects.filter(entity__in=family([entity.pk]))
    return sorted({entity.name, *aliases.values_list("name", flat=True)})


def _conflicts(survivor: Entity, entity: Entity, verdicts: dict[frozenset[int], str]) -> list[str]:
    found = []
    if verdicts.get(frozenset((survivor.pk, entity.pk))) == "different":
        found.append(f"Somebody judged {entity.name} and {survivor.name} to be different.")
    if entity.kind != survivor.kind:
        found.append(
            f"{entity.name} is a {Kind(entity.kind).label.lower()}, {survivor.name} a "
            f"{Kind(survivor.kind).label.lower()}: all become a "
            f"{Kind(survivor.kind).label.lower()}."
        )
    if entity.description and survivor.description and entity.description != survivor.description:
        found.append(
            f"They are described differently: “{entity.description}” and “{survivor.description}”."
        )
    apart = _pointed_apart(survivor, entity)
    if apart:
        found.append(
            f"Somebody told the two apart {apart} time{'' if apart == 1 else 's'}, pointing words "
            "from the one to the other."
        )
    return found


def _pointed_apart(survivor: Entity, entity: Entity) -> int:
    return (
        Anchor.objects.filter(decision__undone_by__isnull=True, target__in=OF_MENTIONS)
        .filter(Q(entity=survivor, entity_before=entity) | Q(entity=entity, entity_before=survivor))
        .count()
    )
