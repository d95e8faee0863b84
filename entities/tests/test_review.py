"""The review queue: what is asked first, what an answer does, what comes next."""

import datetime
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.tests.factories import filed
from entities import corrections, judgements, pairs
from entities.models import Decision, Entity, Judgement, Mention, Suggestion
from entities.pairs import Key
from entities.tests.factories import recorded
from entities.tests.test_views import shown, text_of
from newsroom.tests.people import browser_of, person

pytestmark = pytest.mark.django_db

FIRST = datetime.date(2023, 7, 26)


@pytest.fixture
def corrector() -> Client:
    return browser_of("admin")


def named(name: str, times: int = 1, *, kind: str = "person", day: datetime.date = FIRST) -> Entity:
    """An entity mentioned so often, in one dispatch."""
    article = filed(*(f"On day {n} {name} spoke in Niamey." for n in range(times)), published=day)
    recorded(article, {name: (kind, name), "Niamey": ("place", "Niamey")})
    return Entity.objects.get(name=name, kind=kind)


def made(name: str, kind: str = "person") -> Entity:
    """An entity nobody mentions yet, made by hand."""
    entity = corrections.create(name, kind, by=person("admin")).entity
    assert entity is not None
    return entity


def suggested(one: Entity, other: Entity, score: float = 0.5) -> Key:
    low, high = sorted((one, other), key=lambda entity: entity.pk)
    Suggestion.objects.create(
        low=low,
        high=high,
        score=score,
        reasons=[{"feature": "spelling", "weight": 1.5, "note": "the names sound alike"}],
    )
    return Key(low.pk, high.pk)


def address(key: Sequence[int]) -> str:
    return f"/review/{key[0]}-{key[1]}/"


def answer(client: Client, key: Key, verdict: str, seen: int = 0) -> str:
    """Answers a pair; returns where that leads."""
    response = client.post(address(key), {"verdict": verdict, "seen": seen})
    assert response.status_code == 302, response
    return response["Location"]


@pytest.fixture
def three() -> list[Key]:
    """Three pairs, in the order in which they are asked."""
    bazoum, bazum = named("Mohamed Bazoum", 9), named("President Bazum", 4)
    ecowas, bloc = named("ECOWAS", 3, kind="organisation"), named("Bloc", 2, kind="organisation")
    tiani, salou = named("Abdourahamane Tiani", 2), named("Salou Djibo")
    return [suggested(bazum, bazoum), suggested(ecowas, bloc), suggested(tiani, salou)]


def test_pairs_are_asked_by_what_they_change_and_not_by_score_alone() -> None:
    often = named("Often One", 6), named("Often Two", 6)
    seldom = named("Seldom One"), named("Seldom Two")
    keys = [suggested(*often, score=0.4), suggested(*seldom, score=0.7)]
    assert [pair.key for pair in pairs.open_pairs()] == keys


def test_of_pairs_that_change_as_much_the_recent_one_comes_first() -> None:
    old = named("Old One"), named("Old Two")
    late = FIRST + datetime.timedelta(days=200)
    new = named("New One", day=late), named("New Two", day=late)
    keys = [suggested(*new), suggested(*old)]
    assert [pair.key for pair in pairs.open_pairs()] == keys


def test_a_pair_shows_both_sides_in_their_sentences_and_why(
    corrector: Client, three: list[Key]
) -> None:
    html = shown(corrector, "/review/")
    text = text_of(html)
    assert "1 of 3" in text
    for words in (
        "Mohamed Bazoum",
        "9 mentions in 1 dispatch",
        "On day 0 President Bazum spoke in Niamey.",
        "the names sound alike",
        "No dispatch mentions both.",
        "If they are the same, Mohamed Bazoum stands for both: 4 mentions in 1 dispatch move there",
    ):
        assert words in text
    assert "Both appear with Niamey" in text
    article = Mention.objects.filter(surface="President Bazum")[0].paragraph.version.article_id
    assert f'href="/articles/{article}/#p1"' in html


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_an_answer_is_stored_and_the_next_pair_follows(
    corrector: Client, three: list[Key], verdict: str
) -> None:
    assert answer(corrector, three[0], verdict) == address(three[1])
    text = text_of(shown(corrector, address(three[1])))
    assert "2 of 3" in text
    judged = pairs.answer_to(three[0])
    assert judged is not None
    assert judged.verdict == verdict
    assert judged.decision is not None
    assert judged.decision.made_by == person("admin")
    assert [pair.key for pair in pairs.open_pairs()] == three[1:]


def test_same_makes_them_one_under_the_more_mentioned(corrector: Client, three: list[Key]) -> None:
    answer(corrector, three[0], "same")
    bazoum = Entity.objects.get(name="Mohamed Bazoum")
    assert Entity.objects.get(name="President Bazum").merged_into == bazoum
    assert bazoum.mention_count == 13


def test_the_same_key_again_takes_an_answer_back(corrector: Client, three: list[Key]) -> None:
    answer(corrector, three[0], "same")
    assert "You said: the same" in text_of(shown(corrector, address(three[0])))
    assert answer(corrector, three[0], "same") == address(three[0])
    assert Entity.objects.get(name="President Bazum").merged_into is None
    assert [pair.key for pair in pairs.open_pairs()] == three
    assert "You said" not in shown(corrector, address(three[0]))


