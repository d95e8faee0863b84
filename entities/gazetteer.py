"""Which place on earth a name means in one dispatch: the choice between namesakes, with reasons.

The file of places (entities/lexicon/places.tsv) is read on first use: 34,000 places in about a
tenth of a second. A name it does not know, or knows several times while the dispatch does not tell
which, stays untied: unknown is an answer, a guess is not.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from entities.reasons import Reason, reason
from extraction import gazetteer
from extraction.text import name_key

_FILE = Path(__file__).parent / "lexicon" / "places.tsv"
# How much better the chosen place has to fit than the next, in the unit of the reasons' weights.
MARGIN = 1.5
# A namesake with a 15th of the inhabitants is one nobody means without saying so.
_BY_FAR = 15
# Kilometres within which two cities are taken to be spoken of together.
_NEAR = 250


class Place(NamedTuple):
    """One place of the gazetteer. `Place(2440485, "city", "Niamey", "NE", "08", 1323691, ...)`"""

    geoname_id: int
    what: str
    name: str
    country: str
    region: str
    population: int
    latitude: float | None
    longitude: float | None

    @property
    def described(self) -> str:
        """ "city in Argentina", "state of the United States", "country"."""
        country = country_name(self.country)
        if self.what == "country":
            return "country"
        return f"state of {country}" if self.what == "state" else f"city in {country}"


@dataclass(slots=True)
class Named:
    """A place as one dispatch names it. `beside`: names that stood right behind it after a comma
    ("Tripoli, Lebanon"); `dateline`: whether the dispatch was sent from there."""

    name: str
    beside: tuple[str, ...] = ()
    dateline: bool = False
    outright: bool = True
    """Whether it is named at all, and not by an adjective only."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What a name was tied to: None where the gazetteer does not know it or it cannot be told."""

    place: Place | None
    reasons: tuple[Reason, ...] = ()
    namesakes: tuple[Place, ...] = ()
    """All that go by the name, whichever was chosen."""


@dataclass(slots=True)
class _Speaks:
    """The countries and cities that a dispatch speaks of, one vote a name."""

    countries: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    cities: dict[int, Place] = field(default_factory=dict)


def called(name: str) -> tuple[Place, ...]:
    """All places that go by a name, countries first, then by inhabitants."""
    key = name_key(name)
    found = _by_key().get(key, ())
    entry = gazetteer.lookup(name)
    if entry and entry.kind == "place" and name_key(entry.name) != key:
        # "Ivory Coast" and "Côte d'Ivoire", "Kiev" and "Kyiv".
        found += tuple(p for p in _by_key().get(name_key(entry.name), ()) if p not in found)
    country = _countries_by_name().get(key)
    if country is not None and country not in found:
        found = (country, *found)
    return found


@cache
def country_name(code: str) -> str:
    """The name of a country by its ISO code, as news writes it where the word lists know it."""
    if code == "US":
        return "the United States"
    place = _by_code().get(code)
    return gazetteer.country_name(code) or (place.name if place else code)


def tie(named: Mapping[str, Named], adjectives: Iterable[str] = ()) -> dict[str, Tie]:
    """Ties each place of a dispatch, by its chain's id; `adjectives` are the names of the
    countries that adjectives such as "French" stood for. No query; linear in the names, but for
    those that several places share."""
    known = {chain: called(one.name) for chain, one in named.items()}
    speaks = _Speaks()
    for country in adjectives:
        for place in called(country):
            if place.what == "country":
                speaks.countries[place.country] += 1
    for chain, places in known.items():
        if len(places) == 1 or _is_plain_country(places):
            _note(speaks, places[0], named[chain])
        for beside in named[chain].beside:
            for place in called(beside)[:1]:
                _note(speaks, place, named[chain])
    ties: dict[str, Tie] = {}
    # Those with fewest namesakes first, and once more those that stayed open: each that is told
    # helps with the next.
    order = sorted(named, key=lambda chain: (len(known[chain]), named[chain].name))
    for chain in (*order, *order):
        if chain in ties and (ties[chain].place is not None or not known[chain]):
            continue
        ties[chain] = _choose(named[chain], known[chain], speaks)
        chosen = ties[chain].place
        if chosen is not None and len(known[chain]) > 1 and not _is_plain_country(known[chain]):
            _note(speaks, chosen, named[chain])
    return ties


def _is_plain_country(places: Sequence[Place]) -> bool:
    """Whether a name is a country's, and nobody would take it for one of the cities called so."""
    return bool(places) and [p.what for p in places if p.what != "city"] == ["country"]


def _note(speaks: _Speaks, place: Place, named: Named) -> None:
    speaks.countries[place.country] += 2 if named.dateline else 1
    if place.what == "state" or (place.country == "US" and place.region):
        speaks.states[place.region] += 1
    if place.what == "city":
        speaks.cities[place.geoname_id] = place


def _choose(named: Named, places: Sequence[Place], speaks: _Speaks) -> Tie:
    if not places:
        return Tie(None)
    weighed = sorted(
        ((_weigh(place, named, places, speaks), place) for place in places),
        key=lambda pair: (-sum(r.weight for r in pair[0]), pair[1].geoname_id),
    )
    reasons, best = weighed[0]
    lead = sum(r.weight for r in reasons)
    if len(weighed) > 1:
        lead -= sum(r.weight for r in weighed[1][0])
    others = tuple(places)
    if len(places) == 1 or lead >= MARGIN:
        return Tie(best, tuple(reasons), others)
    said = ", ".join(f"{place.described}" for _, place in weighed[:3])
    return Tie(
        None,
        (reason("untold", 0.0, f"“{named.name}” may be: {said}; nothing tells which"),),
        others,
    )


