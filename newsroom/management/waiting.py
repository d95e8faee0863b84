"""Waiting on a terminal for dispatches to be read, with progress."""

import sys
import time
from collections.abc import Iterable

from tqdm import tqdm

from entities.models import ExtractionRun

# Seconds between two looks at the database.
LOOK_EVERY = 0.3


def wait_until_read(article_ids: Iterable[int] | None = None, *, timeout: float) -> tuple[int, int]:
    """Waits until no run of these dispatches (of any, for None) is open, at most `timeout` seconds.

    Returns how many are still open and how many have failed. Shows a bar on a terminal.
    """
    runs = ExtractionRun.objects.filter(version__current_of__isnull=False)
    if article_ids is not None:
        runs = runs.filter(version__article__in=list(article_ids))
    still_open = runs.filter(state__in=ExtractionRun.OPEN)
    total = remaining = still_open.count()
    deadline = time.monotonic() + timeout
    with tqdm(
        total=total, desc="Reading", unit="dispatch", disable=not sys.stderr.isatty(), leave=False
    ) as bar:
        while remaining and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY)
            now = still_open.count()
            bar.update(max(0, remaining - now))
            remaining = now
    return remaining, runs.filter(state=ExtractionRun.State.FAILED).count()
