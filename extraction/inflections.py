"""The forms of English words, made from their base: "withdraw" -> withdraws, withdrew, withdrawn, withdrawing."""

from collections.abc import Iterator
from functools import cache

from extraction import lexicon

BASE, PRESENT, PAST, PARTICIPLE, ING = "base", "present", "past", "participle", "ing"
_VOWELS = frozenset("aeiou")
# Verbs of two syllables with the weight on the last, whose last letter is doubled.
_DOUBLED = frozenset(
    "abet acquit admit allot annul commit compel concur confer control deter dispel emit equip excel expel format impel "
    "incur infer kidnap label occur omit patrol permit prefer quarrel rebel recur refer regret repel submit transfer "
    "transmit travel cancel model level signal unplug rebut".split()
)
_PLURALS = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "crisis": "crises",
    "coup d'état": "coups d'état",
    "coup d'etat": "coups d'etat",
    "putsch": "putsches",
    "gunman": "gunmen",
    "thief": "thieves",
    "life": "lives",
}


@cache
def verb_forms(base: str) -> tuple[tuple[str, str], ...]:
    """All forms of a verb with their tags, British and American: ("ousted", "past"), ("ousted", "participle")."""
    pasts, participles = _irregular().get(base, ((), ()))
    made = list(_with_ed(base))
    return tuple(
        dict.fromkeys(
            [
                (base, BASE),
                (_with_s(base), PRESENT),
                *((form, PAST) for form in pasts or made),
                *((form, PARTICIPLE) for form in participles or made),
                *((form, ING) for form in _with_ing(base)),
            ]
        )
    )


@cache
def plural(noun: str) -> str:
    """The plural of a noun or of a phrase that ends in one: "ceasefire agreement" -> "ceasefire agreements"."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    front, space, last = noun.rpartition(" ")
    return f"{front}{space}{_PLURALS.get(last) or _with_s(last)}"


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")) or word in ("go", "veto", "do", "undergo"):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return {"have": "has", "be": "is"}.get(word, word + "s")


def _with_ed(base: str) -> Iterator[str]:
    if base.endswith("e"):
        yield base + "d"
    elif base.endswith("y") and base[-2:-1] not in _VOWELS:
        yield base[:-1] + "ied"
    else:
        for stem in _stems(base):
            yield stem + "ed"


def _with_ing(base: str) -> Iterator[str]:
    if base.endswith("ie"):
        yield base[:-2] + "ying"
    elif base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        yield base[:-1] + "ing"
    else:
        for stem in _stems(base):
            yield stem + "ing"


def _stems(base: str) -> Iterator[str]:
    """A base as it stands before an ending: "stop" -> "stopp"; "travel" -> "travell" and "travel"."""
    if base.endswith("c"):
        yield base + "k"
    elif base in _DOUBLED:
        yield base + base[-1]
        if base.endswith(("el", "al", "ol")) or base == "kidnap":
            yield base
    else:
        yield base + base[-1] if _is_short(base) else base


def _is_short(base: str) -> bool:
    """Whether a base is one syllable that ends in consonant, vowel, consonant: "stop", not "visit" nor "loot"."""
    if len(base) < 3 or base[-1] in "aeiouwxyh":
        return False
    vowels = [sign in _VOWELS for sign in base]
    return (vowels[-2] and not vowels[-3] and sum(vowels) == 1) or (
        base.startswith("qu") and len(base) == 4 and vowels[-2]
    )


@cache
def _irregular() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {
        base: (tuple(lexicon.split(past)), tuple(lexicon.split(participle)))
        for base, past, participle in lexicon.rows("irregularverbs.tsv")
    }


def irregular_verbs() -> tuple[str, ...]:
    """The bases of all verbs with irregular forms."""
    return tuple(_irregular())
