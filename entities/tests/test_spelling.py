"""Spellings that are one name, and words that only look like it."""

import pytest

from entities.spelling import are_alike, codes, sound

ONE_NAME = [
    ("bazum", "bazoum"),
    ("mohammed", "muhammad"),
    ("gadhafi", "qaddafi"),
    ("zelensky", "zelenskiy"),
    ("haftar", "hifter"),
    ("lukashenko", "lukashenka"),
    ("kadyrov", "kadirov"),
    ("houthi", "huthi"),
    ("defence", "defense"),
    ("organisation", "organization"),
    ("wagner", "vagner"),
]
TWO_NAMES = [
    ("martin", "morton"),
    ("hassan", "hussein"),
    ("mahmoud", "mohammed"),
    ("johnson", "johnston"),
    ("united", "unity"),
    ("iran", "iraq"),
]


@pytest.mark.parametrize(("one", "two"), ONE_NAME)
def test_spellings_of_one_name_are_alike_and_sound_alike(one: str, two: str) -> None:
    assert are_alike(one, two)
    assert are_alike(two, one)
    assert sound(one) == sound(two)


@pytest.mark.parametrize(("one", "two"), TWO_NAMES)
def test_two_names_are_not_alike(one: str, two: str) -> None:
    assert not are_alike(one, two)


def test_a_body_is_found_by_its_initials() -> None:
    full = codes("Economic Community of West African States", "organisation")
    assert set(full) & set(codes("ECOWAS", "organisation")) == {"=ecowas"}


def test_codes_of_odd_names_are_never_empty() -> None:
    for name in ("☭", "李", "M23", "A", "Al", "O'Neill", "x" * 300):
        assert all(codes(name, kind) for kind in ("person", "place", "organisation", "event"))
        assert all(len(code) <= 40 for code in codes(name, "person"))
