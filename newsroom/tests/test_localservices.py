"""The services of one machine, as another program sees them: no database of Django's is used."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from newsroom import localredis
from newsroom.localprocesses import Refused

GIVEN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "NEWSROOM_HOME")
# With both addresses given nothing has to be started, which takes a second less.
ELSEWHERE = {"DATABASE_URL": "postgresql://elsewhere", "REDIS_URL": "redis://elsewhere"}
LOOK = """
    import os, psycopg, redis
    database = psycopg.connect(os.environ["DATABASE_URL"])
    print(database.execute("SHOW server_version_num").fetchone()[0][:2])
    print(redis.Redis.from_url(os.environ["REDIS_URL"]).ping())
"""


def start(
    home: Path,
    *command: str,
    options: tuple[str, ...] = (),
    variables: dict[str, str] | None = None,
) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name not in GIVEN}
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "newsroom.localservices"),
            *("--home", str(home), *options, "--", *command),
        ],
        env=environment | (variables or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(
    home: Path,
    *command: str,
    options: tuple[str, ...] = (),
    variables: dict[str, str] | None = None,
) -> tuple[int, str, str]:
    process = start(home, *command, options=options, variables=variables)
    output, complaint = process.communicate(timeout=60)
    return process.returncode, output, complaint


def python(code: str) -> tuple[str, str, str]:
    return sys.executable, "-c", textwrap.dedent(code)


def running(home: Path) -> list[psutil.Process]:
    """Returns what runs for the home: by working folder, or by the mark it carries."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if (
                process.cwd().startswith(f"{home}/")
                or process.environ().get("NEWSROOM_HOME") == str(home)
            ) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def wait_for(path: Path) -> str:
    deadline = time.monotonic() + 30
    while not path.exists() or not path.read_text():
        assert time.monotonic() < deadline, f"{path} was never written"
        time.sleep(0.05)
    return path.read_text()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all: making a database takes longer than starting it."""
    return tmp_path_factory.mktemp("home").resolve()


@pytest.fixture
def sleeper(home: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A started command that waits, with a child that waits as well."""
    note = tmp_path / "note"
    process = start(home, "sh", "-c", f"sleep 600 & echo ready > {note}; wait")
    try:
        wait_for(note)
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_the_command_gets_a_database_and_a_broker_that_answer(home: Path) -> None:
    status, output, _ = run(home, *python(LOOK))

    assert (status, output.split()) == (0, ["18", "True"])
    assert running(home) == []


@pytest.mark.parametrize(("end", "status"), [("exit 7", 7), ("kill -9 $$", 137)])
def test_it_exits_with_the_commands_status(home: Path, end: str, status: int) -> None:
    assert run(home, "sh", "-c", end, variables=ELSEWHERE)[0] == status


def test_a_command_that_does_not_exist_is_one_line(home: Path) -> None:
    status, _, complaint = run(home, "no-such-command", variables=ELSEWHERE)

    assert (status, complaint) == (1, "Cannot run no-such-command: No such file or directory.\n")


def test_addresses_that_are_given_are_used_and_nothing_is_started(tmp_path: Path) -> None:
    _, output, _ = run(tmp_path, "sh", "-c", "echo $DATABASE_URL $REDIS_URL", variables=ELSEWHERE)

    assert output == "postgresql://elsewhere redis://elsewhere\n"
    assert not (tmp_path / "postgres").exists()
    assert not (tmp_path / "redis").exists()


def test_the_secret_key_is_made_once_and_private(home: Path) -> None:
    first, second = (
        run(home, "sh", "-c", "echo $SECRET_KEY", variables=ELSEWHERE)[1] for _ in range(2)
    )

    assert first == second
    assert len(first) > 50
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600


def test_rows_and_queued_tasks_are_there_after_a_restart(home: Path) -> None:
    run(
        home,
        *python("""
            import os, psycopg, redis
            with psycopg.connect(os.environ["DATABASE_URL"]) as database:
                database.execute("CREATE TABLE kept AS SELECT 'a dispatch' AS what")
            redis.Redis.from_url(os.environ["REDIS_URL"]).lpush("celery", "a task")
        """),
    )
    _, output, _ = run(
        home,
        *python("""
            import os, psycopg, redis
            with psycopg.connect(os.environ["DATABASE_URL"]) as database:
                print(database.execute("SELECT what FROM kept").fetchone()[0])
            print(redis.Redis.from_url(os.environ["REDIS_URL"]).rpop("celery").decode())
        """),
    )

    assert output == "a dispatch\na task\n"


