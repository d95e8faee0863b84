"""From the events of a dispatch to entities: which real event each one is.

An event with a name is what its name was resolved to. Any other is an entity of its own, and the
same one whenever the dispatch is read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from articles.models import Article
from entities import turns
from entities.models import Entity, Kind, Resolution, type_label
from entities.naming import LONGEST_NAME, key_of
from entities.resolution import Resolved
from extraction.types import Event

Outcome = Resolution.Outcome


def resolve_events(
    article: Article, events: Sequence[Event], entities_of_chains: Mapping[str, Entity]
) -> dict[str, Resolved]:
    """Returns what each event was resolved to, by its id, creating entities that are new.

    Call it in the recording transaction, after names are resolved; it replaces the dispatch's
    Resolution rows of events, whose chains are the events' ids. `entities_of_chains` holds what
    chains of names were resolved to and, under the ids of events that have a name, what the name
    was. A new entity is called by its type until `entities.event_facts` composes its name.
    """
    turns.resolve_in_turn()
    rows = Resolution.objects.filter(article=article, chain__startswith="e", kind=Kind.EVENT)
    before = {row.name: row.entity for row in rows.select_related("entity")}
    rows.delete()
    names = _names(events)
    resolved: dict[str, Resolved] = {}
    fresh: list[Event] = []
    for event in events:
        known = entities_of_chains.get(event.id) or before.get(names[event.id])
        if known is not None:
            resolved[event.id] = Resolved(known, 1.0, Outcome.LINKED)
        else:
            fresh.append(event)
    made = Entity.objects.bulk_create([_new(event) for event in fresh])
    for event, entity in zip(fresh, made, strict=True):
        resolved[event.id] = Resolved(entity, 1.0, Outcome.NEW)
    Resolution.objects.bulk_create(
        [
            Resolution(
                article=article,
                chain=event.id,
                kind=Kind.EVENT,
                name=names[event.id],
                entity=resolved[event.id].entity,
                score=resolved[event.id].score,
                outcome=resolved[event.id].outcome,
                certain=True,
                traits={"type": event.type},
            )
            for event in events
        ]
    )
    return resolved


def _names(events: Sequence[Event]) -> dict[str, str]:
    """What each event is known by in its dispatch: "coup withdrawal", "coup withdrawal 2"."""
    seen: Counter[str] = Counter()
    names = {}
    for event in events:
        name = f"{event.type} {event.name or event.head}"[: LONGEST_NAME - 8]
        seen[name] += 1
        names[event.id] = name if seen[name] == 1 else f"{name} {seen[name]}"
    return names


def _new(event: Event) -> Entity:
    name = (event.name or type_label(event.type))[:LONGEST_NAME]
    return Entity(kind=Kind.EVENT, name=name, key=key_of(name))
