"""What a reading leaves behind of events, quotes and figures: rows tied to names, the same however
often."""

import datetime
import time
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections
from entities.consolidation import resolve_again
from entities.models import (
    Alias,
    Entity,
    EventFacts,
    Figure,
    Mention,
    Occurrence,
    Participation,
    Quote,
    QuotePart,
    Timex,
)
from entities.tests.factories import (
    HAPPENED,
    HAPPENED_NAMES,
    Reading,
    happenings,
    recorded_as,
    told,
)
from entities.tests.test_recording import check
from extraction.types import Event, EventMention, Participant, Stretch
from extraction.types import Quote as FoundQuote

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[Any]]:
    """All that was recorded, without numbers of rows that a new reading replaces."""
    return {
        "entities": list(
            Entity.objects.order_by("pk").values_list("pk", "name", "kind", "mention_count")
        ),
        "mentions": list(Mention.objects.values_list("surface", "entity", "chain", "is_trigger")),
        "occurrences": list(
            Occurrence.objects.values_list(
                "mention__surface", "type", "modality", "phase", "earliest", "place__surface"
            )
        ),
        "participations": list(
            Participation.objects.order_by("occurrence__mention__start", "role").values_list(
                "role", "surface", "mention__surface"
            )
        ),
        "quotes": list(Quote.objects.values_list("form", "speaker_words", "speaker__surface")),
        "parts": list(QuotePart.objects.values_list("part", "start", "end")),
        "figures": list(
            Figure.objects.values_list("surface", "low", "occurrence__mention__surface")
        ),
        "timexes": list(Timex.objects.values_list("surface", "value")),
        "facts": list(
            EventFacts.objects.order_by("pk").values_list(
                "entity", "type", "earliest", "place__name", "modality"
            )
        ),
        "names": list(Alias.objects.order_by("pk").values_list("entity", "name", "kind")),
    }


def test_an_event_is_an_entity_whose_name_says_what_where_and_when() -> None:
    told()
    coup, withdrawal = EventFacts.objects.order_by("type")
    assert coup.entity.name == "Coup in Niger, 26 July 2023"
    assert coup.entity.kind == "event"
    assert (coup.type, coup.modality, str(coup.earliest)) == ("coup", "happened", "2023-07-26")
    assert coup.entity.mention_count == 2
    assert (withdrawal.modality, withdrawal.phase) == ("planned", "announced")
    assert withdrawal.entity.name == "Withdrawal of soldiers from Niger, 22 December 2023"


def test_words_that_stand_for_a_name_lead_where_the_name_leads() -> None:
    told()
    macron = Entity.objects.get(name="Emmanuel Macron")
    quotes = Quote.objects.by(macron)
    assert [quote.speaker_words for quote in quotes] == ["President Emmanuel Macron", "he"]
    assert all(quote.who == macron for quote in quotes)
    claimed = Occurrence.objects.get(type="withdrawal")
    assert claimed.source == macron
    niger = Entity.objects.get(name="Niger")
    assert claimed.where == niger
    bazoum = Entity.objects.get(name="Mohamed Bazoum")
    assert [part.role for part in Participation.objects.by(bazoum)] == ["patient"]
    # Of places and sources it is told, and they take no part.
    assert [part.role for part in Participation.objects.by(niger)] == ["origin"]


def test_what_is_said_of_a_name_is_found_by_the_name() -> None:
    told()
    about = Quote.objects.about(Entity.objects.get(name="Niger"))
    assert [quote.form for quote in about] == ["indirect"]
    assert not Quote.objects.about(Entity.objects.get(name="Paris"))


def test_a_figure_belongs_to_its_event() -> None:
    told()
    (figure,) = Figure.objects.of(Entity.objects.get(event_facts__type="withdrawal"))
    assert (figure.surface, figure.of) == ("1,500 soldiers", "soldier")
    assert figure.low == figure.high == 1500
    assert not Figure.objects.of(Entity.objects.get(event_facts__type="coup"))


def test_twice_is_the_same_as_once() -> None:
    article = told()
    before = everything()
    told(article=article)
    assert everything() == before


def test_what_a_later_reading_no_longer_finds_goes() -> None:
    article = told()
    reading = happenings(article)
    del reading.events["e2"]
    reading.quotes.clear()
    reading.figures.clear()
    recorded_as(article, reading.annotations())
    assert {row.type for row in Occurrence.objects.all()} == {"coup"}
    assert not Quote.objects.exists()
    assert not Figure.objects.exists()
    assert Entity.objects.standing().filter(kind="event").count() == 1


