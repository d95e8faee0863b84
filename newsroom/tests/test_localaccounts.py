"""The accounts script/server prints."""

import json
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def create_accounts(path: Path) -> dict[str, list[str]]:
    """Runs the command; returns the words of each line by its first."""
    output = StringIO()
    call_command("create_accounts", file=path, stdout=output)
    lines = [line.split(maxsplit=2) for line in output.getvalue().splitlines()]
    return {line[0]: line[1:] for line in lines}


def test_each_role_gets_an_account_that_can_log_in(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"

    printed = create_accounts(path)

    assert list(printed) == ["journalist", "editor", "admin"]
    for name, (password, _) in printed.items():
        assert User.objects.get(username=name).check_password(password)
    admin = User.objects.get(username="admin")
    assert (admin.is_superuser, admin.is_staff) == (True, True)
    assert not User.objects.get(username="editor").is_staff
    assert [group.name for group in User.objects.get(username="journalist").groups.all()] == [
        "Journalists"
    ]


def test_the_passwords_are_kept_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"

    printed = create_accounts(path)

    assert json.loads(path.read_text()) == {name: words[0] for name, words in printed.items()}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_run_prints_the_same_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    first = create_accounts(path)
    hashes = list(User.objects.order_by("pk").values_list("password", flat=True))

    assert create_accounts(path) == first
    assert list(User.objects.order_by("pk").values_list("password", flat=True)) == hashes


def test_a_password_changed_by_hand_stays(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    create_accounts(path)
    editor = User.objects.get(username="editor")
    editor.set_password("my own words")
    editor.save()

    printed = create_accounts(path)

    assert "changed by hand" in printed["editor"][1]
    assert User.objects.get(username="editor").check_password("my own words")


def test_a_lost_file_gives_new_passwords_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    first = create_accounts(path)
    path.unlink()

    printed = create_accounts(path)

    assert printed["editor"][0] != first["editor"][0]
    assert "a new password: the old one was lost" in printed["editor"][1]
    assert User.objects.get(username="editor").check_password(printed["editor"][0])


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    path.write_text("[")

    with pytest.raises(CommandError, match=r"accounts\.json cannot be read"):
        create_accounts(path)
