"""The form by which dispatches are handed in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from articles.intake import believable


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A list of uploaded files, empty ones included: an empty file gets its line of outcome."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", SeveralFilesInput())
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given: Iterable[Any] = data if isinstance(data, list | tuple) else [data]
        return [one for one in given if isinstance(one, UploadedFile)]


class HandInForm(forms.Form):
    """Files, or a pasted text, with what the sender knows about them.

    What a file holds is not judged here: that is intake's, which gives each its own outcome.
    """

    # Posted under this name by other programs too; the class has an attribute of that name.
    files = SeveralFilesField(required=False, label="Files")  # type: ignore[assignment]
    text = forms.CharField(
        required=False,
        label="Or paste the text",
        widget=forms.Textarea(attrs={"rows": 10}),
        # Whatever stands at the ends of a dispatch is for its reader to judge.
        strip=False,
    )
    headline = forms.CharField(
        required=False, max_length=400, help_text="Left empty, it is taken from the text."
    )
    source = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "known-sources", "autocomplete": "off"}),
        help_text="Who sent it, for example “Sahel Wire”.",
    )
    published = forms.DateField(
        required=False,
        label="Published on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give a date as year-month-day, for example 2023-07-26."},
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        # A browser sends every line end as two characters.
        return text.replace("\r\n", "\n")

    def clean_published(self) -> datetime.date | None:
        published: datetime.date | None = self.cleaned_data["published"]
        if published is not None and not believable(published):
            raise forms.ValidationError("No dispatch can have been published on this day.")
        return published

    def is_valid_with(self, parts_sent: int) -> bool:
        """Whether it can be filed. Files that were sent but did not arrive count as something:
        they get their line of outcome."""
        if not self.is_valid():
            return False
        if parts_sent or self.cleaned_data["files"] or self.cleaned_data["text"].strip():
            return True
        self.add_error(None, "Choose at least one file, or paste a text.")
        return False


def largest() -> str:
    """The most one file may have, in words."""
    return filesizeformat(settings.MAX_DISPATCH_BYTES)
