"""Who is who within a dispatch: full names, their spellings, and the surnames that refer back to them."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from extraction import genders
from extraction.text import name_key
from extraction.tidying import PARTICLES

_MANY = 8
"""So many candidates are never told apart; looking at more would make long lists of names slow."""
_LONG = 8
"""Words of a name within which the inner ones are looked at: "María Consuelo Porras Argueta"."""
_ALIKE = 0.8
"""Likeness (difflib) from which two spellings are one name: bazum/bazoum .91, hassan/hussein .62."""

_SUFFIXES = frozenset(("jr", "sr", "junior", "senior", "filho", "ii", "iii", "iv"))


@dataclass(slots=True, eq=False)
class Person:
    """One person of the dispatch. `keys`: every form of the name, the words of the fullest first."""

    words: tuple[str, ...]
    keys: list[str]
    titles: set[str] = field(default_factory=set)

    @property
    def suffix(self) -> str:
        return self.words[-1] if self.words[-1] in _SUFFIXES else ""

    @property
    def gender(self) -> str:
        return genders.by_titles(self.titles) or genders.by_name(" ".join(self.words))

    @property
    def core(self) -> tuple[str, ...]:
        """The words without "Jr"."""
        return self.words[:-1] if self.suffix and len(self.words) > 2 else self.words


def resolve(named: Iterable[tuple[str, str]]) -> list[Person]:
    """The person that each (name, title) refers to, in the order given; one object for one person.

    A surname alone is tied only if exactly one full name fits, or titles tell which; otherwise it stays
    a person of its own. Linear in the number of names.
    """
    listed = [(name_key(name), title) for name, title in named]
    full = _full_names(listed)
    index = _Index(dict.fromkeys(full.values()))
    alone: dict[str, dict[str, Person]] = defaultdict(dict)
    resolved: dict[tuple[str, str], Person] = {}
    people = []
    for key, title in listed:
        person = full.get(key) or resolved.get((key, title))
        if person is None:
            person = index.refer(key, title) or _by_itself(alone[key], key, title)
            resolved[key, title] = person
            if key not in person.keys:
                person.keys.append(key)
        if title:
            person.titles.add(title.casefold().rstrip("."))
        people.append(person)
    return people


def _by_itself(known: dict[str, Person], key: str, title: str) -> Person:
    """The person of a lone name: Mr Smith and Mrs Smith are two, and "Smith" is the only one there is."""
    gender = genders.by_titles({title})
    if gender not in known and len(known) == 1 and (not gender or "" in known):
        known[gender] = next(iter(known.values()))
    return known.setdefault(gender, Person((*key.split(),), [key]))


def _full_names(listed: list[tuple[str, str]]) -> dict[str, Person]:
    """Names of two words or more, those that are forms of one name brought together."""
    people: dict[str, Person] = {}
    given: dict[str, set[str]] = defaultdict(set)
    for key, title in listed:
        if len(_without_suffix(key)) > 1:
            person = people.setdefault(key, Person((*key.split(),), [key]))
            if title:
                person.titles.add(title.casefold().rstrip("."))
            given[person.words[0]].add(key)
    # The longest first, so that short forms find the fullest.
    order = sorted(people, key=lambda key: (-len(people[key].words), -len(key)))
    index = _Index(())
    for key in order:
        person = people[key]
        same = index.fuller(person)
        if same is None:
            index.add(person)
        else:
            same.keys.append(key)
            same.titles |= person.titles
            index.add_ends(same, key)
            people[key] = same
    return people


class _Index:
    """People by the shorter forms that may stand for them."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_ends: dict[str, list[Person]] = defaultdict(list)
        self._by_inner: dict[str, list[Person]] = defaultdict(list)
        self._by_first: dict[str, list[Person]] = defaultdict(list)
        self._by_outer: dict[tuple[str, str], list[Person]] = defaultdict(list)
        self._by_sound: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            self.add(person)

    def add(self, person: Person) -> None:
        core = person.core
        for key in person.keys:
            self.add_ends(person, key)
        self._by_first[core[0]].append(person)
        for inner in core[1:-1]:
            self._by_inner[inner].append(person)
        for at in range(1, min(len(core), _LONG) - 2):
            for end in range(at + 2, min(len(core), _LONG)):
                self._by_inner[" ".join(core[at:end])].append(person)
        for at in range(2, len(core)):
            self._by_first[" ".join(core[:at])].append(person)
        for first in {core[0], core[0][0]}:
            self._by_outer[first, core[-1]].append(person)
        self._by_sound[core[0] + " " + sound(core[-1])].append(person)
        self._by_sound[sound(core[0]) + "  " + core[-1]].append(person)
        self._by_sound[sound(core[-1])].append(person)

    def add_ends(self, person: Person, key: str) -> None:
        """Let the last words of one form of a name stand for the person."""
        form = key.split()
        if form[-1] in _SUFFIXES:
            form.pop()
        for at in range(1, len(form)):
            self._by_ends[_plain(" ".join(form[at:]))].append(person)

    def fuller(self, person: Person) -> Person | None:
        """The one known person of whom a full name is another form."""
        core = person.core
        outer = [
            one
            for one in self._by_outer[core[0], core[-1]][: _MANY + 1]
            if _middles_fit(one, person)
        ]
        candidates = outer or [
            one
            for one in (
                *self._by_first[" ".join(core)],
                *self._by_ends[_plain(" ".join(core))],
                *self._by_inner[" ".join(core)],
            )
            if _suffixes_fit(one, person)
        ]
        if not candidates:
            candidates = [one for one in self._spelt_alike(person) if _middles_fit(one, person)]
        candidates = list(dict.fromkeys(candidates))
        return candidates[0] if len(candidates) == 1 else None

    def _spelt_alike(self, person: Person) -> list[Person]:
        first, last = person.core[0], person.core[-1]
        by_surname = self._by_sound[first + " " + sound(last)][:_MANY]
        by_given = self._by_sound[sound(first) + "  " + last][:_MANY]
        return [one for one in by_surname if are_spellings(one.core[-1], last)] + [
            one for one in by_given if are_spellings(one.core[0], first)
        ]

    def refer(self, key: str, title: str) -> Person | None:
        """The one person whom a part of a name stands for."""
        # "Villareal Jr.": the one of that surname who goes by it.
        bare = " ".join(_without_suffix(key))
        suffix = key.removeprefix(bare).strip()
        plain = _plain(bare)
        candidates = list(dict.fromkeys(self._by_ends.get(plain, ())))
        if suffix:
            candidates = [one for one in candidates if one.suffix == suffix]
        if not candidates:
            candidates = list(dict.fromkeys(self._by_first.get(key) or self._by_inner.get(key, [])))
        if not candidates:
            alike = self._by_sound.get(sound(key), ())[: _MANY + 1]
            candidates = [one for one in alike if are_spellings(one.core[-1], key)]
        if len(candidates) == 1:
            return None if _contradict(candidates[0], title) else candidates[0]
        if 1 < len(candidates) <= _MANY and title:
            return _told_apart(candidates, title.casefold().rstrip("."))
        return None


