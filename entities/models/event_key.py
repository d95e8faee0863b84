"""By what an event is found again: its type with who, what or where is in it, and a day."""

from __future__ import annotations

from django.db import models
from django.db.models import F

from entities.models.resolution import Resolution


class EventKey(models.Model):
    """One thing that an event told in one dispatch hangs on: "coup@12", "coup@NE". A machine row,
    written and deleted with its resolution."""

    resolution = models.ForeignKey(
        Resolution,
        on_delete=models.CASCADE,
        related_name="event_keys",
        help_text="What is told, in which dispatch, and which event that is.",
    )
    key = models.CharField(
        max_length=60, help_text="A type, @, and the number of an entity or the code of a country."
    )
    day = models.DateField(help_text="When it was; where not told, the day of the dispatch.")

    class Meta:
        constraints = [
            models.UniqueConstraint("resolution", "key", name="event_key_once_a_telling"),
        ]
        indexes = [
            # Read by the resolution of events: those of a key nearest to a day.
            models.Index(F("key"), F("day"), F("resolution"), name="event_key_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.day}"
