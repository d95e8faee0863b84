"""How the benchmark of events counts, on a dispatch of our own with findings made up for it."""

import pytest

from benchmarks.events import triggers
from benchmarks.events.reading import Read
from benchmarks.happenings.gold import parsed
from extraction.types import Annotations, Event, EventMention, Mention, Participant, Stretch

TOLD = parsed(
    "niger",
    """story: niger
published: 2023-07-28
headline: Soldiers oust president

Soldiers ousted President Mohamed Bazoum in a coup. Paris expelled nobody.

== events
niger-coup-2023 coup
  mention "ousted"@1 happened
  mention "coup"@1 happened
  agent "Soldiers"@1
  patient "President Mohamed Bazoum"@1
""",
)
TEXT = TOLD.texts[0]


def stretch(words: str, chain: str = "") -> Stretch:
    start = TEXT.index(words)
    return Stretch(0, start, start + len(words), words, chain)


def mention(words: str, type_: str, event: str, *parts: Participant) -> EventMention:
    at = stretch(words)
    return EventMention(0, at.start, at.end, words, event, type_, words, participants=parts)


def counted(*mentions: EventMention) -> triggers.Tally:
    """What is counted where these mentions were found, and one name."""
    name = stretch("Bazoum")
    named = Mention(0, name.start, name.end, "Bazoum", "person", "c1", 1.0)
    events = {one.event: one.type for one in mentions}
    found = tuple(
        Event(key, type_, "", "", tuple(one for one in mentions if one.event == key))
        for key, type_ in events.items()
    )
    tally = triggers.Tally()
    tally.add(TOLD, Read({0: TEXT}, Annotations(mentions=(named,), events=found), None))
    return tally


def test_all_right_is_a_hundred() -> None:
    tally = counted(
        mention("ousted", "coup", "e1", Participant("agent", stretch("Soldiers"))),
        mention("coup", "coup", "e1", Participant("patient", stretch("Bazoum", "c1"))),
    )
    assert [score.f1 for score in (tally.trigger, tally.typed, tally.participants)] == [100] * 3
    assert tally.joined.f1 == 100


@pytest.mark.parametrize(
    ("found", "precision", "recall", "typed"),
    [
        ([("ousted", "coup")], 100, 50, 100),
        ([("ousted", "dismissal"), ("coup", "coup")], 100, 100, 50),
        ([("ousted", "coup"), ("expelled", "expulsion")], 50, 50, 50),
        ([], 0, 0, 0),
    ],
)
def test_triggers_and_types(
    found: list[tuple[str, str]], precision: float, recall: float, typed: float
) -> None:
    tally = counted(*(mention(words, type_, f"e{at}") for at, (words, type_) in enumerate(found)))
    assert (tally.trigger.precision, tally.trigger.recall) == (precision, recall)
    assert tally.typed.precision == typed


def test_a_role_is_part_of_what_is_right() -> None:
    tally = counted(mention("ousted", "coup", "e1", Participant("patient", stretch("Soldiers"))))
    assert (tally.participants.found, tally.participants.right_found) == (1, 0)


def test_participants_of_triggers_in_vain_are_wrong() -> None:
    tally = counted(mention("expelled", "expulsion", "e1", Participant("agent", stretch("Paris"))))
    assert (tally.participants.found, tally.participants.right_found) == (1, 0)
    assert tally.given.found == 0


def test_mentions_of_one_event_kept_apart_cost_recall_of_joining() -> None:
    tally = counted(mention("ousted", "coup", "e1"), mention("coup", "coup", "e2"))
    assert (tally.joined.precision, tally.joined.recall) == (100, 50)
