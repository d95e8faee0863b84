import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.dispatch import from_blocks, read_text
from extraction.types import PARAGRAPH_KINDS, Paragraph

WIRE = """\
UPDATE 2-Niger junta orders French envoy out
By Ann Lee and Bob Ray
NIAMEY, Dec 12 (Reuters) - Niger's military government said on
Tuesday that the last French soldiers would leave the country by the
end of next week, ending a long presence.

What happens next?

The ministry said in a statement that the convoys would head for
Chad under escort, in line with an agreement signed in October by the
two sides.
(Reporting by Ann Lee in Niamey; Editing by Bob Ray)
(more)
-30-
"""


def test_a_wire_story_is_taken_apart() -> None:
    dispatch = read_text(WIRE, published=datetime.date(2023, 12, 13))
    assert dispatch.headline == "Niger junta orders French envoy out"
    assert dispatch.byline == "Ann Lee and Bob Ray"
    assert dispatch.dateline == "Niamey"
    assert dispatch.source == "Reuters"
    assert dispatch.language == "en"
    assert dispatch.published == datetime.date(2023, 12, 12)
    assert dispatch.published_precision == "day"
    assert [paragraph.kind for paragraph in dispatch.paragraphs] == [
        "body",
        "crosshead",
        "body",
        "credit",
    ]
    assert dispatch.paragraphs[0].text.startswith("NIAMEY, Dec 12 (Reuters) - Niger's")


def test_a_first_line_that_is_a_sentence_is_no_headline() -> None:
    dispatch = read_text("France is leaving Niger, it said this week.\n\nMr Macron decided so.")
    assert dispatch.headline == ""
    assert dispatch.paragraphs[0].text == "France is leaving Niger, it said this week."


def test_a_first_line_without_a_full_stop_is_the_headline() -> None:
    dispatch = read_text("France leaves Niger\n\nMr Macron decided so.")
    assert dispatch.headline == "France leaves Niger"
    assert [paragraph.text for paragraph in dispatch.paragraphs] == ["Mr Macron decided so."]


def test_a_single_line_is_the_story_and_no_headline() -> None:
    dispatch = read_text("Macron in Niamey")
    assert dispatch.headline == ""
    assert dispatch.paragraphs == (Paragraph("Macron in Niamey"),)


def test_labels_above_a_story_are_read() -> None:
    text = "Headline: Big day\nBy: Ann Lee\nPublished: 12 Dec 2023 14:05 GMT\nSource: Agerpres\n\nHe left.\nSo did she."
    dispatch = read_text(text)
    assert (dispatch.headline, dispatch.byline, dispatch.source) == (
        "Big day",
        "Ann Lee",
        "Agerpres",
    )
    assert dispatch.published == datetime.datetime(2023, 12, 12, 14, 5, tzinfo=datetime.UTC)
    assert dispatch.published_precision == "minute"
    assert len(dispatch.paragraphs) == 2


@pytest.mark.parametrize(
    "first",
    [
        # "By" that begins a sentence
        "By December 22, all French soldiers will leave Niger for good.",
        "By Tuesday the army had left",
    ],
)
def test_a_sentence_that_begins_with_by_is_no_byline(first: str) -> None:
    assert read_text(f"{first}\nThe end came soon, he said.").byline == ""


def test_a_given_date_stands_where_the_text_has_none() -> None:
    given_date = datetime.date(2023, 12, 12)
    assert read_text("He left.\nShe left.", published=given_date).published == given_date
    assert read_text("He left.\nShe left.").published is None
    assert read_text("He left.\nShe left.").published_precision == ""


