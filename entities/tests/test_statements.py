"""Corrections of quotes, figures and events: in force after other readings, undone, told in words."""

import datetime
import threading
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.intake import file_correction
from articles.models import Article
from articles.readers import ReadDispatch
from articles.tests.factories import dispatch, filed
from entities import corrections, doubts, ledger, takeback
from entities.carrying import carry
from entities.corrections import Changed, Refused
from entities.models import Decision, Entity, EventFacts, Figure, Mention, Occurrence, Quote
from entities.models import Participation as Part
from entities.reapplying import unplaced
from entities.tests.factories import HAPPENED, Reading, happenings, recorded_as, told
from entities.tests.test_recording import check
from extraction.types import Annotations

pytestmark = pytest.mark.django_db

DAY = datetime.date(2023, 7, 27)


@pytest.fixture(autouse=True)
def _agrees(db: None) -> Iterator[None]:
    """Whatever a test did, every row agrees with its words and its decision."""
    yield
    check()


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada")


@pytest.fixture
def article(db: None) -> Article:
    return told()


def of(name: str) -> Entity:
    return Entity.objects.get(name=name, merged_into__isnull=True)


def event(type_: str) -> Entity:
    return Entity.objects.get(event_facts__type=type_, mention_count__gt=0)


def direct() -> Quote:
    return Quote.objects.get(form="direct")


def ousted() -> Occurrence:
    return Occurrence.objects.get(mention__surface="ousted")


def last_said() -> str:
    return ledger.says(Decision.objects.latest("pk"))


def without_statements(article: Article) -> Annotations:
    """A reading that finds the names and events, and no quotes or figures."""
    reading = happenings(article)
    reading.quotes.clear()
    reading.figures.clear()
    return reading.annotations()


def test_another_speaker_stays_whatever_is_read_later(article: Article, ada: User) -> None:
    decision = corrections.set_speaker(direct(), of("Mohamed Bazoum"), by=ada)
    for _ in range(2):
        assert direct().who == of("Mohamed Bazoum")
        assert list(Quote.objects.by(of("Mohamed Bazoum"))) == [direct()]
        assert direct() not in Quote.objects.by(of("Emmanuel Macron"))
        told(article=article)
    corrections.undo(decision, by=ada)
    assert direct().who == of("Emmanuel Macron")
    assert direct().origin == "machine"


def test_a_speaker_denied_leaves_the_quote_to_nobody(article: Article, ada: User) -> None:
    decision = corrections.not_speaker(direct(), by=ada)
    told(article=article)
    assert direct().who is None
    assert direct() not in Quote.objects.by(of("Emmanuel Macron"))
    assert last_said() == (
        "said that “Emmanuel Macron” did not speak “We will not be held hostage by the junta,”"
    )
    corrections.undo(decision, by=ada)
    assert direct().who == of("Emmanuel Macron")


def test_the_later_of_two_speakers_counts_and_gives_way_to_the_earlier(
    article: Article, ada: User
) -> None:
    corrections.set_speaker(direct(), of("Mohamed Bazoum"), by=ada)
    second = corrections.set_speaker(direct(), of("Paris"), by=ada)
    assert direct().who == of("Paris")
    corrections.undo(second, by=ada)
    assert direct().who == of("Mohamed Bazoum")


def test_a_speaker_that_was_merged_goes_where_it_went(article: Article, ada: User) -> None:
    corrections.set_speaker(direct(), of("Mohamed Bazoum"), by=ada)
    (merged,) = corrections.merge(of("Emmanuel Macron"), [of("Mohamed Bazoum")], by=ada)
    macron = of("Emmanuel Macron")
    assert direct().who == macron
    assert Quote.objects.by(macron).count() == 2
    corrections.undo(merged, by=ada)
    assert direct().who == of("Mohamed Bazoum")


def test_what_is_no_quote_stays_none_and_one_that_is_not_read_any_more_stays(
    article: Article, ada: User
) -> None:
    indirect = Quote.objects.get(form="indirect")
    corrections.not_quote(indirect, by=ada)
    corrections.set_speaker(direct(), of("Mohamed Bazoum"), by=ada)
    told(article=article)
    assert [quote.form for quote in Quote.objects.standing()] == ["direct"]
    recorded_as(article, without_statements(article))
    (kept,) = Quote.objects.standing()
    assert kept.who == of("Mohamed Bazoum")
    assert kept.parts.get().paragraph.position == 3
    recorded_as(article, without_statements(article))
    assert Quote.objects.count() == 1
    told(article=article)
    assert Quote.objects.count() == 2
    assert not unplaced().exists()