def test_the_words_of_an_event_are_no_name_of_anything() -> None:
    told()
    assert not Alias.objects.filter(kind="event").exists()
    assert set(Mention.objects.filter(is_trigger=True).values_list("surface", flat=True)) == {
        "withdraw",
        "ousted",
        "coup",
    }


def test_two_dispatches_of_one_story_are_recorded_beside_each_other() -> None:
    told()
    told(article=filed(*HAPPENED[:2], HAPPENED[2] + " It rained."))
    assert Occurrence.objects.count() == 6


def test_named_events_keep_their_name_and_all_their_words_lead_to_them() -> None:
    article = filed("The July Coup shook Niamey. The putsch of July 26 failed nobody.")
    names = {"July Coup": ("event", "July Coup"), "Niamey": ("place", "Niamey")}

    def read() -> None:
        reading = Reading(article, names)
        reading.happened("e1", "coup", "July Coup", name="July Coup", place="Niamey")
        reading.happened("e1", "coup", "putsch", time=("July 26", "2023-07-26"))
        recorded_as(article, reading.annotations())

    read()
    (coup,) = Entity.objects.standing().filter(kind="event")
    assert (coup.name, coup.mention_count) == ("July Coup", 2)
    assert coup.event_facts.name_by_machine == "Coup in Niamey, 26 July 2023"
    assert [alias.name for alias in coup.aliases.all()] == ["July Coup"]
    assert {m.surface: m.is_trigger for m in coup.mentions.all()} == {
        "July Coup": False,
        "putsch": True,
    }
    before = everything()
    read()
    assert everything() == before


def test_resolving_names_again_leaves_events_alone() -> None:
    article = told()
    before = everything()
    assert resolve_again(article) == 0
    assert everything() == before


def many(number: int) -> tuple[Article, Reading]:
    """A dispatch with so many events, quotes and figures, a few to a paragraph."""
    story = [
        f"France withdrew {n} soldiers from Niger, Emmanuel Macron said number {n} a."
        for n in range(1, number + 1)
    ]
    article = filed(*story)
    reading = Reading(article, HAPPENED_NAMES)
    for n in range(1, number + 1):
        start = story[n - 1].index("withdrew")
        names = {m.text: m for m in reading.found.mentions if m.paragraph == n - 1}

        def at(words: str, n: int = n, chain: str = "") -> Stretch:
            begun = story[n - 1].index(words)
            return Stretch(n - 1, begun, begun + len(words), words, chain)

        france, niger, macron = (
            at(name, chain=names[name].chain) for name in ("France", "Niger", "Emmanuel Macron")
        )
        mention = EventMention(
            n - 1,
            start,
            start + len("withdrew"),
            "withdrew",
            f"e{n}",
            "withdrawal",
            "withdraw",
            participants=(Participant("agent", france), Participant("origin", niger)),
            place=niger,
            claimed_by=macron,
        )
        reading.events[f"e{n}"] = Event(f"e{n}", "withdrawal", "withdraw", "", (mention,))
        reading.quotes.append(FoundQuote((at(f"number {n} a"),), "indirect", macron, at("said")))
        reading.counted(f"{n} soldiers", n, of="soldier", event=f"e{n}")
    return article, reading


def test_queries_do_not_grow_with_what_is_told_and_many_events_are_recorded_fast() -> None:
    few, some = many(4)
    lots, all_of_it = many(500)
    recorded_as(few, some.annotations())
    with CaptureQueriesContext(connection) as of_few:
        recorded_as(few, some.annotations())
    annotations = all_of_it.annotations()
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as of_lots:
        recorded_as(lots, annotations)
    took = time.perf_counter() - started
    assert Occurrence.objects.filter(article=lots).count() == 500
    # Rows are written a thousand at a time.
    assert len(of_lots) <= len(of_few) + 4
    # Several times what a small machine takes, so that a loop fails and a busy neighbour does not.
    assert took < 30


def test_two_dispatches_that_name_an_event_tell_of_one() -> None:
    names = {"July Coup": ("event", "July Coup"), "Niamey": ("place", "Niamey")}
    for text in ("The July Coup shook Niamey.", "Niamey marked the July Coup. It rained."):
        article = filed(text)
        reading = Reading(article, names)
        reading.happened("e1", "coup", "July Coup", name="July Coup", place="Niamey")
        recorded_as(article, reading.annotations())
    (coup,) = Entity.objects.standing().filter(kind="event")
    assert coup.article_count == 2
    assert coup.event_facts.place == Entity.objects.get(name="Niamey")


