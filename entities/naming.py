"""What two names say of whether they are one thing's, by kind: the first evidence, and the vetoes.

Each comparison ends in one finding: an agreement ("same_name", "spelling_variant", "bare_surname",
...), whose weight entities.evidence knows, or a veto: names that no company can make one, such as
Jr and Sr, M23 and M62, Niger and Nigeria. And the key a name is found under.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from entities import spelling
from entities.spelling import PARTICLES, are_alike
from extraction import gazetteer
from extraction.text import name_key

_SUFFIXES = {
    "jr": "Jr",
    "junior": "Jr",
    "sr": "Sr",
    "senior": "Sr",
    "ii": "II",
    "iii": "III",
    "iv": "IV",
}
_REGNAL = frozenset("v vi vii viii ix x xi xii xiii xiv xv xvi xxiii".split())
_TITLES = frozenset(
    "pope king queen prince princess emperor sheikh imam sultan emir saint st".split()
)
_LEGAL = frozenset(
    "inc incorporated ltd limited co company corp corporation plc llc gmbh ag sa nv holdings holding group".split()
)
_CONNECTING = frozenset(
    "of the for and in on to de du des del della la le les et y e do da".split()
)
_LEVELS = (
    "same_name",
    "same_words",
    "spelling_variant",
    "longer_form",
    "acronym",
    "initials",
    "bare_surname",
    "bare_given",
    "bare_same",
    "suffix_on_one",
)
"""Agreements, the strongest first."""
SAFE = _LEVELS.index("longer_form")
"""Up to here two names are one unless something speaks against it."""


LONGEST_NAME = 300


def key_of(name: str) -> str:
    """The key a name is found under; never empty, also for a name of symbols alone."""
    return (name_key(name) or name.casefold().strip())[:LONGEST_NAME]


class Finding(NamedTuple):
    """`Finding("spelling_variant", "Bazum", "Bazoum")`; with `veto` the names exclude each other."""

    agreement: str
    one: str
    two: str
    veto: bool = False


def compare(kind: str, one: Sequence[str], two: Sequence[str]) -> Finding | None:
    """The strongest finding between two things' names, or None where no names touch.

    A veto between the fullest names of both outweighs any agreement of shorter ones.
    """
    if kind == "organisation":
        ours = [name for name in one if not is_acronym(name)]
        theirs = [name for name in two if not is_acronym(name)]
        # Two bodies that share an acronym: where both say what it stands for, that decides.
        if ours and theirs and (len(ours) < len(one) or len(theirs) < len(two)):
            full = compare(kind, ours, theirs)
            if full is None:
                return None
    best: Finding | None = None
    for first in one:
        for second in two:
            found = _compare(kind, first, second)
            if found is None:
                continue
            if found.veto:
                if best is None or not best.veto:
                    best = found
            elif best is None or (not best.veto and _rank(found) < _rank(best)):
                best = found
    return best


def _rank(finding: Finding) -> int:
    return _LEVELS.index(finding.agreement)


def strength(finding: Finding | None) -> int:
    """0 for the strongest agreement; more for weaker ones, most for none."""
    return len(_LEVELS) if finding is None or finding.veto else _rank(finding)


@lru_cache(maxsize=50_000)
def _compare(kind: str, one: str, two: str) -> Finding | None:
    if kind == "person":
        return _people(one, two)
    if kind == "organisation":
        return _bodies(one, two)
    if kind == "place":
        return _places(one, two)
    return _events(one, two)


@dataclass(frozen=True, slots=True)
class Person:
    """`Person(("george", "bush"), ("h", "w"), "Jr")` of "George H. W. Bush Jr"."""

    words: tuple[str, ...]
    initials: tuple[str, ...]
    suffix: str


@lru_cache(maxsize=50_000)
def person(name: str) -> Person:
    """A person's name taken apart; particles ("al", "bin", "de") are left out."""
    words, initials, suffix = [], [], ""
    plain = re.sub(r"['’‘`´\-]", lambda sign: " " if sign[0] == "-" else "", name)
    parts = [part.strip(".,") for part in plain.split()]
    for at, part in enumerate(parts):
        key = name_key(part) if part else ""
        if at and key in _SUFFIXES:
            suffix = _SUFFIXES[key]
        elif at and key in _REGNAL:
            suffix = key.upper()
        elif (
            re.fullmatch(r"(?:[A-Z]\.?){1,3}", parts[at]) and len(parts) > 1 and at < len(parts) - 1
        ):
            initials += [letter.lower() for letter in part if letter.isalpha()]
        elif key and not (key in PARTICLES and len(parts) > 1):
            words += key.split()
    if not words:
        words = name_key(name).split()
    if len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return Person(tuple(words), tuple(initials), suffix)


