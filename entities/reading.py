"""Reading one dispatch: take up its open run, extract outside any transaction, record."""

import logging
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.utils import timezone

from articles.models import Paragraph
from entities import consolidation, queueing
from entities.models import ExtractionRun
from entities.recording import record
from extraction import pipeline
from extraction.types import Dispatch
from extraction.types import Paragraph as Text

logger = logging.getLogger(__name__)

# Seconds between two reports of progress to the database.
REPORT_EVERY = 1.0


def read_article(article_id: int) -> bool:
    """Reads the dispatch's current version, if a run for it is queued. True where it did.

    A dispatch that is gone, already read, or being read by another worker is left alone. A lost
    connection puts the run back in the queue and is raised for the task to try again; any other
    error closes the run as failed with its reason, so that one bad story blocks no other.
    """
    run = (
        ExtractionRun.objects.filter(
            version__current_of=article_id, state=ExtractionRun.State.QUEUED
        )
        .select_related("version")
        .order_by("id")
        .first()
    )
    if run is None or not queueing.hold(run.pk):
        return False
    try:
        if not _take_up(run):
            return False
        return _read(run)
    finally:
        _let_go(run)


def _let_go(run: ExtractionRun) -> None:
    try:
        queueing.let_go(run.pk)
    except (OperationalError, InterfaceError):
        # The connection is gone, and PostgreSQL has let go of the lock with it.
        logger.info("The lock on reading %s went with its connection", run.pk)


def _take_up(run: ExtractionRun) -> bool:
    """Queued to running, by one worker only."""
    taken = ExtractionRun.objects.filter(pk=run.pk, state=ExtractionRun.State.QUEUED).update(
        state=ExtractionRun.State.RUNNING,
        attempts=F("attempts") + 1,
        started_at=timezone.now(),
        progress=0,
    )
    if taken:
        run.refresh_from_db(fields=["state", "attempts", "started_at"])
    return bool(taken)


def _read(run: ExtractionRun) -> bool:
    started = time.perf_counter()
    try:
        annotations = pipeline.annotate(stored_dispatch(run), on_progress=_reporter(run))
        reading_ms = round((time.perf_counter() - started) * 1000)
        if not record(run, annotations, pipeline_version=pipeline.VERSION, reading_ms=reading_ms):
            return False
        consolidation.look_again(run.version.article)
        logger.info(
            "Read dispatch %s in %.1f s: %d mentions",
            run.version.article_id,
            reading_ms / 1000,
            len(annotations.mentions),
        )
        return True
    except (OperationalError, InterfaceError):
        ExtractionRun.objects.filter(
            pk=run.pk, state=ExtractionRun.State.RUNNING, attempts=run.attempts
        ).update(state=ExtractionRun.State.QUEUED, sent_at=None)
        raise
    except Exception as error:
        logger.exception("Reading %s failed", run.pk)
        ExtractionRun.objects.filter(
            pk=run.pk, state=ExtractionRun.State.RUNNING, attempts=run.attempts
        ).update(
            state=ExtractionRun.State.FAILED,
            finished_at=timezone.now(),
            error=f"{type(error).__name__}: {error}"[:2000],
        )
        return False


def stored_dispatch(run: ExtractionRun) -> Dispatch:
    """The version as extraction takes it, its paragraphs in order exactly as stored."""
    version = run.version
    paragraphs = Paragraph.objects.filter(version=version).order_by("position")
    return Dispatch(
        headline=version.headline,
        byline=version.byline,
        dateline=version.dateline,
        published=version.published_at,
        published_precision=version.published_precision,
        language=version.language,
        source="",
        paragraphs=tuple(Text(p.text, p.kind) for p in paragraphs),
    )


def _reporter(run: ExtractionRun) -> Callable[[int, int], None]:
    """Tells those who wait how far a long text is read, at most once a second."""
    last = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal last
        if total and time.monotonic() - last >= REPORT_EVERY:
            last = time.monotonic()
            ExtractionRun.objects.filter(pk=run.pk, attempts=run.attempts).update(
                progress=min(99, done * 100 // total)
            )

    return report
