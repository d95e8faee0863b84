"""What was said and how many: quotes and figures. Machine rows, rebuilt with the mentions; of what
a person corrected the machine's reading is kept beside."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from articles.models import Article, Paragraph
from entities.models.annotation import Mention
from entities.models.entity import Entity, Origin
from entities.models.event import Occurrence, Standing, Statement, meant
from extraction.types import QUOTE_FORMS


def _set_to(entity: Entity) -> Q:
    """Said by it, as a person says. As deep as merges of merges go in practice;
    `entities.absorption.family` knows no limit."""
    return (
        Q(speaker_set=entity)
        | Q(speaker_set__merged_into=entity)
        | Q(speaker_set__merged_into__merged_into=entity)
        | Q(speaker_set__merged_into__merged_into__merged_into=entity)
    )


class QuoteQuerySet(models.QuerySet["Quote"]):
    def standing(self) -> QuoteQuerySet:
        """Quotes readers see: all but the rejected."""
        return self.filter(status=Standing.STANDING)

    def by(self, entity: Entity) -> QuoteQuerySet:
        """Everything an entity said: by its name, a word that stands for it, or a person's word."""
        words = Quote.objects.filter(
            speaker__entity=entity,
            speaker__status=Mention.Status.STANDING,
            speaker_set__isnull=True,
            speaker_denied=False,
        )
        person = Quote.objects.filter(speaker_set__isnull=False).filter(_set_to(entity))
        # An "or" of the two would look at every quote there is.
        either = words.order_by().values("pk").union(person.order_by().values("pk"))
        return self.standing().filter(pk__in=either)

    def not_by(self, entity: Entity) -> QuoteQuerySet:
        """Of some quotes those that others said. Asked of each: `by` would look up all it said."""
        return self.exclude(
            speaker__entity=entity,
            speaker__status=Mention.Status.STANDING,
            speaker_set__isnull=True,
            speaker_denied=False,
        ).exclude(
            pk__in=Quote.objects.filter(speaker_set__isnull=False)
            .filter(_set_to(entity))
            .order_by()
            .values("pk")
        )

    def about(self, entity: Entity) -> QuoteQuerySet:
        """Everything said that speaks of an entity by a name, whoever said it."""
        parts = QuotePart.objects.filter(
            part=QuotePart.Part.CONTENT,
            paragraph__mentions__entity=entity,
            paragraph__mentions__status=Mention.Status.STANDING,
            paragraph__mentions__start__gte=F("start"),
            paragraph__mentions__end__lte=F("end"),
        )
        return self.standing().filter(pk__in=parts.values("quote"))


