"""What the upload form takes as something to file."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from articles.forms import HandInForm


def form(files: list[SimpleUploadedFile] | None = None, **fields: str) -> HandInForm:
    uploads: MultiValueDict[str, Any] = MultiValueDict({"files": files or []})
    return HandInForm(fields, uploads)


def test_its_fields_are_those_other_programs_post() -> None:
    assert list(HandInForm().fields) == ["files", "text", "headline", "source", "published"]
    assert not any(field.required for field in HandInForm().fields.values())


def test_an_empty_file_is_something_and_gets_its_outcome() -> None:
    empty = form([SimpleUploadedFile("empty.txt", b"")])
    assert empty.is_valid_with(1)
    assert [one.name for one in empty.cleaned_data["files"]] == ["empty.txt"]


def test_nothing_at_all_is_told() -> None:
    nothing = form(text=" \n ")
    assert not nothing.is_valid_with(0)
    assert "Choose at least one file" in str(nothing.non_field_errors())


def test_a_file_that_did_not_arrive_is_something() -> None:
    assert form().is_valid_with(1)


def test_line_ends_of_a_browser_are_one_character() -> None:
    pasted = form(text="  One\r\n\r\nTwo\r\n")
    assert pasted.is_valid()
    assert pasted.cleaned_data["text"] == "  One\n\nTwo\n"


@pytest.mark.parametrize("day", ["2023-13-01", "soon", "0"])
def test_a_day_that_is_none_is_told(day: str) -> None:
    wrong = form(text="Words.", published=day)
    assert not wrong.is_valid()
    assert "year-month-day" in str(wrong.errors["published"])
