"""What a quantity counts or measures: "80% of the logistical equipment", "killing at least 20", "a toll of 12"."""

import re

from extraction.quantities import nouns
from extraction.quantities.amounts import Amount
from extraction.quantities.nouns import Noun, words_of

PEOPLE = Noun("people")
_OF = re.compile(r"\s+of\s+", re.IGNORECASE)
_MONEY_OF = re.compile(
    r"\s+(?:(?:worth\s+)?of|in)\s+(?!the\s+(?:first|last|past|next)|[A-Z]|\d)", re.IGNORECASE
)
_DETERMINER = re.compile(
    r"(?:the|its|his|her|their|our|my|your|all|those|these|such|other|an?)\s+", re.IGNORECASE
)
_INNER_NUMBER = re.compile(
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+", re.IGNORECASE
)
_THEM = re.compile(r"(?:them|us|those|whom|these)\b", re.IGNORECASE)
_RATE = re.compile(r"\s+(?:an?|per|for\s+each)\s+", re.IGNORECASE)
_NOUN_OF = re.compile(r"(?P<noun>[^\W\d_][\w'’-]*)\s+of\s+(?:a\s+total\s+of\s+)?$")
_WORTH = re.compile(r"(?P<noun>[^\W\d_][\w'’-]*),?\s+worth\s+$")
_NUMBER_OF = re.compile(
    r"\bnumber\s+of\s+(?P<noun>[^\W\d_][\w'’ -]{1,40}?)\s+(?:\w+\s+)?(?:at|to|as|is|was|had|reached|stood\s+at|rose\s+to)\s+$",
    re.IGNORECASE,
)
_PEOPLE_BEFORE = re.compile(
    r"(?P<word>[^\W\d_]+)(?:\s+(?:another|a\s+further|an\s+additional|a\s+total\s+of|only|nearly|up\s+to))?\s+$"
)
_TOLL = re.compile(
    r"\b(?P<word>tolls?|dead|deaths?|missing|casualties|fatalities|injured|wounded)\b[^.;:]{0,60}?\s(?:at|to|of|as|is|was|reached|with)\s+$",
    re.IGNORECASE,
)
_ADVERBS = frozenset(("more", "others", "other", "additional", "further"))


def counted(text: str, amount: Amount, before: Noun | None) -> Noun | None:
    """What an amount is of, None where the text does not tell. `before` is what was last counted.

    A noun that is meant but not there ("killing 12", "157 are still there") has no place.
    """
    if amount.kind == "score":
        return _after_of(text, amount) or _direct(text, amount)
    if amount.kind in ("money", "measure", "share", "time"):
        return _measured(text, amount, before)
    if amount.kind == "times":
        return None
    return (
        _after_of(text, amount, before)
        or _direct(text, amount)
        or _before_it(text, amount)
        or _meant(text, amount, before)
    )


def _after_of(text: str, amount: Amount, before: Noun | None = None) -> Noun | None:
    """The noun after "of": "dozens of workers", "two of her five children", "seven of them"."""
    of = _OF.match(text, amount.end)
    return _inside(text, of.end(), before) if of else None


def _inside(text: str, at: int, before: Noun | None = None) -> Noun | None:
    if _THEM.match(text, at):
        return Noun(before.lemma) if before else PEOPLE
    for _ in range(2):
        determiner = _DETERMINER.match(text, at)
        at = determiner.end() if determiner else at
    inner = _INNER_NUMBER.match(text, at)
    at = inner.end() if inner else at
    words = nouns.run(text, at)
    return nouns.plural_phrase(words) or nouns.single_phrase(words)


def _direct(text: str, amount: Amount) -> Noun | None:
    """The noun phrase right after the number: "1,346 Frenchmen", "12 dead", "half the seats"."""
    at = amount.end
    determiner = re.compile(r"\s+(?:the|its|his|her|their|all|our)(?=\s)").match(text, at)
    if determiner and amount.low is not None and amount.low < 1:
        at = determiner.end()
    elif determiner:
        return None
    words = nouns.run(text, at)
    if not words or words[0].start() == at:
        return None
    if words[0][0].lower() in _ADVERBS and len(words) == 1:
        return None
    if amount.low == amount.high == 1:
        return nouns.single_phrase(words)
    phrase = nouns.plural_phrase(words)
    if phrase is not None and words[0][0].lower() in words_of("people") and words[0][0] != "people":
        # "12 dead and", "20 injured soldiers": only the latter says who.
        phrase = phrase if len(words) > 1 and nouns.is_plural(words[1][0]) else PEOPLE
    if phrase is not None:
        return phrase
    first = words[0][0].lower()
    if first in words_of("people"):
        return PEOPLE
    if first in words_of("verb") or first.endswith(("ed", "ing", "ly")):
        return None
    return nouns.single_phrase(words[:3]) if amount.low is not None and amount.low < 1 else None


def _before_it(text: str, amount: Amount) -> Noun | None:
    """ "killed 12", "a toll of 12", "put the number of dead at 44", "a team of 40"."""
    front = max(0, amount.start - 100)
    toll = _TOLL.search(text, front, amount.start)
    if toll:
        return PEOPLE
    number_of = _NUMBER_OF.search(text, front, amount.start)
    if number_of:
        words = number_of["noun"].split()
        if words[0].lower() in words_of("people") | words_of("toll"):
            return PEOPLE
        return Noun(nouns.lemma(words[-1]), number_of.start("noun"), number_of.end("noun"))
    word = _PEOPLE_BEFORE.search(text, front, amount.start)
    if word and word["word"].lower() in words_of("people_verb"):
        return PEOPLE
    return None


def _meant(text: str, amount: Amount, before: Noun | None) -> Noun | None:
    """Without a noun: those who were just counted, or people where a crowd acts."""
    if amount.low is not None and amount.high is None and amount.about:
        return PEOPLE
    return Noun(before.lemma) if before else None


def _measured(text: str, amount: Amount, before: Noun | None) -> Noun | None:
    of = (_MONEY_OF if amount.kind == "money" else _OF).match(text, amount.end)
    if of is not None:
        return _inside(text, of.end(), before)
    if amount.kind == "time" and (
        prison := re.compile(r"\s+(?:in|of)\s+(prison|jail|custody)\b").match(text, amount.end)
    ):
        return Noun(prison[1], prison.start(1), prison.end(1))
    front = max(0, amount.start - 60)
    for pattern in (_WORTH, _NOUN_OF):
        match = pattern.search(text, front, amount.start)
        if match and match["noun"].lower() not in words_of("stop"):
            return Noun(nouns.lemma(match["noun"]), match.start("noun"), match.end("noun"))
    if amount.kind == "money" and (rate := _RATE.match(text, amount.end)):
        return nouns.single_phrase(nouns.run(text, rate.end())[:1])
    words = nouns.run(text, amount.end)
    if not words or words[0].start() == amount.end or not words[0][0][0].islower():
        return None
    if amount.kind == "time" and not amount.hyphened:
        return None
    if amount.kind == "measure" and not amount.hyphened and amount.unit != "storey":
        return None
    return nouns.single_phrase(words)
