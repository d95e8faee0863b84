"""Making room for a new reading: the machine's rows of a dispatch go, all at once."""

from django.db import connection

from articles.models import Article

# What hangs on a row goes before it.
_STATEMENTS = (
    "DELETE FROM entities_quotepart p USING entities_quote q"
    " WHERE q.id = p.quote_id AND q.article_id = %s",
    "DELETE FROM entities_quote WHERE article_id = %s",
    "DELETE FROM entities_figure WHERE article_id = %s",
    "DELETE FROM entities_timex WHERE article_id = %s",
    "DELETE FROM entities_participation p USING entities_occurrence o"
    " WHERE o.id = p.occurrence_id AND o.article_id = %s",
    "DELETE FROM entities_occurrence WHERE article_id = %s",
    """DELETE FROM entities_mention m USING articles_paragraph p, articles_version v
        WHERE p.id = m.paragraph_id AND v.id = p.version_id AND v.article_id = %s
          AND m.origin = 'machine'""",
)


def clear(article: Article) -> None:
    """Deletes what was read in a dispatch, in any of its versions; what people decided about words
    stays. Seven statements: Django would fetch every row to look for what hangs on it."""
    with connection.cursor() as cursor:
        for statement in _STATEMENTS:
            cursor.execute(statement, [article.pk])
