"""What stands above a plain story: the house, in whatever line it signs."""

import datetime

import pytest

from articles.readers.dates import read_date
from articles.readers.head import CreditLine, is_house, read_credit_line, split_byline
from articles.readers.plain import read_plain

LEDE = "NIAMEY, July 28, 2023 (SWS) - Soldiers held the president of Niger on Friday, they said.\n"
MORE = "\nHis guard closed the roads around the palace, and the market opened late.\n"


@pytest.mark.parametrize(
    ("above", "headline", "byline", "source"),
    [
        ("Soldiers hold president\nBy Ann Lee\n\n", "Soldiers hold president", "Ann Lee", "SWS"),
        # The house on a line of its own, under the byline or over the headline.
        (
            "Soldiers hold president\nBy Ann Lee\nSahel Wire Service\n\n",
            "Soldiers hold president",
            "Ann Lee",
            "Sahel Wire Service",
        ),
        (
            "Sahel Wire Service\n\nSoldiers hold president\n\n",
            "Soldiers hold president",
            "",
            "Sahel Wire Service",
        ),
        (
            "Soldiers hold president\nBy Ann Lee, Sahel Wire Service\n\n",
            "Soldiers hold president",
            "Ann Lee",
            "Sahel Wire Service",
        ),
        (
            "Soldiers hold president\nPor Ana Ruiz\n\n",
            "Soldiers hold president",
            "Ana Ruiz",
            "SWS",
        ),
        (
            "Soldiers hold president\nBy Ann Lee in Niamey and Bob Ray in Paris\n\n",
            "Soldiers hold president",
            "Ann Lee in Niamey and Bob Ray in Paris",
            "SWS",
        ),
        # A headline in capitals of the kind that houses bear stays a headline.
        ("World Press Under Fire\nBy Ann Lee\n\n", "World Press Under Fire", "Ann Lee", "SWS"),
        (
            "Source: Daily Sun\nSoldiers hold president\n\n",
            "Soldiers hold president",
            "",
            "Daily Sun",
        ),
    ],
)
def test_the_head_of_a_story_is_taken_apart(
    above: str, headline: str, byline: str, source: str
) -> None:
    found = read_plain(above + LEDE + MORE)
    assert (found.headline, found.byline, found.source) == (headline, byline, source)
    assert found.paragraphs[0].text.startswith("NIAMEY")
    assert found.published == datetime.date(2023, 7, 28)


def test_a_byline_in_a_wrapped_story_is_not_joined_to_its_neighbours() -> None:
    text = (
        "Guard commander named leader of Niger two days after coup\n"
        "By Ann Lee in Niamey and Bob Ray in Paris\n"
        "NIAMEY, July 28, 2023 (SWS) - The commander of the guard appeared on\n"
        "state television on Friday as the new leader of the country, ending two\n"
        "days of uncertainty about who had ordered the detention of the president.\n"
        "\n"
        "A banner on the screen introduced the general as the president of a\n"
        "council whose name few people in the capital had heard of before then.\n"
    )
    found = read_plain(text)
    assert found.headline == "Guard commander named leader of Niger two days after coup"
    assert found.byline == "Ann Lee in Niamey and Bob Ray in Paris"
    assert [paragraph.text[:12] for paragraph in found.paragraphs] == [
        "NIAMEY, July",
        "A banner on ",
    ]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Sahel Wire Service", True),
        ("Gulf of Guinea Report", True),
        ("The Daily Star", True),
        ("Agence France-Presse", True),
        ("AFP", True),
        ("Ann Lee", False),
        ("Niger", False),
        ("By Ann Lee, Harmattan Press", False),
        ("soldiers leave the press room", False),
        ("The minister said that the press was free to report what it saw.", False),
        ("", False),
    ],
)
def test_a_house_is_known_by_its_name(name: str, answer: bool) -> None:
    assert is_house(name) is answer


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "By Salma Orfali, Mediterranean News Agency, 8 February 2024",
            CreditLine("Salma Orfali", "Mediterranean News Agency", datetime.date(2024, 2, 8)),
        ),
        (
            "By Ann Lee and Bob Ray · January 15, 2024 · 4 min read",
            CreditLine("Ann Lee and Bob Ray", "", datetime.date(2024, 1, 15)),
        ),
        (
            "By Mariama Sanda, Sahel Wire Service | 27 September 2023 06:30 GMT",
            CreditLine(
                "Mariama Sanda",
                "Sahel Wire Service",
                datetime.datetime(2023, 9, 27, 6, 30, tzinfo=datetime.UTC),
            ),
        ),
        ("Ann Lee, Harmattan Press", CreditLine("Ann Lee", "Harmattan Press")),
        # Names alone are another reader's; datelines and sentences are the story's.
        ("By Ann Lee and Bob Ray", None),
        ("Niamey, AFP", None),
        ("Niamey, 5 January 2024", None),
        ("By December 22, all soldiers will have left.", None),
        ("By Friday the Daily Star had sold out, its editor said.", None),
    ],
)
def test_a_credit_line_gives_its_parts(line: str, found: CreditLine | None) -> None:
    assert read_credit_line(line) == found


def test_a_byline_is_parted_from_its_house() -> None:
    assert split_byline("Ann Lee, Harmattan Press") == ("Ann Lee", "Harmattan Press")
    assert split_byline("Ann Lee, Bob Ray") == ("Ann Lee, Bob Ray", "")
    assert split_byline("Harmattan Press") == ("", "Harmattan Press")


def at(*parts: int, hours: float = 0) -> datetime.datetime:
    zone = datetime.timezone(datetime.timedelta(hours=hours))
    return datetime.datetime(*parts, tzinfo=zone)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-07-30T20:12:00+01:00", at(2023, 7, 30, 20, 12, hours=1)),
        ("2023-09-16T18:02:11.000Z", at(2023, 9, 16, 18, 2)),
        ("20230916T180211Z", at(2023, 9, 16, 18, 2)),
        ("2023-09-14 16:40 UTC", at(2023, 9, 14, 16, 40)),
        ("2023-09-14T16:40", at(2023, 9, 14, 16, 40)),
        ("2024-01-15T02:47-06:00", at(2024, 1, 15, 2, 47, hours=-6)),
        ("Sat, 16 Sep 2023 18:02:11 GMT", at(2023, 9, 16, 18, 2)),
        ("Sat, 16 Sep 2023 18:02:11 +0200", at(2023, 9, 16, 18, 2, hours=2)),
        ("Aug. 21, 2023, 2:47 a.m.", at(2023, 8, 21, 2, 47)),
        ("19.09.2023 14:05", at(2023, 9, 19, 14, 5)),
        ("2023-07-30", datetime.date(2023, 7, 30)),
        ("20230730", datetime.date(2023, 7, 30)),
        ("2023/7/30", datetime.date(2023, 7, 30)),
        ("9 January 2024", datetime.date(2024, 1, 9)),
        # Midnight to the second is what a machine writes that knows the day only.
        ("2023-07-30T00:00:00+02:00", datetime.date(2023, 7, 30)),
        ("2023-07-30 00:00:00", datetime.date(2023, 7, 30)),
        # Read differently in two halves of the world, impossible, or no date at all.
        ("03/04/2023", None),
        ("2023-02-30", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("yesterday", None),
        ("", None),
        ("The army said on 9 January 2024 that it would leave. " * 4, None),
    ],
)
def test_a_date_is_read_as_finely_as_it_is_written(text: str, moment: datetime.date | None) -> None:
    assert read_date(text) == moment
    assert type(read_date(text)) is type(moment)
