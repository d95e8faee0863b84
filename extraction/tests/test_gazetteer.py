import pytest

from extraction import gazetteer, lexicon
from extraction.tokens import words


def found(text: str, *, loud: bool = False) -> list[tuple[str, str]]:
    return [
        (text[start:end], entry.name or entry.claims[0])
        for start, end, entry in gazetteer.find(text, words(text), loud=loud)
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # the longest name wins
        (
            "Guinea-Bissau, Papua New Guinea and Guinea",
            [
                ("Guinea-Bissau", "Guinea-Bissau"),
                ("Papua New Guinea", "Papua New Guinea"),
                ("Guinea", "Guinea"),
            ],
        ),
        # acronyms are read as printed
        (
            "The US told us; the WHO asked who.",
            [("US", "United States"), ("WHO", "World Health Organization")],
        ),
        # a hyphen more or less, other apostrophes, no accents
        (
            "Burkina-Faso, Cote d’Ivoire",
            [("Burkina-Faso", "Burkina Faso"), ("Cote d’Ivoire", "Ivory Coast")],
        ),
        # its full stops belong to it
        ("the U.S. and the U.S.", [("U.S.", "United States"), ("U.S.", "United States")]),
        ("turkey and polish are small here", []),
        # a comma parts two names, unless it is in the name
        (
            "Niger, Niamey and Washington, D.C.",
            [("Niger", "Niger"), ("Niamey", "Niamey"), ("Washington, D.C.", "Washington")],
        ),
    ],
)
def test_known_names_are_found(text: str, names: list[tuple[str, str]]) -> None:
    assert found(text) == names


def test_in_capitals_throughout_acronyms_say_nothing() -> None:
    assert found("SOLDIERS LEFT NIAMEY AND TOLD US", loud=True) == [("NIAMEY", "Niamey")]


def test_an_adjective_shared_by_two_countries_claims_the_likelier_first() -> None:
    entry = gazetteer.lookup("Nigerian")
    assert entry is not None
    assert entry.claims == ("Nigeria", "Niger")
    entry = gazetteer.lookup("Nigerien")
    assert entry is not None
    assert entry.claims == ("Niger",)


def test_every_country_has_its_capital_in_it() -> None:
    assert gazetteer.country_of("Niamey") == "NE"
    assert gazetteer.country_of("Lagos") == "NG"
    assert gazetteer.country_name("NE") == "Niger"
    assert gazetteer.country_of("Nowhere") == ""


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("countries.tsv", {5}),
        ("regions.tsv", {3}),
        ("organisations.tsv", {2, 3}),
        ("cities.tsv", {3}),
    ],
)
def test_lists_have_the_columns_they_say(name: str, columns: set[int]) -> None:
    assert {len(row) for row in lexicon.rows(name)} <= columns
