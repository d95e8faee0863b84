"""The key a name is found under."""

from extraction.text import name_key

LONGEST_NAME = 300


def key_of(name: str) -> str:
    """The key a name is found under; never empty, also for a name of symbols alone."""
    return (name_key(name) or name.casefold().strip())[:LONGEST_NAME]
