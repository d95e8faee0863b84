"""What happened: events as dispatches speak of them, and what is known of each taken together.

An event is an `Entity` of kind event, and each place that speaks of it a `Mention`. What hangs on
them is here. All are machine rows, rebuilt with the mentions; of what a person corrected the
machine's reading is kept beside, so that the correction can be undone.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from articles.models import Article, Paragraph
from entities.event_names import date_words
from entities.models.annotation import Mention
from entities.models.entity import Entity, Kind, Origin
from extraction import lexicon
from extraction.types import MODALITIES, PHASES, ROLES

MODALITY_CHOICES = [(modality, modality) for modality in MODALITIES]
PHASE_CHOICES = [(phase, phase.replace("_", " ")) for phase in PHASES if phase]
# Where it was and who says so are words of the same sort, and none of those who take part.
PLACE, SOURCE = "place", "source"
ROLE_CHOICES = [(role, role) for role in (*ROLES, PLACE, SOURCE)]


def event_types() -> dict[str, str]:
    """The inventory of event types: id and label, in its order."""
    return {row[0]: row[1] for row in lexicon.rows("eventtypes.tsv")}


def event_whats() -> dict[str, str]:
    """What the events of each type are, in words."""
    return {row[0]: row[2] for row in lexicon.rows("eventtypes.tsv")}


def type_label(type_: str) -> str:
    """ "Ceasefire"; what is in no inventory is an event."""
    return event_types().get(type_, "Event")


class Standing(models.TextChoices):
    """Whether readers see a statement. What a person rejected is kept, so that no extraction brings
    it back."""

    STANDING = "standing", "standing"
    REJECTED = "rejected", "rejected by a person"


class Correctable(models.Model):
    """What a person may say otherwise of; the machine's reading is kept beside, for the day the
    decision is undone."""

    decision = models.ForeignKey(
        "entities.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The last decision on it that is in force.",
    )
    as_read: models.JSONField[Any, Any] = models.JSONField(
        default=dict,
        blank=True,
        help_text="What the machine had read, of what a person corrected.",
    )

    class Meta:
        abstract = True


class Statement(Correctable):
    """What a person may also reject; it stays, so that no extraction brings it back."""

    status = models.CharField(
        max_length=8,
        choices=Standing,
        default=Standing.STANDING,
        help_text="Whether readers see it.",
    )

    class Meta:
        abstract = True


class EventFacts(models.Model):
    """What is known of one event: derived from all that dispatches say of it, and from people.

    Written by `entities.event_facts` and, where a person says so, `entities.corrections`.
    """

    FIELDS = ("type", "time", "place", "modality")
    """What a person may fix; "time" is earliest, latest, edtf and precision together."""

    entity = models.OneToOneField(
        Entity, on_delete=models.CASCADE, related_name="event_facts", help_text="The event."
    )
    type = models.CharField(max_length=20, help_text="Its type, of the inventory of event types.")
    modality = models.CharField(
        max_length=12,
        choices=MODALITY_CHOICES,
        default="happened",
        help_text="Whether it took place: what happened goes before what was planned.",
    )
    phase = models.CharField(
        max_length=12,
        choices=PHASE_CHOICES,
        blank=True,
        help_text="How far it has come, where dispatches tell; empty where they do not.",
    )
    earliest = models.DateField(null=True, blank=True, help_text="The first day it may have been.")
    latest = models.DateField(null=True, blank=True, help_text="The last day it may have been.")
    edtf = models.CharField(
        max_length=60, blank=True, help_text="The same as Extended Date/Time Format."
    )
    precision = models.CharField(
        max_length=8, blank=True, help_text="Day, month, year …; empty where no time is known."
    )
    place = models.ForeignKey(
        Entity,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events_there",
        db_index=False,
        help_text="Where, merges followed; empty where not known.",
    )
    name_by_machine = models.CharField(
        max_length=300,
        blank=True,
        help_text="The name composed of these facts, whatever the event is called by people.",
    )
    fixed = ArrayField(
        models.CharField(max_length=12),
        default=list,
        blank=True,
        help_text="Which of type, time, place and modality a person said; no extraction changes "
        "them.",
    )

    class Meta:
        verbose_name_plural = "event facts"
        constraints = [
            models.CheckConstraint(condition=~Q(type=""), name="event_facts_have_a_type"),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True)
                | Q(latest__isnull=True)
                | Q(earliest__lte=F("latest")),
                name="event_facts_begin_before_they_end",
            ),
        ]
        indexes = [
            # Read by the timeline of everything, and by identity for events near a day.
            models.Index(fields=["earliest", "entity"], name="event_facts_by_day"),
            # Read by the timeline of one type, and by identity for candidates.
            models.Index(fields=["type", "earliest"], name="event_facts_by_type"),
            # Read by the timeline of a place, and by identity for candidates.
            models.Index(
                F("place"),
                F("earliest"),
                condition=Q(place__isnull=False),
                name="event_facts_by_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id}: {self.type}"

    @property
    def undated_name(self) -> str:
        """Its name without the time at its end, for where the time stands beside it. Load `entity`."""
        return self.undated_name_of(self.entity.name)

    def undated_name_of(self, name: str) -> str:
        dated = date_words(self.earliest, self.latest)
        return name.removesuffix(f", {dated}") if dated else name

    @property
    def type_label(self) -> str:
        return type_label(self.type)


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def standing(self) -> OccurrenceQuerySet:
        """What dispatches say of events: their words neither rejected or hidden, nor pointed at what
        is no event."""
        return self.filter(
            mention__status=Mention.Status.STANDING, mention__entity__kind=Kind.EVENT
        )

    def of(self, entity: Entity) -> OccurrenceQuerySet:
        """Everything said of one event, merges followed."""
        return self.standing().filter(mention__entity=entity)


class Occurrence(Correctable):
    """What one dispatch says of an event at one place: when, where, whether, by whose account."""

    mention = models.OneToOneField(
        Mention,
        on_delete=models.CASCADE,
        related_name="occurrence",
        help_text="The words that speak of it: its trigger or name; says which event it is.",
    )
    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="occurrences",
        db_index=False,
        help_text="In which dispatch.",
    )
    type = models.CharField(max_length=20, help_text="As what type of event it was read.")
    lemma = models.CharField(max_length=100, blank=True, help_text="The trigger's dictionary form.")
    modality = models.CharField(
        max_length=12,
        choices=MODALITY_CHOICES,
        default="happened",
        help_text="Whether it happened.",
    )
    phase = models.CharField(
        max_length=12, choices=PHASE_CHOICES, blank=True, help_text="Of its course, which part."
    )
    earliest = models.DateField(null=True, blank=True, help_text="The first day it may have been.")
    latest = models.DateField(null=True, blank=True, help_text="The last day it may have been.")
    edtf = models.CharField(
        max_length=60, blank=True, help_text="The same as Extended Date/Time Format."
    )
    precision = models.CharField(max_length=8, blank=True, help_text="Day, month, year …")
    time_words = models.CharField(max_length=300, blank=True, help_text="The time as said.")
    place = models.ForeignKey(
        Mention,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="places_of",
        help_text="The words that say where.",
    )
    place_words = models.CharField(max_length=300, blank=True, help_text="The place as said.")
    place_set = models.ForeignKey(
        Entity,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="Where it was by a person's word, merges not followed; goes before the words.",
    )
    place_denied = models.BooleanField(
        default=False, help_text="Whether a person said that it was not where the words lead to."
    )
    claimed_by = models.ForeignKey(
        Mention,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="claims",
        help_text="Who says so, where the dispatch tells.",
    )
    claimed_words = models.CharField(max_length=300, blank=True, help_text="The source as said.")
    score = models.FloatField(default=1.0, help_text="How sure the machine was, 0 to 1.")
    origin = models.CharField(
        max_length=8, choices=Origin, default=Origin.MACHINE, help_text="Who says so."
    )

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["mention__paragraph_id", "mention__start"]
        constraints = [
            models.CheckConstraint(condition=~Q(type=""), name="occurrence_has_a_type"),
            models.CheckConstraint(
                condition=Q(modality__in=MODALITIES), name="occurrence_modality_known"
            ),
            models.CheckConstraint(condition=Q(phase__in=PHASES), name="occurrence_phase_known"),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True)
                | Q(latest__isnull=True)
                | Q(earliest__lte=F("latest")),
                name="occurrence_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="occurrence_score_is_a_probability"
            ),
        ]
        indexes = [
            # Read by recording, which replaces them, and by the page of a dispatch.
            models.Index(F("article"), name="occurrence_in_article"),
            # Read when a place is merged, for the events that a person placed there.
            models.Index(
                F("place_set"),
                condition=Q(place_set__isnull=False),
                name="occurrence_placed_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} at mention {self.mention_id}"

    @property
    def type_label(self) -> str:
        return type_label(self.type)

    @property
    def where(self) -> Entity | None:
        """The place meant, a person's word first. Load `place__entity` and `place_set`."""
        return meant(self.place_set, None if self.place_denied else self.place)

    @property
    def source(self) -> Entity | None:
        """Who says so. Load `claimed_by__entity`."""
        return meant(None, self.claimed_by)


