"""Word lists, read from this folder once each. Every file says where its words come from."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The columns of a tab-separated list, comments and blank lines left out."""
    return tuple(tuple(line.split("\t")) for line in _lines(name))


@cache
def lines(name: str) -> frozenset[str]:
    """The entries of a list that has one to a line."""
    return frozenset(line.strip() for line in _lines(name))


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list that has many to a line."""
    return frozenset(word for line in _lines(name) for word in line.split())


def split(column: str) -> list[str]:
    """The alternatives in one column: "Kyiv|Kiev" -> ["Kyiv", "Kiev"]."""
    return [part.strip() for part in column.split("|") if part.strip()]


def _lines(name: str) -> list[str]:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
