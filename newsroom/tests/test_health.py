"""/healthz: well, or unwell and why, for anyone who asks and in words that give nothing away."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from newsroom.views import health

pytestmark = pytest.mark.django_db


def all_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PARTS", dict.fromkeys(health.PARTS, lambda: "answers"))


def test_a_healthy_house_says_so_to_anyone(monkeypatch: pytest.MonkeyPatch) -> None:
    all_well(monkeypatch)
    response = Client().get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "well",
        "database": "answers",
        "broker": "answers",
        "worker": "answers",
    }
    assert Client().head("/healthz").status_code == 200
    assert Client().post("/healthz").status_code == 405
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.parametrize("part", ["database", "broker", "worker"])
def test_any_part_that_does_not_work_is_named_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def unwell() -> str:
        raise health.Unwell("It is ill.")

    all_well(monkeypatch)
    monkeypatch.setitem(health.PARTS, part, unwell)
    response = Client().get("/healthz")
    assert response.status_code == 503
    assert response.json()["status"] == "unwell"
    assert response.json()[part] == "It is ill."


def test_the_database_of_these_tests_answers() -> None:
    assert health.database() == "answers"


def test_a_database_that_is_away_is_told_without_its_address(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(
        health.connection,
        "get_connection_params",
        lambda: {"host": "127.0.0.1", "port": "1", "user": "secret", "dbname": "x"},
    )
    with pytest.raises(health.Unwell, match=r"^The database does not answer\.$"):
        health.database()


def test_a_broker_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from celery import Celery

    monkeypatch.setattr(
        health, "current_app", Celery(broker="redis://127.0.0.1:1/0", set_as_current=False)
    )
    with pytest.raises(health.Unwell, match="broker does not answer"):
        health.broker()
    with pytest.raises(health.Unwell, match="broker does not answer"):
        health.worker()
