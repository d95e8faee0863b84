"""What people decided: decisions, and the words each is about. Rows are added, never changed.

A trigger in the database refuses to change or delete one, whoever asks.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Article, Version
from entities.models.entity import Entity


class Act(models.TextChoices):
    """What a person may do. The first four are about words that name or tell of something, the next
    about what is read of quotes, figures and events, the others about entities or rules."""

    REJECT = "reject", "not a name"
    CONFIRM = "confirm", "right as marked"
    POINT = "point", "pointed at an entity"
    ADD_MENTION = "add_mention", "added a mention"
    SAY_SPEAKER = "speaker", "said who spoke"
    NO_QUOTE = "no_quote", "not a quote"
    SAY_VALUE = "value", "corrected a figure"
    NO_FIGURE = "no_figure", "not a figure"
    SAY_OCCURRENCE = "occurrence", "corrected what is said of an event"
    NO_PART = "no_part", "not a participant"
    SAY_EVENT = "event", "said what is known of an event"
    RENAME = "rename", "renamed"
    DESCRIBE = "describe", "described"
    CHANGE_KIND = "change_kind", "changed the kind"
    ADD_ALIAS = "add_alias", "added a name"
    REMOVE_ALIAS = "remove_alias", "removed a name"
    CREATE = "create", "made by hand"
    MERGE = "merge", "merged"
    SPLIT = "split", "split"
    JUDGE = "judge", "judged"
    MAKE_RULE = "make_rule", "made a rule"
    REVOKE_RULE = "revoke_rule", "revoked a rule"
    UNDO = "undo", "undid"


ABOUT_WORDS = (Act.REJECT, Act.CONFIRM, Act.POINT, Act.ADD_MENTION)
ABOUT_STATEMENTS = (
    Act.SAY_SPEAKER,
    Act.NO_QUOTE,
    Act.SAY_VALUE,
    Act.NO_FIGURE,
    Act.SAY_OCCURRENCE,
    Act.NO_PART,
)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> DecisionQuerySet:
        """Decisions in force: nobody undid them."""
        return self.filter(undone_by__isnull=True)


class Decision(models.Model):
    """One act of one person, or of the system: who, when, what, why, and what it changed."""

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="Who decided; empty for the system.",
    )
    made_at = models.DateTimeField(default=timezone.now, help_text="When.")
    act = models.CharField(max_length=12, choices=Act, help_text="What was done.")
    reason = models.TextField(blank=True, help_text="Why, in the words of whoever decided.")
    entity = models.ForeignKey(
        Entity,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        db_index=False,
        help_text="What it is about; of a merge, the one absorbed.",
    )
    other = models.ForeignKey(
        Entity,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="What words were pointed at, the survivor of a merge, the other half of a "
        "split or judgement.",
    )
    article = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        db_index=False,
        help_text="The dispatch whose words it is about, where they are of one dispatch.",
    )
    rule = models.ForeignKey(
        "entities.Rule",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        help_text="The rule it made or revoked.",
    )
    before: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text="What it found: names, kinds, counts."
    )
    after: models.JSONField[Any, Any] = models.JSONField(
        default=dict, blank=True, help_text="What it left: names, kinds, counts."
    )
    undoes = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="undone_by",
        help_text="The decision it takes back.",
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=Act.values), name="decision_act_known"),
            models.CheckConstraint(
                condition=Q(act="undo", undoes__isnull=False)
                | ~Q(act="undo") & Q(undoes__isnull=True),
                name="decision_that_undoes_says_which",
            ),
            models.CheckConstraint(
                condition=Q(undoes__isnull=True) | ~Q(undoes=F("id")),
                name="decision_does_not_undo_itself",
            ),
        ]
        indexes = [
            # Read by the history of an entity, from either side of a decision.
            models.Index(F("entity"), F("id").desc(), name="decision_of_entity"),
            models.Index(F("other"), F("id").desc(), name="decision_of_other"),
            # Read by the history of a dispatch.
            models.Index(F("article"), F("id").desc(), name="decision_of_article"),
            # Read by the list of one's own decisions.
            models.Index(F("made_by"), F("id").desc(), name="decision_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} ({self.pk})"


class Anchor(models.Model):
    """The words one decision is about, so that they are found again in any later reading.

    Exact words with a little text on either side, after the W3C Web Annotation model's
    TextQuoteSelector, beside the paragraph's lineage and the offset of then.
    """

    class Target(models.TextChoices):
        MENTION = "mention", "a name"
        TRIGGER = "trigger", "words that tell of an event"
        OCCURRENCE = "occurrence", "what is said of an event there"
        PARTICIPATION = "participation", "who takes part in an event there"
        QUOTE = "quote", "a quote"
        FIGURE = "figure", "a figure"

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="anchors", help_text="What was decided."
    )
    target = models.CharField(
        max_length=13,
        choices=Target,
        default=Target.MENTION,
        help_text="What of the words was decided about.",
    )
    aspect = models.CharField(
        max_length=10,
        blank=True,
        help_text="Of a quote, figure or event, what was decided: speaker, status, value, type, "
        "time, place, modality; empty of a name.",
    )
    said: models.JSONField[Any, Any] = models.JSONField(
        default=dict,
        blank=True,
        help_text="What a person said it is instead; empty where the entity tells, and of a name.",
    )
    article = models.ForeignKey(
        Article,
        on_delete=models.PROTECT,
        related_name="anchors",
        db_index=False,
        help_text="In which dispatch.",
    )
    lineage = models.UUIDField(
        default=uuid.uuid4, help_text="The paragraph, through all versions of its dispatch."
    )
    exact = models.CharField(max_length=500, help_text="The words themselves.")
    prefix = models.CharField(max_length=64, blank=True, help_text="The words just before.")
    suffix = models.CharField(max_length=64, blank=True, help_text="The words just after.")
    start = models.PositiveIntegerField(help_text="Their first character then, counted from 0.")
    entity = models.ForeignKey(
        Entity,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="anchors",
        help_text="What the words mean by this decision; empty where they are no name.",
    )
    entity_before = models.ForeignKey(
        Entity,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="What they meant before, merges not followed; empty where they were unmarked.",
    )
    status_before = models.CharField(
        max_length=8, blank=True, help_text="Their status before; empty where they were unmarked."
    )
    origin_before = models.CharField(
        max_length=8, blank=True, help_text="Who had said so; empty where they were unmarked."
    )
    score_before = models.FloatField(
        null=True, blank=True, help_text="How sure the machine had been."
    )
    over = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The earlier decision on the same words, where there was one.",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(exact=""), name="anchor_words_not_empty"),
            models.CheckConstraint(
                condition=Q(entity_before__isnull=True, status_before="", origin_before="")
                | Q(entity_before__isnull=False) & ~Q(status_before="") & ~Q(origin_before=""),
                name="anchor_before_is_whole_or_nothing",
            ),
        ]
        indexes = [
            # Read after every reading: all that was decided about one dispatch.
            models.Index(fields=["article", "decision"], name="anchor_in_article"),
        ]

    def __str__(self) -> str:
        return self.exact


class Unplaced(models.Model):
    """An anchor whose words the current version does not hold: listed, and looked for again.

    Derived, and written by `entities.reapplying` alone.
    """

    anchor = models.OneToOneField(
        Anchor, on_delete=models.CASCADE, related_name="unplaced", help_text="The words."
    )
    version = models.ForeignKey(
        Version, on_delete=models.CASCADE, related_name="+", help_text="Where they were not found."
    )
    noticed_at = models.DateTimeField(auto_now_add=True, help_text="Since when.")

    class Meta:
        verbose_name = "decision that no longer finds its words"
        verbose_name_plural = "decisions that no longer find their words"
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.anchor)
