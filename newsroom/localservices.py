"""A PostgreSQL and a Redis of this folder's own, for the time of one command.

    python -m newsroom.localservices [--home DIR] [--join] [--volatile] -- COMMAND...

Runs COMMAND with DATABASE_URL, REDIS_URL and SECRET_KEY in its environment, stops what it started
and exits with COMMAND's status. A variable that is already set is left alone, and nothing is
started for it. All state lives in the home folder (`.local/`), which one process holds at a time;
`--join` lets a command use the services of the process that holds it.
"""

import argparse
import contextlib
import fcntl
import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from newsroom.localpostgres import Postgres
from newsroom.localprocesses import (
    MARK,
    Interrupted,
    Refused,
    Tell,
    become_reaper,
    deaf,
    end_descendants,
    end_leftovers,
    interruptible,
    open_private,
    run,
    tell,
)
from newsroom.localredis import Redis

DEFAULT_HOME = Path(__file__).resolve().parent.parent / ".local"
START_SECONDS = 90


@contextlib.contextmanager
def held(home: Path) -> Iterator[None]:
    """Holds the home folder for this process; Refused, with its number, when another has it."""
    try:
        # Root's home folder is passed through by PostgreSQL's user; what is secret in it is 0600.
        home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        (home / "logs").mkdir(mode=0o700, exist_ok=True)
        file = (home / "lock").open("a+")
    except OSError as error:
        raise Refused(f"Cannot write in {home}: {error.strerror}.") from None
    with file:
        # A record lock, not flock(): it is not inherited by the processes we fork, so it goes
        # with us even if we are killed and they live on.
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            place = "" if home == DEFAULT_HOME else f" in {home}"
            raise Refused(f"Newsroom is already running here (process {holder}){place}.") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextlib.contextmanager
def services(home: Path, *, volatile: bool = False, say: Tell = tell) -> Iterator[dict[str, str]]:
    """Starts what the environment does not name; yields the variables to add, then stops it.

    The home has to be held. With `volatile` the services start empty and never wait for the disk.
    """
    end_leftovers(home, say)
    postgres, broker = Postgres(home, volatile=volatile), Redis(home, volatile=volatile)
    if volatile:
        for folder in (postgres.data, broker.data):
            shutil.rmtree(folder, ignore_errors=True)
    become_reaper()
    added = {MARK: str(home)}
    remembered = home / "environment.json"
    try:
        if not os.environ.get("SECRET_KEY"):
            added["SECRET_KEY"] = secret_key(home)
        if not os.environ.get("DATABASE_URL"):
            added["DATABASE_URL"] = postgres.start(say)
        if not os.environ.get("REDIS_URL"):
            added["REDIS_URL"] = broker.start(say)
        with open_private(remembered) as file:
            json.dump({name: value for name, value in added.items() if name != MARK}, file)
        yield added
    finally:
        with deaf():
            remembered.unlink(missing_ok=True)
            started = [part.process for part in (postgres, broker) if part.process]
            end_descendants(but=started)
            broker.stop()
            postgres.stop()


def joined(home: Path) -> dict[str, str]:
    """Returns the variables of the process that holds the home, waiting while it starts."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return dict(json.loads((home / "environment.json").read_text()))
        except PermissionError:
            raise Refused(f"Newsroom runs here as another user; {home} cannot be read.") from None
        except (OSError, ValueError):
            if time.monotonic() > deadline:
                raise Refused(f"Newsroom runs here but is not ready; see {home}/logs.") from None
            time.sleep(0.2)


def secret_key(home: Path) -> str:
    path = home / "secret_key"
    if not path.exists():
        with open_private(path) as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m newsroom.localservices",
        description="Runs COMMAND with a PostgreSQL and a Redis of its own.",
    )
    parser.add_argument("--home", type=Path, default=DEFAULT_HOME, help="where data is kept")
    parser.add_argument(
        "--join", action="store_true", help="use the services of a Newsroom that runs here"
    )
    parser.add_argument(
        "--volatile", action="store_true", help="start with empty services and keep nothing"
    )
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    options = parser.parse_args(arguments)
    home = options.home.resolve()
    try:
        with interruptible(), contextlib.ExitStack() as stack:
            try:
                stack.enter_context(held(home))
            except Refused:
                if not options.join:
                    raise
                added = joined(home)
            else:
                added = stack.enter_context(services(home, volatile=options.volatile))
            return run(options.command, {**os.environ, **added})
    except Refused as reason:
        tell(str(reason))
        return 1
    except Interrupted as interrupted:
        return interrupted.status


if __name__ == "__main__":
    sys.exit(main())