def test_a_figure_that_was_corrected_stays_so(article: Article, ada: User) -> None:
    decision = corrections.correct_figure(Figure.objects.get(), low=1400, high=1500, by=ada)
    assert last_said() == "read the figure “1,500 soldiers” as 1,400–1,500 soldier"
    for _ in range(2):
        figure = Figure.objects.get()
        assert [figure.low, figure.high] == [Decimal(1400), Decimal(1500)]
        told(article=article)
    recorded_as(article, without_statements(article))
    assert Figure.objects.get().low == Decimal(1400)
    told(article=article)
    corrections.undo(decision, by=ada)
    figure = Figure.objects.get()
    assert figure.low == figure.high == Decimal(1500)
    assert figure.origin == "machine"


def test_what_is_no_figure_stays_none(article: Article, ada: User) -> None:
    decision = corrections.not_figure(Figure.objects.get(), by=ada)
    told(article=article)
    assert not Figure.objects.standing().exists()
    assert not Figure.objects.of(event("withdrawal")).exists()
    corrections.undo(decision, by=ada)
    assert Figure.objects.of(event("withdrawal")).count() == 1


@pytest.mark.parametrize(
    ("aspect", "value", "expected"),
    [
        ("type", "dismissal", "dismissal"),
        ("modality", "denied", "denied"),
        ("time", (DAY, DAY), DAY),
        ("time", (None, None), None),
    ],
)
def test_what_is_said_of_an_event_is_corrected_and_undone(
    article: Article, ada: User, aspect: str, value: object, expected: object
) -> None:
    field = "earliest" if aspect == "time" else aspect
    before = getattr(ousted(), field)
    decision = corrections.correct_occurrence(ousted(), aspect, value, by=ada)
    told(article=article)
    assert getattr(ousted(), field) == expected
    corrections.undo(decision, by=ada)
    assert getattr(ousted(), field) == before
    assert ousted().as_read == {}


def test_facts_and_name_follow_what_is_corrected_in_a_dispatch(article: Article, ada: User) -> None:
    coup = event("coup")
    corrections.correct_occurrence(ousted(), "time", (DAY, DAY), by=ada)
    decision = corrections.correct_occurrence(
        Occurrence.objects.get(mention__surface="coup"), "place", of("Paris"), by=ada
    )
    coup.refresh_from_db()
    assert coup.name == "Coup in Paris, 27 July 2023"
    assert last_said() == "said of “coup” that it was in “Paris”"
    told(article=article)
    coup.refresh_from_db()
    assert coup.name == "Coup in Paris, 27 July 2023"
    corrections.undo(decision, by=ada)
    coup.refresh_from_db()
    assert coup.name == "Coup in Niger, 27 July 2023"


def test_a_place_denied_is_none(article: Article, ada: User) -> None:
    corrections.correct_occurrence(
        Occurrence.objects.get(mention__surface="coup"), "place", None, by=ada
    )
    told(article=article)
    assert Occurrence.objects.get(mention__surface="coup").where is None
    assert event("coup").name == "Coup, 26 July 2023"


def test_who_takes_no_part_takes_none_later(article: Article, ada: User) -> None:
    patient = Part.objects.get(role="patient", mention__entity=of("Mohamed Bazoum"))
    decision = corrections.not_participant(patient, by=ada)
    told(article=article)
    assert not Part.objects.by(of("Mohamed Bazoum")).exists()
    assert last_said() == "said that “Mohamed Bazoum” is not patient of “ousted”"
    corrections.undo(decision, by=ada)
    assert Part.objects.by(of("Mohamed Bazoum")).count() == 1


def test_what_a_person_says_of_an_event_goes_before_all_dispatches(
    article: Article, ada: User
) -> None:
    coup = event("coup")
    typed = corrections.correct_event(coup, "type", "dismissal", by=ada)
    first = corrections.correct_event(coup, "time", (DAY, DAY), by=ada)
    told(article=article)
    facts = EventFacts.objects.get(entity=coup)
    assert (facts.type, facts.earliest, facts.fixed) == ("dismissal", DAY, ["time", "type"])
    coup.refresh_from_db()
    assert coup.name == "Dismissal of Mohamed Bazoum in Niger, 27 July 2023"
    second = corrections.correct_event(coup, "time", (None, None), by=ada)
    with pytest.raises(Refused, match="undo that first"):
        corrections.undo(first, by=ada)
    corrections.undo(second, by=ada)
    assert EventFacts.objects.get(entity=coup).earliest == DAY
    corrections.undo(first, by=ada)
    corrections.undo(typed, by=ada)
    facts = EventFacts.objects.get(entity=coup)
    assert (facts.type, facts.earliest, facts.fixed) == ("coup", datetime.date(2023, 7, 26), [])


