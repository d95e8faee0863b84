"""The forms by which dispatches are handed in and corrected."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from articles.intake import believable
from articles.models import Version
from extraction.text import clean


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


class CorrectionForm(forms.Form):
    """A dispatch as it should be: what is noted of it, and its text or a file with it.

    Whether that is another than what is on file is not judged here.
    """

    CAUSES = (
        (Version.Cause.CORRECTION, "Its source corrected it"),
        (Version.Cause.UPDATE, "Its source updated it"),
        (Version.Cause.NOTED, "We had noted it wrongly"),
    )

    headline = forms.CharField(
        max_length=400, error_messages={"required": "A dispatch needs a headline."}
    )
    byline = forms.CharField(required=False, max_length=300)
    dateline = forms.CharField(required=False, max_length=200)
    published = forms.DateField(
        required=False,
        label="Published on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give a date as year-month-day, for example 2023-07-26."},
    )
    time = forms.TimeField(
        required=False,
        label="At",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Give a time as hours:minutes, for example 16:40."},
    )
    source = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "known-sources", "autocomplete": "off"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs={"rows": 24}))
    file = forms.FileField(required=False, allow_empty_file=True, label="Or a file with the text")
    file_name = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput())
    cause = forms.ChoiceField(required=False, choices=CAUSES, widget=forms.RadioSelect())
    seen = forms.IntegerField(
        min_value=1,
        max_value=32767,
        widget=forms.HiddenInput(),
        error_messages={"required": "Open this page anew: it does not say which version it is of."},
    )

    def _line(self, name: str) -> str:
        return " ".join(clean(self.cleaned_data[name]).split())

    def clean_headline(self) -> str:
        headline = self._line("headline")
        if not any(sign.isalnum() for sign in headline):
            raise forms.ValidationError("A dispatch needs a headline.")
        return headline

    def clean_byline(self) -> str:
        return self._line("byline")

    def clean_dateline(self) -> str:
        return self._line("dateline")

    def clean_source(self) -> str:
        return self._line("source")

    def clean_published(self) -> datetime.date | None:
        published: datetime.date | None = self.cleaned_data["published"]
        if published is not None and not believable(published):
            raise forms.ValidationError("No dispatch can have been published on this day.")
        return published

    def clean_text(self) -> str:
        text = clean(self.cleaned_data["text"]).strip()
        if self.files.get("file"):
            # Its text is the file's.
            return text
        if not any(sign.isalnum() for sign in text):
            raise forms.ValidationError("There are no words in this text.")
        if len(text) > settings.MAX_DISPATCH_CHARACTERS:
            raise forms.ValidationError(
                f"The text has {len(text):,} characters; the most Newsroom takes in one dispatch is "
                f"{settings.MAX_DISPATCH_CHARACTERS:,}."
            )
        return text

    def clean_file(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > settings.MAX_DISPATCH_BYTES:
            raise forms.ValidationError(f"It is too large: a file may have {largest()}.")
        return file

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("time") is not None and not given.get("published") and not self.errors:
            self.add_error("published", "Give the day as well, or no time.")
        return given


def largest() -> str:
    """The most one file may have, in words."""
    return filesizeformat(settings.MAX_DISPATCH_BYTES)
