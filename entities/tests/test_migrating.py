"""What was decided before there was a ledger is carried into it."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from articles.tests.factories import filed
from entities.models import Anchor, Decision, Entity, Mention
from entities.tests.factories import NAMES, recorded
from entities.tests.test_recording import check

BEFORE = ("entities", "0001_initial")


def migrate(*to: tuple[str, str]) -> None:
    """To these migrations, or to the latest of all."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(to) or executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_editors_rows_get_their_decisions() -> None:
    ada = User.objects.create_user("ada")
    article = filed()
    recorded(article, NAMES)
    niger = Entity.objects.get(name="Niger")
    then = timezone.now()
    migrate(BEFORE)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE entities_mention SET origin = 'editor', status = 'rejected', "
                "decided_by_id = %s, decided_at = %s WHERE surface = 'Niamey'",
                [ada.pk, then],
            )
            cursor.execute(
                "UPDATE entities_mention SET origin = 'editor', entity_id = %s WHERE surface = 'EU'",
                [niger.pk],
            )
            cursor.execute("UPDATE entities_entity SET origin = 'editor' WHERE id = %s", [niger.pk])
    finally:
        migrate()

    rejected, pointed = (
        Decision.objects.filter(act__in=["reject", "point"]).order_by("act").reverse()
    )
    assert (rejected.made_by, rejected.made_at) == (ada, then)
    assert (pointed.made_by, pointed.other) == (None, niger)
    anchor = Anchor.objects.get(decision=rejected)
    assert (anchor.exact, anchor.prefix) == ("Niamey", "Macron spoke after a coup in ")
    named = Decision.objects.get(act="rename")
    assert (named.entity, named.made_by, named.after["name"]) == (niger, None, "Niger")
    mention = Mention.objects.get(surface="EU")
    assert (mention.key, mention.read_as, mention.resolved_to) == ("eu", "place", niger)

    recorded(article, NAMES)
    assert Mention.objects.get(surface="Niamey").status == "rejected"
    assert Mention.objects.get(surface="EU").entity == niger
    assert Mention.objects.filter(origin="machine").exists()
    check()
