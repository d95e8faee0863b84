"""How far dispatches are read: of one, of a list, and in the whole house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from articles.models import Article
from entities.models import ExtractionRun

State = ExtractionRun.State

# Readings named on the home page; the counts beside them count all.
NAMED = 6


def latest_runs(version_ids: Iterable[int | None]) -> dict[int, ExtractionRun]:
    """The latest reading of each version, by the version's id. One query."""
    runs = (
        ExtractionRun.objects.filter(version__in=[pk for pk in version_ids if pk is not None])
        .order_by("version_id", "-id")
        .distinct("version_id")
    )
    return {run.version_id: run for run in runs}


def latest_run(article: Article) -> ExtractionRun | None:
    """The latest reading of a dispatch as readers see it. One query."""
    return ExtractionRun.objects.filter(version=article.current_version_id).order_by("-id").first()


def is_open(run: ExtractionRun | None) -> bool:
    """Whether more is to come: waiting, or being read."""
    return run is not None and run.state in ExtractionRun.OPEN


def in_state(state: str) -> Q:
    """Picks the dispatches whose latest reading is in this state."""
    return Q(current_version__in=_latest().filter(state=state).values("version"))


def _latest() -> QuerySet[ExtractionRun]:
    newer = ExtractionRun.objects.filter(version=OuterRef("version"), id__gt=OuterRef("id"))
    return ExtractionRun.objects.filter(~Exists(newer), version__current_of__isnull=False)


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """What is being read now, what waits and what could not be read."""

    running: int
    waiting: int
    failed: int
    open: list[ExtractionRun]
    """The first few: those being read, then those that wait longest."""
    troubled: list[ExtractionRun]
    """The latest few that failed."""

    @property
    def is_busy(self) -> bool:
        return bool(self.running or self.waiting)


def reading_room() -> ReadingRoom:
    """The state of the house. Four queries."""
    counts = ExtractionRun.objects.filter(
        state__in=ExtractionRun.OPEN, version__current_of__isnull=False
    ).aggregate(
        running=Count("id", filter=Q(state=State.RUNNING)),
        waiting=Count("id", filter=Q(state=State.QUEUED)),
    )
    current = ExtractionRun.objects.filter(version__current_of__isnull=False).select_related(
        "version"
    )
    failed = _latest().filter(state=State.FAILED)
    return ReadingRoom(
        running=counts["running"],
        waiting=counts["waiting"],
        failed=failed.count(),
        # "running" sorts behind "queued".
        open=list(
            current.filter(state__in=ExtractionRun.OPEN).order_by("-state", "queued_at", "id")[
                :NAMED
            ]
        ),
        troubled=list(failed.select_related("version").order_by("-finished_at")[:NAMED]),
    )
