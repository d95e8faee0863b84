import datetime
import time

import pytest

from extraction import timex
from extraction.types import Timex

DECEMBER = datetime.date(2023, 12, 12)
"""A Tuesday."""
OCTOBER = datetime.date(2023, 10, 6)
"""A Friday."""
JANUARY = datetime.date(2024, 1, 3)


def read(text: str, anchor: datetime.date | None = DECEMBER) -> list[Timex]:
    found = timex.find([text], anchor=anchor)
    assert all(text[one.start : one.end] == one.text for one in found)
    return list(found)


def values(text: str, anchor: datetime.date | None = DECEMBER) -> list[tuple[str, str]]:
    return [(one.text, one.value) for one in read(text, anchor)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The treaty was signed on July 26, 2023.", [("July 26, 2023", "2023-07-26")]),
        ("He was born on 3rd March 1961 in Zinder.", [("3rd March 1961", "1961-03-03")]),
        ("Filed 26/07/2023, revised 7/27/2023.", [("26/07/2023", "2023-07-26"), ("7/27/2023", "2023-07-27")]),
        # read differently by two halves of the world: the year alone is certain
        ("The stamp says 03/04/2023.", [("03/04/2023", "2023")]),
        ("Log entry 2023-07-26 follows.", [("2023-07-26", "2023-07-26")]),
        ("The log begins at 2023-07-26T09:30Z.", [("2023-07-26T09:30Z", "2023-07-26T09:30")]),
        ("The mine opened in 2019 and closed in August 2021.", [("2019", "2019"), ("August 2021", "2021-08")]),
        ("Prices rose from mid-2019.", [("mid-2019", "2019")]),
        ("The dam was finished in fiscal 2012.", [("fiscal 2012", "2012")]),
        ("It was common in the 1990s and the early 1980s.", [("the 1990s", "199"), ("the early 1980s", "198")]),
        ("Probably born around 1470, he ruled between 1491 and 1502.", [("1470", "1470"), ("1491", "1491"), ("1502", "1502")]),
        ("Roads were paved in the early sixties.", [("the early sixties", "196")]),
        ("The season of 2012-13 ended late.", [("2012", "2012"), ("13", "2013")]),
        ("Traders came in the 19th century.", [("the 19th century", "18")]),
        ("Sales fell in the third quarter of 2021.", [("the third quarter of 2021", "2021-Q3")]),
        ("Exports doubled in the first half of 2020.", [("the first half of 2020", "2020-H1")]),
        ("The wells dried up in the summer of 2018.", [("the summer of 2018", "2018-SU")]),
        ("He resigned on New Year's Eve 2021.", [("New Year's Eve 2021", "2021-12-31")]),
        ("The towers fell on 9/11.", [("9/11", "2001-09-11")]),
    ],
)  # fmt: skip
def test_dates_of_the_calendar_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("anchor", "text", "expected"),
    [
        (DECEMBER, "The last soldiers will leave on December 22.", ["2023-12-22"]),
        (DECEMBER, "The first trucks left on October 10.", ["2023-10-10"]),
        (OCTOBER, "The generals seized power on July 26.", ["2023-07-26"]),
        (OCTOBER, "By December 22 the base will be empty.", ["2023-12-22"]),
        (OCTOBER, "The parliament votes by February.", ["2024-02"]),
        (JANUARY, "Police found the truck on Dec. 30.", ["2023-12-30"]),
        (JANUARY, "The inquest opens on Jan. 9.", ["2024-01-09"]),
        # the weekday says which year it was
        (JANUARY, "They signed on Monday, July 4.", ["2022-07-04"]),
        (DECEMBER, "On Tuesday, soldiers boarded a plane.", ["2023-12-12"]),
        (DECEMBER, "The ministry on Monday announced a vote.", ["2023-12-11"]),
        (DECEMBER, "The minister said on Monday that voting would begin on Sunday.", ["2023-12-11", "2023-12-17"]),
        (DECEMBER, "She is expected in Accra on Friday.", ["2023-12-15"]),
        (DECEMBER, "He was due to appear in court on Thursday.", ["2023-12-14"]),
        (DECEMBER, "The convoy is to leave Agadez on Saturday.", ["2023-12-16"]),
        (DECEMBER, "The court gave the company until Friday to pay.", ["2023-12-15"]),
        (DECEMBER, "The union won a pay rise on Friday.", ["2023-12-08"]),
        (DECEMBER, "The strike was over by Friday.", ["2023-12-08"]),
        (DECEMBER, "They expect it to reach the coast on Sunday.", ["2023-12-17"]),
        (DECEMBER, "The board announced its plan on Friday.", ["2023-12-08"]),
        (DECEMBER, "The mayor could not be reached on Friday.", ["2023-12-08"]),
        (DECEMBER, "The judge gave both sides of the quarrel until noon on Friday.", ["2023-12-15T12:00"]),
        (DECEMBER, "Last Tuesday the bridge collapsed.", ["2023-12-05"]),
        (DECEMBER, "The court sits on Wednesday of next week.", ["2023-12-20"]),
        # "May" and "Will" with a capital are no verbs
        (DECEMBER, "Will May resigned on Friday.", ["2023-12-08"]),
        (DECEMBER, "Rain fell on Wednesday and Thursday.", ["2023-12-06", "2023-12-07"]),
        (DECEMBER, "It was reported in September.", ["2023-09"]),
        (DECEMBER, "In May, the mayor vanished during the May riots.", ["2023-05", "2023-05"]),
        (DECEMBER, "The talks will resume in March.", ["2024-03"]),
        (DECEMBER, "The July 26 coup ended an alliance.", ["2023-07-26"]),
        (DECEMBER, "The September 11 attacks changed the law.", ["2001-09-11"]),
        (DECEMBER, "They agreed to meet again on Jan. 15.", ["2024-01-15"]),
    ],
)  # fmt: skip
def test_the_tense_tells_before_or_after_the_dispatch(
    anchor: datetime.date, text: str, expected: list[str]
) -> None:
    assert [value for _, value in values(text, anchor)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoy left last month.", [("last month", "2023-11")]),
        ("Talks begin this week and end early next year.", [("this week", "2023-W50"), ("early next year", "2024")]),
        ("The price rose two weeks ago.", [("two weeks ago", "2023-W48")]),
        ("Three years ago the mine was sold.", [("Three years ago", "2020")]),
        ("The attack of May 3, 2021 was followed three days later by another.",
         [("May 3, 2021", "2021-05-03"), ("three days later", "2021-05-06")]),
        ("In 2015 he was jailed; four years later he was pardoned.", [("2015", "2015"), ("four years later", "2019")]),
        # later than what?
        ("Thirty years later nobody remembers.", [("Thirty years later", "XXXX")]),
        ("It will be over by the end of the year.", [("the end of the year", "2023")]),
        ("Spending in the current year doubled.", [("the current year", "2023")]),
        ("Shots were heard overnight.", [("overnight", "2023-12-11TNI")]),
        ("The road will be closed overnight.", [("overnight", "2023-12-12TNI")]),
        ("He spoke on Tuesday evening.", [("Tuesday evening", "2023-12-12TEV")]),
        ("The day before yesterday the river burst its banks.", [("The day before yesterday", "2023-12-10")]),
        ("On Friday they landed; the day before, the airport had reopened.",
         [("Friday", "2023-12-08"), ("the day before", "2023-12-07")]),
        ("She vanished on the night of July 26.", [("the night of July 26", "2023-07-26TNI")]),
        ("The clinic is currently closed.", [("currently", "PRESENT_REF")]),
        ("Prices have risen in recent weeks.", [("recent weeks", "PAST_REF")]),
        ("A reply is expected soon.", [("soon", "FUTURE_REF")]),
        ("On Monday, in the early morning, it rained.", [("Monday", "2023-12-11"), ("the early morning", "2023-12-11TMO")]),
        ("I saw him the other day.", [("the other day", "PAST_REF")]),
        ("He would one day lead the country.", [("one day", "FUTURE_REF")]),
        ("The gate opened at 10 a.m. on Friday.", [("10 a.m. on Friday", "2023-12-08T10:00")]),
        ("Friday at 5 p.m. the siren sounded.", [("Friday at 5 p.m.", "2023-12-08T17:00")]),
        ("The blast came at 0735 GMT.", [("0735 GMT", "2023-12-12T07:35")]),
        ("On Monday a lorry hit the gate at three in the morning.",
         [("Monday", "2023-12-11"), ("three in the morning", "2023-12-11T03:00")]),
        ("The third quarter was weak.", [("The third quarter", "2023-Q3")]),
        ("By the 22nd, all will be gone.", [("the 22nd", "2023-12-22")]),
    ],
)  # fmt: skip
def test_times_are_reckoned_from_the_dispatch_or_the_time_last_named(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("A ten-year-long rebellion ended.", "duration", [("ten-year-long", "P10Y")]),
        ("They set a 48-hour ultimatum.", "duration", [("48-hour", "PT48H")]),
        ("He served two five-year terms.", "duration", [("five-year", "P5Y")]),
        ("It took two and a half years.", "duration", [("two and a half years", "P2Y6M")]),
        ("The hearing lasted 1 hour 20 minutes.", "duration", [("1 hour 20 minutes", "PT1H20M")]),
        ("He was held for more than three weeks.", "duration", [("more than three weeks", "P3W")]),
        ("Over the past two decades, little changed.", "duration", [("the past two decades", "P2DE")]),
        ("Families waited for days.", "duration", [("days", "PXD")]),
        ("They march every Friday.", "set", [("every Friday", "XXXX-WXX-5")]),
        ("Water comes daily and guards change twice a week.", "set", [("daily", "P1D"), ("twice a week", "P1W")]),
        ("The board meets every two months.", "set", [("every two months", "P2M")]),
    ],
)  # fmt: skip
def test_lengths_of_time_and_what_comes_back_are_told_apart(
    text: str, kind: str, expected: list[tuple[str, str]]
) -> None:
    assert [one.kind for one in read(text)] == [kind] * len(expected)
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A Boeing 737 carried 1,500 soldiers and 2000 people watched.",
        "A 31-year-old nurse and a man aged 24 years won 21-15 and 6-4.",
        "They may march for a second time.",
        "Theresa May met April Jones while March Madness went on.",
        "A Long March 3 rocket rose; over 2000 were there, and about 1500 left.",
        "A man in his mid-thirties hid in the small hours for once in a million years.",
        "Vision 2030 and Agenda 2063 were launched at Expo 2020.",
        "The November 17 group and the June 5 Movement were banned.",
        "The Sunday Times and the Daily Mail wrote of Bloody Sunday.",
        "It costs $5 a day, and 300 barrels a day are pumped.",
        "Three-quarters of them live in 2000 villages on Route 1990.",
        "The sun sat low; the fall of the wall and the spring of the lock.",
        "In the first quarter of the match they led by 3:15.",
    ],
)
def test_ages_counts_scores_and_names_are_no_dates(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "edtf", "earliest", "latest", "precision", "modifier"),
    [
        ("It begins in early December.", "2023-12", "2023-12-01", "2023-12-11", "month", "start"),
        ("They must leave by December 22.", "../2023-12-22", "", "2023-12-22", "day", "before"),
        ("It will end by the end of the year.", "../2023", "", "2023-12-31", "year", "end"),
        ("It has been shut since Friday.", "2023-12-08/..", "2023-12-08", "", "day", "after"),
        ("Nobody saw him after March 2020.", "2020-04-01/..", "2020-04-01", "", "month", "after"),
        ("They will go before the end of the year.", "../2023", "", "2023-12-31", "year", "end"),
        ("It was sold before 2019.", "../2018-12-31", "", "2018-12-31", "year", "before"),
        ("He left last week.", "2023-12-04/2023-12-10", "2023-12-04", "2023-12-10", "week", ""),
        ("It closed in the third quarter.", "2023-35", "2023-07-01", "2023-09-30", "season", ""),
        ("It was built in the 1990s.", "199X", "1990-01-01", "1999-12-31", "decade", ""),
        ("The siren went at 17:05 GMT.", "2023-12-12T17:05:00", "2023-12-12", "2023-12-12", "minute", ""),
        ("The road is now closed.", "", "2023-12-12", "2023-12-12", "", ""),
        ("He was freed recently.", "", "", "2023-12-12", "", ""),
    ],
)  # fmt: skip
def test_days_are_given_as_far_as_they_are_known(
    text: str, edtf: str, earliest: str, latest: str, precision: str, modifier: str
) -> None:
    (one,) = read(text)
    told = tuple("" if day is None else day.isoformat() for day in (one.earliest, one.latest))
    assert (one.edtf, *told, one.precision, one.modifier) == (
        edtf,
        earliest,
        latest,
        precision,
        modifier,
    )


