"""The queue of mentions the reader was unsure of: asked once, decided by one key."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections, doubts
from entities.models import Decision, Entity, Mention, Rule
from entities.tests.factories import NAMES, recorded
from entities.tests.test_views import shown, text_of
from newsroom.tests.people import browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrector() -> Client:
    return browser_of("admin")


@pytest.fixture
def article() -> Article:
    article = filed(
        "Emmanuel Macron met the European Union in Niamey.", "Macron left. Macron slept in Niger."
    )
    recorded(article, NAMES)
    return article


def unsure(surface: str, score: float, nth: int = 0) -> Mention:
    mention = Mention.objects.filter(surface=surface).order_by("paragraph", "start")[nth]
    Mention.objects.filter(pk=mention.pk).update(score=score)
    mention.refresh_from_db()
    return mention


@pytest.fixture
def two(article: Article) -> list[Mention]:
    """Two in doubt, the least sure first."""
    return [unsure("Niamey", 0.3), unsure("European Union", 0.5)]


def address(mention: Mention) -> str:
    return f"/review/unsure/{mention.pk}/"


def decide(client: Client, mention: Mention, **fields: object) -> str:
    response = client.post(address(mention), {"seen": 0, **fields})
    assert response.status_code == 302, response
    return response["Location"]


def test_the_least_sure_is_asked_first_in_its_sentence(
    corrector: Client, two: list[Mention]
) -> None:
    html = shown(corrector, "/review/unsure/")
    text = text_of(html)
    assert "1 of 2" in text
    assert "Emmanuel Macron met the European Union in Niamey." in text
    assert "Read as the place Niamey (30 % sure; 1 mention in all)" in text
    # It alone is tinted; the others lead to their pages.
    assert html.count('<mark class="mark') == 1
    assert '<mark class="mark place">Niamey</mark>' in html


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("right", "confirmed “Niamey”"),
        ("not_a_name", "marked “Niamey” as not a name"),
        ("kind organisation", "pointed “Niamey” at “Niamey”"),
    ],
)
def test_one_key_decides_and_the_next_follows(
    corrector: Client, two: list[Mention], act: str, said: str
) -> None:
    assert decide(corrector, two[0], act=act) == address(two[1])
    text = text_of(shown(corrector, address(two[1])))
    assert f"You {said}." in text
    assert "2 of 2" in text
    assert doubts.count() == 1


def test_a_wrong_kind_gets_the_right_one(corrector: Client, two: list[Mention]) -> None:
    decide(corrector, two[0], act="kind organisation")
    two[0].refresh_from_db()
    assert (two[0].entity.kind, two[0].entity.name) == ("organisation", "Niamey")


def test_a_wrong_entity_is_found_and_chosen(corrector: Client, two: list[Mention]) -> None:
    niger = Entity.objects.get(name="Niger")
    html = shown(corrector, f"{address(two[0])}?q=nig")
    assert f'name="entity" value="{niger.pk}"' in html
    part = corrector.get(
        f"{address(two[0])}?q=nig", headers={"HX-Request": "true", "HX-Target": "found"}
    ).content.decode()
    assert part.strip().startswith('<div id="found">')
    assert f'value="{niger.pk}"' in part
    decide(corrector, two[0], entity=niger.pk)
    two[0].refresh_from_db()
    assert two[0].entity == niger


def test_something_new_is_made(corrector: Client, two: list[Mention]) -> None:
    decide(corrector, two[0], act="new", name="Niamey Airport", kind="place")
    two[0].refresh_from_db()
    assert two[0].entity.name == "Niamey Airport"


def test_the_same_words_are_decided_with_it_only_where_ticked(
    corrector: Client, article: Article
) -> None:
    mentions = [unsure("Macron", 0.2 + nth / 10, nth) for nth in (0, 1)]
    assert "Macron slept in Niger." in text_of(shown(corrector, address(mentions[0])))
    decide(corrector, mentions[0], act="right")
    assert doubts.count() == 1
    corrector.post("/review/unsure/take-back/")
    assert doubts.count() == 2
    decide(corrector, mentions[0], act="right", other=mentions[1].pk)
    assert doubts.count() == 0
    assert Decision.objects.filter(act="confirm").latest("pk").after["mentions"] == 2


def test_what_is_no_other_of_the_same_words_is_not_decided(
    corrector: Client, two: list[Mention]
) -> None:
    decide(corrector, two[0], act="not_a_name", other=two[1].pk)
    two[1].refresh_from_db()
    assert two[1].status == "standing"


def test_an_answer_is_taken_back(corrector: Client, two: list[Mention]) -> None:
    decide(corrector, two[0], act="not_a_name")
    back = corrector.post("/review/unsure/take-back/")
    assert back["Location"] == address(two[0])
    two[0].refresh_from_db()
    assert (two[0].status, two[0].origin, two[0].score) == ("standing", "machine", 0.3)


def test_arrows_lead_over_what_is_not_answered(corrector: Client, two: list[Mention]) -> None:
    html = shown(corrector, address(two[0]))
    assert f'href="{address(two[1])}" rel="next"' in html
    assert 'rel="prev"' not in html
    decide(corrector, two[0], act="right")
    assert f'href="{address(two[0])}" rel="prev"' in shown(corrector, address(two[1]))
    assert "You confirmed “Niamey”" in text_of(shown(corrector, address(two[0])))


def test_one_who_comes_second_is_told_and_changes_nothing(
    corrector: Client, two: list[Mention]
) -> None:
    corrections.reject([two[0]], by=person("editor"))
    response = corrector.post(address(two[0]), {"act": "right", "seen": 0}, follow=True)
    text = text_of(response.content.decode())
    assert "editor marked “Niamey” as not a name" in text
    assert "Nothing was changed" in text
    two[0].refresh_from_db()
    assert two[0].status == "rejected"


def test_what_a_rule_decides_is_not_asked(corrector: Client, two: list[Mention]) -> None:
    corrections.make_rule(Rule.Act.HIDE, "Niamey", by=person("admin"))
    assert doubts.first() == two[1].pk


def test_a_mention_read_anew_meanwhile_leads_to_the_next(
    corrector: Client, two: list[Mention]
) -> None:
    response = corrector.get("/review/unsure/99999999/", follow=True)
    assert response.redirect_chain[-1][0] == "/review/unsure/"
    assert "read anew meanwhile" in text_of(response.content.decode())


def test_an_empty_queue_says_so(corrector: Client, article: Article) -> None:
    assert "Nothing in doubt" in text_of(shown(corrector, "/review/unsure/"))


@pytest.mark.parametrize(
    "fields", [{}, {"act": "kind cat"}, {"entity": "99999999"}, {"act": "new"}]
)
def test_nonsense_is_refused_in_words(
    corrector: Client, two: list[Mention], fields: dict[str, str]
) -> None:
    response = corrector.post(address(two[0]), {"seen": 0, **fields}, follow=True)
    assert 'class="error"' in response.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("role", ["journalist", "editor"])
def test_those_who_may_not_correct_are_told(role: str, two: list[Mention]) -> None:
    client = browser_of(role)
    assert client.get("/review/unsure/").status_code == 403
    assert client.post(address(two[0]), {"act": "right"}).status_code == 403
    assert client.post("/review/unsure/take-back/").status_code == 403


def many(count: int) -> Iterator[Mention]:
    recorded(filed(*(f"Macron spoke, number {n}." for n in range(count))), NAMES)
    for mention in Mention.objects.filter(surface="Macron"):
        Mention.objects.filter(pk=mention.pk).update(score=0.4)
        yield mention


def test_the_queue_costs_the_same_number_of_queries_whatever_its_length(
    corrector: Client, two: list[Mention]
) -> None:
    list(many(2))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(corrector, "/review/unsure/")
        return len(queries)

    few = cost()
    list(many(30))
    assert cost() == few
    assert few <= 40
