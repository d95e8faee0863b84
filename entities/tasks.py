"""What Celery runs. Arguments are one id; twice is the same as once."""

from typing import Any

from celery import shared_task
from django.db import OperationalError

from entities import queueing


@shared_task(
    name="entities.tasks.extract_article",
    bind=True,
    autoretry_for=(OperationalError,),
    retry_backoff=2,
    retry_jitter=True,
    max_retries=5,
)
def extract_article(self: Any, article_id: int) -> None:
    """Reads the dispatch's current version, if that is still to be done."""
    from entities.reading import read_article

    read_article(article_id)


@shared_task(name="entities.tasks.sweep_runs")
def sweep_runs() -> None:
    """Sends what has waited too long and what lost its worker; run by Celery beat."""
    queueing.sweep()
