"""What two names say of whether they are one thing's: tables of names from dispatches."""

import pytest

from entities.naming import compare, is_bare, is_generic, person

AGREE = [
    # kind, one, two, agreement
    ("person", "Mohamed Bazoum", "Mohammed Bazum", "spelling_variant"),
    ("person", "Park Min-ji", "Min-ji Park", "same_name"),
    ("person", "Gustavo Petro", "Gustavo Petro Urrego", "longer_form"),
    ("person", "John A. Smith", "John Adam Smith", "longer_form"),
    ("person", "J. Smith", "John Smith", "initials"),
    ("person", "Bazoum", "Mohamed Bazoum", "bare_surname"),
    ("person", "Xi", "Xi Jinping", "bare_given"),
    ("person", "Smith", "Smith", "bare_same"),
    ("person", "Pope Francis", "Francis", "bare_same"),
    ("person", "Cal Ripken", "Cal Ripken Jr.", "suffix_on_one"),
    ("person", "Abdel Fattah al-Sisi", "Abdul Fattah el-Sissi", "spelling_variant"),
    ("organisation", "Ministry of Defence", "Defence Ministry", "same_words"),
    ("organisation", "ECOWAS", "Economic Community of West African States", "acronym"),
    ("organisation", "Boeing", "Boeing Co.", "same_name"),
    ("organisation", "World Health Organisation", "World Health Organization", "spelling_variant"),
    ("organisation", "Supreme Court", "Supreme Court of Ghana", "longer_form"),
    ("place", "Agadez", "Agades", "spelling_variant"),
    ("place", "Tillaberi", "Tillabéri", "same_name"),
]
VETO = [
    # kind, one, two, why
    ("person", "Martin Kodjo Sr", "Martin Kodjo Jr", "suffixes_differ"),
    ("person", "George W. Bush", "George H. W. Bush", "initials_differ"),
    ("person", "John A. Smith", "John B. Smith", "initials_differ"),
    ("person", "John Smith", "Jane Smith", "given_names_differ"),
    ("person", "J. Smith", "Anna Smith", "initials_differ"),
]
STRANGERS = [
    ("person", "Hassan al-Farsi", "Emmanuel Macron"),
    ("organisation", "M23", "M62"),
    ("organisation", "United Nations", "United States"),
    ("organisation", "National Bank", "Bank"),
    ("place", "Niger", "Nigeria"),
    ("place", "Guinea", "Guinea-Bissau"),
    ("place", "Guinea", "Equatorial Guinea"),
    ("place", "Guinea", "Papua New Guinea"),
    ("place", "Republic of the Congo", "Democratic Republic of the Congo"),
    ("place", "Kuwait", "Kuwait City"),
]


@pytest.mark.parametrize(("kind", "one", "two", "agreement"), AGREE)
def test_names_of_one_thing_agree_whichever_comes_first(
    kind: str, one: str, two: str, agreement: str
) -> None:
    for first, second in ((one, two), (two, one)):
        found = compare(kind, [first], [second])
        assert found is not None
        assert (found.agreement, found.veto) == (agreement, False)


@pytest.mark.parametrize(("kind", "one", "two", "why"), VETO)
def test_names_that_exclude_each_other(kind: str, one: str, two: str, why: str) -> None:
    for first, second in ((one, two), (two, one)):
        found = compare(kind, [first], [second])
        assert found is not None
        assert (found.agreement, found.veto) == (why, True)


@pytest.mark.parametrize(("kind", "one", "two"), STRANGERS)
def test_names_that_do_not_touch(kind: str, one: str, two: str) -> None:
    assert compare(kind, [one], [two]) is None
    assert compare(kind, [two], [one]) is None


def test_a_veto_outweighs_an_agreement_of_shorter_names() -> None:
    found = compare("person", ["Earl Dawkins Jr", "Dawkins"], ["Earl Dawkins Sr", "Dawkins"])
    assert found is not None
    assert found.veto


def test_bodies_that_share_an_acronym_are_told_apart_by_what_it_stands_for() -> None:
    front = ["People's Front for Accountability", "PFA"]
    assert compare("organisation", front, ["Peruvian Fishing Association", "PFA"]) is None
    assert compare("organisation", front, ["PFA"]) is not None


def test_a_persons_name_is_taken_apart() -> None:
    assert person("George H. W. Bush Jr.") == person("George H.W. Bush, Jr")
    assert person("George H. W. Bush Jr.").initials == ("h", "w")
    assert person("Mohammed bin Salman").words == ("mohammed", "salman")


@pytest.mark.parametrize("name", ["☭", "Jr", "de", "J.", "al", "-", "X Æ"])
def test_odd_names_are_compared_without_complaint(name: str) -> None:
    for kind in ("person", "place", "organisation", "event"):
        compare(kind, [name], ["John Smith"])
        is_bare(kind, name)


def test_what_every_country_has_is_told_from_what_there_is_one_of() -> None:
    assert is_generic("Ministry of Health")
    assert is_generic("Supreme Court")
    assert not is_generic("United Nations")
    assert not is_generic("Central Bank of Kenya")
