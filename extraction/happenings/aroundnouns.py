"""Who takes part in an event that a noun or a state tells, by where they stand around it."""

from collections.abc import Iterator

from extraction.happenings import classes, grammar
from extraction.happenings.grammar import Phrase
from extraction.happenings.rolelist import (
    MOVES,
    by_preposition,
    is_actor,
    is_measure,
    is_place,
    is_tool,
    of_modifier,
    owners,
)
from extraction.happenings.triggers import Hit
from extraction.happenings.words import NOMINAL

_CARRIES_OUT = frozenset(
    "stage carry launch conduct commit mount hold make undertake order impose sign lead begin start lift end suspend "
    "announce wage perpetrate mastermind host convene call pay complete open reach stage organise organize plot "
    "attempt win receive issue seek resume broker negotiate conclude start declare pursue cancel postpone delay".split()
)
"""Verbs whose subject is the agent of the event that is their object."""


_SUFFERS = frozenset("suffer survive face undergo sustain await receive escape".split())


_DRAWN_IN = frozenset(
    "accuse charge suspect convict sentence jail arrest detain try fine imprison hold indict investigate".split()
)
"""Verbs whose object is told to have done what follows: "sentenced him for embezzling"."""


def did_it(hit: Hit) -> Phrase | None:
    """Who did the crime that somebody is charged with, tried or sentenced for."""
    line, tokens = hit.line, hit.tokens
    begin, _ = line.bounds(hit.first)
    for at in range(hit.first - 1, max(begin, hit.first - 16) - 1, -1):
        if tokens[at].tag == "V" and tokens[at].lemma in _DRAWN_IN:
            return grammar.patient(line, grammar.group(line, at), at + 1)
        if tokens[at].tag in ("SUB", ";") or (
            tokens[at].tag == "V" and tokens[at].form in ("past", "present")
        ):
            return None
    return None


def of_noun(hit: Hit) -> Iterator[tuple[str, Phrase]]:
    line, type_, frame = hit.line, hit.entry.type, hit.entry.frame
    tokens = line.tokens
    begin, _ = line.bounds(hit.first)
    if hit.entry.part == "x":
        yield from _of_state(hit)
        return
    yield from _before_noun(hit, begin)
    seen: set[str] = set()
    for preposition, phrase in grammar.prepositions(line, hit.after):
        if tokens[phrase.head].tag == "TIME":
            continue
        if preposition == "by" and not is_actor(line, phrase):
            continue
        if preposition == "of" and "of" in seen:
            continue
        if preposition == "of" and not seen and is_measure(line, phrase):
            continue
        seen.add(preposition)
        role = by_preposition(type_, preposition, True, frame)
        if role == "topic" and "topic" in seen:
            continue
        if (
            role == "topic"
            and type_ in ("verdict", "charge", "trial")
            and "person" in classes.of_phrase(line, phrase)
        ):
            role = "patient"
        if (
            type_ == "election"
            and role == "agent"
            and "person" not in classes.of_phrase(line, phrase)
        ):
            continue
        seen.add(role)
        if role == "instrument" and not is_tool(line, phrase):
            continue
        if role in ("origin", "destination") and not is_place(line, phrase):
            continue
        if (
            role == "patient"
            and preposition in ("on", "at", "to", "in")
            and tokens[phrase.head].tag == "NUM"
        ):
            continue
        yield role, phrase
    if type_ in ("crime", "killing") and (one := did_it(hit)) is not None:
        yield "agent", one
    yield from _carried_out(hit, begin)


def _of_state(hit: Hit) -> Iterator[tuple[str, Phrase]]:
    """Who is in a state: "teachers are on strike", "31 people dead", "was sworn in by the judge"."""
    one = grammar.holder(hit.line, hit.first)
    if one is not None:
        yield ("agent" if hit.entry.frame == "i" else "patient"), one
    for key, phrase in grammar.prepositions(hit.line, hit.after, far=8):
        if key == "by" and is_actor(hit.line, phrase):
            yield "agent", phrase


