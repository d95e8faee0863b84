"""What one did last, to be taken back at once: the quiet line at the foot of the pages."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from entities.ledger import listed, says
from entities.models import Act, Decision, Rule

# How long the page offers to take the last decision back; the histories offer it for ever.
OFFERED_FOR = datetime.timedelta(hours=1)
# How long it stays in sight whatever one scrolls to.
FRESH_FOR = datetime.timedelta(minutes=2)
LOOKED_BACK = 30


@dataclass(frozen=True, slots=True)
class Latest:
    """The last thing somebody did, in words, and what an undo would take back now."""

    words: str
    is_undo: bool
    undoable: Decision | None
    """Of an act, itself; after an undo, what was done before, if anything."""
    is_fresh: bool

    @property
    def next_words(self) -> str:
        """What else can be taken back after an undo."""
        return says(self.undoable) if self.is_undo and self.undoable else ""

    @property
    def lesson(self) -> str:
        """The query of the page that makes a rule of it, where it is about one wording."""
        decision = self.undoable
        if decision is None or self.is_undo or len(decision.after.get("surfaces", ())) != 1:
            return ""
        if decision.after.get("of_event"):
            return ""
        rule = {"name": decision.after["surfaces"][0], "article": decision.article_id or ""}
        if decision.act == Act.REJECT:
            return urlencode({"act": Rule.Act.HIDE.value, **rule})
        if decision.act in (Act.POINT, Act.ADD_MENTION) and decision.other_id:
            return urlencode({"act": Rule.Act.MEANS.value, "side": decision.other_id, **rule})
        return ""


def latest_of(user: Any) -> Latest | None:
    """What this person decided last, within the hour. One query."""
    since = timezone.now() - OFFERED_FOR
    decisions = list(
        listed(Decision.objects.filter(made_by=user, made_at__gte=since))[:LOOKED_BACK]
    )
    if not decisions:
        return None
    last = decisions[0]
    undoable = next(
        (
            decision
            for decision in decisions
            if decision.act != Act.UNDO and getattr(decision, "undone_by", None) is None
        ),
        None,
    )
    is_fresh = last.made_at > timezone.now() - FRESH_FOR
    if last.act != Act.UNDO or last.undoes is None:
        return Latest(capital(says(last)), False, undoable, is_fresh)
    return Latest(f"Undone: {says(last.undoes)}", True, undoable, is_fresh)


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
