"""Acts on one entity: its name, its kind, the names it goes by, its line, and making one."""

from typing import Any

from entities import event_naming
from entities.absorption import absorb
from entities.corrections.acts import Refused, cleaned_name, decide, locked, one_act
from entities.models import Act, Alias, Decision, Entity, Kind, Origin
from entities.naming import LONGEST_NAME, key_of

LONGEST_DESCRIPTION = 300


def rename(
    entity: Entity, name: str, *, by: Any, reason: str = "", seen: int | None = None
) -> Decision:
    """Gives an entity another name; the old one stays among those it goes by."""
    name = cleaned_name(name, LONGEST_NAME)
    with one_act(alone=True):
        entity = locked(entity, seen)
        if entity.name == name:
            raise Refused(f"It is called {name} already.")
        make_room(entity, entity.kind, name, by=by)
        before = {"name": entity.name, "origin": entity.origin}
        learned = [
            alias
            for known_as in (entity.name, name)
            if (alias := know_as(entity, known_as, entity.kind))
        ]
        entity.name, entity.key, entity.origin = name, key_of(name), Origin.EDITOR
        entity.save(update_fields=["name", "key", "origin"])
        event_naming.rename_after(entity)
        return decide(
            Act.RENAME,
            by=by,
            reason=reason,
            entity=entity,
            before=before,
            after={"name": name, "learned": learned},
        )


def change_kind(
    entity: Entity, kind: str, *, by: Any, reason: str = "", seen: int | None = None
) -> Decision:
    """Says what kind of thing an entity is; what the machine reads leads to it still."""
    refuse_unknown_kind(kind)
    with one_act(alone=True):
        entity = locked(entity, seen)
        if entity.kind == kind:
            raise Refused(f"{entity.name} is a {Kind(kind).label.lower()} already.")
        make_room(entity, kind, entity.name, by=by)
        before = {"kind": entity.kind, "origin": entity.origin}
        # The machine will go on reading some of these as the old kind and, once better, as the
        # new one: either has to lead here.
        learned = [
            alias
            for name in sorted({entity.name, *entity.aliases.values_list("name", flat=True)})
            for each in (entity.kind, kind)
            if (alias := know_as(entity, name, each))
        ]
        entity.kind, entity.origin = kind, Origin.EDITOR
        entity.save(update_fields=["kind", "origin"])
        return decide(
            Act.CHANGE_KIND,
            by=by,
            reason=reason,
            entity=entity,
            before=before,
            after={"kind": kind, "learned": learned},
        )


def describe(
    entity: Entity, description: str, *, by: Any, reason: str = "", seen: int | None = None
) -> Decision:
    """Sets the line that tells readers which one this is."""
    description = " ".join(description.split())[:LONGEST_DESCRIPTION]
    with one_act():
        entity = locked(entity, seen)
        if entity.description == description:
            raise Refused("That is its description already.")
        before = {"description": entity.description}
        entity.description = description
        entity.save(update_fields=["description"])
        return decide(
            Act.DESCRIBE,
            by=by,
            reason=reason,
            entity=entity,
            before=before,
            after={"description": description},
        )


def add_alias(
    entity: Entity,
    name: str,
    kind: str = "",
    *,
    by: Any,
    reason: str = "",
    seen: int | None = None,
) -> Decision:
    """Says that an entity also goes by a name, so that dispatches that use it lead to it."""
    name = cleaned_name(name, LONGEST_NAME)
    if kind:
        refuse_unknown_kind(kind)
    with one_act():
        entity = locked(entity, seen)
        learned = know_as(entity, name, kind or entity.kind)
        if learned is None:
            raise Refused(f"{entity.name} goes by {name} already.")
        return decide(
            Act.ADD_ALIAS,
            by=by,
            reason=reason,
            entity=entity,
            after={"name": name, "kind": kind or entity.kind, "learned": [learned]},
        )


def remove_alias(alias: Alias, *, by: Any, reason: str = "", seen: int | None = None) -> Decision:
    """Says that an entity does not go by a name after all; no reading brings it back."""
    with one_act():
        entity = locked(alias.entity, seen)
        if alias.key == entity.key and alias.kind in (entity.kind, ""):
            raise Refused("This is the entity's own name: rename the entity instead.")
        gone, _ = Alias.objects.filter(pk=alias.pk).delete()
        if not gone:
            raise Refused(f"{entity.name} no longer goes by {alias.name}: somebody removed it.")
        return decide(
            Act.REMOVE_ALIAS,
            by=by,
            reason=reason,
            entity=entity,
            before={"name": alias.name, "kind": alias.kind, "origin": alias.origin},
        )


