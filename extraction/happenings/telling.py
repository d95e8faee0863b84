"""One trigger with all that is told of it: who, where, when, how real, who says so, how sure."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Protocol

from extraction import lexicon
from extraction.happenings import circumstances, claims, grammar, modality, participants
from extraction.happenings.joining import Told
from extraction.happenings.roster import Roster
from extraction.happenings.triggers import Hit
from extraction.types import EventMention, Stretch, Timex

_DOUBTED = 0.12
"""Below this chance of being an event at all a trigger that needs its context is dropped."""


_REJECTED = 0.02
"""Below this any trigger of one word is dropped."""


class Heads(Protocol):
    """What the encoder's heads say of one paragraph (see `extraction.recogniser`)."""

    def chance(self, start: int, end: int, name: str = ...) -> float:
        """The highest chance of any word in these characters to be the head of an event."""


@cache
def name_types() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (type_, tuple(lexicon.split(keys))) for type_, keys in lexicon.rows("eventnames.tsv")
    )


def told(
    hit: Hit,
    roster: Roster,
    claimed: Sequence[claims.Claim],
    heads: Mapping[int, Heads] | None,
    published: datetime.date | None,
) -> Told | None:
    """One trigger with all that is said of it, or None where it is no event after all."""
    tokens = hit.tokens
    start, end = tokens[hit.first].start, tokens[hit.after - 1].end
    named = "named" in hit.entry.flags
    score = _score(hit, start, end, heads)
    if score is None:
        return None
    how, phase = modality.of(hit)
    parts = participants.of(hit, roster)
    place = circumstances.place(hit)
    own = tokens[hit.first].timex
    time = _on_its_day(own) if own else circumstances.time(hit)
    if (
        how == "happened"
        and published
        and time
        and (time.earliest or time.latest or published) > published
    ):
        if _is_close(hit, time):
            how = "planned"
        else:
            # What is to be then is something else in the sentence.
            time = None
    definite, indefinite = _introduced(hit)
    if {"weak", "habit"} & hit.entry.flags and not (
        parts or place or time or definite or _is_one(hit)
    ):
        return None
    mention = EventMention(
        paragraph=hit.line.number,
        start=start,
        end=end,
        text=hit.line.text[start:end],
        event="",
        type=hit.entry.type,
        lemma=_lemma(hit),
        modality=how,
        phase=phase,
        participants=parts,
        time=time,
        place=place,
        claimed_by=_claimed_by(hit, claimed, roster),
        score=score,
    )
    sentence = (hit.line.number, tokens[hit.first].sentence)
    return Told(mention, definite, indefinite, named, sentence)


def _on_its_day(own: Timex) -> Timex:
    """The day in an event's name is its own: "since the July 26 coup" tells nothing of later days."""
    if own.earliest is None or own.latest is not None or own.precision != "day":
        return own
    return dataclasses.replace(own, latest=own.earliest, edtf=own.edtf.removesuffix("/.."))


_SCHEDULED = frozenset(
    "meeting election visit contest launch trial appointment negotiation strike protest verdict award".split()
)
"""Types that have their day in advance."""


_CLOSE = 30
"""Characters between a trigger and a day that surely is its own."""


def _is_close(hit: Hit, time: Timex) -> bool:
    if hit.entry.type not in _SCHEDULED or not hit.is_noun:
        return False
    end = hit.tokens[hit.after - 1].end
    return "," not in hit.line.text[end : time.start] and 0 <= time.start - end <= _CLOSE


def _lemma(hit: Hit) -> str:
    if "named" not in hit.entry.flags:
        return hit.entry.lemma
    key = hit.tokens[hit.first].key
    return next(
        (word for _, keys in name_types() for word in keys if f" {word} " in f" {key} "), key
    )


def _score(hit: Hit, start: int, end: int, heads: Mapping[int, Heads] | None) -> float | None:
    """How sure a trigger is, from 0 to 1; None where the encoder is sure that it is none."""
    named = "named" in hit.entry.flags
    base = 0.98 if named else 0.9 if hit.entry.is_sure else 0.8
    if "weak" in hit.entry.flags:
        base = 0.6
    seen = heads.get(hit.line.number) if heads else None
    if seen is None or named:
        return base
    chance = seen.chance(start, end)
    if chance < (_REJECTED if hit.entry.is_sure else _DOUBTED):
        return None
    return round((base + chance) / 2, 3)


_DEFINITE = frozenset("the this that these those his her its their".split())


_INDEFINITE = frozenset(
    "a an another some several many two three four five other more new fresh further any".split()
)


def _introduced(hit: Hit) -> tuple[bool, bool]:
    """Whether a noun comes as something known, or as something new."""
    if not hit.is_noun or "named" in hit.entry.flags:
        return False, False
    tokens = hit.tokens
    begin, _ = hit.line.bounds(hit.first)
    for at in range(hit.first - 1, max(begin, hit.first - 7) - 1, -1):
        token = tokens[at]
        if token.tag == "GEN":
            return True, False
        if token.key in _DEFINITE:
            return True, False
        if token.key in _INDEFINITE:
            return False, True
        if token.tag not in ("ADJ", "N", "DEM", "NAME", "NUM", "TIME"):
            break
    return False, tokens[hit.after - 1].key.endswith("s") and hit.entry.part == "n"


def _is_one(hit: Hit) -> bool:
    """Whether an article or a number says that a certain one is meant, or some: "a crash", "two deaths"."""
    tokens = hit.tokens
    begin, _ = hit.line.bounds(hit.first)
    before = tokens[hit.first - 1] if hit.first > begin else None
    left = grammar.phrase_left(hit.line, hit.after - 1)
    return (
        hit.verb is not None
        or (
            left is not None
            and any(
                one.tag in ("DET", "NUM", "GEN", "DEM", "NAME", "TIME")
                for one in tokens[left.first : hit.first]
            )
        )
        or (before is not None and before.tag == "NUM")
    )


def _claimed_by(hit: Hit, claimed: Sequence[claims.Claim], roster: Roster) -> Stretch | None:
    for claim in claimed:
        if (
            claim.first <= hit.first < claim.after
            and not claim.who.first <= hit.first < claim.who.after
        ):
            return roster.stretch(hit.line, claim.who)
    return None
