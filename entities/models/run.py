"""The record of reading: one row a time a version is to be read, which is also the outbox."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from articles.models import Version


class ExtractionRun(models.Model):
    """One reading of one version, from the wish for it to its outcome."""

    class State(models.TextChoices):
        QUEUED = "queued", "waiting"
        RUNNING = "running", "being read"
        DONE = "done", "read"
        FAILED = "failed", "failed"

    OPEN = (State.QUEUED, State.RUNNING)

    version = models.ForeignKey(
        Version, on_delete=models.CASCADE, related_name="runs", help_text="What is to be read."
    )
    state = models.CharField(
        max_length=8, choices=State, default=State.QUEUED, help_text="How far it is."
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who asked for it; empty where filing did.",
    )
    queued_at = models.DateTimeField(auto_now_add=True, help_text="When it was asked for.")
    sent_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was last handed to the broker."
    )
    started_at = models.DateTimeField(
        null=True, blank=True, help_text="When a worker last took it up."
    )
    finished_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was done or had failed."
    )
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="How often a worker took it up."
    )
    progress = models.PositiveSmallIntegerField(
        default=0, help_text="Per cent of the text read, while it is being read."
    )
    pipeline_version = models.CharField(
        max_length=40, blank=True, help_text="The version of the extraction that read it."
    )
    mention_count = models.PositiveIntegerField(default=0, help_text="Mentions recorded.")
    entity_count = models.PositiveIntegerField(default=0, help_text="Different entities recorded.")
    reading_ms = models.PositiveIntegerField(default=0, help_text="Milliseconds of reading.")
    recording_ms = models.PositiveIntegerField(default=0, help_text="Milliseconds of recording.")
    error = models.TextField(blank=True, help_text="Why it failed, in words.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "version",
                condition=Q(state__in=["queued", "running"]),
                name="run_open_once_per_version",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(error="") | ~Q(state="failed") & Q(error=""),
                name="run_failed_with_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at__isnull=True),
                name="run_finished_has_its_time",
            ),
        ]
        indexes = [
            # Read by the sweeper and by "being read now".
            models.Index(
                fields=["queued_at"],
                condition=Q(state__in=["queued", "running"]),
                name="run_open",
            ),
            # Read by the list of dispatches that could not be read.
            models.Index(F("finished_at").desc(), condition=Q(state="failed"), name="run_failed"),
            # Read by every page that shows a dispatch's state: its latest run.
            models.Index(F("version"), F("id").desc(), name="run_latest_of_version"),
        ]

    def __str__(self) -> str:
        return f"Reading of {self.version_id}: {self.get_state_display()}"
