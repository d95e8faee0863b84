"""How names sound: codes under which spellings of one name meet, and whether two words are one.

Bazum and Bazoum, Itte and Itté, Gadhafi and Qaddafi, Mohammed and Muhammad. Written for names as
newspapers carry them over from Arabic, Cyrillic and African languages into Latin letters;
PostgreSQL's own codes (soundex, daitch_mokotoff) take Hassan and Hussein, or Martin and Morton,
for one name.
"""

import difflib
import re
from functools import cache, lru_cache
from pathlib import Path

from extraction.text import name_key

_FOLDER = Path(__file__).parent / "lexicon"
LONGEST_CODE = 40
# Likeness (difflib) below which two words of one sound are two names all the same.
_ALIKE = 0.55
# Words that link the parts of a name and are left out in some spellings of it.
PARTICLES = frozenset(
    "al el ul ad ar as bin ben ibn bint abu ould de da do dos das del della di la le los las du des van von "
    "der den ter zu y e i ag".split()
)
_DIGRAPHS = (
    ("tsch", "ch"),
    ("tch", "ch"),
    ("sch", "sh"),
    ("ph", "f"),
    ("ck", "k"),
    ("dh", "d"),
    ("gh", "g"),
    ("kh", "h"),
    ("th", "t"),
    ("dj", "j"),
    ("zh", "j"),
    ("ou", "u"),
    ("oo", "u"),
    ("iy", "i"),
    ("yy", "i"),
    ("ks", "x"),
    ("q", "k"),
)


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """The consonants of one word of a key, as they sound: "bazoum" and "bazum" -> "bsm".

    A word's first vowel stays as "a" where it begins with one. Never empty.
    """
    word = canonical(word)
    if not word.isascii() or not word.isalpha():
        return word[:LONGEST_CODE]
    code = word
    for old, new in _DIGRAPHS:
        code = code.replace(old, new)
    code = re.sub(r"c(?!h)", "k", code).replace("ch", "C").replace("sh", "S").replace("z", "s")
    code = re.sub(r"[wy](?=[^aeiou]|$)|(?<=[aeiou])[wy](?=[aeiou])|h(?![aeiou])", "u", code)
    code = code.replace("w", "v")
    code = re.sub(r"(.)\1+", r"\1", code)
    first = "a" if code[0] in "aeiou" else ""
    code = first + re.sub(r"[aeiouy]", "", code)
    return (code or word)[:LONGEST_CODE]


@lru_cache(maxsize=50_000)
def are_alike(one: str, two: str) -> bool:
    """Whether two words are spellings of one name; true of a word and itself."""
    if canonical(one) == canonical(two):
        return True
    if min(len(one), len(two)) < 4 or not (one.isalpha() and two.isalpha()):
        return False
    likeness = difflib.SequenceMatcher(None, one, two, autojunk=False).ratio()
    return sound(one) == sound(two) and likeness >= _ALIKE and _vowels_agree(one, two)


def _vowels_agree(one: str, two: str) -> bool:
    """A and e and i wander between spellings, o and u do; the two groups do not mix, which keeps
    Martin from Morton. A vowel that one of them leaves out says nothing."""
    first, second = _shades(one), _shades(two)
    return len(first) != len(second) or first == second


def _shades(word: str) -> str:
    groups = re.findall(r"[aeiouyw]+", word.rstrip("aeiouy").lstrip("wy"))
    return "".join("o" if set(group) & set("ouw") else "a" for group in groups)


@cache
def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in (_FOLDER / "spellings.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            first, *others = line.split("|")
            for other in (first, *others):
                found.setdefault(other, first)
    return found


def canonical(word: str) -> str:
    """The spelling a word is kept under: "muhammad" -> "mohammed"."""
    return _spellings().get(word, word)


@cache
def generic_words() -> frozenset[str]:
    text = (_FOLDER / "genericwords.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(" ".join(lines).split())


def codes(name: str, kind: str) -> list[str]:
    """The codes a name can be found by: how its telling words sound, and its initials with "=".

    "Mohamed Bazum" -> ["bsm", "mhmd"]; "European Union" -> ["=eu", "anion", ...]. Sorted.
    """
    words = name_key(name).split()
    telling = [word for word in words if len(word) > 1 and word not in PARTICLES] or words
    found = {sound(word) for word in telling}
    if kind == "organisation":
        found = {sound(word) for word in telling if word not in _CONNECTING}
        found |= {"=" + form for form in initials(name)}
        if len(words) == 1 and len(words[0]) <= 8:
            found.add("=" + words[0])
    return sorted(code[:LONGEST_CODE] for code in found if code)


_CONNECTING = frozenset("of the for and in on to de du des la le et y e del da do".split())


def initials(name: str) -> set[str]:
    """The acronyms a name may have: with and without its small words."""
    words = [word for word in re.split(r"[\s\-/]+", name) if word]
    if len(words) < 2:
        return set()
    every = "".join(word[0] for word in words)
    capitals = "".join(word[0] for word in words if word[0].isupper())
    return {name_key(form) for form in (every, capitals) if len(form) >= 2}
