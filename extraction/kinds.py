"""One name, one kind: what all the mentions of a name in a dispatch say of it together."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from extraction import chunks, gazetteer, lexicon, named_events, people, titles
from extraction.proposals import Proposal, Read
from extraction.text import name_key
from extraction.tidying import surnames

_LEXICON = 6.0
"""What a known name weighs: more than any number of the recogniser's guesses."""
_CITY = 2.5
"""What the name of a city weighs that is no capital: a sure recogniser may know it as a team's."""
_SPELT_ALIKE = 3.0
"""What it weighs that a name is another spelling of a surname of the dispatch: "Bazoum" beside "Mohamed Bazum"."""
_TEAM = 0.7
"""How sure the recogniser must be that a city's name in a table of results is its team's."""
_SMALL_IN_TABLE = 0.35
_SHORT_BODY = 2.4
"""What it weighs that a name is part of a body's: "Beacon" beside "Deccan Beacon". A sure guess weighs more."""
_CALLED_A_BODY = 6.0
"""What it weighs that a word before a name says what it is: "the rights group Odhikar"."""
_GUESSES = 3.0
"""The most that the recogniser's guesses about one name weigh together."""

_PLACE_AFTER = re.compile(
    r"\s(?:province|region|district|state|county|city|town|village|border|crossing|river|lake|island|"
    r"airport|port|valley|peninsula|neighbou?rhood|suburb|refugee camp|camp|prison|beach|bridge)\b"
)
_WHAT_IT_IS = (
    r"(?:(?:port|capital|coastal|mountain|border|northern|southern|eastern|western|central) )?"
    r"(?:city|town|village|port|capital|province|region|district|state|island|valley|suburb|hamlet)"
)
_PLACE_BEFORE = re.compile(rf"\b{_WHAT_IT_IS} of\s$")
_PLACE_APPOSED = re.compile(rf",\s(?:a|the)\s{_WHAT_IT_IS}\b")
_DOER_BEFORE = re.compile(
    r"\b(?:led|headed|ruled|commanded|founded|chaired|signed|succeeded|replaced|married|daughter|son|brother|sister|"
    r"wife|husband|widow) (?:by|of|to)\s$"
)
_BODY_AFTER = re.compile(
    r"\s(?:newspaper|daily|weekly|magazine|news agency|website|party|television|broadcaster|airline|"
    r"militia|militants|movement|faction|group|company|conglomerate|foundation|trade union|football club)\b"
)
_BODY_BEFORE = re.compile(
    r"\b(?:newspaper|weekly|magazine|(?:news )?agency|website|party|broadcaster|airline|militia|movement|faction|group|"
    r"organi[sz]ation|watchdog|NGO|company|firm|giant|start-?up|conglomerate|foundation|union|club|platform|retailer|"
    r"carmaker|outlet)\s[\"“‘']?$"
)
# "Valencian government": an adjective of some place that the word lists lack.
_ADJECTIVE = re.compile(r"[A-Z]\w+(?:ian|ean|ese|ish|an|i)$")
_OWNED_AFTER = re.compile(
    r"\s(?:government|authorities|army|police|troops|forces|soldiers|president|officials|people|"
    r"capital|economy|opposition|parliament|coast|prime minister|foreign minister|citizens|nationals)\b"
)
_LISTED_BEFORE = re.compile(r"(?:,| and| or|, and)\s$")
_IN_BEFORE = re.compile(
    r"\b(?:in|In|near|Near|across|throughout|outside|inside|within|between|around|toward|towards)\s$"
)
_AGE_AFTER = re.compile(r",\s(?:aged\s)?\d{1,3}(?:,|\.|;|\s(?:and|who|years?)\b)|\s\(\d{2}\)")
_SPEAKS_AFTER = re.compile(
    r"\s(?:said|told|says|added|tweeted|replied|recalled|smiled|scored|married|died)\b"
)

_MANY = 8
"""Surnames of one sound that are looked at; more would make long lists of names slow."""

Votes = dict[str, float]


