"""Judgements of pairs: same, different or unsure, so that nobody is asked twice."""

from typing import Any

from entities.corrections.acts import Refused, decide, locked, one_act
from entities.corrections.merging import merge_locked
from entities.corrections.splitting import before_of, judgement_of, set_judgement
from entities.ledger import name_of
from entities.models import Act, Decision, Entity, Judgement
from entities.verdicts import between

__all__ = ["between", "judge"]


def judge(one: Entity, other: Entity, verdict: str, *, by: Any, reason: str = "") -> Decision:
    """Stores what a person said of a pair. "same" merges the two into the more mentioned.

    The last word on a pair counts; the ledger keeps the others. Undoing the decision opens the
    pair again, or gives it the verdict it had.
    """
    if verdict not in Judgement.Verdict.values:
        raise Refused(f"There is no verdict called {verdict!r}.")
    if one.pk == other.pk:
        raise Refused("A pair has two sides.")
    same = verdict == Judgement.Verdict.SAME
    with one_act(alone=same):
        low, high = (locked(entity) for entity in sorted((one, other), key=lambda each: each.pk))
        if same:
            # Of two that are mentioned equally, the one that was known first.
            survivor, absorbed = (low, high)
            if high.mention_count > low.mention_count:
                survivor, absorbed = high, low
            (decision,) = merge_locked(survivor, [absorbed], by=by, reason=reason)
            return decision
        known = judgement_of(low, high)
        if known is not None and known.verdict == verdict:
            raise Refused(f"{name_of(known.made_by)} said so already.")
        decision = decide(
            Act.JUDGE,
            by=by,
            reason=reason,
            entity=one,
            other=other,
            before=before_of(known),
            after={"verdict": verdict},
        )
        set_judgement(low, high, verdict, decision)
        return decision
