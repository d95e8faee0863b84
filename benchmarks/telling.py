"""Fills a benchmark's database with what dispatches tell: events, dates, quotes and figures.

Each dispatch of `benchmarks.pages.fill` tells of eight events, as unevenly as they are told (the n-th
about 1/n as often as the first), each with who met whom and where; it holds six quotes, which name
two, eight figures and eight dates. Built from rows that are there, a statement a table.
"""

from typing import Any

# Of ten paragraphs, those that tell of an event, with a figure and a date; and those quoted.
TOLD, QUOTED = 8, 6
# Events that are told of at all, for each dispatch.
EVENTS = 4

_STORY = (
    "deal minister talk border troop army leader region attack government party election vote aid "
    "water food camp road market price port fuel union strike court trial judge law school teacher "
    "doctor hospital storm flood river farm crop rain heat crowd"
).split()


def fill_told() -> str:
    """Writes them; returns what there is, in words. Call it after `fill`, in the same database."""
    from django.db import connection

    from entities.models import event_types

    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        for statement in _STATEMENTS:
            cursor.execute(
                statement,
                {
                    "types": list(event_types()),
                    "told": TOLD,
                    "quoted": QUOTED,
                    "events": EVENTS,
                    "words": _STORY,
                }
                if "%(" in statement
                else None,
            )
        for table in ("entity", "mention", "occurrence", "quote"):
            cursor.execute(
                f"SELECT setval('entities_{table}_id_seq', (SELECT max(id) FROM entities_{table}))"
            )
        cursor.execute("ANALYZE")
        counts = [
            _count(cursor, f"entities_{table}")
            for table in ("eventfacts", "occurrence", "quote", "figure")
        ]
        cursor.execute(
            "SELECT max(article_count) FROM entities_entity e"
            " JOIN entities_eventfacts f ON f.entity_id = e.id"
        )
        (most,) = cursor.fetchone()
    return (
        f"{counts[0]} events told of at {counts[1]} places, the one most told in {most} dispatches; "
        f"{counts[2]} quotes, {counts[3]} figures"
    )


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")
    (count,) = cursor.fetchone()
    return int(count)


