"""Forms of Django admin for quotes, figures and events: each field that changed is an act of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from entities import corrections, ledger
from entities.forms import SeenField, any_entity
from entities.models import (
    Act,
    Decision,
    EventFacts,
    Figure,
    Occurrence,
    Participation,
    Quote,
    Standing,
    event_types,
)

_WHY = "Why, for the history."


class _Said(forms.ModelForm[Any]):
    """What all of them share: a reason, and the last decision that was known when it was opened."""

    reason = forms.CharField(required=False, help_text=_WHY)
    seen = SeenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.last_seen()

    def last_seen(self) -> int:
        return ledger.seen_of_statement(self.instance)

    def acts(self, *, by: Any) -> list[Decision]:
        """Does what the form asks for, one act after the other; the first is told of what others
        decided since the form was opened."""
        told = {"by": by, "reason": self.cleaned_data["reason"], "seen": self.cleaned_data["seen"]}
        decisions = []
        row = type(self.instance)._default_manager.get(pk=self.instance.pk)
        for act in self.wanted(row):
            decisions.append(act(told))
            told["seen"] = None
        return decisions

    def wanted(self, row: Any) -> Iterator[Any]:
        raise NotImplementedError

    def standing_again(self, row: Any, act: str) -> Iterator[Any]:
        """Undoes the rejection in force, where the form says that the row stands after all."""
        asked = self.cleaned_data["status"] == Standing.STANDING
        if asked and row.status == Standing.REJECTED and row.decision and row.decision.act == act:
            yield lambda told: corrections.undo(row.decision, by=told["by"], reason=told["reason"])


class QuoteForm(_Said):
    who = any_entity(
        label="speaker",
        required=False,
        help_text="Who said it; empty where it was none of those the words lead to.",
    )

    class Meta:
        model = Quote
        fields = ["status"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = self.instance.who
        self.initial["who"] = who.pk if who else None

    def wanted(self, row: Quote) -> Iterator[Any]:
        yield from self.standing_again(row, Act.NO_QUOTE)
        who = self.cleaned_data["who"]
        if who is not None and who != row.who:
            yield lambda told: corrections.set_speaker(row, who, **told)
        if who is None and row.who is not None:
            yield lambda told: corrections.not_speaker(row, **told)
        if self.cleaned_data["status"] == Standing.REJECTED != row.status:
            yield lambda told: corrections.not_quote(row, **told)


class FigureForm(_Said):
    class Meta:
        model = Figure
        fields = ["low", "high", "unit", "of", "about", "status"]

    def wanted(self, row: Figure) -> Iterator[Any]:
        yield from self.standing_again(row, Act.NO_FIGURE)
        said = {
            field: self.cleaned_data[field]
            for field in ("low", "high", "unit", "of", "about")
            if self.cleaned_data[field] != getattr(row, field)
        }
        if said:
            yield lambda told: corrections.correct_figure(row, **said, **told)
        if self.cleaned_data["status"] == Standing.REJECTED != row.status:
            yield lambda told: corrections.not_figure(row, **told)


class ParticipationForm(_Said):
    class Meta:
        model = Participation
        fields = ["status"]

    def wanted(self, row: Participation) -> Iterator[Any]:
        yield from self.standing_again(row, Act.NO_PART)
        if self.cleaned_data["status"] == Standing.REJECTED != row.status:
            yield lambda told: corrections.not_participant(row, **told)


class _EventForm(_Said):
    """Type, time, place and modality, of an event or of what one dispatch says of it."""

    type = forms.ChoiceField(help_text="Its type, of the inventory of event types.")
    where = any_entity(label="place", required=False, help_text="Where it was, if known.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.instance.type
        types = event_types() | ({now: now} if now not in event_types() else {})
        self.fields["type"].choices = list(types.items())  # type: ignore[attr-defined]
        place = self.place_of(self.instance)
        self.initial["where"] = place.pk if place else None

    def place_of(self, row: Any) -> Any:
        raise NotImplementedError

    def correct(self, row: Any, aspect: str, value: Any, told: dict[str, Any]) -> Decision:
        raise NotImplementedError

    def wanted(self, row: Any) -> Iterator[Any]:
        cleaned = self.cleaned_data
        said = {
            "type": (row.type, cleaned["type"]),
            "modality": (row.modality, cleaned["modality"]),
            "time": ((row.earliest, row.latest), (cleaned["earliest"], cleaned["latest"])),
            "place": (self.place_of(row), cleaned["where"]),
        }
        for aspect, (now, asked) in said.items():
            if now != asked:
                yield lambda told, aspect=aspect, asked=asked: self.correct(
                    row, aspect, asked, told
                )


class OccurrenceForm(_EventForm):
    class Meta:
        model = Occurrence
        fields = ["type", "modality", "earliest", "latest"]

    def place_of(self, row: Occurrence) -> Any:
        return row.where

    def correct(self, row: Any, aspect: str, value: Any, told: dict[str, Any]) -> Decision:
        return corrections.correct_occurrence(row, aspect, value, **told)


class EventFactsForm(_EventForm):
    class Meta:
        model = EventFacts
        fields = ["type", "modality", "earliest", "latest"]

    def last_seen(self) -> int:
        return ledger.seen_of_entity(self.instance.entity)

    def place_of(self, row: EventFacts) -> Any:
        return row.place

    def correct(self, row: Any, aspect: str, value: Any, told: dict[str, Any]) -> Decision:
        return corrections.correct_event(row.entity, aspect, value, **told)
