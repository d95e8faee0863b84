"""Where the words that are said end: with their clause, before what is the dispatch's own again."""

from extraction import cues, speakers
from extraction.clauses import NUMBER, Unit
from extraction.cues import Cue
from extraction.mentioned import Span
from extraction.smallwords import (
    BE,
    DETERMINERS,
    HAVE,
    LATE,
    MODALS,
    PREPOSITIONS,
    QUESTIONS,
    SUBORDINATORS,
    TIMES,
)

_DASHES = frozenset(("—", "–", "--", "-"))
_SIGNS = frozenset(".,;:)?!") | _DASHES
_TAKES_AS = frozenset(
    "give describe accuse label brand portray hail dismiss condemn denounce praise".split()
)
"""Verbs whose "as" is part of what they say: "described it as a theft"."""
_FEW = 4
_SAYS_NOTHING = (
    "not to be named",
    "not to be identified",
    "to remain anonymous",
    "nothing",
    "more about",
    "little",
)


def begins_here(unit: Unit, at: int, takes: frozenset[str]) -> bool:
    """Whether a complement that a cue takes shows by its first word that it begins here."""
    low = unit.low(at)
    return bool(
        (low == "that" and "t" in takes)
        or (
            low in ("against", "of", "about", "for")
            and "g" in takes
            and unit.low(at + 1) not in PREPOSITIONS
        )
        or (low == "“" and takes & {"q", "n", "t", "b"})
        or (low in QUESTIONS and "w" in takes)
        or (low == "to" and "i" in takes)
        or (low == "not" and unit.low(at + 1) == "to" and "i" in takes)
    )


def is_narrow(unit: Unit, begin: int, cue: Cue) -> bool:
    """Whether what a cue takes here is a thing's name and no clause: "denounced the violence"."""
    takes = cue.word.takes
    if "n" not in takes or begins_here(unit, begin, takes - {"n", "b"}):
        return False
    return "b" not in takes or not has_verb(unit, begin)


def has_verb(unit: Unit, begin: int) -> bool:
    """Whether a clause and no thing's name begins here, as far as small words tell."""
    for at in range(begin, min(begin + 25, len(unit.tokens))):
        low = unit.low(at)
        if low in (",", ";", "that", "who", "which", "“"):
            return False
        if low in BE and low != "'s":
            return True
        if low in HAVE or low in MODALS - {"to"} or low in ("he", "she", "they", "we", "i"):
            return True
    return False


def is_empty(unit: Unit, span: Span) -> bool:
    """ "did not say which", "asked not to be named": nothing is told."""
    words = [unit.low(at) for at in range(span[0], span[1] + 1)]
    said = " ".join(words)
    return (
        said in QUESTIONS
        or said in ("so", "it", "this", "that", "more", "no", "yes")
        or said.startswith(_SAYS_NOTHING)
        or (words[0] == "no" and len(words) < _FEW)
        or all(word in TIMES | LATE | DETERMINERS or word in ("day", "days") for word in words)
    )


def end_of(unit: Unit, begin: int, cue: Cue | None) -> int:
    """The last token of what is said, from its first on. `cue`: the one before it, if one is."""
    narrow = cue is not None and is_narrow(unit, begin, cue)
    at = begin + 1
    while at < len(unit.tokens) and not _stops(unit, at, begin, cue, narrow):
        at += 1
    return _without_signs(unit, begin, at - 1)


def _stops(unit: Unit, at: int, begin: int, cue: Cue | None, narrow: bool) -> bool:
    """Whether a token is the first that is not said any more."""
    low = unit.low(at)
    if low == ";":
        return True
    if low == ",":
        if cue and _opens_first_clause(unit, cue) and at > begin + 1:
            return True
        return narrow or _leaves(unit, at + 1)
    if low in ("and", "but"):
        return _has_cue(unit, at + 1, ing=bool(cue and cue.form == "ing")) or _cue_ahead(
            unit, at + 1
        )
    if low in _DASHES and cue:
        return not any(unit.low(after) in _DASHES for after in range(at + 1, at + 30))
    if unit.is_quote(at - 1) and cue and _ends_with_comma(unit, at - 1):
        return _leaves(unit, at) or low.endswith("ing") or low in ("a", "an", "which", "who")
    if narrow and low in SUBORDINATORS:
        lemma = cue.word.lemma if cue else ""
        return lemma != "accuse" and not (low == "as" and lemma in _TAKES_AS)
    return narrow and _is_time(unit, at)


