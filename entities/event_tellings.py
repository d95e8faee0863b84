"""What is told of an event: in one place, in one dispatch, or in all dispatches taken together.

No database and no text is needed to compare two tellings, or to keep one: `stored` makes JSON of it
and `Telling.of` puts many together again.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from entities.event_times import Said, Time, agreed
from entities.event_words import lemma, rarity, story_words
from extraction import sentences
from extraction.gazetteer import country_name
from extraction.types import EventMention, Mention, Stretch

Vector = dict[str, float]
"""Lemmas with their weights, of length 1."""

# Words on either side of a trigger that say what it is about.
_BESIDE = 7
# What is kept of each, the weightiest.
_KEPT, _STORY_KEPT = 16, 40
# Times kept of one telling, and names of one role.
_TIMES, _PARTIES = 8, 12
# How rare a word is that tells people anything; "year" is below it.
_TELLING = 1.2
# Of a dispatch, the things named most that it is taken to be about.
_ABOUT = 3
_HEADS_LEFT_OUT = frozenset(
    "man woman people person other one group thing they them he him she her it its we who them those "
    "these some many which that".split()
)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a chain of names stands for. `key` tells it from all others; `country` is a place's."""

    key: str
    name: str
    kind: str
    country: str = ""


def vector(words: Iterable[str]) -> Vector:
    """Words by how often they stand there and how much each tells."""
    counts = Counter(words)
    return unit({word: (1 + math.log(n)) * rarity(word) for word, n in counts.items()})


def unit(weights: Mapping[str, float]) -> Vector:
    """The same direction with length 1; what weighs nothing is left out."""
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items() if weight} if length else {}


def likeness(one: Vector, two: Vector) -> float:
    """The cosine of two vectors, 0 to 1."""
    if len(two) < len(one):
        one, two = two, one
    return sum(weight * two[word] for word, weight in one.items() if word in two)


def common(one: Vector, two: Vector, most: int) -> list[str]:
    """The words that make two vectors alike, the weightiest first, without those that say little."""
    shared = {
        word: weight * two[word]
        for word, weight in one.items()
        if word in two and rarity(word) >= _TELLING
    }
    return sorted(shared, key=lambda word: (-shared[word], word))[:most]


@dataclass(slots=True)
class Telling:
    """What is told of one event.

    `lemmas` are its triggers'; `roles` has, by role, the things and unnamed words ("w:soldier") that
    take part, each with what it is called; `before`, `after` and `sentence` are words around the
    triggers, `story` those of the whole dispatch.
    """

    type: str = ""
    name: str = ""
    lemmas: Counter[str] = field(default_factory=Counter)
    said: list[Said] = field(default_factory=list)
    places: dict[str, Thing] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    """Codes with names: of the place, else those in the sentence and the one of the dispatch."""
    roles: dict[str, dict[str, str]] = field(default_factory=dict)
    before: Vector = field(default_factory=dict)
    after: Vector = field(default_factory=dict)
    sentence: Vector = field(default_factory=dict)
    story: Vector = field(default_factory=dict)
    phrase: frozenset[str] = frozenset()
    """Other words of a trigger of several: "guilty" of "plead guilty"."""
    dated: list[datetime.date] = field(default_factory=list)
    """The days of the dispatches that tell it."""
    dispatch: str = ""
    """Of which dispatch it is, where it is of one; `at` where in it."""
    at: int = 0
    about: tuple[str, ...] = ()
    """The keys of what the dispatch is about; not stored."""

    @property
    def time(self) -> Time:
        """When it was, as far as this tells."""
        return agreed([(each, 1) for each in self.said])

    @property
    def days(self) -> set[datetime.date]:
        """The days that it is said to have been on."""
        return {
            each.time.earliest
            for each in self.said
            if each.time.earliest is not None and each.time.earliest == each.time.latest
        }

    def stored(self) -> dict[str, Any]:
        """As JSON; what is empty is left out."""
        found = {
            "type": self.type,
            "name": self.name,
            "lemmas": dict(self.lemmas),
            "said": [_stored_said(each) for each in self.said[:_TIMES]],
            "places": {key: [of.name, of.kind, of.country] for key, of in self.places.items()},
            "countries": self.countries,
            "roles": {role: dict(list(of.items())[:_PARTIES]) for role, of in self.roles.items()},
            "before": _rounded(self.before, _KEPT),
            "after": _rounded(self.after, _KEPT),
            "sentence": _rounded(self.sentence, _KEPT),
            "story": _rounded(self.story, _STORY_KEPT),
            "dated": [day.isoformat() for day in self.dated[:1]],
        }
        return {key: value for key, value in found.items() if value}

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> Telling:
        """Several stored tellings of one event as one."""
        return together([_read(row) for row in rows])


