"""What a cue of a sentence says is whose: its subject, whom it is told, and where the words said begin and end."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extraction import complements, cues, endings, leads, mentioned, speakers, subjects
from extraction.clauses import Unit
from extraction.cues import Cue
from extraction.mentioned import Names, Span
from extraction.smallwords import DETERMINERS, PREPOSITIONS, QUESTIONS

_LINKS = {"t": "that", "i": "to", "o": "of", "f": "for", "p": "on", "a": "about"}
_NOBODY = frozenset(("nobody", "none"))
_OWNERS = frozenset("his her their its my our".split())
_NEAR = 4
"""Words before a noun within which its owner stands."""
_LAST = 6
"""Attributions before one in its sentence that are looked at."""


@dataclass(slots=True)
class Attribution:
    """One cue resolved in its sentence. `content` are spans of tokens, in order; empty where it stands elsewhere."""

    unit: Unit
    cue: Cue
    speaker: Span | None
    content: list[Span] = field(default_factory=list)
    addressee: Span | None = None
    reaches: bool = False
    """What is said follows in a sentence or a paragraph of its own."""
    is_aim: bool = False
    """Somebody does something in order to say it: "rallied to demand their release"."""
    of_thing: bool = False
    """What is said is a thing's name only: "the violence", of "denounced the violence"."""


def resolve(unit: Unit, names: Names) -> list[Attribution]:
    """The attributions of one sentence, in order. What a cue says inside what another says is left out."""
    found: list[Attribution] = []
    reached = -1
    for cue in cues.find(unit):
        if cue.first <= reached and any(
            first <= cue.first <= last for one in found[-_LAST:] for first, last in _said(one)
        ):
            continue
        one = _resolved(unit, cue, names, found)
        if one and one.speaker and unit.low(one.speaker[0]) in _NOBODY:
            continue
        if one and (one.content or one.reaches):
            found.append(one)
            reached = max(reached, *(last for _, last in one.content), 0)
    return found


def _said(one: Attribution) -> Sequence[Span]:
    """What somebody says; whatever is only thought, or is a thing, may hold more."""
    return () if one.cue.word.kind != "speech" or one.of_thing else one.content


def _resolved(
    unit: Unit, cue: Cue, names: Names, found: Sequence[Attribution]
) -> Attribution | None:
    if cue.form == "per":
        return _per(unit, cue, names)
    if cue.form == "noun":
        return _noun(unit, cue, names)
    if cue.form == "past" and cue.first == 0:
        # "Asked whether he would go, he laughed": somebody asked it.
        asked = cue.word.lemma == "ask" and unit.low(1) in QUESTIONS
        return Attribution(unit, cue, None, [(1, endings.to_comma(unit, 1))]) if asked else None
    if cue.form == "passive":
        return None
    turned = leads.inverted(unit, cue, names, _floor(found, cue.first))
    if turned:
        return Attribution(unit, cue, *turned)
    return _straight(unit, cue, names, found)


def _straight(
    unit: Unit, cue: Cue, names: Names, found: Sequence[Attribution]
) -> Attribution | None:
    """A cue with its subject before it."""
    last = found[-1].speaker if found else None
    subject = subjects.of_cue(unit, cue, names, last)
    if subject is None and cue.word.kind != "speech":
        return None
    led = subject[0] if subject and subject[0] < cue.first else cue.first
    one = Attribution(unit, cue, subject and mentioned.by_name(unit, subject, names))
    if subject and subject[0] > cue.first:
        one.speaker = subject
    shared = bool(found) and last in (subject, one.speaker) and found[-1].cue.first > led
    quoted = led > 0 and not shared and subjects.is_speech(unit, led - 1)
    if not quoted and not shared:
        lifted = subjects.after_quote(unit, cue, led, names)
        if lifted:
            led, quoted = lifted[0], True
            one.speaker = mentioned.by_name(unit, lifted, names)
    if not quoted:
        begin, one.addressee = complements.begin_of(unit, cue, names)
        if begin is not None:
            return _with_complement(one, begin)
    if cue.word.takes & {"q", "b"}:
        _with_lead(one, led, quoted=quoted, names=names, found=found)
    return one


def _with_complement(one: Attribution, begin: int) -> Attribution | None:
    one.of_thing = endings.is_narrow(one.unit, begin, one.cue)
    if one.of_thing and one.cue.form == "ing" and "N" not in one.cue.word.takes:
        # "supporters backing Touré"
        return None
    one.is_aim = one.of_thing and one.cue.form == "base" and one.unit.low(one.cue.first - 1) == "to"
    one.content = [(begin, endings.end_of(one.unit, begin, one.cue))]
    if endings.is_empty(one.unit, one.content[0]) or _only_names(one, begin):
        return None
    return one


