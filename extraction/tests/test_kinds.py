"""One kind a name in a dispatch, unless the text says otherwise."""

from extraction import gazetteer
from extraction.kinds import Ballot
from extraction.proposals import Proposal, Read
from extraction.text import name_key
from extraction.tokens import words


def read_of(text: str, *marked: tuple[str, str, float]) -> Read:
    """A paragraph in which a recogniser is so and so sure of names and their kinds."""
    read = Read(text, words(text), loud=False, title_like=False, begins=0, proposals=[])
    for surface, kind, weight in marked:
        start = text.index(surface)
        proposal = Proposal(start, start + len(surface), rank=3)
        proposal.vote(kind, weight)
        proposal.seen, proposal.seen_as = weight / 4, kind
        read.proposals.append(proposal)
    return read


def kinds_in(*reads: Read) -> list[tuple[str, str]]:
    ballot = Ballot(reads)
    return [
        (read.surface(one), ballot.kind_here(read, one, name_key(read.surface(one))))
        for read in reads
        for one in read.proposals
    ]


def test_a_city_in_a_table_of_results_is_its_team() -> None:
    assert kinds_in(
        read_of(
            "Rain fell on Chicago and in Boston.",
            ("Chicago", "place", 3.6),
            ("Boston", "place", 3.6),
        ),
        read_of("Chicago has waited for this all summer.", ("Chicago", "place", 3.8)),
        read_of("Chicago 3 Baltimore 1", ("Chicago", "organisation", 3.6)),
    ) == [
        ("Chicago", "place"),
        ("Boston", "place"),
        ("Chicago", "place"),
        ("Chicago", "organisation"),
    ]


def test_a_city_in_running_text_has_one_kind_whatever_was_seen_once() -> None:
    assert (
        kinds_in(
            read_of("Chicago is cold, and so is all of Illinois.", ("Chicago", "place", 3.8)),
            read_of("They say Chicago said that it would wait.", ("Chicago", "organisation", 3.6)),
            read_of("He was born in Chicago.", ("Chicago", "place", 3.6)),
        )
        == [("Chicago", "place")] * 3
    )


def test_a_surname_is_the_persons_however_often_it_was_guessed_a_place() -> None:
    assert kinds_in(
        read_of("Abdelaziz Bouteflika died.", ("Abdelaziz Bouteflika", "person", 3.8)),
        *[read_of("Bouteflika waited.", ("Bouteflika", "place", 2.5)) for _ in range(20)],
    ) == [("Abdelaziz Bouteflika", "person"), *[("Bouteflika", "person")] * 20]


def test_a_state_stays_a_place_however_often_it_acts() -> None:
    niamey = read_of("Niamey announced it.", ("Niamey", "organisation", 3.8))
    niamey.proposals[0].entry = gazetteer.lookup("Niamey")
    assert kinds_in(*[niamey] * 9) == [("Niamey", "place")] * 9


def test_what_the_recogniser_takes_for_something_else_is_shown_as_nothing() -> None:
    programme = read_of(
        "It joined the Energy Efficiency Program.", ("Energy Efficiency Program", "other", 0.4)
    )
    programme.proposals[0].vote("organisation", 5.0)
    assert kinds_in(programme) == [("Energy Efficiency Program", "other")]
    games = read_of("It left the Commonwealth Games.", ("Commonwealth Games", "other", 0.4))
    games.proposals[0].vote("event", 3.0)
    games.proposals[0].vote("organisation", 5.0)
    assert kinds_in(games) == [("Commonwealth Games", "event")]
    niamey = read_of("Niamey announced it.", ("Niamey", "other", 0.4))
    niamey.proposals[0].entry = gazetteer.lookup("Niamey")
    assert kinds_in(niamey) == [("Niamey", "place")]
