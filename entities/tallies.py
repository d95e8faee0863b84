"""The derived rows: which entity stands how often in which dispatch, and the sums of that.

Called by whoever changed mentions, in the same transaction, with the dispatch locked.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Count

from articles.models import Article
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

    Returns how many entities stand in the dispatch. Needs the dispatch's row locked.
    """
    counted: dict[int, int] = dict(
        Mention.objects.filter(
            paragraph__version=article.current_version_id, status=Mention.Status.STANDING
        )
        .values_list("entity")
        .annotate(Count("id"))
        .order_by()
    )
    before: dict[int, int] = dict(
        Appearance.objects.filter(article=article).values_list("entity", "mention_count")
    )
    changed = {
        entity: (
            counted.get(entity, 0) - before.get(entity, 0),
            (entity in counted) - (entity in before),
        )
        for entity in counted.keys() | before.keys()
        if counted.get(entity, 0) != before.get(entity, 0)
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
    _add_to_entities(changed)
    return len(counted)


def _add_to_entities(changed: dict[int, tuple[int, int]]) -> None:
    """Adds differences to the entities' sums: a popular entity has too many rows to add up anew."""
    if not changed:
        return
    ids = sorted(changed)
    # In id order, so that two recordings that share entities queue up instead of deadlocking.
    list(
        Entity.objects.select_for_update(no_key=True)
        .filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk")
    )
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
