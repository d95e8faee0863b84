"""The lines above a story that name its house: who wrote it, for whom, and when.

`extraction.heads` takes off headline, byline and date wherever they have a line of their own. What
it leaves to a reader is the house, which is known by no grammar, only by what houses call
themselves and by where the name stands.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from articles.readers.dates import read_date
from extraction import heads
from extraction.dates import Moment

_SMALL_WORDS = {"of", "the", "and", "for", "de", "la", "del", "du", "des", "&", "y", "et"}
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_SEPARATOR = re.compile(r"\s*(?:[|·•]|\s[–—-]\s|,(?!\s*(?:19|20)\d\d\b))\s*")
_READING_TIME = re.compile(r"\d+\s*-?\s*min(?:ute)?s?(?:\s+read)?$", re.IGNORECASE)
_BY = re.compile(r"(?i:by|por|par|von|di)\s+(?=[^\W\d_a-z])")
_LABEL = re.compile(r"(?:published|updated|date|source)\b", re.IGNORECASE)
_BY_ELSEWHERE = re.compile(r"(?:Por|Par|Von|Di)\s+((?:[^\W\d_a-z][\w.'’-]+\s*){2,4})")
_PLAIN_NAME = re.compile(r"[\w&'’. -]+")
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?:\s+[\w.'’-]+){0,7}")
_MOST_WORDS = 6
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class CreditLine:
    """`CreditLine("Salma Orfali", "Mediterranean News Agency", date(2024, 2, 8))`."""

    byline: str = ""
    source: str = ""
    published: Moment | None = None


def is_house(name: str) -> bool:
    """Whether a name is one that a news house would bear: "Sahel Wire", "The Daily Star", "AFP"."""
    words = name.split()
    if not 0 < len(words) <= _MOST_WORDS or _BY.match(name) or not _PLAIN_NAME.fullmatch(name):
        return False
    if len(words) == 1:
        return bool(_ACRONYM.fullmatch(words[0]))
    capitalised = all(word[0].isupper() or word.lower() in _SMALL_WORDS for word in words)
    return capitalised and any(word.lower() in _house_words() for word in words)


@cache
def _house_words() -> frozenset[str]:
    text = resources.files(__package__).joinpath("housewords.txt").read_text("utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


def read_credit_line(text: str) -> CreditLine | None:
    """A line that holds a byline and beside it nothing but the house and the date, else None.

    "By Salma Orfali, Mediterranean News Agency, 8 February 2024", "By Ann Lee | Jan. 5, 2024 | 4
    min read", "Ann Lee, Sahel Wire". Names alone are for `byline_in` and give None.
    """
    if len(text) > _LONGEST:
        return None
    signed = _BY.match(text)
    rest = text[signed.end() :] if signed else text
    names: list[str] = []
    source = ""
    published: Moment | None = None
    for part in filter(None, _SEPARATOR.split(rest.strip(" .|·"))):
        moment = read_date(part)
        if moment is not None and len(part) <= 60 and published is None:
            published = moment
        elif _READING_TIME.match(part):
            continue
        elif is_house(part) and not source and names and (signed or " " in part):
            # Without "By", "Niamey, AFP" is a dateline.
            source = part
        elif _NAME.fullmatch(part) and not moment:
            names.append(part)
        else:
            return None
    if not (source or published) or not (signed or source):
        return None
    return CreditLine(", ".join(names), source, published)


def split_byline(byline: str) -> tuple[str, str]:
    """The names and the house of a byline: "Souleymane Garba, Harmattan Press" -> both."""
    if is_house(byline):
        return "", byline
    found = read_credit_line("By " + byline)
    return (found.byline, found.source) if found and found.source else (byline, "")


def byline_in(text: str) -> str:
    """The names in "By Ann Lee" or "Por Ana Ruiz", or ""."""
    if names := heads.byline_in(text):
        return names
    signed = _BY_ELSEWHERE.fullmatch(text)
    return signed[1] if signed else ""


def is_head_line(text: str) -> bool:
    """Whether a line is a byline or a date, next to which a house's name stands."""
    if byline_in(text) or heads.date_line(text):
        return True
    return len(text) <= 100 and _LABEL.match(text) is not None
