"""What is known of a dispatch, carried into its new version until that is read."""

from typing import Any

from django.db import connection, transaction

from articles.models import Article
from entities import tallies, turns
from entities.reapplying import reapply


def carry_on_filing(sender: Any, *, article: Article, **kwargs: Any) -> None:
    """Receives `article_filed`; for a first version there is nothing to carry."""
    if article.current_version is None or article.current_version.number == 1:
        return
    article_id = article.pk

    # After commit, since whoever files holds the dispatch's row, and a turn is taken before any
    # row. robust: where this fails, the reading that is queued does the same.
    def carry_after_commit() -> None:
        carry(article_id)

    transaction.on_commit(carry_after_commit, robust=True)


def carry(article_id: int) -> None:
    """Moves marks to the paragraphs of the current version that say the same, and puts what people
    decided in force there. Once the version is read there is nothing left to do."""
    with transaction.atomic():
        turns.go_together()
        articles = tallies.lock_articles([article_id])
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE entities_mention AS m SET paragraph_id = new.id
                  FROM articles_article a
                  JOIN articles_paragraph new ON new.version_id = a.current_version_id
                  JOIN articles_version v ON v.article_id = a.id
                  JOIN articles_paragraph old
                    ON old.version_id = v.id AND old.lineage = new.lineage AND old.text = new.text
                 WHERE a.id = %s AND v.id <> a.current_version_id AND m.paragraph_id = old.id
                   AND NOT EXISTS (SELECT 1 FROM entities_mention known
                                    WHERE known.paragraph_id = new.id)
                """,
                [article_id],
            )
        for article in articles:
            reapply([article])
            tallies.recount(article)