@pytest.mark.parametrize(
    ("text", "ends", "edtf"),
    [
        ("It rained between July 26 and 28.", ["July 26", "28"], "2023-07-26/2023-07-28"),
        ("The fair of July 26-28 was cancelled.", ["July 26", "28"], "2023-07-26/2023-07-28"),
        ("They met from 3 to 7 May 2011.", ["3", "7 May 2011"], "2011-05-03/2011-05-07"),
        ("He ruled from 2014 to 2016.", ["2014", "2016"], "2014/2016"),
        ("The drought of 1990-91 is remembered.", ["1990", "91"], "1990/1991"),
        ("Between March and June 2010 it closed.", ["March", "June 2010"], "2010-03/2010-06"),
        # the Wednesday is past, so the Monday before it is meant
        ("They were held from Monday to Wednesday.", ["Monday", "Wednesday"], "2023-12-04/2023-12-06"),
    ],
)  # fmt: skip
def test_either_end_of_a_range_holds_its_days(text: str, ends: list[str], edtf: str) -> None:
    found = read(text)
    assert [one.text for one in found] == ends
    assert [one.edtf for one in found] == [edtf, edtf]
    assert len({(one.earliest, one.latest) for one in found}) == 1


@pytest.mark.parametrize(
    ("text", "value", "edtf"),
    [
        ("They leave on December 22.", "XXXX-12-22", "XXXX-12-22"),
        ("They left in December.", "XXXX-12", "XXXX-12"),
        ("He spoke on Tuesday.", "XXXX-WXX-2", ""),
        ("He spoke last month.", "XXXX-XX", ""),
        ("He spoke yesterday.", "XXXX-XX-XX", ""),
        ("It fell in the third quarter.", "XXXX-Q3", ""),
        ("He spoke in 2019.", "2019", "2019"),
    ],
)
def test_without_a_date_of_the_dispatch_what_is_not_told_stays_open(
    text: str, value: str, edtf: str
) -> None:
    (one,) = read(text, None)
    assert (one.value, one.edtf) == (value, edtf)
    assert (one.earliest is None) == ("X" in value)