def test_a_second_start_is_refused_in_one_line(home: Path, sleeper: subprocess.Popen[str]) -> None:
    status, _, complaint = run(home, "true")

    assert status == 1
    assert complaint == f"Newsroom is already running here (process {sleeper.pid}) in {home}.\n"


def test_a_command_that_joins_uses_what_is_running(
    home: Path, sleeper: subprocess.Popen[str]
) -> None:
    status, output, _ = run(home, *python(LOOK), options=("--join",))

    assert (status, output.split()) == (0, ["18", "True"])
    assert sleeper.poll() is None


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_request_to_stop_leaves_no_process_behind(
    home: Path, sleeper: subprocess.Popen[str], signum: int
) -> None:
    assert len(running(home)) >= 4

    sleeper.send_signal(signum)
    sleeper.wait(30)

    assert sleeper.returncode == 128 + signum
    assert running(home) == []


def test_after_a_kill_the_next_start_clears_up_and_works(
    home: Path, sleeper: subprocess.Popen[str]
) -> None:
    sleeper.kill()
    sleeper.wait()

    status, output, _ = run(home, *python(LOOK))

    assert (status, output.split()) == (0, ["18", "True"])
    assert running(home) == []


def test_a_database_that_was_not_shut_down_recovers(
    home: Path, sleeper: subprocess.Popen[str]
) -> None:
    for process in running(home):
        if process.name() in {"postgres", "redis-server", "valkey-server"}:
            with contextlib.suppress(psutil.Error):
                process.kill()
    sleeper.kill()
    sleeper.wait()

    status, _, complaint = run(home, *python(LOOK))

    assert status == 0, complaint


def test_a_stale_pid_file_that_names_another_program_does_no_harm(home: Path) -> None:
    # After a restart of the machine the number may be anybody's: here it is our own.
    (home / "postgres" / "postmaster.pid").write_text(
        f"{os.getpid()}\n{home / 'postgres'}\n1700000000\n5432\n{home}\n\n   0   0\nready\n"
    )

    status, _, complaint = run(home, *python(LOOK))

    assert status == 0, complaint


def test_a_folder_too_deep_for_a_socket_will_do(tmp_path: Path) -> None:
    home = tmp_path / ("a folder, with a comma and a long name " * 3)

    status, output, _ = run(home, *python(LOOK), options=("--volatile",))

    assert (status, output.split()) == (0, ["18", "True"])


def test_volatile_services_start_empty(tmp_path: Path) -> None:
    code = """
        import os, psycopg
        with psycopg.connect(os.environ["DATABASE_URL"]) as database:
            database.execute("CREATE TABLE once (what text)")
    """

    assert [run(tmp_path, *python(code), options=("--volatile",))[0] for _ in range(2)] == [0, 0]


def test_text_of_any_script_is_told_in_upper_and_lower_case(home: Path) -> None:
    _, output, _ = run(
        home,
        *python("""
            import os, psycopg
            with psycopg.connect(os.environ["DATABASE_URL"]) as database:
                database.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                print(*database.execute(
                    "SELECT lower('ÉLYSÉE'), 'Ålesund' ILIKE 'ål%', similarity('Élysée', 'ÉLYSÉE')"
                ).fetchone())
        """),
        variables={"PYTHONIOENCODING": "utf-8"},
    )

    assert output == "élysée True 1.0\n"


def test_without_any_redis_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(localredis.shutil, "which", lambda name: None)
    monkeypatch.setattr(localredis.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(Refused, match=r"sudo apt install redis-server") as refused:
        localredis.redis_program()

    assert "\n" not in str(refused.value)


def test_a_redis_on_the_path_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(localredis.shutil, "which", {"valkey-server": "/usr/bin/valkey-server"}.get)

    assert localredis.redis_program() == "/usr/bin/valkey-server"
