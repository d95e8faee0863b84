"""The exact extent of a name: no article, title, possessive or stray word at its edges."""

import re
from functools import cache
from typing import NamedTuple

from extraction import chunks, gazetteer, lexicon, titles
from extraction.tokens import Word

PARTICLES = frozenset(
    "van von der den de da di do dos das del della dei du la le las los y e bin ibn ben bint binti abu al el ag ould "
    "ter ten zu zur af av san st ap".split()
)
"""Small words inside names of people: "Ursula von der Leyen", "Iyad Ag Ghaly"."""

_LOWER_STARTS = frozenset(
    "al el abu bin ibn ben de di da del la le van von der du d e ould ag ash as an".split()
)
_SUFFIXES = frozenset("jr sr filho ii iii iv vi vii viii phd mp".split())
_POSSESSIVES = frozenset(("’s", "'s", "‘s", "´s", "`s"))
_LONGEST = 100
_NO_NAME = re.compile(r"[\n@#{}<>=|\\_]|www\.|\.com\b")


class Extent(NamedTuple):
    """First and last word of a name, with the title that stood before it."""

    first: int
    last: int
    title: str


def tidy(
    found: list[Word], first: int, last: int, text: str, kind: str, *, sure: bool = False
) -> Extent | None:
    """The name proper among the words `first` to `last`, or None if there is none.

    `sure`: whoever found it is seldom wrong about extent and kind, so that only what is never part
    of a name is taken away.
    """
    first, last = _within_possessive(found, first, last, text, kind)
    last = _without_tail(found, first, last, text, sure=sure)
    first = _after_small_words(found, first, last, text, sure=sure)
    title = ""
    if kind != "person" and not sure and _opens_with_title(found, first, last, text):
        kind = "person"
    if kind == "person":
        first = _after_nationality(found, first, last, text)
        size = titles.leading(found, first, last, text)
        if size and first + size <= last:
            title = text[found[first].start : found[first + size - 1].end]
            first += size
        first = _after_small_words(found, first, last, text)
    if first > last or is_no_name(found, first, last, text, sure=sure):
        return None
    return Extent(first, last, title)


def _opens_with_title(found: list[Word], first: int, last: int, text: str) -> bool:
    """Whether words are a person whatever a recogniser took them for: "Gen Prawit", but "General Electric"."""
    size = titles.leading(found, first, last, text) if first < last else 0
    if not size or chunks.kind_told(text[found[first].start : found[last].end]):
        return False
    title = text[found[first].start : found[first + size - 1].end]
    sure = not titles.is_loose(title) or titles.is_regnal(title)
    return sure and found[first].text[0].isupper()


def is_no_name(found: list[Word], first: int, last: int, text: str, *, sure: bool = False) -> bool:
    """Whether words cannot be a name: pronouns, weekdays, numbers, addresses, a title alone."""
    start, end = found[first].start, found[last].end
    surface = text[start:end]
    if len(surface) > _LONGEST or _NO_NAME.search(surface):
        return True
    if not any(sign.isalpha() and not sign.islower() for sign in surface):
        return True
    if text[start - 1 : start] in ("@", "#", "_") or text[end : end + 1] == "@":
        return True
    if sure:
        # "UP", an Indian state, is no more the word "up" than "US" is "us".
        short = first == last and surface.isupper() and len(surface) in (2, 3)
        return not short and all(
            part.key in _never_names() or part.text.isdigit() for part in found[first : last + 1]
        )
    if first == last:
        if len(surface) == 1 or titles.is_title(surface):
            return True
        if gazetteer.lookup(surface):
            return not surface.isupper() and _says_nothing(found[first])
        return _says_nothing(found[first]) or chunks.is_head(surface)
    return all(_says_nothing(part) for part in found[first : last + 1])


def surnames(name: str) -> list[str]:
    """The ends of a full name that may stand for it: "Ursula von der Leyen" -> "von der Leyen", "Leyen"."""
    parts = name.split()
    if parts and parts[-1].casefold().rstrip(".") in _SUFFIXES:
        parts = parts[:-1]
    if len(parts) < 2:
        return []
    at = len(parts) - 1
    found = [parts[at]]
    while at > 1 and parts[at - 1].casefold() in PARTICLES:
        at -= 1
    if at < len(parts) - 1:
        found.insert(0, " ".join(parts[at:]))
    return [part for part in found if len(part) > 2 and part[-1] != "."]