def _before_noun(hit: Hit, begin: int) -> Iterator[tuple[str, Phrase]]:
    """Owners, adjectives of nationality and nouns before a noun: "Itte's arrest", "French troop withdrawal"."""
    line, type_, frame = hit.line, hit.entry.type, hit.entry.frame
    tokens = line.tokens
    whose = "agent" if frame == "i" or type_ in MOVES else "patient"
    at, steps = hit.first - 1, 0
    while at >= begin and steps < 8:
        token = tokens[at]
        if token.tag == "GEN":
            owner = grammar.phrase_left(line, at - 1) if at > begin else None
            if (
                owner is not None
                and type_ == "election"
                and "person" not in classes.of_phrase(line, owner)
            ):
                return
            if owner is not None and tokens[owner.head].tag != "TIME":
                yield owners(line, owner, type_, whose), owner
            return
        if token.tag == "OWN":
            yield whose, Phrase(at, at + 1, at)
            return
        if token.tag == "DEM":
            if type_ not in ("coup", "election", "disaster", "accident", "death", "protest"):
                yield (
                    ("agent" if type_ not in ("expulsion", "arrest", "release") else "patient"),
                    Phrase(at, at + 1, at),
                )
        elif token.tag == "NAME":
            mention = token.mention
            if mention is not None and mention.kind != "place":
                yield whose, Phrase(at, at + 1, at)
            elif type_ == "withdrawal" and mention is not None:
                yield "origin", Phrase(at, at + 1, at)
        elif token.tag == "N":
            role = of_modifier(token, type_, whose)
            if role:
                # "French troop withdrawal"
                first = at - (at > begin and tokens[at - 1].tag == "DEM")
                yield role, Phrase(first, at + 1, at)
                steps += at - first
                at = first
        elif token.tag not in ("ADJ", "NUM", "TIME", "EVENT"):
            return
        at -= 1
        steps += 1


def _carried_out(hit: Hit, begin: int) -> Iterator[tuple[str, Phrase]]:
    """Who carries out an event that is the object of a verb: "the junta ordered the expulsion", "held talks"."""
    line, tokens = hit.line, hit.tokens
    left = grammar.phrase_left(line, hit.after - 1)
    at = min(left.first if left else hit.first, hit.first) - 1
    particle = ""
    while at >= begin and tokens[at].tag in ("ADV", "PREP") and at > hit.first - 8:
        if tokens[at].tag == "PREP" and particle:
            return
        particle = tokens[at].key if tokens[at].tag == "PREP" else particle
        at -= 1
    if at < begin or tokens[at].tag != "V":
        yield from _passively(hit)
        return
    lemma = tokens[at].lemma
    if particle and not (
        particle == "out"
        or (lemma, particle)
        in (("call", "for"), ("embark", "on"), ("take", "in"), ("take", "part"))
    ):
        return
    if particle == "for":
        return
    verb = grammar.group(line, at)
    if verb.passive:
        return
    if lemma in _CARRIES_OUT or (lemma, particle) in (("embark", "on"), ("take", "in")):
        one = grammar.subject(line, verb)
        if one is not None and tokens[one.head].tag != "EVENT":
            role = "agent"
            if hit.entry.frame != "i" and lemma in (
                "announce",
                "call",
                "receive",
                "win",
                "begin",
                "start",
                "reach",
            ):
                role = "agent" if lemma in ("begin", "start") else ""
            if lemma == "announce":
                role = ""
            yield role, one
    elif lemma in _SUFFERS:
        one = grammar.subject(line, verb)
        if one is not None:
            yield "patient", one


def _passively(hit: Hit) -> Iterator[tuple[str, Phrase]]:
    """ "the attack was carried out by rebels", "the raid was staged by"."""
    line, tokens = hit.line, hit.tokens
    _, end = line.bounds(hit.first)
    for at in range(hit.after, min(end, hit.after + 10)):
        if tokens[at].tag in (",", "SUB", "REL", ";"):
            return
        if tokens[at].tag == "V":
            if tokens[at].lemma in _CARRIES_OUT and grammar.group(line, at).passive:
                for key, phrase in grammar.prepositions(line, at + 1, far=8):
                    if (
                        key == "by"
                        and is_actor(line, phrase)
                        and tokens[phrase.head].tag in NOMINAL
                    ):
                        yield "agent", phrase
            return
