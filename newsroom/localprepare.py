"""Brings database, static files, accounts and sample dispatches up to date for script/server.

    python -m newsroom.localprepare HOME

One process for all of it, because each `manage.py` loads Django anew. Prints a line for each step,
and as its last line what came of it, as JSON (see Prepared).
"""

import hashlib
import json
import sys
import traceback
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path

import django


@dataclass(slots=True)
class Prepared:
    """What the supervisor needs to know."""

    # One line an account: name, password, what it may do.
    accounts: str = ""
    # Why Newsroom cannot start, or nothing.
    refused: str = ""
    # What went wrong without being needed.
    remark: str = ""
    # How many dispatches wait to be read.
    unread: int = 0


class _Failed(Exception):
    """A step went wrong; its traceback is on stderr."""


def prepare(home: Path) -> Prepared:
    from newsroom.management.waiting import wait_until_read

    done = Prepared()
    try:
        _say("Preparing the database ...")
        _step("The database could not be prepared", "migrate", verbosity=0, interactive=False)
        _gather_static_files()
        _say("Preparing accounts and sample dispatches ...")
        done.accounts = _step(
            "The accounts could not be made", "create_accounts", file=home / "accounts.json"
        )
    except _Failed as failed:
        done.refused = str(failed)
        return done
    # A desk can work without the samples.
    try:
        _step("The sample dispatches could not be loaded", "load_samples")
    except _Failed as failed:
        done.remark = str(failed)
    done.unread, _ = wait_until_read(timeout=0)
    return done


def _gather_static_files() -> None:
    """Runs collectstatic where any file is newer: writing them all takes over a second."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    found = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            found.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    note = Path(settings.STATIC_ROOT) / "gathered-from.txt"
    if note.exists() and note.read_text() == found.hexdigest():
        return
    _step(
        "The static files could not be gathered",
        "collectstatic",
        verbosity=0,
        interactive=False,
        clear=note.parent.exists(),
    )
    note.write_text(found.hexdigest())


def _step(failure: str, command: str, **options: object) -> str:
    """Runs a manage.py command; returns what it printed, or raises _Failed with its last words."""
    from django.core.management import call_command

    output = StringIO()
    try:
        call_command(command, stdout=output, **options)
    except Exception as error:
        traceback.print_exc()
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise _Failed(f"{failure}: {lines[0]}") from error
    return output.getvalue()


def _say(line: str) -> None:
    print(line, flush=True)


def main(arguments: list[str]) -> None:
    django.setup()
    _say(json.dumps(asdict(prepare(Path(arguments[0])))))


if __name__ == "__main__":
    main(sys.argv[1:])
