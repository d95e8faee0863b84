"""Drawing mentions: nothing of the text lost or doubled, nothing in it taken for markup."""

from hypothesis import given
from hypothesis import strategies as st

from entities.marks import Mark, draw, panel, pieces


def mark(number: int, start: int, end: int, kind: str = "person", name: str = "Name") -> Mark:
    return Mark(number, start, end, number, kind, name)


def told(text: str, *marks: Mark, start: int = 0, end: int | None = None) -> list[tuple[str, int]]:
    """Pieces as (text, id of the mark or 0)."""
    return [
        (piece.text, piece.mark.id if piece.mark else 0)
        for piece in pieces(text, marks, start, end)
    ]


def test_text_is_cut_where_marks_begin_and_end() -> None:
    assert told("Macron in Niamey.", mark(1, 0, 6), mark(2, 10, 16)) == [
        ("Macron", 1),
        (" in ", 0),
        ("Niamey", 2),
        (".", 0),
    ]


def test_offsets_count_code_points() -> None:
    # A browser would count the flag as four.
    assert told("🇳🇪 Niamey", mark(1, 3, 9)) == [("🇳🇪 ", 0), ("Niamey", 1)]


def test_a_mark_inside_another_shows_and_the_outer_goes_on_around_it() -> None:
    text = "University of Niamey students"
    found = list(pieces(text, [mark(1, 0, 29), mark(2, 14, 20)]))
    assert [(piece.text, piece.mark and piece.mark.id, piece.opens) for piece in found] == [
        ("University of ", 1, True),
        ("Niamey", 2, True),
        (" students", 1, False),
    ]


def test_marks_that_cross_share_no_character() -> None:
    assert told("abcdef", mark(1, 0, 4), mark(2, 2, 6)) == [("ab", 1), ("cdef", 2)]


def test_of_two_that_begin_together_the_longer_opens_behind_the_shorter() -> None:
    found = list(pieces("Niamey airport", [mark(1, 0, 14), mark(2, 0, 6)]))
    assert [(piece.text, piece.mark and piece.mark.id, piece.opens) for piece in found] == [
        ("Niamey", 2, True),
        (" airport", 1, True),
    ]


def test_a_stretch_shows_only_what_of_a_mark_lies_in_it() -> None:
    assert told("one Macron two Niger", mark(1, 4, 10), mark(2, 15, 20), start=4, end=14) == [
        ("Macron", 1),
        (" two", 0),
    ]


def test_offsets_beyond_the_text_draw_nothing() -> None:
    assert told("abc", mark(1, 5, 9), mark(2, 2, 9)) == [("ab", 0), ("c", 2)]


@given(
    st.text(alphabet="ab🇳é<&", max_size=30),
    st.lists(st.tuples(st.integers(0, 32), st.integers(1, 12)), max_size=6),
)
def test_the_pieces_joined_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [mark(n, start, start + length) for n, (start, length) in enumerate(spans, start=1)]
    found = list(pieces(text, marks))
    assert "".join(piece.text for piece in found) == text
    for opened in marks:
        assert sum(p.mark == opened and p.opens for p in found) <= 1


def test_what_the_machine_wrote_is_escaped() -> None:
    text = '<script>alert("1")</script> & co'
    html = draw(pieces(text, [mark(1, 0, 8, name='"><img src=x>')]), anchors=True)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert 'title="&quot;&gt;&lt;img src=x&gt;, person"' in html


def test_a_mark_leads_to_its_entity_and_can_be_jumped_to() -> None:
    html = draw(pieces("Niamey", [mark(7, 0, 6, "place", "Niamey")]), anchors=True)
    assert 'href="/entities/7/"' in html
    assert 'id="m7"' in html
    assert 'class="mark place"' in html


def test_marks_of_the_entity_the_page_is_about_are_tinted_and_no_links() -> None:
    html = draw(pieces("Niamey", [mark(7, 0, 6, "place")]), here=7)
    assert html == '<mark class="mark place">Niamey</mark>'


def test_the_panel_groups_by_kind_and_knows_the_first_mention() -> None:
    marks = {
        10: [Mark(1, 0, 1, 5, "person", "A"), Mark(2, 2, 3, 6, "place", "B")],
        11: [Mark(3, 0, 1, 7, "person", "C"), Mark(4, 2, 3, 7, "person", "C")],
    }
    groups = panel(marks, [10, 11])
    assert [group.kind for group in groups] == ["person", "place"]
    people = groups[0]
    assert people.mention_count == 3
    assert [(e.name, e.mention_count, e.first_mention_id) for e in people.entities] == [
        ("C", 2, 3),
        ("A", 1, 1),
    ]
