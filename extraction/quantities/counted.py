"""What a quantity counts or measures: "80% of the logistical equipment", "killing at least 20", "a toll of 12"."""

import re
from dataclasses import dataclass, replace

from extraction.quantities import leading, nouns
from extraction.quantities.amounts import Amount
from extraction.quantities.nouns import PEOPLE, Noun, words_of

_OF = re.compile(r"\s+of\s+", re.IGNORECASE)
# "$2 million in aid", "94 billion tugrik ($27.5 million) of public money"; not "in 2019", "in Paris".
_MONEY_OF = re.compile(
    r"(?:\s\([^()]{2,24}\)|\))?\s+(?:(?:worth\s+)?of|in(?!\s+(?:an?|the|its|their|his|her|this|that|cash)\b))\s+(?!the\s+(?:first|last|past|next)\b|[A-Z]|\d)"
)
_DETERMINER = re.compile(
    r"(?:the|its|his|her|their|our|my|your|all|those|these|such|other|an?)\s+", re.IGNORECASE
)
_INNER_NUMBER = re.compile(
    r"(?:(?:about|around|some|roughly|nearly|almost|more\s+than|at\s+least)\s+)?"
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+",
    re.IGNORECASE,
)
_THEM = re.compile(r"(?:them|us|those|whom|these)\b", re.IGNORECASE)
_RATE = re.compile(r"\s+(?:an?|per|for\s+each)\s+", re.IGNORECASE)
_WHOSE = re.compile(r"\s+(?:the|its|his|her|their|all|our)(?=\s)", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|or)(?=\s)")
_SHARE_OF = re.compile(r"\s+of\s+(?:(?:the|its|their|his|her|a)\s+)?(?:total\s+)?")
_PRISON = re.compile(r"\s+(?:in|of)\s+(prison|jail|custody)\b")
_CROWD_ACTS = re.compile(
    r"\s+(?:have|has|had|were|was|are|died|fled|left|remain|remained|took|marched|gathered|rallied|protested|danced)\b"
)
_MOVED = re.compile(r"\b(?:fell|dropped|climbed|fallen|lost|gained|rose|risen)\s+$")
_JOINED = re.compile(r"[-‑](?!plus|odd)([^\W\d_]+)(?!\w)")
_ADVERBS = frozenset(("more", "other", "additional", "further", "again", "each", "apiece"))


@dataclass(frozen=True, slots=True)
class Before:
    """What was counted before: in this sentence, and last in the whole dispatch."""

    sentence: Noun | None = None
    dispatch: Noun | None = None


def with_shared_unit(
    text: str, amount: Amount, earlier: Amount | None, later: Amount | None
) -> Amount:
    """A bare number with the unit of its neighbour in the sentence, where it must be meant.

    "17,000 of its 80,000 tons", "50.89% of the vote to Weah's 49.11", "a loss of 210 million crowns in
    May, compared with a profit of 95 million".
    """
    if amount.kind:
        return amount
    if (
        later is not None
        and later.kind in ("measure", "money")
        and _SHARE_OF.fullmatch(text[amount.end : later.start])
    ):
        return replace(amount, kind=later.kind, unit=later.unit)
    if earlier is None:
        return amount
    if earlier.kind == "money" and leading.is_money_of(text, amount.start):
        return replace(amount, kind="money", unit=earlier.unit)
    if (
        earlier.kind == "share"
        and (amount.low or 0) <= 100
        and not nouns.run(text, amount.end)
        and leading.is_of_votes(text, amount.start, amount.end)
    ):
        return replace(amount, kind="share", unit=earlier.unit)
    return amount


def counted(text: str, amount: Amount, before: Before) -> Noun | None:
    """What an amount is of, None where the text does not tell.

    A noun that is meant but not there ("killing 12", "157 are still there") has no place.
    """
    if amount.kind == "times":
        return None
    if amount.kind == "score":
        return _after_of(text, amount, before) or _direct(text, amount)
    if amount.kind:
        return _measured(text, amount, before)
    return (
        _after_of(text, amount, before)
        or _direct(text, amount)
        or leading.of_count(text, amount.start)
        or _meant(text, amount, before)
    )


def _after_of(text: str, amount: Amount, before: Before) -> Noun | None:
    """The noun after "of": "dozens of workers", "two of her five children", "seven of them"."""
    of = _OF.match(text, amount.end)
    return _inside(text, of.end(), before) if of else None


