"""Checks every stored mention against its paragraph, and every tally against its mentions."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

# Each gives rows that should not exist, with the words that tell what is wrong with them.
CHECKS = {
    "mentions whose offsets do not give their words": """
        SELECT m.id FROM entities_mention m JOIN articles_paragraph p ON p.id = m.paragraph_id
         WHERE substring(p.text FROM m.start + 1 FOR m."end" - m.start) <> m.surface""",
    "mentions that overlap another": """
        SELECT a.id FROM entities_mention a JOIN entities_mention b
            ON a.paragraph_id = b.paragraph_id AND a.id < b.id
         WHERE a.start < b."end" AND b.start < a."end" """,
    "mentions of an entity that was absorbed": """
        SELECT m.id FROM entities_mention m JOIN entities_entity e ON e.id = m.entity_id
         WHERE e.merged_into_id IS NOT NULL AND m.status = 'standing'""",
    "appearances that do not count their mentions": """
        SELECT 1 FROM (
            SELECT m.entity_id, a.id AS article_id, count(*) AS n
              FROM entities_mention m
              JOIN articles_paragraph p ON p.id = m.paragraph_id
              JOIN articles_article a ON a.current_version_id = p.version_id
             WHERE m.status = 'standing' GROUP BY 1, 2
        ) AS counted
        FULL JOIN entities_appearance s USING (entity_id, article_id)
         WHERE counted.n IS DISTINCT FROM s.mention_count""",
    "entities whose sums are not those of their appearances": """
        SELECT e.id FROM entities_entity e LEFT JOIN (
            SELECT entity_id, sum(mention_count) AS mentions, count(*) AS articles
              FROM entities_appearance GROUP BY 1
        ) AS s ON s.entity_id = e.id
         WHERE e.mention_count <> coalesce(s.mentions, 0)
            OR e.article_count <> coalesce(s.articles, 0)""",
}


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = []
        with connection.cursor() as cursor:
            for words, query in CHECKS.items():
                cursor.execute(f"SELECT count(*) FROM ({query}) AS rows")  # noqa: S608 - our own words
                count = cursor.fetchone()[0]
                if count:
                    wrong.append(f"{count} {words}")
        if wrong:
            raise CommandError("; ".join(wrong) + ".")
        self.stdout.write("Every mention and every tally is right.")
