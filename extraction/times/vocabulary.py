"""Words that speak of time, as patterns and as values: read from `lexicon/timewords.tsv`."""

import re
from functools import cache

from extraction import lexicon


@cache
def values(kind: str) -> dict[str, str]:
    """What the words of one class stand for: `values("month")["sept"]` is "9"."""
    return {
        word: value
        for name, words, value in lexicon.rows("timewords.tsv")
        if name == kind
        for word in lexicon.split(words)
    }


def pattern(kind: str) -> str:
    """A group that matches any word of a class, the longest first."""
    return "(?:" + "|".join(map(_spaced, sorted(values(kind), key=len, reverse=True))) + ")"


def _spaced(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"[ \n]")


_TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())


def number(words: str) -> str:
    """A number as written, in figures: "twenty-five" -> "25", "several" -> "X", "2 1/2" -> "2.5"."""
    text = " ".join(words.casefold().replace(",", "").split())
    known = values("number")
    half = re.sub(r"[ -](?:and[ -](?:a|one)[ -]half|1/2|½)$", "", text)
    if half != text:
        whole = number(half)
        return whole + ".5" if whole.isdigit() else whole
    if text in known:
        return "0.5" if known[text] == "1/2" else known[text]
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
        return text
    parts = re.split(r"[ -]", text)
    if len(parts) == 2 and all(part in known for part in parts):
        one, two = (known[part] for part in parts)
        if one.isdigit() and two.isdigit():
            times = two in ("100", "1000")
            return str(int(one) * int(two) if times else int(one) + int(two))
    return "X"


def year(words: str) -> int | None:
    """A year as written: "2023", "'89", "nineteen ninety-six"; None if it is none."""
    text = words.casefold().strip("'’")
    if re.fullmatch(r"[0-9]{4}", text):
        return int(text)
    parts = re.split(r"[ \n-]", text, maxsplit=1)
    if len(parts) == 2 and parts[0] in ("nineteen", "eighteen"):
        rest = number(parts[1])
        return int(values("number")[parts[0]]) * 100 + int(rest) if rest.isdigit() else None
    if text == "two thousand":
        return 2000
    return None


@cache
def triggers() -> dict[str, frozenset[str]]:
    """Classes of words, single and in small letters, one of which a rule needs: "0" stands for any figure."""
    first = {
        kind: frozenset(re.split(r"[ '’-]", word)[0] for word in values(kind))
        for kind in (
            "month",
            "weekday",
            "season",
            "unit",
            "part",
            "frequency",
            "holiday",
            "reference",
            "decade",
        )
    }
    return first | {
        "weekday": first["weekday"] | {word + "s" for word in first["weekday"]},
        "digit": frozenset("0"),
        "year": frozenset(("nineteen", "thousand", "year")),
        "century_word": frozenset(("century", "centuries")),
        "quarter": frozenset(("quarter", "half", "period", "year", "q")),
        "deictic": frozenset(("today", "yesterday", "tomorrow", "tonight")),
        "every": frozenset(("every", "each")),
        "clock": frozenset(("clock", "morning", "afternoon", "evening")),
    }