def _opens_first_clause(unit: Unit, cue: Cue) -> bool:
    """Of "While the army said ..., the mayor" whether a cue stands in a clause that its sentence does not end with."""
    first = unit.low(0)
    if first not in SUBORDINATORS and first not in ("if", "since", "once", "asked"):
        return cue.first == 0 and cue.form == "ing"
    if first == "following":
        return False
    return not any(unit.low(at) == "," or unit.is_quote(at) for at in range(cue.first))


def _ends_with_comma(unit: Unit, at: int) -> bool:
    return unit.tokens[at].text.rstrip("\"”'’»“")[-1:] == ","


def _is_time(unit: Unit, at: int) -> bool:
    """ "on Thursday", "last week", "in early June" behind what was announced."""
    if unit.low(at) not in LATE and unit.low(at) not in ("on", "in", "since"):
        named = unit.low(at) in TIMES and unit.tokens[at].text[0].isupper()
        return named and unit.low(at - 1) not in PREPOSITIONS
    for after in (at + 1, at + 2):
        if unit.low(after) in TIMES or (
            NUMBER.match(unit.low(after)) and len(unit.low(after)) == 4
        ):
            return True
        small = unit.low(after) in LATE or unit.low(after) in ("the", "mid")
        if not small and not NUMBER.match(unit.low(after)):
            return False
    return False


def _without_signs(unit: Unit, begin: int, at: int) -> int:
    while at > begin and unit.low(at) in _SIGNS and not unit.is_quote(at):
        if unit.low(at) == ")" and any(unit.low(n) == "(" for n in range(begin, at)):
            break
        at -= 1
    return at


def to_comma(unit: Unit, at: int) -> int:
    """The last token before the next comma, colon, stop or quote."""
    while at + 1 < len(unit.tokens) and unit.low(at + 1) not in (",", ".", "“", ":"):
        at += 1
    return at


def _has_cue(unit: Unit, at: int, *, ing: bool = False) -> bool:
    """Whether a verb of saying stands here, perhaps after adverbs: "and later added"."""
    while cues.is_adverb(unit, at):
        at += 1
    if cues.is_finite(unit, at):
        return True
    cue = cues.cue_at(unit, at) if at < len(unit.tokens) else None
    forms = ("past", "present", "passive", "ing") if ing else ("past", "present", "passive")
    return bool(cue and cue.form in forms and cue.word.kind != "noun")


def _leaves(unit: Unit, at: int) -> bool:
    """Whether what follows a comma is the dispatch's own again."""
    low = unit.low(at)
    if low == "according" or (low in ("and", "but") and _has_cue(unit, at + 1)):
        return True
    if low in ("and", "but", "though", "although", "while", "whereas") and _cue_ahead(unit, at + 1):
        return True
    if is_told_again(unit, at):
        return True
    cue = cues.cue_at(unit, at) if at < len(unit.tokens) else None
    return bool(cue and cue.form in ("ing", "past", "present") and cue.word.kind == "speech")


def _cue_ahead(unit: Unit, at: int) -> bool:
    """Whether a subject and its verb of saying follow: "but the ministry said"."""
    for n in range(at + 1, min(at + 7, len(unit.tokens))):
        low = unit.low(n)
        if low in (",", ";", "“", "that", "who", "which", "to") or low in BE or low in HAVE:
            return False
        if low in PREPOSITIONS - {"of", "for"}:
            return False
        cue = cues.cue_at(unit, n)
        if cue and cue.form in ("past", "present") and cue.word.kind == "speech":
            return bool(cue.word.takes & {"t", "b"})
    return False


def is_told_again(unit: Unit, at: int) -> bool:
    """ "he said", "the ministry added" with nothing behind it but the sentence's end."""
    for n in range(at, min(at + 9, len(unit.tokens))):
        if unit.low(n) in (",", ";", "“", "that"):
            return False
        cue = cues.cue_at(unit, n)
        if cue and cue.form in ("past", "present", "base") and cue.word.kind == "speech":
            if "q" not in cue.word.takes:
                continue
            follows = unit.low(cue.last + 1)
            ends = follows in ("", ".", ",", ";", ":", "“", "in", "on") or follows in TIMES
            return n > at and ends
    return False


def goes_on(unit: Unit, at: int) -> bool:
    """Whether a noun stands here to which the word before belongs: "radio | appearance"."""
    low = unit.low(at)
    if not low.isalpha() or not unit.tokens[at].text.islower() or speakers.is_pronoun(low):
        return False
    small = DETERMINERS | PREPOSITIONS | MODALS | BE | QUESTIONS
    return low not in small and low not in ("that", "there", "and", "or", "but")
