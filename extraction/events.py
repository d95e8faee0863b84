"""What happened, as one dispatch tells it: triggers, types, participants, place, time, modality, and who says so.

A list of triggers (`lexicon/triggers.tsv`) says which words may speak of an event and under what conditions;
shallow rules over the words of the sentence (`happenings/`) say who takes part. Where heads of the encoder have
read the text, their word on a doubtful trigger counts. Precision comes before recall: an event that nobody told
is worse than one left out.
"""

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence

from extraction import datelines, gazetteer
from extraction.happenings import claims, triggers, words
from extraction.happenings.joining import Group, Told, groups
from extraction.happenings.roster import Roster
from extraction.happenings.telling import Heads, name_types, told
from extraction.happenings.triggers import Hit
from extraction.happenings.words import Line, Token
from extraction.types import Annotations, Event, EventMention, Mention, Reference, Timex

__all__ = ["Heads", "find"]

_DATELINE_WITHIN = 3
"""Paragraphs from the first in which a dateline may stand."""


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
    mentions = [
        one
        for hit in _hits(lines, chances)
        if (
            one := told(
                hit,
                rosters[hit.line.number],
                claimed[hit.line.number][hit.tokens[hit.first].sentence],
                heads,
                published,
            )
        )
        is not None
    ]
    return _events(
        groups(
            mentions, inside=lambda one, other: _lies_in(names.get(one, ""), names.get(other, ""))
        )
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
    for type_, keys in name_types():
        if any(f" {key} " in name or (key == "cop" and name.startswith(" cop")) for key in keys):
            frame = "u" if type_ in ("disaster", "accident", "outbreak") else "i"
            return triggers.Entry(
                type_, "n", frame, token.key, (token.key,), (), frozenset(("named",))
            )
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
    return dataclasses.replace(mention, event=event)
