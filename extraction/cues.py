"""The words that tell that something is said: verbs in all their forms, and nouns such as "claim"."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from extraction import inflections, lexicon
from extraction.clauses import Unit
from extraction.smallwords import ADVERBS, BE, DETERMINERS, HAVE, MODALS, NO_ADVERBS, PREPOSITIONS


class Word(NamedTuple):
    """An entry of the lexicon: its lemma, the words that follow the first, what it takes, its kind."""

    lemma: str
    rest: tuple[str, ...]
    takes: frozenset[str]
    kind: str


@dataclass(slots=True)
class Cue:
    """A word of the lexicon at a place of a sentence: tokens `first` to `last`.

    `form` is "past", "present", "base", "ing", "passive" ("was told"), "noun" or "per" ("according to").
    """

    first: int
    last: int
    word: Word
    form: str


def find(unit: Unit) -> Iterator[Cue]:
    """The cues of one sentence, in order, as far as forms and the words before tell."""
    at = 0
    tokens = unit.tokens
    while at < len(tokens):
        cue = cue_at(unit, at)
        if cue:
            yield cue
            at = cue.last + 1
        else:
            at += 1


def cue_at(unit: Unit, at: int) -> Cue | None:
    """The cue that begins at a token, if one does."""
    low = unit.tokens[at].low
    if low == "according" and unit.low(at + 1) == "to":
        return Cue(at, at + 1, _PER, "per")
    for word, forms in _forms().get(low, ()):
        size = len(word.rest)
        if size and tuple(unit.low(at + 1 + n) for n in range(size)) != word.rest:
            continue
        form = _form(unit, at, word, forms)
        if form and not (
            word.lemma == "call" and unit.low(at + 1) in ("off", "up", "in", "back", "out")
        ):
            return Cue(at, at + size, word, form)
    return None


_PER = Word("according to", ("to",), frozenset("p"), "speech")


def _form(unit: Unit, at: int, word: Word, forms: frozenset[str]) -> str:
    """In which form a word of the lexicon stands here, "" where it is none."""
    before = at - 1
    while is_adverb(unit, before):
        before -= 1
    led = unit.low(before)
    if word.kind == "noun":
        return "noun" if unit.low(at + 1) in ("that", "to", "of", "for", "about", "on") else ""
    text = unit.tokens[at].text
    if (
        text[0].isupper()
        and at > 0
        and text != text.upper()
        and unit.low(at - 1) not in ("“", ":", "-", "–", "—", ".")
    ):
        return ""
    if "@" in word.takes and not _gives_number(unit, at + 1):
        return ""
    if "ing" in forms and led == "as" and quoted_as(unit, before) is not None:
        return "ing"
    if "ing" in forms:
        return (
            ""
            if led in DETERMINERS
            or led in ("when", "as")
            or (led == "'s" and unit.low(before - 1) not in ("he", "she", "it", "who"))
            else "ing"
        )
    if led in DETERMINERS and led not in (
        "this",
        "that",
        "these",
        "those",
        "all",
        "some",
        "many",
        "several",
        "few",
        "most",
        "both",
        "others",
    ):
        return ""
    if "past" in forms or "participle" in forms:
        if led in BE:
            return "passive" if "participle" in forms else ""
        if led in HAVE:
            return "past" if "participle" in forms else ""
        if "past" in forms and (led not in MODALS or "base" in forms):
            return "past"
    if (
        led in MODALS
        and word.kind != "speech"
        and led not in ("do", "does", "did", "will", "don't", "doesn't", "didn't")
    ):
        return ""
    if "!" in word.takes and not _surely_verb(unit, at + len(word.rest), before):
        return ""
    if "present" in forms and _may_be_singular(unit, before):
        return "present"
    return "base" if "base" in forms and _may_be_plural(unit, before) else ""


def _gives_number(unit: Unit, at: int) -> bool:
    """ "the toll at 25": of "put" and "gave"."""
    for n in range(at, min(at + 9, len(unit.tokens) - 1)):
        if unit.low(n) in (".", ";", ",", "“"):
            return False
        if unit.low(n) in ("at", "as"):
            following = [unit.low(n + 1), unit.low(n + 2), unit.low(n + 3)]
            return any(one[:1].isdigit() or one in _NUMBERS or one == "“" for one in following)
    return False


def _surely_verb(unit: Unit, at: int, before: int) -> bool:
    """Whether "claims" or "report", which may be a noun, is a verb by the words beside it."""
    led, follows = unit.low(before), unit.low(at + 1)
    if unit.low(at) in ("state", "states") and (
        before < 0 or unit.tokens[before].text[0].isupper()
    ):
        return False
    if led in ("i", "we", "they", "you", "he", "she", "who", "to") or led in MODALS:
        return True
    if follows in (".", ",", "") and any(
        unit.is_quote(n) for n in range(max(0, before - 4), before)
    ):
        return True
    return follows in (
        "that",
        "“",
        "it",
        "he",
        "she",
        "they",
        "the",
        "his",
        "her",
        "its",
        ":",
        "how",
        "why",
    ) or (follows == "," and unit.is_quote(at + 2))


_PEOPLE = frozenset(
    "people police many some others both all most critics i we they you who that these those".split()
)


_MANY = frozenset(
    "percent half quarters others men women children majority none neither everybody million".split()
)
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve dozen hundred thousand".split()
)


def is_finite(unit: Unit, at: int) -> bool:
    """Whether "says" stands here with what it says behind it, so that it cannot be a noun: "and says that"."""
    if not any(
        "present" in forms and not word.rest for word, forms in _forms().get(unit.low(at), ())
    ):
        return False
    follows = unit.low(at + 1)
    return (
        follows in DETERMINERS
        or follows in ("that", "“", "he", "she", "it", "they", "him", "her", "them")
        or unit.tokens[min(at + 1, len(unit.tokens) - 1)].text[0].isupper()
    )


def _may_be_plural(unit: Unit, at: int) -> bool:
    """Whether "say" may have its subject, a modal or "to" before it."""
    low = unit.low(at)
    if low in MODALS or low in _PEOPLE or (at < 0 and unit.low(0) in ("both", "all")):
        return True
    if low.isdigit() or low in _NUMBERS or low in _MANY:
        return True
    return (
        low.endswith("s")
        and low[0].isalpha()
        and not low.endswith("ss")
        and low not in BE
        and low not in DETERMINERS
    )


def _may_be_singular(unit: Unit, at: int) -> bool:
    """Whether "says" may have its subject before it: "claims" in "early claims" is a noun."""
    low = unit.low(at)
    if unit.is_quote(at):
        return True
    if low in (
        "he",
        "she",
        "it",
        "who",
        "which",
        "that",
        "this",
        "one",
        "everyone",
        "nobody",
        ",",
        ")",
    ):
        return True
    if (
        not low
        or not low[0].isalpha()
        or low in _NUMBERS
        or low in PREPOSITIONS
        or low in DETERMINERS
        or low in MODALS
    ):
        return False
    if any("past" in forms for _, forms in _forms().get(low, ())):
        return False
    if unit.tokens[at].text[0].isupper():
        return True
    return any(
        unit.low(n) in DETERMINERS or unit.low(n) == "'s" for n in range(max(0, at - 4), at)
    ) and not low.endswith("s")


def quoted_as(unit: Unit, place: int) -> int | None:
    """Of "was quoted by the agency as saying" the place of "quoted", from that of "as"."""
    for at in range(place - 1, max(-1, place - 10), -1):
        if unit.low(at) in ("quoted", "cited", "reported"):
            return at if unit.low(at - 1) in BE or unit.low(at - 1) == "been" else None
        if unit.low(at) in (",", ";", "“"):
            return None
    return None


def is_adverb(unit: Unit, at: int) -> bool:
    """Whether a word may stand between a subject and its verb: "also", "repeatedly"."""
    low = unit.low(at)
    if low in ADVERBS:
        return True
    return (
        low.endswith("ly")
        and len(low) > 4
        and low not in NO_ADVERBS
        and unit.tokens[at].text.islower()
    )


@cache
def _forms() -> dict[str, list[tuple[Word, frozenset[str]]]]:
    """Every form of every first word, with the entries it may belong to, the longest first."""
    found: dict[str, dict[Word, set[str]]] = {}
    for row in lexicon.rows("cues.tsv"):
        lemma, takes, kind = (*row, "")[:3]
        first, *rest = lemma.split()
        taken = frozenset(takes) | (frozenset("n") if "N" in takes else frozenset())
        word = Word(lemma, tuple(rest), taken, kind)
        if kind == "noun":
            for form in (first, inflections.plural(first)):
                found.setdefault(form, {}).setdefault(word, set()).add("noun")
            continue
        for form, name in inflections.verb_forms(first):
            found.setdefault(form, {}).setdefault(word, set()).add(name)
    return {
        form: sorted(
            ((word, frozenset(names)) for word, names in words.items()),
            key=lambda one: (-len(one[0].rest), one[0].kind == "noun"),
        )
        for form, words in found.items()
    }
