import datetime
import time
from fractions import Fraction

import pytest

from extraction import figures
from extraction.types import (
    Annotations,
    Chain,
    Event,
    EventMention,
    Figure,
    Mention,
    Participant,
    Stretch,
    Timex,
)


def found(text: str) -> list[Figure]:
    return list(figures.find([text], Annotations()))


def told(figure: Figure) -> str:
    """ "about 1500 soldier", "12.. people", "20..30 kilometre", in one line for the tables."""
    low, high = (str(end) if end is not None else "" for end in (figure.low, figure.high))
    value = low if low == high else f"{low}..{high}"
    words = ("about" if figure.about else "", value, figure.unit, figure.of and f"of {figure.of}")
    return " ".join(word for word in words if word)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        # things counted
        (
            "About 1,500 French soldiers were stationed there.",
            "About 1,500",
            "about 1500 of soldier",
        ),
        ("They put 1,346 Frenchmen on the road.", "1,346", "1346 of frenchman"),
        ("There remain 75 logisticians.", "75", "75 of logistician"),
        ("It ended two EU missions.", "two", "2 of mission"),
        ("Twenty-three miners came up.", "Twenty-three", "23 of miner"),
        ("One man was hurt in the leg.", "One", "1 of man"),
        ("He sells three dozen eggs.", "three dozen", "36 of egg"),
        ("A dozen officers read a statement.", "A dozen", "12 of officer"),
        ("One and a half million cattle died.", "One and a half million", "1500000 of cattle"),
        ("Half a million people voted.", "Half a million", "500000 of people"),
        ("The fund has 1,50,000 members.", "1,50,000", "150000 of member"),
        ("Some 10 000 people fled.", "Some 10 000", "about 10000 of people"),
        ("He met 14 present and former officials.", "14", "14 of official"),
        ("Police seized 40 arms dealers' cars.", "40", "40 of car"),
        # people without a noun
        ("A bomb killed 12 in the market.", "12", "12 of people"),
        ("It collapsed, killing at least 20 and injuring 30.", "at least 20", "20.. of people"),
        ("Rescuers spoke of a toll of 12.", "12", "12 of people"),
        ("The storm left 12 dead.", "12", "12 of people"),
        (
            "The ministry put the missing at 5,000 to 6,000.",
            "5,000 to 6,000",
            "5000..6000 of people",
        ),
        ("The number of injured stood at 163.", "163", "163 of people"),
        ("Thousands marched to the palace.", "Thousands", "about 2000.. of people"),
        ("Dozens of workers were trapped.", "Dozens", "about 24.. of worker"),
        (
            "Hundreds of thousands of people fled.",
            "Hundreds of thousands",
            "about 200000.. of people",
        ),
        ("Several hundred supporters came.", "Several hundred", "about 300.. of supporter"),
        # limits and ranges
        ("More than 50 passengers drowned.", "More than 50", "50.. of passenger"),
        ("As many as 300 houses burnt.", "As many as 300", "..300 of house"),
        ("Up to 900 jobs will go.", "Up to 900", "..900 of job"),
        ("Fewer than a hundred guests came.", "Fewer than a hundred", "..100 of guest"),
        ("Nearly 5,000 families fled.", "Nearly 5,000", "about 5000 of family"),
        ("Between 20 and 30 gunmen came.", "Between 20 and 30", "20..30 of gunman"),
        ("They held 10 to 15 hostages.", "10 to 15", "10..15 of hostage"),
        ("It takes two or three weeks.", "two or three weeks", "2..3 week"),
        ("Twenty or more villages burnt.", "Twenty or more", "20.. of village"),
        # shares
        ("He flew out 80% of the logistical equipment.", "80%", "80 percent of equipment"),
        ("They hold half the seats.", "half", "1/2 of seat"),
        ("A quarter of voters stayed at home.", "A quarter", "1/4 of voter"),
        ("Two-thirds of the crop is lost.", "Two-thirds", "2/3 of crop"),
        ("Four in ten patients died at home.", "Four in ten", "2/5 of patient"),
        ("Shares in the bank rose 29 per cent.", "29 per cent", "29 percent of share"),
        ("In the vote Torres had 15.8 percent.", "15.8 percent", "79/5 percent of vote"),
        # money
        ("France gave $2.3 million in aid.", "$2.3 million", "2300000 USD of aid"),
        ("It was sold for 3bn euros.", "3bn euros", "3000000000 EUR"),
        ("He was fined 500,000 CFA francs.", "500,000 CFA francs", "500000 XOF"),
        ("A bridge for Rs 40 crore.", "Rs 40 crore", "400000000 INR"),
        ("The deal is worth an estimated £90m.", "an estimated £90m", "about 90000000 GBP"),
        ("Manila pledged 1.2 billion pesos.", "1.2 billion pesos", "1200000000 PHP"),
        ("Chile lost 1.2 billion pesos.", "1.2 billion pesos", "1200000000 CLP"),
        ("Oslo pays 48.50 crowns a share.", "48.50 crowns", "97/2 NOK of share"),
        ("Bread costs 95 cents there.", "95 cents", "19/20 USD of bread"),
        ("They want $20m-$30m.", "$20m-$30m", "20000000..30000000 USD"),
        ("They want $10 to 15 million.", "$10 to 15 million", "10000000..15000000 USD"),
        # measures and lengths of time
        ("He had a 48-hour ultimatum.", "48-hour", "48 hour of ultimatum"),
        ("A 6.8-magnitude earthquake struck.", "6.8-magnitude", "34/5 magnitude of earthquake"),
        ("An earthquake of magnitude 6.4 struck.", "magnitude 6.4", "32/5 magnitude of earthquake"),
        ("It struck at a depth of 11 km.", "11 km", "11 kilometre of depth"),
        ("It carried 29 tonnes of medicines.", "29 tonnes", "29 tonne of medicine"),
        ("Expect 34 degrees Celsius.", "34 degrees Celsius", "34 celsius"),
        ("They had 200 pounds of explosives.", "200 pounds", "200 pound of explosive"),
        ("A wall 90m tall fell.", "90m", "90 metre"),
        ("It is less than a mile off.", "less than a mile", "..1 mile"),
        ("A week-long truce began.", "week-long", "1 week of truce"),
        ("He was given 11 years in prison.", "11 years", "11 year of prison"),
        # scores and votes
        ("Ghana won 3-1 in Kumasi.", "3-1", "1..3 score"),
        ("The chamber voted 52 to 48 against it.", "52 to 48", "48..52 score"),
        ("It passed by 52 votes to 48.", "52 votes to 48", "48..52 score"),
    ],
)
def test_a_quantity_is_read_with_what_it_counts(text: str, words: str, value: str) -> None:
    figure = found(text)[0]
    assert (figure.text, told(figure)) == (words, value)
    assert text[figure.start : figure.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "Bazoum, 63, took office.",
        "Hassane, a tailor of 34 who had walked, was there.",
        "A 37-year-old was held.",
        "Her daughter, aged 22, is abroad.",
        "He is 31.",
        "A boy of nine sat in it.",
        "It happened on July 26, 2023.",
        "They met on 26 July.",
        "In 2019 he left for Rome.",
        "The 2018 protests were larger.",
        "He ruled from 1977 to 2020.",
        "The 2019-20 season was short.",
        "A curfew runs from 10 p.m. to 5 a.m.",
        "Trading began at 0730 GMT.",
        "They left around four o’clock.",
        "The train of 12.30 CET was late.",
        "Call +228 22 21 20 41 at any time.",
        "Two weeks later he was dead.",
        "The largest in 15 years, said Moussa.",
        "An F-16 flew past a Boeing 737.",
        "The G7 met on Route 66.",
        "He broke Article 144.",
        "My seat was number 12.",
        "They were born in the 1990s.",
        "He came in 5th.",
        "No one has claimed it.",
        "One of them was his.",
        "The two staged a coup.",
        "How one governs is another matter.",
        "A third defendant was cleared.",
        "He scored in the second half.",
        "His half-brother came at half past nine.",
        "It may count as half a step.",
        "Four letters, one of them real",
        "Covid-19 spread.",
    ],
)
def test_ages_dates_names_and_pronouns_are_no_figures(text: str) -> None:
    assert [figure.text for figure in found(text)] == []


