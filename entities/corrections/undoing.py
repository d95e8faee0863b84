"""Undoing: each decision taken back by a decision of its own, or a clear word why not."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from entities import event_facts, event_naming, rules, tallies, ties
from entities.absorption import family, release, survivor
from entities.corrections.about_entities import (
    forget,
    free_namesake,
    know_as,
    refuse_taken,
)
from entities.corrections.about_events import fix, unfix
from entities.corrections.acts import Refused, decide, one_act
from entities.corrections.ruling import set_revoked
from entities.corrections.splitting import set_judgement
from entities.corrections.undoable import entity_of, in_use, other_of, rule_of, why_not_undo
from entities.models import (
    ABOUT_STATEMENTS,
    ABOUT_WORDS,
    Act,
    Alias,
    Anchor,
    Decision,
    Entity,
    EventFacts,
    Judgement,
    Mention,
    Origin,
)
from entities.naming import key_of
from entities.reapplying import reapply, restore_covered
from entities.restating import restate

Counts = dict[str, Any]


def undo(decision: Decision, *, by: Any, reason: str = "") -> Decision:
    """Takes a decision back. What was decided since about the same words or names stays.

    Raises Refused, saying why, where it was undone already, where a later decision was built on
    it, or where it cannot be undone. Of a merge, `after` says how many mentions went back and how
    many stayed because somebody corrected them since.
    """
    # Alone, since merges and rules are; the rest is quick.
    with one_act(alone=decision.act not in (*ABOUT_WORDS, *ABOUT_STATEMENTS)):
        now = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        reason_not = why_not_undo(now)
        if reason_not:
            raise Refused(reason_not)
        if now.act in (*ABOUT_WORDS, Act.SPLIT):
            undone = _undo_words(now, by, reason)
        elif now.act in ABOUT_STATEMENTS:
            undone = _undo_statement(now, by, reason)
        else:
            undone = _undone(now, by, reason, _UNDOING[now.act](now, by))
        _unmake_unused(now)
        return undone


def _undone(decision: Decision, by: Any, reason: str, counts: Counts) -> Decision:
    return decide(
        Act.UNDO,
        by=by,
        reason=reason,
        undoes=decision,
        entity=decision.entity,
        other=decision.other,
        article=decision.article,
        rule=decision.rule,
        after=counts,
    )


def _undo_words(decision: Decision, by: Any, reason: str) -> Decision:
    """Words are what they were, by an earlier decision or by the machine; entities made for the
    decision vanish unless they are needed."""
    anchors = Anchor.objects.filter(decision=decision)
    articles = tallies.lock_articles(anchors.values_list("article", flat=True).distinct())
    ids = [article.pk for article in articles]
    count = Mention.objects.filter(anchor__decision=decision).count()
    # Written first: from here on its anchors no longer stand.
    undone = _undone(
        decision,
        by,
        reason,
        {
            "mentions": count,
            "articles": len(ids),
            "stayed": max(0, decision.after.get("mentions", 0) - count),
        },
    )
    entities = reapply(articles).entities
    if decision.act == Act.ADD_MENTION:
        entities |= restore_covered(decision)
    ties.tie(articles)
    restate(articles)
    tallies.retally(entities, ids)
    # What the machine says of the words again is what rules make of it.
    rules.enforce(map(key_of, anchors.values_list("exact", flat=True).distinct()), ids)
    if decision.act == Act.SPLIT and decision.entity and decision.other:
        judgement = Judgement.objects.filter(decision=decision).first()
        if judgement is not None:
            _undo_judge(decision, by)
    return undone


def _undo_statement(decision: Decision, by: Any, reason: str) -> Decision:
    """What is read of the words is what it was, by an earlier decision or by the machine."""
    anchors = Anchor.objects.filter(decision=decision)
    articles = tallies.lock_articles(anchors.values_list("article", flat=True).distinct())
    # Written first: from here on its anchors no longer stand.
    undone = _undone(decision, by, reason, {})
    restate(articles)
    event_facts.derive_in(articles)
    return undone


def _unmake_unused(decision: Decision) -> None:
    """Lets entities vanish that were made for something undone by now, this or an earlier undo, and
    that nothing needs any more."""
    ids = {decision.entity_id, decision.other_id, *decision.after.get("made", [])}
    anchors = Anchor.objects.filter(decision=decision)
    for each in ("entity", "entity_before"):
        ids |= set(anchors.values_list(each, flat=True).distinct())
    for entity in Entity.objects.filter(pk__in=ids - {None}, origin=Origin.EDITOR).order_by("pk"):
        makers = list(
            Decision.objects.filter(
                Q(act=Act.CREATE, entity=entity)
                | Q(anchors__entity=entity, after__made__contains=[entity.pk])
            )
            .select_related("undone_by")
            .distinct()
            .order_by("pk")
        )
        if not makers or not all(hasattr(maker, "undone_by") for maker in makers):
            continue
        if not in_use(entity, since=makers[0]):
            _unmake(entity)


def _unmake(entity: Entity) -> None:
    """An entity made by hand that nothing means vanishes from lists and is found by no reading; its
    address stays."""
    entity.aliases.all().delete()
    entity.origin = Origin.MACHINE
    entity.save(update_fields=["origin"])


def _undo_rename(decision: Decision, by: Any) -> Counts:
    entity = _again(decision)
    name = decision.before["name"]
    refuse_taken(entity, entity.kind, name)
    entity.name, entity.key, entity.origin = name, key_of(name), decision.before["origin"]
    entity.namesake = _namesake(entity)
    entity.save(update_fields=["name", "key", "origin", "namesake"])
    forget(entity, decision.after.get("learned", []))
    event_naming.rename_after(entity)
    return {"name": name}


def _undo_kind(decision: Decision, by: Any) -> Counts:
    entity = _again(decision)
    refuse_taken(entity, decision.before["kind"], entity.name)
    entity.kind, entity.origin = decision.before["kind"], decision.before["origin"]
    entity.namesake = _namesake(entity)
    entity.save(update_fields=["kind", "origin", "namesake"])
    forget(entity, decision.after.get("learned", []))
    return {"kind": entity.kind}


def _undo_describe(decision: Decision, by: Any) -> Counts:
    entity = _again(decision)
    entity.description = decision.before["description"]
    entity.save(update_fields=["description"])
    return {"description": entity.description}


def _undo_add_alias(decision: Decision, by: Any) -> Counts:
    forget(_again(decision), decision.after["learned"])
    return {}


def _undo_remove_alias(decision: Decision, by: Any) -> Counts:
    entity = _again(decision)
    before = decision.before
    know_as(entity, before["name"], before["kind"])
    Alias.objects.filter(entity=entity, kind=before["kind"], name=before["name"]).update(
        origin=before["origin"]
    )
    return {}


def _undo_create(decision: Decision, by: Any) -> Counts:
    # It vanishes with whatever else was made and is not needed.
    return {}


def _undo_event(decision: Decision, by: Any) -> Counts:
    facts = EventFacts.objects.get(entity=_again(decision))
    before = dict(decision.before)
    if before["fixed"]:
        fix(facts, before["aspect"], before)
    else:
        unfix(facts, before["aspect"])
    return {}


def _undo_merge(decision: Decision, by: Any) -> Counts:
    entity = _again(decision)
    other = Entity.objects.get(pk=other_of(decision).pk)
    stands = survivor(other)
    articles = set(
        Mention.objects.filter(resolved_to__in=family([entity.pk]))
        .values_list("paragraph__version__article", flat=True)
        .distinct()
    )
    tallies.lock_articles(articles)
    _restore_name(decision, other)
    entity.namesake = free_namesake(entity.kind, entity.key)
    entity.save(update_fields=["namesake"])
    mentions, moved_in = release(entity)
    stayed = _stayed(decision, entity)
    for low, high, verdict, earlier in decision.before.get("judgements", []):
        said = Decision.objects.get(pk=earlier)
        Judgement.objects.filter(low=low, high=high, decision=decision).update(
            verdict=verdict, decision=said, made_by=said.made_by, made_at=said.made_at
        )
    tallies.retally([entity.pk, stands.pk], articles)
    return {"mentions": mentions, "articles": len(moved_in), "stayed": stayed}


def _restore_name(decision: Decision, other: Entity) -> None:
    """The survivor has its own name again, unless somebody gave it another one since."""
    before, after = decision.before, decision.after
    if "name" not in before or other.name != after["name"]:
        return
    other.name, other.key = before["name"], key_of(before["name"])
    other.origin = before["origin"]
    if other.merged_into_id is None:
        other.namesake = free_namesake(other.kind, other.key)
    other.save(update_fields=["name", "key", "origin", "namesake"])
    forget(other, after.get("learned", []))


def _stayed(decision: Decision, entity: Entity) -> int:
    """Mentions that were the absorbed one's, and that somebody said mean something else since."""
    ids = family([entity.pk])
    return (
        Mention.objects.filter(
            anchor__decision__gt=decision.pk,
            anchor__entity_before__in=ids,
            paragraph__version__current_of__isnull=False,
        )
        .exclude(resolved_to__in=ids)
        .count()
    )


