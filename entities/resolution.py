"""From chains to entities: which thing in the knowledge base one dispatch's chain speaks of.

A chain is linked to an entity that goes by its head under the same kind, where that is exactly
one. An acronym leads to the organisation that is known by it, and the other way round. All else
becomes an entity of its own: two entities that should be one can be joined later, one that should
be two has lost something.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from entities.absorption import survivor
from entities.models import Alias, Entity, Kind, Origin
from entities.naming import LONGEST_NAME, key_of
from extraction.types import Chain


@dataclass(slots=True)
class Known:
    """The entities that go by the names of one dispatch, by (kind, key).

    Of those merged into one, one stands for all: names stay with the entity that was absorbed, so
    that it has its mentions again where the merge is undone.
    """

    by_name: dict[tuple[str, str], dict[int, Entity]]

    @classmethod
    def load(cls, keys: Iterable[str]) -> "Known":
        """One query for all the names of a dispatch."""
        by_name: dict[tuple[str, str], dict[int, Entity]] = {}
        rows = Alias.objects.filter(key__in=sorted(set(keys))).select_related(
            "entity__merged_into__merged_into"
        )
        for alias in rows.order_by("id"):
            found = by_name.setdefault((alias.kind, alias.key), {})
            standing = survivor(alias.entity).pk
            if standing not in found or _fits_better(alias.entity, found[standing], alias.key):
                found[standing] = alias.entity
        return cls(by_name)

    def sole(self, kind: str, name: str) -> Entity | None:
        """The one entity that goes by this name, or None where there is none or a choice."""
        found = list(self.by_name.get((kind, key_of(name)), {}).values())
        if len(found) > 1:
            # Of several, the one that bears the name comes before those it is a by-name of.
            found = [entity for entity in found if entity.key == key_of(name)]
        return found[0] if len(found) == 1 else None


def _fits_better(entity: Entity, other: Entity, key: str) -> bool:
    """Of two that were merged: the one that bears the name, then the one that stands."""
    return (entity.key == key, entity.merged_into_id is None) > (
        other.key == key,
        other.merged_into_id is None,
    )


def is_acronym(name: str) -> bool:
    """Tells "EU", "COP28", "M62" from names that are words."""
    letters = [character for character in name if character.isalpha()]
    return 2 <= len(name) <= 8 and " " not in name and len(letters) >= 2 and name.upper() == name


def resolve(chains: Sequence[Chain]) -> dict[str, Entity]:
    """Returns the entity of each chain, by chain id, creating those that are new.

    Merges are not followed: that is for the caller, who keeps both.

    Call it in the recording transaction. The number of queries does not depend on the number of
    chains, but for the new ones, which are written in the order of their keys so that two workers
    that meet the same new names wait for each other in the same order.
    """
    known = Known.load(key_of(name) for chain in chains for name in (chain.head, *chain.names))
    resolved: dict[str, Entity] = {}
    strangers: list[Chain] = []
    for chain in chains:
        entity = known.sole(chain.kind, chain.head) or _by_acronym(chain, known)
        if entity is None:
            strangers.append(chain)
        else:
            resolved[chain.id] = entity
    resolved.update(_create(strangers))
    _learn_names(chains, resolved)
    return resolved


def _by_acronym(chain: Chain, known: Known) -> Entity | None:
    """An organisation known by its acronym alone takes the full name it is now met with."""
    if chain.kind != Kind.ORGANISATION or is_acronym(chain.head):
        return None
    for name in chain.names:
        entity = known.sole(chain.kind, name) if is_acronym(name) else None
        if entity is None or entity.key != key_of(name) or entity.origin != Origin.MACHINE:
            continue
        if entity.merged_into_id is not None:
            return entity
        key = key_of(chain.head)
        if Entity.objects.filter(kind=entity.kind, key=key, merged_into__isnull=True).exists():
            continue
        entity.name, entity.key = chain.head[:LONGEST_NAME], key
        entity.save(update_fields=["name", "key"])
        return entity
    return None


def _create(chains: Sequence[Chain]) -> dict[str, Entity]:
    """Makes entities for chains nothing is known of; two of one name share one."""
    if not chains:
        return {}
    wanted = {(chain.kind, key_of(chain.head)): chain for chain in reversed(chains)}
    Entity.objects.bulk_create(
        [
            Entity(kind=kind, key=key, name=wanted[kind, key].head[:LONGEST_NAME])
            for kind, key in sorted(wanted)
        ],
        # Somebody else's may be there by now, or appear when their transaction commits.
        ignore_conflicts=True,
    )
    standing = Entity.objects.filter(merged_into__isnull=True).order_by("namesake", "id")
    found: dict[tuple[str, str], Entity] = {}
    names = Q(pk__in=[])
    for kind in {kind for kind, _ in wanted}:
        names |= Q(kind=kind, key__in=[key for other, key in wanted if other == kind])
    for entity in standing.filter(names):
        found.setdefault((entity.kind, entity.key), entity)
    return {chain.id: found[chain.kind, key_of(chain.head)] for chain in chains}


def _learn_names(chains: Iterable[Chain], resolved: dict[str, Entity]) -> None:
    """Remembers the names by which these entities may be found again."""
    aliases = {
        (resolved[chain.id].pk, chain.kind, name[:LONGEST_NAME])
        for chain in chains
        for name in (chain.head, *chain.names)
        if _is_telling(chain, name)
    }
    Alias.objects.bulk_create(
        [
            Alias(entity_id=entity, kind=kind, name=name, key=key_of(name))
            for entity, kind, name in sorted(aliases)
        ],
        ignore_conflicts=True,
    )


def _is_telling(chain: Chain, name: str) -> bool:
    """A name that leads to this entity in other dispatches too.

    Not a bare surname, which leads to anyone of the family, and not "Nigerian", which the
    dispatch decides.
    """
    if name == chain.head:
        return True
    if chain.kind == Kind.PERSON:
        return " " in name
    return chain.kind == Kind.ORGANISATION and is_acronym(name)
