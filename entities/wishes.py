"""Forms of the pages: what somebody asks for who corrects words. `entities.corrections` acts."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from entities.models import Entity, Figure, Kind, Mention
from entities.naming import LONGEST_NAME

REJECT, CONFIRM, POINT = "reject", "confirm", "point"
NOBODY, NO_QUOTE = "nobody", REJECT
VALUE = "value"
TYPE, TIME, PLACE, MODALITY, NO_PART = "type", "time", "place", "modality", "no_part"
LONGEST_REASON = 1000

_PLACE = re.compile(r"(\d{1,6}):(\d{1,9}):(\d{1,9})")


class _Wish(forms.Form):
    """What every wish carries: why, and what was known of earlier decisions when it was asked."""

    reason = forms.CharField(required=False, max_length=LONGEST_REASON)
    seen = forms.IntegerField(required=False, min_value=0)

    def problem(self) -> str:
        """What is wrong with what was sent, in one line."""
        return " ".join(
            f"{'' if field == '__all__' else field.capitalize() + ': '}{message}"
            for field, said in self.errors.items()
            for message in said
        )


class MeansForm(_Wish):
    """What words mean: a thing that is known, or one to be made of what was typed.

    Without JavaScript nothing but `to` is sent; the page then asks which one.
    """

    act = forms.ChoiceField(choices=[(POINT, ""), *Kind.choices])
    to = forms.CharField(required=False, max_length=LONGEST_NAME)
    entity = forms.ModelChoiceField(queryset=Entity.objects.all(), required=False)
    new = forms.ChoiceField(choices=[("", ""), *Kind.choices], required=False)

    def is_open(self) -> bool:
        """Whether it is yet to be said which entity is meant."""
        wanted = self.cleaned_data
        return wanted["act"] == POINT and not wanted["entity"] and not wanted["new"]


class WordsForm(MeansForm):
    """What is to be said of a mention."""

    act = forms.ChoiceField(choices=[(REJECT, ""), (CONFIRM, ""), (POINT, ""), *Kind.choices])
    # The same for all mentions of the entity in this dispatch, and what was seen of those.
    every = forms.BooleanField(required=False)
    seen_of_every = forms.IntegerField(required=False, min_value=0)


class SpeakerForm(MeansForm):
    """What is to be said of a quote: not this speaker, another, or that it is none."""

    act = forms.ChoiceField(choices=[(NOBODY, ""), (NO_QUOTE, ""), (POINT, "")])

    def is_open(self) -> bool:
        return self.cleaned_data["act"] == POINT and not self.cleaned_data["entity"]


class FigureWish(_Wish):
    """What is to be said of a figure: that it is none, or what it says."""

    act = forms.ChoiceField(choices=[(REJECT, ""), (VALUE, "")])
    low = forms.DecimalField(required=False, max_digits=24, decimal_places=6)
    high = forms.DecimalField(required=False, max_digits=24, decimal_places=6)
    unit = forms.CharField(required=False, max_length=20)
    of = forms.CharField(required=False, max_length=100)
    about = forms.BooleanField(required=False)

    def changes(self, figure: Figure) -> dict[str, Any]:
        """What of it says something else than the figure does."""
        return {
            name: self.cleaned_data[name]
            for name in ("low", "high", "unit", "of", "about")
            if self.cleaned_data[name] != getattr(figure, name)
        }


class OccurrenceWish(_Wish):
    """What is to be said of an event as one dispatch tells it: one aspect at a time."""

    act = forms.ChoiceField(
        choices=[(aspect, "") for aspect in (TYPE, TIME, PLACE, MODALITY, NO_PART)]
    )
    type = forms.CharField(required=False, max_length=20)
    modality = forms.CharField(required=False, max_length=12)
    earliest = forms.DateField(required=False)
    latest = forms.DateField(required=False)
    to = forms.CharField(required=False, max_length=LONGEST_NAME)
    entity = forms.ModelChoiceField(queryset=Entity.objects.all(), required=False)
    part = forms.IntegerField(required=False, min_value=0)

    def is_open(self) -> bool:
        """Whether it is yet to be said which place is meant."""
        wanted = self.cleaned_data
        return wanted["act"] == PLACE and bool(wanted["to"]) and not wanted["entity"]


class MissedForm(MeansForm):
    """Words the machine missed: where they stand, or, without JavaScript, only the words."""

    words = forms.CharField(max_length=Mention._meta.get_field("surface").max_length, strip=False)
    place = forms.CharField(required=False)

    def clean_place(self) -> tuple[int, int, int] | None:
        """(position of the paragraph, first character, one past the last), in code points."""
        return place_of(self.cleaned_data["place"])

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if not words.strip():
            raise forms.ValidationError("which words?")
        return words


def place_of(value: Any) -> tuple[int, int, int] | None:
    """ "3:14:21" as (3, 14, 21); None for nonsense."""
    match = _PLACE.fullmatch(str(value or ""))
    return (int(match[1]), int(match[2]), int(match[3])) if match else None
