"""Which place a name means: by the dispatch's other places, what stands beside it, and size."""

import pytest

from entities.gazetteer import Named, Tie, called, tie

TOLD = [
    # places of one dispatch, the first of which is asked for; adjectives; what it is
    (["Georgia", "Atlanta", "Savannah"], [], "state of the United States"),
    (["Georgia", "Tbilisi"], [], "country"),
    (["Georgia", "Armenia"], [], "country"),
    (["Tripoli", "Benghazi"], [], "city in Libya"),
    (["Tripoli", "Beirut"], [], "city in Lebanon"),
    (["Cordoba", "Rosario"], ["Argentina"], "city in Argentina"),
    (["Cordoba", "Madrid"], ["Spain"], "city in Spain"),
    (["Niger"], [], "country"),
    (["Nigeria"], [], "country"),
    (["London"], [], "city in United Kingdom"),
    (["Ivory Coast"], [], "country"),
    (["Guinea-Bissau"], [], "country"),
    (["Washington"], [], "city in the United States"),
]


def tied(names: list[str], adjectives: list[str]) -> Tie:
    return tie({str(at): Named(name) for at, name in enumerate(names)}, adjectives)["0"]


@pytest.mark.parametrize(("names", "adjectives", "what"), TOLD)
def test_the_dispatch_tells_which_place_is_meant(
    names: list[str], adjectives: list[str], what: str
) -> None:
    found = tied(names, adjectives)
    assert found.place is not None
    assert found.place.described == what
    assert found.reasons


@pytest.mark.parametrize("name", ["Georgia", "Tripoli", "Cordoba"])
def test_a_name_alone_that_several_places_have_stays_untied(name: str) -> None:
    found = tied([name], [])
    assert found.place is None
    assert len(found.namesakes) > 1
    assert "nothing tells which" in found.reasons[0].note


def test_what_stands_behind_the_comma_decides() -> None:
    found = tie({"a": Named("Tripoli", ("Lebanon",)), "b": Named("Paris", ("Texas",))})
    assert found["a"].place is not None and found["a"].place.country == "LB"
    assert found["b"].place is not None and found["b"].place.region == "TX"


def test_a_name_the_gazetteer_does_not_know_is_tied_to_nothing() -> None:
    found = tied(["Macondo"], [])
    assert found == Tie(None)


def test_countries_are_found_by_all_their_names() -> None:
    for names in (["Ivory Coast", "Côte d'Ivoire"], ["DRC", "Democratic Republic of the Congo"]):
        assert len({called(name)[0].geoname_id for name in names}) == 1
    guineas = ["Guinea", "Guinea-Bissau", "Equatorial Guinea", "Papua New Guinea"]
    assert len({called(name)[0].country for name in guineas}) == 4
    assert called("Republic of the Congo")[0] != called("DR Congo")[0]
