"""What happened, as one dispatch tells it: triggers, types, participants, place, time, modality, and who says so.

A list of triggers (`lexicon/triggers.tsv`) says which words may speak of an event and under what conditions;
shallow rules over the words of the sentence (`happenings/`) say who takes part. Where heads of the encoder have
read the text, their word on a doubtful trigger counts. Precision comes before recall: an event that nobody told
is worse than one left out.
"""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Protocol

from extraction import datelines, gazetteer, lexicon
from extraction.happenings import (
    circumstances,
    claims,
    grammar,
    modality,
    participants,
    triggers,
    words,
)
from extraction.happenings.joining import Group, Told, groups
from extraction.happenings.participants import Roster
from extraction.happenings.triggers import Hit
from extraction.happenings.words import Line, Token
from extraction.types import Annotations, Event, EventMention, Mention, Reference, Stretch, Timex

_DOUBTED = 0.12
"""Below this chance of being an event at all a trigger that needs its context is dropped."""
_REJECTED = 0.02
"""Below this any trigger of one word is dropped."""


_DATELINE_WITHIN = 3
"""Paragraphs from the first in which a dateline may stand."""


class Heads(Protocol):
    """What the encoder's heads say of one paragraph (see `extraction.recogniser`)."""

    def chance(self, start: int, end: int, name: str = ...) -> float:
        """The highest chance of any word in these characters to be the head of an event."""


def find(
    texts: Mapping[int, str] | Sequence[str],
    found: Annotations,
    timexes: Sequence[Timex] = (),
    heads: Mapping[int, Heads] | None = None,
    *,
    published: datetime.date | None = None,
) -> tuple[Event, ...]:
    """All events of a dispatch in the order in which they are first told.

    `texts`: its paragraphs by their numbers; `found`: their names and references. Never raises on text; time is
    linear in its length. What is told of a day after `published` is planned. Without `timexes` no event has a time, without `heads` the list of triggers alone decides.
    """
    if isinstance(published, datetime.datetime):
        published = published.date()
    numbered = texts if isinstance(texts, Mapping) else dict(enumerate(texts))
    lines = _lines(numbered, found, timexes or found.timexes)
    chances = _chances(heads)
    by_paragraph: dict[int, list[Reference]] = defaultdict(list)
    for reference in found.references:
        by_paragraph[reference.paragraph].append(reference)
    names = {chain.id: chain.head for chain in found.chains}
    rosters = {line.number: Roster(by_paragraph[line.number], names) for line in lines}
    claimed = {line.number: claims.find(line) for line in lines}
    told = [
        one
        for hit in _hits(lines, chances)
        if (one := _told(hit, rosters[hit.line.number], claimed[hit.line.number], heads, published))
        is not None
    ]
    return _events(
        groups(told, inside=lambda one, other: _lies_in(names.get(one, ""), names.get(other, "")))
    )


def _lines(texts: Mapping[int, str], found: Annotations, timexes: Sequence[Timex]) -> list[Line]:
    mentions: dict[int, list[Mention]] = defaultdict(list)
    for mention in found.mentions:
        mentions[mention.paragraph].append(mention)
    times: dict[int, list[Timex]] = defaultdict(list)
    for timex in timexes:
        times[timex.paragraph].append(timex)
    tied: dict[int, dict[int, str]] = defaultdict(dict)
    for reference in found.references:
        tied[reference.paragraph][reference.start] = reference.chain
    titles = {chain.id: chain.titles for chain in found.chains if chain.titles}
    return [
        words.line(
            number,
            text,
            mentions[number],
            times[number],
            triggers.nouns(),
            titles=titles,
            tied=tied[number],
            story_begins=_story_begins(text) if number < _DATELINE_WITHIN else 0,
        )
        for number, text in texts.items()
    ]


def _story_begins(text: str) -> int:
    """Where the story begins after a dateline: day and place of the report are none of its events'."""
    dateline = datelines.parse(text)
    return (
        dateline.end
        if dateline and (dateline.date or dateline.agency or dateline.place.isupper())
        else 0
    )


def _chances(heads: Mapping[int, Heads] | None) -> triggers.Chance | None:
    """What the encoder says of some characters of a paragraph, where it has read."""
    if not heads:
        return None

    def chance(paragraph: int, start: int, end: int) -> float:
        head = heads.get(paragraph)
        return head.chance(start, end) if head else 0.0

    return chance


def _hits(lines: Sequence[Line], chances: triggers.Chance | None) -> list[Hit]:
    """Triggers and named events, in order."""
    hits = triggers.find(lines, chances)
    for line in lines:
        for at, token in enumerate(line.tokens):
            if token.tag == "EVENT" and (entry := _named(token)):
                hits.append(Hit(line, at, at + 1, entry))
    order = {line.number: place for place, line in enumerate(lines)}
    return sorted(hits, key=lambda hit: (order[hit.line.number], hit.first))


def _named(token: Token) -> triggers.Entry | None:
    """What a named event is, by a word in its name; None for one of no type, such as a holiday."""
    name = f" {token.key} "
    for type_, keys in _name_types():
        if any(f" {key} " in name or (key == "cop" and name.startswith(" cop")) for key in keys):
            frame = "u" if type_ in ("disaster", "accident", "outbreak") else "i"
            return triggers.Entry(
                type_, "n", frame, token.key, (token.key,), (), frozenset(("named",))
            )
    return None


@cache
def _name_types() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (type_, tuple(lexicon.split(keys))) for type_, keys in lexicon.rows("eventnames.tsv")
    )


def _told(
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
    time = tokens[hit.first].timex or circumstances.time(hit)
    if how == "happened" and published and time and (time.earliest or time.latest or published) > published:
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
        (word for _, keys in _name_types() for word in keys if f" {word} " in f" {key} "), key
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


def _lies_in(one: str, other: str) -> bool:
    """Whether the first place lies in the second, a country: "Niamey" in "Niger"."""
    inner, outer = gazetteer.country_of(one), gazetteer.lookup(other)
    return bool(inner and outer and outer.of_state and outer.country == inner and one != other)


def _events(made: Sequence[Group]) -> tuple[Event, ...]:
    """Events with their ids, in order of their first mentions."""
    found = []
    for number, group in enumerate(made, start=1):
        best = max(group.members, key=_clearness)
        name = next((one.mention.text for one in group.members if one.named), "")
        found.append(
            Event(
                f"e{number}",
                group.type,
                best.mention.lemma,
                name,
                tuple(_with_event(one.mention, f"e{number}") for one in group.members),
            )
        )
    return tuple(found)


def _clearness(told: Told) -> tuple[bool, bool, float]:
    """Nouns with an article tell most clearly what an event is, the first of them best."""
    mention = told.mention
    return (
        told.definite or told.indefinite,
        mention.modality in ("happened", "ongoing"),
        mention.score,
    )


def _with_event(mention: EventMention, event: str) -> EventMention:
    return EventMention(
        mention.paragraph, mention.start, mention.end, mention.text, event, mention.type, mention.lemma,
        mention.modality, mention.phase, mention.participants, mention.time, mention.place, mention.claimed_by,
        mention.score,
    )  # fmt: skip
