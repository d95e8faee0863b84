"""The words that events are told in: their lemmas, families and kindred, from word lists alone.

"withdrew" is the lemma "withdraw", which is one family with "withdrawal"; "quake" and "earthquake"
share a concept. The lists are WordNet's, cut down by `training/eventwords.py`.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_LEXICON = Path(__file__).parent / "lexicon"
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a lemma can mean as a happening. `concepts` are senses, the commonest first; a noun and
    the verb it is derived from share them. `above` are the more general ones."""

    family: str
    concepts: tuple[str, ...]
    above: frozenset[str]


def _rows(name: str) -> list[list[str]]:
    lines = (_LEXICON / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def _entries() -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for word, part, family, concepts, above in _rows("eventwords.tsv"):
        entry = Entry(family, tuple(concepts.split()), frozenset(above.split()))
        known = found.get(word)
        if known is not None:
            # The verb's family, and the senses of both.
            entry = Entry(
                family if part == "v" else known.family,
                tuple(dict.fromkeys((*known.concepts, *entry.concepts))),
                known.above | entry.above,
            )
        found[word] = entry
    return found


@cache
def _irregular() -> dict[str, str]:
    return {form: lemma for lemma, forms in _rows("irregular.tsv") for form in forms.split()}


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """A word as a dictionary has it: "ousted" -> "oust", "withdrew" -> "withdraw", "killings" -> "killing".

    Nouns in -ing stay where they are nouns of their own; unknown words lose their endings by rule.
    """
    low = word.casefold()
    if low in _irregular():
        return _irregular()[low]
    known = _entries()
    if low in known or len(low) < 4:
        return low
    options = list(_stripped(low))
    for option in options:
        if option in known:
            return option
    return options[0] if options else low


def _stripped(low: str) -> list[str]:
    """What a word may be an inflection of, the likeliest first."""
    found = []
    if low.endswith(("ies", "ied")):
        found += [low[:-3] + "y", low[:-1]]
    elif low.endswith(("sses", "shes", "ches", "xes", "zes")):
        found.append(low[:-2])
    elif low.endswith("s") and not low.endswith(("ss", "us", "is")):
        found.append(low[:-1])
    for ending in ("ed", "ing"):
        base = low.removesuffix(ending)
        if base == low or len(base) < 2 or not _VOWELS & set(base + "y"):
            continue
        doubled = len(base) > 2 and base[-1] == base[-2] and base[-1] not in "sz"
        silent = base + "e"
        if doubled:
            found += [base, base[:-1]] if base in _entries() else [base[:-1], base]
        elif base[-1] in "cgvuz" or base[-2:] in (
            "at",
            "iz",
            "ir",
            "in",
            "id",
            "od",
            "as",
            "os",
            "us",
        ):
            found += [silent, base] if silent in _entries() else [base, silent]
        else:
            found += [base, silent]
    return found


def family(word: str) -> str:
    """What a lemma and those derived from it share: "withdrawal" and "withdraw" -> "withdraw"."""
    entry = _entries().get(word)
    return entry.family if entry else word


def entry(word: str) -> Entry | None:
    """What is known of a lemma, or None."""
    return _entries().get(word)


_LIGHT = frozenset(
    "be have do take make get give go put hold keep come let set bring carry".split()
)
_PARTICLES = frozenset(
    "up down out off over away back in on into to of at for by from with against through under apart".split()
)
_EMPTY = frozenset(
    "the a an his her its their our my your this that these those some any no not n't be am is are was "
    "were been being will would could should may might must can has have had did does do himself herself "
    "itself themselves him them it".split()
)


def head(words: Sequence[str]) -> int:
    """Which of several words tells what happened: "checked herself into" 0, "took the stage" 2, "heart attack" 1."""
    if len(words) == 1:
        return 0
    full = [
        at
        for at, word in enumerate(words)
        if word.casefold() not in _EMPTY and _LETTERS.fullmatch(word)
    ]
    if not full:
        return 0
    stop = next((at for at in full if at > full[0] and words[at].casefold() in _PARTICLES), None)
    first = lemma(words[full[0]])
    if first in _LIGHT and len(full) > 1:
        later = [at for at in full[1:] if words[at].casefold() not in _PARTICLES]
        if later:
            return later[-1] if stop is None or later[0] > stop else later[0]
        return full[0]
    inside = [at for at in full if stop is None or at < stop]
    if _is_verb_form(words[inside[0]]):
        return inside[0]
    return inside[-1]


def _is_verb_form(word: str) -> bool:
    low = word.casefold()
    return low in _irregular() or low.endswith("ed")


def story_words(text: str) -> list[str]:
    """The lemmas of a text's words of three letters and more, in order, names and numbers among them."""
    return [lemma(word) for word in _STORY_WORD.findall(text) if len(word) > 2 or word.isdigit()]


_STORY_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


@cache
def _counts() -> dict[str, int]:
    return {word: int(count) for word, count in _rows("wordcounts.tsv")}


# What a word that is in fewer than five of a thousand dispatches counts as.
_UNLISTED = 2.0


@lru_cache(maxsize=50_000)
def rarity(word: str) -> float:
    """How much a lemma tells of what a text is about: "say" 0.1, "soldier" 3, what is unlisted 6.2."""
    return math.log(1000 / min(1000, _counts().get(word, _UNLISTED)))
