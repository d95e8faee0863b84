"""Entities as one types: those that go by what was typed so far, to choose one from.

Unlike the filter of the list, which finds all that hold the words, this answers with a few, the
likeliest first, and follows merges: what was absorbed is found under its old name and leads on.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet

from entities.absorption import survivors
from entities.models import Alias, Entity
from extraction.text import name_key

MOST = 8
LONGEST_TYPED = 200
# Below this many letters nearly every name is near.
SHORTEST_MISSPELT = 4
# Of names that merges lead on from, how many are looked at.
ABSORBED_AMONG = 50


class Found(NamedTuple):
    """An entity, and the name it was found by where that is not its own."""

    entity: Entity
    by: str
    is_exact: bool


def find(typed: str, *, kind: str = "", without: Collection[int] = ()) -> list[Found]:
    """The entities one of whose names begins with what was typed, or each of whose words do.

    Exact names first, then the most mentioned. Where there are too few, what merges lead on to
    and names spelt nearly so follow. Ten queries at most, whatever was typed.
    """
    # PostgreSQL takes no NUL in a text.
    key = name_key(typed[:LONGEST_TYPED].replace("\0", ""))
    if not key:
        return []
    wanted = Entity.objects.standing().exclude(pk__in=without)
    if kind:
        wanted = wanted.filter(kind=kind)
    same, begun = Alias.objects.filter(key=key), Alias.objects.filter(_begun(key))
    exact = sorted([*_bearing(wanted, same), *_led_on(wanted, same)], key=_rank)
    found = {entity.pk: entity for entity in exact}
    if len(found) < MOST:
        found |= {entity.pk: entity for entity in _bearing(wanted, begun)}
    if len(found) < MOST:
        led_on = _led_on(wanted, begun)
        found |= {entity.pk: entity for entity in led_on}
    if len(found) < MOST and len(key) >= SHORTEST_MISSPELT:
        found |= {entity.pk: entity for entity in _near(wanted, key) if entity.pk not in found}
    chosen = list(found.values())[:MOST]
    by = _names([entity for entity in chosen if not _says(entity.key, key)], key)
    are_exact = {entity.pk for entity in exact}
    return [Found(entity, by.get(entity.pk, ""), entity.pk in are_exact) for entity in chosen]


def _begun(key: str) -> Q:
    """Names in which each of the words typed begins a word."""
    wanted = Q()
    for word in key.split():
        wanted &= Q(key__startswith=word) | Q(key__contains=f" {word}")
    return wanted


def _rank(entity: Entity) -> tuple[int, int]:
    return -entity.mention_count, entity.pk


def _bearing(wanted: QuerySet[Entity], names: QuerySet[Alias]) -> list[Entity]:
    """Those of the wanted that bear one of these names. One query."""
    bearers = wanted.filter(pk__in=names.values("entity"))
    return list(bearers.order_by("-mention_count", "pk")[:MOST])


def _led_on(wanted: QuerySet[Entity], names: QuerySet[Alias]) -> list[Entity]:
    """Those that absorbed a bearer of one of these names. One query where there is none."""
    absorbed = names.filter(entity__merged_into__isnull=False).order_by()
    ids = list(absorbed.values_list("entity", flat=True)[:ABSORBED_AMONG])
    if not ids:
        return []
    return sorted(wanted.filter(pk__in=set(survivors(ids).values())), key=_rank)[:MOST]


def _near(wanted: QuerySet[Entity], key: str) -> list[Entity]:
    """Entities with a name spelt nearly so: "bazum" finds "Bazoum". The nearest first. One query."""
    names = (
        Alias.objects.filter(key__trigram_word_similar=key, entity__in=wanted)
        .annotate(nearness=TrigramWordSimilarity(key, "key"))
        .order_by("-nearness", "-entity__mention_count", "entity_id")
        .select_related("entity")[: 3 * MOST]
    )
    return list({alias.entity_id: alias.entity for alias in names}.values())


def _names(puzzling: list[Entity], key: str) -> dict[int, str]:
    """For entities whose own name does not say why they were found, the name that does. Two
    queries, or none."""
    if not puzzling:
        return {}
    of = {entity.pk: entity.pk for entity in puzzling}
    for absorbed in Entity.objects.filter(merged_into__in=list(of)).order_by():
        of[absorbed.pk] = absorbed.merged_into_id or absorbed.pk
    names = (
        Alias.objects.filter(entity__in=of).order_by("-key").values_list("entity", "name", "key")
    )
    return {of[entity]: name for entity, name, known in names if _says(known, key)}


def _says(name: str, typed: str) -> bool:
    return all(f" {word}" in f" {name}" for word in typed.split())
