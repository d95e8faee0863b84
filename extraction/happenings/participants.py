"""Who and what takes part in an event, in which role, by where they stand around its trigger."""

from collections.abc import Iterator

from extraction.happenings import classes, grammar, triggers
from extraction.happenings.aroundnouns import did_it, of_noun
from extraction.happenings.grammar import Phrase
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
                head.key in triggers.happenings() or head.tag == "NUM" and head.key[:1].isdigit()
            ):
                continue
            words = roster.stretch(hit.line, one)
            if words is None or any(a < words.end and words.start < b for a, b in found):
                continue
            if len(found) < _MOST:
                found[words.start, words.end] = Participant(role, words)
    return tuple(found.values())


def _phrases(hit: Hit) -> Iterator[tuple[str, Phrase]]:
    if hit.attribute is not None:
        yield "patient", hit.attribute
    elif hit.verb is not None:
        yield from _of_verb(hit)
    else:
        yield from of_noun(hit)


def _of_verb(hit: Hit) -> Iterator[tuple[str, Phrase]]:
    line, verb, type_, frame = hit.line, hit.verb, hit.entry.type, hit.entry.frame
    assert verb is not None
    tokens = line.tokens
    one = grammar.subject(line, verb)
    if type_ in ("crime", "killing") and tokens[verb.verb].form == "ing":
        one = did_it(hit) or one
    after = hit.after
    if verb.passive:
        if one is not None and not (
            type_ == "agreement" and "pact" in classes.of_phrase(line, one)
        ):
            yield (
                (
                    "agent"
                    if type_ in MOVES
                    else "topic"
                    if is_given(line, one, type_)
                    else "patient"
                ),
                one,
            )
    else:
        if one is not None and not is_event(line, one, type_):
            leaves = type_ == "expulsion" and tokens[verb.verb].lemma in _LEAVES
            role = "patient" if frame == "u" or leaves or type_ == "trial" else "agent"
            if type_ in SUFFERED and frame != "u":
                role = deadly(line, one)
            yield role, one
        direct = grammar.patient(line, verb, after)
        if direct is not None:
            if hit.entry.words[-1] == "from":
                yield "origin", direct
            elif type_ == "agreement" and "pact" in classes.of_phrase(line, direct):
                pass
            elif tokens[verb.verb].lemma in _LEAVES and type_ != "termination":
                if is_place(line, direct):
                    yield "origin", direct
            else:
                yield of_object(type_, frame, line, direct), direct
            after = max(after, direct.after)
    for preposition, phrase in grammar.prepositions(line, after):
        if tokens[phrase.head].tag == "TIME":
            continue
        if preposition == "by" and not (verb.passive and is_actor(line, phrase)):
            continue
        if preposition == "by" and type_ in SUFFERED:
            yield deadly(line, phrase), phrase
            continue
        if (
            preposition in ("of", "in", "at", "on", "over", "about")
            and type_
            not in (
                "charge",
                "verdict",
                "agreement",
                "negotiation",
                "meeting",
                "protest",
                "trial",
                "attack",
            )
            and not (preposition == "of" and after == hit.after and frame == "u")
        ):
            continue
        role = by_preposition(type_, preposition, False, frame)
        if role == "instrument" and not is_tool(line, phrase):
            continue
        if (
            role == "topic"
            and tokens[phrase.head].tag == "NAME"
            and preposition in ("in", "on", "at")
        ):
            continue
        if role in ("origin", "destination") and not is_place(line, phrase):
            continue
        yield role, phrase
