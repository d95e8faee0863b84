"""The whole of Newsroom on one machine: services, web server, worker and beat, one supervisor.

    python -m newsroom.localserver [--port N] [--reset] [--yes]

`script/server` is this after `script/bootstrap`. The three processes are the Procfile's, run by
honcho. One that stops by itself is started again, because a desk on deadline wants its pages back
rather than an empty terminal; one that keeps stopping ends everything.
"""

import argparse
import contextlib
import errno
import functools
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import honcho.manager
from honcho.environ import parse_procfile
from honcho.printer import Message, Printer
from honcho.process import Popen, Process

from newsroom import localservices
from newsroom.localservices import Interrupted, Refused

ROOT = Path(__file__).resolve().parent.parent
# A part that stops this often within so many seconds has a fault that starting again won't mend.
PATIENCE, WITHIN = 5, 120
# What a part gets to finish what it is doing: more than gunicorn's own 10 seconds.
honcho.manager.KILL_WAIT = 15
READY_SECONDS = 120
NAMES = {"web": "web server", "worker": "worker", "beat": "beat"}
OURS = "newsroom"
# Everything this program and its processes write into the home folder, save the lock.
KEPT = ("postgres", "postgres.new", "redis", "static", "logs", "accounts.json", "secret_key")


def say(line: str = "") -> None:
    print(line, flush=True)


