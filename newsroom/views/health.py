"""Whether the house works: database, broker, and a worker that answers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu import Connection
from kombu.exceptions import OperationalError
from redis import RedisError

logger = logging.getLogger(__name__)

# Seconds each part has to answer in: whoever asks does so every few seconds.
PATIENCE = 2
BROKER_ERRORS = (OperationalError, RedisError, OSError)


class Unwell(Exception):
    """Why a part does not work, in words fit for anyone: no addresses and no names."""


def database() -> str:
    """Asks over a connection of its own: the pool would make the question wait in its queue."""
    parameters = connection.get_connection_params()
    wanted = {"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert"}
    try:
        with psycopg.connect(
            **{key: value for key, value in parameters.items() if key in wanted},
            connect_timeout=2,
            autocommit=True,
        ) as own:
            own.execute("SELECT 1")
    except psycopg.Error as error:
        logger.warning("Health: the database does not answer: %s", error)
        raise Unwell("The database does not answer.") from error
    return "answers"


@contextmanager
def _broker() -> Iterator[Connection]:
    """A connection to the broker, without the patience Celery has with one that comes back."""
    with current_app.connection_for_read(connect_timeout=PATIENCE) as link:
        try:
            link.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
        except BROKER_ERRORS as error:
            logger.warning("Health: the broker does not answer: %s", error)
            raise Unwell("The broker does not answer.") from error
        yield link


def broker() -> str:
    with _broker():
        return "answers"


def worker() -> str:
    """Takes the first worker that answers, so that a healthy house is told at once."""
    with _broker() as link:
        try:
            answers = current_app.control.ping(timeout=PATIENCE, limit=1, connection=link)
        except BROKER_ERRORS as error:
            raise Unwell("The broker went away while a worker was asked.") from error
    if not answers:
        raise Unwell("No worker answers: dispatches are filed and wait.")
    return "answers"


PARTS: dict[str, Callable[[], str]] = {
    "database": database,
    "broker": broker,
    "worker": worker,
}


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 where every part answers, else 503, as JSON that says for each what is the matter."""
    parts: dict[str, str] = {}
    reasons: list[str] = []
    for name, ask in PARTS.items():
        try:
            parts[name] = ask()
        except Unwell as unwell:
            parts[name] = str(unwell)
            reasons.append(str(unwell))
    report = {"status": "unwell" if reasons else "well", **parts}
    return JsonResponse(report, status=503 if reasons else 200)
