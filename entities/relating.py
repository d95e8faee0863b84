"""Events near another one: of its dispatches, or at its place and about its time."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Q

from entities.models import Appearance, Entity, EventFacts, Kind
from entities.when import short
from extraction.types import ROLES

RELATED_SHOWN = 8
# Looked at: the latest dispatches of the event, and the events most often told in them.
_DISPATCHES_AMONG = 100
_CANDIDATES = 60
# Places that speak of each of these, the latest, looked at for who takes part; the page says so.
_PLACES_AMONG = 100
_NEAR = datetime.timedelta(days=30)


class Related(NamedTuple):
    """Another event, when it was, and what it shares with the one asked for, in words."""

    entity: Entity
    when: str
    shares: str


def related(event: Entity, facts: EventFacts | None, parties: Collection[int]) -> list[Related]:
    """The events nearest to one: told in the same dispatches, with the same who, where and when.
    `parties` are the ids of who takes part in it and of its places. Three queries."""
    dispatches = Appearance.objects.filter(entity=event).order_by("-dated_at", "-article")
    beside = dict(
        Appearance.objects.filter(
            article__in=dispatches.values("article")[:_DISPATCHES_AMONG],
            entity__kind=Kind.EVENT,
        )
        .exclude(entity=event)
        .values_list("entity")
        .annotate(shared=Count("id"))
        .order_by("-shared", "entity")[:_CANDIDATES]
    )
    near = Q()
    if facts is not None and facts.place_id and facts.earliest:
        near = Q(place=facts.place_id, earliest__range=_around(facts.earliest))
    found = list(
        EventFacts.objects.filter(
            Q(entity__in=list(beside)) | near if near else Q(entity__in=list(beside))
        )
        .filter(entity__merged_into=None, entity__mention_count__gt=0)
        .exclude(entity=event)
        .select_related("entity", "place")
        .order_by("-entity__mention_count", "entity")[: 2 * _CANDIDATES]
    )
    shared = _shared_parties([each.entity_id for each in found], parties)
    ranked = sorted(
        found,
        key=lambda each: (
            -(
                2 * min(3, len(shared[each.entity_id]))
                + _same_place(facts, each)
                + _same_time(facts, each)
                + 3 * min(3, beside.get(each.entity_id, 0))
            ),
            each.entity_id,
        ),
    )
    return [
        Related(
            each.entity,
            short(each.earliest, each.latest, each.precision),
            _in_words(facts, each, shared[each.entity_id], beside.get(each.entity_id, 0)),
        )
        for each in ranked[:RELATED_SHOWN]
    ]


def _around(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Thirty days on either side, as far as the calendar goes."""
    first = day - _NEAR if day - datetime.date.min > _NEAR else datetime.date.min
    last = day + _NEAR if datetime.date.max - day > _NEAR else datetime.date.max
    return first, last


def _shared_parties(events: list[int], parties: Collection[int]) -> dict[int, list[str]]:
    """Who takes part in these events as in the one asked for, by name. One query, or none."""
    found: dict[int, list[str]] = defaultdict(list)
    if not events or not parties:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [events, _PLACES_AMONG, list(parties), list(ROLES)])
        for event, name, _ in cursor.fetchall():
            if name not in found[event]:
                found[event].append(name)
    return found


# Of each event the places that speak of it last: a war is spoken of in tens of thousands.
_SHARED = """
    SELECT e.id, x.name, count(*)
      FROM unnest(%s::bigint[]) AS e (id)
     CROSS JOIN LATERAL (
           SELECT t.id FROM entities_mention t
            WHERE t.entity_id = e.id AND t.status = 'standing'
            ORDER BY t.entity_id DESC, t.paragraph_id DESC LIMIT %s) t
      JOIN entities_occurrence o ON o.mention_id = t.id
      JOIN entities_participation p ON p.occurrence_id = o.id AND p.status = 'standing'
      JOIN entities_mention m ON m.id = p.mention_id AND m.status = 'standing'
      JOIN entities_entity x ON x.id = m.entity_id
     WHERE m.entity_id = ANY(%s::bigint[]) AND p.role = ANY(%s)
     GROUP BY e.id, x.id, x.name
     ORDER BY 3 DESC, x.name
"""


def _same_place(facts: EventFacts | None, other: EventFacts) -> bool:
    return facts is not None and facts.place_id is not None and facts.place_id == other.place_id


def _same_time(facts: EventFacts | None, other: EventFacts) -> bool:
    if facts is None or facts.earliest is None or other.earliest is None:
        return False
    first, last = _around(facts.earliest)
    return first <= other.earliest <= last


def _in_words(facts: EventFacts | None, other: EventFacts, names: list[str], beside: int) -> str:
    words = []
    if names:
        words.append(f"with {', '.join(names[:3])}")
    if _same_place(facts, other) and other.place is not None and other.place.name not in names:
        words.append(f"in {other.place.name} too")
    if beside:
        words.append(f"{beside} shared dispatch{'' if beside == 1 else 'es'}")
    return "; ".join(words)
