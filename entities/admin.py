"""Django admin for correcting: every act goes through `entities.corrections`."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html

from articles.admin import RecordAdmin
from entities import corrections, queueing
from entities.forms import AliasForm, ChooseEntity, ChooseKind, EntityForm, MentionForm
from entities.models import Alias, Appearance, Entity, ExtractionRun, Kind, Mention

# Words shown on either side of a mention in lists.
AROUND = 60
# Rows a confirmation page lists before it only counts the rest.
LISTED = 50


class Confirmed:
    """An action's page between choosing and doing: it says what will change, and for which rows."""

    def confirm(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        *,
        title: str,
        action: str,
        form: Form | None,
        consequence: str,
    ) -> HttpResponse:
        across = request.POST.get("select_across") == "1"
        context = {
            **admin.site.each_context(request),
            "title": title,
            "action": action,
            "consequence": consequence,
            "form": form,
            "media": form.media if form else "",
            "rows": list(queryset[:LISTED]),
            # "Select all" of a long list travels as that wish, not as thousands of fields.
            "select_across": across,
            "ids": [row.pk for row in queryset[:1]] if across else [row.pk for row in queryset],
            "unlisted": max(0, queryset.count() - LISTED),
            "opts": queryset.model._meta,
        }
        return TemplateResponse(request, "admin/entities/confirm.html", context)


class AliasInline(admin.TabularInline[Alias, Entity]):
    model = Alias
    form = AliasForm
    extra = 1
    fields = ["name", "kind", "origin"]
    readonly_fields = ["origin"]
    verbose_name_plural = "names it goes by"


class StandingFilter(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "absorbed or no longer mentioned"), ("all", "all")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entity]) -> QuerySet[Entity]:
        if (
            request.resolver_match
            and request.resolver_match.url_name != "entities_entity_changelist"
        ):
            return queryset
        if self.value() == "no":
            return queryset.exclude(pk__in=Entity.objects.standing())
        if self.value() == "all":
            return queryset
        return queryset & Entity.objects.standing()


