"""What speaks for and against two tellings being one event, in the words that people read."""

import datetime
from typing import Any

import pytest

from entities.event_evidence import features, is_proven, probability, related, told_apart, weigh
from entities.event_tellings import Telling, Thing, setting, tell, together
from entities.event_words import family, head, lemma, rarity, story_words
from extraction.types import EventMention, Mention, Participant, Stretch, Timex


@pytest.mark.parametrize(
    ("word", "of"),
    [
        ("ousted", "oust"),
        ("withdrew", "withdraw"),
        ("killings", "killing"),
        ("stopping", "stop"),
        ("seized", "seize"),
        ("dying", "die"),
        ("ties", "tie"),
        ("Announced", "announce"),
        ("crises", "crisis"),
        ("Zubringsels", "zubringsel"),
    ],
)
def test_a_word_is_known_by_its_lemma(word: str, of: str) -> None:
    assert lemma(word) == of


@pytest.mark.parametrize(
    ("words", "head_word"),
    [
        ("checked herself into", "checked"),
        ("heart attack", "attack"),
        ("shot dead", "shot"),
        ("pleaded guilty", "pleaded"),
        ("the coup", "coup"),
        ("was expelled", "expelled"),
        ("", ""),
    ],
)
def test_of_several_words_one_tells_what_happened(words: str, head_word: str) -> None:
    split = words.split() or [""]
    assert split[head(split)] == head_word


@pytest.mark.parametrize(
    ("one", "two", "how"),
    [
        ("coup", "coup", "same_word"),
        ("withdraw", "withdrawal", "same_family"),
        ("kill", "murder", "kindred"),
        ("earthquake", "quake", "kindred_meaning"),
        ("oust", "topple", "kindred"),
        ("election", "blizzard", "other_words"),
        ("xqzt", "coup", "other_words"),
    ],
)
def test_words_for_what_happened_are_related(one: str, two: str, how: str) -> None:
    assert related(one, two)[1] == how
    assert related(two, one)[1] == how


def test_names_tell_more_than_common_words() -> None:
    assert rarity("say") < rarity("soldier") < rarity("ouallam")
    assert family("arrested") == "arrested"
    assert story_words("In Niamey on 26 July") == ["niamey", "26", "july"]


NIGER, GABON = Thing("1", "Niger", "place", "NE"), Thing("2", "Gabon", "place", "GA")
NIAMEY, AGADEZ = Thing("3", "Niamey", "place", "NE"), Thing("4", "Agadez", "place", "NE")
BAZOUM, BONGO = Thing("5", "Mohamed Bazoum", "person"), Thing("6", "Ali Bongo", "person")
FRANCE = Thing("7", "France", "place", "FR")
JULY, AUGUST = datetime.date(2023, 7, 26), datetime.date(2023, 8, 30)
LATER = datetime.date(2023, 12, 12)


def telling(
    text: str = "Soldiers seized power in a coup.",
    trigger: str = "coup",
    type_: str = "coup",
    *,
    place: Thing | None = None,
    patient: Thing | None = None,
    agent: Thing | None = None,
    day: datetime.date | None = None,
    dated: datetime.date | None = None,
    dispatch: str = "a",
    names: tuple[Thing, ...] = (),
    modality: str = "happened",
) -> Telling:
    start = text.index(trigger)
    things = {thing.key: thing for thing in (place, patient, agent, *names) if thing is not None}
    said = [Mention(0, 0, 1, thing.name, thing.kind, thing.key, 1.0) for thing in names]
    time = Timex(0, 0, 1, "", "date", "", str(day), day, day, "day") if day else None
    mention = EventMention(
        0,
        start,
        start + len(trigger),
        trigger,
        "e1",
        type_,
        lemma(trigger),
        modality=modality,
        participants=tuple(
            Participant(role, Stretch(0, 0, 1, thing.name, thing.key))
            for role, thing in (("patient", patient), ("agent", agent))
            if thing
        ),
        time=time,
        place=Stretch(0, 0, 1, place.name, place.key) if place else None,
    )
    return tell(mention, setting(dispatch, {0: text}, things, said, dated=dated))


