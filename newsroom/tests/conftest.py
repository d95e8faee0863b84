"""The real house for flow and browser tests: gunicorn, Celery workers and Redis as processes of
their own, on the test database."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection
from pytest_django.fixtures import Settings
from redis import Redis

from newsroom.roles import ADMINS, EDITORS, JOURNALISTS, ensure_roles

T = TypeVar("T")
DEADLINE = 60.0


def eventually(look: Callable[[], T], *, within: float = DEADLINE, what: str = "") -> T:
    """Looks until there is something true to see; fails the test where there never is."""
    deadline = time.monotonic() + within
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > deadline:
            pytest.fail(f"Not within {within:.0f} seconds: {what or look}")
        time.sleep(0.1)


class House:
    """The processes of one test, and their environment."""

    NAME = "newsroom-test-house"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        address = urlsplit(os.environ["DATABASE_URL"])
        self.environment = {
            **os.environ,
            "DATABASE_URL": urlunsplit(
                address._replace(path=f"/{connection.settings_dict['NAME']}")
            ),
            "PGAPPNAME": self.NAME,
            "HTTPS": "0",
            "DEBUG": "0",
            "STATIC_ROOT": str(folder / "static"),
            "BEAT_SCHEDULE": str(folder / "beat"),
            "ALLOWED_HOSTS": "127.0.0.1",
        }

    def start(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=settings.BASE_DIR,
            env=self.environment | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start("celery", "-A", "newsroom", "worker", "-c", "1", "-l", "INFO")

    def beat(self) -> subprocess.Popen[bytes]:
        return self.start("celery", "-A", "newsroom", "beat")

    def web(self) -> str:
        """Starts gunicorn; returns its address once it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            check=True,
        )
        self.start(
            "gunicorn",
            "newsroom.wsgi",
            "-b",
            f"127.0.0.1:{port}",
            "-k",
            "gthread",
            "--threads",
            "4",
            "--no-control-socket",
        )
        address = f"http://127.0.0.1:{port}"

        def answers() -> bool:
            with suppress(urllib.error.URLError, ConnectionError):
                return bool(urllib.request.urlopen(f"{address}/login/").status)
            return False

        eventually(answers, what="gunicorn answers")
        return address

    def end(self, process: subprocess.Popen[bytes], sign: int = signal.SIGTERM) -> None:
        """Ends a process and its children."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def logs(self) -> str:
        return "\n".join(
            path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log"))
        )


def _others_are_gone() -> bool:
    """A server process on its way out would keep the database from being dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND application_name = %s",
            [House.NAME],
        )
        return bool(cursor.fetchone()[0] == 0)


@pytest.fixture
def house(transactional_db: None, tmp_path: Path) -> Iterator[House]:
    """Processes started here see the test's rows, and end with the test."""
    Redis.from_url(settings.REDIS_URL).flushdb()
    built = House(tmp_path)
    yield built
    for process in built.processes:
        if process.poll() is None:
            built.end(process)
    eventually(_others_are_gone, what="no process uses the test's database any more")
    print(built.logs()[-6000:])


@pytest.fixture
def accounts(transactional_db: None, settings: Settings) -> dict[str, User]:
    """One account a role, with its name as password, for a server that hashes as it always does."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    ensure_roles()
    made = {}
    for name, role in (("journalist", JOURNALISTS), ("editor", EDITORS), ("admin", ADMINS)):
        user = User.objects.create_user(
            name, password=name, is_staff=role == ADMINS, is_superuser=role == ADMINS
        )
        user.groups.add(Group.objects.get(name=role))
        made[name] = user
    return made
