"""Which mentions of one dispatch speak of one event: "coup", "ousted", "the takeover".

Mentions are told apart first (another day, another place, another victim), and brought together only where
something speaks for it: what they share, the definite article, or a type of which a dispatch has one.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from extraction.types import EventMention, Timex

_MOSTLY_ONE = frozenset(
    (
        "coup",
        "withdrawal",
        "election",
        "ceasefire",
        "disaster",
        "outbreak",
        "expulsion",
        "recall",
        "invasion",
    )
)
"""Types of which a dispatch mostly speaks of one: nothing need speak for it, only nothing against it."""
_COURSES = frozenset(
    (
        "withdrawal",
        "negotiation",
        "invasion",
        "deployment",
        "clash",
        "protest",
        "displacement",
        "aid",
        "outbreak",
        "strike",
        "sanctions",
        "blockade",
    )
)
"""Types that last, so that another day does not make another event."""
_NEARBY = 4
"""Paragraphs back in which what "the attack" means stands."""


@dataclass(slots=True)
class Told:
    """A mention and how it is introduced."""

    mention: EventMention
    definite: bool
    """With "the", "this", "that" or an owner."""
    indefinite: bool
    """With "a", "another", or in the plural without an article."""
    named: bool = False
    sentence: tuple[int, int] = (0, 0)
    """Paragraph, and sentence in it."""


@dataclass(slots=True)
class Group:
    """Mentions of one event, in the order of the text."""

    type: str
    members: list[Told] = field(default_factory=list)

    @property
    def _looked_at(self) -> list[Told]:
        """The first and the last few mentions, so that time stays linear."""
        return self.members if len(self.members) < 24 else self.members[:8] + self.members[-16:]

    def roles(self, *roles: str) -> set[str]:
        return {
            key
            for one in self._looked_at
            for part in one.mention.participants
            if part.role in roles
            for key in _keys(part.words.chain, part.words.text)
        }

    @property
    def places(self) -> set[str]:
        return {
            one.mention.place.chain
            for one in self._looked_at
            if one.mention.place and one.mention.place.chain
        }

    @property
    def times(self) -> list[Timex]:
        return [one.mention.time for one in self._looked_at if one.mention.time]

    @property
    def lemmas(self) -> set[str]:
        return {one.mention.lemma for one in self._looked_at}


def _keys(chain: str, text: str) -> Iterable[str]:
    """What a participant can be known by again: its chain, or the last word of what is not named."""
    if chain:
        yield chain
    elif text:
        yield text.rsplit(maxsplit=1)[-1].lower().removesuffix("s")


def groups(told: Sequence[Told], *, inside: Callable[[str, str], bool]) -> list[Group]:
    """The events of a dispatch. `inside` tells whether one chain of a place may lie inside another's.

    A mention is compared with the last few events of its type only, so that time stays linear.
    """
    by_type: dict[str, list[Group]] = {}
    made: list[Group] = []
    for one in told:
        known = by_type.setdefault(one.mention.type, [])
        best, strength = None, 0
        for group in reversed(known[-12:]):
            found = _agreement(group, one, inside)
            if found > strength:
                best, strength = group, found
        if best is None:
            best = Group(one.mention.type)
            known.append(best)
            made.append(best)
        best.members.append(one)
    return made


_COARSE = frozenset(("year", "decade"))


def _agreement(group: Group, one: Told, inside: Callable[[str, str], bool]) -> int:
    """How much speaks for a mention being of an event; 0 or less where they are told apart."""
    mention = one.mention
    for_it, against = 0, 0
    place = mention.place.chain if mention.place else ""
    if place and group.places:
        if place in group.places or any(
            inside(place, other) or inside(other, place) for other in group.places
        ):
            for_it += 1
        elif group.type in (
            "withdrawal",
            "invasion",
            "clash",
            "displacement",
            "visit",
            "aid",
            "negotiation",
            "meeting",
        ):
            against += 1
        else:
            against += 3
    if mention.time and group.times:
        when = [_compared(mention.time, other) for other in group.times]
        if "same" in when:
            for_it += 1
        elif "apart" in when and "near" not in when:
            against += 1 if group.type in _COURSES else 3
    if (
        mention.time is not None
        and not group.times
        and mention.time.precision in _COARSE
        and not (place and place in group.places)
        and mention.lemma not in group.lemmas
    ):
        # "He took power himself in 2021": of what is news the day is known.
        against += 3
    alone = Group(mention.type, [one])
    for roles, weight in (
        (("patient",), 2),
        (("agent",), 1),
        (("topic", "recipient", "destination", "origin"), 1),
    ):
        ours, theirs = alone.roles(*roles), group.roles(*roles)
        if not ours or not theirs:
            continue
        if ours & theirs:
            for_it += weight
        elif _are_chains(ours) and _are_chains(theirs):
            against += weight if roles[0] != "topic" else 0
    # Who is active in one telling is what it was done to in another: "the withdrawal of troops".
    if alone.roles("agent", "patient") & group.roles("agent", "patient") and not for_it:
        for_it += 1
    last = group.members[-1].mention
    distance = mention.paragraph - last.paragraph
    if mention.lemma in group.lemmas:
        for_it += 1
    if one.definite and distance <= _NEARBY:
        for_it += 1
    if one.indefinite and group.type not in _MOSTLY_ONE:
        against += 1
    if group.type in _MOSTLY_ONE:
        for_it += 2
    if one.sentence == group.members[-1].sentence and group.type not in (
        "attack",
        "arrest",
        "contest",
    ):
        for_it += 1
    if mention.paragraph == last.paragraph and group.type not in ("attack", "arrest", "contest"):
        for_it += 1
    if {mention.modality, last.modality} == {"denied", "happened"} and distance > 1:
        against += 1
    if for_it < 2:
        return 0
    return for_it - against


def _are_chains(keys: set[str]) -> bool:
    return all(len(key) > 1 and key[0] == "c" and key[1:].isdigit() for key in keys)


def _compared(one: Timex, other: Timex) -> str:
    """ "same", "near" (one can lie in the other), "apart" or "" where it cannot be told."""
    if not (one.earliest and one.latest and other.earliest and other.latest):
        return "same" if one.value == other.value and one.value else ""
    if (one.earliest, one.latest) == (other.earliest, other.latest):
        return "same"
    if one.earliest <= other.latest and other.earliest <= one.latest:
        return "near"
    gap = max(one.earliest - other.latest, other.earliest - one.latest)
    return "near" if gap <= datetime.timedelta(days=1) else "apart"
