"""What every act of correcting shares: its transaction, its refusals, its row in the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from entities import ledger, turns
from entities.models import Decision, Entity


class Refused(Exception):
    """Why a correction cannot be made, in words for the person who asked."""


class Changed(Refused):
    """Somebody else decided about the same thing after the form was opened: `decision`."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        when = timezone.localtime(decision.made_at)
        super().__init__(
            f"{ledger.who(decision)} {ledger.says(decision)} at {when:%H:%M}, after you opened "
            "this. Nothing was changed: look once more."
        )


@contextmanager
def one_act(*, alone: bool = False) -> Iterator[None]:
    """A transaction whose loser, of two people who take the same name at once, is told so.

    `alone` is for acts that change what every reading would write: see `entities.turns`.
    """
    try:
        with transaction.atomic():
            if alone:
                turns.go_alone()
            else:
                turns.go_together()
            yield
    except IntegrityError as error:
        raise Refused(
            "Somebody else took this name a moment ago. Nothing was changed: look once more."
        ) from error


def decide(act: str, *, by: Any, reason: str = "", **facts: Any) -> Decision:
    """Writes one row of the ledger. Call it inside the act's transaction, once all is known."""
    return Decision.objects.create(act=act, made_by=by, reason=reason.strip(), **facts)


def locked(entity: Entity, seen: int | None = None) -> Entity:
    """The entity as it is now, its row locked until the end of the transaction.

    Raises Changed where `seen`, the last decision a form knew of, is no longer the last, and
    Refused where the entity was absorbed meanwhile.
    """
    now = Entity.objects.select_for_update(no_key=True).get(pk=entity.pk)
    if seen is not None:
        last = ledger.last_of_entity(now)
        if last is not None and last.pk != seen:
            raise Changed(last)
    if now.merged_into_id is not None:
        raise Refused(f"{now.name} was merged into another entity; correct that one.")
    return now


def cleaned_name(name: str, longest: int) -> str:
    """The name in one line; raises Refused for an empty or overlong one."""
    name = " ".join(name.split())
    if not name:
        raise Refused("A name cannot be empty.")
    if len(name) > longest:
        raise Refused(f"A name can have {longest} characters; this one has {len(name)}.")
    return name
