"""What was derived, to look at: names, appearances, readings."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.admin import RecordAdmin
from entities import queueing
from entities.models import Alias, Appearance, ExtractionRun


@admin.register(Alias)
class AliasAdmin(RecordAdmin):
    list_display = ["name", "entity", "kind", "origin"]
    list_filter = ["kind", "origin"]
    list_select_related = ["entity"]
    search_fields = ["name", "entity__name"]


@admin.register(Appearance)
class AppearanceAdmin(RecordAdmin):
    list_display = ["entity", "article", "mention_count", "dated_at"]
    list_filter = ["entity__kind", "dated_at"]
    list_select_related = ["entity", "article__current_version"]
    search_fields = ["entity__name"]


@admin.register(ExtractionRun)
class ExtractionRunAdmin(RecordAdmin):
    list_display = [
        "version",
        "state",
        "queued_at",
        "finished_at",
        "attempts",
        "pipeline_version",
        "mention_count",
        "entity_count",
        "reading_ms",
        "recording_ms",
        "error",
    ]
    list_filter = ["state", "pipeline_version", "queued_at"]
    list_select_related = ["version"]
    search_fields = ["version__headline", "error"]
    date_hierarchy = "queued_at"
    actions = ["read_again"]

    @admin.action(description="Read again (corrections stay)", permissions=["view"])
    def read_again(self, request: HttpRequest, runs: QuerySet[ExtractionRun]) -> None:
        if not request.user.has_perm("entities.read_again"):
            self.message_user(request, "You may not have dispatches read again.", messages.ERROR)
            return
        articles = {run.version.article for run in runs.select_related("version__article")}
        queued = sum(
            queueing.queue(article, requested_by=request.user) is not None
            for article in sorted(articles, key=lambda article: article.pk)
        )
        self.message_user(request, f"{queued} dispatches will be read again.", messages.SUCCESS)
