"""Starting and stopping programs on this machine so that none is ever left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import IO

import psutil

# Carried by every process that belongs to a home, so that a later start can tell what a killed
# supervisor left behind.
MARK = "NEWSROOM_HOME"
STOP_SECONDS = 20

Tell = Callable[[str], None]


class Refused(Exception):
    """Why nothing was started, as one line to show a person as it stands."""


class Interrupted(BaseException):
    """A request to stop (SIGTERM, SIGHUP or Ctrl-C) that arrived while starting."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.status = 128 + signum


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def run(command: list[str], environment: dict[str, str]) -> int:
    """Runs the command to its end, passing on requests to stop; returns its exit status."""
    ours = {process.pid for process in psutil.Process().children()}
    try:
        child = subprocess.Popen(command, env=environment)
    except OSError as error:
        raise Refused(f"Cannot run {command[0]}: {error.strerror}.") from None
    deadline = float("inf")

    def pass_on(signum: int, frame: FrameType | None) -> None:
        nonlocal deadline
        if signum == signal.SIGINT:
            # At a terminal Ctrl-C reaches the command by itself, and it may choose to go on.
            if not _in_foreground():
                child.send_signal(signum)
            return
        child.send_signal(signum)
        deadline = time.monotonic() + STOP_SECONDS

    with _signals(pass_on):
        while True:
            try:
                status = child.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                if time.monotonic() > deadline:
                    child.kill()
                _bury_adopted(but={*ours, child.pid})
            else:
                return 128 - status if status < 0 else status


def stop(process: subprocess.Popen[bytes], signum: int) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.send_signal(signum)
        process.wait(STOP_SECONDS)
        return
    process.kill()
    process.wait()


def end(processes: Iterable[psutil.Process]) -> None:
    """Asks the processes to stop, and kills those that have not after a while."""
    processes = list(processes)
    for process in processes:
        with contextlib.suppress(psutil.Error):
            # PostgreSQL takes SIGTERM as "wait until everybody has left".
            process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
    for process in _alive_after(STOP_SECONDS / 2, processes):
        with contextlib.suppress(psutil.Error):
            process.kill()
    _alive_after(5, processes)


def _alive_after(seconds: float, processes: list[psutil.Process]) -> list[psutil.Process]:
    """Waits for the processes to end; a zombie has, though nobody may ever bury it."""
    deadline = time.monotonic() + seconds
    while True:
        alive = []
        for process in processes:
            with contextlib.suppress(psutil.Error):
                if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                    alive.append(process)
        if not alive or time.monotonic() > deadline:
            return alive
        time.sleep(0.05)


def _bury_adopted(*, but: set[int]) -> None:
    """Takes note of ended processes that became our children as orphans (see become_reaper)."""
    with contextlib.suppress(ChildProcessError):
        while True:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is None or ended.si_pid in but:
                return
            os.waitpid(ended.si_pid, 0)


def end_leftovers(home: Path, say: Tell) -> None:
    """Ends what a killed supervisor of this home left running; the home has to be held."""
    folders = {str(home / "postgres"), str(home / "redis")}
    known = {process.pid for process in (psutil.Process(), *psutil.Process().parents())}

    def belongs(process: psutil.Process) -> bool:
        try:
            if process.name() in {"postgres", "redis-server", "valkey-server"}:
                return process.cwd() in folders
            return process.environ().get(MARK) == str(home)
        except (psutil.Error, OSError):
            return False

    left = [p for p in psutil.process_iter() if p.pid not in known and belongs(p)]
    if left:
        say("Ending what an earlier start left running ...")
        end(left)


def end_descendants(*, but: Iterable[subprocess.Popen[bytes]]) -> None:
    """Ends everything this process started, directly or not, except these and what is theirs."""
    spared: set[int] = set()
    for process in but:
        with contextlib.suppress(psutil.Error):
            known = psutil.Process(process.pid)
            spared |= {known.pid, *(child.pid for child in known.children(recursive=True))}
    end(p for p in psutil.Process().children(recursive=True) if p.pid not in spared)


def die_with_parent(signum: int) -> None:
    """Asks Linux to send this process the signal when its parent is gone, even if killed."""
    _prctl(1, signum)  # PR_SET_PDEATHSIG


def become_reaper() -> None:
    """Makes orphaned descendants our children, so that none escapes the final sweep."""
    _prctl(36, 1)  # PR_SET_CHILD_SUBREAPER


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def interruptible() -> contextlib.AbstractContextManager[None]:
    """Turns requests to stop into Interrupted, so that whatever is started gets stopped again."""
    return _signals(_interrupt)


def deaf() -> contextlib.AbstractContextManager[None]:
    """While stopping, a second request to stop must not leave half of it running."""
    return _signals(signal.SIG_IGN)


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise Interrupted(signum)


@contextlib.contextmanager
def _signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> Iterator[None]:
    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, handler) for number in wanted}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def _in_foreground() -> bool:
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False


def plain_environment() -> dict[str, str]:
    """Returns an environment without what would steer PostgreSQL (PGPORT, LC_ALL, ...)."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_MESSAGES": "C"}


def open_private(path: Path) -> IO[str]:
    """Opens a file for writing that only its owner can read, from its first byte on."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")


def open_log(path: Path) -> IO[bytes]:
    """Opens a log for appending; one of more than 5 MB makes room, the last one is kept."""
    if path.exists() and path.stat().st_size > 5_000_000:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def tail(path: Path) -> str:
    return path.read_bytes()[-4000:].decode(errors="replace") if path.exists() else ""


def last_line(text: str, holding: str = "") -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in reversed(lines) if holding in line), (lines or ["no reason"])[-1])
