"""Markdown: front matter, then the words of its blocks and nothing of its marks."""

import datetime

import pytest

from articles.readers.markdown import read_markdown, split_front_matter
from extraction.types import Unreadable

BODY = "\n\nThe last French soldiers left Niger on Friday, the army said in Niamey.\n"


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read_markdown(text).paragraphs]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("title: Soldiers leave", {"headline": "Soldiers leave"}),
        ('title: "Soldiers leave: the end"', {"headline": "Soldiers leave: the end"}),
        ("title: 'Niger''s soldiers'", {"headline": "Niger's soldiers"}),
        ("Headline: Soldiers leave\ntitle: Other", {"headline": "Soldiers leave"}),
        ("author: Ann Lee\nsource: Sahel Wire", {"byline": "Ann Lee", "source": "Sahel Wire"}),
        ("authors: [Ann Lee, 'Bob Ray']", {"byline": "Ann Lee and Bob Ray"}),
        (
            "authors:\n  - Ann Lee\n  - Bob Ray\n  - Cy Fox",
            {"byline": "Ann Lee, Bob Ray and Cy Fox"},
        ),
        ("title: >-\n  Soldiers leave\n  Niamey", {"headline": "Soldiers leave Niamey"}),
        (
            "date: 2023-09-14 16:40 UTC\nlang: en",
            {"published": "2023-09-14 16:40 UTC", "language": "en"},
        ),
        ("publisher: Highland Courier\n# a remark\ntags: [a, b]", {"source": "Highland Courier"}),
    ],
)
def test_front_matter_is_read(header: str, found: dict[str, str]) -> None:
    told, rest = split_front_matter(f"---\n{header}\n---{BODY}")
    assert {name: value for name, value in told.items() if value} == found
    assert rest.strip() == BODY.strip()


def test_front_matter_between_plus_signs_is_read() -> None:
    told, rest = split_front_matter(f'+++\ntitle = "Soldiers leave"\ndate = 2023-12-22\n+++{BODY}')
    assert (told["headline"], told["published"]) == ("Soldiers leave", "2023-12-22")
    assert rest.strip() == BODY.strip()


@pytest.mark.parametrize(
    "text",
    [
        "---\nThe story opens under a rule and goes on.\n---\n",
        "---\ntitle: never closed\n\nThe story goes on.\n",
        "The story opens at once.\n\n---\ntitle: below\n---\n",
        "",
    ],
)
def test_what_only_looks_like_front_matter_is_text(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


def test_the_first_heading_is_the_headline_and_later_ones_are_crossheads() -> None:
    text = (
        "# Soldiers *leave*\n\nThey left.\n\n## What now\n\nNobody knows.\n\n# More\n\nMore of it."
    )
    assert read_markdown(text).headline == "Soldiers leave"
    assert blocks(text) == [
        ("body", "They left."),
        ("crosshead", "What now"),
        ("body", "Nobody knows."),
        ("crosshead", "More"),
        ("body", "More of it."),
    ]


def test_a_headline_in_the_front_matter_is_not_repeated() -> None:
    text = "---\ntitle: Soldiers leave\n---\n# Soldiers leave\n\nThey left on Friday.\n"
    assert read_markdown(text).headline == "Soldiers leave"
    assert blocks(text) == [("body", "They left on Friday.")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The [army](https://a.example 'Army') said **so**.", [("body", "The army said so.")]),
        ("A line\nthat goes on  \nand on.", [("body", "A line that goes on and on.")]),
        ("- one of them\n- two of them\n", [("list", "one of them"), ("list", "two of them")]),
        ("1. one\n\n   and its rest\n", [("list", "one"), ("list", "and its rest")]),
        ("> “We left,” he said.", [("body", "“We left,” he said.")]),
        ("Use `git` &amp; \\*stars\\*.", [("body", "Use git & *stars*.")]),
        # As in wire copy: an indent marks a paragraph and no code.
        (
            "    The army said so.\n\nAnd left.",
            [("body", "The army said so."), ("body", "And left.")],
        ),
        (
            "![Soldiers at the gate](a.jpg)\n\nThey left.",
            [("caption", "Soldiers at the gate"), ("body", "They left.")],
        ),
        (
            '![Soldiers at the gate](a.jpg "Photo: Ann Lee / SWS")\n\nThey left.',
            [
                ("caption", "Soldiers at the gate"),
                ("credit", "Photo: Ann Lee / SWS"),
                ("body", "They left."),
            ],
        ),
        # The line below an <img> belongs to no block of HTML.
        (
            '<img src="a.jpg" alt="Soldiers at the gate">\nThey left on Friday.',
            [("body", "They left on Friday."), ("caption", "Soldiers at the gate")],
        ),
        ("<div align=center>\nThey left.\n</div>", [("body", "They left.")]),
        ("They<!-- really? --> left.<script>go()</script>", [("body", "They left.")]),
        (
            "They left.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nAt last.",
            [("body", "They left."), ("body", "At last.")],
        ),
        ("They left.\n\n***\n\nAt last.", [("body", "They left."), ("body", "At last.")]),
    ],
)
def test_blocks_give_their_words(text: str, found: list[tuple[str, str]]) -> None:
    assert blocks(text) == found


def test_a_line_of_credits_below_the_headline_is_read() -> None:
    text = (
        "# A fund for Derna\n\n*By Salma Orfali, Mediterranean News Agency, 8 February 2024*" + BODY
    )
    found = read_markdown(text)
    assert (found.byline, found.source) == ("Salma Orfali", "Mediterranean News Agency")
    assert found.published == datetime.date(2024, 2, 8)
    assert len(found.paragraphs) == 1


@pytest.mark.parametrize("text", ["", "---\n", "# Only a headline", "***", "<!-- nothing -->"])
def test_markdown_without_a_story_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_markdown(text)