def test_the_number_of_a_point_in_a_list_is_none() -> None:
    assert [told(figure) for figure in found("1. Three dams broke.")] == ["3 of dam"]


def test_what_is_meant_is_what_was_counted_before() -> None:
    men, rest = found("We are at 1,346 men gone and 157 still here.")
    assert (told(men), told(rest)) == ("1346 of man", "157 of man")
    assert (men.of_text, rest.of_text) == ("men", "")


def test_a_neighbour_lends_its_unit() -> None:
    assert [told(figure) for figure in found("He lost 17,000 of his 80,000 tons.")] == [
        "17000 ton of ton",
        "80000 ton",
    ]
    _, less = found("Boakai had 51% of the vote and Weah 49.")
    assert told(less) == "49 percent of vote"
    _, profit = found("A loss of 210 million euros came after a profit of 95 million.")
    assert told(profit) == "95000000 EUR of profit"
    assert [told(figure) for figure in found("Its share fell from 30 percent to 5.")] == [
        "30 percent of share",
        "5 percent",
    ]


def test_the_money_of_the_country_that_is_spoken_of_is_meant() -> None:
    texts = ["The government in Bogota will raise taxes.", "Colombia needs 12 trillion pesos."]
    (figure,) = figures.find(texts, Annotations())
    assert (figure.paragraph, figure.unit) == (1, "COP")


