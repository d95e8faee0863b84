"""What can be undone, and why something cannot, in words."""

from collections.abc import Callable
from typing import cast

from django.db.models import Q

from entities import ledger
from entities.absorption import family
from entities.models import Act, Decision, Entity, Judgement, Mention, Rule
from entities.naming import key_of


def why_not_undo(decision: Decision) -> str:
    """Why a decision cannot be undone, in words; empty where it can. A query or two."""
    undone_by = getattr(decision, "undone_by", None)
    if undone_by is not None:
        return f"{ledger.who(undone_by)} undid this already."
    if decision.act == Act.UNDO:
        return "An undo is not undone: make the correction once more."
    check = _WHY_NOT.get(decision.act)
    return check(decision) if check else ""


def entity_of(decision: Decision) -> Entity:
    """The entity of an act that is about one."""
    return cast(Entity, decision.entity)


def other_of(decision: Decision) -> Entity:
    """The other side of an act that has two."""
    return cast(Entity, decision.other)


def rule_of(decision: Decision) -> Rule:
    """The rule of an act that is about one."""
    return cast(Rule, decision.rule)


def _later(decision: Decision, *acts: str) -> Decision | None:
    """The last of later decisions of these acts on the same entity, still in force."""
    return (
        Decision.objects.standing()
        .filter(entity=decision.entity, act__in=acts, pk__gt=decision.pk)
        .select_related("made_by", "entity", "other")
        .order_by("-pk")
        .first()
    )


def _built_on(decision: Decision, *acts: str) -> str:
    later = _later(decision, *acts)
    if later is None:
        return ""
    return f"{ledger.who(later)} {ledger.says(later)} since: undo that first."


def _of_absorbed(decision: Decision) -> str:
    if decision.entity is not None and decision.entity.merged_into_id is not None:
        return f"{decision.entity.name} was merged into another entity since: undo that first."
    return ""


def _why_not_rename(decision: Decision) -> str:
    if not decision.before:
        return "What it was called before was not kept."
    return _of_absorbed(decision) or _built_on(decision, Act.RENAME) or _renamed_by_merge(decision)


def _renamed_by_merge(decision: Decision) -> str:
    if entity_of(decision).name == decision.after["name"]:
        return ""
    return f"It is called {entity_of(decision).name} since: undo what changed that first."


def _why_not_kind(decision: Decision) -> str:
    return _of_absorbed(decision) or _built_on(decision, Act.CHANGE_KIND)


def _why_not_describe(decision: Decision) -> str:
    return _of_absorbed(decision) or _built_on(decision, Act.DESCRIBE)


def _why_not_add_alias(decision: Decision) -> str:
    entity, after = entity_of(decision), decision.after
    own = key_of(after["name"]) == entity.key and after["kind"] == entity.kind
    if own and any(not learned["origin"] for learned in after["learned"]):
        return "This is the entity's own name by now."
    return _of_absorbed(decision)


def _why_not_create(decision: Decision) -> str:
    entity = entity_of(decision)
    used = in_use(entity, since=decision)
    return f"{entity.name} cannot be unmade: {used}." if used else ""


def in_use(entity: Entity, since: Decision) -> str:
    """What an entity made by hand is needed for, in words."""
    if entity.merged_into_id is not None:
        return "it was merged into another entity"
    if Mention.objects.filter(resolved_to__in=family([entity.pk])).exists():
        return "mentions mean it"
    later = (
        Decision.objects.standing()
        .filter(Q(entity=entity) | Q(other=entity) | Q(rule__entity=entity), pk__gt=since.pk)
        .exclude(act=Act.UNDO)
        .select_related("made_by", "entity", "other", "rule")
        .order_by("-pk")
        .first()
    )
    return f"{ledger.who(later)} {ledger.says(later)} since" if later else ""


def _why_not_event(decision: Decision) -> str:
    aspect = decision.before["aspect"]
    later = (
        Decision.objects.standing()
        .filter(
            entity=decision.entity,
            act=Act.SAY_EVENT,
            before__aspect=aspect,
            pk__gt=decision.pk,
        )
        .select_related("made_by", "entity", "other")
        .order_by("-pk")
        .first()
    )
    if later is not None:
        return f"{ledger.who(later)} {ledger.says(later)} since: undo that first."
    return _of_absorbed(decision)


def _why_not_merge(decision: Decision) -> str:
    entity, other = entity_of(decision), other_of(decision)
    if entity.merged_into_id != other.pk:
        return f"{entity.name} is not part of {other.name} any more."
    return ""


def _why_not_judge(decision: Decision) -> str:
    low, high = sorted((decision.entity_id or 0, decision.other_id or 0))
    stands = Judgement.objects.filter(low=low, high=high, decision=decision).exists()
    return "" if stands else "The two were judged anew since: undo that first."


def _why_not_make_rule(decision: Decision) -> str:
    return "This rule was revoked since." if rule_of(decision).revoked_at is not None else ""


def _why_not_revoke_rule(decision: Decision) -> str:
    return "" if rule_of(decision).revoked_at is not None else "This rule is in force again."


_WHY_NOT: dict[str, Callable[[Decision], str]] = {
    Act.RENAME: _why_not_rename,
    Act.CHANGE_KIND: _why_not_kind,
    Act.DESCRIBE: _why_not_describe,
    Act.ADD_ALIAS: _why_not_add_alias,
    Act.REMOVE_ALIAS: _of_absorbed,
    Act.CREATE: _why_not_create,
    Act.SAY_EVENT: _why_not_event,
    Act.MERGE: _why_not_merge,
    Act.JUDGE: _why_not_judge,
    Act.MAKE_RULE: _why_not_make_rule,
    Act.REVOKE_RULE: _why_not_revoke_rule,
}
