"""What a version says otherwise: facts, and what became of each paragraph."""

import pytest

from articles.comparing import MOST_PAIRS, Side, difference, pieces

A = "President Emmanuel Macron said France would withdraw from Niger."
B = "Macron spoke after a coup in Niamey, where the European Union has a mission."
C = "The last flight left on Friday."
D = "Nobody at the ministry answered the telephone."
E = "Rain fell on the airport all day."


@pytest.mark.parametrize(
    ("old", "new", "steps", "words"),
    [
        ([A, B, C], [A, B, C], ["kept 1-3"], ""),
        # Reworded; with one put in between; with one taken out of the middle, told where it stood.
        (
            [A, B, C],
            [A, B.replace("coup", "failed coup"), C],
            ["kept 1-1", "changed 2-2", "kept 3-3"],
            "1 paragraph changed",
        ),
        (
            [A, B],
            [A, D, E, B],
            ["kept 1-1", "added 2-2", "added 3-3", "kept 4-4"],
            "2 paragraphs added",
        ),
        ([A, B, C], [A, C], ["kept 1-1", "gone 2-2", "kept 2-2"], "1 paragraph gone"),
        ([A, B, C], [A, B], ["kept 1-2", "gone 3-3"], "1 paragraph gone"),
        # Another in its place: the old one first.
        (
            [A, B, C],
            [A, D, C],
            ["kept 1-1", "gone 2-2", "added 2-2", "kept 3-3"],
            "1 paragraph added, 1 gone",
        ),
        # Of three the one that went first moved, not the two it passed.
        ([A, B, C], [C, A, B], ["moved 1-1", "kept 2-3"], "1 paragraph moved"),
        # All at once.
        (
            [A, B, C],
            [D, B.replace("coup", "failed coup"), A],
            ["added 1-1", "changed 2-2", "kept 3-3", "gone 3-3"],
            "1 paragraph changed, 1 added, 1 gone",
        ),
        ([], [A], ["added 1-1"], "1 paragraph added"),
        ([A], [], ["gone 1-1"], "1 paragraph gone"),
        ([], [], [], ""),
    ],
)
def test_each_paragraph_has_its_fate(
    old: list[str], new: list[str], steps: list[str], words: str
) -> None:
    found = difference(Side({}, old), Side({}, new))
    assert [f"{step.state} {step.place}-{step.until}" for step in found.steps] == steps
    assert found.of_text == found.words == words
    assert bool(found) is bool(words)


def test_facts_that_differ_are_told_with_what_they_were() -> None:
    before = Side({"Headline": "Rain", "Published": "26 July 2023", "Source": ""}, [A])
    after = Side({"Headline": "Rain", "Published": "", "Source": "Sahel Wire"}, [B])
    found = difference(before, after)
    assert [(f.label, f.before, f.after) for f in found.facts] == [
        ("Published", "26 July 2023", ""),
        ("Source", "", "Sahel Wire"),
    ]
    assert found.words == "date, source; 1 paragraph added, 1 gone"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ten people died.", "Twelve people died on Friday."),
        ("a  b\nc", "a b c"),
        ("", "words"),
        ("words", ""),
        (" ", "\n"),
        ("🌍 é́́ \u200d", "🌍 e"),
        ("word " * 3000, "word other " * 1500),
    ],
)
def test_pieces_add_up_to_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(words for state, words in found if state != "gone") == new
    if len(old.split()) * len(new.split()) > MOST_PAIRS:
        assert "".join(words for state, words in found if state != "new") == old


def test_pieces_are_words() -> None:
    assert pieces("Ten people died.", "Twelve people died.") == (
        ("gone", "Ten "),
        ("new", "Twelve "),
        ("same", "people died."),
    )
