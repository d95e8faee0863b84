"""What is said before its cue, and what goes on behind it: "“Go,” he said, “now.”", "The road, he said, is open."."""

from extraction import cues, endings, mentioned, speakers
from extraction.clauses import NUMBER, Unit
from extraction.cues import Cue
from extraction.mentioned import Names, Span
from extraction.smallwords import (
    BE,
    DETERMINERS,
    HAVE,
    LATE,
    MODALS,
    PREPOSITIONS,
    SUBORDINATORS,
    TIMES,
)

_SETTLES = frozenset(
    "when as after while before in on at during of to about with from via through by for who and but because "
    "without outside".split()
)
"""Words that lead away from a cue whose words stand before it."""
_OWN = frozenset(
    "and but while although though who which whose where when as after before with adding saying noting according "
    "because since until".split()
)
"""Words that lead, behind a comma, to the dispatch's own words."""
_SIGNS = frozenset(",.;:)“—–-") | {"--"}
_PLAIN = frozenset("say add report write explain note recall warn announce".split())
"""Verbs that follow what is said in other words: "The road is closed, said the mayor"."""
_BEGINS_SUBJECT = frozenset(
    "he she one two three four officials witnesses residents police sources".split()
)


def before(unit: Unit, at: int, floor: int) -> Span | None:
    """What is said before its cue: up to the comma or the closing mark, from where no other cue reaches."""
    last = at - 1
    if last < floor:
        return None
    if unit.low(last) == ",":
        last -= 1
    elif not unit.is_quote(last):
        return None
    first = floor
    while first < last and unit.low(first) in ("but", "and", ",", ":", ";", "–", "—", "-"):
        first += 1
    if floor and unit.is_quote(last):
        first = last
    return (first, last) if first <= last else None


def is_broken(unit: Unit, first: int) -> bool:
    """Whether a clause cannot end with its first part: "If it rains," "In May,"."""
    low = unit.low(first)
    return low in PREPOSITIONS or low in SUBORDINATORS or low == "if"


def is_scene(unit: Unit, lead: Span) -> bool:
    """Whether a part before a cue only tells when or where: "In 2008, he complained"."""
    if not is_broken(unit, lead[0]) and not cues.is_adverb(unit, lead[0]):
        return False
    for at in range(lead[0], lead[1] + 1):
        low = unit.low(at)
        if unit.is_quote(at) and unit.low(at - 1) not in PREPOSITIONS:
            return False
        if low in BE or low in HAVE or low in MODALS - {"to"} or low in ("he", "she", "they", "we"):
            return False
        if low.endswith("ed") and len(low) > 4:
            return False
    return True


def after(unit: Unit, at: int, lead: Span) -> Span | None:
    """What goes on after "he said,": a quote, or the rest of a clause that was broken off."""
    if unit.is_quote(at):
        return at, endings.end_of(unit, at, None)
    if unit.low(at) not in (",", ":") or at + 1 >= len(unit.tokens):
        return None
    if unit.is_quote(at + 1):
        return at + 1, endings.end_of(unit, at + 1, None)
    low = unit.low(at + 1)
    if unit.low(at) != "," or unit.is_quote(lead[1]) or low in _OWN or low.endswith(("ing", "ed")):
        return None
    if low in PREPOSITIONS and not is_broken(unit, lead[0]):
        return None
    if endings.is_told_again(unit, at + 1):
        return None
    return at + 1, endings.end_of(unit, at + 1, None)


def settled(unit: Unit, cue: Cue, *, quoted: bool) -> int | None:
    """The place behind a cue and its times and places, if nothing that could be said stands there.

    `quoted`: a quote stands before, so that whatever follows is not said.
    """
    at = cue.last + 1
    for _ in range(4):
        low = unit.low(at)
        if at >= len(unit.tokens) or low in _SIGNS:
            return at
        if low in _SETTLES:
            return _next_sign(unit, at)
        if low in TIMES or low in LATE or NUMBER.match(low) or cues.is_adverb(unit, at):
            at += 1
            continue
        return _next_sign(unit, at) if quoted else None
    return at


def _next_sign(unit: Unit, at: int) -> int:
    while at < len(unit.tokens) and unit.low(at) not in (",", ":", "“"):
        at += 1
    return at


