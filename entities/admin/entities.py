"""Entities in Django admin: names and kinds, merging, and the history of each."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from entities import corrections, history, ledger
from entities.admin.confirming import Confirmed, tell
from entities.forms import AliasForm, ChooseKind, ChooseSurvivor, EntityForm
from entities.models import Alias, Entity, Kind, Mention


class AliasInline(admin.TabularInline[Alias, Entity]):
    model = Alias
    form = AliasForm
    extra = 1
    fields = ["name", "kind", "origin"]
    readonly_fields = ["origin"]
    verbose_name_plural = "names it goes by"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alias]:
        # The name composed of what is known of an event is not for editing here.
        return super().get_queryset(request).exclude(kind="")


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
    object_history_template = "admin/entities/history.html"
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
    fields = ["name", "kind", "description", "seen", *readonly_fields]
    inlines = [AliasInline]
    actions = ["change_kind", "merge", "reject_all"]

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

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The ledger's lines, instead of what this admin alone did."""
        entity = self.get_object(request, object_id)
        lines = history.of_entity(entity) if entity is not None else []
        return super().history_view(request, object_id, {"lines": lines, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Entity, form: EntityForm, change: bool) -> None:
        wanted, by = form.cleaned_data, request.user
        if not change:
            made = corrections.create(wanted["name"], wanted["kind"], wanted["description"], by=by)
            obj.pk = made.entity_id
        else:
            entity = Entity.objects.get(pk=obj.pk)
            if "kind" in form.changed_data:
                corrections.change_kind(entity, wanted["kind"], by=by)
            if "name" in form.changed_data:
                corrections.rename(entity, wanted["name"], by=by)
            if "description" in form.changed_data:
                corrections.describe(entity, wanted["description"], by=by)
        obj.refresh_from_db()

    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseModelFormSet[Any, Any], change: bool
    ) -> None:
        formset.save(commit=False)
        by = request.user
        for alias in formset.deleted_objects:
            corrections.remove_alias(alias, by=by)
        for alias, _ in formset.changed_objects:
            corrections.remove_alias(Alias.objects.get(pk=alias.pk), by=by)
            corrections.add_alias(alias.entity, alias.name, alias.kind, by=by)
        for alias in formset.new_objects:
            corrections.add_alias(alias.entity, alias.name, alias.kind, by=by)

    @admin.action(description="Change kind…", permissions=["correct"])
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

    @admin.action(description="Merge…", permissions=["correct"])
    def merge(self, request: HttpRequest, entities: QuerySet[Entity]) -> HttpResponse | None:
        asked = "confirmed" in request.POST or "again" in request.POST
        form = ChooseSurvivor(entities, request.POST if asked else None)
        chosen = form.chosen()
        if "confirmed" not in request.POST or not form.is_valid():
            seen = corrections.preview_merge(chosen.survivor, chosen.absorbed, name=chosen.name)
            return self.confirm(
                request,
                entities,
                title="Merge these entities",
                action="merge",
                form=form,
                consequence=seen.refusal or f"{seen.name} will have {_totals(seen)}.",
                details=[_brings(row) for row in seen.rows],
                again="Show what this would do",
            )
        try:
            decisions = corrections.merge(
                chosen.survivor,
                chosen.absorbed,
                by=request.user,
                name=chosen.name,
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
            )
        except corrections.Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return None
        for decision in decisions:
            self.message_user(request, f"You {ledger.says(decision)}.", messages.SUCCESS)
        return None

    @admin.action(description="Not a name: reject all mentions…", permissions=["correct"])
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
        tell(self, request, lambda: corrections.reject(mentions, by=request.user), "rejected")
        return None


def _totals(seen: corrections.MergePreview) -> str:
    dispatches = "dispatch" if seen.article_count == 1 else "dispatches"
    return f"{seen.mention_count:,} mentions in {seen.article_count:,} {dispatches}"


def _brings(row: corrections.Absorbed) -> str:
    """What one of those to be absorbed brings, and what speaks against it."""
    words = (
        f"{row.entity.name} (number {row.entity.pk}) brings {row.mention_count:,} mentions in "
        f"{row.article_count:,} dispatches and the names {', '.join(row.aliases)}."
    )
    return " ".join([words, *row.conflicts])
