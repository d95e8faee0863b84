"""Makes one account a role, for a first look; their passwords are kept in a private file.

Run again it changes nothing: a password that works is never replaced.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from newsroom.roles import ADMINS, EDITORS, JOURNALISTS, ensure_roles

# name, group, what it may do
ACCOUNTS = (
    ("journalist", JOURNALISTS, "reads and searches"),
    ("editor", EDITORS, "reads, searches and files dispatches"),
    ("admin", ADMINS, "does all that, corrects, and opens Django admin"),
)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--file",
            type=Path,
            default=settings.BASE_DIR / ".local" / "accounts.json",
            help="where the passwords are kept (.local/accounts.json)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        passwords = _read(path)
        ensure_roles()
        for name, group, may in ACCOUNTS:
            password, remark = self._ensure(name, group, passwords, path)
            self.stdout.write(f"{name:<10}  {password}  {may}{remark}")

    @transaction.atomic
    def _ensure(
        self, name: str, group: str, passwords: dict[str, str], path: Path
    ) -> tuple[str, str]:
        """Returns the account's password, or what stands for it, and a remark about it."""
        user = User.objects.select_for_update().filter(username=name).first()
        password = passwords.get(name)
        if user and password:
            if user.check_password(password):
                return password, "" if user.is_active else " (switched off)"
            return "(changed)", " (its password was changed by hand)"
        remark = " (a new password: the old one was lost)" if user else ""
        if user is None:
            admin = group == ADMINS
            user = User(username=name, is_staff=admin, is_superuser=admin)
        password = password or readable_password()
        user.set_password(password)
        user.save()
        user.groups.add(Group.objects.get(name=group))
        passwords[name] = password
        # Before the transaction ends: a password that nobody knows is worse than one too many.
        _write(path, passwords)
        return password, remark


def readable_password() -> str:
    """Returns five words of four letters that can be read aloud; about 63 bits of chance."""
    consonants, vowels = "bdfghjklmnprstvz", "aeiou"
    syllables = [secrets.choice(consonants) + secrets.choice(vowels) for _ in range(10)]
    return "-".join("".join(pair) for pair in zip(syllables[::2], syllables[1::2], strict=True))


def _read(path: Path) -> dict[str, str]:
    try:
        return {str(name): str(word) for name, word in json.loads(path.read_text()).items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        raise CommandError(
            f"{path} cannot be read ({error}); without it, new ones are made."
        ) from None


def _write(path: Path, passwords: dict[str, str]) -> None:
    """Writes the file anew, readable to its owner only from its first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(passwords, file, indent=1)
    fresh.replace(path)
