"""How names were resolved: each chain's decision with its reasons, doubts for people to settle,
and what the gazetteer knows of places. All machine rows, rebuilt with the mentions."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Article
from entities.models.entity import Entity, Kind


class Resolution(models.Model):
    """To which entity one chain of one dispatch was resolved, and why.

    `traits` holds what the dispatch says of the chain (see entities.traits): together the rows of
    an entity are what is known of it, and no text is read again to resolve anew.
    """

    class Outcome(models.TextChoices):
        LINKED = "linked", "known already"
        NEW = "new", "new"
        UNSURE = "unsure", "kept apart in doubt"
        RULED = "ruled", "by a rule"
        CORRECTED = "corrected", "by a person"

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="resolutions",
        help_text="In which dispatch.",
    )
    chain = models.CharField(max_length=20, help_text="Which chain of it.")
    kind = models.CharField(max_length=12, choices=Kind, help_text="As what the machine read it.")
    name = models.CharField(max_length=300, help_text="Its fullest name there.")
    entity = models.ForeignKey(
        Entity,
        on_delete=models.RESTRICT,
        related_name="resolutions",
        help_text="What it was resolved to, before merges are followed.",
    )
    score = models.FloatField(help_text="How sure that is, 0 to 1.")
    outcome = models.CharField(max_length=9, choices=Outcome, help_text="How it was decided.")
    certain = models.BooleanField(
        help_text="Whether later dispatches leave the decision alone; a doubtful one is looked at "
        "again when a name like it comes in."
    )
    reasons = models.JSONField(
        default=list, help_text="What spoke for and against: feature, weight and note of each."
    )
    traits = models.JSONField(default=dict, help_text="What the dispatch says of it.")
    sounds = ArrayField(
        models.CharField(max_length=40), default=list, help_text="How the words of its name sound."
    )
    made_at = models.DateTimeField(default=timezone.now, help_text="When it was decided.")

    class Meta:
        ordering = ["article_id", "chain"]
        constraints = [
            models.UniqueConstraint("article", "chain", name="resolution_one_a_chain"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="resolution_score_is_a_probability"
            ),
        ]
        indexes = [
            # Read by resolution, for what is known of a candidate.
            models.Index(F("entity"), F("id").desc(), name="resolution_of_entity"),
            # Read after each recording: which doubts may be settled now.
            GinIndex(
                fields=["sounds"], condition=Q(certain=False), name="resolution_in_doubt_by_sound"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} in dispatch {self.article_id}"


class Suggestion(models.Model):
    """Two entities that may be one: too alike to pass over, not enough to join."""

    low = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="+", help_text="The one filed first."
    )
    high = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="+", help_text="The other."
    )
    score = models.FloatField(help_text="How likely they are one, 0 to 1.")
    reasons = models.JSONField(
        default=list, help_text="What speaks for and against: feature, weight and note of each."
    )
    made_at = models.DateTimeField(default=timezone.now, help_text="When it was last suggested.")

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint("low", "high", name="suggestion_unique_for_its_pair"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="suggestion_pair_in_order"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="suggestion_score_is_a_probability"
            ),
        ]
        indexes = [models.Index(F("high"), name="suggestion_of_the_other")]

    def __str__(self) -> str:
        return f"{self.low_id} and {self.high_id}"


class PlaceFacts(models.Model):
    """What the gazetteer says of a place; without a row, or not certain, nothing is known."""

    entity = models.OneToOneField(
        Entity, on_delete=models.CASCADE, related_name="facts", help_text="The place."
    )
    geoname_id = models.PositiveIntegerField(
        null=True, help_text="Its number at geonames.org; empty where not known which it is."
    )
    latitude = models.FloatField(null=True, help_text="Degrees north; countries have none.")
    longitude = models.FloatField(null=True, help_text="Degrees east; countries have none.")
    country_code = models.CharField(
        max_length=2, blank=True, help_text="ISO 3166 code of the country it is in, or is."
    )
    population = models.PositiveIntegerField(null=True, help_text="Inhabitants.")
    certain = models.BooleanField(help_text="Whether it is told apart from its namesakes.")
    reasons = models.JSONField(
        default=list, help_text="What spoke for and against: feature, weight and note of each."
    )

    class Meta:
        verbose_name_plural = "place facts"
        constraints = [
            models.CheckConstraint(
                condition=Q(certain=False) | Q(geoname_id__isnull=False),
                name="place_facts_certain_of_something",
            ),
        ]
        indexes = [models.Index(F("geoname_id"), name="place_facts_by_geoname")]

    def __str__(self) -> str:
        return f"{self.entity_id}: {self.geoname_id or 'unknown'}"
