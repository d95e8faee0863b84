"""Who and what takes part in an event, in which role, by where they stand around its trigger."""

from collections.abc import Iterator

from extraction.happenings import classes, grammar, triggers
from extraction.happenings.aroundnouns import did_it, of_noun
from extraction.happenings.grammar import Group, Phrase
from extraction.happenings.rolelist import (
    MOVES,
    SUFFERED,
    by_preposition,
    deadly,
    is_actor,
    is_event,
    is_given,
    is_place,
    is_tool,
    of_object,
)
from extraction.happenings.roster import Roster
from extraction.happenings.triggers import Hit
from extraction.types import Participant

_MOST = 8
"""Participants kept of one mention."""


_LEAVES = frozenset("leave depart flee quit exit escape vacate abandon".split())
"""Verbs whose object is where somebody goes from."""


_HOSTS = frozenset("host receive welcome".split())
"""Verbs whose object is who visits."""


def of(hit: Hit, roster: Roster) -> tuple[Participant, ...]:
    """The participants of one trigger, the surest first, each stretch once."""
    found: dict[tuple[int, int], Participant] = {}
    for role, phrase in _phrases(hit):
        if not role or hit.first <= phrase.head < hit.after:
            continue
        beside = [*grammar.coordinated(hit.line, phrase)]
        if phrase.after <= hit.first:
            beside += [*grammar.coordinated_left(hit.line, phrase)][1:]
        for one in beside:
            if hit.first <= one.head < hit.after:
                continue
            head = hit.line.tokens[one.head]
            if role == "agent" and (
                head.key in triggers.happenings() or (head.tag == "NUM" and head.key[:1].isdigit())
            ):
                continue
            words = roster.stretch(hit.line, one)
            if words is None or any(a < words.end and words.start < b for a, b in found):
                continue
            if len(found) < _MOST:
                of_it = _beside(role, hit, one) if len(beside) > 1 else role
                found[words.start, words.end] = Participant(of_it, words)
    return tuple(found.values())


def _beside(role: str, hit: Hit, one: Phrase) -> str:
    """The role of what is named beside another: equipment that leaves with its soldiers is moved by them."""
    if role != "agent" or hit.entry.type not in MOVES:
        return role
    return "patient" if "equipment" in classes.of_phrase(hit.line, one) else role


def _phrases(hit: Hit) -> Iterator[tuple[str, Phrase]]:
    if hit.attribute is not None:
        yield "patient", hit.attribute
    elif hit.verb is not None:
        yield from _of_verb(hit, hit.verb)
    else:
        yield from of_noun(hit)


def _of_verb(hit: Hit, verb: Group) -> Iterator[tuple[str, Phrase]]:
    line = hit.line
    one = grammar.subject(line, verb)
    if hit.entry.type in ("crime", "killing") and hit.tokens[verb.verb].form == "ing":
        one = did_it(hit) or one
    after = hit.after
    if verb.passive:
        if one is not None:
            yield _role_of_sufferer(hit, one), one
    else:
        if one is not None:
            yield _role_of_subject(hit, verb, one), one
        direct = grammar.patient(line, verb, after)
        if direct is not None:
            yield _role_of_direct(hit, verb, direct), direct
            after = max(after, direct.after)
    for preposition, phrase in grammar.prepositions(line, after):
        role = _role_after(hit, verb, preposition, phrase, at_once=after == hit.after)
        if role:
            yield role, phrase


def _role_of_sufferer(hit: Hit, one: Phrase) -> str:
    """The role of the subject of a passive; "" of the pact that is signed."""
    type_ = hit.entry.type
    if type_ == "agreement" and "pact" in classes.of_phrase(hit.line, one):
        return ""
    if type_ in MOVES:
        return "agent"
    return "topic" if is_given(hit.line, one, type_) else "patient"


def _role_of_subject(hit: Hit, verb: Group, one: Phrase) -> str:
    type_, frame = hit.entry.type, hit.entry.frame
    if is_event(hit.line, one, type_):
        return ""
    leaves = type_ == "expulsion" and hit.tokens[verb.verb].lemma in _LEAVES
    if frame == "u" or leaves or type_ == "trial":
        return "patient"
    return deadly(hit.line, one) if type_ in SUFFERED else "agent"


def _role_of_direct(hit: Hit, verb: Group, direct: Phrase) -> str:
    """The role of an object; "" of a pact that is signed, and of what is left that is no place."""
    type_ = hit.entry.type
    if hit.entry.words[-1] == "from":
        return "origin"
    if type_ == "visit" and hit.tokens[verb.verb].lemma in _HOSTS:
        return "patient"
    if type_ == "agreement" and "pact" in classes.of_phrase(hit.line, direct):
        return ""
    if hit.tokens[verb.verb].lemma in _LEAVES and type_ != "termination":
        return "origin" if is_place(hit.line, direct) else ""
    return of_object(type_, hit.entry.frame, hit.line, direct)


def _role_after(hit: Hit, verb: Group, preposition: str, phrase: Phrase, *, at_once: bool) -> str:
    """The role of what follows a preposition; "" of what takes no part. `at_once`: there is no object."""
    line, type_ = hit.line, hit.entry.type
    head = line.tokens[phrase.head]
    if head.tag == "TIME":
        return ""
    if preposition == "by":
        if not verb.passive or not is_actor(line, phrase):
            return ""
        return deadly(line, phrase) if type_ in SUFFERED else "agent"
    died_of = preposition == "of" and at_once and hit.entry.frame == "u"
    if preposition in _MOSTLY_WHERE and type_ not in _SPOKEN_ABOUT and not died_of:
        return ""
    role = by_preposition(type_, preposition, False, hit.entry.frame)
    if role == "instrument" and not is_tool(line, phrase):
        return ""
    if role == "topic" and head.tag == "NAME" and preposition in ("in", "on", "at"):
        return ""
    if role in ("origin", "destination") and not is_place(line, phrase):
        return ""
    return role


_MOSTLY_WHERE = frozenset(("of", "in", "at", "on", "over", "about"))
_SPOKEN_ABOUT = frozenset(
    "charge verdict agreement negotiation meeting protest trial attack".split()
)
"""Types of which such a preposition tells the topic, or the target."""
