"""Django admin of dispatches: what was filed and how it was read, so it joins both apps."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from articles.admin import RecordInline
from articles.models import Article, Version
from entities import history, queueing

admin.site.site_header = "Newsroom"
admin.site.site_title = "Newsroom"
admin.site.index_title = "Corrections and records"


class VersionInline(RecordInline):
    model = Version
    fk_name = "article"
    fields = ["number", "cause", "headline", "published_at", "source", "filed_by", "filed_at"]


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    """A dispatch can be read again here; it is corrected on its page, which keeps a version."""

    object_history_template = "admin/entities/history.html"
    list_display = ["headline", "source", "dated_at", "entity_count", "page"]
    list_filter = ["source", "dated_at", "current_version__language"]
    list_select_related = ["source", "current_version"]
    search_fields = ["current_version__headline", "versions__file_name", "source__name"]
    date_hierarchy = "dated_at"
    show_full_result_count = False
    fields = ["page", "correcting", "source", "dated_at"]
    readonly_fields = ["page", "correcting", "source", "dated_at"]
    inlines = [VersionInline]
    actions = ["read_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The ledger's lines and the readings, instead of what this admin alone did."""
        article = self.get_object(request, object_id)
        lines = history.of_article(article) if article is not None else []
        return super().history_view(request, object_id, {"lines": lines, **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        from django.db.models import Count

        return super().get_queryset(request).annotate(entities_found=Count("appearances"))

    @admin.display(description="headline", ordering="current_version__headline")
    def headline(self, article: Article) -> str:
        return str(article)

    @admin.display(description="entities", ordering="entities_found")
    def entity_count(self, article: Article) -> int:
        return int(getattr(article, "entities_found", 0))

    @admin.display(description="page")
    def page(self, article: Article) -> str:
        return format_html('<a href="{}">Open the dispatch</a>', article.get_absolute_url())

    @admin.display(description="correct")
    def correcting(self, article: Article) -> str:
        address = reverse("articles:correct", args=[article.pk])
        return format_html('<a href="{}">Correct what is noted, or its text</a>', address)

    @admin.action(description="Read again (corrections stay)", permissions=["change"])
    def read_again(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        queued = sum(
            queueing.queue(article, requested_by=request.user) is not None
            for article in articles.order_by("pk")
        )
        waiting = articles.count() - queued
        note = f" {waiting} were waiting already." if waiting else ""
        self.message_user(
            request, f"{queued} dispatches will be read again.{note}", messages.SUCCESS
        )
