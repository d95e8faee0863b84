"""What a reading leaves behind: exact offsets, one entity a thing, the same however often."""

import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from articles.tests.factories import filed
from entities.models import Appearance, Entity, ExtractionRun, Mention
from entities.recording import record
from entities.tests.factories import NAMES, annotated, recorded
from extraction.types import Annotations
from extraction.types import Mention as Found

pytestmark = pytest.mark.django_db


def check() -> None:
    call_command("check_mentions", stdout=StringIO())


def test_mentions_stand_at_their_words_and_lead_to_one_entity_a_chain() -> None:
    run = recorded(filed(), NAMES)
    assert run.state == "done"
    assert run.mention_count == 7
    assert run.entity_count == 5
    macron = Entity.objects.get(name="Emmanuel Macron")
    assert sorted(macron.mentions.values_list("surface", flat=True)) == [
        "Emmanuel Macron",
        "Macron",
    ]
    assert (macron.kind, macron.mention_count, macron.article_count) == ("person", 2, 1)
    assert macron.first_seen_at == macron.last_seen_at
    check()


def test_twice_is_the_same_as_once() -> None:
    article = filed()
    recorded(article, NAMES)
    before = list(Entity.objects.order_by("id").values("id", "name", "mention_count"))
    recorded(article, NAMES)
    assert list(Entity.objects.order_by("id").values("id", "name", "mention_count")) == before
    assert Mention.objects.count() == 7
    check()


def test_two_dispatches_share_their_people() -> None:
    recorded(filed(), NAMES)
    recorded(
        filed("French President Emmanuel Macron met the EU in Paris."),
        NAMES
        | {
            "EU": ("organisation", "EU"),
            "Paris": ("place", "Paris"),
        },
    )
    macron = Entity.objects.get(name="Emmanuel Macron")
    assert (macron.mention_count, macron.article_count) == (3, 2)
    assert Entity.objects.get(kind="organisation").name == "European Union"
    check()


def test_an_acronym_met_first_takes_its_full_name_later() -> None:
    recorded(filed("The EU met in Paris."), {"EU": ("organisation", "EU")})
    recorded(filed("The European Union (EU) met again."), NAMES)
    union = Entity.objects.get(kind="organisation")
    assert union.name == "European Union"
    assert union.article_count == 2


def test_a_demonym_shared_by_two_countries_leads_to_neither_by_itself() -> None:
    recorded(
        filed("The Nigerian army in Niamey, Niger."),
        {
            "Niger": ("place", "Niger"),
            "Nigerian": ("place", "Niger"),
        },
    )
    recorded(
        filed("The Nigerian army in Abuja, Nigeria."),
        {
            "Nigeria": ("place", "Nigeria"),
            "Nigerian": ("place", "Nigeria"),
        },
    )
    assert {e.name: e.mention_count for e in Entity.objects.all()} == {"Niger": 2, "Nigeria": 2}


def test_what_a_later_reading_no_longer_finds_goes_and_the_tallies_follow() -> None:
    article = filed()
    recorded(article, NAMES)
    recorded(article, {"Niger": ("place", "Niger")})
    assert Mention.objects.count() == 1
    assert Appearance.objects.count() == 1
    assert set(Entity.objects.standing().values_list("name", flat=True)) == {"Niger"}
    check()


def test_a_reading_that_lost_its_run_writes_nothing() -> None:
    article = filed()
    run = ExtractionRun.objects.get()
    run.state, run.attempts = ExtractionRun.State.RUNNING, 1
    run.save()
    ExtractionRun.objects.update(attempts=2)
    assert not record(run, annotated(article, NAMES), pipeline_version="test", reading_ms=1)
    assert not Mention.objects.exists()
    assert not Entity.objects.exists()


def test_offsets_that_are_not_the_words_leave_nothing_half_written() -> None:
    article = filed()
    run = ExtractionRun.objects.get()
    run.state, run.attempts = ExtractionRun.State.RUNNING, 1
    run.save()
    good = annotated(article, NAMES)
    bad = Found(0, 0, 5, "wrong", "person", good.mentions[0].chain, 0.5)
    with pytest.raises(ValueError, match="Offsets"):
        record(
            run, Annotations(good.chains, (*good.mentions, bad)), pipeline_version="t", reading_ms=1
        )
    assert not Mention.objects.exists()
    assert not Entity.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_that_meet_the_same_new_names_at_once_share_them() -> None:
    texts = [
        f"Dispatch {n}. Emmanuel Macron of France in Niamey, Niger, for the EU." for n in range(6)
    ]
    articles = [filed(text) for text in texts]
    at_once = threading.Barrier(len(articles))
    errors: list[Exception] = []

    def read(article_number: int) -> None:
        names = NAMES | {"EU": ("organisation", "EU")}
        # Chains in another order in every worker: the trap that deadlocks.
        items = list(names.items())
        turned = dict(items[article_number:] + items[:article_number])
        at_once.wait()
        try:
            recorded(articles[article_number], turned)
        except Exception as error:  # noqa: BLE001 - shown by the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=read, args=(n,)) for n in range(len(articles))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert {e.name: e.article_count for e in Entity.objects.all()} == dict.fromkeys(
        ["Emmanuel Macron", "France", "Niamey", "Niger", "EU"], 6
    )
    check()