def test_paragraphs_keep_their_numbers_and_a_day_is_remembered_from_one_to_the_next() -> None:
    texts = {2: "The bridge fell on May 3, 2021.", 5: "Two days later it was rebuilt."}
    found = timex.find(texts, anchor=DECEMBER)
    assert [(one.paragraph, one.value) for one in found] == [(2, "2021-05-03"), (5, "2021-05-05")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00 \ufeff\u202e 12 \U0001f600 May",
        "ſeptember 3 and Frİday, 3ſt KİLO Tueſday",
        "Feb. 30, 2023; 31/31/2023; 99:99 a.m.; 0 years ago; 2023-13-45",
        "999,999,999,999 years ago and 999999999 weeks later, 1000 centuries ago",
        "1,000,000,000,000,000,000,000,000,000 years " * 3,
        "in 1000, by the year 1001, until 2099-12-31, since 1000-01-01",
        "٣ أيام، 5月3日, 26 июля 2023",
        "Monday" * 50,
        "the late mid early end of the beginning of the year's end",
    ],
)
@pytest.mark.parametrize(
    "anchor",
    [None, DECEMBER, datetime.date.min, datetime.date.max, datetime.datetime(2024, 2, 29, 12, 0, tzinfo=datetime.UTC)],
)  # fmt: skip
def test_odd_text_is_read_without_error(text: str, anchor: datetime.date | None) -> None:
    found = read(text, anchor)
    assert all(one.earliest is None or one.latest is None or one.earliest <= one.latest for one in found)  # fmt: skip


def test_leap_days_are_found_in_leap_years() -> None:
    assert values("He was born on February 29.", datetime.date(2023, 3, 1)) == [
        ("February 29", "2024-02-29")
    ]


@pytest.mark.parametrize(
    "piece", ["a ", "12 ", "May 1 and ", "1,", "Monday ", "12, 13 and ", "1990-", "10 a.m. ", "the end of the "]
)  # fmt: skip
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        begin = time.process_time()
        timex.find([text], anchor=DECEMBER)
        return time.process_time() - begin

    # Eight times the text, with room for a busy machine: a square would be 64 times.
    assert seconds(40_000) < 24 * max(seconds(5_000), 0.005)