def test_two_at_once_are_told(article: Article, ada: User) -> None:
    quote, coup = direct(), event("coup")
    corrections.set_speaker(quote, of("Paris"), by=ada, seen=0)
    with pytest.raises(Changed, match="ada said that “Paris” spoke"):
        corrections.not_quote(quote, by=ada, seen=0)
    seen = ledger.seen_of_statement(direct())
    decision = corrections.not_quote(direct(), by=ada, seen=seen)
    corrections.undo(decision, by=ada)
    with pytest.raises(Changed, match="undid"):
        corrections.set_speaker(direct(), of("Niger"), by=ada, seen=decision.pk)
    corrections.correct_event(coup, "modality", "denied", by=ada, seen=0)
    with pytest.raises(Changed, match="it is denied"):
        corrections.correct_event(coup, "modality", "planned", by=ada, seen=0)


def test_a_row_that_a_reading_replaced_is_refused(article: Article, ada: User) -> None:
    stale = Figure.objects.get()
    told(article=article)
    with pytest.raises(Refused, match="read again"):
        corrections.not_figure(stale, by=ada)


@pytest.mark.parametrize(
    ("aspect", "value", "why"),
    [
        ("type", "party", "no type"),
        ("modality", "perhaps", "cannot be"),
        ("time", (DAY, datetime.date(2023, 7, 1)), "cannot be after"),
        ("colour", "red", "Nothing is said"),
        ("type", "coup", "already"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    article: Article, ada: User, aspect: str, value: object, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        corrections.correct_occurrence(ousted(), aspect, value, by=ada)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("low", ["many", float("nan"), 10**19])
def test_a_figure_needs_a_number(article: Article, ada: User, low: object) -> None:
    with pytest.raises(Refused, match="no number"):
        corrections.correct_figure(Figure.objects.get(), low=low, high=None, by=ada)


def corrected(article: Article, *paragraphs: str) -> None:
    file_correction(article, ReadDispatch(dispatch(*paragraphs), "plain", "1"))
    carry(article.pk)
    article.refresh_from_db()


def test_a_corrected_version_has_the_decisions_at_once_and_after_its_reading(
    article: Article, ada: User
) -> None:
    corrections.set_speaker(direct(), of("Mohamed Bazoum"), by=ada)
    corrections.correct_occurrence(ousted(), "type", "dismissal", by=ada)
    corrected(article, "A line put before.", *HAPPENED)
    for _ in range(2):
        assert direct().who == of("Mohamed Bazoum")
        assert direct().parts.all()[0].paragraph.version_id == article.current_version_id
        assert ousted().type == "dismissal"
        assert Quote.objects.count() == 2
        assert Figure.objects.count() == 1
        told(article=article)
    assert not unplaced().exists()


def test_a_decision_whose_words_are_gone_is_listed_and_comes_back(
    article: Article, ada: User
) -> None:
    corrections.not_figure(Figure.objects.get(), by=ada)
    corrected(article, "France would withdraw its soldiers from Niger.", *HAPPENED[1:])
    assert [anchor.exact for anchor in unplaced()] == ["1,500 soldiers"]
    assert not Figure.objects.exists()
    corrected(article, *HAPPENED)
    assert not unplaced().exists()
    told(article=article)
    assert not Figure.objects.standing().exists()


def test_words_that_tell_of_no_event_stay_rejected_and_tell_nothing(
    article: Article, ada: User
) -> None:
    decision = corrections.reject(Mention.objects.filter(surface="ousted"), by=ada)
    assert last_said() == "marked “ousted” as no event"
    latest = takeback.latest_of(ada)
    assert latest is not None
    assert latest.lesson == ""
    for _ in range(2):
        assert not Occurrence.objects.standing().filter(mention__surface="ousted").exists()
        assert event("coup").name == "Coup in Niger"
        told(article=article)
    corrections.undo(decision, by=ada)
    assert event("coup").name == "Coup in Niger, 26 July 2023"
    assert Mention.objects.get(surface="ousted").is_trigger


def test_a_mention_pointed_at_another_event_takes_what_it_tells_along(
    article: Article, ada: User
) -> None:
    coup, withdrawal = event("coup"), event("withdrawal")
    decision = corrections.point(Mention.objects.filter(surface="withdraw"), coup, by=ada)
    told(article=article)
    assert Occurrence.objects.of(coup).count() == 3
    assert Figure.objects.of(coup).count() == 1
    withdrawal.refresh_from_db()
    assert withdrawal.mention_count == 0
    corrections.undo(decision, by=ada)
    assert Occurrence.objects.of(coup).count() == 2
    assert Occurrence.objects.of(withdrawal).count() == 1


GABON = (
    "Officers ousted Ali Bongo on August 30 and closed the borders of Gabon.",
    "The coup in Gabon was the eighth in the region.",
)


def in_gabon(article: Article) -> None:
    """Another coup, read."""
    names = {"Ali Bongo": ("person", "Ali Bongo"), "Gabon": ("place", "Gabon")}
    reading = Reading(article, names)
    reading.happened(
        "e1", "coup", "ousted", patient="Ali Bongo", time=("August 30", "2023-08-30")
    ).happened("e1", "coup", "coup", place="Gabon")
    recorded_as(article, reading.annotations())


def test_merging_and_splitting_events_carries_all_that_is_said_of_them(
    article: Article, ada: User
) -> None:
    other = filed(*GABON)
    in_gabon(other)
    mine = Entity.objects.get(name="Coup in Niger, 26 July 2023")
    theirs = Entity.objects.get(name="Coup in Gabon, 30 August 2023")
    (merged,) = corrections.merge(mine, [theirs], by=ada)
    assert Occurrence.objects.of(mine).count() == 4
    mine.refresh_from_db()
    # As often the one as the other: what was said first.
    assert mine.name == "Coup in Niger, 26 July 2023"
    in_gabon(other)
    assert Occurrence.objects.of(mine).count() == 4
    corrections.undo(merged, by=ada)
    assert Occurrence.objects.of(mine).count() == 2
    assert Occurrence.objects.of(theirs).count() == 2
    theirs.refresh_from_db()
    assert theirs.name == "Coup in Gabon, 30 August 2023"


def test_facts_follow_where_words_of_a_place_mean_another(article: Article, ada: User) -> None:
    for mention in Mention.objects.filter(surface="Niger"):
        corrections.point([mention], of("Paris"), by=ada)
    coup = event("coup")
    assert coup.event_facts.place == of("Paris")
    assert coup.name == "Coup in Paris, 26 July 2023"
    assert event("withdrawal").name == "Withdrawal of soldiers from Paris, 22 December 2023"


def test_a_renamed_event_keeps_its_name(article: Article, ada: User) -> None:
    coup = event("coup")
    decision = corrections.rename(coup, "The July putsch", by=ada)
    told(article=article)
    coup.refresh_from_db()
    assert coup.name == "The July putsch"
    assert coup.event_facts.name_by_machine == "Coup in Niger, 26 July 2023"
    corrections.undo(decision, by=ada)
    assert event("coup").name == "Coup in Niger, 26 July 2023"


def test_words_marked_over_a_speaker_speak(article: Article, ada: User) -> None:
    paragraph = Mention.objects.get(surface="Emmanuel Macron").paragraph
    start = paragraph.text.index("President Emmanuel Macron")
    decision = corrections.add_mention(
        paragraph, start, start + len("President Emmanuel Macron"), entity=of("Paris"), by=ada
    )
    assert Quote.objects.get(form="indirect").who == of("Paris")
    corrections.undo(decision, by=ada)
    assert Quote.objects.get(form="indirect").who == of("Emmanuel Macron")


def test_an_event_split_off_without_a_name_is_called_by_what_is_told_of_it(
    article: Article, ada: User
) -> None:
    coup = event("coup")
    decision = corrections.split(coup, Mention.objects.filter(surface="ousted"), by=ada)
    assert decision.other is not None
    made = Entity.objects.get(pk=decision.other.pk)
    assert made.name == "Coup, 26 July 2023"
    coup.refresh_from_db()
    assert coup.name == "Coup in Niger"
    told(article=article)
    assert Occurrence.objects.of(made).count() == 1
    corrections.undo(decision, by=ada)
    assert Occurrence.objects.of(coup).count() == 2
    assert made not in Entity.objects.standing()


def test_names_of_events_follow_the_names_of_places(article: Article, ada: User) -> None:
    decision = corrections.rename(of("Niger"), "The Republic of Niger", by=ada)
    assert event("coup").name == "Coup in The Republic of Niger, 26 July 2023"
    corrections.undo(decision, by=ada)
    assert event("coup").name == "Coup in Niger, 26 July 2023"


def test_a_place_that_a_person_said_goes_where_it_is_merged_and_back(
    article: Article, ada: User
) -> None:
    coup = event("coup")
    corrections.correct_event(coup, "place", of("Paris"), by=ada)
    (merged,) = corrections.merge(of("France"), [of("Paris")], by=ada)
    coup.refresh_from_db()
    assert (coup.event_facts.place, coup.name) == (of("France"), "Coup in France, 26 July 2023")
    corrections.undo(merged, by=ada)
    assert event("coup").name == "Coup in Paris, 26 July 2023"


def test_a_place_that_a_person_said_of_one_dispatch_is_merged_too(
    article: Article, ada: User
) -> None:
    said = Occurrence.objects.get(mention__surface="coup")
    corrections.correct_occurrence(said, "place", of("Paris"), by=ada)
    corrections.merge(of("France"), [of("Paris")], by=ada)
    assert event("coup").event_facts.place == of("France")


def test_words_that_tell_of_events_are_not_asked_about_as_names(
    article: Article, ada: User
) -> None:
    Mention.objects.filter(is_trigger=True).update(score=0.3)
    assert doubts.count() == 0
    effect = corrections.preview_rule("hide", "coup")
    assert effect.mention_count == 0


def test_a_mark_over_the_words_of_an_event_tells_what_they_told(
    article: Article, ada: User
) -> None:
    coup = event("coup")
    paragraph = Mention.objects.get(surface="coup").paragraph
    start = paragraph.text.index("The coup")
    decision = corrections.add_mention(paragraph, start, start + 8, entity=coup, by=ada)
    assert event("coup").name == "Coup in Niger, 26 July 2023"
    assert Occurrence.objects.of(coup).count() == 2
    corrections.undo(decision, by=ada)
    told(article=article)
    assert event("coup").name == "Coup in Niger, 26 July 2023"


def test_one_correction_takes_the_same_queries_however_much_a_dispatch_says(
    article: Article, ada: User
) -> None:
    with CaptureQueriesContext(connection) as few:
        corrections.set_speaker(direct(), of("Paris"), by=ada)
    for number in range(8):
        told(article=filed(*HAPPENED[:2], f"{HAPPENED[2]} It rained {number} times."))
    quote = Quote.objects.filter(article=article, form="direct").get()
    with CaptureQueriesContext(connection) as more:
        corrections.set_speaker(quote, of("Niger"), by=ada)
    assert len(more) <= len(few) + 1


@pytest.mark.django_db(transaction=True)
def test_readings_and_corrections_of_one_event_take_turns() -> None:
    ada = User.objects.create_user("ada")
    articles = [told(*HAPPENED[:2], f"{HAPPENED[2]} It rained {n} times.") for n in range(4)]
    coups = list(Entity.objects.standing().filter(event_facts__type="coup").order_by("pk"))
    if coups[1:]:
        corrections.merge(coups[0], coups[1:], by=ada)
    at_once = threading.Barrier(2 * len(articles))
    errors: list[Exception] = []

    def act(number: int) -> None:
        article = articles[number % len(articles)]
        at_once.wait()
        try:
            if number < len(articles):
                told(article=article)
                return
            for said in Occurrence.objects.filter(article=article, mention__surface="ousted"):
                corrections.correct_occurrence(said, "time", (DAY, DAY), by=ada)
        except Refused:
            # A reading had replaced the row a moment before.
            return
        except Exception as error:  # noqa: BLE001 - shown by the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(n,)) for n in range(2 * len(articles))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert Occurrence.objects.of(coups[0]).count() == 8


def test_words_pointed_at_what_is_no_event_tell_of_none(article: Article, ada: User) -> None:
    corrections.point(Mention.objects.filter(surface="ousted"), of("Paris"), by=ada)
    told(article=article)
    assert not EventFacts.objects.filter(entity=of("Paris")).exists()
    assert event("coup").name == "Coup in Niger"
    assert not Occurrence.objects.standing().filter(mention__surface="ousted").exists()
