"""Keeping decisions about words in force: from anchors to the mentions readers see.

The rows of origin editor are derived: for each standing anchor of a dispatch its words are looked
for in the current version, and the latest decision on the same words counts. It is done after
every reading, after an undo, and when a new version of a dispatch has come.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.db import connection
from django.db.models import Q, QuerySet

from articles.models import Article, Paragraph
from entities.absorption import survivors
from entities.models import Anchor, Decision, Mention, Origin, Unplaced
from entities.naming import key_of
from entities.placing import Text, places

Spans = dict[int, list[tuple[int, int]]]
"""Stretches a person decided about, by the id of their paragraph."""


def unplaced() -> QuerySet[Anchor]:
    """Decisions in force that no longer find their words, the latest first."""
    return (
        Anchor.objects.filter(unplaced__isnull=False, decision__undone_by__isnull=True)
        .select_related("decision__made_by", "article__current_version", "entity", "unplaced")
        .order_by("-id")
    )


# What is read of quotes, figures and events is `entities.restating`'s.
OF_MENTIONS = (Anchor.Target.MENTION, Anchor.Target.TRIGGER)


@dataclass(frozen=True, slots=True)
class Reapplied:
    """The stretches decided about, and the entities whose mentions that changed."""

    spans: Spans
    entities: set[int]


def reapply(articles: Sequence[Article]) -> Reapplied:
    """Derives the editor rows of these dispatches' current versions anew.

    Needs a turn and the dispatches locked. A machine row that overlaps a decision's words goes, a
    row whose decision was undone is what it was before, and rows of older versions go. Tallies are
    the caller's. The number of queries does not depend on the number of dispatches.
    """
    ids = [article.pk for article in articles]
    current = {article.pk: cast(int, article.current_version_id) for article in articles}
    Mention.objects.filter(
        paragraph__version__article__in=ids, paragraph__version__current_of__isnull=True
    ).delete()
    anchors = list(
        Anchor.objects.filter(article__in=ids, target__in=OF_MENTIONS)
        .select_related("decision__undone_by")
        .order_by("decision_id", "id")
    )
    if not anchors:
        return Reapplied({}, set())
    placed, lost = _place(anchors)
    note_unplaced(anchors, lost, current)
    return _write(articles, anchors, placed)


Placed = tuple[Anchor, Text, int]


def standing(anchors: Iterable[Anchor]) -> list[Anchor]:
    """Of the anchors of one dispatch those in force: not undone, and none decided later about the
    same words."""
    by_id = {anchor.pk: anchor for anchor in anchors}
    covered: set[int] = set()
    found = []
    for anchor in reversed(by_id.values()):
        stands = not _undone(anchor) and anchor.pk not in covered
        if stands:
            found.append(anchor)
        if (stands or anchor.pk in covered) and anchor.over_id is not None:
            covered.add(anchor.over_id)
    return found[::-1]


def _undone(anchor: Anchor) -> bool:
    return hasattr(anchor.decision, "undone_by")


def texts_of(articles: Iterable[int]) -> dict[int, list[Text]]:
    """The paragraphs of current versions by dispatch. One query."""
    texts: dict[int, list[Text]] = defaultdict(list)
    rows = Paragraph.objects.filter(version__current_of__in=list(articles)).values_list(
        "version__article", "id", "lineage", "text"
    )
    for article, id_, lineage, text in rows.order_by("version", "position"):
        texts[article].append(Text(id_, lineage, text))
    return texts


def _place(anchors: list[Anchor]) -> tuple[list[Placed], list[Anchor]]:
    """Where the words of the anchors in force stand now, and those that stand nowhere."""
    by_article: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        by_article[anchor.article_id].append(anchor)
    in_force = {article: standing(of) for article, of in by_article.items()}
    texts = texts_of(in_force)
    placed: list[Placed] = []
    lost: list[Anchor] = []
    for article, wanted in in_force.items():
        _place_in(wanted, texts[article], placed, lost)
    return placed, lost


def _place_in(
    wanted: list[Anchor], texts: list[Text], placed: list[Placed], lost: list[Anchor]
) -> None:
    """The latest decision has its place first; none takes the place of another."""
    taken: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for anchor in reversed(wanted):
        for text, start in places(anchor, texts):
            end = start + len(anchor.exact)
            over = [of for s, e, of in taken[text.id] if s < end and start < e]
            if not over:
                taken[text.id].append((start, end, anchor.decision_id))
                placed.append((anchor, text, start))
                break
            if anchor.decision_id in over:
                # Words inside a stretch that was marked over them, by the same decision.
                break
        else:
            lost.append(anchor)


def note_unplaced(anchors: list[Anchor], lost: list[Anchor], current: dict[int, int]) -> None:
    Unplaced.objects.filter(anchor__in=anchors).exclude(anchor__in=lost).delete()
    Unplaced.objects.bulk_create(
        [Unplaced(anchor=anchor, version_id=current[anchor.article_id]) for anchor in lost],
        ignore_conflicts=True,
    )


def _write(articles: Sequence[Article], anchors: list[Anchor], placed: list[Placed]) -> Reapplied:
    wanted = {(text.id, start, start + len(a.exact)): a for a, text, start in placed}
    decided: Spans = defaultdict(list)
    for paragraph, start, end in wanted:
        decided[paragraph].append((start, end))
    rows = Mention.objects.filter(
        Q(origin=Origin.EDITOR) | Q(paragraph__in=list(decided)),
        paragraph__version__in=[article.current_version_id for article in articles],
    )
    rows = rows.only("paragraph", "start", "end", "entity", "anchor").order_by("id")
    at = {(row.paragraph_id, row.start, row.end): row for row in rows}
    by_id = {anchor.pk: anchor for anchor in anchors}
    gone: list[Mention] = []
    back: dict[Mention, Anchor] = {}
    for span, row in at.items():
        if span in wanted:
            continue
        if any(row.start < end and start < row.end for start, end in decided[row.paragraph_id]):
            gone.append(row)
        elif row.anchor_id is not None:
            first = original(by_id[row.anchor_id], by_id)
            if first is None:
                gone.append(row)
            else:
                back[row] = first
    moved = {at[s]: a for s, a in wanted.items() if s in at and at[s].anchor_id != a.pk}
    entities = {row.entity_id for row in (*gone, *back, *moved)}
    Mention.objects.filter(pk__in=[row.pk for row in gone]).delete()
    _turn_back([(row.pk, anchor.pk) for row, anchor in back.items()])
    made = Mention.objects.bulk_create(
        [_row(span, anchor) for span, anchor in wanted.items() if span not in at],
        batch_size=1000,
    )
    put_in_force(
        [(row.pk, row.anchor_id) for row in made if row.anchor_id is not None]
        + [(row.pk, anchor.pk) for row, anchor in moved.items()]
    )
    written = Mention.objects.filter(pk__in=[row.pk for row in (*made, *back, *moved)])
    return Reapplied(decided, entities | set(written.values_list("entity", flat=True)))


def restore_covered(decision: Decision) -> set[int]:
    """Marks again what a mark added by hand, and undone now, had covered; returns the entities
    meant. What the latest reading, or another decision, says of the words comes first."""
    covered = Anchor.objects.filter(
        decision=decision, mentions__isnull=True, entity_before__isnull=False
    )
    anchors = [first for anchor in covered if (first := _first(anchor)) is not None]
    if not anchors:
        return set()
    texts = texts_of({anchor.article_id for anchor in anchors})
    taken: Spans = defaultdict(list)
    for paragraph, start, end in Mention.objects.filter(
        paragraph__in=[text.id for those in texts.values() for text in those]
    ).values_list("paragraph", "start", "end"):
        taken[paragraph].append((start, end))
    rows = []
    for anchor in anchors:
        for text, start in itertools.islice(places(anchor, texts[anchor.article_id]), 1):
            end = start + len(anchor.exact)
            if not any(start < until and begun < end for begun, until in taken[text.id]):
                taken[text.id].append((start, end))
                rows.append(_as_read((text.id, start, end), anchor))
    made = [row.pk for row in Mention.objects.bulk_create(rows, batch_size=1000)]
    follow_merges(made)
    return set(Mention.objects.filter(pk__in=made).values_list("entity", flat=True))


def _first(anchor: Anchor) -> Anchor | None:
    """The undone decision on the same words that knows what the machine had said."""
    by_id = {anchor.pk: anchor}
    over = anchor.over_id
    while over is not None:
        by_id[over] = Anchor.objects.select_related("decision__undone_by").get(pk=over)
        over = by_id[over].over_id
    return original(anchor, by_id)


def _as_read(span: tuple[int, int, int], anchor: Anchor) -> Mention:
    """What the machine had said of the words."""
    row = _row(span, anchor)
    row.entity_id = row.resolved_to_id = cast(int, anchor.entity_before_id)
    row.anchor, row.origin = None, Origin.MACHINE
    row.score = anchor.score_before or 1.0
    return row


def original(anchor: Anchor, by_id: dict[int, Anchor]) -> Anchor | None:
    """Of decisions on the same words that were undone, the one that knows what the machine had
    said; None where a person marked the words, or the decision moved on to other words."""
    while True:
        if not _undone(anchor):
            return None
        if anchor.origin_before == Origin.MACHINE:
            return anchor
        if anchor.over_id is None:
            return None
        anchor = by_id[anchor.over_id]


def _row(span: tuple[int, int, int], anchor: Anchor) -> Mention:
    # A rejection remembers what it is a rejection of.
    means = cast(int, anchor.entity_id or anchor.entity_before_id)
    return Mention(
        paragraph_id=span[0],
        start=span[1],
        end=span[2],
        surface=anchor.exact,
        key=key_of(anchor.exact),
        is_trigger=anchor.target == Anchor.Target.TRIGGER,
        entity_id=means,
        resolved_to_id=means,
        score=1.0,
        origin=Origin.EDITOR,
        anchor=anchor,
    )


def put_in_force(pairs: Sequence[tuple[int, int]]) -> None:
    """Lets anchors decide mentions, given as (mention, anchor). Two statements for any number."""
    if not pairs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE entities_mention AS m
               SET origin = 'editor', score = 1, rule_id = NULL, anchor_id = a.id,
                   status = CASE WHEN a.entity_id IS NULL THEN 'rejected' ELSE 'standing' END,
                   resolved_to_id = coalesce(a.entity_id, a.entity_before_id, m.resolved_to_id),
                   unruled_id = NULL,
                   prefix = a.prefix, suffix = a.suffix,
                   decided_by_id = d.made_by_id, decided_at = d.made_at
              FROM unnest(%s::bigint[], %s::bigint[]) AS x (mention, anchor)
              JOIN entities_anchor a ON a.id = x.anchor
              JOIN entities_decision d ON d.id = a.decision_id
             WHERE m.id = x.mention
            """,
            [[mention for mention, _ in pairs], [anchor for _, anchor in pairs]],
        )
    follow_merges([mention for mention, _ in pairs])


