"""Writing what was read in a dispatch: the only module that writes machine rows.

One short transaction replaces all machine mentions of the dispatch's current version. What a
person decided stays where it is, and no machine mention is written over it.
"""

import time
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Paragraph
from entities import resolution, tallies
from entities.models import ExtractionRun, Mention, Origin
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
    """Writes the mentions of the current version; returns how many stand there now, people's included."""
    version_id = article.current_version_id
    paragraphs = list(Paragraph.objects.filter(version=version_id).order_by("position"))
    in_version = Mention.objects.filter(paragraph__version=version_id)
    in_version.filter(origin=Origin.MACHINE).delete()
    decided: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for paragraph, start, end in in_version.values_list("paragraph", "start", "end"):
        decided[paragraph].append((start, end))

    found = [
        mention
        for mention in annotations.mentions
        if len(mention.text) <= LONGEST_SURFACE
        and not _overlaps(mention, decided[paragraphs[mention.paragraph].pk])
    ]
    still_named = {mention.chain for mention in found}
    resolved = resolution.resolve(
        article, [chain for chain in annotations.chains if chain.id in still_named], found
    )
    Mention.objects.bulk_create(
        [
            Mention(
                paragraph=paragraphs[mention.paragraph],
                start=mention.start,
                end=mention.end,
                surface=_surface(mention, paragraphs[mention.paragraph]),
                entity=resolution.survivor(resolved[mention.chain].entity),
                chain=mention.chain,
                score=min(1.0, max(0.0, mention.score)),
            )
            for mention in found
        ],
        batch_size=1000,
    )
    return in_version.filter(status=Mention.Status.STANDING).count()


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
