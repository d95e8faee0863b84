"""The outbox: asking for a dispatch to be read, and handing the wish to Celery after commit.

A wish is an ExtractionRun row written in the transaction that caused it, so it is never lost;
the message to the broker is only a hint to hurry. Where the broker is away the run stays queued
and `sweep` sends it later.
"""

import datetime
import logging
import time
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from articles.models import Article
from entities.models import ExtractionRun

logger = logging.getLogger(__name__)

# A queued run that nobody took up for this long is sent again: its message was lost, or never
# left. A message too many costs one query, so this may be short.
RESEND_AFTER = datetime.timedelta(seconds=45)
# A dispatch that ended its worker this often is not given another one.
MOST_ATTEMPTS = 3
# Messages sent in one sweep; the rest goes with the next, seconds later.
MOST_SENT_AT_ONCE = 500
# How long, in seconds, one process leaves a broker alone that it could not reach.
AWAY_FOR = 10.0
_away_until = 0.0
# The first half of PostgreSQL's two-part advisory lock keys: it keeps our locks apart from others.
LOCK_SPACE = 0x6E65


def queue_on_filing(sender: Any, *, article: Article, **kwargs: Any) -> None:
    """Receives `article_filed`."""
    queue(article)


def queue(article: Article, *, requested_by: Any = None) -> ExtractionRun | None:
    """Asks for the current version to be read; None where that is asked for already.

    Call it inside the transaction that made it necessary, or outside any.
    """
    if article.current_version_id is None:
        return None
    with transaction.atomic():
        run, created = ExtractionRun.objects.get_or_create(
            version_id=article.current_version_id,
            state__in=ExtractionRun.OPEN,
            defaults={"state": ExtractionRun.State.QUEUED, "requested_by": requested_by},
        )
        if not created:
            return None
        article_id = article.pk

        # A named function: with robust=True Django reads its __qualname__, which a partial lacks.
        def send_after_commit() -> None:
            hurry(article_id)

        # robust, so that a broker that is away never reaches the person who filed.
        transaction.on_commit(send_after_commit, robust=True)
    return run


def hurry(article_id: int) -> None:
    """Hands a fresh wish to the broker, unless the broker was found away moments ago.

    Forty files uploaded while it is away must not wait forty times for a connection.
    """
    global _away_until
    if time.monotonic() < _away_until:
        return
    try:
        send(article_id)
    except OperationalError as error:
        _away_until = time.monotonic() + AWAY_FOR
        logger.warning(
            "The broker is away; dispatch %s waits for the sweeper: %s", article_id, error
        )


def send(article_id: int) -> None:
    """Hands one dispatch to the broker; raises where the broker is away."""
    from entities.tasks import extract_article

    extract_article.delay(article_id)
    ExtractionRun.objects.filter(
        version__current_of=article_id, state=ExtractionRun.State.QUEUED
    ).update(sent_at=timezone.now())


def hold(run_id: int) -> bool:
    """Takes this database session's lock on a run; False where another session holds it.

    The lock, not a clock, says whether a reader is alive: PostgreSQL lets go of it the moment the
    reader's connection ends, however that came about.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashint8(%s))", [LOCK_SPACE, run_id])
        row = cursor.fetchone()
    return bool(row and row[0])


def let_go(run_id: int) -> None:
    """Releases what `hold` took; harmless where the session is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, hashint8(%s))", [LOCK_SPACE, run_id])


def requeue_orphans() -> int:
    """Queues again, or gives up, runs whose reader died. Returns how many there were."""
    found = 0
    for run in ExtractionRun.objects.filter(state=ExtractionRun.State.RUNNING).order_by("id"):
        if not hold(run.pk):
            continue
        try:
            # Only from RUNNING and the same attempt: its reader may have finished in between.
            mine = ExtractionRun.objects.filter(
                pk=run.pk, state=ExtractionRun.State.RUNNING, attempts=run.attempts
            )
            if run.attempts >= MOST_ATTEMPTS:
                found += mine.update(
                    state=ExtractionRun.State.FAILED,
                    finished_at=timezone.now(),
                    error=f"Its reader was ended {run.attempts} times while reading it.",
                )
            else:
                found += mine.update(state=ExtractionRun.State.QUEUED, sent_at=None, progress=0)
        finally:
            let_go(run.pk)
    if found:
        logger.warning("%d readings had lost their reader", found)
    return found


def sweep() -> int:
    """Sends every run that waits without a message on its way. Returns how many were sent.

    A message counts as lost only where the broker's queue is empty and the run still waits:
    behind a long queue every run waits long, and sending those again would make it longer.
    """
    requeue_orphans()
    without_message = Q(sent_at__isnull=True)
    if broker_queue_is_empty():
        without_message |= Q(sent_at__lt=timezone.now() - RESEND_AFTER)
    waiting = (
        ExtractionRun.objects.filter(without_message, state=ExtractionRun.State.QUEUED)
        .filter(version__current_of__isnull=False)
        .order_by("id")
        .values_list("version__current_of", flat=True)
    )
    sent = 0
    for article_id in waiting[:MOST_SENT_AT_ONCE]:
        send(article_id)
        sent += 1
    return sent


def broker_queue_is_empty() -> bool:
    """Asks the broker whether any message still waits for a worker."""
    with current_app.connection_for_read() as connection:
        try:
            queue = connection.default_channel.queue_declare(  # type: ignore[attr-defined]
                current_app.conf.task_default_queue, passive=True
            )
        except connection.channel_errors:
            # Redis has no list of that name while nothing is in it.
            return True
        return bool(queue.message_count == 0)
