"""Writing what was read in a dispatch: the only module that writes machine rows.

One short transaction replaces all machine rows of the dispatch: mentions of names, what is said of
events, expressions of time, quotes, figures. What people decided about its words is put in force
again, nothing of the machine's is written over it, and names are read as the rules in force say.
"""

import time

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Paragraph
from entities import event_resolution, restating, tallies, ties, turns
from entities.models import ExtractionRun, Mention
from entities.obeying import keep_removed_names_away
from entities.reapplying import reapply
from entities.recording import events, names, statements
from entities.recording.clearing import clear
from extraction.types import Annotations


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
            held.mention_count = _replace(article, annotations)
            held.entity_count = tallies.recount(article)
        held.state = ExtractionRun.State.DONE
        held.finished_at = timezone.now()
        held.progress = 100
        held.pipeline_version = pipeline_version
        held.reading_ms = reading_ms
        held.recording_ms = round((time.perf_counter() - started) * 1000)
        held.save()
    return True


def _replace(article: Article, annotations: Annotations) -> int:
    """Writes what the current version says; returns how many mentions stand, people's included."""
    version = article.current_version_id
    paragraphs = list(Paragraph.objects.filter(version=version).order_by("position"))
    clear(article)
    decided = reapply([article]).spans
    told = events.told(annotations)
    found = names.resolved(article, annotations, paragraphs, decided)
    of_events = event_resolution.resolve_events(
        article, annotations.events, told.beside(found.entities), annotations.mentions
    )
    names.leave_to_events(article, told)
    meant = {event: of.entity for event, of in of_events.items()}
    lead = names.leads(found, meant)
    rows = names.rows(found, paragraphs, meant, told, lead)
    rows += events.rows(annotations, paragraphs, meant, lead, decided)
    Mention.objects.bulk_create(rows, batch_size=1000)
    names.tie_decided(version, annotations, paragraphs, told)
    keep_removed_names_away({entity.pk for entity in found.entities.values()})
    spoken = events.write(article, annotations, paragraphs)
    statements.write(article, annotations, paragraphs, spoken)
    ties.tie([article])
    restating.restate([article])
    in_version = Mention.objects.filter(paragraph__version=version)
    return in_version.filter(status=Mention.Status.STANDING).count()