def test_another_key_changes_the_answer(corrector: Client, three: list[Key]) -> None:
    answer(corrector, three[0], "same")
    assert answer(corrector, three[0], "different") == address(three[1])
    assert Entity.objects.get(name="President Bazum").merged_into is None
    assert Judgement.objects.get().verdict == "different"


def test_the_last_answer_is_taken_back_from_anywhere(corrector: Client, three: list[Key]) -> None:
    answer(corrector, three[0], "different")
    answer(corrector, three[1], "unsure")
    back = corrector.post("/review/take-back/")
    assert back["Location"] == address(three[1])
    assert [pair.key for pair in pairs.open_pairs()] == three[1:]
    corrector.post("/review/take-back/")
    assert [pair.key for pair in pairs.open_pairs()] == three
    html = text_of(corrector.post("/review/take-back/", follow=True).content.decode())
    assert "There is no answer of yours to take back." in html


def test_arrows_lead_to_what_was_answered_and_to_what_waits(
    corrector: Client, three: list[Key]
) -> None:
    answer(corrector, three[0], "different")
    html = shown(corrector, address(three[1]))
    assert f'href="{address(three[0])}" rel="prev"' in html
    assert f'href="{address(three[2])}" rel="next"' in html


def test_an_answer_that_follows_is_not_asked_for(corrector: Client) -> None:
    one, two, three = (named(name) for name in ("Ann Lee", "Anne Lee", "Ann Li"))
    suggested(one, two, 0.9)
    suggested(one, three, 0.5)
    open_key = suggested(two, three, 0.4)
    answer(corrector, Key.of(one.pk, two.pk), "same")
    # Asked once for the two suggestions that are one now.
    assert len(pairs.open_pairs()) == 1
    answer(corrector, pairs.open_pairs()[0].key, "different")
    assert pairs.open_pairs() == []
    assert pairs.answer_to(open_key) == pairs.answer_to(Key.of(one.pk, three.pk))


def test_one_who_comes_second_is_told_and_changes_nothing(
    corrector: Client, three: list[Key]
) -> None:
    other = person("editor")
    low, high = (Entity.objects.get(pk=pk) for pk in three[0])
    judgements.judge(low, high, "different", by=other)
    response = corrector.post(address(three[0]), {"verdict": "same", "seen": 0}, follow=True)
    text = text_of(response.content.decode())
    assert "editor judged" in text
    assert "Nothing was changed" in text
    assert Entity.objects.get(pk=three[0].high).merged_into is None
    assert Decision.objects.count() == 1


def test_a_kind_is_asked_alone_and_stays_chosen(corrector: Client, three: list[Key]) -> None:
    html = shown(corrector, "/review/?kind=organisation")
    assert "1 of 1" in text_of(html)
    assert f'action="{address(three[1])}?kind=organisation"' in html
    done = corrector.post(
        f"{address(three[1])}?kind=organisation", {"verdict": "unsure", "seen": 0}
    )
    assert done["Location"] == "/review/?kind=organisation"
    assert "No pair of this kind waits" in text_of(shown(corrector, done["Location"]))
    # Nonsense is no kind.
    assert "2 of 3" in text_of(shown(corrector, "/review/?kind=cat"))


def test_an_empty_queue_says_so_kindly(corrector: Client, three: list[Key]) -> None:
    for key in three:
        answer(corrector, key, "different")
    text = text_of(shown(corrector, "/review/"))
    assert "You have answered every pair, 3 in this sitting." in text
    assert "Nothing to decide" in text
    assert "No two names look enough alike" in text_of(shown(browser_of("admin"), "/review/"))


def test_a_pair_of_what_was_merged_leads_to_the_one_that_stands(corrector: Client) -> None:
    one, two, three = (named(name, times) for name, times in (("A B", 1), ("C D", 3), ("E F", 5)))
    key = suggested(one, two)
    judgements.judge(two, three, "same", by=person("editor"))
    assert corrector.get(address(key))["Location"] == address(Key.of(one.pk, three.pk))


@pytest.mark.parametrize(
    "path", ["/review/1-1/", "/review/9-3/", "/review/999998-999999/", f"/review/1-{2**63}/"]
)
def test_what_is_no_pair_is_not_found(corrector: Client, path: str) -> None:
    assert corrector.get(path).status_code == 404


@pytest.mark.parametrize("role", ["journalist", "editor"])
def test_those_who_may_not_correct_are_told(role: str, three: list[Key]) -> None:
    client = browser_of(role)
    for path in ("/review/", address(three[0])):
        assert client.get(path).status_code == 403
    assert client.post(address(three[0]), {"verdict": "same"}).status_code == 403
    assert client.post("/review/take-back/").status_code == 403
    assert 'href="/review/"' not in shown(client, "/entities/")
    assert not Decision.objects.exists()


def test_acts_are_posted(corrector: Client, three: list[Key]) -> None:
    assert corrector.get("/review/take-back/").status_code == 405
    assert corrector.get(f"{address(three[0])}?verdict=same").status_code == 200
    assert not Decision.objects.exists()


def test_the_masthead_counts_what_waits(corrector: Client, three: list[Key]) -> None:
    assert "Review 3 pairs waiting" in text_of(shown(corrector, "/entities/"))


def test_the_queue_costs_the_same_number_of_queries_whatever_its_length(
    corrector: Client, three: list[Key]
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(corrector, "/review/")
        return len(queries)

    few = cost()
    for number in range(15):
        suggested(made(f"Person {number}"), made(f"Nobody {number}"), 0.1)
    assert cost() == few
    assert few <= 60
