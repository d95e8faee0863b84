"""What was filed: sources, dispatches with their immutable versions, paragraphs, and receipts.

Only `articles.intake` writes these rows.
"""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

# Characters of a paragraph that search sees: PostgreSQL takes 1 MB of different words at most, and
# refuses the row beyond it. No paragraph a person wrote comes near.
SEARCHED = 200_000


def publication_in_words(moment: datetime.datetime | None, precision: str) -> str:
    """As exactly as it is known, in the desk's time: "27 July 2023", "27 July 2023, 00:35 UTC";
    empty where it is not known."""
    if moment is None:
        return ""
    moment = timezone.localtime(moment)
    day = date_format(moment, "j F Y")
    return day if precision == Version.Precision.DAY else f"{day}, {moment:%H:%M %Z}"


class Source(models.Model):
    """Who a dispatch came from: an agency, a paper, a correspondent's desk."""

    name = models.CharField(
        max_length=200, help_text="As the desk writes it, for example “Sahel Wire”."
    )
    created_at = models.DateTimeField(auto_now_add=True, help_text="When it was first seen.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="source_name_unique_whatever_the_case"),
            models.CheckConstraint(condition=~Q(name=""), name="source_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(models.QuerySet["Article"]):
    def listed(self) -> ArticleQuerySet:
        """With what a list line shows, newest first."""
        return self.select_related("source", "current_version").order_by("-dated_at", "-id")

    def matching(self, words: str) -> ArticleQuerySet:
        """Dispatches whose headline or text holds `words`, in websearch syntax.

        Quotes, `or` and a leading minus work as in a search engine; a term that PostgreSQL's
        English dictionary drops ("the") matches nothing by itself.
        """
        query = SearchQuery(words, search_type="websearch", config="english")
        # One union, not two conditions with an "or": PostgreSQL cannot hash the latter, and asks
        # both for every dispatch.
        in_text = Paragraph.objects.filter(search=query).order_by().values("version_id")
        in_headline = Version.objects.filter(search=query).order_by().values("id")
        return self.filter(current_version__in=in_text.union(in_headline))


class Article(models.Model):
    """One dispatch, through all its versions."""

    source = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
        help_text="Who sent it; empty where nobody said.",
    )
    current_version = models.OneToOneField(
        "Version",
        null=True,
        on_delete=models.RESTRICT,
        related_name="current_of",
        help_text="The version readers see.",
    )
    dated_at = models.DateTimeField(
        help_text="When it was published, or, where that is unknown, when it was filed."
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "dispatch"
        verbose_name_plural = "dispatches"
        ordering = ["-dated_at", "-id"]
        permissions = [("file_dispatch", "Can file dispatches")]
        indexes = [
            # Read by every list of dispatches, newest first.
            models.Index(F("dated_at").desc(), F("id").desc(), name="article_newest_first"),
            # Read by the list filtered by source.
            models.Index(F("source"), F("dated_at").desc(), name="article_newest_of_source"),
        ]

    def __str__(self) -> str:
        return self.current_version.headline if self.current_version else f"Dispatch {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.pk])


class Version(models.Model):
    """One state of a dispatch's text. Never changed once written: a correction is a new version."""

    class Cause(models.TextChoices):
        FILED = "filed", "filed"
        UPDATE = "update", "updated by its source"
        CORRECTION = "correction", "corrected by its source"
        WITHDRAWN = "withdrawn", "withdrawn by its source"
        REREAD = "reread", "read again by a newer reader"
        NOTED = "noted", "put right by the desk"

    class Precision(models.TextChoices):
        UNKNOWN = "", "unknown"
        DAY = "day", "to the day"
        MINUTE = "minute", "to the minute"

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="versions",
        help_text="The dispatch this is a version of.",
    )
    number = models.PositiveSmallIntegerField(help_text="1 for the version first filed.")
    cause = models.CharField(
        max_length=12, choices=Cause, default=Cause.FILED, help_text="Why this version exists."
    )
    headline = models.CharField(
        max_length=400, help_text="Its own, or the opening words where it came with none."
    )
    byline = models.CharField(max_length=300, blank=True, help_text="Who wrote it, as signed.")
    dateline = models.CharField(
        max_length=200, blank=True, help_text="The place the dispatch is dated from."
    )
    source = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who sent it, as noted with this version; empty where nobody said.",
    )
    language = models.CharField(
        max_length=8, blank=True, help_text="ISO 639 code; empty where unsure."
    )
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="When its source published it; empty where unknown."
    )
    published_precision = models.CharField(
        max_length=8,
        choices=Precision,
        blank=True,
        default=Precision.UNKNOWN,
        help_text="How exactly the time of publication is known.",
    )
    text_hash = models.CharField(
        max_length=64, help_text="SHA-256 of the normalised text: equal texts are one dispatch."
    )
    bytes_hash = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the file as received."
    )
    word_count = models.PositiveIntegerField(default=0, help_text="Words in its paragraphs.")
    file_name = models.CharField(
        max_length=255, blank=True, help_text="The name the file came with: a label, never a path."
    )
    reader = models.CharField(max_length=20, help_text="Which reader took the text out.")
    reader_version = models.CharField(max_length=20, help_text="That reader's version.")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who filed it; empty for an import from the command line.",
    )
    filed_at = models.DateTimeField(auto_now_add=True, help_text="When it was filed.")
    search = models.GeneratedField(
        expression=SearchVector("headline", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
        help_text="The headline's words, for search.",
    )

    class Meta:
        ordering = ["article_id", "number"]
        constraints = [
            models.UniqueConstraint("article", "number", name="version_number_unique_in_dispatch"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_numbers_start_at_one"),
            # The referee of two people who file the same text at the same moment.
            models.UniqueConstraint(
                "text_hash", condition=Q(number=1), name="version_text_filed_once"
            ),
            models.CheckConstraint(condition=~Q(headline=""), name="version_headline_not_empty"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_precision="")
                | Q(published_at__isnull=False) & ~Q(published_precision=""),
                name="version_published_with_its_precision",
            ),
        ]
        indexes = [
            # Read by the search of dispatches.
            GinIndex(fields=["search"], name="version_headline_words"),
            # Read for everything handed in: whether its text is on file.
            models.Index(fields=["text_hash"], name="version_by_text"),
        ]

    def __str__(self) -> str:
        return f"{self.headline} (version {self.number})"

    def get_absolute_url(self) -> str:
        return reverse("articles:version", args=[self.article_id, self.number])

    @property
    def published_in_words(self) -> str:
        return publication_in_words(self.published_at, self.published_precision)


class Paragraph(models.Model):
    """One paragraph of one version; its text is frozen, and offsets into it count code points."""

    class Kind(models.TextChoices):
        BODY = "body", "body"
        CROSSHEAD = "crosshead", "crosshead"
        LIST = "list", "list item"
        CAPTION = "caption", "caption"
        CREDIT = "credit", "credit"

    version = models.ForeignKey(
        Version,
        on_delete=models.CASCADE,
        related_name="paragraphs",
        help_text="The version it stands in.",
    )
    position = models.PositiveIntegerField(help_text="1 for the first paragraph.")
    kind = models.CharField(
        max_length=10, choices=Kind, default=Kind.BODY, help_text="What part it plays."
    )
    text = models.TextField(help_text="As cleaned once at intake, and never changed since.")
    lineage = models.UUIDField(
        default=uuid.uuid4,
        help_text="The same for one paragraph through all versions of its dispatch.",
    )
    search = models.GeneratedField(
        expression=SearchVector(Left("text", SEARCHED), config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
        help_text="Its words, for search.",
    )

    class Meta:
        ordering = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(
                "version", "position", name="paragraph_position_unique_in_version"
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="paragraphs_start_at_one"),
            models.CheckConstraint(condition=~Q(text=""), name="paragraph_text_not_empty"),
            models.UniqueConstraint(
                "version", "lineage", name="paragraph_lineage_unique_in_version"
            ),
        ]
        indexes = [
            # Read by the search of dispatches.
            GinIndex(fields=["search"], name="paragraph_words"),
            # Will be read when decisions follow a paragraph into a newer version.
            models.Index(fields=["lineage"], name="paragraph_by_lineage"),
        ]

    def __str__(self) -> str:
        return f"¶ {self.position}"


class Delivery(models.Model):
    """One act of handing in: a form sent, a command run. Its receipts say what became of each."""

    class Via(models.TextChoices):
        PAGE = "page", "upload page"
        COMMAND = "command", "import command"
        SAMPLES = "samples", "sample dispatches"

    received_at = models.DateTimeField(auto_now_add=True, help_text="When it was handed in.")
    received_from = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who handed it in; empty for a command.",
    )
    via = models.CharField(max_length=10, choices=Via, help_text="How it came.")

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("articles:delivery", args=[self.pk])


