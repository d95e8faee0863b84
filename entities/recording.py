"""Writing what was read in a dispatch: the only module that writes machine rows.

One short transaction replaces all machine mentions of the dispatch. What people decided about its
words is put in force again, no machine mention is written over it, and names are read as the rules
in force say.
"""

import time
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Paragraph
from entities import resolution, tallies, turns
from entities.absorption import survivors
from entities.models import Entity, ExtractionRun, Mention, Origin
from entities.naming import key_of
from entities.obeying import Ruled, keep_removed_names_away, obey
from entities.reapplying import reapply
from entities.rules import in_force, target_of
from extraction.types import Annotations
from extraction.types import Mention as Found

LONGEST_SURFACE = 500


def record(
    run: ExtractionRun, annotations: Annotations, *, pipeline_version: str, reading_ms: int
) -> bool:
    """Replaces the machine rows of the run's version by `annotations` and closes the run.

    Returns False, with nothing written, where the run is no longer this reader's: somebody else
    took it up, or finished it. A version that is no longer current is closed without mentions.
    """
    started = time.perf_counter()
    with transaction.atomic():
        turns.go_together()
        held = ExtractionRun.objects.select_for_update().select_related("version").get(pk=run.pk)
        if held.state != ExtractionRun.State.RUNNING or held.attempts != run.attempts:
            return False
        (article,) = tallies.lock_articles([held.version.article_id])
        if article.current_version_id == held.version_id:
            held.mention_count = _replace_mentions(article, annotations)
            held.entity_count = tallies.recount(article)
        held.state = ExtractionRun.State.DONE
        held.finished_at = timezone.now()
        held.progress = 100
        held.pipeline_version = pipeline_version
        held.reading_ms = reading_ms
        held.recording_ms = round((time.perf_counter() - started) * 1000)
        held.save()
    return True


def _replace_mentions(article: Article, annotations: Annotations) -> int:
    """Writes the mentions of the current version; returns how many stand, people's included."""
    version = article.current_version_id
    paragraphs = list(Paragraph.objects.filter(version=version).order_by("position"))
    Mention.objects.filter(paragraph__version__article=article, origin=Origin.MACHINE).delete()
    decided = reapply([article]).spans

    found: list[Found] = []
    known: dict[tuple[int, int, int], Found] = {}
    for mention in annotations.mentions:
        paragraph = paragraphs[mention.paragraph].pk
        if _overlaps(mention, decided.get(paragraph, ())):
            known[paragraph, mention.start, mention.end] = mention
        elif len(mention.text) <= LONGEST_SURFACE:
            found.append(mention)
    _tie_decided(version, known)
    obeyed = obey(in_force(article), annotations.chains, found)
    as_read = {chain.id for chain in annotations.chains}
    resolved = resolution.resolve(
        article,
        obeyed.chains,
        [read for ruled in obeyed.mentions for read in ruled.readings],
        # Of a kind that a rule gave, the thing that the rule was applied with.
        ruled={
            chain.id: target_of(chain.head, chain.kind)
            for chain in obeyed.chains
            if chain.id not in as_read
        },
    )
    entities = {chain: of.entity for chain, of in resolved.items()}
    lead = survivors(
        {entity.pk for entity in entities.values()}
        | {ruled.means for ruled in obeyed.mentions if ruled.means is not None}
    )
    Mention.objects.bulk_create(
        [_row(ruled, entities, lead, paragraphs) for ruled in obeyed.mentions], batch_size=1000
    )
    keep_removed_names_away({entity.pk for entity in entities.values()})
    in_version = Mention.objects.filter(paragraph__version=version)
    return in_version.filter(status=Mention.Status.STANDING).count()


def _tie_decided(version: int | None, known: dict[tuple[int, int, int], Found]) -> None:
    """Lets a person's mentions know what the machine reads at the same words, chain and kind, for
    the day the decision is undone."""
    rows = list(Mention.objects.filter(paragraph__version=version, origin=Origin.EDITOR))
    for row in rows:
        found = known.get((row.paragraph_id, row.start, row.end))
        row.chain = found.chain if found else ""
        row.read_as = found.kind if found else row.read_as
    Mention.objects.bulk_update(rows, ["chain", "read_as"], batch_size=500)


def _row(
    ruled: Ruled, entities: dict[str, Entity], lead: dict[int, int], paragraphs: list[Paragraph]
) -> Mention:
    found = ruled.found
    resolved = ruled.means if ruled.means is not None else entities[ruled.chain].pk
    without = entities[found.chain].pk
    changed = resolved != without
    return Mention(
        paragraph=paragraphs[found.paragraph],
        start=found.start,
        end=found.end,
        surface=_surface(found, paragraphs[found.paragraph]),
        key=key_of(found.text),
        read_as=found.kind,
        entity_id=lead[resolved],
        resolved_to_id=resolved,
        unruled_id=without if changed else None,
        rule=ruled.rule if changed or ruled.hidden else None,
        status=Mention.Status.HIDDEN if ruled.hidden else Mention.Status.STANDING,
        chain=found.chain,
        score=min(1.0, max(0.0, found.score)),
    )


def _overlaps(mention: Found, spans: Iterable[tuple[int, int]]) -> bool:
    return any(mention.start < end and start < mention.end for start, end in spans)


def _surface(mention: Found, paragraph: Paragraph) -> str:
    """The mention's words; raises where they are not the paragraph's, before anything is stored."""
    surface = paragraph.text[mention.start : mention.end]
    if surface != mention.text:
        raise ValueError(
            f"Offsets {mention.start}-{mention.end} in paragraph {paragraph.position} give "
            f"{surface!r}, not {mention.text!r}."
        )
    return surface