def _stored_said(said: Said) -> list[str]:
    time = said.time
    return [
        said.modality,
        said.phase,
        time.earliest.isoformat() if time.earliest else "",
        time.latest.isoformat() if time.latest else "",
        time.edtf,
        time.precision,
    ]


def _rounded(words: Vector, most: int) -> Vector:
    best = sorted(words, key=lambda word: (-words[word], word))[:most]
    return {word: round(words[word], 3) for word in best}


def _read(row: Mapping[str, Any]) -> Telling:
    def day(text: str) -> datetime.date | None:
        return datetime.date.fromisoformat(text) if text else None

    return Telling(
        type=row.get("type", ""),
        name=row.get("name", ""),
        lemmas=Counter(row.get("lemmas", {})),
        said=[
            Said(modality, phase, Time(day(first), day(last), edtf, precision))
            for modality, phase, first, last, edtf, precision in row.get("said", ())
        ],
        places={key: Thing(key, *of) for key, of in row.get("places", {}).items()},
        countries=dict(row.get("countries", {})),
        roles={role: dict(of) for role, of in row.get("roles", {}).items()},
        before=dict(row.get("before", {})),
        after=dict(row.get("after", {})),
        sentence=dict(row.get("sentence", {})),
        story=dict(row.get("story", {})),
        dated=[datetime.date.fromisoformat(day) for day in row.get("dated", ())],
    )


def together(tellings: Sequence[Telling]) -> Telling:
    """All that several tellings say, in the order of their days; each counts the same."""
    if len(tellings) == 1:
        return tellings[0]
    found = Telling()
    types: Counter[str] = Counter(each.type for each in tellings if each.type)
    found.type = types.most_common(1)[0][0] if types else ""
    found.name = next((each.name for each in tellings if each.name), "")
    roles: dict[str, dict[str, str]] = defaultdict(dict)
    for each in tellings:
        found.lemmas += each.lemmas
        found.said += each.said
        found.places |= each.places
        found.countries |= each.countries
        found.dated += each.dated
        found.phrase |= each.phrase
        for role, of in each.roles.items():
            roles[role] |= of
    found.roles = dict(roles)
    found.before = _sum(each.before for each in tellings)
    found.after = _sum(each.after for each in tellings)
    found.sentence = _sum(each.sentence for each in tellings)
    found.story = _sum(each.story for each in tellings)
    dispatches = {each.dispatch for each in tellings}
    if len(dispatches) == 1:
        found.dispatch, found.at = tellings[0].dispatch, min(each.at for each in tellings)
        found.about = tellings[0].about
    return found


def _sum(vectors: Iterable[Vector]) -> Vector:
    total: Vector = defaultdict(float)
    for each in vectors:
        for word, weight in each.items():
            total[word] += weight
    return unit(total)


