import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.windows import windows


@given(st.text(st.sampled_from("ab .!?\u00e9"), max_size=400), st.integers(1, 60))
def test_windows_cover_a_text_without_a_gap(text: str, size: int) -> None:
    pieces = [text[start:end] for start, end in windows(text, size=size)]
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= size for piece in pieces)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Soldiers left. Mr Macron spoke.", ["Soldiers left. ", "Mr Macron spoke."]),
        # no sentence ends: a space is next best
        ("Soldiers left Niamey with Macron", ["Soldiers left Niamey ", "with Macron"]),
        ("x" * 30, ["x" * 22, "x" * 8]),
    ],
)
def test_a_window_ends_where_no_name_is_cut(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in windows(text, size=22)] == pieces