def _undo_judge(decision: Decision, by: Any) -> Counts:
    earlier = decision.before.get("decision")
    said = Decision.objects.get(pk=earlier) if earlier else decision
    set_judgement(entity_of(decision), other_of(decision), decision.before.get("verdict", ""), said)
    return {}


def _undo_make_rule(decision: Decision, by: Any) -> Counts:
    mentions, articles = set_revoked(rule_of(decision), by, revoked=True)
    return {"mentions": mentions, "articles": articles}


def _undo_revoke_rule(decision: Decision, by: Any) -> Counts:
    mentions, articles = set_revoked(rule_of(decision), by, revoked=False)
    return {"mentions": mentions, "articles": articles}


_UNDOING: dict[str, Callable[[Decision, Any], Counts]] = {
    Act.RENAME: _undo_rename,
    Act.CHANGE_KIND: _undo_kind,
    Act.DESCRIBE: _undo_describe,
    Act.ADD_ALIAS: _undo_add_alias,
    Act.REMOVE_ALIAS: _undo_remove_alias,
    Act.CREATE: _undo_create,
    Act.SAY_EVENT: _undo_event,
    Act.MERGE: _undo_merge,
    Act.JUDGE: _undo_judge,
    Act.MAKE_RULE: _undo_make_rule,
    Act.REVOKE_RULE: _undo_revoke_rule,
}


def _again(decision: Decision) -> Entity:
    """The entity a decision was about, as it is now and locked."""
    return Entity.objects.select_for_update(no_key=True).get(pk=entity_of(decision).pk)


def _namesake(entity: Entity) -> int:
    """Its own number where that is free under its name, else the lowest that is."""
    taken = (
        Entity.objects.filter(
            kind=entity.kind,
            key=entity.key,
            namesake=entity.namesake,
            merged_into__isnull=True,
        )
        .exclude(pk=entity.pk)
        .exists()
    )
    return free_namesake(entity.kind, entity.key) if taken else entity.namesake
