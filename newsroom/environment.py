"""Typed readers of environment variables that refuse nonsense in words.

Every setting an operator can change is read through one of these; README's table of settings
is checked against the names they were asked for.
"""

import os
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """Returns a yes-or-no variable; raises ImproperlyConfigured on anything else."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.strip().lower() in _YES:
        return True
    if raw.strip().lower() in _NO:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}; say 1 or 0.")


def number(name: str, default: int, *, least: int = 1) -> int:
    """Returns a whole number of at least `least`; raises ImproperlyConfigured otherwise."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    if not raw.isascii() or not raw.isdigit() or int(raw) < least:
        raise ImproperlyConfigured(f"{name} is {raw!r}; give a whole number of {least} or more.")
    return int(raw)


def words(name: str, default: str = "") -> list[str]:
    """Returns a comma-separated variable as a list without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def postgres(name: str, default: str) -> dict[str, Any]:
    """Returns Django's database settings for a `postgresql://` address.

    Whatever the address carries besides host, port, user, password and name
    (`sslmode`, `target_session_attrs`, ...) is handed to libpq as it stands.
    """
    address = text(name) or default
    if not address.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured(
            f"{name} has to be a PostgreSQL address such as postgresql://user:password@host/name."
        )
    try:
        parts: dict[str, Any] = dict(conninfo_to_dict(address))
    except psycopg.ProgrammingError as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {error}") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "newsroom"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": parts,
    }