class Ballot:
    """The votes for every name of a dispatch, by its key."""

    def __init__(self, reads: Iterable[Read]) -> None:
        self.recount(reads)

    def recount(self, reads: Iterable[Read]) -> None:
        """Count again, after names were added."""
        self._votes: dict[str, Votes] = defaultdict(lambda: defaultdict(float))
        self._guesses: dict[str, Votes] = defaultdict(lambda: defaultdict(float))
        self._seen: dict[str, Votes] = defaultdict(lambda: defaultdict(float))
        self._surnames: set[str] = set()
        self._by_sound: dict[str, set[str]] = defaultdict(set)
        self._storms: set[str] = set()
        self.in_place: set[str] = set()
        for read in reads:
            self._last_place = -1
            for proposal in read.proposals:
                self._count(read, proposal)
        self._surnames = self._full_names()
        self._short_bodies = {
            short
            for key in list(self._votes)
            if " " in key and self._kind(key, surname=False) == "organisation"
            for short in _short_bodies(key)
        }
        for one in self._surnames:
            self._by_sound[people.sound(one)].add(one)

    def _count(self, read: Read, proposal: Proposal) -> None:
        key = name_key(read.surface(proposal))
        votes = self._votes[key]
        if proposal.seen:
            self._seen[key][proposal.seen_as] += proposal.seen
        for kind, weight in proposal.votes.items():
            if weight < 1.0:
                self._guesses[key][kind] += weight
            else:
                votes[kind] = max(votes[kind], weight) + min(votes[kind], weight) / 2
        text = read.text
        in_place = bool(_IN_BEFORE.search(text[max(0, proposal.start - 12) : proposal.start]))
        if in_place:
            self.in_place.add(key)
        elif self._goes_on(text, proposal.start) and "person" not in votes:
            # "near Tyre and Nabatieh": what goes on with a list of places is one.
            votes["place"] += 1.0
            in_place = True
        self._last_place = proposal.end if in_place else -1
        before = text[max(0, proposal.start - 40) : proposal.start]
        if _PLACE_BEFORE.search(before):
            votes["place"] += 3.0
        elif _DOER_BEFORE.search(before) and "person" in (*votes, *self._guesses[key]):
            votes["person"] += 1.0
        elif _BODY_BEFORE.search(before):
            votes["organisation"] += _CALLED_A_BODY
        after = text[proposal.end : proposal.end + 40]
        if _AGE_AFTER.match(after):
            votes["person"] += 2.0
        elif _SPEAKS_AFTER.match(after) and " " in key:
            votes["person"] += 0.5
        elif _PLACE_AFTER.match(after):
            votes["place"] += 1.5
        elif _PLACE_APPOSED.match(after):
            votes["place"] += 3.0
        elif _BODY_AFTER.match(after):
            votes["organisation"] += 1.5
        elif _OWNED_AFTER.match(after) and _is_adjective(read, proposal):
            votes["other"] += 2.0
        if "event" in proposal.votes and (storm := named_events.given_name(read.surface(proposal))):
            self._storms.add(name_key(storm))
        if proposal.entry and proposal.entry.kind != "demonym" and proposal.entry.certain:
            state = proposal.entry.of_state or proposal.entry.kind != "place"
            weight = _LEXICON if state else _CITY
            votes["known " + proposal.entry.kind] = weight

    def _goes_on(self, text: str, start: int) -> bool:
        last = self._last_place
        return 0 <= last < start and bool(_LISTED_BEFORE.fullmatch(text[last:start]))

    def _full_names(self) -> set[str]:
        """The surnames of the full names that are surely a person's."""
        return {
            surname
            for key in list(self._votes)
            if " " in key and self._kind(key, surname=False) == "person"
            for surname in surnames(key)
        }

    def is_family(self, surface: str, before: str) -> bool:
        """Whether a name, with the word before it, is a family and nobody in it: "the Kaczynskis"."""
        key = name_key(surface)
        if before.casefold() != "the" or " " in key or key[-1:] != "s" or key in self._surnames:
            return False
        known = key[:-1] in self._surnames or (key[-2:] == "es" and key[:-2] in self._surnames)
        return known or (self.kind(key) == "person" and not gazetteer.lookup(surface))

    def _is_spelling(self, key: str) -> bool:
        if " " in key or len(key) < 5 or key in self.in_place or gazetteer.lookup(key):
            return False
        alike = self._by_sound.get(people.sound(key), ())
        return len(alike) <= _MANY and any(people.are_spellings(one, key) for one in alike)

    def kind(self, key: str) -> str:
        """The kind of a name: one of the four, or "other" for what is not shown."""
        return self._kind(key, surname=True)

    def kind_here(self, read: Read, proposal: Proposal, key: str) -> str:
        """The kind of one mention: the name's, but in a table of results a city is its team.

        "CHICAGO 3 BOSTON 1" below "CHICAGO, Aug 30": the text says otherwise, and the recogniser sees it.
        """
        kind = self.kind(key)
        team = kind == "place" and proposal.seen_as == "organisation" and proposal.seen >= _TEAM
        return "organisation" if team and _is_table(read) else kind

    def _kind(self, key: str, *, surname: bool) -> str:
        tally = self._tally(key, surname=surname)
        if not tally:
            return "other"
        kind = max(sorted(tally), key=lambda kind: tally[kind])
        if is_shown(kind) and kind != "event" and self._is_something_else(key):
            return "event" if "event" in tally else "other"
        return kind

    def _is_something_else(self, key: str) -> bool:
        """Whether the recogniser takes a name for none of what is shown, and no list knows better.

        "Energy Efficiency Program", "the Jungle Satyagraha": capitals alone make no body and no place.
        """
        seen = self._seen.get(key, {})
        known = max(self._votes.get(key, {}).values(), default=0.0) >= _LEXICON
        return not known and 0.0 < seen.get("other", 0.0) >= sum(seen.values()) / 2

    def _tally(self, key: str, *, surname: bool) -> Votes:
        tally: Votes = defaultdict(float)
        guesses = self._guesses.get(key, {})
        scale = min(1.0, _GUESSES / (sum(guesses.values()) or 1.0))
        for kind, weight in guesses.items():
            tally[kind] += weight * scale
        for kind, weight in self._votes.get(key, {}).items():
            tally[kind.removeprefix("known ")] += weight
        if self._votes.get(key, {}).get("known place", 0.0) >= _LEXICON:
            # A state stays a place however often it acts: "the DRC signed", "Niamey announced".
            tally["place"] += tally["organisation"]
        if key in self._storms:
            tally["event"] += _LEXICON + 4.0
        if key.startswith(("san ", "santa ", "sao ")):
            tally["place"] += 1.0
        if surname and key in self._surnames and key not in self.in_place:
            # More than a known place weighs: "Michael Jordan ... Jordan" with no "in Jordan" about.
            # A place that no list knows is a guess, however often it was made: "Bouteflika".
            tally["person"] += _LEXICON + 3.0
            if not gazetteer.lookup(key) and not gazetteer.is_city(key):
                tally["person"] += tally["place"]
        elif surname and self._is_spelling(key):
            tally["person"] += _SPELT_ALIKE
        elif surname and key in self._short_bodies and not gazetteer.lookup(key):
            tally["organisation"] += _SHORT_BODY
        elif " " in key:
            # "Mercedes-Benz", "Lawrence of Arabia": not where all that was seen is another thing.
            if key.split(" ", 1)[0] in _given_names() and not _is_only_other(tally):
                tally["person"] += 1.5
        elif key in _given_names() and not _is_only_other(tally):
            tally["person"] += 1.0
        if _is_only_other(tally) and not gazetteer.lookup(key):
            return tally
        if key in self.in_place and gazetteer.is_city(key):
            tally["place"] += 3.0
        elif key in self.in_place and "person" not in self._votes.get(key, {}):
            tally["place"] += 0.8
        elif gazetteer.is_city(key):
            tally["place"] += 0.7
        return tally