def test_a_day_without_any_year_gives_no_date() -> None:
    assert read_text("NIAMEY, Dec 12 (AFP) - He left Niger.").published is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # a caption with its credit glued to it, as pages are copied
        (
            "He left on Friday.\nSoldiers at Niamey airport (Niger)Photo: Ann Lee / AFP / Profimedia\nThe end.",
            ["body", "caption", "credit", "body"],
        ),
        (
            "FILE PHOTO: Soldiers stand in Niamey. REUTERS/Ann Lee\nNIAMEY, Niger (AP) — They left. (AP Photo/Ann Lee)",
            ["caption", "credit", "body", "credit"],
        ),
        (
            "They left. (Reporting by Ann Lee; editing by Bob Ray)\nThe end.",
            ["body", "credit", "body"],
        ),
        ("They left.\nAP writer Ann Lee in Paris contributed to this report.", ["body", "credit"]),
        ("They left.\n© 2023 Agence France-Presse", ["body", "credit"]),
        (
            "He named:\n- the first point\n- the second point\nThat was all.",
            ["body", "list", "list", "body"],
        ),
        # a crosshead stands between paragraphs and has no full stop
        (
            "The army left the base on Friday.\nFrench Ambassador Departure from Niger\nIt was reported on Monday "
            "that he had left.",
            ["body", "crosshead", "body"],
        ),
    ],
)
def test_paragraphs_have_kinds(text: str, kinds: list[str]) -> None:
    assert [paragraph.kind for paragraph in read_text(text).paragraphs] == kinds


def test_a_bullet_is_not_part_of_its_item() -> None:
    dispatch = read_text("He named:\n• the first point\n2. the second point\nThat was all.")
    assert [p.text for p in dispatch.paragraphs if p.kind == "list"] == [
        "the first point",
        "the second point",
    ]


def test_blocks_of_another_reader_keep_what_it_knows() -> None:
    dispatch = from_blocks(
        [
            Paragraph("France leaves Niger"),
            Paragraph("By Ann Lee"),
            Paragraph("NIAMEY, Dec 12 (AFP) -\u00a0The last\nsoldiers left."),
            Paragraph("  "),
            Paragraph("Next", "crosshead"),
            Paragraph("It was over, the ministry said. (Editing by Bob Ray)"),
        ],
        headline="France leaves Niger",
        published=datetime.datetime(2023, 12, 12, 9, 30, tzinfo=datetime.UTC),
        precision="minute",
        source="Example Daily",
    )
    assert (dispatch.headline, dispatch.byline) == ("France leaves Niger", "Ann Lee")
    assert (dispatch.dateline, dispatch.source) == ("Niamey", "Example Daily")
    assert dispatch.published_precision == "minute"
    assert [(p.text, p.kind) for p in dispatch.paragraphs] == [
        ("NIAMEY, Dec 12 (AFP) - The last soldiers left.", "body"),
        ("Next", "crosshead"),
        ("It was over, the ministry said.", "body"),
        ("(Editing by Bob Ray)", "credit"),
    ]


def test_day_precision_makes_a_date_of_a_moment() -> None:
    midnight = datetime.datetime(2023, 12, 12, tzinfo=datetime.UTC)
    dispatch = from_blocks([Paragraph("He left.")], published=midnight, precision="day")
    assert dispatch.published == datetime.date(2023, 12, 12)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The soldiers left the country on Friday, the ministry said in a statement.", "en"),
        ("Les soldats ont quitté le pays vendredi, a dit le ministère dans un communiqué.", ""),
        ("Die Soldaten haben das Land am Freitag verlassen, sagte der Minister.", ""),
        ("Niamey", ""),
        ("", ""),
    ],
)
def test_english_is_told_from_the_rest(text: str, language: str) -> None:
    assert read_text(text).language == language


@given(st.text(st.characters(exclude_categories=()), max_size=500))
def test_any_text_makes_a_dispatch(text: str) -> None:
    dispatch = read_text(text)
    assert all(paragraph.text.strip() for paragraph in dispatch.paragraphs)
    assert all(paragraph.kind in PARAGRAPH_KINDS for paragraph in dispatch.paragraphs)
    assert all("\n" not in paragraph.text for paragraph in dispatch.paragraphs)


@given(st.lists(st.sampled_from(WIRE.split("\n")), max_size=12))
def test_a_head_in_any_order_is_read(lines: list[str]) -> None:
    dispatch = read_text("\n".join(lines))
    assert all(paragraph.text.strip() for paragraph in dispatch.paragraphs)
