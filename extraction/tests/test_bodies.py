import pytest

from extraction.bodies import resolve
from extraction.text import name_key


@pytest.mark.parametrize(
    ("names", "pairs", "groups"),
    [
        # letters that fit exactly one name
        (
            ["World Food Council", "WFC", "Red Cross"],
            [],
            [{"World Food Council", "WFC"}, {"Red Cross"}],
        ),
        # letters that fit two names are tied to neither
        (
            ["National Peace Council", "New Party Congress", "NPC"],
            [],
            [{"National Peace Council"}, {"New Party Congress"}, {"NPC"}],
        ),
        # letters that do not fit, but stood beside the name
        (
            ["National Liberation Front", "FLN"],
            [("National Liberation Front", "FLN")],
            [{"National Liberation Front", "FLN"}],
        ),
        # two letters fit too much
        (["Central Bank", "CB"], [], [{"Central Bank"}, {"CB"}]),
        # a word that only says what it is
        (["Labour Party", "Labour"], [], [{"Labour Party", "Labour"}]),
        (["Acme Holdings Ltd", "Acme"], [], [{"Acme Holdings Ltd", "Acme"}]),
        (["Acme Bank", "Acme Oil", "Acme"], [], [{"Acme Bank"}, {"Acme Oil"}, {"Acme"}]),
        # turned round
        (
            ["Ministry of Defence", "Defence Ministry"],
            [],
            [{"Ministry of Defence", "Defence Ministry"}],
        ),
        # whose it is said once
        (
            ["French Armed Forces Ministry", "Armed Forces Ministry"],
            [],
            [{"French Armed Forces Ministry", "Armed Forces Ministry"}],
        ),
        # a name in Spanish without the word that says what it is
        (["Movimiento Semilla", "Semilla"], [], [{"Movimiento Semilla", "Semilla"}]),
        # one word of two, said later
        (["Northrop Grumman", "Northrop"], [], [{"Northrop Grumman", "Northrop"}]),
        (["Deccan Beacon", "Beacon"], [], [{"Deccan Beacon", "Beacon"}]),
        # said before, it may be the parent of the other
        (["Boeing", "Boeing Satellites"], [], [{"Boeing"}, {"Boeing Satellites"}]),
        # of two it is neither
        (
            ["Northrop Grumman", "Northrop Leasing", "Northrop"],
            [],
            [{"Northrop Grumman"}, {"Northrop Leasing"}, {"Northrop"}],
        ),
        # a word that the lists know as something else
        (["China Harbour", "China"], [], [{"China Harbour"}, {"China"}]),
        # whose it is said once, by the country's name
        (["Vietnam Red Cross", "Red Cross"], [], [{"Vietnam Red Cross", "Red Cross"}]),
        (["US Air Force", "Air Force"], [], [{"US Air Force", "Air Force"}]),
        # letters of the country's name, more than one
        (
            ["Zimbabwe National Water Authority", "ZINWA"],
            [],
            [{"Zimbabwe National Water Authority", "ZINWA"}],
        ),
        ([], [], []),
    ],
)
def test_short_names_find_the_long_one(
    names: list[str], pairs: list[tuple[str, str]], groups: list[set[str]]
) -> None:
    roots = resolve(names, pairs)
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(roots[name_key(name)], set()).add(name)
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, groups))