def create(name: str, kind: str, description: str = "", *, by: Any, reason: str = "") -> Decision:
    """Makes an entity by hand, to point mentions at; it is the decision's `entity`."""
    with one_act():
        entity = make(name, kind, description)
        return decide(
            Act.CREATE,
            by=by,
            reason=reason,
            entity=entity,
            after={"name": entity.name, "kind": kind},
        )


def make(name: str, kind: str, description: str = "", *, namesake: bool = False) -> Entity:
    """A new entity of an editor's, for the act under way; Refused where the name is taken.

    A leftover of that name which nothing speaks of any more is taken up again. With `namesake` it
    may share the name of another: a number tells the two apart.
    """
    name = cleaned_name(name, LONGEST_NAME)
    refuse_unknown_kind(kind)
    entity = Entity(kind=kind, key=key_of(name))
    if namesake:
        entity.namesake = free_namesake(kind, entity.key)
    else:
        refuse_taken(entity, kind, name)
        entity = bearer_of(entity, kind, name) or entity
    entity.name, entity.origin = name, Origin.EDITOR
    entity.description = " ".join(description.split())[:LONGEST_DESCRIPTION]
    entity.save()
    know_as(entity, name, kind)
    return entity


def make_unnamed_event() -> Entity:
    """A new event for the act under way, called by what is told of it."""
    return Entity.objects.create(kind=Kind.EVENT, name="Event", key=key_of("Event"))


def free_namesake(kind: str, key: str) -> int:
    """The lowest number that no standing entity of this kind and name has."""
    taken = set(
        Entity.objects.filter(kind=kind, key=key, merged_into__isnull=True).values_list(
            "namesake", flat=True
        )
    )
    return next(number for number in range(len(taken) + 1) if number not in taken)


def refuse_unknown_kind(kind: str) -> None:
    if kind not in Kind.values:
        raise Refused(f"There is no kind called {kind!r}.")


def bearer_of(entity: Entity, kind: str, name: str) -> Entity | None:
    """The other entity of this kind that bears the name."""
    return (
        Entity.objects.filter(kind=kind, key=key_of(name), namesake=entity.namesake)
        .filter(merged_into__isnull=True)
        .exclude(pk=entity.pk)
        .first()
    )


def refuse_taken(entity: Entity, kind: str, name: str) -> None:
    """Raises Refused where another entity of this kind goes by this name and is spoken of."""
    taken = bearer_of(entity, kind, name)
    if taken is None:
        return
    if taken.mention_count or taken.origin == Origin.EDITOR:
        raise Refused(
            f"There is already a {Kind(kind).label.lower()} called {taken.name} "
            f"(number {taken.pk}, {taken.mention_count} mentions). "
            "Point the mentions there, merge the two, or choose a name that tells them apart."
        )


def make_room(entity: Entity, kind: str, name: str, *, by: Any) -> None:
    """Raises Refused where the name is taken; a leftover of the machine's that no dispatch speaks
    of any more makes room: its address leads to the one that takes its name.

    Needs the turn alone, as every merge.
    """
    refuse_taken(entity, kind, name)
    leftover = bearer_of(entity, kind, name)
    if leftover is None:
        return
    absorb(leftover, entity)
    decide(
        Act.MERGE,
        by=by,
        reason="Nothing speaks of it any more, and it had the name.",
        entity=leftover,
        other=entity,
        after={"mentions": 0, "articles": 0, "name": name},
    )


def know_as(entity: Entity, name: str, kind: str) -> dict[str, str] | None:
    """Remembers a name as an editor's; returns what to take back for an undo, None for no news."""
    alias, created = Alias.objects.get_or_create(
        entity=entity,
        kind=kind,
        name=name[:LONGEST_NAME],
        defaults={"key": key_of(name), "origin": Origin.EDITOR},
    )
    if not created and alias.origin == Origin.EDITOR:
        return None
    origin = "" if created else alias.origin
    if not created:
        alias.origin = Origin.EDITOR
        alias.save(update_fields=["origin"])
    return {"name": alias.name, "kind": kind, "origin": origin}


def forget(entity: Entity, learned: list[dict[str, str]]) -> None:
    """Takes back what `know_as` returned."""
    for name in learned:
        aliases = Alias.objects.filter(entity=entity, kind=name["kind"], name=name["name"])
        if name["origin"]:
            aliases.update(origin=name["origin"])
        else:
            aliases.delete()