class Part(Process):  # type: ignore[misc]
    """A process of the Procfile that is started again when it stops by itself.

    honcho runs this in a process of its own for each part, where nothing but the events queue
    leads to the terminal.
    """

    def __init__(self, *args: Any, stopping: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stopping = stopping

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        localservices.die_with_parent(signal.SIGKILL)
        self._events = events
        # Ctrl-C at the terminal reaches us too; the supervisor decides what is stopped when.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        stops: list[float] = []
        while True:
            status = self._run_once()
            if self.stopping.is_set():
                break
            now = time.monotonic()
            stops = [stop for stop in stops if now - stop < WITHIN] + [now]
            what = f"The {NAMES.get(self.name, self.name)} stopped ({_in_words(status)})."
            if len(stops) >= PATIENCE:
                self._tell(
                    f"{what} That is {PATIENCE} times in a short while, so everything ends here. "
                    "Nothing filed is lost; start again with script/server."
                )
                status = status or 1
                break
            self._tell(f"{what} Nothing filed is lost; starting it again.")
            # At once the first time; longer each time after, for what needs a moment to pass.
            if self.stopping.wait(len(stops) - 1):
                break
        self._send_message({"returncode": status}, type="stop")

    def _run_once(self) -> int:
        child = Popen(
            self.cmd,
            env=self.env,
            cwd=self.cwd,
            stdin=subprocess.DEVNULL,
            preexec_fn=_prepare_part,
        )
        self._send_message({"pid": child.pid}, type="start")
        for line in iter(child.stdout.readline, b""):
            self._send_message(line)
        child.stdout.close()
        return int(child.wait())

    def _tell(self, line: str) -> None:
        self._events.put(Message("line", line, datetime.now(), OURS, None))


def _prepare_part() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    localservices.die_with_parent(signal.SIGTERM)


class Screen(Printer):  # type: ignore[misc]
    """Shows each part's lines with its name before them, and keeps them in a log of its own."""

    def __init__(self, logs: Path) -> None:
        super().__init__(sys.stdout)
        self.logs = logs
        self.files: dict[str, IO[bytes]] = {}

    def write(self, message: Message) -> None:
        data = message.data if isinstance(message.data, bytes) else message.data.encode()
        for line in data.splitlines():
            self._log(message.name).write(line + b"\n")
        # honcho's own remarks (process numbers, signals) are for the log.
        if message.name == "system":
            return
        # The terminal may be gone (a closed window, `script/server | head`): go on stopping.
        with contextlib.suppress(OSError):
            if message.name == OURS:
                say(message.data)
            else:
                super().write(message)

    def _log(self, name: str) -> IO[bytes]:
        name = {"system": "supervisor", OURS: "supervisor"}.get(name, name)
        if name not in self.files:
            self.files[name] = localservices.open_log(self.logs / f"{name}.log")
        return self.files[name]


class Supervisor(honcho.manager.Manager):  # type: ignore[misc]
    """honcho's Manager with parts that are started again, stopped one level at a time."""

    def __init__(self, logs: Path) -> None:
        super().__init__(Screen(logs))
        self.stopping = multiprocessing.Event()
        self.ended = threading.Event()
        self.started: Callable[[], None] = lambda: None
        self._process_ctor = functools.partial(Part, stopping=self.stopping)
        self._procmgr.terminate = _terminate

    def tell(self, text: str, name: str = OURS) -> None:
        """Shows a text in its turn; safe from any thread and from a signal handler."""
        self.events.put(Message("line", text, datetime.now(), name, None))

    def run(self) -> int:
        """Runs the parts until they are asked to stop (0) or one keeps failing (1)."""
        # A closed terminal window is a request to stop like the others.
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        try:
            self.loop()
        finally:
            self.ended.set()
        asked = {known["rc"] for known in honcho.manager.SIGNALS.values()}
        return 0 if self.returncode in asked else 1

    def terminate(self) -> None:
        if not self.stopping.is_set():
            self.stopping.set()
            self.tell("Stopping ...")
        super().terminate()

    def _start(self) -> None:
        super()._start()
        # Only now: a process that has threads should not fork.
        self.started()

    def _system_print(self, data: str) -> None:
        # Called in signal handlers, which may have interrupted a write to the same file.
        self.tell(data, "system")


def _terminate(pid: int) -> None:
    """Asks a part itself to stop: gunicorn and Celery end their own children in good order."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)


def _in_words(status: int) -> str:
    return f"killed by signal {-status}" if status < 0 else f"exit status {status}"


def check_port(port: int) -> None:
    with socket.socket() as probe:
        # As gunicorn binds: a port whose last connections are only fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            another = f"try: script/server --port {port + 1 if 1024 <= port < 65535 else 8000}"
            if error.errno == errno.EADDRINUSE:
                raise Refused(f"Port {port} is already used by another program; {another}") from None
            raise Refused(f"Port {port} cannot be used ({error.strerror}); {another}") from None


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
    }
    return {
        **given,
        **os.environ,
        "PORT": str(port),
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
    }


def manage(*arguments: str, log: Path, variables: dict[str, str]) -> subprocess.Popen[bytes]:
    with localservices.open_log(log) as file:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
        )


def prepare(home: Path, variables: dict[str, str]) -> str:
    """Brings database, static files, accounts and samples up to date; returns the accounts."""
    log = home / "logs" / "prepare.log"
    begin = functools.partial(manage, log=log, variables=variables)

    def finish(step: subprocess.Popen[bytes], failure: str) -> str:
        output, _ = step.communicate()
        if step.returncode:
            reason = localservices.last_line(localservices.tail(log))
            raise Refused(f"{failure}: {reason} (details: {log})")
        return output.decode()

    say("Preparing the database ...")
    migrate = begin("migrate", "--verbosity=0", "--noinput")
    static = begin("collectstatic", "--verbosity=0", "--noinput")
    finish(migrate, "The database could not be prepared")
    finish(static, "The static files could not be gathered")
    say("Preparing accounts and sample dispatches ...")
    samples = begin("load_samples")
    accounts = begin("create_accounts", "--file", str(home / "accounts.json"))
    text = finish(accounts, "The accounts could not be made")
    finish(samples, "The sample dispatches could not be loaded")
    return text


def announce(
    supervisor: Supervisor, address: str, accounts: str, variables: dict[str, str]
) -> None:
    """Waits until everything answers, then shows where to go and as whom; for a thread."""
    deadline = time.monotonic() + READY_SECONDS
    while reason := _not_ready(address):
        if supervisor.ended.wait(0.2):
            return
        if time.monotonic() > deadline:
            supervisor.tell(f"Not everything is up after {READY_SECONDS} seconds: {reason}")
            break
    else:
        supervisor.tell("Everything is up. Waiting until the sample dispatches are read ...")
        subprocess.run(
            [sys.executable, "manage.py", "wait_until_read", "--timeout", "60"],
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    if not supervisor.ended.is_set():
        supervisor.tell(
            f"\nNewsroom is ready: {address}\n\n{accounts.rstrip()}\n\n"
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


def supervise(home: Path, port: int, accounts: str, variables: dict[str, str]) -> int:
    supervisor = Supervisor(home / "logs")
    procfile = parse_procfile((ROOT / "Procfile").read_text())
    for name, command in procfile.processes.items():
        supervisor.add_process(name, command, env=variables, cwd=str(ROOT))
    announcer = threading.Thread(
        target=announce,
        args=(supervisor, f"http://127.0.0.1:{port}/", accounts, variables),
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
    parser.add_argument("--home", type=Path, default=localservices.DEFAULT_HOME, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= 65535:
        parser.error("a port is a number from 1 to 65535")
    home = options.home.resolve()
    try:
        with localservices.interruptible(), localservices.held(home):
            localservices.end_leftovers(home, say)
            check_port(options.port)
            if options.reset:
                reset(home, ask=sys.stdin.isatty() and not options.yes)
            say("Starting PostgreSQL and Redis ...")
            with localservices.services(home, say=say) as added:
                variables = {**environment(home, options.port), **added}
                accounts = prepare(home, variables)
                say("Starting web server, worker and beat ...")
                status = supervise(home, options.port, accounts, variables)
            say("Everything is stopped.")
            return status
    except Refused as reason:
        localservices.tell(str(reason))
        return 1
    except Interrupted:
        say("Everything is stopped.")
        return 0


if __name__ == "__main__":
    sys.exit(main())
