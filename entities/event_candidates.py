"""Which known events something told in a dispatch may be: by what it hangs on and when it was.

No name is compared and no list of all events is read: each telling has a few keys (its type with a
place, a country, a participant), and of each key the events nearest to its day are looked at.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from entities.absorption import family, survivors
from entities.event_evidence import akin
from entities.event_tellings import Telling, Thing
from entities.event_times import Said, Time
from entities.models import Entity, EventFacts, EventKey, Kind, Resolution

# Rows of a key on either side of a day, events compared, and tellings of each that are read.
_ROWS_A_KEY, _COMPARED, _TELLINGS = 10, 12, 8
# Keys of one telling.
_KEYS = 10


@dataclass(slots=True)
class Candidate:
    """An event that is known, with all that other dispatches tell of it."""

    entity: Entity
    telling: Telling
    dispatches: int


def day_of(telling: Telling) -> datetime.date:
    """When it was, or when it was told."""
    time = telling.time
    told = min(telling.dated, default=datetime.date.min)
    return time.earliest or time.latest or told


def keys_of(telling: Telling) -> list[str]:
    """What a telling is found by, the most telling first: "coup@12", "coup@NE"."""
    return [f"{telling.type}@{each}" for each in _hangs_on(telling)]


def _hangs_on(telling: Telling) -> list[str]:
    parties = [key for of in telling.roles.values() for key in of if not key.startswith("w:")]
    every = (*telling.places, *parties, *telling.about, *telling.countries)
    return list(dict.fromkeys(every))[:_KEYS]


def keep(rows: Sequence[tuple[Resolution, Telling]]) -> None:
    """Writes the keys by which these are found again. One query."""
    EventKey.objects.bulk_create(
        [
            EventKey(resolution=row, key=key[:60], day=day_of(telling))
            for row, telling in rows
            for key in keys_of(telling)
        ],
        batch_size=1000,
    )


def gather(tellings: Mapping[str, Telling], also: Mapping[str, int]) -> dict[str, list[Candidate]]:
    """Candidates of each telling, by its id; `also` are entities to be among them. Six queries."""
    hits = _hits(tellings)
    stand = survivors({pk for of in hits.values() for pk in of} | set(also.values()))
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for told, of in hits.items():
        for pk, count in of.items():
            if pk in stand:
                found[told][stand[pk]] += count
    chosen = {
        told: sorted(found[told], key=lambda pk: (-found[told][pk], pk))[:_COMPARED]
        for told in tellings
    }
    for told, pk in also.items():
        if stand.get(pk) is not None and stand[pk] not in chosen[told]:
            chosen[told].append(stand[pk])
    known = _known({pk for of in chosen.values() for pk in of})
    return {told: [known[pk] for pk in of if pk in known] for told, of in chosen.items()}


def _hits(tellings: Mapping[str, Telling]) -> dict[str, Counter[int]]:
    """How many keys each known event shares with each telling. One query."""
    ids, keys, days = [], [], []
    for told, telling in tellings.items():
        parts = _hangs_on(telling)
        own = [f"{telling.type}@{each}" for each in parts]
        other = [
            f"{type_}@{each}"
            for type_ in sorted(akin(telling.type) - {telling.type})
            for each in parts
            if each not in telling.countries and each not in telling.about
        ]
        for key in own + other:
            ids.append(told)
            keys.append(key)
            days.append(day_of(telling))
    found: dict[str, Counter[int]] = defaultdict(Counter)
    if not ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT q.told, r.entity_id, count(DISTINCT q.key)
              FROM unnest(%s::text[], %s::text[], %s::date[]) AS q (told, key, day)
             CROSS JOIN LATERAL (
                   (SELECT k.resolution_id FROM entities_eventkey k
                     WHERE k.key = q.key AND k.day >= q.day ORDER BY k.day, k.resolution_id LIMIT %s)
                    UNION ALL
                   (SELECT k.resolution_id FROM entities_eventkey k
                     WHERE k.key = q.key AND k.day < q.day
                     ORDER BY k.day DESC, k.resolution_id DESC LIMIT %s)) n
              JOIN entities_resolution r ON r.id = n.resolution_id
             GROUP BY q.told, r.entity_id
            """,
            [ids, keys, days, _ROWS_A_KEY, _ROWS_A_KEY],
        )
        for told, pk, count in cursor.fetchall():
            found[told][pk] = count
    return found


def _known(entity_ids: Iterable[int]) -> dict[int, Candidate]:
    """What other dispatches tell of these events, and what people said of them. Five queries."""
    ids = sorted(set(entity_ids))
    if not ids:
        return {}
    members = family(ids)
    stand = survivors(members)
    rows: dict[int, list[dict[str, object]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT e.id, r.traits
              FROM unnest(%s::bigint[]) AS e (id)
             CROSS JOIN LATERAL (
                   SELECT r.id, r.traits FROM entities_resolution r
                    WHERE r.entity_id = e.id AND r.kind = %s AND r.chain LIKE 'e%%'
                    ORDER BY r.id DESC LIMIT %s) r
             ORDER BY r.id DESC
            """,
            [sorted(members), Kind.EVENT, _TELLINGS],
        )
        for pk, traits in cursor.fetchall():
            of = rows[stand[pk]]
            if len(of) < _TELLINGS:
                of.append(json.loads(traits) if isinstance(traits, str) else traits)
    facts = {
        row.entity_id: row
        for row in EventFacts.objects.filter(entity__in=ids)
        .exclude(fixed=[])
        .select_related("place")
    }
    found = {}
    for entity in Entity.objects.filter(pk__in=ids, kind=Kind.EVENT):
        if rows[entity.pk]:
            telling = Telling.of(rows[entity.pk])
            if entity.pk in facts:
                _correct(telling, facts[entity.pk])
            found[entity.pk] = Candidate(entity, telling, entity.article_count)
    return found


def _correct(telling: Telling, facts: EventFacts) -> None:
    """Puts what a person said of the event in the place of what dispatches say."""
    if "type" in facts.fixed:
        telling.type = facts.type
    if "time" in facts.fixed:
        time = Time(facts.earliest, facts.latest, facts.edtf, facts.precision)
        telling.said = [Said(facts.modality, facts.phase, time)]
    if "place" in facts.fixed:
        place = facts.place
        telling.places = (
            {str(place.pk): Thing(str(place.pk), place.name, place.kind)} if place else {}
        )
