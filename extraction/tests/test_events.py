"""Triggers, types, modality, participants, sources and events of a dispatch, in sentences of our own."""

import datetime
import itertools

import pytest

from extraction import events, lexicon, timex
from extraction.pipeline import annotate
from extraction.tests.reading import dispatch_of
from extraction.types import MODALITIES, PHASES, ROLES, Annotations, Event, EventMention

DAY = datetime.date(2024, 3, 8)


def events_of(*paragraphs: str) -> tuple[tuple[Event, ...], Annotations]:
    """The events of a dispatch of 8 March 2024, and what else was found in it."""
    found = annotate(dispatch_of(*paragraphs))
    times = timex.find(paragraphs, anchor=DAY)
    return events.find(paragraphs, found, times, published=DAY), found


def mentions_of(*paragraphs: str) -> list[EventMention]:
    return [mention for event in events_of(*paragraphs)[0] for mention in event.mentions]


def told(text: str) -> list[str]:
    """Triggers and types in the order of the text: "withdrew withdrawal"."""
    found = sorted(mentions_of(text), key=lambda mention: mention.start)
    return [f"{mention.text} {mention.type}" for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("France withdrew its troops from Niger.", ["withdrew withdrawal"]),
        ("The withdrawal of the soldiers took two months.", ["withdrawal withdrawal"]),
        ("Ghana is withdrawing its peacekeepers from Mali.", ["withdrawing withdrawal"]),
        ("The contingent was withdrawn in June.", ["withdrawn withdrawal"]),
        ("Critics welcomed the troop withdrawal.", ["troop withdrawal withdrawal"]),
        ("Soldiers ousted President Amara Keita on Tuesday.", ["ousted coup"]),
        ("A coup d'état shook the capital.", ["coup d'état coup"]),
        ("Parliament ousted the finance minister.", ["ousted dismissal"]),
        ("An airstrike hit a market.", ["airstrike attack"]),
        (
            "The roadside bombing wounded four soldiers.",
            ["roadside bombing attack", "wounded injury"],
        ),
        ("Gunmen kidnapped at least 40 pupils near Kaduna.", ["kidnapped kidnapping"]),
        ("The minister stepped down on Friday.", ["stepped down resignation"]),
        ("She was sworn in on Monday.", ["sworn in appointment"]),
        ("The company will shut the plant down in May.", ["shut closure"]),
        (
            "Police arrested the mayor and released two aides.",
            ["arrested arrest", "released release"],
        ),
        ("Two trains collided outside Lyon.", ["collided accident"]),
        (
            "The boat capsized off Lampedusa, killing 12 people.",
            ["capsized accident", "killing death"],
        ),
        ("Teachers in Accra have been on strike since Monday.", ["on strike strike"]),
        ("The warring sides agreed to a cease-fire.", ["cease-fire ceasefire"]),
        ("Thousands of students demonstrated in Dhaka.", ["demonstrated protest"]),
        ("The court sentenced the banker to nine years in prison.", ["sentenced verdict"]),
        ("If convicted, the former governor faces ten years.", ["convicted verdict"]),
        ("The ministry declared two diplomats persona non grata.", ["persona non grata expulsion"]),
        ("Villagers fled to Chad after the attack.", ["fled displacement", "attack attack"]),
        ("Japan donated 20,000 tents.", ["donated aid"]),
        (
            "Real Sociedad beat Villarreal 2-1 in the cup final.",
            ["beat contest", "cup final contest"],
        ),
    ],
)
def test_triggers_and_their_types(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # what is said is no event
        "The minister said on Tuesday that he was content.",
        "Two officials told reporters about 300 families.",
        # other senses
        "He struck a note of caution, and a chord.",
        "Shares rallied and the dollar fired up the market.",
        "The striker's shot hit the bar.",
        "The party left the choice to its members in March.",
        "She took charge of the kitchen and of a party of nine.",
        "The price of fire engines rose.",
        "Scientists fear a heart attack of the old pump.",
        "The film is a war movie about withdrawal symptoms.",
        "The verdict of critics aside, he visited the website.",
        # parts of names
        "The Strike Force and the Ministry of War share a lift on Truce Street.",
        "",
        "...",
    ],
)
def test_no_event_where_nothing_happens(text: str) -> None:
    found = told(text)
    assert [one for one in found if not one.startswith("verdict")] == []


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("The July 26 coup was condemned by all.", "July 26 coup", "coup"),
        ("Delegates went home from COP28.", "COP28", "meeting"),
        ("He wrote of the Battle of Mosul.", "Battle of Mosul", "clash"),
        ("Cyclone Idai flattened the port.", "Cyclone Idai", "disaster"),
        ("Operation Barkhane began in 2014.", "Operation Barkhane", "invasion"),
    ],
)
def test_a_named_event_is_a_mention_over_its_name(text: str, name: str, type_: str) -> None:
    found = [event for event in events_of(text)[0] if event.name]
    assert [(one.name, one.type, one.mentions[0].text) for one in found] == [(name, type_, name)]