@dataclass(frozen=True, slots=True)
class Setting:
    """One dispatch, as far as what is told in it hangs on it.

    `things` are what its chains of names stand for, `names` who and what is named in each paragraph,
    by offset.
    """

    dispatch: str
    texts: Mapping[int, str]
    things: Mapping[str, Thing]
    names: Mapping[int, Sequence[tuple[int, Thing]]]
    story: Vector
    country: dict[str, str]
    """Of the one or two countries that it is mostly about, codes and names."""
    about: tuple[str, ...] = ()
    """The keys of what is named most in it."""
    dated: datetime.date | None = None


def setting(
    dispatch: str,
    texts: Mapping[int, str],
    things: Mapping[str, Thing],
    mentions: Iterable[Mention],
    *,
    dated: datetime.date | None = None,
) -> Setting:
    """Reads a dispatch's words once for all that is told in it."""
    names: dict[int, list[tuple[int, Thing]]] = defaultdict(list)
    countries: Counter[str] = Counter()
    often: Counter[str] = Counter()
    for mention in mentions:
        if mention.chain in things:
            thing = things[mention.chain]
            names[mention.paragraph].append((mention.start, thing))
            often[thing.key] += 1
            if thing.country:
                countries[thing.country] += 1
    ranked = sorted(countries, key=lambda code: (-countries[code], code))
    main = [code for code in ranked[:2] if 2 * countries[code] >= countries[ranked[0]]]
    return Setting(
        dispatch,
        texts,
        things,
        names,
        vector(word for text in texts.values() for word in story_words(text)),
        {code: country_name(code) or code for code in main},
        tuple(sorted(often, key=lambda key: (-often[key], key))[:_ABOUT]),
        dated,
    )


def tell(mention: EventMention, where: Setting, *, name: str = "") -> Telling:
    """What one mention tells, `name` being what the event is called, if anything."""
    text = where.texts[mention.paragraph]
    begins = _sentences(text)
    at = sentences.at(list(begins), mention.start)
    begin, end = begins[at], max((*begins, len(text))[at + 1], mention.end)
    before = story_words(text[begin : mention.start])
    after = story_words(text[mention.end : end])
    time = mention.time
    when = Time(time.earliest, time.latest, time.edtf, time.precision) if time else Time(None, None)
    roles: dict[str, dict[str, str]] = defaultdict(dict)
    for part in mention.participants:
        for key, called in _parties(part.words, where.things):
            roles[part.role].setdefault(key, called)
    places = {}
    if mention.place is not None and mention.place.chain in where.things:
        place = where.things[mention.place.chain]
        places[place.key] = place
    named = [
        thing for start, thing in where.names.get(mention.paragraph, ()) if begin <= start < end
    ]
    return Telling(
        type=mention.type,
        name=name,
        lemmas=Counter([mention.lemma]),
        said=[Said(mention.modality, mention.phase, when)],
        places=places,
        countries=_countries(places.values()) or _countries(named) | where.country,
        roles=dict(roles),
        before=vector(before[-_BESIDE:]),
        after=vector(after[:_BESIDE]),
        sentence=vector(before + after),
        story=where.story,
        dated=[where.dated] if where.dated else [],
        dispatch=where.dispatch,
        at=mention.paragraph,
        about=where.about,
    )


def _countries(things: Iterable[Thing]) -> dict[str, str]:
    return {
        each.country: country_name(each.country) or each.country for each in things if each.country
    }


@lru_cache(maxsize=256)
def _sentences(text: str) -> tuple[int, ...]:
    return tuple(sentences.starts(text))


def _parties(words: Stretch, things: Mapping[str, Thing]) -> list[tuple[str, str]]:
    """Who is meant: the thing, or the last word of those who have no name."""
    if words.chain in things:
        thing = things[words.chain]
        return [(thing.key, thing.name)]
    last = words.text.rsplit(None, 1)[-1:] if not words.chain else []
    head = lemma("".join(sign for sign in "".join(last) if sign.isalpha()))
    return [(f"w:{head}", words.text)] if len(head) > 2 and head not in _HEADS_LEFT_OUT else []
