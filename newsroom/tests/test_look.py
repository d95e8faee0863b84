"""The look keeps its promises: colours that can be read, and nothing inline that the policy forbids."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text()
COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", TOKENS)
}
INKS = ("ink", "soft", "accent", "person", "place", "organisation", "event", "bad", "good")
GROUNDS = ("paper", "sheet", "tint", "target")
TEMPLATES = [
    path
    for path in (settings.BASE_DIR / "templates").rglob("*.html")
    if "admin" not in path.relative_to(settings.BASE_DIR / "templates").parts
]


def brightness(colour: str) -> float:
    """Relative luminance, after the W3C's WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_ink_can_be_read_on_every_ground(scheme: int) -> None:
    weak = [
        (ink, ground, round(contrast(COLOURS[ink][scheme], COLOURS[ground][scheme]), 2))
        for ink, ground in product(INKS, GROUNDS)
        if contrast(COLOURS[ink][scheme], COLOURS[ground][scheme]) < 4.5
    ]
    assert weak == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_script_the_policy_would_block(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son\w+=", text)
    assert "javascript:" not in text
    assert "hx-on" not in text
    assert "|safe" not in text
    assert "autoescape off" not in text


def test_every_colour_is_a_token() -> None:
    for path in (settings.BASE_DIR / "static/css").glob("*.css"):
        if path.name in ("tokens.css", "print.css"):
            continue
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", path.read_text()), path.name