def is_bare(kind: str, name: str) -> bool:
    """Whether a name is a surname or given name alone, which leads nowhere by itself."""
    if kind != "person":
        return False
    parsed = person(name)
    return len(parsed.words) + len(parsed.initials) < 2 and not parsed.suffix


def _people(one: str, two: str) -> Finding | None:
    a, b = person(one), person(two)
    if len(a.words) > len(b.words):
        a, b = b, a
    aligned = _align(a.words, b.words)
    surname = are_alike(a.words[-1], b.words[-1])
    if aligned is None:
        full = len(a.words) + len(a.initials) > 1 and len(b.words) + len(b.initials) > 1
        return _initials_only(a, b, one, two) or (
            Finding("given_names_differ", one, two, veto=True) if surname and full else None
        )
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return Finding("suffixes_differ", one, two, veto=True)
    if len(a.words) == 1:
        if len(b.words) + len(b.initials) == 1:
            regnal = bool(a.suffix) and a.suffix == b.suffix
            return Finding("same_name" if regnal else "bare_same", one, two)
        if a.initials:
            return _initials_only(a, b, one, two)
        if len(b.words) == 1:
            return Finding("bare_surname", one, two)
        return Finding(
            "bare_given" if are_alike(a.words[0], b.words[0]) else "bare_surname", one, two
        )
    if bool(a.suffix) != bool(b.suffix):
        return Finding("suffix_on_one", one, two)
    if a.initials and b.initials and set(a.initials) != set(b.initials):
        return Finding("initials_differ", one, two, veto=True)
    if len(a.words) < len(b.words) and not _may_leave_out(a, b):
        return Finding("initials_differ", one, two, veto=True)
    if name_key(one) == name_key(two):
        return Finding("same_name", one, two)
    if len(a.words) == len(b.words) and aligned == "same":
        return Finding("same_name" if a.initials == b.initials else "longer_form", one, two)
    if len(a.words) == len(b.words):
        return Finding("spelling_variant", one, two)
    return Finding("longer_form", one, two)


def _align(short: tuple[str, ...], long: tuple[str, ...]) -> str | None:
    """ "same" or "variant" where every word of the shorter stands in the longer, in order or with
    the family name first; None where one does not."""
    orders = [short]
    if len(short) == len(long) and len(short) in (2, 3):
        orders += [short[1:] + short[:1], short[-1:] + short[:-1]]
    for words in orders:
        at, level = 0, "same"
        for word in words:
            found = next((i for i in range(at, len(long)) if are_alike(word, long[i])), None)
            if found is None:
                break
            if word != long[found]:
                level = "variant"
            at = found + 1
        else:
            return level
    return None


def _may_leave_out(short: Person, long: Person) -> bool:
    """Whether a shorter name's middle initials fit the words that the longer one has more."""
    spare = [word for word in long.words if not any(are_alike(word, mine) for mine in short.words)]
    return all(any(word.startswith(initial) for word in spare) for initial in short.initials)


def _initials_only(a: Person, b: Person, one: str, two: str) -> Finding | None:
    """ "J. Smith" and "John Smith"; "J. K. Rowling" and "Joanne Rowling"."""
    for short, long in ((a, b), (b, a)):
        if len(short.words) == 1 and short.initials and len(long.words) > 1:
            if not are_alike(short.words[0], long.words[-1]):
                continue
            if long.words[0].startswith(short.initials[0]):
                return Finding("initials", one, two)
            return Finding("initials_differ", one, two, veto=True)
    return None


