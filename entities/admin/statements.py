"""Quotes, figures and what is said of events in Django admin: read, corrected, rejected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from articles.admin import RecordAdmin, RecordInline
from articles.models import Paragraph
from entities import corrections, ledger
from entities.admin.confirming import LISTED, Confirmed
from entities.admin.mentions import AROUND
from entities.forms import Why
from entities.models import (
    Decision,
    EventFacts,
    Figure,
    Occurrence,
    Participation,
    Quote,
    QuotePart,
    Timex,
)
from entities.statement_forms import (
    EventFactsForm,
    FigureForm,
    OccurrenceForm,
    ParticipationForm,
    QuoteForm,
)


def in_words(paragraph: Paragraph, start: int, end: int) -> str:
    """A stretch in bold with what is around it."""
    text = paragraph.text
    return format_html(
        "{}{}<strong>{}</strong>{}{}",
        "…" if start > AROUND else "",
        text[max(0, start - AROUND) : start],
        text[start:end],
        text[end : end + AROUND],
        "…" if end + AROUND < len(text) else "",
    )


class Stated(Confirmed, admin.ModelAdmin[Any]):
    """A row that a reading made: nothing is added or deleted by hand, and each change is an act."""

    show_full_result_count = False
    ordering = ["-id"]

    class Media:
        css = {"all": ["css/admin.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        for decision in form.acts(by=request.user):
            self.message_user(request, f"You {ledger.says(decision)}.", messages.SUCCESS)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The ledger has it."""

    @admin.display(description="page")
    def page(self, row: Any) -> str:
        paragraph = self.paragraph_of(row)
        address = paragraph.version.article.get_absolute_url()
        position = paragraph.position
        return format_html('<a href="{}#p{}">¶ {}</a>', address, position, position)

    @admin.display(description="in its words")
    def in_context(self, row: Any) -> str:
        return in_words(self.paragraph_of(row), *self.span_of(row))

    def paragraph_of(self, row: Any) -> Paragraph:
        paragraph: Paragraph = row.paragraph
        return paragraph

    def span_of(self, row: Any) -> tuple[int, int]:
        return row.start, row.end

    def reject_each(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        act: Callable[..., Decision],
        *,
        title: str,
        action: str,
    ) -> HttpResponse | None:
        """Says of each of these rows that it is none, after a look at them; why is asked once."""
        form = Why(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self.confirm(
                request,
                rows,
                title=title,
                action=action,
                form=form,
                consequence=f"{rows.count()} rows will not be shown to readers, after other "
                "readings too.",
                details=[str(self.in_context(row)) for row in rows[:LISTED]],
            )
        done = 0
        for row in rows:
            try:
                act(row, by=request.user, reason=form.cleaned_data["reason"])
            except corrections.Refused as refusal:
                self.message_user(request, f"{row}: {refusal}", messages.ERROR)
            else:
                done += 1
        self.message_user(request, f"{done} rejected.", messages.SUCCESS)
        return None


@admin.register(Quote)
class QuoteAdmin(Stated):
    form = QuoteForm
    list_display = ["in_context", "who", "form", "status", "origin", "score", "page"]
    list_filter = ["form", "status", "origin", "article__source", "article__dated_at"]
    list_select_related = ["speaker__entity", "speaker_set", "article"]
    search_fields = ["speaker__entity__name", "speaker_words", "article__current_version__headline"]
    readonly_fields = [
        *("in_context", "page", "speaker_words", "cue_words", "addressee_words"),
        *("origin", "score"),
    ]
    fields = ["in_context", "who", "status", "reason", "seen", *readonly_fields[1:]]
    actions = ["not_quotes", "not_speakers"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quote]:
        parts = QuotePart.objects.filter(part=QuotePart.Part.CONTENT).order_by("pk")
        content = parts.select_related("paragraph__version__article")
        quotes: QuerySet[Quote] = super().get_queryset(request)
        return quotes.prefetch_related(Prefetch("parts", content, "content"))

    @admin.display(description="speaker", ordering="speaker__entity__name")
    def who(self, quote: Quote) -> str:
        return str(quote.who or "")

    @admin.display(description="in its words")
    def in_context(self, quote: Any) -> str:
        parts = quote.content
        return in_words(parts[0].paragraph, parts[0].start, parts[0].end) if parts else ""

    def paragraph_of(self, row: Any) -> Paragraph:
        paragraph: Paragraph = row.content[0].paragraph
        return paragraph

    @admin.action(description="Not a quote…", permissions=["correct"])
    def not_quotes(self, request: HttpRequest, quotes: QuerySet[Quote]) -> HttpResponse | None:
        return self.reject_each(
            request,
            quotes,
            corrections.not_quote,
            title="Say that nobody is quoted here",
            action="not_quotes",
        )

    @admin.action(description="Not this speaker…", permissions=["correct"])
    def not_speakers(self, request: HttpRequest, quotes: QuerySet[Quote]) -> HttpResponse | None:
        return self.reject_each(
            request,
            quotes,
            corrections.not_speaker,
            title="Say that it was not this speaker",
            action="not_speakers",
        )


@admin.register(Figure)
class FigureAdmin(Stated):
    form = FigureForm
    list_display = ["in_context", "low", "high", "unit", "of", "about", "status", "origin", "page"]
    list_filter = ["status", "origin", "unit", "about", "article__dated_at"]
    list_select_related = ["paragraph__version__article"]
    search_fields = ["surface", "of", "of_text"]
    readonly_fields = ["in_context", "page", "event", "of_text", "time_words", "origin"]
    fields = [
        *("in_context", "low", "high", "unit", "of", "about", "status", "reason", "seen"),
        *readonly_fields[1:],
    ]
    actions = ["not_figures"]

    @admin.display(description="event")
    def event(self, figure: Figure) -> str:
        return str(figure.event or "")

    @admin.action(description="Not a figure…", permissions=["correct"])
    def not_figures(self, request: HttpRequest, figures: QuerySet[Figure]) -> HttpResponse | None:
        return self.reject_each(
            request,
            figures,
            corrections.not_figure,
            title="Say that these words give no figure",
            action="not_figures",
        )


class ParticipationInline(RecordInline):
    model = Participation
    fk_name = "occurrence"
    fields = ["role", "surface", "mention", "status"]


@admin.register(Occurrence)
class OccurrenceAdmin(Stated):
    form = OccurrenceForm
    list_display = [
        *("in_context", "event", "type", "modality", "phase", "time_words", "where"),
        *("origin", "page"),
    ]
    list_filter = ["type", "modality", "phase", "origin", "article__dated_at"]
    list_select_related = [
        *("mention__entity", "mention__paragraph__version__article"),
        *("place__entity", "place_set"),
    ]
    search_fields = ["mention__surface", "lemma", "mention__entity__name"]
    readonly_fields = [
        *("in_context", "event", "page", "phase", "time_words", "place_words"),
        *("claimed_words", "origin", "score"),
    ]
    fields = [
        *("in_context", "type", "modality", "earliest", "latest", "where", "reason", "seen"),
        *readonly_fields[1:],
    ]
    inlines = [ParticipationInline]

    def paragraph_of(self, row: Any) -> Paragraph:
        paragraph: Paragraph = row.mention.paragraph
        return paragraph

    def span_of(self, row: Any) -> tuple[int, int]:
        return row.mention.start, row.mention.end

    @admin.display(description="event")
    def event(self, row: Occurrence) -> str:
        entity = row.mention.entity
        return format_html('<a href="{}">{}</a>', entity.get_absolute_url(), entity.name)

    @admin.display(description="place")
    def where(self, row: Occurrence) -> str:
        return str(row.where or "")


@admin.register(Participation)
class ParticipationAdmin(Stated):
    form = ParticipationForm
    list_display = ["in_context", "role", "who", "trigger", "status", "page"]
    list_filter = ["role", "status", "occurrence__type"]
    list_select_related = [
        *("paragraph__version__article", "mention__entity", "occurrence__mention"),
    ]
    search_fields = ["surface", "mention__entity__name"]
    readonly_fields = ["in_context", "role", "who", "trigger", "page"]
    fields = ["in_context", "status", "reason", "seen", *readonly_fields[1:]]
    actions = ["not_participants"]

    @admin.display(description="who")
    def who(self, row: Participation) -> str:
        return str(row.who or "")

    @admin.display(description="of the event at")
    def trigger(self, row: Participation) -> str:
        return row.occurrence.mention.surface

    @admin.action(description="Takes no part…", permissions=["correct"])
    def not_participants(
        self, request: HttpRequest, rows: QuerySet[Participation]
    ) -> HttpResponse | None:
        return self.reject_each(
            request,
            rows,
            corrections.not_participant,
            title="Say that these take no part in the event",
            action="not_participants",
        )


@admin.register(EventFacts)
class EventFactsAdmin(Stated):
    form = EventFactsForm
    list_display = ["entity", "type", "modality", "earliest", "latest", "place", "said_by_people"]
    list_filter = ["type", "modality", "phase", "earliest"]
    list_select_related = ["entity", "place"]
    search_fields = ["entity__name", "place__name"]
    readonly_fields = [
        *("entity", "page", "phase", "edtf", "precision", "name_by_machine", "said_by_people"),
    ]
    fields = [
        *("entity", "type", "modality", "earliest", "latest", "where", "reason", "seen"),
        *readonly_fields[1:],
    ]

    @admin.display(description="said by people")
    def said_by_people(self, facts: EventFacts) -> str:
        return ", ".join(facts.fixed)

    @admin.display(description="page")
    def page(self, facts: EventFacts) -> str:
        return format_html('<a href="{}">Open the page</a>', facts.entity.get_absolute_url())


@admin.register(Timex)
class TimexAdmin(RecordAdmin):
    list_display = ["surface", "kind", "value", "edtf", "earliest", "latest", "precision"]
    list_filter = ["kind", "precision", "modifier"]
    search_fields = ["surface", "value"]
