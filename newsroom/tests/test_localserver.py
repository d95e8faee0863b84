"""What script/server does around the services: ports, resets, parts that stop."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from newsroom import localserver
from newsroom.localprocesses import Refused

# Runs parts of its own making instead of the Procfile's.
SUPERVISE = """
    import sys
    from pathlib import Path
    from newsroom import localsupervisor
    localsupervisor.PATIENCE = 2
    supervisor = localsupervisor.Supervisor(Path(sys.argv[1]))
    for name, command in zip(sys.argv[2::2], sys.argv[3::2]):
        supervisor.add_process(name, command)
    sys.exit(supervisor.run())
"""


def supervise(logs: Path, **parts: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            *(sys.executable, "-c", textwrap.dedent(SUPERVISE), str(logs)),
            *(word for part in parts.items() for word in part),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        if words in line:
            return seen
    pytest.fail(f"{words!r} was never printed, but: {seen}")


def ends(number: int) -> bool:
    """Waits for a process to end; a container may keep an ended one as a zombie for ever."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if psutil.Process(number).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_a_used_port_is_one_line_that_names_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as used:
        port = used.getsockname()[1]

        with pytest.raises(Refused) as refused:
            localserver.check_port(port)

    assert str(refused.value) == (
        f"Port {port} is already used by another program; try: script/server --port {port + 1}"
    )


def test_a_free_port_is_taken_as_it_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    localserver.check_port(port)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("DATABASE_URL", "postgresql://somebody@127.0.0.1:1/newsroom"),
        ("DATABASE_URL", "mysql://somewhere"),
        ("REDIS_URL", "redis://127.0.0.1:1/0"),
        ("REDIS_URL", "somewhere"),
    ],
)
def test_an_address_that_nobody_answers_at_is_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, address: str
) -> None:
    for variable in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(name, address)

    with pytest.raises(Refused, match=rf"^{name} cannot be used: .+$"):
        localserver.check_given()


def test_what_the_environment_says_goes_before_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSROOM_WORKERS", "7")
    monkeypatch.delenv("STATIC_ROOT", raising=False)

    given = localserver.environment(tmp_path, 8123)

    assert (given["NEWSROOM_WORKERS"], given["PORT"], given["HTTPS"]) == ("7", "8123", "0")
    assert given["STATIC_ROOT"] == str(tmp_path / "static")


def test_a_reset_deletes_what_is_kept_and_nothing_else(tmp_path: Path) -> None:
    for name in ("postgres", "redis", "logs", "test"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "something").write_text("kept")
    for name in ("accounts.json", "secret_key", "celerybeat-schedule", "notes-of-my-own"):
        (tmp_path / name).write_text("kept")

    localserver.reset(tmp_path, ask=False)

    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")}
    assert left == {"logs", "test", "test/something", "notes-of-my-own"}


@pytest.mark.parametrize("answer", ["no", "", "y"])
def test_a_reset_that_is_not_confirmed_deletes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    (tmp_path / "secret_key").write_text("kept")
    monkeypatch.setattr("builtins.input", lambda prompt: answer)

    with pytest.raises(Refused, match=r"^Nothing was deleted\.$"):
        localserver.reset(tmp_path, ask=True)

    assert (tmp_path / "secret_key").exists()


def test_a_part_that_is_killed_is_told_and_started_again(tmp_path: Path) -> None:
    process = supervise(tmp_path, worker="echo up $$; exec sleep 60", beat="exec sleep 60")
    first = read_until(process, "up").split()[-1]

    os.kill(int(first), signal.SIGKILL)
    told = read_until(process, "up")
    process.terminate()
    rest, _ = process.communicate(timeout=30)

    assert (
        "The worker stopped (killed by signal 9). Nothing filed is lost; starting it again." in told
    )
    assert told.split()[-1] != first
    assert "Stopping ..." in rest
    assert process.returncode == 0
    assert "up" in (tmp_path / "worker.log").read_text()


def test_what_a_killed_part_had_started_goes_with_it(tmp_path: Path) -> None:
    process = supervise(tmp_path, worker="sleep 60 & echo up $$ $!; wait")
    shell, child = map(int, read_until(process, "up").split()[-2:])

    os.kill(shell, signal.SIGKILL)
    read_until(process, "up")

    assert ends(child)
    process.terminate()
    process.communicate(timeout=30)


def test_a_part_that_keeps_stopping_ends_everything(tmp_path: Path) -> None:
    process = supervise(tmp_path, web="exit 3", beat="exec sleep 60")

    output, _ = process.communicate(timeout=30)

    assert process.returncode == 1
    assert "The web server stopped (exit status 3). Nothing filed is lost; starting it" in output
    assert "That is 2 times in a short while, so everything ends here." in output


def test_parts_end_when_their_supervisor_is_killed(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("elsewhere the next start ends them")
    process = supervise(tmp_path, worker="echo up $$; exec sleep 60")
    part = int(read_until(process, "up").split()[-1])

    process.kill()
    process.communicate(timeout=30)

    assert ends(part)