# Paragraphs tell by "A met B ..., and officials in C spoke ...": the three mentions of a paragraph
# follow one another. `_told.n` numbers the places that tell of an event.
_STATEMENTS = (
    """
    CREATE TEMP TABLE _told AS
    SELECT row_number() OVER (ORDER BY p.id) AS n, p.id AS paragraph, p.version_id AS article,
           p.position, strpos(p.text, ' met ') AS start, strpos(p.text, 'Tuesday') - 1 AS tuesday,
           a.dated_at, (p.id - 1) * 3 + 1 AS mention,
           (SELECT max(id) FROM entities_entity) + floor(exp(random() *
               ln(%(events)s * (SELECT count(*) FROM articles_article))))::bigint AS event
      FROM articles_paragraph p JOIN articles_article a ON a.id = p.version_id
     WHERE p.position <= %(told)s
    """,
    """
    CREATE TEMP TABLE _events AS
    SELECT event, (%(types)s::text[])[1 + event %% cardinality(%(types)s::text[])] AS type,
           date '2015-01-01' + (event * 7919 %% 3000)::int AS day,
           count(*) AS mentions, count(DISTINCT article) AS articles,
           min(dated_at) AS first, max(dated_at) AS last, min(mention) AS mention
      FROM _told GROUP BY event
    """,
    "CREATE INDEX ON _events (event)",
    "ANALYZE _told",
    "ANALYZE _events",
    """
    INSERT INTO entities_entity (id, kind, name, key, namesake, description, origin, created_at,
                                 mention_count, article_count, first_seen_at, last_seen_at)
    SELECT event, 'event', name, lower(name), 0, '', 'machine', first, mentions, articles, first, last
      FROM (SELECT *, initcap(type) || ' ' || to_hex(event) || ', ' || day AS name FROM _events) e
    """,
    """
    INSERT INTO entities_alias (entity_id, name, key, kind, origin, sounds)
    SELECT id, name, key, '', 'machine', '{}' FROM entities_entity
     WHERE id IN (SELECT event FROM _events)
    """,
    """
    INSERT INTO entities_mention (id, paragraph_id, start, "end", surface, entity_id, resolved_to_id,
                                  chain, score, origin, status, prefix, suffix, key, read_as,
                                  is_trigger)
    SELECT m.last + n, paragraph, start, start + 3, 'met', event, event, 'e' || position, 0.9,
           'machine', 'standing', '', '', 'met', 'event', true
      FROM _told, (SELECT max(id) AS last FROM entities_mention) m
    """,
    """
    INSERT INTO entities_appearance (entity_id, article_id, mention_count, dated_at)
    SELECT event, article, count(*), min(dated_at) FROM _told GROUP BY event, article
    """,
    """
    INSERT INTO entities_eventfacts (entity_id, type, modality, phase, earliest, latest, edtf,
                                     precision, place_id, name_by_machine, fixed)
    SELECT event, e.type, CASE event % 10 WHEN 0 THEN 'planned' WHEN 1 THEN 'ongoing' ELSE 'happened' END,
           '', CASE WHEN event % 9 > 0 THEN day END, CASE WHEN event % 9 > 0 THEN day END,
           CASE WHEN event % 9 > 0 THEN day::text ELSE '' END,
           CASE WHEN event % 9 > 0 THEN 'day' ELSE '' END, m.entity_id, x.name, '{}'
      FROM _events e JOIN entities_mention m ON m.id = e.mention + 2
      JOIN entities_entity x ON x.id = e.event
    """,
    """
    INSERT INTO entities_occurrence (id, mention_id, article_id, type, lemma, modality, phase,
                                     earliest, latest, edtf, precision, time_words, place_id,
                                     place_words, place_denied, claimed_words, score, origin, as_read)
    SELECT n, m.id, article, e.type, 'meet', 'happened', CASE n % 7 WHEN 0 THEN 'begun' ELSE '' END,
           CASE WHEN n % 2 = 0 THEN day END, CASE WHEN n % 2 = 0 THEN day END,
           CASE WHEN n % 2 = 0 THEN day::text ELSE '' END, CASE WHEN n % 2 = 0 THEN 'day' ELSE '' END,
           CASE WHEN n % 2 = 0 THEN 'Tuesday' ELSE '' END, t.mention + 2, '', false, '', 0.9,
           'machine', '{}'
      FROM _told t JOIN _events e USING (event)
      JOIN entities_mention m ON m.paragraph_id = t.paragraph AND m.is_trigger
    """,
    """
    INSERT INTO entities_participation (occurrence_id, role, paragraph_id, start, "end", surface,
                                        chain, mention_id, status, as_read)
    SELECT n, (ARRAY['agent', 'patient', 'place'])[1 + m.id - t.mention], m.paragraph_id, m.start,
           m."end", m.surface, '', m.id, 'standing', '{}'
      FROM _told t JOIN entities_mention m ON m.id BETWEEN t.mention AND t.mention + 2
    """,
    """
    INSERT INTO entities_timex (article_id, paragraph_id, start, "end", surface, kind, value, edtf,
                                earliest, latest, precision, modifier)
    SELECT article, paragraph, tuesday, tuesday + 7, 'Tuesday', 'date', day::text, day::text, day,
           day, 'day', ''
      FROM (SELECT *, dated_at::date AS day FROM _told) t
    """,
    """
    INSERT INTO entities_figure (article_id, paragraph_id, start, "end", surface, low, high, unit,
                                 of, of_text, about, occurrence_id, time_words, origin, status, as_read)
    SELECT article, paragraph, tuesday, tuesday + 7, 'Tuesday', n % 40, n % 40, '', 'hour', 'hours',
           false, n, '', 'machine', 'standing', '{}'
      FROM _told
    """,
    """
    INSERT INTO entities_quote (id, article_id, form, speaker_id, speaker_words, speaker_chain,
                                speaker_denied, cue_words, addressee_words, addressee_chain, score,
                                origin, status, as_read)
    SELECT n, article, 'indirect', mention + 2, 'officials', '', false, 'spoke', '', '', 0.9,
           'machine', 'standing', '{}'
      FROM _told WHERE position <= %(quoted)s
    """,
    """
    INSERT INTO entities_quotepart (quote_id, part, paragraph_id, start, "end")
    SELECT n, 'content', paragraph, 0, tuesday + 7 FROM _told WHERE position <= %(quoted)s
    """,
    """
    CREATE TEMP TABLE _tellings AS
    SELECT DISTINCT ON (t.event, t.article) t.*, e.type, e.day,
           a.entity_id::text AS agent, b.entity_id::text AS patient, c.entity_id::text AS place
      FROM _told t JOIN _events e USING (event)
      JOIN entities_mention a ON a.id = t.mention JOIN entities_mention b ON b.id = t.mention + 1
      JOIN entities_mention c ON c.id = t.mention + 2
     ORDER BY t.event, t.article, t.position
    """,
    """
    INSERT INTO entities_resolution (article_id, chain, kind, name, entity_id, score, outcome, certain,
                                     reasons, traits, sounds, made_at)
    SELECT article, 'e' || position, 'event', type || ' met ' || position, event, 0.9, 'linked', true,
           '[]', jsonb_build_object(
               'type', type, 'lemmas', '{"meet": 1}'::jsonb, 'places',
               jsonb_build_object(place, jsonb_build_array(place, 'place', '')),
               'roles', jsonb_build_object('agent', jsonb_build_object(agent, agent),
                                           'patient', jsonb_build_object(patient, patient)),
               'said', jsonb_build_array(jsonb_build_array(
                   'happened', '', day, day, day::text, 'day')),
               'before', '{}'::jsonb, 'after', '{"official": 0.8, "hour": 0.6}'::jsonb,
               'sentence', '{"official": 0.8, "hour": 0.6}'::jsonb, 'story', story,
               'dated', jsonb_build_array(dated_at::date)),
           '{}', dated_at
      FROM _tellings, (SELECT jsonb_object_agg(word, 0.158) AS story
                         FROM unnest(%(words)s::text[]) word) s
    """,
    """
    INSERT INTO entities_eventkey (resolution_id, key, day)
    SELECT DISTINCT r.id, t.type || '@' || thing, t.day
      FROM _tellings t
      JOIN entities_resolution r ON r.article_id = t.article AND r.chain = 'e' || t.position
     CROSS JOIN LATERAL unnest(ARRAY[agent, patient, place, '1', '2', '3', 'NE']) thing
    """,
    "DROP TABLE _tellings, _events, _told",
)