class Receipt(models.Model):
    """What became of one file or pasted text: filed, duplicate of a dispatch, or failed and why."""

    class Outcome(models.TextChoices):
        FILED = "filed", "filed"
        DUPLICATE = "duplicate", "duplicate"
        FAILED = "failed", "failed"

    delivery = models.ForeignKey(
        Delivery,
        on_delete=models.CASCADE,
        related_name="receipts",
        help_text="The delivery it came in.",
    )
    position = models.PositiveIntegerField(help_text="Its place in the delivery, from 1.")
    name = models.CharField(max_length=255, help_text="The file's name, or “pasted text”.")
    size = models.PositiveBigIntegerField(help_text="Bytes received.")
    outcome = models.CharField(max_length=10, choices=Outcome, help_text="What became of it.")
    reason = models.TextField(
        blank=True,
        help_text="Why it failed; of a duplicate, what it tells otherwise than what is on file.",
    )
    article = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="receipts",
        help_text="The dispatch filed, or the one it is a duplicate of.",
    )

    class Meta:
        ordering = ["delivery_id", "position"]
        constraints = [
            models.UniqueConstraint("delivery", "position", name="receipt_position_unique"),
            models.CheckConstraint(
                condition=Q(outcome="failed", article__isnull=True) & ~Q(reason="")
                | Q(outcome__in=["filed", "duplicate"], article__isnull=False),
                name="receipt_leads_to_dispatch_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.outcome}"
