"""Where decided words are found again: their own paragraph first, elsewhere only if sure."""

import uuid
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.placing import CONTEXT, Text, occurrences, places

OWN, OTHER = uuid.uuid4(), uuid.uuid4()


@dataclass
class Words:
    """Words as an anchor keeps them."""

    lineage: uuid.UUID
    exact: str
    prefix: str
    suffix: str
    start: int


def anchored(text: str, exact: str, number: int = 0) -> Words:
    """The words at their n-th place in a text."""
    start = -1
    for _ in range(number + 1):
        start = text.index(exact, start + 1)
    end = start + len(exact)
    before = text[max(0, start - CONTEXT) : start]
    return Words(OWN, exact, before, text[end : end + CONTEXT], start)


def found(words: Words, *texts: tuple[uuid.UUID, str]) -> str | None:
    """The first place found, as its text with the words in brackets."""
    rows = [Text(number, lineage, text) for number, (lineage, text) in enumerate(texts)]
    for text, start in places(words, rows):
        end = start + len(words.exact)
        return f"{text.text[:start]}[{text.text[start:end]}]{text.text[end:]}"
    return None


TWICE = "Macron met Brigitte. Macron left with Macron."


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        # Nothing changed: exactly there, also of several.
        (anchored(TWICE, "Macron"), TWICE, "[Macron] met Brigitte. Macron left with Macron."),
        (anchored(TWICE, "Macron", 1), TWICE, "Macron met Brigitte. [Macron] left with Macron."),
        (anchored(TWICE, "Macron", 2), TWICE, "Macron met Brigitte. Macron left with [Macron]."),
        # Something put before; the sentences turned round; other words around it.
        (
            anchored(TWICE, "Macron", 1),
            f"PARIS - {TWICE}",
            "PARIS - Macron met Brigitte. [Macron] left with Macron.",
        ),
        (
            anchored(TWICE, "Macron", 1),
            "Macron left with Macron. Macron met Brigitte.",
            "[Macron] left with Macron. Macron met Brigitte.",
        ),
        (anchored("Macron slept.", "Macron"), "Nobody saw Macron.", "Nobody saw [Macron]."),
        # Not inside a longer word, unless it was in one.
        (anchored("Mali won.", "Mali"), "Malians won.", None),
        (anchored("Malians won.", "Mali"), "Malians lost to Mali.", "[Mali]ans lost to Mali."),
        (anchored("It is gone.", "gone"), "It went.", None),
    ],
)
def test_in_its_own_paragraph(words: Words, text: str, expected: str | None) -> None:
    assert found(words, (OTHER, "Macron, Mali, gone."), (OWN, text)) == expected


@pytest.mark.parametrize(
    ("text", "exact", "others", "expected"),
    [
        # The sentence was taken into another paragraph.
        (
            "In Niamey the soldiers of General Salou slept.",
            "Salou",
            ["It rained. In Niamey the soldiers of General Salou slept."],
            "It rained. In Niamey the soldiers of General [Salou] slept.",
        ),
        # The same name with other words around it is another matter.
        ("General Salou slept.", "Salou", ["They say that Salou is well."], None),
        # Of two, the one that agrees more.
        (
            "The soldiers of General Salou slept in peace.",
            "Salou",
            [
                "The soldiers of General Salou were gone.",
                "The soldiers of General Salou slept in peace.",
            ],
            "The soldiers of General [Salou] slept in peace.",
        ),
        # A paragraph that is the words alone says nothing about which.
        ("Salou", "Salou", ["Salou"], None),
    ],
)
def test_in_another_paragraph_only_with_the_same_around_it(
    text: str, exact: str, others: list[str], expected: str | None
) -> None:
    texts = [(OTHER, other) for other in others]
    assert found(anchored(text, exact), *texts) == expected


@given(st.text(max_size=60), st.text(min_size=1, max_size=8), st.text(max_size=60))
def test_in_an_unchanged_text_words_are_where_they_were(
    before: str, exact: str, after: str
) -> None:
    text = before + exact + after
    start = len(before)
    words = Words(OWN, exact, before[-CONTEXT:], after[:CONTEXT], start)
    assert next(places(words, [Text(1, OWN, text)]))[1] == start
    assert start in occurrences(words, text)
