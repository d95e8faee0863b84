"""The roles after migrating, and settings that refuse to be insecure."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured

from newsroom import environment
from newsroom.roles import GRANTS


@pytest.mark.django_db
def test_migrating_leaves_the_three_roles_with_their_permissions() -> None:
    def may(role: str) -> set[str]:
        return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))

    assert {group.name for group in Group.objects.all()} == set(GRANTS)
    assert may("Journalists") == set()
    assert may("Editors") == {"file_dispatch", "read_again"}
    assert {"file_dispatch", "correct", "change_entity", "change_mention", "view_user"} <= may(
        "Admins"
    )


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: os.environ[name] for name in ("PATH", "DATABASE_URL") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env=clean | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_secret_key_it_refuses_to_start() -> None:
    refused = start()
    assert refused.returncode != 0
    assert "SECRET_KEY is not set" in refused.stderr


def test_the_defaults_pass_djangos_own_check_for_deployment() -> None:
    started = start(SECRET_KEY="A7-long_enough.Key" * 3)
    assert started.returncode == 0, started.stderr


def test_a_setting_that_makes_no_sense_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="say 1 or 0"):
        environment.flag("X", default=True)
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        environment.number("X", 1)
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL address"):
        environment.postgres("X", "")
    monkeypatch.setenv("X", "postgresql://me:p%40ss@db:5433/desk?sslmode=require")
    database = environment.postgres("X", "")
    assert (database["USER"], database["PASSWORD"], database["PORT"]) == ("me", "p@ss", "5433")
    assert database["OPTIONS"] == {"sslmode": "require"}