def meant(said: Entity | None, mention: Mention | None) -> Entity | None:
    """The entity that a person said, merges followed, or that standing words mean."""
    while said is not None and said.merged_into is not None:
        said = said.merged_into
    if said is not None:
        return said
    if mention is None or mention.status != Mention.Status.STANDING:
        return None
    return mention.entity


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def standing(self) -> ParticipationQuerySet:
        """What readers see: not rejected, of words that speak of an event still."""
        return self.filter(
            status=Standing.STANDING, occurrence__mention__status=Mention.Status.STANDING
        )

    def taking_part(self) -> ParticipationQuerySet:
        """Those who take part: without places and sources."""
        return self.standing().filter(role__in=ROLES)

    def by(self, entity: Entity) -> ParticipationQuerySet:
        """Everything an entity took part in, by name or by a word that stands for it."""
        return self.taking_part().filter(
            mention__entity=entity, mention__status=Mention.Status.STANDING
        )


class Participation(Statement):
    """Who or what takes part in an event, in which role, in the words of one dispatch.

    Of roles "place" and "source" it is the words that say where and who says so: from them
    `Occurrence.place` and `claimed_by` are tied.
    """

    occurrence = models.ForeignKey(
        Occurrence,
        on_delete=models.CASCADE,
        related_name="participations",
        help_text="What one dispatch says of the event at one place.",
    )
    role = models.CharField(max_length=12, choices=ROLE_CHOICES, help_text="In which role.")
    paragraph = models.ForeignKey(
        Paragraph,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Where its words stand.",
    )
    start = models.PositiveIntegerField(help_text="First character, counted from 0.")
    end = models.PositiveIntegerField(help_text="One past the last character.")
    surface = models.CharField(max_length=500, help_text="The words themselves.")
    chain = models.CharField(
        max_length=20, blank=True, help_text="The chain of names that the words stand for."
    )
    mention = models.ForeignKey(
        Mention,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="participations",
        help_text="The name in the words, or the one that they stand for; says who it is.",
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["occurrence_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="participation_span_not_empty"
            ),
            models.UniqueConstraint(
                "occurrence", "role", "paragraph", "start", "end", name="participation_told_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=(*ROLES, PLACE, SOURCE)), name="participation_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.surface}"

    @property
    def who(self) -> Entity | None:
        """Who takes part; None where the words name nobody. Load `mention__entity`."""
        return meant(None, self.mention)


class Timex(models.Model):
    """An expression of time in a dispatch, read against the dispatch's date."""

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="timexes",
        help_text="In which dispatch.",
    )
    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.CASCADE, related_name="timexes", help_text="Where it stands."
    )
    start = models.PositiveIntegerField(help_text="First character, counted from 0.")
    end = models.PositiveIntegerField(help_text="One past the last character.")
    surface = models.CharField(max_length=300, help_text="The words themselves.")
    kind = models.CharField(max_length=8, help_text="Date, time, duration or set, after TIMEX3.")
    value = models.CharField(max_length=60, help_text="Its value after TIMEX3.")
    edtf = models.CharField(
        max_length=60, blank=True, help_text="The same as Extended Date/Time Format."
    )
    earliest = models.DateField(null=True, blank=True, help_text="The first day it can mean.")
    latest = models.DateField(null=True, blank=True, help_text="The last day it can mean.")
    precision = models.CharField(max_length=8, blank=True, help_text="Day, month, year …")
    modifier = models.CharField(
        max_length=16, blank=True, help_text="Start, mid, end, approx, before, after, more_than …"
    )

    class Meta:
        verbose_name = "expression of time"
        verbose_name_plural = "expressions of time"
        ordering = ["paragraph_id", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="timex_span_not_empty"),
            models.UniqueConstraint("paragraph", "start", "end", name="timex_told_once"),
        ]

    def __str__(self) -> str:
        return self.surface
