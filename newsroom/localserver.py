"""The whole of Newsroom on one machine: services, web server, worker and beat, one supervisor.

    python -m newsroom.localserver [--port N] [--reset] [--yes]

`script/server` is this after `script/bootstrap`. The three processes are the Procfile's, run by
honcho. One that stops by itself is started again, because a desk on deadline wants its pages back
rather than an empty terminal; one that keeps stopping ends everything.
"""

import argparse
import errno
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import redis
from honcho.environ import parse_procfile

from newsroom.localprepare import Prepared
from newsroom.localprocesses import (
    Interrupted,
    Refused,
    end_leftovers,
    interruptible,
    last_line,
    open_log,
    tail,
    tell,
)
from newsroom.localservices import DEFAULT_HOME, held, services
from newsroom.localsupervisor import Supervisor

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 120
# Everything this program and its processes write into the home folder, save the lock.
KEPT = ("postgres", "postgres.new", "redis", "static", "logs", "accounts.json", "secret_key")


def say(line: str = "") -> None:
    print(line, flush=True)


def check_port(port: int) -> None:
    with socket.socket() as probe:
        # As gunicorn binds: a port whose last connections are only fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            another = f"try: script/server --port {port + 1 if 1024 <= port < 65535 else 8000}"
            if error.errno == errno.EADDRINUSE:
                raise Refused(
                    f"Port {port} is already used by another program; {another}"
                ) from None
            raise Refused(f"Port {port} cannot be used ({error.strerror}); {another}") from None


def check_given() -> None:
    """Refuses addresses from the environment that nobody answers at; none of them is started."""
    if address := os.environ.get("DATABASE_URL"):
        try:
            psycopg.connect(address, connect_timeout=5).close()
        except psycopg.Error as error:
            raise Refused(f"DATABASE_URL cannot be used: {str(error).splitlines()[0]}") from None
    if address := os.environ.get("REDIS_URL"):
        try:
            with redis.Redis.from_url(address, socket_connect_timeout=5) as client:
                client.ping()
        except (redis.RedisError, ValueError) as error:
            raise Refused(f"REDIS_URL cannot be used: {error}") from None


def reset(home: Path, *, ask: bool) -> None:
    """Deletes what Newsroom keeps in the home folder; Refused when the person thinks better."""
    if ask:
        say(f"This deletes every dispatch, correction and account kept in {home}.")
        try:
            answer = input("Type yes to go on: ")
        except EOFError:
            answer = ""
        if answer.strip().lower() != "yes":
            raise Refused("Nothing was deleted.")
    for path in (*(home / name for name in KEPT), *home.glob("celerybeat-schedule*")):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    (home / "logs").mkdir(mode=0o700)
    for variable in ("DATABASE_URL", "REDIS_URL"):
        if os.environ.get(variable):
            say(f"{variable} is set: what it names is left as it is.")


def environment(home: Path, port: int) -> dict[str, str]:
    """Returns what the processes get besides the services' addresses."""
    given = {
        "DEBUG": "0",
        "HTTPS": "0",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "STATIC_ROOT": str(home / "static"),
        "BEAT_SCHEDULE": str(home / "celerybeat-schedule"),
        "NEWSROOM_WORKERS": str(min(2, os.cpu_count() or 1)),
        "PYTHONUNBUFFERED": "1",
        # Celery warns for six lines when root starts it; here everything belongs to one person.
        "PYTHONWARNINGS": "ignore::UserWarning:celery.platforms",
    }
    return {
        **given,
        **os.environ,
        "PORT": str(port),
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
    }


def prepare(home: Path, variables: dict[str, str]) -> Prepared:
    """Brings database, static files, accounts and samples up to date, showing each step."""
    log = home / "logs" / "prepare.log"
    with open_log(log) as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "newsroom.localprepare", str(home)],
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        )
    last = ""
    for line in process.stdout or ():
        if last:
            say(last)
        last = line.rstrip()
    process.wait()
    try:
        done = Prepared(**json.loads(last))
    except (ValueError, TypeError):
        reason = last_line(tail(log))
        raise Refused(f"Newsroom could not be prepared: {reason} (details: {log})") from None
    if done.refused:
        raise Refused(f"{done.refused} (details: {log})")
    if done.remark:
        say(f"{done.remark} (details: {log})")
    return done


def announce(
    supervisor: Supervisor, address: str, prepared: Prepared, variables: dict[str, str]
) -> None:
    """Waits until everything answers, then shows where to go and as whom; for a thread."""
    deadline = time.monotonic() + READY_SECONDS
    while reason := _not_ready(address):
        if supervisor.ended.wait(0.4):
            return
        if time.monotonic() > deadline:
            supervisor.tell(f"Not everything is up after {READY_SECONDS} seconds: {reason}")
            break
    else:
        supervisor.tell("Web server, worker and beat are up.")
        if prepared.unread:
            supervisor.tell(f"Reading {prepared.unread} dispatches ...")
            subprocess.run(
                [sys.executable, "manage.py", "wait_until_read", "--timeout", "60"],
                cwd=ROOT,
                env=variables,
                stdin=subprocess.DEVNULL,
                check=False,
            )
    if not supervisor.ended.is_set():
        supervisor.tell(
            f"\nNewsroom is ready: {address}\n\n{prepared.accounts.rstrip()}\n\n"
            "Ctrl-C stops it; the data stays.\n"
        )


def _not_ready(address: str) -> str:
    """Returns why the health page is not green, or nothing when it is."""
    try:
        with urllib.request.urlopen(f"{address}healthz", timeout=5):
            return ""
    except urllib.error.HTTPError as error:
        return error.read(2000).decode(errors="replace").strip() or str(error)
    except OSError as error:
        return str(error)


def supervise(home: Path, port: int, prepared: Prepared, variables: dict[str, str]) -> int:
    supervisor = Supervisor(home / "logs")
    procfile = parse_procfile((ROOT / "Procfile").read_text())
    for name, command in procfile.processes.items():
        supervisor.add_process(name, command, env=variables, cwd=str(ROOT))
    announcer = threading.Thread(
        target=announce,
        args=(supervisor, f"http://127.0.0.1:{port}/", prepared, variables),
        daemon=True,
    )
    supervisor.started = announcer.start
    return supervisor.run()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="script/server",
        description="Runs Newsroom on this machine. All data is kept in .local/.",
        epilog="DATABASE_URL and REDIS_URL name a database and a broker to use instead of the "
        "ones brought along; NEWSROOM_WORKERS says how many dispatches are read at a time.",
    )
    parser.add_argument("--port", type=int, default=8000, help="the port to answer on (8000)")
    parser.add_argument("--reset", action="store_true", help="delete all data first, after asking")
    parser.add_argument("--yes", action="store_true", help="with --reset: do not ask")
    parser.add_argument("--home", type=Path, default=DEFAULT_HOME, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= 65535:
        parser.error("a port is a number from 1 to 65535")
    home = options.home.resolve()
    try:
        with interruptible(), held(home):
            end_leftovers(home, say)
            check_port(options.port)
            check_given()
            if options.reset:
                reset(home, ask=sys.stdin.isatty() and not options.yes)
            say("Starting PostgreSQL and Redis ...")
            with services(home, say=say) as added:
                variables = {**environment(home, options.port), **added}
                prepared = prepare(home, variables)
                say("Starting web server, worker and beat ...")
                status = supervise(home, options.port, prepared, variables)
            say("Everything is stopped.")
            return status
    except Refused as reason:
        tell(str(reason))
        return 1
    except Interrupted:
        say("Everything is stopped.")
        return 0


if __name__ == "__main__":
    sys.exit(main())