def _is_only_other(tally: Votes) -> bool:
    return tally.get("other", 0.0) > 0 and set(tally) == {"other"}


def _is_table(read: Read) -> bool:
    """Whether few words are in small letters: results, standings, line-ups."""
    small = sum(word.text[0].islower() for word in read.words)
    return small <= _SMALL_IN_TABLE * len(read.words)


def _short_bodies(key: str) -> list[str]:
    """What a body may be called for short: "acme oil" of "acme oil ltd", "beacon" of "deccan beacon"."""
    parts = key.split()
    end = len(parts)
    while end > 1 and chunks.is_head_key(parts[end - 1]):
        end -= 1
    shorter = [" ".join(parts[:end])] if end < len(parts) else []
    return shorter + [part for part in parts[:end] if end == 2 and not chunks.is_head_key(part)]


def _is_adjective(read: Read, proposal: Proposal) -> bool:
    return not proposal.entry and bool(_ADJECTIVE.match(read.surface(proposal)))


@cache
def _given_names() -> frozenset[str]:
    return frozenset(name_key(name) for name in lexicon.words("givennames.txt"))


def is_shown(kind: str) -> bool:
    """Whether names of this kind become mentions."""
    return kind in ("person", "place", "organisation", "event")


def regnal(title: str, surface: str) -> bool:
    """Whether a title is part of the fullest form of a name: "Pope" of "Francis"."""
    return " " not in re.sub(r" [IVX]+$", "", surface) and titles.is_regnal(title)