def test_words_read_as_another_name_tell_of_no_event() -> None:
    article = filed("Barkhane ended in Niger.")
    reading = Reading(
        article, {"Barkhane": ("organisation", "Barkhane"), "Niger": ("place", "Niger")}
    )
    reading.happened("e1", "deployment", "Barkhane").happened("e1", "deployment", "ended")
    recorded_as(article, reading.annotations())
    assert [row.mention.surface for row in Occurrence.objects.all()] == ["ended"]
    assert EventFacts.objects.get().entity.kind == "event"


def test_readings_that_contradict_themselves_are_recorded_all_the_same() -> None:
    """Two events at the same words, a quote told twice, a range turned round, days out of order."""
    article = filed(*HAPPENED)
    reading = happenings(article)
    reading.happened("e9", "attack", "ousted")
    reading.quotes += reading.quotes
    reading.figures += reading.figures
    reading.counted("December 22", 9, 3)
    timex = reading.timexes[0]
    reading.timexes.append(
        replace(timex, earliest=timex.latest, latest=datetime.date(1990, 1, 1), start=timex.start)
    )
    recorded_as(article, reading.annotations())
    assert Figure.objects.get(surface="December 22").low == 3
    assert Occurrence.objects.filter(mention__surface="ousted").count() == 1
    check()


def test_words_that_are_not_the_paragraphs_leave_nothing_half_written() -> None:
    article = filed(*HAPPENED)
    reading = happenings(article)
    reading.figures.append(replace(reading.figures[0], text="1,500 sailors"))
    with pytest.raises(ValueError, match="Offsets"):
        recorded_as(article, reading.annotations())
    assert not Mention.objects.exists()
    assert not Entity.objects.exists()


def test_an_event_made_by_hand_is_known_of_before_any_dispatch_tells_more() -> None:
    article = told()
    ada = User.objects.create_user("ada")
    paragraph = Mention.objects.get(surface="Paris").paragraph
    start = paragraph.text.index("shocked")
    corrections.add_mention(
        paragraph, start, start + 7, kind="event", name="Shock of Paris", by=ada
    )
    shock = Entity.objects.get(name="Shock of Paris")
    assert shock.event_facts.type_label == "Event"
    corrections.correct_event(shock, "type", "protest", by=ada)
    told(article=article)
    shock.refresh_from_db()
    assert (shock.name, shock.mention_count) == ("Shock of Paris", 1)
    assert EventFacts.objects.get(entity=shock).type == "protest"


def test_an_event_is_named_after_the_country_and_after_those_who_are_only_french() -> None:
    article = filed(
        "French troops left Niamey on July 26. French troops had been in Niger. They left the "
        "capital at night."
    )
    names = {
        "French": ("place", "France"),
        "Niamey": ("place", "Niamey"),
        "Niger": ("place", "Niger"),
    }
    reading = Reading(article, names)
    french = reading.stretch("French troops", reading.chain_of("France"))
    reading.happened(
        "e1",
        "withdrawal",
        "left",
        agent=french,
        place="Niamey",
        origin="the capital",
        time=("July 26", "2023-07-26"),
    )
    reading.happened("e1", "withdrawal", "been", place="Niger")
    recorded_as(article, reading.annotations())
    (facts,) = EventFacts.objects.all()
    assert facts.entity.name == "Withdrawal of French troops from Niger, 26 July 2023"
    assert facts.place == Entity.objects.get(name="Niamey")


def test_a_name_that_only_says_what_and_when_gives_way_and_still_leads_to_the_event() -> None:
    names = {"July 26 coup": ("event", "July 26 coup"), "Niger": ("place", "Niger")}
    for text in ("The July 26 coup shook Niger.", "Niger marked the July 26 coup. It rained."):
        article = filed(text)
        reading = Reading(article, names)
        reading.happened(
            "e1", "coup", "July 26 coup", place="Niger", time=("July 26", "2023-07-26")
        )
        recorded_as(article, reading.annotations())
    (coup,) = Entity.objects.standing().filter(kind="event")
    assert (coup.name, coup.article_count) == ("Coup in Niger, 26 July 2023", 2)
