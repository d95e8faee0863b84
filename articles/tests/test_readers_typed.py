"""Texts as they come back from a form's text area."""

import pytest

from articles.readers.typed import marked_text_of, paragraphs_of, text_of
from extraction.types import Paragraph

STORY = (
    Paragraph("Rain fell on Niamey on Thursday, the weather service said."),
    Paragraph("WHO WAS HIT", "crosshead"),
    Paragraph("the market,", "list"),
    Paragraph("the bus station.", "list"),
    Paragraph("A line of verse\nand one that follows it."),
    Paragraph("A street in Niamey under water.", "caption"),
    Paragraph("Photo: Issa Boubacar / Sahel Wire", "credit"),
)


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n", "\n\n"])
def test_what_is_left_as_it_was_is_exactly_what_it_was(end: str) -> None:
    assert paragraphs_of(text_of(STORY).replace("\n\n", f"\n{end}") + end, STORY) == STORY


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        # A reworded paragraph keeps its kind, whatever it looks like.
        ("the old market,", STORY, [("the old market,", "list")]),
        (
            "A street in Niamey under deep water.",
            STORY,
            [("A street in Niamey under deep water.", "caption")],
        ),
        # Lines wrapped by whoever wrote them are one paragraph.
        ("Rain fell\non Zinder.\n\n\n \nIt stopped.", (), [("Rain fell on Zinder.", "body"), ("It stopped.", "body")]),
        # New ones are told by the rules of plain text, and a dash makes an item.
        (
            "It rained on Zinder for a week.\n\nWHAT COMES NEXT\n\nMore of it is to come on Friday.\n\n- umbrellas\n\n- boats",
            (),
            [
                ("It rained on Zinder for a week.", "body"),
                ("WHAT COMES NEXT", "crosshead"),
                ("More of it is to come on Friday.", "body"),
                ("umbrellas", "list"),
                ("boats", "list"),
            ],
        ),
        # The same paragraph twice.
        ("It stopped.\n\nIt stopped.", (Paragraph("It stopped.", "caption"),), [("It stopped.", "caption"), ("It stopped.", "body")]),
        ("", STORY, []),
        (" \n\n\t\n", STORY, []),
        ("\x00\u200b\n\n\u202e", STORY, []),
        ("-", (), [("-", "body")]),
        ("- ", (), [("-", "body")]),
    ],
)  # fmt: skip
def test_a_text_comes_back_as_paragraphs(
    text: str, before: tuple[Paragraph, ...], expected: list[tuple[str, str]]
) -> None:
    assert [(each.text, each.kind) for each in paragraphs_of(text, before)] == expected


def test_items_of_a_file_stay_items() -> None:
    items = [Paragraph("umbrellas", "list"), Paragraph("It rained on."), Paragraph("boats", "list")]
    assert list(paragraphs_of(marked_text_of(items), ())) == items
