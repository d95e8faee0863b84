"""Countries, regions, cities, nationalities and well-known organisations, found by their names."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extraction import lexicon
from extraction.phrases import Phrases
from extraction.text import name_key
from extraction.tokens import Word

_LARGE = 400
"""Thousands of inhabitants from which a city's name is taken for the city wherever it stands."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a known name stands for.

    `Entry("place", "France", "FR")`, `Entry("demonym", "", "FR", ("France",))`,
    `Entry("demonym", "", "NG", ("Nigeria", "Niger"))`, `Entry("organisation", "European Union")`.
    """

    kind: str
    name: str
    country: str = ""
    claims: tuple[str, ...] = ()
    """Of a demonym: the places that it may belong to, the likeliest first."""
    certain: bool = True
    """False where the name is as often something else: "Victoria", "Reading"."""
    of_state: bool = False
    """Whether it is a country or a capital, whose names stand for governments and are places still."""
    common: bool = False
    """True of an organisation that every country has: "Supreme Court", "Red Cross"."""


def find(text: str, found: list[Word], *, loud: bool = False) -> Iterator[tuple[int, int, Entry]]:
    """Every known name in a text, longest first, none overlapping."""
    return _phrases().find(text, found, loud=loud)


def lookup(name: str) -> Entry | None:
    """What a whole name stands for, however it is written; None for the unknown."""
    return _by_key().get(name_key(name))


def is_city(name: str) -> bool:
    """Whether some city of 50,000 people or more has this name."""
    return name_key(name) in _cities()


def country_of(name: str) -> str:
    """The code of the country that a known city, capital or country is in or is, else ""."""
    entry = lookup(name)
    if entry and entry.country:
        return entry.country
    return _cities().get(name_key(name), ("", 0))[0]


@cache
def country_name(code: str) -> str:
    """The name of a country by its code, else ""."""
    return next((row[1] for row in lexicon.rows("countries.tsv") if row[0] == code), "")


@cache
def _cities() -> dict[str, tuple[str, int]]:
    return {
        name_key(name): (code, int(thousands))
        for name, code, thousands in lexicon.rows("cities.tsv")
    }


@cache
def _entries() -> dict[str, Entry]:
    """Every surface with its meaning; what comes first stays."""
    entries: dict[str, Entry] = {}
    claims: dict[str, list[tuple[int, str]]] = {}
    uncertain = lexicon.words("ambiguousplaces.txt")

    def place(
        name: str,
        surfaces: list[str],
        code: str,
        people: str,
        *,
        is_country: bool = False,
        is_capital: bool = False,
    ) -> None:
        for surface in (name, *surfaces):
            entry = Entry(
                "place",
                name,
                code,
                certain=is_country or surface not in uncertain,
                of_state=is_country or is_capital,
            )
            entries.setdefault(surface, entry)
        for adjective in lexicon.split(people):
            word = adjective.strip("~+")
            forms = [word, word + "s"] if adjective.endswith("+") else [word]
            for form in forms:
                claims.setdefault(form, []).append((adjective.startswith("~"), name))

    for code, name, others, people, capitals in lexicon.rows("countries.tsv"):
        place(name, lexicon.split(others), code, people, is_country=True)
        first, *rest = lexicon.split(capitals) or [""]
        spellings = [other for other in rest if name_key(other) == name_key(first)]
        for capital in filter(None, (first, *(other for other in rest if other not in spellings))):
            also = spellings + [new for old, new in _RENAMED if old == capital]
            place(capital, also, code, "", is_capital=True)
    for name, others, people in lexicon.rows("regions.tsv"):
        place(
            name,
            lexicon.split(others),
            _cities().get(name_key(name), ("", 0))[0],
            people,
        )
    for name, others, *everywhere in lexicon.rows("organisations.tsv"):
        for surface in (name, *lexicon.split(others)):
            entries.setdefault(surface, Entry("organisation", name, common=bool(everywhere)))
    for name, code, thousands in lexicon.rows("cities.tsv"):
        if int(thousands) >= _LARGE:
            entries.setdefault(name, Entry("place", name, code, certain=name not in uncertain))
    for form, claimed in claims.items():
        places = tuple(name for _, name in sorted(claimed, key=lambda claim: claim[0]))
        entries.setdefault(form, Entry("demonym", "", "", places))
    return entries


_RENAMED = (
    ("Kyiv", "Kiev"),
    ("Dhaka", "Dacca"),
    ("Beijing", "Peking"),
    ("Astana", "Nur-Sultan"),
    ("Tehran", "Teheran"),
    ("Ulaanbaatar", "Ulan Bator"),
    ("Naypyidaw", "Naypyitaw"),
)
"""Capitals that older or other dispatches spell otherwise."""


@cache
def _phrases() -> Phrases[Entry]:
    return Phrases(_entries().items())


@cache
def _by_key() -> dict[str, Entry]:
    keyed: dict[str, Entry] = {}
    for surface, entry in _entries().items():
        keyed.setdefault(name_key(surface), entry)
    return keyed