@pytest.mark.parametrize(
    ("text", "modality", "phase"),
    [
        ("The soldiers left Niger on Friday.", "happened", ""),
        ("The soldiers will leave Niger by June.", "planned", ""),
        ("Rebels are attacking the town of Goma.", "ongoing", ""),
        ("France plans to withdraw its troops from Chad.", "planned", "announced"),
        ("The union threatened to strike in May.", "threatened", ""),
        ("The opposition demanded the resignation of the premier.", "demanded", ""),
        ("Protesters called for the withdrawal of French troops.", "demanded", ""),
        ("The army denied that it had attacked the village.", "denied", ""),
        ("Police did not arrest the general.", "denied", ""),
        ("The court could convict the minister.", "hypothetical", ""),
        ("If the rebels attack the town, thousands may starve.", "hypothetical", ""),
        ("The withdrawal of the troops has begun.", "happened", "begun"),
        ("The withdrawal of the troops will be completed in May.", "planned", "completed"),
        ("France announced the withdrawal of its troops.", "planned", "announced"),
        ("The withdrawal of the troops was cancelled.", "happened", "called_off"),
        ("The summit is on March 20.", "planned", ""),
    ],
)
def test_modality_and_phase(text: str, modality: str, phase: str) -> None:
    first = mentions_of(text)[0]
    assert (first.modality, first.phase) == (modality, phase)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The junta expelled the ambassador.",
            {("agent", "junta"), ("patient", "ambassador")},
        ),
        (
            "President Amara Keita was ousted by soldiers in a coup.",
            {("agent", "soldiers"), ("patient", "President Amara Keita")},
        ),
        (
            "The expulsion of Jean Morel by the junta angered Paris.",
            {("agent", "junta"), ("patient", "Jean Morel")},
        ),
        (
            "France's withdrawal from Niger was quick.",
            {("agent", "France"), ("origin", "Niger")},
        ),
        (
            "Gunmen on motorcycles kidnapped 60 pupils.",
            {("agent", "Gunmen"), ("patient", "pupils")},
        ),
        (
            "Officers who support the general arrested the minister, Awa Diallo, on Monday.",
            {("agent", "Officers"), ("patient", "Awa Diallo")},
        ),
        (
            "The government ordered the envoy, Paul Roche, to leave the country within 48 hours.",
            {("patient", "Paul Roche"), ("origin", "country")},
        ),
        (
            "Mali and Burkina Faso signed a mutual defence pact.",
            {("agent", "Mali"), ("agent", "Burkina Faso")},
        ),
        (
            "Bamako announced the end of two United Nations (UN) security and defence missions.",
            {("patient", "United Nations (UN) security and defence missions")},
        ),
        ("Land and air borders were closed.", {("patient", "Land and air borders")}),
        (
            "The ruling army hosted a visiting Russian delegation.",
            {("agent", "ruling army"), ("patient", "visiting Russian delegation")},
        ),
        (
            "All French soldiers and their logistical equipment will leave Niger.",
            {("agent", "French soldiers"), ("patient", "logistical equipment")},
        ),
    ],
)
def test_participants_and_their_roles(text: str, expected: set[tuple[str, str]]) -> None:
    found = {
        (part.role, part.words.text)
        for mention in mentions_of(text)
        for part in mention.participants
    }
    assert expected <= found


def test_participants_lead_to_chains() -> None:
    happened, found = events_of(
        "Emmanuel Macron met Angela Merkel in Berlin.", "French troops left Gao. He praised them."
    )
    heads = {chain.id: chain.head for chain in found.chains}
    parts = {
        (part.words.text, heads.get(part.words.chain))
        for event in happened
        for mention in event.mentions
        for part in mention.participants
    }
    assert {
        ("Emmanuel Macron", "Emmanuel Macron"),
        ("Angela Merkel", "Angela Merkel"),
        ("French troops", "France"),
    } <= parts


def test_common_nouns_take_part_without_a_chain() -> None:
    mention = mentions_of("Two people were killed in a shooting.")[0]
    assert [(part.role, part.words.text, part.words.chain) for part in mention.participants] == [
        ("patient", "people", "")
    ]


