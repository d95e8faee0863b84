"""Nouns after a number: which word of "1,346 young French soldiers left" is counted, and its lemma."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extraction import lexicon

_WORD = re.compile(r"[^\W_](?:[\w'’‑-]*\w)?")
_GAP = re.compile(r"[ \u00a0]")
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted: its lemma in small letters, and where its words are (0, 0 where it is not said)."""

    lemma: str
    start: int = 0
    end: int = 0


PEOPLE = Noun("people")
"""Those who are counted without a noun: "killing 12", "the dead"."""


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one kind in `nounphrase.tsv`."""
    return frozenset(
        word
        for row, words in lexicon.rows("nounphrase.tsv")
        if row == kind
        for word in words.split()
    )


@cache
def _lemmas() -> dict[str, str]:
    return dict(pair.split("=") for pair in words_of("lemma"))


def run(text: str, start: int) -> list[re.Match[str]]:
    """The words from an offset on with nothing but one space between, as far as a noun phrase may go."""
    found: list[re.Match[str]] = []
    at = start
    while len(found) < _MOST_WORDS:
        gap = _GAP.match(text, at)
        word = _WORD.match(text, gap.end() if gap else at)
        if word is None or (not gap and found):
            break
        lower = word[0].lower()
        if lower in words_of("stop"):
            break
        found.append(word)
        at = word.end() + bool(_is_possessive(word))
    return found


def _is_possessive(word: re.Match[str]) -> bool:
    """ "the ports' last strike": no plural that is counted."""
    return word.string[word.end() : word.end() + 2] in ("' ", "’ ") and word[0].endswith("s")


def plural_phrase(words: Sequence[re.Match[str]]) -> Noun | None:
    """The words up to the first plural, and plurals right after it: "two arms dealers"."""
    for index, word in enumerate(words):
        if index and word[0] in words_of("verb"):
            return None
        if is_plural(word[0]) and not _is_possessive(word):
            last = index
            while last + 1 < len(words) and _goes_on(words[last + 1][0]):
                last += 1
            return Noun(lemma(words[last][0]), words[0].start(), words[last].end())
        if index and _is_verb(word[0]) and not _before_plural(words, index):
            return None
    return None


def _goes_on(word: str) -> bool:
    return is_plural(word) and word.islower() and word not in words_of("verb") | words_of("people")


def _before_plural(words: Sequence[re.Match[str]], index: int) -> bool:
    """Whether a plural comes right after what may be a verb: "armed men", "wounded French soldiers"."""
    return any(is_plural(word[0]) for word in words[index + 1 : index + 3])


def single_phrase(words: Sequence[re.Match[str]]) -> Noun | None:
    """The words up to what must be a verb: "48-hour general strike began", "one man was hurt"."""
    taken: list[re.Match[str]] = []
    for index, word in enumerate(words):
        owned = index and words[index - 1][0].endswith(("'s", "’s"))
        if index and not owned and (_is_verb(word[0]) or word[0] in words_of("comparative")):
            break
        if not index and _cannot_begin(words):
            return None
        taken.append(word)
        if len(taken) == 4:
            break
    if not taken:
        return None
    return Noun(lemma(taken[-1][0]), taken[0].start(), taken[-1].end())


def _cannot_begin(words: Sequence[re.Match[str]]) -> bool:
    """A verb alone is no noun: "of the eight worked or"; "one armed man" begins as well as any."""
    first = words[0][0]
    alone = len(words) == 1
    return first.lower() in words_of("verb") or (
        alone and _is_verb(first) and not first.endswith("ing")
    )


def _is_verb(word: str) -> bool:
    lower = word.lower()
    return lower in words_of("verb") or (
        word.islower() and len(word) > 4 and word.endswith(("ed", "ing", "ly"))
    )


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural noun. "Frenchmen", "people", "missions"; not "Congress"."""
    lower = word.lower()
    if lower in words_of("uninflected") or lower.endswith(
        ("men", "women", "folk", "people", "children")
    ):
        return lower != "women's" and lower not in (
            "specimen",
            "regimen",
            "abdomen",
            "acumen",
            "omen",
            "yemen",
        )
    return (
        lower.endswith("s")
        and len(lower) > 3
        and not lower.endswith(("ss", "us", "is", "'s", "’s"))
        and lower not in words_of("no_plural")
    )


def lemma(word: str) -> str:
    """A noun's singular in small letters: "missions" -> "mission", "Frenchmen" -> "frenchman"."""
    lower = word.lower().removesuffix("'s").removesuffix("’s").rstrip("'’")
    if "-" in lower:
        front, _, last = lower.rpartition("-")
        return f"{front}-{lemma(last)}" if last else lower
    if lower in _lemmas():
        return _lemmas()[lower]
    for plural, single in (("women", "woman"), ("men", "man")):
        if lower.endswith(plural) and is_plural(lower):
            return lower.removesuffix(plural) + single
    if lower in words_of("uninflected") or not is_plural(lower):
        return lower
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith(("ches", "shes", "xes", "sses", "zes", "buses")):
        return lower[:-2]
    return lower[:-1]
