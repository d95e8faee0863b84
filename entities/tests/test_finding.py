"""Names found as one types: the likeliest first, under any name, through merges."""

import pytest
from django.contrib.auth.models import User

from entities import corrections
from entities.finding import MOST, find
from entities.models import Alias, Entity
from entities.naming import key_of
from newsroom.tests.people import browser_of

pytestmark = pytest.mark.django_db


def known(name: str, kind: str = "person", mentions: int = 1, *also: str) -> Entity:
    entity = Entity.objects.create(
        kind=kind, name=name, key=key_of(name), mention_count=mentions, article_count=mentions
    )
    for each in (name, *also):
        Alias.objects.create(entity=entity, name=each, key=key_of(each), kind=kind)
    return entity


@pytest.fixture
def names(db: None) -> None:
    known("Niger", "place", 40)
    known("Nigeria", "place", 90)
    known("Niger State", "place", 2)
    known("Bank of Niger", "organisation", 5)
    known("Mohamed Bazoum", "person", 30, "Bazoum", "Mohamed Bazum")
    known("Emmanuel Macron", "person", 60, "Macron")
    known("Brigitte Macron", "person", 3)
    known("O'Neill", "person", 1)
    known("Ghost", "person", 0)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # The exact name before a more mentioned one that goes on.
        ("niger", ["Niger", "Nigeria", "Bank of Niger", "Niger State"]),
        ("nige", ["Nigeria", "Niger", "Bank of Niger", "Niger State"]),
        ("NIGER st", ["Niger State"]),
        # Any of its words, in any order; the beginnings of words only.
        ("mac emm", ["Emmanuel Macron"]),
        ("cro", []),
        ("macr", ["Emmanuel Macron", "Brigitte Macron"]),
        ("bazoum", ["Mohamed Bazoum"]),
        # Misspelt, or spelt otherwise.
        ("bazzoum", ["Mohamed Bazoum"]),
        ("Émmanuel Mâcron", ["Emmanuel Macron"]),
        ("oneill", ["O'Neill"]),
        # What no dispatch speaks of and nobody made is not offered.
        ("ghost", []),
        ("", []),
        ("  ", []),
        ("%", []),
        ("_ig", []),
        ("'; drop", []),
        ("x" * 5000, []),
    ],
)
def test_what_is_typed_finds(names: None, typed: str, expected: list[str]) -> None:
    found = [each.entity.name for each in find(typed)]
    assert found[: len(expected)] == expected
    if not expected:
        assert found == []


def test_a_kind_or_an_entity_can_be_left_out(names: None) -> None:
    assert [each.entity.name for each in find("niger", kind="organisation")] == ["Bank of Niger"]
    niger = Entity.objects.get(name="Niger")
    assert "Niger" not in [each.entity.name for each in find("niger", without=[niger.pk])]


def test_the_name_by_which_it_was_found_is_told_where_it_is_not_its_own(names: None) -> None:
    assert [(each.entity.name, each.by) for each in find("mohamed bazum")] == [
        ("Mohamed Bazoum", "Mohamed Bazum")
    ]
    assert find("mohamed bazo")[0].by == ""


def test_what_was_absorbed_leads_on(names: None, django_user_model: type[User]) -> None:
    admin = django_user_model.objects.create_user("admin")
    bazoum = Entity.objects.get(name="Mohamed Bazoum")
    # Merging counts anew, and no dispatch stands behind these.
    Entity.objects.filter(pk=bazoum.pk).update(origin="editor")
    middle, old = known("President Bazoum", "person", 2), known("The Old Man", "person", 1)
    corrections.merge(middle, [old], by=admin)
    corrections.merge(bazoum, [middle], by=admin)
    assert find("old ma")[0].entity == bazoum
    assert [each.entity.pk for each in find("president baz")] == [bazoum.pk]


def test_there_are_never_more_than_fit(db: None) -> None:
    for number in range(3 * MOST):
        known(f"Ali Number{number}", mentions=number + 1)
    found = find("ali")
    assert len(found) == MOST
    assert found[0].entity.name == f"Ali Number{3 * MOST - 1}"


@pytest.mark.parametrize("typed", ["niger", "n", "bazzoum", "qqqqq"])
def test_it_costs_a_few_queries(
    names: None, typed: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        find(typed)


def test_options_are_offered_and_a_new_one_of_each_kind(names: None) -> None:
    admin = browser_of("admin")
    html = admin.get("/entities/suggest/", {"q": "<b>nig", "new": "place"}).content.decode()
    assert "<b>" not in html
    html = admin.get("/entities/suggest/", {"q": "niger", "new": "place"}).content.decode()
    niger = Entity.objects.get(name="Niger")
    assert f'role="option" data-value="{niger.pk}" data-text="Niger"' in html
    assert "40 dispatches" in html
    assert html.index('data-new="place"') < html.index('data-new="person"')
    assert "data-new" not in admin.get("/entities/suggest/?q=niger").content.decode()
    assert "No name begins with" in admin.get("/entities/suggest/?q=qqq").content.decode()
    # Nonsense is no reason to break.
    for query in ("", "kind=cat&q=n", "without=x&without=99999999999999999999&q=n", "q=%00"):
        assert admin.get(f"/entities/suggest/?{query}").status_code == 200


@pytest.mark.parametrize("role", ["journalist", "editor"])
def test_who_may_not_correct_is_offered_nothing(names: None, role: str) -> None:
    assert browser_of(role).get("/entities/suggest/?q=niger").status_code == 403
