"""The ledger in Django admin: decisions with their undo, rules with their revoking, judgements."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from articles.admin import RecordAdmin, RecordInline
from entities import corrections, ledger, rules
from entities.admin.confirming import Confirmed
from entities.forms import Why
from entities.models import Anchor, Decision, Judgement, Rule, Unplaced


class UndoneFilter(admin.SimpleListFilter):
    title = "in force"
    parameter_name = "undone"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "in force"), ("yes", "undone")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Decision]) -> QuerySet[Decision]:
        if self.value() in ("yes", "no"):
            return queryset.filter(undone_by__isnull=self.value() == "no")
        return queryset


class AnchorInline(RecordInline):
    model = Anchor
    fk_name = "decision"
    fields = [
        *("target", "aspect", "exact", "prefix", "suffix", "article"),
        *("entity", "said", "entity_before", "status_before"),
    ]


@admin.register(Decision)
class DecisionAdmin(Confirmed, RecordAdmin):
    list_display = ["made_at", "who", "said", "reason", "undone"]
    list_display_links = ["made_at", "said"]
    list_filter = ["act", UndoneFilter, "made_at", "made_by"]
    search_fields = ["entity__name", "other__name", "reason", "made_by__username"]
    date_hierarchy = "made_at"
    inlines = [AnchorInline]
    actions = ["undo"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return ledger.listed(super().get_queryset(request))

    @admin.display(description="who", ordering="made_by")
    def who(self, decision: Decision) -> str:
        return ledger.who(decision)

    @admin.display(description="what")
    def said(self, decision: Decision) -> str:
        return ledger.says(decision)

    @admin.display(description="undone by")
    def undone(self, decision: Decision) -> str:
        undone_by = getattr(decision, "undone_by", None)
        if undone_by is None:
            return ""
        address = reverse("admin:entities_decision_change", args=[undone_by.pk])
        return format_html('<a href="{}">{}</a>', address, ledger.who(undone_by))

    @admin.action(description="Undo…", permissions=["correct"])
    def undo(self, request: HttpRequest, decisions: QuerySet[Decision]) -> HttpResponse | None:
        form = Why(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self.confirm(
                request,
                decisions,
                title="Undo these decisions",
                action="undo",
                form=form,
                consequence="Everything is as it was before them, but for what was decided since.",
                details=[
                    f"{ledger.who(each)} {ledger.says(each)}. {corrections.why_not_undo(each)}"
                    for each in decisions
                ],
            )
        # The later first: an earlier one may only be undone once what was built on it is.
        for decision in decisions.order_by("-pk"):
            try:
                undone = corrections.undo(
                    decision, by=request.user, reason=form.cleaned_data["reason"]
                )
            except corrections.Refused as refusal:
                said = f"{ledger.says(decision)}: {refusal}"
                self.message_user(request, said, messages.ERROR)
            else:
                self.message_user(request, f"You {ledger.says(undone)}.", messages.SUCCESS)
        return None


class RevokedFilter(admin.SimpleListFilter):
    title = "in force"
    parameter_name = "revoked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "in force"), ("yes", "revoked")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Rule]) -> QuerySet[Rule]:
        if self.value() in ("yes", "no"):
            return queryset.filter(revoked_at__isnull=self.value() == "no")
        return queryset


@admin.register(Rule)
class RuleAdmin(Confirmed, RecordAdmin):
    list_display = ["said", "effect", "made_by", "made_at", "reason", "revoked_by", "revoked_at"]
    list_filter = ["act", RevokedFilter, "kind", "made_at", "made_by"]
    search_fields = ["name", "reason", "entity__name"]
    actions = ["revoke"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rule]:
        return rules.listed()

    @admin.display(description="rule", ordering="name")
    def said(self, rule: Rule) -> str:
        return rules.words_of(rule)

    @admin.display(description="mentions it decides", ordering="effect_count")
    def effect(self, rule: Rule) -> int:
        return int(getattr(rule, "effect_count", 0))

    @admin.action(description="Revoke…", permissions=["correct"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[Rule]) -> HttpResponse | None:
        form = Why(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self.confirm(
                request,
                chosen,
                title="Revoke these rules",
                action="revoke",
                form=form,
                consequence="What they hid or changed is again what the machine made of it.",
                details=[
                    f"{rules.words_of(rule)}: {self.effect(rule)} mentions" for rule in chosen
                ],
            )
        for rule in chosen.order_by("pk"):
            try:
                decision = corrections.revoke_rule(
                    rule, by=request.user, reason=form.cleaned_data["reason"]
                )
            except corrections.Refused as refusal:
                self.message_user(request, f"{rule}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, f"You {ledger.says(decision)}.", messages.SUCCESS)
        return None


@admin.register(Judgement)
class JudgementAdmin(RecordAdmin):
    list_display = ["low", "high", "verdict", "made_by", "made_at"]
    list_filter = ["verdict", "made_at", "made_by"]
    list_select_related = ["low", "high", "made_by"]
    search_fields = ["low__name", "high__name"]


@admin.register(Unplaced)
class UnplacedAdmin(RecordAdmin):
    list_display = ["anchor", "decision", "article", "noticed_at"]
    list_select_related = [
        "anchor__article__current_version",
        "anchor__decision__made_by",
        "anchor__decision__entity",
        "anchor__decision__other",
    ]
    search_fields = ["anchor__exact"]

    @admin.display(description="decision")
    def decision(self, row: Unplaced) -> str:
        return f"{ledger.who(row.anchor.decision)} {ledger.says(row.anchor.decision)}"

    @admin.display(description="dispatch")
    def article(self, row: Unplaced) -> str:
        return str(row.anchor.article)
