"""Turns between those who follow merges and rules and those who change them.

Readings and corrections of words go side by side. A merge, or a rule, changes what all of them
would write; it goes alone, and whoever comes after it sees it. Take the turn first in a
transaction, before any row is locked: then nobody waits in a circle.
"""

from django.db import connection

# The first half of PostgreSQL's two-part advisory lock keys; queueing has another.
LOCK_SPACE = 0x6E66
_RESOLVING = 1


def go_together() -> None:
    """Waits for a merge or rule under way, and keeps the next one out until the commit."""
    _take("pg_advisory_xact_lock_shared")


def go_alone() -> None:
    """Waits for readings and corrections under way, and keeps others out until the commit."""
    _take("pg_advisory_xact_lock")


def resolve_in_turn() -> None:
    """Waits for other transactions that resolve names, until the end of this one.

    Taken after the dispatches are locked, never before: reading takes seconds, resolving a fraction.
    """
    _take("pg_advisory_xact_lock", _RESOLVING)


def _take(function: str, number: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [LOCK_SPACE, number])
