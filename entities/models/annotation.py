"""What was read in dispatches: mentions, and their tally per dispatch."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from articles.models import Article, Paragraph
from entities.models.entity import Entity, Kind, Origin


class MentionQuerySet(models.QuerySet["Mention"]):
    def standing(self) -> MentionQuerySet:
        """Mentions readers see: all but the rejected and the hidden, in current versions."""
        return self.filter(
            status=Mention.Status.STANDING, paragraph__version__current_of__isnull=False
        )


class Mention(models.Model):
    """One stretch of one paragraph that names an entity: `text[start:end] == surface`, always.

    Machine rows are replaced by every extraction. A row of origin editor is derived from an anchor,
    the words a person decided about, and no extraction replaces it.
    """

    # A score under which the reader itself was in doubt. Few of its mentions are: of the sample
    # dispatches' 890 these are 13.
    DOUBTFUL = 0.8

    class Status(models.TextChoices):
        STANDING = "standing", "standing"
        REJECTED = "rejected", "not a name"
        HIDDEN = "hidden", "hidden by a rule"

    paragraph = models.ForeignKey(
        Paragraph,
        on_delete=models.CASCADE,
        related_name="mentions",
        help_text="Where it stands.",
    )
    start = models.PositiveIntegerField(help_text="First character, counted from 0.")
    end = models.PositiveIntegerField(help_text="One past the last character.")
    surface = models.CharField(max_length=500, help_text="The words themselves.")
    key = models.CharField(
        max_length=300,
        editable=False,
        help_text="The words without case, accents and punctuation, under which rules find them.",
    )
    read_as = models.CharField(
        max_length=12,
        choices=Kind,
        blank=True,
        help_text="The kind the machine read the words as; empty where a person marked them.",
    )
    entity = models.ForeignKey(
        Entity,
        on_delete=models.RESTRICT,
        related_name="mentions",
        help_text="What the words refer to: what they were resolved to, merges followed.",
    )
    resolved_to = models.ForeignKey(
        Entity,
        on_delete=models.RESTRICT,
        related_name="+",
        help_text="What the words were resolved to, merges not followed, so that a merge can be "
        "undone at any later time.",
    )
    unruled = models.ForeignKey(
        Entity,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
        db_index=False,
        help_text="What they would be resolved to without the rule that says otherwise.",
    )
    rule = models.ForeignKey(
        "entities.Rule",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mentions",
        db_index=False,
        help_text="The rule that hides these words or says what they mean.",
    )
    anchor = models.ForeignKey(
        "entities.Anchor",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mentions",
        db_index=False,
        help_text="The decision on these words that is in force.",
    )
    is_trigger = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether the words speak of an event without naming it: “withdrawal”. Rules, "
        "names learned and the questions about names leave them alone.",
    )
    chain = models.CharField(
        max_length=20, blank=True, help_text="The chain of its dispatch the machine put it in."
    )
    score = models.FloatField(help_text="How sure the machine was, 0 to 1; 1 for a person.")
    origin = models.CharField(
        max_length=8, choices=Origin, default=Origin.MACHINE, help_text="Who says so."
    )
    status = models.CharField(
        max_length=8,
        choices=Status,
        default=Status.STANDING,
        help_text="Rejected mentions are kept, so that no extraction brings them back.",
    )
    prefix = models.CharField(
        max_length=64, blank=True, help_text="The words just before, where a person decided."
    )
    suffix = models.CharField(
        max_length=64, blank=True, help_text="The words just after, where a person decided."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who corrected it.",
    )
    decided_at = models.DateTimeField(null=True, blank=True, help_text="When it was corrected.")

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["paragraph_id", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="mention_span_not_empty"),
            models.CheckConstraint(condition=~Q(surface=""), name="mention_surface_not_empty"),
            models.UniqueConstraint(
                "paragraph", "start", "end", name="mention_span_unique_in_paragraph"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="mention_score_is_a_probability"
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.EDITOR) & ~Q(status="hidden")
                | Q(decided_at__isnull=True) & ~Q(status="rejected"),
                name="mention_rejected_by_people_only",
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.EDITOR, anchor__isnull=False, rule__isnull=True)
                | Q(origin=Origin.MACHINE, anchor__isnull=True),
                name="mention_of_an_editor_has_its_anchor",
            ),
            models.CheckConstraint(
                condition=~Q(status="hidden") | Q(rule__isnull=False),
                name="mention_hidden_by_a_rule_only",
            ),
            models.CheckConstraint(
                condition=Q(unruled__isnull=True) | Q(rule__isnull=False),
                name="mention_unruled_where_a_rule_speaks",
            ),
        ]
        indexes = [
            # Read by the previews of rules, and when one is made or revoked.
            models.Index(fields=["key"], name="mention_by_key"),
            # Read when a rule is revoked, and by the list of rules with what each hides.
            models.Index(
                fields=["rule"], condition=Q(rule__isnull=False), name="mention_under_a_rule"
            ),
            # Read when a decision on words is undone.
            models.Index(
                fields=["anchor"], condition=Q(anchor__isnull=False), name="mention_of_anchor"
            ),
            # Read by the queue of mentions the reader was unsure of, and counted on its pages.
            models.Index(
                fields=["score", "id"],
                condition=Q(
                    score__lt=0.8,
                    origin=Origin.MACHINE,
                    status="standing",
                    rule__isnull=True,
                    is_trigger=False,
                ),
                name="mention_in_doubt",
            ),
            # Read by the entity page, which takes the mentions of one page of dispatches.
            models.Index(F("entity"), F("paragraph"), name="mention_of_entity"),
        ]

    def __str__(self) -> str:
        return self.surface


class Appearance(models.Model):
    """How often one entity stands in one dispatch: derived from mentions, rebuilt with them.

    Lists, charts, counts that follow filters and "appears with" read these few rows instead of
    every mention.
    """

    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="appearances", help_text="Who or what."
    )
    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="appearances",
        help_text="In which dispatch.",
    )
    mention_count = models.PositiveIntegerField(help_text="Mentions there.")
    dated_at = models.DateTimeField(help_text="The dispatch's date, kept here for order.")

    class Meta:
        ordering = ["-dated_at", "-article_id"]
        constraints = [
            models.UniqueConstraint("entity", "article", name="appearance_unique"),
            models.CheckConstraint(
                condition=Q(mention_count__gt=0), name="appearance_has_a_mention"
            ),
        ]
        indexes = [
            # Read by the entity page: its dispatches, newest first.
            models.Index(
                F("entity"),
                F("dated_at").desc(),
                F("article").desc(),
                name="appearance_newest_first",
            ),
            # Read by "appears with" and by the panel beside a dispatch.
            models.Index(fields=["article", "entity"], name="appearance_in_article"),
            # Read by the entity list filtered by date.
            models.Index(fields=["dated_at"], name="appearance_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} in {self.article_id}"