class Quote(Statement):
    """What somebody is reported to have said; its words are its parts of kind content."""

    class Form(models.TextChoices):
        DIRECT = "direct", "in their words"
        INDIRECT = "indirect", "in other words"
        MIXED = "mixed", "partly in their words"

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="quotes",
        help_text="In which dispatch.",
    )
    form = models.CharField(max_length=8, choices=Form, help_text="Direct, indirect or mixed.")
    speaker = models.ForeignKey(
        Mention,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="quotes",
        help_text="The name in the speaker's words, or the one that they stand for.",
    )
    speaker_words = models.CharField(
        max_length=500, blank=True, help_text="Who says it, as said; empty where nobody is told."
    )
    speaker_chain = models.CharField(
        max_length=20, blank=True, help_text="The chain of names the speaker's words stand for."
    )
    speaker_set = models.ForeignKey(
        Entity,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="Who said it by a person's word, merges not followed; goes before the words.",
    )
    speaker_denied = models.BooleanField(
        default=False, help_text="Whether a person said that it was not who the words lead to."
    )
    cue_words = models.CharField(
        max_length=300, blank=True, help_text="The words that report it: “said”."
    )
    addressee = models.ForeignKey(
        Mention,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="quotes_to",
        help_text="To whom it was said.",
    )
    addressee_words = models.CharField(max_length=500, blank=True, help_text="To whom, as said.")
    addressee_chain = models.CharField(
        max_length=20, blank=True, help_text="The chain of names the addressee's words stand for."
    )
    score = models.FloatField(default=1.0, help_text="How sure the machine was, 0 to 1.")
    origin = models.CharField(
        max_length=8, choices=Origin, default=Origin.MACHINE, help_text="Who says so."
    )

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=QUOTE_FORMS), name="quote_form_known"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="quote_score_is_a_probability"
            ),
        ]
        indexes = [
            # Read by the page of what somebody said.
            models.Index(
                F("speaker_set"),
                condition=Q(speaker_set__isnull=False),
                name="quote_speaker_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} quote of {self.speaker_words or 'nobody told'}"

    @property
    def who(self) -> Entity | None:
        """Who said it, a person's word first; None where nobody is named. Load `speaker__entity`
        and `speaker_set`."""
        return meant(self.speaker_set, None if self.speaker_denied else self.speaker)

    @property
    def to_whom(self) -> Entity | None:
        """To whom it was said. Load `addressee__entity`."""
        return meant(None, self.addressee)


class QuotePart(models.Model):
    """A stretch of one paragraph that belongs to a quote: what was said, who, how, to whom."""

    class Part(models.TextChoices):
        CONTENT = "content", "what was said"
        SPEAKER = "speaker", "who said it"
        CUE = "cue", "that it was said"
        ADDRESSEE = "addressee", "to whom"

    quote = models.ForeignKey(
        Quote, on_delete=models.CASCADE, related_name="parts", help_text="Of which quote."
    )
    part = models.CharField(
        max_length=9, choices=Part, default=Part.CONTENT, help_text="What these words are in it."
    )
    paragraph = models.ForeignKey(
        Paragraph,
        on_delete=models.CASCADE,
        related_name="quote_parts",
        help_text="Where they stand.",
    )
    start = models.PositiveIntegerField(help_text="First character, counted from 0.")
    end = models.PositiveIntegerField(help_text="One past the last character.")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="quote_part_span_not_empty"
            ),
            models.UniqueConstraint(
                "quote", "part", "paragraph", "start", name="quote_part_told_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} of quote {self.quote_id}"


class FigureQuerySet(models.QuerySet["Figure"]):
    def standing(self) -> FigureQuerySet:
        """Figures readers see: all but the rejected."""
        return self.filter(status=Standing.STANDING)

    def of(self, entity: Entity) -> FigureQuerySet:
        """Figures told of one event, merges followed."""
        return self.standing().filter(
            occurrence__mention__entity=entity,
            occurrence__mention__status=Mention.Status.STANDING,
        )


class Figure(Statement):
    """A quantity as said, with what it counts: "about 1,500 soldiers"."""

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="figures",
        help_text="In which dispatch.",
    )
    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.CASCADE, related_name="figures", help_text="Where it stands."
    )
    start = models.PositiveIntegerField(help_text="First character, counted from 0.")
    end = models.PositiveIntegerField(help_text="One past the last character.")
    surface = models.CharField(max_length=500, help_text="The words themselves.")
    low = models.DecimalField(
        null=True,
        blank=True,
        max_digits=30,
        decimal_places=6,
        help_text="At least so many; empty for “at most”. The same as high where it is one number.",
    )
    high = models.DecimalField(
        null=True,
        blank=True,
        max_digits=30,
        decimal_places=6,
        help_text="At most so many; empty for “at least”.",
    )
    unit = models.CharField(
        max_length=20,
        blank=True,
        help_text="Empty for things counted; an ISO 4217 code, “percent”, or a unit's English name.",
    )
    of = models.CharField(
        max_length=100, blank=True, help_text="What is counted, as a dictionary has it: “soldier”."
    )
    of_text = models.CharField(max_length=300, blank=True, help_text="What is counted, as said.")
    about = models.BooleanField(default=False, help_text="Whether it is approximate.")
    occurrence = models.ForeignKey(
        Occurrence,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="figures",
        help_text="Where the event that it belongs to is spoken of; says which event it is.",
    )
    earliest = models.DateField(null=True, blank=True, help_text="The first day it held.")
    latest = models.DateField(null=True, blank=True, help_text="The last day it held.")
    time_words = models.CharField(max_length=300, blank=True, help_text="When it held, as said.")
    origin = models.CharField(
        max_length=8, choices=Origin, default=Origin.MACHINE, help_text="Who says so."
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["paragraph_id", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="figure_span_not_empty"),
            models.UniqueConstraint("paragraph", "start", "end", name="figure_told_once"),
            models.CheckConstraint(
                condition=Q(low__isnull=False) | Q(high__isnull=False), name="figure_has_a_number"
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                name="figure_low_not_above_high",
            ),
        ]

    def __str__(self) -> str:
        return self.surface

    @property
    def event(self) -> Entity | None:
        """The event it belongs to. Load `occurrence__mention__entity`."""
        return meant(None, self.occurrence.mention) if self.occurrence else None
