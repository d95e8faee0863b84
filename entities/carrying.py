"""What is known of a dispatch, carried into its new version until that is read."""

from typing import Any

from django.db import connection, transaction

from articles.models import Article
from entities import tallies, ties, turns
from entities.reapplying import reapply
from entities.restating import restate


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
            for statement in _STATEMENTS:
                cursor.execute(statement, {"article": article_id})
        for article in articles:
            reapply([article])
            ties.tie([article])
            restate([article])
            tallies.recount(article)


# What is read beside names goes along with its paragraph, or goes.
_MOVE = """
    UPDATE entities_{table} AS row SET paragraph_id = new.id
      FROM articles_article a
      JOIN articles_paragraph new ON new.version_id = a.current_version_id
      JOIN articles_version v ON v.article_id = a.id
      JOIN articles_paragraph old
        ON old.version_id = v.id AND old.lineage = new.lineage AND old.text = new.text
     WHERE a.id = %(article)s AND v.id <> a.current_version_id AND row.paragraph_id = old.id"""
_LEFT_BEHIND = """
    SELECT p.id FROM articles_paragraph p
      JOIN articles_version v ON v.id = p.version_id
      JOIN articles_article a ON a.id = v.article_id
     WHERE a.id = %(article)s AND v.id <> a.current_version_id"""
_STATEMENTS = (
    *(_MOVE.format(table=table) for table in ("participation", "quotepart", "figure", "timex")),
    *(
        f"DELETE FROM entities_{table} WHERE paragraph_id IN ({_LEFT_BEHIND})"  # noqa: S608
        for table in ("participation", "figure", "timex")
    ),
    # A quote with a part that is gone is read anew with its dispatch.
    f"""
    WITH broken AS (
        DELETE FROM entities_quotepart WHERE quote_id IN (
            SELECT quote_id FROM entities_quotepart WHERE paragraph_id IN ({_LEFT_BEHIND}))
        RETURNING quote_id)
    DELETE FROM entities_quote WHERE id IN (SELECT quote_id FROM broken)""",  # noqa: S608
)