def quote_after(unit: Unit, at: int) -> Span | None:
    """The next quote of a sentence, if a comma or a colon leads to it."""
    while at < len(unit.tokens) and not unit.is_quote(at):
        if unit.low(at) in (".", ";", ")", "—", "--"):
            return None
        at += 1
    if at >= len(unit.tokens) or unit.low(at - 1) not in (",", ":"):
        return None
    return at, endings.end_of(unit, at, None)


def whole_subject(unit: Unit, cue: Cue, floor: int, names: Names) -> tuple[Span, Span] | None:
    """Of "The road is open, the regime that came to power in July announced.": all between comma and cue.

    What is said and who says it.
    """
    for comma in range(cue.first - 1, floor, -1):
        if unit.low(comma) == "," or unit.is_quote(comma):
            follows = unit.tokens[comma + 1]
            if follows.low not in DETERMINERS and not names.at(unit.paragraph, follows.start):
                return None
            speaker = speakers.after(unit, comma + 1, names)
            lead = before(unit, comma + 1, floor)
            if not lead or not speaker:
                return None
            return lead, (speaker[0], min(speaker[1], cue.first - 1))
    return None


def inverted(unit: Unit, cue: Cue, names: Names, floor: int) -> tuple[Span, list[Span]] | None:
    """Of "“Go,” said Diallo", "The convoy had left, said two witnesses." who says it, and what."""
    last = cue.first - 1
    follows = cue.last + 1
    if "q" not in cue.word.takes or cue.form not in ("past", "s") or last < 0:
        return None
    if not (unit.is_quote(last) or unit.low(last) == ",") or cue.word.lemma == "tell":
        return None
    if not _may_begin_subject(unit, follows):
        return None
    speaker = speakers.after(unit, follows, names)
    lead = before(unit, cue.first, floor)
    if speaker is None or lead is None:
        return None
    if not unit.is_quote(last) and not _is_said_plainly(unit, cue, lead, speaker, names):
        return None
    speaker = mentioned.by_name(unit, speaker, names)
    rest = quote_after(unit, speaker[1] + 1)
    if rest and unit.low(rest[0] - 1) == ":" and not unit.is_quote(last):
        # "In other words, explained the mayor: “No.”"
        return speaker, [rest]
    return speaker, [lead, rest] if rest else [lead]


def _may_begin_subject(unit: Unit, at: int) -> bool:
    if at >= len(unit.tokens) or unit.is_quote(at):
        return False
    low = unit.low(at)
    if low in ("that", "it") or low in TIMES or not (low[0].isalnum() or low[0] == "@"):
        return False
    if unit.tokens[at].text[0].isupper() or low in DETERMINERS or NUMBER.match(low):
        return True
    return low in _BEGINS_SUBJECT or not (is_broken(unit, at) or speakers.is_pronoun(low))


def _is_said_plainly(unit: Unit, cue: Cue, lead: Span, speaker: Span, names: Names) -> bool:
    """Whether words without marks before "said X" are said, and no subject of another's "said"."""
    if cue.word.lemma not in _PLAIN:
        return False
    if cue.word.lemma != "say" and not endings.has_verb(unit, lead[0]):
        return False
    follows = unit.low(speaker[1] + 1)
    ends = follows in ("", ".", ",", ";", ")", "who", "when", "while", "as", "after")
    if not ends and follows not in PREPOSITIONS and follows not in TIMES:
        return False
    return not _is_subject(unit, lead, names)


def _is_subject(unit: Unit, lead: Span, names: Names) -> bool:
    """Whether what stands before a comma is a subject: "Keita, an engineer,", of "said the road"."""
    comma = next((at for at in range(lead[0], lead[1]) if unit.low(at) == ","), None)
    if comma is None:
        held = names.at(unit.paragraph, unit.tokens[lead[1]].start)
        return held is not None and lead[1] - lead[0] < 5
    if comma == lead[0] or endings.has_verb(unit, lead[0]):
        return False
    if names.at(unit.paragraph, unit.tokens[comma - 1].start) is None:
        return False
    follows = unit.tokens[comma + 1]
    return (
        follows.low in DETERMINERS
        or follows.low in ("who", "which", "whose")
        or bool(NUMBER.match(follows.low))
        or follows.text.islower()
    )
