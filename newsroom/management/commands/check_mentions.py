"""Checks every mention, quote and figure against its paragraph and its decision, and every tally."""

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
    "mentions of an entity that is not the survivor of what they were resolved to": """
        WITH RECURSIVE way (of, id, further) AS (
            SELECT e.id, e.id, e.merged_into_id FROM entities_entity e
             UNION ALL
            SELECT w.of, e.id, e.merged_into_id
              FROM way w JOIN entities_entity e ON e.id = w.further
        )
        SELECT m.id FROM entities_mention m
          JOIN way w ON w.of = m.resolved_to_id AND w.further IS NULL
         WHERE w.id <> m.entity_id""",
    "mentions that say otherwise than the decision they follow": """
        SELECT m.id FROM entities_mention m
          JOIN entities_anchor a ON a.id = m.anchor_id
          JOIN articles_paragraph p ON p.id = m.paragraph_id
          JOIN articles_version v ON v.id = p.version_id
         WHERE m.surface <> a.exact OR v.article_id <> a.article_id
            OR (m.status = 'rejected') <> (a.entity_id IS NULL)
            OR m.resolved_to_id <> coalesce(a.entity_id, m.resolved_to_id)""",
    "mentions that follow a decision which was undone": """
        SELECT m.id FROM entities_mention m
          JOIN entities_anchor a ON a.id = m.anchor_id
          JOIN entities_decision d ON d.undoes_id = a.decision_id""",
    "decisions about words that neither stand in the text nor are listed as missing": """
        WITH RECURSIVE standing AS (
            SELECT a.id, a.over_id, a.decision_id, a.article_id, a.entity_id
              FROM entities_anchor a
             WHERE a.target IN ('mention', 'trigger')
               AND NOT EXISTS (SELECT 1 FROM entities_decision u WHERE u.undoes_id = a.decision_id)
        ), covered (id, over_id) AS (
            SELECT b.id, b.over_id FROM standing s JOIN entities_anchor b ON b.id = s.over_id
             UNION
            SELECT b.id, b.over_id FROM covered c JOIN entities_anchor b ON b.id = c.over_id
        )
        SELECT s.id FROM standing s
         WHERE NOT EXISTS (SELECT 1 FROM covered c WHERE c.id = s.id)
           AND NOT EXISTS (SELECT 1 FROM entities_mention m WHERE m.anchor_id = s.id)
           AND NOT EXISTS (SELECT 1 FROM entities_unplaced u WHERE u.anchor_id = s.id)
           -- What was marked over other words leaves those without a mark of their own.
           AND NOT EXISTS (SELECT 1 FROM entities_anchor longer
                            WHERE longer.decision_id = s.decision_id AND s.entity_id IS NULL
                              AND longer.entity_id IS NOT NULL)""",
    "words of events, quotes and figures that are not what their paragraph says there": """
        SELECT 1 FROM (
            SELECT paragraph_id, start, "end", surface FROM entities_participation
             UNION ALL SELECT paragraph_id, start, "end", surface FROM entities_figure
             UNION ALL SELECT paragraph_id, start, "end", surface FROM entities_timex
        ) AS w JOIN articles_paragraph p ON p.id = w.paragraph_id
         WHERE substring(p.text FROM w.start + 1 FOR w."end" - w.start) <> w.surface""",
    "parts of quotes that reach beyond their paragraph": """
        SELECT q.id FROM entities_quotepart q JOIN articles_paragraph p ON p.id = q.paragraph_id
         WHERE q."end" > length(p.text)""",
    "events, quotes and figures of versions that are not current, or of another dispatch": """
        SELECT 1 FROM (
            SELECT o.article_id, m.paragraph_id FROM entities_occurrence o
              JOIN entities_mention m ON m.id = o.mention_id
             UNION ALL SELECT o.article_id, r.paragraph_id FROM entities_participation r
              JOIN entities_occurrence o ON o.id = r.occurrence_id
             UNION ALL SELECT q.article_id, t.paragraph_id FROM entities_quotepart t
              JOIN entities_quote q ON q.id = t.quote_id
             UNION ALL SELECT article_id, paragraph_id FROM entities_figure
             UNION ALL SELECT article_id, paragraph_id FROM entities_timex
        ) AS w
          JOIN articles_paragraph p ON p.id = w.paragraph_id
          JOIN articles_article a ON a.id = w.article_id
         WHERE p.version_id <> a.current_version_id""",
    "quotes without words": """
        SELECT q.id FROM entities_quote q
         WHERE NOT EXISTS (SELECT 1 FROM entities_quotepart p
                            WHERE p.quote_id = q.id AND p.part = 'content')""",
    "events, quotes and figures that follow a decision which was undone": """
        SELECT 1 FROM (
            SELECT decision_id FROM entities_occurrence
             UNION ALL SELECT decision_id FROM entities_participation
             UNION ALL SELECT decision_id FROM entities_quote
             UNION ALL SELECT decision_id FROM entities_figure
        ) AS w JOIN entities_decision d ON d.undoes_id = w.decision_id""",
    "events of which dispatches tell and nothing is known": """
        SELECT DISTINCT m.entity_id FROM entities_occurrence o
          JOIN entities_mention m ON m.id = o.mention_id
          JOIN entities_entity e ON e.id = m.entity_id AND e.kind = 'event'
         WHERE m.status = 'standing' AND NOT EXISTS (
               SELECT 1 FROM entities_eventfacts f WHERE f.entity_id = m.entity_id)""",
    "mentions under a rule that was revoked": """
        SELECT m.id FROM entities_mention m JOIN entities_rule r ON r.id = m.rule_id
         WHERE r.revoked_at IS NOT NULL""",
    "merges that the ledger does not know": """
        SELECT e.id FROM entities_entity e
         WHERE e.merged_into_id IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM entities_decision d
                WHERE d.act = 'merge' AND d.entity_id = e.id AND d.other_id = e.merged_into_id
                  AND NOT EXISTS (SELECT 1 FROM entities_decision u WHERE u.undoes_id = d.id))""",
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
        self.stdout.write("Every mention, every tally and the ledger agree.")
