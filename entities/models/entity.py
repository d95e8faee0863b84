"""Entities and the names they go by."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse

from entities.spelling import codes


class Kind(models.TextChoices):
    PERSON = "person", "Person"
    PLACE = "place", "Place"
    ORGANISATION = "organisation", "Organisation"
    EVENT = "event", "Event"


# Headings of lists; the model's own labels are singular.
KIND_PLURALS = {
    Kind.PERSON: "People",
    Kind.PLACE: "Places",
    Kind.ORGANISATION: "Organisations",
    Kind.EVENT: "Events",
}


class Origin(models.TextChoices):
    MACHINE = "machine", "machine"
    EDITOR = "editor", "editor"


class EntityQuerySet(models.QuerySet["Entity"]):
    def standing(self) -> EntityQuerySet:
        """Entities that were not absorbed by another and are mentioned somewhere, or were made
        by a person."""
        return self.filter(merged_into__isnull=True).filter(
            Q(mention_count__gt=0) | Q(origin=Origin.EDITOR)
        )


class Entity(models.Model):
    """A person, place, organisation or event that dispatches speak of."""

    kind = models.CharField(max_length=12, choices=Kind, help_text="What kind of thing it is.")
    name = models.CharField(max_length=300, help_text="The name readers see.")
    key = models.CharField(
        max_length=300,
        editable=False,
        help_text="The name without case, accents and punctuation, under which it is found.",
    )
    namesake = models.PositiveSmallIntegerField(
        default=0,
        help_text="0, or a number that tells it from others of the same kind and name.",
    )
    description = models.CharField(
        max_length=300, blank=True, help_text="A line that tells a reader which one this is."
    )
    origin = models.CharField(
        max_length=8,
        choices=Origin,
        default=Origin.MACHINE,
        help_text="Who decided its name and kind; what an editor decided no extraction changes.",
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="absorbed",
        help_text="The entity that absorbed this one; its address leads there for ever.",
    )
    created_at = models.DateTimeField(auto_now_add=True, help_text="When it was first recorded.")
    # Tallies, derived from Appearance by entities.tallies and never written elsewhere.
    mention_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="Mentions in all dispatches."
    )
    article_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="Dispatches it is mentioned in."
    )
    first_seen_at = models.DateTimeField(
        null=True, editable=False, help_text="Date of the first dispatch that mentions it."
    )
    last_seen_at = models.DateTimeField(
        null=True, editable=False, help_text="Date of the latest dispatch that mentions it."
    )

    objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entities"
        ordering = ["name", "id"]
        permissions = [
            ("correct", "Can correct what was extracted"),
            ("read_again", "Can have dispatches read again"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="entity_kind_known"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(key=""), name="entity_name_not_empty"
            ),
            # Also the referee of two workers that meet the same new name at the same moment. Names
            # that are composed of what is known of an event are shared by many: "Attack in Mali".
            models.UniqueConstraint(
                "kind",
                "key",
                "namesake",
                condition=Q(merged_into__isnull=True) & ~Q(kind="event", origin="machine"),
                name="entity_name_unique_in_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="entity_not_merged_into_itself",
            ),
        ]
        indexes = [
            # Read by the entity list in its usual order, most mentioned first.
            models.Index(
                F("mention_count").desc(),
                F("id"),
                condition=Q(merged_into__isnull=True),
                name="entity_most_mentioned",
            ),
            # Read by the entity list of one kind, and by the home page.
            models.Index(
                F("kind"),
                F("mention_count").desc(),
                F("id"),
                condition=Q(merged_into__isnull=True),
                name="entity_most_mentioned_of_kind",
            ),
            # Read by the entity list ordered by latest mention.
            models.Index(
                F("last_seen_at").desc(nulls_last=True),
                F("id"),
                condition=Q(merged_into__isnull=True),
                name="entity_latest",
            ),
            # Read by the entity list ordered by name.
            models.Index(
                Upper("name"), F("id"), condition=Q(merged_into__isnull=True), name="entity_by_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("entities:detail", args=[self.pk])

    @property
    def kind_plural(self) -> str:
        return KIND_PLURALS[Kind(self.kind)]


class Alias(models.Model):
    """A name an entity goes by, and the kind under which the machine reads that name.

    The kind lets a corrected entity be found again: where a person turned the person "Niamey"
    into a place, the machine's next "person Niamey" still leads to it.
    """

    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="aliases", help_text="Whose name it is."
    )
    name = models.CharField(max_length=300, help_text="As written in dispatches.")
    key = models.CharField(
        max_length=300, editable=False, help_text="The name without case, accents and punctuation."
    )
    kind = models.CharField(
        max_length=12,
        choices=Kind,
        blank=True,
        help_text="The kind under which the machine reads this name; empty of a name composed of "
        "what is known of an event, which people look for and no dispatch says.",
    )
    origin = models.CharField(
        max_length=8, choices=Origin, default=Origin.MACHINE, help_text="Who says so."
    )
    sounds = ArrayField(
        models.CharField(max_length=40),
        default=list,
        editable=False,
        help_text="How its words sound, and its initials; see entities.spelling.",
    )

    class Meta:
        verbose_name_plural = "aliases"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("entity", "kind", "name", name="alias_unique_for_its_entity"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(key=""), name="alias_name_not_empty"),
        ]
        indexes = [
            # Read by resolution, once a chain.
            models.Index(fields=["key", "kind"], name="alias_by_key"),
            # Read by the search for entities by any of their names, typed in part or misspelt.
            GinIndex(OpClass(F("key"), name="gin_trgm_ops"), name="alias_like"),
            # Read by resolution, for other spellings and forms of a name.
            GinIndex(fields=["sounds"], name="alias_by_sound"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sounds = codes(self.name, self.kind)
        super().save(*args, **kwargs)
