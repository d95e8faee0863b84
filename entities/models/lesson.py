"""What decisions teach: judgements of pairs, and rules for names."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Article, Source
from entities.models.entity import Entity, Kind
from entities.models.ledger import Decision


class Judgement(models.Model):
    """What a person said of two entities. The last word counts; the ledger has the earlier ones."""

    class Verdict(models.TextChoices):
        SAME = "same", "the same"
        DIFFERENT = "different", "different"
        UNSURE = "unsure", "not sure"

    low = models.ForeignKey(
        Entity,
        on_delete=models.CASCADE,
        related_name="+",
        # The unique constraint serves it.
        db_index=False,
        help_text="The one of the lower number.",
    )
    high = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="+", help_text="The other."
    )
    verdict = models.CharField(max_length=9, choices=Verdict, help_text="What was said.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who said so.",
    )
    made_at = models.DateTimeField(default=timezone.now, help_text="When.")
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        related_name="judgements",
        help_text="The decision that said so: a judgement, a merge or a split.",
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint("low", "high", name="judgement_unique_for_its_pair"),
            models.CheckConstraint(
                condition=Q(low__lt=F("high")), name="judgement_pair_in_the_order_of_numbers"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["same", "different", "unsure"]),
                name="judgement_verdict_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.low_id} and {self.high_id}: {self.get_verdict_display()}"


class RuleQuerySet(models.QuerySet["Rule"]):
    def in_force(self) -> RuleQuerySet:
        """Rules nobody revoked."""
        return self.filter(revoked_at__isnull=True)


class Rule(models.Model):
    """What the machine is to do with a name, in one dispatch, in one source, or everywhere."""

    class Act(models.TextChoices):
        HIDE = "hide", "is not a name"
        KIND = "kind", "is of this kind"
        MEANS = "means", "means this entity"

    act = models.CharField(max_length=5, choices=Act, help_text="What is said of the name.")
    name = models.CharField(max_length=300, help_text="The name, as it was corrected.")
    key = models.CharField(
        max_length=300, editable=False, help_text="The name without case, accents and punctuation."
    )
    kind = models.CharField(
        max_length=12,
        choices=Kind,
        blank=True,
        help_text="The kind it is; of the other rules, the kind the machine must read it as, "
        "empty for any.",
    )
    entity = models.ForeignKey(
        Entity,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rules",
        help_text="What the name means.",
    )
    article = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="rules",
        help_text="The one dispatch it is for.",
    )
    source = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="rules",
        help_text="The source it is for; with neither source nor dispatch it is for all.",
    )
    reason = models.TextField(blank=True, help_text="Why, in the words of whoever made it.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who made it.",
    )
    made_at = models.DateTimeField(default=timezone.now, help_text="When.")
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who revoked it.",
    )
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="When it was revoked.")

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(key=""), name="rule_name_not_empty"),
            models.CheckConstraint(
                condition=Q(act="hide", entity__isnull=True)
                | Q(act="kind", entity__isnull=True) & ~Q(kind="")
                | Q(act="means", entity__isnull=False),
                name="rule_says_what_its_act_needs",
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=True) | Q(source__isnull=True),
                name="rule_has_one_scope",
            ),
            # The referee of two people who teach the same thing at once.
            models.UniqueConstraint(
                F("act"),
                F("key"),
                F("kind"),
                F("article"),
                F("source"),
                nulls_distinct=False,
                condition=Q(revoked_at__isnull=True),
                name="rule_made_once_in_its_scope",
            ),
        ]
        indexes = [
            # Read by every reading: the rules for the names found.
            models.Index(
                fields=["key"], condition=Q(revoked_at__isnull=True), name="rule_in_force_by_key"
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.name}” {self.get_act_display()}"

    @property
    def scope(self) -> str:
        """Where it holds, in words."""
        if self.article_id is not None:
            return "in one dispatch"
        if self.source is not None:
            return f"in dispatches of {self.source}"
        return "everywhere"
