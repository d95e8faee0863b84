import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.text import MARKS_KEPT, clean, name_key, normalised_hash

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("Niamey", "Niamey"),
        ("one\r\ntwo\rthree\u2028four\x85five\x0bsix", "one\ntwo\nthree\nfour\nfive\nsix"),
        # NUL and other controls, which PostgreSQL or a browser would choke on; a tab stays
        ("Ni\x00a\x07mey\tairport\x9f", "Niamey\tairport"),
        # composed, so that offsets agree with what others count
        ("Itte\u0301", "Itt\u00e9"),
        # byte-order mark, zero-width space, word joiner
        ("\ufeffMali\u200bNiger\u2060", "MaliNiger"),
        # an override that would turn "gpj.exe" round on the page
        ("file\u202egpj.exe\u2066x\u2069", "filegpj.exex"),
        # a word cut at a line's end, and a soft hyphen inside one
        ("with\u00ad\n  drawal and dep\u00adloy", "withdrawal and deploy"),
        # halves of a surrogate pair: joined, or replaced where one is alone
        ("\ud83d\ude00 \ud83d!", "\U0001f600 \ufffd!"),
        # a joiner that Persian spells with stays; one between Latin letters goes
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Ma\u200dcron", "Macron"),
        # a family is one picture
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("\ufdd0Mali\uffff", "Mali"),
    ],
)
def test_text_is_cleaned(dirty: str, cleaned: str) -> None:
    assert clean(dirty) == cleaned


def test_no_letter_carries_more_marks_than_a_script_needs() -> None:
    stacked = clean("Z" + "\u0317\u0335" * 500 + "algo")
    marks = sum(1 for sign in stacked if unicodedata.combining(sign))
    assert 0 < marks <= MARKS_KEPT
    assert stacked.endswith("algo")


@given(ANY_TEXT)
def test_cleaning_is_done_once(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")


def test_hash_ignores_case_width_and_space_only() -> None:
    same = normalised_hash(["By December 22,  all", "soldiers leave"])
    assert same == normalised_hash(["BY DECEMBER 22, all soldiers\u00a0leave"])
    assert same != normalised_hash(["By December 23, all soldiers leave"])
    assert len(same) == 64


@given(st.lists(ANY_TEXT, max_size=4))
def test_any_text_has_a_hash(texts: list[str]) -> None:
    assert len(normalised_hash(texts)) == 64


@pytest.mark.parametrize(
    "spellings",
    [
        ("Sylvain Itte", "SYLVAIN ITTE", "Sylvain Itté", "sylvain  itte’s"),
        ("U.N.", "UN", "the UN", "U.N.'s"),
        ("U.S.", "US"),
        ("Côte d'Ivoire", "Cote d’Ivoire", "COTE D'IVOIRE"),
        ("Burkina Faso", "Burkina-Faso"),
        ("Al-Assad", "al Assad", "al-Assad's"),
        ("N'Djamena", "Ndjamena", "N’DJAMENA"),
        ("J. K. Rowling", "J.K. Rowling", "JK Rowling"),
        ("Johnson & Johnson", "Johnson and Johnson"),
        ("Łódź", "Lodz"),
        ("Erdoğan", "Erdogan"),
        ("Straße", "STRASSE"),
        ("the Netherlands'", "Netherlands"),
    ],
)
def test_spellings_of_a_name_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({name_key(spelling) for spelling in spellings}) == 1


def test_different_names_have_different_keys() -> None:
    names = ["Niger", "Nigeria", "Bazum", "Bazoum", "Mali", "Malik", "नई दिल्ली", "नई", "😀", "…"]
    assert len({name_key(name) for name in names}) == len(names)


@given(ANY_TEXT)
def test_only_a_blank_name_has_no_key(name: str) -> None:
    assert bool(name_key(name)) == bool(name.strip())
