"""The derived rows: which entity stands how often in which dispatch, and the sums of that.

Called by whoever changed mentions, in the same transaction, with the dispatch locked.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Count

from articles.models import Article
from entities import event_facts
from entities.models import Appearance, Entity, Mention


def lock_articles(article_ids: Iterable[int]) -> list[Article]:
    """Locks dispatches in the order of their ids, so that recording and correcting take turns."""
    return list(
        Article.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=set(article_ids))
        .order_by("pk")
    )


def recount(article: Article) -> int:
    """Brings the appearances in one dispatch, and the sums of the entities concerned, up to date.

    Returns how many entities stand in the dispatch. Needs the dispatch's row locked. What is known
    of events that hang on it is derived anew. A dispatch whose date was corrected takes its
    appearances along.
    """
    counted: dict[int, int] = dict(
        Mention.objects.filter(
            paragraph__version=article.current_version_id, status=Mention.Status.STANDING
        )
        .values_list("entity")
        .annotate(Count("id"))
        .order_by()
    )
    before: dict[int, int] = {}
    moved: set[int] = set()
    for entity, count, dated_at in Appearance.objects.filter(article=article).values_list(
        "entity", "mention_count", "dated_at"
    ):
        before[entity] = count
        if dated_at != article.dated_at:
            moved.add(entity)
    changed = {
        entity: (
            counted.get(entity, 0) - before.get(entity, 0),
            (entity in counted) - (entity in before),
        )
        for entity in counted.keys() | before.keys()
        if counted.get(entity, 0) != before.get(entity, 0) or entity in moved
    }
    Appearance.objects.filter(article=article).exclude(entity__in=counted).delete()
    Appearance.objects.bulk_create(
        [
            Appearance(
                entity_id=entity,
                article=article,
                mention_count=counted[entity],
                dated_at=article.dated_at,
            )
            for entity in sorted(counted.keys() & changed.keys())
        ],
        update_conflicts=True,
        unique_fields=["entity", "article"],
        update_fields=["mention_count", "dated_at"],
    )
    events = event_facts.concerned(counted.keys() | before.keys(), [article.pk])
    _lock_entities(sorted(events | changed.keys()))
    _add_to_entities(changed)
    event_facts.derive(events)
    return len(counted)


def retally(entity_ids: Iterable[int], article_ids: Iterable[int]) -> None:
    """Brings the appearances of these entities in these dispatches, and their sums, up to date.

    For acts that touch few entities in many dispatches: its statements cost what the mentions of
    these entities there cost, however many dispatches. Needs the dispatches' rows locked. What is
    known of events that hang on them is derived anew.
    """
    entities, articles = sorted(set(entity_ids)), sorted(set(article_ids))
    if not entities:
        return
    events = event_facts.concerned(entities, articles)
    _lock_entities(sorted(events.union(entities)))
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM entities_appearance WHERE entity_id = ANY(%s) AND article_id = ANY(%s)",
            [entities, articles],
        )
        cursor.execute(
            """
            INSERT INTO entities_appearance (entity_id, article_id, mention_count, dated_at)
            SELECT m.entity_id, a.id, count(*), a.dated_at
              FROM entities_mention m
              JOIN articles_paragraph p ON p.id = m.paragraph_id
              JOIN articles_article a ON a.current_version_id = p.version_id
             WHERE m.entity_id = ANY(%s) AND a.id = ANY(%s) AND m.status = 'standing'
             GROUP BY m.entity_id, a.id
            """,
            [entities, articles],
        )
        cursor.execute(
            """
            UPDATE entities_entity AS e
               SET mention_count = coalesce(s.mentions, 0),
                   article_count = coalesce(s.articles, 0),
                   first_seen_at = s.first,
                   last_seen_at = s.last
              FROM unnest(%s::bigint[]) AS d (id)
              LEFT JOIN (
                    SELECT entity_id, sum(mention_count) AS mentions, count(*) AS articles,
                           min(dated_at) AS first, max(dated_at) AS last
                      FROM entities_appearance WHERE entity_id = ANY(%s) GROUP BY entity_id
                   ) AS s ON s.entity_id = d.id
             WHERE e.id = d.id
            """,
            [entities, entities],
        )
    event_facts.derive(events)


def _lock_entities(ids: list[int]) -> None:
    """In id order, so that two recordings that share entities queue up instead of deadlocking."""
    list(
        Entity.objects.select_for_update(no_key=True)
        .filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk")
    )


def _add_to_entities(changed: dict[int, tuple[int, int]]) -> None:
    """Adds differences to the entities' sums: a popular entity has too many rows to add up anew.
    Needs the entities locked."""
    if not changed:
        return
    ids = sorted(changed)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE entities_entity AS e
               SET mention_count = e.mention_count + d.mentions,
                   article_count = e.article_count + d.articles,
                   first_seen_at = (SELECT min(a.dated_at) FROM entities_appearance a
                                     WHERE a.entity_id = e.id),
                   last_seen_at = (SELECT max(a.dated_at) FROM entities_appearance a
                                    WHERE a.entity_id = e.id)
              FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS d (id, mentions, articles)
             WHERE e.id = d.id
            """,
            [ids, [changed[i][0] for i in ids], [changed[i][1] for i in ids]],
        )
