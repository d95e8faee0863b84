"""Names composed of what is known of an event: "Coup in Niger, 26 July 2023". No database."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LONGEST_NAME = 300
# Participants that nobody names are called by their own words, where those are few.
_MOST_WORDS = 5
_LEADING = frozenset(
    "a an the its their his her our my your this that these those some all about around nearly "
    "almost over more than at least up to several many other another last remaining visiting two three "
    "four five six seven eight nine ten twelve".split()
)
# Words that say of nobody who it is: they stand for someone told of elsewhere, or only count.
_SAY_NOTHING = (
    frozenset(
        "he she it they him her them his hers its their theirs i me we us you himself herself itself "
        "themselves one ones who whom whose which that this these those others other another someone "
        "somebody anyone everyone nobody both all some many most none elsewhere here there dozens scores "
        "tens hundreds thousands millions people person man woman men women percent dead missing "
        "wounded injured legitimate responsible guilty accused eleven".split()
    )
    | _LEADING
)
# "European Union (EU)" is "EU" in a name.
_SHORT = re.compile(
    r"(?:\b[A-Z][\w&’'-]*\s+)(?:(?:of|for|and|the|[A-Z][\w&’'-]*)\s+)*\(([A-Z][A-Za-z]{1,9})\)"
)
_TIMES = frozenset(
    "January February March April May June July August September October November December Jan Feb "
    "Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday "
    "Sunday".split()
)
_MONTH = re.compile(r"\d{4}-\d\d[~?%]?")
_PART = re.compile(r"\{(?P<before>[a-z ]+ )(?P<roles>[a-z|]+)\}")


@cache
def _patterns() -> dict[str, str]:
    path = Path(__file__).parent / "lexicon" / "eventnames.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0]: row[1] for row in rows}


def compose(
    type_: str,
    label: str,
    parts: Mapping[str, str],
    earliest: datetime.date | None,
    latest: datetime.date | None,
    edtf: str = "",
) -> str:
    """The name of an event of a type (`label` in words) whose place and participants are called
    `parts` by their roles: `{"place": "Niger", "patient": "French troops"}`."""
    used: set[str] = set()

    def part(match: re.Match[str]) -> str:
        for role in match["roles"].split("|"):
            words = parts.get(role, "")
            if words and not any(_is_said(words, each) for each in used):
                used.add(words)
                return f"{match['before']}{words}"
        return ""

    name = _PART.sub(part, _pattern(type_, label, parts))
    when = date_words(earliest, latest, edtf)
    return (f"{name}, {when}" if when else name)[:LONGEST_NAME]


def _pattern(type_: str, label: str, parts: Mapping[str, str]) -> str:
    """The pattern of a type; a row of its own may stand for some last words of a participant
    ("recall/ties"), or for where nobody is named ("death/-")."""
    patterns = _patterns()
    for words in filter(None, (parts.get("patient"), parts.get("topic"))):
        if special := patterns.get(f"{type_}/{words.split()[-1].lower()}"):
            return special
    named = any(parts.get(role, "")[:1].isupper() for role in ("patient", "agent"))
    default = patterns.get(type_, f"{label}{{ in place}}")
    return default if named else patterns.get(f"{type_}/-", default)


def _is_said(words: str, before: str) -> bool:
    """Whether a part is said in an earlier one: "Niamey" in "Niamey shops"."""
    return f" {words} " in f" {before} "


def date_words(earliest: datetime.date | None, latest: datetime.date | None, edtf: str = "") -> str:
    """A stretch of days as a journalist writes it: "26 July 2023", "October–December 2023", "2023",
    "from 10 October 2023", "by 22 December 2023"; empty where neither end is known.

    `edtf` tells a month from its days: of "early December" it is "2023-12"."""
    if _MONTH.fullmatch(edtf) and earliest and latest and earliest.month == latest.month:
        return f"{earliest:%B %Y}"
    if earliest is None and latest is None:
        return ""
    if earliest is None or latest is None:
        return f"from {_day(earliest)}" if earliest else f"by {_day(latest)}"
    if earliest == latest:
        return _day(earliest)
    whole_months = earliest.day == 1 and latest.day == monthrange(latest.year, latest.month)[1]
    if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
        return _span(str(earliest.year), str(latest.year))
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        month = f"{earliest:%B %Y}"
        return month if whole_months else f"{earliest.day}–{latest.day} {month}"
    if earliest.year == latest.year:
        return f"{earliest:%B}–{latest:%B} {latest.year}"
    return f"{earliest:%B} {earliest.year}–{latest:%B} {latest.year}"


def _day(day: datetime.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _span(one: str, other: str) -> str:
    return one if one == other else f"{one}–{other}"


def without_article(words: str) -> str:
    """ "about 1,500 French soldiers" -> "French soldiers"; empty where nothing short is left."""
    left = _SHORT.sub(r"\1", words).split()
    while left and (left[0].lower() in _LEADING or left[0][0].isdigit()):
        left = left[1:]
    return " ".join(left) if len(left) <= _MOST_WORDS else ""


def says_who(words: str) -> bool:
    """Whether words tell who or what is meant: neither "he", "thousands" nor "those responsible"."""
    return any(word[0].isalpha() and word.lower() not in _SAY_NOTHING for word in words.split())


def is_plain(name: str) -> bool:
    """Whether a name only says what and when, as "July 26 coup" or "coup of 1996" do; "Operation
    Barkhane" and "COP28" are names."""
    words = [word for word in re.split(r"[\s,.’'-]+", name) if word and not word[0].isdigit()]
    return all(word[0].islower() or word in _TIMES for word in words)