def _told_apart(candidates: list[Person], title: str) -> Person | None:
    """The only candidate who goes by a title, or the only one whom it does not rule out."""
    if title not in ("mr", "mrs", "ms", "dr"):
        titled = [one for one in candidates if title in one.titles]
        if len(titled) == 1:
            return titled[0]
    gender = genders.by_titles({title})
    told = [one for one in candidates if one.gender == gender != ""]
    left = [one for one in candidates if not _contradict(one, title)]
    sure = told if len(told) == 1 else left if gender else []
    return sure[0] if len(sure) == 1 else None


def _contradict(person: Person, title: str) -> bool:
    return {person.gender, genders.by_titles({title})} == {"he", "she"}


def _middles_fit(fuller: Person, shorter: Person) -> bool:
    """Whether the names between first and last do not speak against each other: "W." and none, not "H. W."."""
    if not _suffixes_fit(fuller, shorter):
        return False
    one = [word for word in fuller.core[1:-1] if word not in PARTICLES]
    two = [word for word in shorter.core[1:-1] if word not in PARTICLES]
    return not two or (
        len(two) <= len(one) and all(a.startswith(b) for a, b in zip(one, two, strict=False))
    )


def _suffixes_fit(one: Person, two: Person) -> bool:
    """ "John Smith" beside "John Smith Jr." is his father."""
    return one.suffix == two.suffix


def _without_suffix(key: str) -> list[str]:
    parts = key.split()
    return parts[:-1] if len(parts) > 1 and parts[-1] in _SUFFIXES else parts


def _plain(key: str) -> str:
    """Arabic articles alike: "el sisi" and "al sisi"; "sisi" itself is found by its own end."""
    return re.sub(r"\b(?:el|ul)\b", "al", key)


def are_spellings(one: str, two: str) -> bool:
    """Whether two words may be one name written twice: Bazum and Bazoum, not Mario and Maria."""
    if one == two:
        return True
    if min(len(one), len(two)) < 4 or (
        one[-1] in "aoe" and two[-1] in "aoe" and one[-1] != two[-1]
    ):
        return False
    return difflib.SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE


_SOUNDS = str.maketrans(
    {"q": "k", "c": "k", "g": "k", "z": "s", "v": "f", "w": "f", "y": "", "h": ""}
)


def sound(word: str) -> str:
    """What is left of a word across transliterations: "bazoum" and "bazum" -> "bsm"."""
    plain = (
        word.replace("tch", "t")
        .replace("ph", "f")
        .replace("dj", "j")
        .replace("ou", "u")
        .replace("kh", "k")
    )
    heard = re.sub(r"[aeiou]", "", plain.translate(_SOUNDS))
    return re.sub(r"(.)\1+", r"\1", heard)
