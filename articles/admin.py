"""Django admin for what was filed. A dispatch is never edited or deleted here: it is a record."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Delivery, Paragraph, Receipt, Source, Version


class RecordAdmin(admin.ModelAdmin[Any]):
    """Rows to look at: nothing is added, changed or deleted by hand."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordInline(admin.TabularInline[Any, Any]):
    """Rows to look at beside their owner."""

    extra = 0
    can_delete = False
    show_change_link = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # Rows have fields that no form may hold, such as the time they were made.
        return [str(name) for name in self.fields or ()]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin[Source]):
    list_display = ["name", "created_at"]
    search_fields = ["name"]
    fields = ["name", "created_at"]
    readonly_fields = ["created_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ParagraphInline(RecordInline):
    model = Paragraph
    fields = ["position", "kind", "text"]
    ordering = ["position"]


@admin.register(Version)
class VersionAdmin(RecordAdmin):
    list_display = [
        "headline",
        "number",
        "cause",
        "language",
        "published_at",
        "filed_by",
        "filed_at",
    ]
    list_filter = ["cause", "language", "reader", "filed_at"]
    list_select_related = ["filed_by"]
    search_fields = ["headline", "byline", "file_name"]
    date_hierarchy = "filed_at"
    exclude = ["search"]
    inlines = [ParagraphInline]


class ReceiptInline(RecordInline):
    model = Receipt
    fields = ["position", "name", "size", "outcome", "reason", "article"]


@admin.register(Delivery)
class DeliveryAdmin(RecordAdmin):
    list_display = ["id", "received_at", "received_from", "via"]
    list_filter = ["via", "received_at"]
    list_select_related = ["received_from"]
    inlines = [ReceiptInline]


@admin.register(Receipt)
class ReceiptAdmin(RecordAdmin):
    list_display = ["name", "outcome", "reason", "article", "delivery"]
    list_filter = ["outcome", "delivery__via", "delivery__received_at"]
    list_select_related = ["article__current_version", "delivery"]
    search_fields = ["name", "reason"]