def _inside(text: str, at: int, before: Before) -> Noun | None:
    meant = before.sentence or before.dispatch
    if _THEM.match(text, at):
        return Noun(meant.lemma) if meant else PEOPLE
    for pattern in (_DETERMINER, _DETERMINER, _INNER_NUMBER):
        match = pattern.match(text, at)
        at = match.end() if match else at
    phrase = _phrase(text, at)
    if phrase is None and match is not None and meant is not None:
        # "seven of the eight"
        return Noun(meant.lemma)
    return phrase


def _phrase(text: str, at: int) -> Noun | None:
    """The noun phrase at an offset: up to its plural, else up to what must be a verb."""
    words = nouns.run(text, at)
    plural = nouns.plural_phrase(words)
    if plural is None and words and (more := _AND.match(text, words[-1].end())):
        # "present and former officials": the plural may come after a second adjective.
        further = nouns.plural_phrase(nouns.run(text, more.end())[:3])
        joined = text[words[0].start() : further.end] if further is not None else ""
        if further is not None and len(words) == 1 and joined.islower():
            return Noun(further.lemma, words[0].start(), further.end)
    return plural or nouns.single_phrase(words)


def _direct(text: str, amount: Amount) -> Noun | None:
    """The noun phrase right after the number: "1,346 Frenchmen", "12 dead", "half the seats"."""
    at = amount.end
    small = amount.low is not None and amount.low < 1
    if whose := _WHOSE.match(text, at):
        if not small:
            return None
        at = whose.end()
    if joined := _JOINED.match(text, at):
        return Noun(nouns.lemma(joined[1]), joined.start(1), joined.end(1))
    words = nouns.run(text, at)
    if not words or words[0].start() == at:
        return None
    if words[0][0].lower() in _ADVERBS:
        # "two more jobs"
        words = words[1:]
        if not words or nouns.plural_phrase(words) is None:
            return None
    if amount.low == amount.high == 1:
        return nouns.single_phrase(words)
    first = words[0][0].lower()
    if first in words_of("people") and first != "people":
        # "12 dead", "30 injured"; but "20 injured soldiers" says who.
        says_who = nouns.plural_phrase(words[1:3])
        return says_who or PEOPLE
    phrase = nouns.plural_phrase(words)
    if phrase is None and len(words) < 4:
        further = _phrase(text, words[0].start())
        if further is not None and nouns.is_plural(text[further.start : further.end]):
            phrase = further
    if phrase is not None or not small:
        return phrase
    return nouns.single_phrase(words[:3])


def _meant(text: str, amount: Amount, before: Before) -> Noun | None:
    """Without a noun: those who were just counted, or people where a crowd acts."""
    if before.sentence is not None and not _is_vague(amount):
        return Noun(before.sentence.lemma)
    if leading.is_the_number(text, amount.start) and before.dispatch is not None:
        return Noun(before.dispatch.lemma)
    if _is_vague(amount) or _CROWD_ACTS.match(text, amount.end):
        return PEOPLE
    return None


def _is_vague(amount: Amount) -> bool:
    """ "Thousands marched"; "billions" are of money."""
    return amount.about and amount.high is None and amount.low is not None and amount.low < 10**9


def _measured(text: str, amount: Amount, before: Before) -> Noun | None:
    """What money, a share, a length or a weight is of: what follows it, else what comes before."""
    of = (_MONEY_OF if amount.kind == "money" else _OF).match(text, amount.end)
    if of is not None and (phrase := _inside(text, of.end(), before)) is not None:
        return phrase
    if amount.kind == "time" and (prison := _PRISON.match(text, amount.end)):
        return Noun(prison[1], prison.start(1), prison.end(1))
    front = leading.of_measure(text, amount.start)
    if front is not None:
        return front
    if amount.kind == "money" and (rate := _RATE.match(text, amount.end)):
        return nouns.single_phrase(nouns.run(text, rate.end())[:1])
    words = nouns.run(text, amount.end)
    takes_noun = amount.kind in ("money", "share") or amount.hyphened or amount.unit == "storey"
    if takes_noun and words and words[0].start() > amount.end and words[0][0][0].islower():
        if words[0][0] not in words_of("comparative"):
            return nouns.single_phrase(words)
    elif amount.kind == "share" and leading.is_of_votes(text, amount.start, amount.end):
        return Noun("vote")
    if amount.kind in ("measure", "money") and _MOVED.search(
        text, max(0, amount.start - 24), amount.start
    ):
        return None
    return leading.subject(text, amount.start)
