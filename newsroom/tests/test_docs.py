"""The documentation names what there is."""

import re

from django.conf import settings
from django.core.management import get_commands

README = (settings.BASE_DIR / "README.md").read_text()
ASKED_FOR = re.compile(r'environment\.\w+\(\s*"([A-Z_]+)"')


def test_every_setting_an_operator_can_change_is_in_the_readme() -> None:
    asked_for = set(ASKED_FOR.findall((settings.BASE_DIR / "newsroom/settings.py").read_text()))
    assert "SECRET_KEY" in asked_for
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert asked_for == documented


def test_every_command_of_ours_is_in_the_readme() -> None:
    ours = {name for name, app in get_commands().items() if app == "newsroom"}
    # Run by script/server alone.
    ours -= {"load_samples"}
    assert ours == set(re.findall(r"^\| `([a-z_]+)[ `]", README, re.MULTILINE))


def test_files_the_documents_speak_of_are_there() -> None:
    for document in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (settings.BASE_DIR / document).read_text()
        for path in re.findall(r"`((?:[\w-]+/)+[\w.-]*)`", text):
            assert (settings.BASE_DIR / path).exists(), f"{document} speaks of {path}"
