"""Mentions in Django admin: each act on words, with a look at what it would do."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from entities import corrections
from entities.admin.confirming import Confirmed, tell
from entities.forms import (
    ChooseEntity,
    ChooseKind,
    MentionForm,
    MissedMention,
    NewEntity,
    RuleForm,
    SplitOff,
)
from entities.models import Decision, Kind, Mention

# Words shown on either side of a mention in lists.
AROUND = 60


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
    list_filter = [
        "status",
        "origin",
        "is_trigger",
        "entity__kind",
        "paragraph__kind",
        "decided_at",
    ]
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
        "rule",
        "prefix",
        "suffix",
        "decided_by",
        "decided_at",
    ]
    fields = ["in_context", "entity", "status", "reason", "seen", *readonly_fields[1:]]
    actions = [
        "reject",
        "confirm_as_marked",
        "point_elsewhere",
        "point_to_new",
        "mark_as",
        "split_off",
        "make_rule",
    ]

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return MissedMention if obj is None else super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return list(MissedMention.base_fields) if obj is None else super().get_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else super().get_readonly_fields(request, obj)

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

    def save_model(self, request: HttpRequest, obj: Mention, form: Any, change: bool) -> None:
        if not change:
            decision = form.add(by=request.user)
            obj.pk = Mention.objects.get(anchor__decision=decision).pk
            obj.refresh_from_db()
            return
        this = Mention.objects.filter(pk=obj.pk)
        wanted = form.cleaned_data
        told = {"by": request.user, "reason": wanted["reason"], "seen": wanted["seen"]}
        if "entity" in form.changed_data:
            corrections.point(this, wanted["entity"], **told)
            told["seen"] = None
        if wanted["status"] == Mention.Status.REJECTED:
            corrections.reject(this, **told)
        elif "entity" not in form.changed_data:
            corrections.confirm(this, **told)
        obj.refresh_from_db()

    @admin.action(description="Reject: not a name", permissions=["correct"])
    def reject(self, request: HttpRequest, mentions: QuerySet[Mention]) -> None:
        tell(self, request, lambda: corrections.reject(mentions, by=request.user), "rejected")

    @admin.action(description="Confirm: right as marked", permissions=["correct"])
    def confirm_as_marked(self, request: HttpRequest, mentions: QuerySet[Mention]) -> None:
        tell(self, request, lambda: corrections.confirm(mentions, by=request.user), "confirmed")

    @admin.action(description="Point at another entity…", permissions=["correct"])
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
        tell(
            self,
            request,
            lambda: corrections.point(mentions, target, by=request.user),
            f"now mean {target.name}",
        )
        return None

    @admin.action(description="Point at something new…", permissions=["correct"])
    def point_to_new(
        self, request: HttpRequest, mentions: QuerySet[Mention]
    ) -> HttpResponse | None:
        return self._act_by_form(
            request,
            mentions,
            NewEntity,
            title="Point these mentions at something new",
            action="point_to_new",
            consequence="will mean what you name here",
            act=lambda wanted: corrections.point_to_new(mentions, by=request.user, **wanted),
            done=lambda wanted: f"now mean {wanted['name']}",
        )

    @admin.action(description="Wrong kind…", permissions=["correct"])
    def mark_as(self, request: HttpRequest, mentions: QuerySet[Mention]) -> HttpResponse | None:
        return self._act_by_form(
            request,
            mentions,
            ChooseKind,
            title="Say of what kind these mentions are",
            action="mark_as",
            consequence="will mean the thing of that kind with the same name",
            act=lambda wanted: corrections.mark_as(mentions, wanted["kind"], by=request.user),
            done=lambda wanted: f"are marked as {Kind(wanted['kind']).label.lower()}",
        )

    @admin.action(description="Split off…", permissions=["correct"])
    def split_off(self, request: HttpRequest, mentions: QuerySet[Mention]) -> HttpResponse | None:
        first = mentions.select_related("entity").first()
        if first is None:
            return None
        return self._act_by_form(
            request,
            mentions,
            SplitOff,
            title=f"Split these mentions from {first.entity.name}",
            action="split_off",
            consequence="will mean another one, and the two are stored as different",
            act=lambda wanted: corrections.split(first.entity, mentions, by=request.user, **wanted),
            done=lambda wanted: f"split from {first.entity.name}",
        )

    @admin.action(description="Teach a rule for this name…", permissions=["correct"])
    def make_rule(self, request: HttpRequest, mentions: QuerySet[Mention]) -> HttpResponse | None:
        first = mentions.select_related("paragraph__version__article__source").first()
        if first is None:
            return None
        asked = "confirmed" in request.POST or "again" in request.POST
        form = RuleForm(first, request.POST if asked else None)
        if "confirmed" in request.POST and form.is_valid():
            tell(self, request, lambda: form.make(by=request.user), "follow the new rule")
            return None
        return self.confirm(
            request,
            mentions[:1],
            title=f"Teach a rule for “{first.surface}”",
            action="make_rule",
            form=form,
            consequence=form.effect(),
            again="Show what this would do",
        )

    def _act_by_form(
        self,
        request: HttpRequest,
        mentions: QuerySet[Mention],
        form_class: type[Form],
        *,
        title: str,
        action: str,
        consequence: str,
        act: Callable[[dict[str, Any]], Decision],
        done: Callable[[dict[str, Any]], str],
    ) -> HttpResponse | None:
        """An action that asks for something first."""
        form = form_class(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            wanted = form.cleaned_data
            tell(self, request, lambda: act(wanted), done(wanted))
            return None
        return self.confirm(
            request,
            mentions.select_related("entity", "paragraph__version"),
            title=title,
            action=action,
            form=form,
            consequence=f"{mentions.count()} mentions {consequence}.",
        )