def _numbers(key: str) -> list[str]:
    return re.findall(r"\d+", key)


@lru_cache(maxsize=50_000)
def _body_words(name: str) -> tuple[str, ...]:
    words = [word for word in name_key(name).split() if word not in _CONNECTING]
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return tuple(words)


def is_generic(name: str) -> bool:
    """Whether every country may have a body of this name: "Ministry of Health", "Supreme Court"."""
    entry = gazetteer.lookup(name)
    if entry is not None and entry.kind == "organisation":
        return entry.common
    words = name_key(name).split()
    return len(words) > 0 and all(word in spelling.generic_words() for word in words)


def is_acronym(name: str) -> bool:
    """Tells "EU", "COP28", "M62" from names that are words."""
    letters = [character for character in name if character.isalpha()]
    return 2 <= len(name) <= 8 and " " not in name and len(letters) >= 2 and name.upper() == name


def _country_in(words: tuple[str, ...]) -> tuple[str, ...]:
    """The countries that words of a body's name say it is of: "Nigerian", "Ghana"."""
    found = []
    for word in words:
        entry = gazetteer.lookup(word)
        if entry is not None and entry.kind == "demonym":
            found += list(entry.claims)
        elif entry is not None and entry.kind == "place" and entry.of_state:
            found.append(entry.name)
    return tuple(found)


def _bodies(one: str, two: str) -> Finding | None:
    if name_key(one) == name_key(two):
        return Finding("same_name", one, two)
    a, b = _body_words(one), _body_words(two)
    if _numbers(name_key(one)) != _numbers(name_key(two)):
        return None
    if a == b:
        return Finding("same_name", one, two)
    if sorted(a) == sorted(b):
        return Finding("same_words", one, two)
    for short, long in ((one, two), (two, one)):
        if is_acronym(short) and name_key(short) in spelling.initials(long):
            return Finding("acronym", one, two)
    if len(a) == len(b) and all(are_alike(x, y) for x, y in zip(a, b, strict=True)):
        return Finding("spelling_variant", one, two)
    if (
        len(a) == len(b)
        and len(a) > 1
        and all(any(are_alike(x, y) for y in b) for x in a)
        and all(any(are_alike(x, y) for x in a) for y in b)
    ):
        return Finding("same_words", one, two)
    if len(a) > len(b):
        a, b = b, a
    spare = [word for word in b if not any(are_alike(word, mine) for mine in a)]
    if len(spare) != len(b) - len(a):
        return None
    if _country_in(tuple(spare)):
        return Finding("longer_form", one, two) if len(a) > 1 else None
    if is_generic(" ".join(a)):
        return None
    # "Labour" and "Labour Party", "Reuters" and "Reuters News Agency"; not "University" and more.
    ends = b[: len(a)] == a or b[-len(a) :] == a
    if ends and all(word in spelling.generic_words() for word in spare):
        return Finding("longer_form", one, two)
    return None


_COMPASS = frozenset(
    "north south east west northern southern eastern western central upper lower new old greater inner outer".split()
)


def _places(one: str, two: str) -> Finding | None:
    first, second = name_key(one), name_key(two)
    if first == second:
        return Finding("same_name", one, two)
    a, b = first.split(), second.split()
    if _numbers(first) != _numbers(second) or len(a) != len(b):
        return None
    if not all(are_alike(x, y) and abs(len(x) - len(y)) < 2 for x, y in zip(a, b, strict=True)):
        return None
    ours, theirs = gazetteer.lookup(one), gazetteer.lookup(two)
    if ours is not None and theirs is not None and ours.name != theirs.name:
        return Finding("places_differ", one, two, veto=True)
    return Finding("spelling_variant", one, two)


def _events(one: str, two: str) -> Finding | None:
    first, second = name_key(one), name_key(two)
    if first == second:
        return Finding("same_name", one, two)
    if sorted(_body_words(one)) == sorted(_body_words(two)):
        return Finding("same_words", one, two)
    return None