TEXT = "A bomb in Kabul killed at least 12 people and wounded 40 on Monday, and 300 soldiers were sent."


def mention(words: str, event: str, kind: str, *participants: Participant) -> EventMention:
    start = TEXT.index(words)
    return EventMention(
        0, start, start + len(words), words, event, kind, words, participants=participants
    )


def test_a_figure_belongs_to_the_event_and_the_time_of_its_clause() -> None:
    monday = TEXT.index("Monday")
    day = datetime.date(2024, 3, 4)
    time_of_it = Timex(
        0, monday, monday + 6, "Monday", "date", "2024-03-04", "2024-03-04", day, day, "day"
    )
    events = tuple(
        Event(one.event, one.type, one.lemma, "", (one,))
        for one in (
            mention("killed", "e1", "killing"),
            mention("wounded", "e2", "injury"),
            mention("sent", "e3", "deployment"),
        )
    )
    dead, hurt, soldiers = figures.find([TEXT], Annotations(events=events, timexes=(time_of_it,)))
    assert [dead.event, hurt.event, soldiers.event] == ["e1", "e2", "e3"]
    assert hurt.time == time_of_it


def test_a_participant_outweighs_what_is_nearer() -> None:
    start = TEXT.index("300 soldiers")
    words = Stretch(0, start, start + 12, "300 soldiers")
    events = (
        Event("e1", "injury", "wound", "", (mention("wounded", "e1", "injury"),)),
        Event(
            "e3",
            "deployment",
            "send",
            "",
            (mention("sent", "e3", "deployment", Participant("patient", words)),),
        ),
    )
    *_, soldiers = figures.find([TEXT], Annotations(events=events))
    assert soldiers.event == "e3"


def test_troops_counted_after_a_withdrawal_are_those_who_leave() -> None:
    texts = [
        "The army has begun its withdrawal.",
        "“So far, 1,346 Frenchmen and 12 lorries are out.”",
    ]
    start = texts[0].index("withdrawal")
    leaving = EventMention(0, start, start + 10, "withdrawal", "e1", "withdrawal", "withdrawal")
    events = (Event("e1", "withdrawal", "withdrawal", "", (leaving,)),)
    men, lorries = figures.find(texts, Annotations(events=events))
    assert (men.event, lorries.event) == ("e1", "e1")
    far = figures.find({0: texts[0], 9: texts[1]}, Annotations(events=events))
    assert [figure.event for figure in far] == ["", ""]


def test_names_inside_what_is_counted_are_told_and_numbers_in_names_are_none() -> None:
    text = "Some 40 French soldiers guard Gate 8."
    gate, french = text.index("Gate 8"), text.index("French")
    annotations = Annotations(
        chains=(
            Chain("c1", "place", "France", ("France",)),
            Chain("c2", "place", "Gate 8", ("Gate 8",)),
        ),
        mentions=(
            Mention(0, french, french + 6, "French", "place", "c1", 1.0),
            Mention(0, gate, gate + 6, "Gate 8", "place", "c2", 1.0),
        ),
    )
    (figure,) = figures.find([text], annotations)
    assert (figure.of_text, figure.chains) == ("French soldiers", ("c1",))


def test_paragraphs_keep_their_numbers() -> None:
    assert [
        figure.paragraph
        for figure in figures.find({3: "He has 12 goats.", 7: "Two of them died."}, Annotations())
    ] == [3, 7]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1" * 5000,
        "1," * 5000,
        "1,11" * 3000,
        "one hundred and " * 2000,
        "half a " * 2000,
        "more than " * 2000 + "12",
        "$" * 5000 + "5",
        "between 1 and " * 2000,
        "²³½⅔¾ ٣٤ 五 Ⅻ",
        "5\u0000m 7\u202fkm -3 +4 1e9 0x1F 3..4 5,,6 7.8.9",
        "12 million billion trillion trillion trillion dollars",
        "a" * 20000,
        "a quarter " * 2000,
        "ten thousand hundred and and a half",
        "3-1-4-1-5-9-2-6" * 500,
    ],
)
def test_odd_texts_are_read_quickly_and_never_fail(text: str) -> None:
    started = time.perf_counter()
    for figure in found(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        assert {type(figure.low), type(figure.high)} <= {Fraction, type(None)}
    assert time.perf_counter() - started < 5
