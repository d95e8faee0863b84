"""Rules made and revoked: what one correction teaches for the same name elsewhere."""

from typing import Any

from django.utils import timezone

from articles.models import Article, Source
from entities import rules
from entities.corrections.about_entities import refuse_unknown_kind
from entities.corrections.about_words import standing
from entities.corrections.acts import Refused, cleaned_name, decide, one_act
from entities.ledger import name_of
from entities.models import Act, Decision, Entity, Rule
from entities.naming import LONGEST_NAME, key_of


def make_rule(
    act: str,
    name: str,
    *,
    by: Any,
    kind: str = "",
    entity: Entity | None = None,
    article: Article | None = None,
    source: Source | None = None,
    reason: str = "",
) -> Decision:
    """Makes a rule for a name, in one dispatch, one source or everywhere, and applies it at once.

    `act` is hide, kind (of the name, `kind`) or means (`entity`); `kind` of the other two limits
    it to names read as that kind.
    """
    name = cleaned_name(name, LONGEST_NAME)
    if act not in Rule.Act.values:
        raise Refused(f"There is no rule called {act!r}.")
    if kind or act == Rule.Act.KIND:
        refuse_unknown_kind(kind)
    if act == Rule.Act.MEANS and entity is None:
        raise Refused("Choose what the name means.")
    if article is not None and source is not None:
        raise Refused("A rule is for one dispatch, for one source or for all: choose one.")
    with one_act(alone=True):
        rule = Rule(
            act=act,
            name=name,
            key=key_of(name),
            kind=kind,
            entity=standing(entity) if entity is not None and act == Rule.Act.MEANS else None,
            article=article,
            source=source,
            reason=reason.strip(),
            made_by=by,
        )
        _refuse_known(rule)
        rule.save()
        mentions, articles = rules.enforce([rule.key])
        return decide(
            Act.MAKE_RULE,
            by=by,
            reason=reason,
            rule=rule,
            entity=rule.entity,
            article=article,
            after={"rule": rules.words_of(rule), "mentions": mentions, "articles": articles},
        )


def revoke_rule(rule: Rule, *, by: Any, reason: str = "") -> Decision:
    """Takes a rule out of force; what it hid or changed is what it would have been without."""
    with one_act(alone=True):
        now = Rule.objects.select_for_update().get(pk=rule.pk)
        if now.revoked_at is not None:
            raise Refused("This rule was revoked already.")
        mentions, articles = set_revoked(now, by, revoked=True)
        return decide(
            Act.REVOKE_RULE,
            by=by,
            reason=reason,
            rule=now,
            entity=now.entity,
            article=now.article,
            after={"rule": rules.words_of(now), "mentions": mentions, "articles": articles},
        )


def set_revoked(rule: Rule, by: Any, *, revoked: bool) -> tuple[int, int]:
    """Takes a rule out of force or puts it back; returns mentions and dispatches changed."""
    if not revoked:
        _refuse_known(rule)
    rule.revoked_by = by if revoked else None
    rule.revoked_at = timezone.now() if revoked else None
    rule.save(update_fields=["revoked_by", "revoked_at"])
    return rules.enforce([rule.key])


def _refuse_known(rule: Rule) -> None:
    """Of two rules that say different things of one name in one scope, the first is revoked
    first: who made it should know."""
    same = Rule.objects.in_force().filter(
        act=rule.act, key=rule.key, article=rule.article_id, source=rule.source_id
    )
    if rule.act != Rule.Act.KIND:
        same = same.filter(kind=rule.kind)
    known = same.exclude(pk=rule.pk).select_related("made_by", "entity", "source").first()
    if known is None:
        return
    raise Refused(
        f"{name_of(known.made_by)} made a rule already: {rules.words_of(known)}. "
        "Revoke it first to make another."
    )