@admin.register(Entity)
class EntityAdmin(Confirmed, admin.ModelAdmin[Entity]):
    form = EntityForm
    list_display = [
        "name",
        "kind",
        "mention_count",
        "article_count",
        "last_seen_at",
        "origin",
        "page",
    ]
    list_filter = ["kind", "origin", StandingFilter, "last_seen_at"]
    list_select_related = ["merged_into"]
    search_fields = ["name", "aliases__name"]
    ordering = ["-mention_count", "id"]
    show_full_result_count = False
    readonly_fields = [
        "page",
        "origin",
        "mention_count",
        "article_count",
        "first_seen_at",
        "last_seen_at",
        "namesake",
        "merged_into",
        "created_at",
    ]
    fields = ["name", "kind", "description", *readonly_fields]
    inlines = [AliasInline]
    actions = ["change_kind", "reject_all"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # An address that was ever public keeps working: an entity is absorbed, never deleted.
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entity], search_term: str
    ) -> tuple[QuerySet[Entity], bool]:
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if request.path.endswith("/autocomplete/"):
            # A mention can only be pointed at what readers can open; the most mentioned first.
            found = found.filter(merged_into__isnull=True).order_by("-mention_count", "id")
        return found, duplicates

    @admin.display(description="page")
    def page(self, entity: Entity) -> str:
        if entity._state.adding:
            return ""
        return format_html('<a href="{}">Open the page</a>', entity.get_absolute_url())

    def save_model(self, request: HttpRequest, obj: Entity, form: EntityForm, change: bool) -> None:
        wanted = form.cleaned_data
        if not change:
            made = corrections.create(
                wanted["name"], wanted["kind"], wanted["description"], by=request.user
            )
            obj.pk = made.entity_id
        else:
            if "kind" in form.changed_data:
                corrections.change_kind(obj, wanted["kind"], by=request.user)
            if "name" in form.changed_data:
                corrections.rename(obj, wanted["name"], by=request.user)
            if "description" in form.changed_data:
                corrections.describe(obj, wanted["description"], by=request.user)
        obj.refresh_from_db()

    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseModelFormSet[Any, Any], change: bool
    ) -> None:
        formset.save(commit=False)
        try:
            for alias in formset.deleted_objects:
                corrections.remove_alias(alias, by=request.user)
            for alias, _ in formset.changed_objects:
                corrections.remove_alias(Alias.objects.get(pk=alias.pk), by=request.user)
                corrections.add_alias(alias.entity, alias.name, alias.kind, by=request.user)
            for alias in formset.new_objects:
                corrections.add_alias(alias.entity, alias.name, alias.kind, by=request.user)
        except corrections.Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)

    @admin.action(description="Change kind…", permissions=["change"])
    def change_kind(self, request: HttpRequest, entities: QuerySet[Entity]) -> HttpResponse | None:
        form = ChooseKind(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self.confirm(
                request,
                entities,
                title="Change the kind of these entities",
                action="change_kind",
                form=form,
                consequence="All their mentions, in every dispatch, take the new kind.",
            )
        for entity in entities.order_by("pk"):
            try:
                corrections.change_kind(entity, form.cleaned_data["kind"], by=request.user)
            except corrections.Refused as refusal:
                self.message_user(request, f"{entity.name}: {refusal}", messages.ERROR)
            else:
                label = Kind(form.cleaned_data["kind"]).label.lower()
                self.message_user(request, f"{entity.name} is now a {label}.", messages.SUCCESS)
        return None

    @admin.action(description="Not a name: reject all mentions…", permissions=["change"])
    def reject_all(self, request: HttpRequest, entities: QuerySet[Entity]) -> HttpResponse | None:
        mentions = Mention.objects.standing().filter(entity__in=entities)
        if "confirmed" not in request.POST:
            return self.confirm(
                request,
                entities,
                title="Reject all mentions of these entities",
                action="reject_all",
                form=None,
                consequence=f"{mentions.count()} mentions will no longer be marked anywhere.",
            )
        _act(self, request, lambda: corrections.reject(mentions, by=request.user), "rejected")
        return None


def _act(page: Any, request: HttpRequest, act: Any, done: str) -> None:
    """Runs a correction of mentions and tells its outcome."""
    try:
        page.message_user(request, f"{act().after['mentions']} mentions {done}.", messages.SUCCESS)
    except corrections.Refused as refusal:
        page.message_user(request, str(refusal), messages.ERROR)


@admin.register(Mention)
class MentionAdmin(Confirmed, admin.ModelAdmin[Mention]):
    form = MentionForm
    list_display = [
        "surface",
        "entity",
        "kind",
        "in_context",
        "status",
        "origin",
        "certainty",
        "page",
    ]
    list_filter = ["status", "origin", "entity__kind", "paragraph__kind", "decided_at"]
    list_select_related = ["entity", "paragraph__version__article"]
    search_fields = ["surface", "entity__name"]
    autocomplete_fields = ["entity"]
    ordering = ["-id"]
    show_full_result_count = False
    readonly_fields = [
        "in_context",
        "kind",
        "page",
        "surface",
        "start",
        "end",
        "certainty",
        "origin",
        "prefix",
        "suffix",
        "decided_by",
        "decided_at",
    ]
    fields = ["in_context", "entity", "status", *readonly_fields[1:]]
    actions = ["reject", "confirm_as_marked", "point_elsewhere"]

    class Media:
        css = {"all": ["css/admin.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Rejecting is how a person removes a mention: the row keeps the next reading from it.
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        # The pages link to the mentions of one entity and of one dispatch.
        linked = {"entity__id__exact", "paragraph__version__id__exact"}
        return lookup in linked or super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    @admin.display(description="kind", ordering="entity__kind")
    def kind(self, mention: Mention) -> str:
        return mention.entity.get_kind_display()

    @admin.display(description="sure", ordering="score")
    def certainty(self, mention: Mention) -> str:
        return f"{mention.score:.0%}"

    @admin.display(description="in its words")
    def in_context(self, mention: Mention) -> str:
        text = mention.paragraph.text
        before = text[max(0, mention.start - AROUND) : mention.start]
        after = text[mention.end : mention.end + AROUND]
        return format_html(
            "{}{}<strong>{}</strong>{}{}",
            "…" if mention.start > AROUND else "",
            before,
            mention.surface,
            after,
            "…" if mention.end + AROUND < len(text) else "",
        )

    @admin.display(description="page")
    def page(self, mention: Mention) -> str:
        address = mention.paragraph.version.article.get_absolute_url()
        return format_html(
            '<a href="{}#p{}">¶ {}</a>',
            address,
            mention.paragraph.position,
            mention.paragraph.position,
        )

    def save_model(
        self, request: HttpRequest, obj: Mention, form: MentionForm, change: bool
    ) -> None:
        this = Mention.objects.filter(pk=obj.pk)
        wanted = form.cleaned_data
        if "entity" in form.changed_data:
            corrections.point(this, wanted["entity"], by=request.user)
        if wanted["status"] == Mention.Status.REJECTED:
            corrections.reject(this, by=request.user)
        elif "entity" not in form.changed_data:
            corrections.confirm(this, by=request.user)
        obj.refresh_from_db()

    @admin.action(description="Reject: not a name", permissions=["change"])
    def reject(self, request: HttpRequest, mentions: QuerySet[Mention]) -> None:
        _act(self, request, lambda: corrections.reject(mentions, by=request.user), "rejected")

    @admin.action(description="Confirm: right as marked", permissions=["change"])
    def confirm_as_marked(self, request: HttpRequest, mentions: QuerySet[Mention]) -> None:
        _act(self, request, lambda: corrections.confirm(mentions, by=request.user), "confirmed")

    @admin.action(description="Point at another entity…", permissions=["change"])
    def point_elsewhere(
        self, request: HttpRequest, mentions: QuerySet[Mention]
    ) -> HttpResponse | None:
        form = ChooseEntity(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self.confirm(
                request,
                mentions.select_related("entity", "paragraph__version"),
                title="Point these mentions at another entity",
                action="point_elsewhere",
                form=form,
                consequence=f"{mentions.count()} mentions will mean the entity you choose.",
            )
        target = form.cleaned_data["entity"]
        _act(
            self,
            request,
            lambda: corrections.point(mentions, target, by=request.user),
            f"now mean {target.name}",
        )
        return None


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