def _only_names(one: Attribution, begin: int) -> bool:
    """ "a network called Twitter", "a body that called itself the Council"."""
    if one.cue.word.lemma != "call":
        return False
    if one.unit.low(begin) in ("itself", "himself", "herself", "themselves"):
        return True
    said = one.unit.tokens[begin : one.content[0][1] + 1]
    return all(token.text[0].isupper() for token in said if token.low not in PREPOSITIONS)


def _with_lead(
    one: Attribution, led: int, *, quoted: bool, names: Names, found: Sequence[Attribution]
) -> None:
    """Give a cue what stands before its subject, and what goes on behind it."""
    unit, cue = one.unit, one.cue
    lead = leads.before(unit, led, _floor(found, led))
    at = leads.settled(unit, cue, quoted=quoted)
    ends = at is not None and (at >= len(unit.tokens) - 1 or endings.is_told_again(unit, at + 1))
    if lead is None and ends and one.speaker:
        whole = leads.whole_subject(unit, cue, _floor(found, cue.first), names)
        if whole:
            lead, one.speaker = whole
    if lead and at is not None:
        rest = leads.after(unit, at, lead)
        if rest is None and leads.is_scene(unit, lead):
            return
        one.content = [lead, rest] if rest else [lead]
        if "a" in cue.word.takes and quoted:
            one.addressee = speakers.after(unit, cue.last + 1, names)
    elif not lead and one.speaker:
        after = unit.tokens[cue.last + 1 :]
        short = len(after) <= _NEAR and "q" in cue.word.takes
        one.reaches = not after or after[-1].low == ":" or short


def _floor(found: Sequence[Attribution], before: int) -> int:
    """The first token that no attribution reaches that ends before a place."""
    reaches = (_reach(one) for one in found[-_LAST:] if _said(one))
    return max((reach for reach in reaches if reach < before), default=-1) + 1


def _reach(one: Attribution) -> int:
    spans = [*one.content, (one.cue.first, one.cue.last)]
    return max(last for _, last in (*spans, one.speaker or spans[0]))


def _per(unit: Unit, cue: Cue, names: Names) -> Attribution | None:
    """ "according to X": what stands before it, or after its comma where it opens the sentence."""
    end = cue.last + 1
    final = len(unit.tokens) - 1
    while end <= final and unit.low(end) not in (",", ";", ":", "“", "—", "–"):
        if unit.low(end) == "." and end == final:
            break
        end += 1
    if end == cue.last + 1:
        return None
    speaker = speakers.after(unit, cue.last + 1, names) or (cue.last + 1, end - 1)
    one = Attribution(unit, cue, mentioned.by_name(unit, speaker, names))
    goes_on = unit.low(end) == "," and end < final
    if cue.first <= 1 or unit.low(cue.first - 1) in ("but", "and", ":", ";"):
        if goes_on:
            one.content = [(end + 1, endings.end_of(unit, end + 1, None))]
        return one
    last = cue.first - 1
    broken_off = unit.low(last) == ","
    last -= broken_off
    first = 0
    while first < last and unit.low(first) in ("but", "and", ","):
        first += 1
    one.content = [(first, last)]
    if goes_on and broken_off and leads.is_broken(unit, first):
        one.content.append((end + 1, endings.end_of(unit, end + 1, None)))
    return one


def _noun(unit: Unit, cue: Cue, names: Names) -> Attribution | None:
    """ "his refusal to go", "the army's claim that": with whoever owns the noun."""
    at = cue.last + 1
    link = unit.low(at)
    owner = _owner(unit, cue.first, names)
    if owner is None or link not in {_LINKS.get(code) for code in cue.word.takes}:
        return None
    end = endings.end_of(unit, at, None)
    for n in range(at + 1, end):
        listed = unit.low(n) in ("and", ",") and unit.low(n + 1) in (*_OWNERS, "the", "a")
        if link != "that" and listed:
            return Attribution(unit, cue, owner, [(at, n - 1)])
    return Attribution(unit, cue, owner, [(at, end)])


def _owner(unit: Unit, noun: int, names: Names) -> Span | None:
    for at in range(noun - 1, max(-1, noun - _NEAR), -1):
        low = unit.low(at)
        if low in ("'s", "'", "’"):
            return speakers.phrase_before(unit, at - 1, names)
        if low in _OWNERS:
            return at, at
        if low in DETERMINERS or low in PREPOSITIONS or not low.isalpha():
            return None
    return None