def is_known_word(word: str) -> bool:
    """Whether one word is never a name: a weekday, a pronoun, "Earlier"; acronyms are not looked at."""
    return word.casefold() in _not_names() and not (word.isupper() and len(word) > 1)


def _says_nothing(word: Word) -> bool:
    return word.key in _not_names() or word.text[0].isdigit() or word.text.isdigit()


def _within_possessive(
    found: list[Word], first: int, last: int, text: str, kind: str
) -> tuple[int, int]:
    """Drop a possessive at the end, and the owner before one inside: "Niger's Mohamed Bazoum"."""
    if (
        last > first
        and found[last].key == "s"
        and text[found[last - 1].end : found[last].end] in _POSSESSIVES
    ):
        last -= 1
    for at in range(last - 1, first, -1):
        inside = found[at].key == "s" and text[found[at - 1].end : found[at].end] in _POSSESSIVES
        if inside and (kind == "person" or _is_known_place(found, first, at - 1, text)):
            return at + 1, last
    return first, last


def _is_known_place(found: list[Word], first: int, last: int, text: str) -> bool:
    entry = gazetteer.lookup(text[found[first].start : found[last].end])
    return entry is not None and entry.kind in ("place", "demonym")


def _without_tail(found: list[Word], first: int, last: int, text: str, *, sure: bool) -> int:
    """Drop small words and numbers at the end: "Niamey airport" -> "Niamey"."""
    while last > first and (
        _is_amount(found[last], text)
        or (not sure and found[last].text[0].islower() and found[last].key not in _SUFFIXES)
        or (
            found[last].key in _not_names()
            and found[last].key not in _SUFFIXES
            and _is_calendar(found[last])
        )
        or (
            len(found[last].text) == 1
            and text[found[last].end : found[last].end + 1] != "."
            and found[last].text.islower()
        )
    ):
        last -= 1
    return last


_DECIMAL_AFTER = re.compile(r"[.,]\d|\s?%|\s(?:per ?cent|percent|points?)\b")


def _is_amount(word: Word, text: str) -> bool:
    """Whether a number is a result and no part of a name: "Arevalo 11.8 percent"."""
    if not word.text.isdigit():
        return False
    behind = text[max(0, word.start - 1) : word.start]
    return behind in (".", ",") or bool(_DECIMAL_AFTER.match(text, word.end))


def _is_calendar(word: Word) -> bool:
    return word.key in _calendar()


def _after_small_words(
    found: list[Word], first: int, last: int, text: str, *, sure: bool = False
) -> int:
    while first <= last:
        word = found[first]
        small = word.text[0].islower() and not (
            word.key in _LOWER_STARTS and first < last and _next_is_capital(found, first, last)
        )
        initial = text[word.end : word.end + 1] == "."
        article = word.key in ("the", "a", "an") and first < last and not initial
        number = word.text[0].isdigit() and first < last and len(word.text) < 3 and not sure
        if not (small or article or number):
            break
        if _is_camel(word):
            break
        first += 1
    return first


def _next_is_capital(found: list[Word], first: int, last: int) -> bool:
    return any(word.text[0].isupper() for word in found[first + 1 : min(first + 3, last + 1)])


def _is_camel(word: Word) -> bool:
    return word.text[0].islower() and any(sign.isupper() for sign in word.text[1:3])


def _after_nationality(found: list[Word], first: int, last: int, text: str) -> int:
    """Drop nationalities and lower-case words before a person: "French president Emmanuel Macron"."""
    for size in (3, 2, 1):
        if first + size <= last:
            entry = gazetteer.lookup(text[found[first].start : found[first + size - 1].end])
            if entry and entry.kind == "demonym":
                return first + size
    return first


@cache
def _not_names() -> frozenset[str]:
    return frozenset(word.casefold() for word in lexicon.words("notnames.txt"))


@cache
def _never_names() -> frozenset[str]:
    return frozenset(word.casefold() for word in lexicon.words("nevernames.txt"))


@cache
def _calendar() -> frozenset[str]:
    return frozenset(
        "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
        "october november december morning afternoon evening night".split()
    )