@pytest.mark.parametrize(
    ("text", "place", "time"),
    [
        ("Rebels attacked a convoy near Goma on Tuesday.", "Goma", "Tuesday"),
        ("The ministry said on Monday that rebels attacked a convoy.", None, None),
        (
            "NIAMEY, March 8 (SWS) - Rebels attacked a convoy near Goma on Tuesday.",
            "Goma",
            "Tuesday",
        ),
        # What is told around an event lends it neither place nor day.
        ("President Jean Morel, speaking in Nairobi, called the coup illegitimate.", None, None),
        (
            "On Sunday the leaders gave the officers who seized power in Niger one week.",
            "Niger",
            None,
        ),
        (
            "Awa Keita, the daughter of Mali's overthrown president, spent Monday night in Lomé.",
            "Mali",
            None,
        ),
        ("The army spoke in Ansongo on March 2 of the worst day since the coup.", None, None),
    ],
)
def test_where_and_when(text: str, place: str | None, time: str | None) -> None:
    mention = mentions_of(text)[0]
    assert (mention.place and mention.place.text, mention.time and mention.time.text) == (
        place,
        time,
    )


def test_a_takeover_of_long_ago_is_not_the_one_in_the_news() -> None:
    coups = [
        event
        for event in events_of(
            "In Niamey the officers who seized power were silent.",
            "The envoy, Mahamat Saleh, took power himself in 2021.",
        )[0]
        if event.type == "coup"
    ]
    assert len(coups) == 2


def test_the_day_in_the_name_of_an_event_is_its_own() -> None:
    (coup,) = mentions_of("It was the worst week for the army since the July 26 coup.")
    assert coup.time is not None
    assert coup.time.earliest == coup.time.latest == datetime.date(2023, 7, 26)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The ministry said that rebels had attacked the camp.", "ministry"),
        ("Rebels attacked the camp, the ministry said.", "ministry"),
        ("Rebels attacked the camp, said Major Ali Dembele.", "Major Ali Dembele"),
        ("According to witnesses, rebels attacked the camp.", "witnesses"),
        ("Rebels attacked the camp.", None),
    ],
)
def test_who_says_so(text: str, who: str | None) -> None:
    claimed = mentions_of(text)[0].claimed_by
    assert (claimed.text if claimed else None) == who


def test_one_coup_told_in_many_words_is_one_event() -> None:
    happened, _ = events_of(
        "Soldiers seized power in Niger in a coup on July 26.",
        "The officers who toppled President Mohamed Bazoum said that the takeover was needed.",
        "Bazoum was ousted by his own guard.",
    )
    coups = [event for event in happened if event.type == "coup"]
    assert len(coups) == 1
    assert {mention.lemma for mention in coups[0].mentions} >= {"topple", "takeover", "oust"}


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Rebels attacked Goma on Monday.", "Rebels attacked Bukavu on Friday."),
        ("Police arrested Awa Diallo in Dakar.", "Police arrested Paul Roche in Lyon."),
        ("An earthquake struck Peru in May 2019.", "An earthquake struck Japan in June 2021."),
    ],
)
def test_two_happenings_stay_two_events(paragraphs: tuple[str, ...]) -> None:
    happened, _ = events_of(*paragraphs)
    assert len(happened) == 2


ODD = [
    "\n\n\t",
    "attack " * 2000,
    "killed, " * 2000,
    "to " * 3000 + "withdraw",
    "((((((" * 500 + "the coup",
    "’s ’s ' ' said said that that that coup coup",
    "COUP WAR ATTACK KILLED",
    "💥 attack 💥\u200d of of of of",
    "who who who ousted who",
    "… — – attack—ousted–killed",
    "بنجاح coup 政变 attack",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_do_no_harm(text: str) -> None:
    types = {row[0] for row in lexicon.rows("eventtypes.tsv")}
    for event in events_of(text)[0]:
        for mention in event.mentions:
            assert text[mention.start : mention.end] == mention.text != ""
            assert mention.event == event.id and mention.type == event.type
            assert mention.type in types
            assert mention.modality in MODALITIES and mention.phase in PHASES
            for part in mention.participants:
                assert part.role in ROLES
                assert text[part.words.start : part.words.end] == part.words.text


def test_no_event_mention_overlaps_another() -> None:
    found = sorted(
        mentions_of(
            "After the July 26 coup, France announced the withdrawal of French troops and Macron said that "
            "the ambassador had been expelled, while thousands protested against the airstrike."
        ),
        key=lambda mention: mention.start,
    )
    assert len(found) >= 4
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))


class _Heads:
    """A head of the encoder that is sure of one thing."""

    def __init__(self, chance: float) -> None:
        self._chance = chance

    def chance(self, start: int, end: int, name: str = "happening") -> float:
        return self._chance


def test_the_encoder_has_its_say_on_a_trigger() -> None:
    text = "The dockers' union said that the strike went on."
    found = annotate(dispatch_of(text))
    sure = events.find([text], found, (), {0: _Heads(0.9)})
    doubted = events.find([text], found, (), {0: _Heads(0.01)})
    assert [event.type for event in sure] == ["strike"]
    assert doubted == ()
