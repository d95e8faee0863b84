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
