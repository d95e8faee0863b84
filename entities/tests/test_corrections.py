"""What a person decided stays, whatever is read afterwards."""

import pytest
from django.contrib.auth.models import User

from articles.models import Article
from articles.tests.factories import filed
from entities import corrections, tallies
from entities.models import Entity, Mention
from entities.tests.factories import NAMES, recorded
from entities.tests.test_recording import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db: None) -> User:
    return User.objects.create_user("admin")


@pytest.fixture
def article(db: None) -> Article:
    article = filed()
    recorded(article, NAMES | {"Niamey": ("organisation", "Niamey")})
    return article


def of(name: str) -> Entity:
    return Entity.objects.get(name=name, merged_into__isnull=True)


def test_a_new_name_stays_and_the_old_one_leads_to_it(article: Article) -> None:
    corrections.rename(of("Emmanuel Macron"), "  Emmanuel  Jean-Michel Macron ", by=None)
    recorded(article, NAMES)
    recorded(filed("Emmanuel Macron again."), NAMES)
    macron = of("Emmanuel Jean-Michel Macron")
    assert macron.article_count == 2
    assert macron.origin == "editor"
    assert not Entity.objects.filter(name="Emmanuel Macron").exists()


def test_a_corrected_kind_stays_though_the_machine_reads_it_wrong_again(article: Article) -> None:
    corrections.change_kind(of("Niamey"), "place", by=None)
    recorded(article, NAMES | {"Niamey": ("organisation", "Niamey")})
    assert of("Niamey").kind == "place"
    assert of("Niamey").mention_count == 1
    # A better recogniser that calls it a place is led to the same one.
    recorded(article, NAMES)
    assert of("Niamey").mention_count == 1
    check()


def test_a_rejected_mention_stays_rejected(article: Article, admin: User) -> None:
    corrections.reject(Mention.objects.filter(surface="Macron"), by=admin)
    assert of("Emmanuel Macron").mention_count == 1
    recorded(article, NAMES)
    rejected = Mention.objects.get(surface="Macron")
    assert rejected.status == "rejected"
    assert rejected.decided_by == admin
    assert rejected.suffix.startswith(" spoke after a coup")
    assert of("Emmanuel Macron").mention_count == 1
    check()


def test_a_mention_pointed_elsewhere_stays_there(article: Article, admin: User) -> None:
    brigitte = corrections.create("Brigitte Macron", "person", "his wife", by=admin).entity
    assert brigitte is not None
    corrections.point(Mention.objects.filter(surface="Macron"), brigitte, by=admin)
    recorded(article, NAMES)
    brigitte.refresh_from_db()
    assert brigitte.mention_count == 1
    assert of("Emmanuel Macron").mention_count == 1
    check()


def test_a_longer_machine_mention_is_not_written_over_a_decided_one(
    article: Article, admin: User
) -> None:
    corrections.reject(Mention.objects.filter(surface="EU"), by=admin)
    recorded(article, NAMES | {"EU) has": ("organisation", "EU) has")})
    assert not Entity.objects.filter(name="EU) has").exists()
    check()


def test_a_rejection_can_be_taken_back(article: Article, admin: User) -> None:
    corrections.reject(Mention.objects.filter(surface="Macron"), by=admin)
    corrections.confirm(Mention.objects.filter(surface="Macron"), by=admin)
    recorded(article, NAMES)
    assert of("Emmanuel Macron").mention_count == 2


def test_an_alias_leads_later_dispatches_to_its_entity(article: Article) -> None:
    corrections.add_alias(of("European Union"), "Brussels bloc", by=None)
    recorded(filed("The Brussels bloc met."), {"Brussels bloc": ("organisation", "Brussels bloc")})
    assert of("European Union").article_count == 2


def test_a_name_another_bears_is_refused_in_words(article: Article) -> None:
    recorded(filed("Niamey is a city."), {"Niamey": ("place", "Niamey")})
    with pytest.raises(corrections.Refused, match="already a place called Niamey"):
        corrections.change_kind(
            Entity.objects.get(name="Niamey", kind="organisation"), "place", by=None
        )
    with pytest.raises(corrections.Refused, match="already a place called Niger"):
        corrections.rename(of("France"), "Niger", by=None)
    with pytest.raises(corrections.Refused, match="cannot be empty"):
        corrections.rename(of("France"), "   ", by=None)
    assert of("France").origin == "machine"


def test_a_leftover_nobody_speaks_of_makes_room_and_its_address_lives_on(
    article: Article,
) -> None:
    recorded(filed("Franse."), {"Franse": ("place", "Franse")})
    leftover = of("France")
    recorded(article, {"Niger": ("place", "Niger")})
    corrections.rename(of("Franse"), "France", by=None)
    leftover.refresh_from_db()
    assert leftover.merged_into == of("France")
    recorded(article, NAMES)
    assert of("France").article_count == 2


def test_mentions_read_anew_in_the_meantime_are_not_guessed_at(
    article: Article, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = Mention.objects.filter(surface="Macron")
    list(chosen)
    real = tallies.lock_articles

    def read_meanwhile(ids: object) -> object:
        monkeypatch.undo()
        recorded(article, NAMES)
        return real(ids)  # type: ignore[arg-type]

    monkeypatch.setattr(tallies, "lock_articles", read_meanwhile)
    with pytest.raises(corrections.Refused, match="read again in the meantime"):
        corrections.reject(chosen, by=admin)
    assert Mention.objects.get(surface="Macron").status == "standing"