def _turn_back(pairs: Sequence[tuple[int, int]]) -> None:
    """Makes mentions again what the machine had said, as these anchors remember it."""
    if not pairs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE entities_mention AS m
               SET origin = 'machine', score = coalesce(a.score_before, m.score),
                   status = 'standing', rule_id = NULL, unruled_id = NULL, anchor_id = NULL,
                   resolved_to_id = a.entity_before_id,
                   prefix = '', suffix = '', decided_by_id = NULL, decided_at = NULL
              FROM unnest(%s::bigint[], %s::bigint[]) AS x (mention, anchor)
              JOIN entities_anchor a ON a.id = x.anchor
             WHERE m.id = x.mention
            """,
            [[mention for mention, _ in pairs], [anchor for _, anchor in pairs]],
        )
    follow_merges([mention for mention, _ in pairs])


def follow_merges(mention_ids: Sequence[int]) -> None:
    """Sets `entity` of mentions to the survivor of what they are resolved to."""
    resolved = Mention.objects.filter(pk__in=mention_ids).values_list("resolved_to", flat=True)
    lead = survivors(resolved.distinct())
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE entities_mention AS m SET entity_id = l.survivor
              FROM unnest(%s::bigint[], %s::bigint[]) AS l (id, survivor)
             WHERE m.id = ANY(%s) AND m.resolved_to_id = l.id AND m.entity_id <> l.survivor
            """,
            [list(lead), list(lead.values()), list(mention_ids)],
        )
