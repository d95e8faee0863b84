"""Merges followed: from an entity that was absorbed to the one that stands, and back."""

from collections.abc import Iterable

from django.db import connection

from entities.models import Entity


def survivor(entity: Entity) -> Entity:
    """Follows merges to the entity that stands."""
    while entity.merged_into is not None:
        entity = entity.merged_into
    return entity


def survivors(entity_ids: Iterable[int]) -> dict[int, int]:
    """The entity that stands for each of these, itself where it was not absorbed. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE way (of, id, further) AS (
                SELECT e.id, e.id, e.merged_into_id FROM entities_entity e WHERE e.id = ANY(%s)
                UNION ALL
                SELECT w.of, e.id, e.merged_into_id
                  FROM way w JOIN entities_entity e ON e.id = w.further
            )
            SELECT of, id FROM way WHERE further IS NULL
            """,
            [sorted(set(entity_ids))],
        )
        return dict(cursor.fetchall())


def family(entity_ids: Iterable[int]) -> set[int]:
    """These entities and all that was absorbed by them, directly or on the way. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE family (id) AS (
                SELECT e.id FROM entities_entity e WHERE e.id = ANY(%s)
                UNION
                SELECT e.id FROM family f JOIN entities_entity e ON e.merged_into_id = f.id
            )
            SELECT id FROM family
            """,
            [sorted(set(entity_ids))],
        )
        return {id_ for (id_,) in cursor.fetchall()}


def absorb(entity: Entity, into: Entity) -> tuple[int, list[int]]:
    """Lets `into` stand for `entity` and all it had absorbed; returns how many mentions that moved,
    rejected and hidden ones included, and the dispatches they stand in.

    Needs the turn alone, and `into` standing. Tallies are the caller's.
    """
    Entity.objects.filter(pk=entity.pk).update(merged_into=into)
    return _lead(into.pk, family([entity.pk]))


def release(entity: Entity) -> tuple[int, list[int]]:
    """Lets an absorbed entity stand again, with all that was resolved to it or what it absorbed.

    Returns as `absorb` does, and needs what that needs.
    """
    Entity.objects.filter(pk=entity.pk).update(merged_into=None)
    return _lead(entity.pk, family([entity.pk]))


def _lead(to: int, resolved: set[int]) -> tuple[int, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH moved AS (
                UPDATE entities_mention SET entity_id = %s
                 WHERE resolved_to_id = ANY(%s) AND entity_id <> %s RETURNING paragraph_id
            )
            SELECT count(*), array_agg(DISTINCT v.article_id)
              FROM moved m
              JOIN articles_paragraph p ON p.id = m.paragraph_id
              JOIN articles_version v ON v.id = p.version_id
            """,
            [to, sorted(resolved), to],
        )
        count, articles = cursor.fetchone()
    return count, sorted(articles or [])