@pytest.mark.parametrize(
    ("one", "two", "note"),
    [
        ({"day": JULY}, {"day": JULY}, "same day: 26 July 2023"),
        ({"day": JULY}, {"day": AUGUST}, "26 July 2023 here, 30 August 2023 there"),
        ({"place": NIGER}, {"place": NIGER}, "both in Niger"),
        ({"place": NIAMEY}, {"place": NIGER}, "Niamey is in Niger"),
        ({"place": NIGER}, {"place": GABON}, "Niger here, Gabon there"),
        ({"names": (NIGER,)}, {"place": NIGER}, "both beside Niger"),
        ({"names": (NIGER,)}, {"names": (GABON,)}, "beside Niger here, beside Gabon there"),
        (
            {"patient": BAZOUM},
            {"patient": BAZOUM},
            "both name Mohamed Bazoum as whom it happens to",
        ),
        (
            {"patient": BAZOUM},
            {"patient": BONGO},
            "Mohamed Bazoum here, Ali Bongo there as whom it happens to",
        ),
        ({"agent": FRANCE}, {"patient": FRANCE}, "both name France"),
        ({}, {}, "both say “coup”"),
        ({}, {"type_": "attack"}, "coup here, attack there"),
        ({"dated": JULY}, {"dated": LATER, "dispatch": "b"}, "told 139 days apart"),
        ({"dated": JULY}, {"dated": JULY, "dispatch": "b"}, "told on the same day"),
        ({"day": AUGUST}, {"dated": JULY, "dispatch": "b"}, "told 35 days before 30 August 2023"),
    ],
)  # fmt: skip
def test_what_is_said_of_two_tellings_either_way_round(
    one: dict[str, Any], two: dict[str, Any], note: str
) -> None:
    a, b = telling(**one), telling(**two)
    notes = {each.note for each in features(a, b)}
    assert note in notes
    there = sorted((each.feature, round(each.amount, 6)) for each in features(b, a))
    assert there == sorted((each.feature, round(each.amount, 6)) for each in features(a, b))


def test_a_coup_of_one_day_and_one_president_is_one_coup() -> None:
    one = telling(place=NIGER, patient=BAZOUM, day=JULY, dated=JULY)
    two = telling(
        "Generals toppled him on July 26.", "toppled", patient=BAZOUM, day=JULY,
        dated=LATER, dispatch="b", names=(NIGER,),
    )  # fmt: skip
    reasons = weigh(one, two)
    assert probability(reasons) > 0.8
    assert is_proven(reasons)


@pytest.mark.parametrize(
    "two",
    [
        {"place": GABON, "patient": BONGO, "day": AUGUST},
        {"place": NIGER, "day": datetime.date(2010, 2, 18)},
        {"place": GABON},
    ],
)
def test_another_country_or_another_year_is_another_coup(two: dict[str, Any]) -> None:
    one = telling(place=NIGER, patient=BAZOUM, day=JULY)
    reasons = weigh(one, telling(dispatch="b", **two))
    assert not is_proven(reasons) or probability(reasons) < 0.5


def test_two_events_of_one_dispatch_are_told_apart_by_time_place_and_victim() -> None:
    known = telling(place=NIAMEY, patient=BAZOUM, day=JULY)
    assert told_apart(known, telling(place=AGADEZ))
    assert told_apart(known, telling(patient=BONGO))
    assert told_apart(known, telling(day=AUGUST))
    assert not told_apart(known, telling(place=NIAMEY))


def test_what_is_kept_as_json_says_the_same() -> None:
    one = telling(place=NIGER, patient=BAZOUM, day=JULY, dated=JULY, names=(FRANCE,))
    kept = Telling.of([one.stored()])
    assert (kept.type, kept.lemmas, kept.places, kept.roles) == (
        one.type, one.lemmas, one.places, one.roles
    )  # fmt: skip
    assert (kept.time, kept.dated, kept.countries) == (one.time, one.dated, one.countries)
    again = together([one, telling(place=NIGER, patient=BONGO, day=JULY)])
    assert set(again.roles["patient"]) == {"5", "6"}


ODD = ["", " ", "\x00", "“”", "a" * 5000, "ﷺ" * 50, "𝒞ₒᵤₚ 🜏", "ing ed s", "-- -- --", "İstanbul'da"]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_raises_nothing(text: str) -> None:
    assert isinstance(lemma(text), str)
    assert isinstance(story_words(text), list)
    mention = EventMention(0, 0, len(text), text, "e1", "coup", lemma(text))
    told = tell(mention, setting("a", {0: text}, {}, []))
    assert 0 <= probability(weigh(told, told)) <= 1
    assert Telling.of([told.stored()]).type == "coup"
