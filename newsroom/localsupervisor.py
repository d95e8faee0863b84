"""honcho's Manager for script/server: parts that start again, logs, stopping in good order."""

import contextlib
import functools
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import honcho.manager
from honcho.printer import Message, Printer
from honcho.process import Popen, Process

from newsroom.localprocesses import die_with_parent, open_log

# A part that stops this often within so many seconds has a fault that starting again won't mend.
PATIENCE, WITHIN = 5, 120
# What a part gets to finish what it is doing: more than gunicorn's own 10 seconds.
honcho.manager.KILL_WAIT = 15
NAMES = {"web": "web server"}
OURS = "newsroom"
# What Celery says of each task, and what is asked every few seconds: in the logs, not on the screen.
# So are honcho's own remarks about process numbers and signals.
FOR_THE_LOG = (
    b"/healthz",
    b"INFO celery.worker.strategy",
    b"INFO celery.app.trace",
)


class Part(Process):  # type: ignore[misc]
    """A process of the Procfile that is started again when it stops by itself.

    honcho runs this in a process of its own for each part, where nothing but the events queue
    leads to the terminal.
    """

    def __init__(self, *args: Any, stopping: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stopping = stopping

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        die_with_parent(signal.SIGKILL)
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
        threading.Thread(target=_end_with, args=(child,), daemon=True).start()
        for line in iter(child.stdout.readline, b""):
            self._send_message(line)
        child.stdout.close()
        return int(child.wait())

    def _tell(self, line: str) -> None:
        self._events.put(_message(line, OURS))


def _end_with(child: Popen) -> None:
    """Kills what a dead part leaves of its own children: they would hold its output open."""
    child.wait()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _prepare_part() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    die_with_parent(signal.SIGTERM)


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
        if message.name == "system" or any(words in data for words in FOR_THE_LOG):
            return
        # The terminal may be gone (a closed window, `script/server | head`): go on stopping.
        with contextlib.suppress(OSError):
            if message.name == OURS:
                print(message.data, flush=True)
            else:
                super().write(message)

    def _log(self, name: str) -> IO[bytes]:
        name = {"system": "supervisor", OURS: "supervisor"}.get(name, name)
        if name not in self.files:
            self.files[name] = open_log(self.logs / f"{name}.log")
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
        self.events.put(_message(text, name))

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


def _message(text: str, name: str) -> Message:
    return Message("line", text, datetime.now(UTC).astimezone(), name, None)
