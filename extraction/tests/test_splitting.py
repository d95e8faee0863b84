from hypothesis import given
from hypothesis import strategies as st

from extraction.splitting import paragraphs


def test_each_line_of_text_that_is_not_wrapped_is_a_paragraph() -> None:
    text = "The first paragraph is one line.\nSo is the second.\n\n\nAnd the third."
    assert paragraphs(text) == [
        "The first paragraph is one line.",
        "So is the second.",
        "And the third.",
    ]


WRAPPED = """\
Niger's military government said on Tuesday that the last French
soldiers would leave the country by the end of next week, ending a
long presence.
{gap}The ministry said in a statement that the convoys would head for
Chad under escort, in line with an agreement signed in October by the
well-
known sides.
"""
JOINED = [
    "Niger's military government said on Tuesday that the last French soldiers would leave the country "
    "by the end of next week, ending a long presence.",
    "The ministry said in a statement that the convoys would head for Chad under escort, in line with an "
    "agreement signed in October by the well-known sides.",
]


def test_wrapped_text_breaks_at_blank_lines() -> None:
    assert paragraphs(WRAPPED.format(gap="\n")) == JOINED


def test_wrapped_text_without_blank_lines_breaks_at_indents() -> None:
    indented = "   " + WRAPPED.format(gap="   ")
    assert paragraphs(indented) == JOINED


def test_wrapped_text_with_neither_breaks_after_a_short_line() -> None:
    assert paragraphs(WRAPPED.format(gap="")) == JOINED


def test_items_and_lines_of_the_wire_stay_alone_in_wrapped_text() -> None:
    text = (
        "By Ann Lee\n"
        + WRAPPED.format(gap="\n")
        + "\n- the first of two points is here to be read\n"
        "- the second of two points is here, which is long enough\nto be wrapped\n(more)\n"
    )
    found = paragraphs(text)
    assert found[0] == "By Ann Lee"
    assert found[-1] == "(more)"
    assert found[-2].endswith("long enough to be wrapped")
    assert len(found) == 6


@given(st.text(max_size=600))
def test_paragraphs_are_never_blank_and_lose_no_word(text: str) -> None:
    found = paragraphs(text)
    assert all(paragraph.strip() == paragraph != "" for paragraph in found)
    assert "".join("".join(found).split()) == "".join(text.split())
