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

    Exact names first, then the most mentioned. Where there are too few, names spelt nearly so
    follow. At most seven queries, whatever was typed.
    """
    key = name_key(typed[:LONGEST_TYPED])
    if not key:
        return []
    wanted = Entity.objects.standing().exclude(pk__in=without)
    if kind:
        wanted = wanted.filter(kind=kind)
    exact = _bearing(wanted, Alias.objects.filter(key=key))
    found = {entity.pk: entity for entity in exact}
    begun = Alias.objects.filter(_begun(key))
    if len(found) < MOST:
        found |= {entity.pk: entity for entity in _bearing(wanted, begun)}
    if len(found) < MOST and len(key) >= SHORTEST_MISSPELT:
        found |= {entity.pk: entity for entity in _near(wanted, key) if entity.pk not in found}
    chosen = list(found.values())[:MOST]
    by = _names(chosen, key, begun)
    are_exact = {entity.pk for entity in exact}
    return [Found(entity, by.get(entity.pk, ""), entity.pk in are_exact) for entity in chosen]


def _begun(key: str) -> Q:
    """Names in which each of the words typed begins a word."""
    wanted = Q()
    for word in key.split():
        wanted &= Q(key__startswith=word) | Q(key__contains=f" {word}")
    return wanted


def _bearing(wanted: QuerySet[Entity], names: QuerySet[Alias]) -> list[Entity]:
    """Those of the wanted that bear one of these names, or absorbed one that does."""
    own = list(wanted.filter(pk__in=names.values("entity")).order_by("-mention_count", "pk")[:MOST])
    absorbed = names.filter(entity__merged_into__isnull=False).values_list("entity", flat=True)
    led_on = set(survivors(absorbed[:ABSORBED_AMONG]).values()) - {entity.pk for entity in own}
    if led_on:
        own.extend(wanted.filter(pk__in=led_on))
        own.sort(key=lambda entity: (-entity.mention_count, entity.pk))
    return own[:MOST]


def _near(wanted: QuerySet[Entity], key: str) -> list[Entity]:
    """Entities with a name spelt nearly so: "bazum" finds "Bazoum". The nearest first."""
    names = (
        Alias.objects.filter(key__trigram_word_similar=key, entity__in=wanted)
        .annotate(nearness=TrigramWordSimilarity(key, "key"))
        .order_by("-nearness", "-entity__mention_count", "entity")
        .select_related("entity")[: 3 * MOST]
    )
    return list({alias.entity_id: alias.entity for alias in names}.values())


def _names(entities: list[Entity], key: str, begun: QuerySet[Alias]) -> dict[int, str]:
    """For entities whose own name does not say why they were found, the name that does."""
    puzzling = [entity.pk for entity in entities if not _says(entity.key, key)]
    if not puzzling:
        return {}
    names = begun.filter(Q(entity__in=puzzling) | Q(entity__merged_into__in=puzzling)).order_by(
        "-key"
    )
    return {
        alias.entity_id
        if alias.entity_id in puzzling
        else (alias.entity.merged_into_id or 0): alias.name
        for alias in names.select_related("entity")
    }


def _says(name: str, typed: str) -> bool:
    return all(f" {word}" in f" {name}" for word in typed.split())