def _weigh(place: Place, named: Named, places: Sequence[Place], speaks: _Speaks) -> list[Reason]:
    if len(places) == 1:
        note = f"the gazetteer knows one {named.name}: {place.described}"
        return [reason("only", 2.0, note)]
    found = []
    beside = [other for name in named.beside for other in called(name)]
    if any(_holds(other, place) for other in beside):
        found.append(reason("beside", 4.0, f"“{', '.join((named.name, *named.beside))}”"))
    elif beside and not any(other.country == place.country for other in beside):
        found.append(reason("beside", -2.0, f"“{', '.join((named.name, *named.beside))}”"))
    share = speaks.countries[place.country]
    if share and place.what != "country":
        weight = min(3.0, 2.0 + 0.5 * math.log2(share))
        note = f"the dispatch speaks of {country_name(place.country)}"
        found.append(reason("country", weight, note))
    if place.what == "country":
        near = [code for code in _neighbours(place) if speaks.countries[code]]
        if near:
            note = "the dispatch speaks of " + " and ".join(map(country_name, near[:2]))
            found.append(reason("neighbour", 1.0 + 0.5 * len(near), note))
        if share:
            note = f"the dispatch speaks of cities or people of {country_name(place.country)}"
            found.append(reason("country", 2.0, note))
    if (
        place.what != "country"
        and place.region
        and place.country == "US"
        and speaks.states[place.region]
    ):
        found.append(reason("state", 1.0, "and of other places in the same state"))
    close = _closest(place, speaks)
    if close:
        found.append(reason("near", 1.0, f"near {close.name}, which it also speaks of"))
    most = max(other.population for other in places)
    if place.what == "country" and _is_plain_country(places):
        found.append(reason("size", 3.0, "a country, which comes before a city of its name"))
    elif place.population and place.population == most:
        second = max(other.population for other in places if other is not place)
        has_state = any(other.what == "state" for other in places)
        by_far = place.population >= _BY_FAR * second or (place.population >= 100_000 > 2 * second)
        if by_far and not has_state:
            found.append(reason("size", 2.0, "by far the largest of its name"))
        elif place.population >= 2 * second:
            found.append(reason("size", 0.5, "the largest of its name"))
        if _is_capital(place) and second < 200_000:
            found.append(reason("capital", 1.6, f"the capital of {country_name(place.country)}"))
    return found


def _is_capital(place: Place) -> bool:
    if (place.country, place.region) == ("US", "DC"):
        return True
    entry = gazetteer.lookup(place.name)
    return place.what == "city" and bool(
        entry and entry.of_state and entry.country == place.country
    )


def _holds(outer: Place, inner: Place) -> bool:
    """ "Texas" holds Paris, Texas; Lebanon holds Tripoli, Lebanon."""
    if outer.country != inner.country or outer == inner:
        return False
    return outer.what == "country" or (outer.what == "state" and outer.region == inner.region)


def _closest(place: Place, speaks: _Speaks) -> Place | None:
    if place.latitude is None or place.longitude is None:
        return None
    for other in speaks.cities.values():
        if other.geoname_id != place.geoname_id and _kilometres(place, other) <= _NEAR:
            return other
    return None


def _kilometres(one: Place, two: Place) -> float:
    """Along the great circle; infinite where either has no coordinates."""
    if one.latitude is None or one.longitude is None:
        return math.inf
    if two.latitude is None or two.longitude is None:
        return math.inf
    first, second = math.radians(one.latitude), math.radians(two.latitude)
    across = math.radians(two.longitude - one.longitude)
    cosine = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * math.cos(
        across
    )
    return 6371 * math.acos(min(1.0, max(-1.0, cosine)))


@cache
def _neighbours(place: Place) -> tuple[str, ...]:
    """Countries whose nearest large city lies near one of this country's: of those spoken of
    beside Georgia, Armenia says which Georgia is meant."""
    ours = _large_cities().get(place.country, [])
    found = []
    for code, cities in _large_cities().items():
        if code != place.country and any(
            _kilometres(one, two) <= 2 * _NEAR for one in ours for two in cities
        ):
            found.append(code)
    return tuple(sorted(found))


@cache
def _large_cities() -> dict[str, list[Place]]:
    """The five largest cities of each country."""
    by_country: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(_places(), key=lambda place: -place.population):
        if place.what == "city" and len(by_country[place.country]) < 5:
            by_country[place.country].append(place)
    return dict(by_country)


@cache
def _places() -> tuple[Place, ...]:
    found = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        number, what, name, country, region, people, latitude, longitude = line.split("\t")
        found.append(
            Place(
                int(number),
                what,
                name,
                country,
                region,
                int(people or 0),
                float(latitude) if latitude else None,
                float(longitude) if longitude else None,
            )
        )
    return tuple(found)


@cache
def _by_key() -> dict[str, tuple[Place, ...]]:
    keyed: dict[str, list[Place]] = defaultdict(list)
    for place in _places():
        keyed[name_key(place.name)].append(place)
    order = ("country", "state", "city")
    return {
        key: tuple(sorted(places, key=lambda p: (order.index(p.what), -p.population)))
        for key, places in keyed.items()
    }


@cache
def _by_code() -> dict[str, Place]:
    return {place.country: place for place in _places() if place.what == "country"}


@cache
def _countries_by_name() -> dict[str, Place]:
    """Countries by the names that news writes: "Ivory Coast", "DRC", "Britain"."""
    found = {}
    for code, place in _by_code().items():
        name = gazetteer.country_name(code)
        if name:
            found[name_key(name)] = place
    for key in list(found):
        entry = gazetteer.lookup(key)
        if entry and entry.country in _by_code():
            found[name_key(entry.name)] = _by_code()[entry.country]
    return found
