"""The list of triggers (`lexicon/triggers.tsv`), read once: what each word can mean, and under what conditions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extraction import inflections, lexicon
from extraction.tokens import fold


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list, of one word or phrase."""

    type: str
    part: str
    frame: str
    lemma: str
    words: tuple[str, ...]
    conditions: tuple[tuple[str, tuple[str, ...]], ...]
    flags: frozenset[str]

    @property
    def is_sure(self) -> bool:
        """Whether nothing beside the word need be looked at."""
        return not self.conditions and "weak" not in self.flags


@cache
def nouns() -> frozenset[str]:
    """Single words that are triggers as nouns, in singular and plural."""
    return frozenset(
        form
        for entry in entries()
        if entry.part == "n" and len(entry.words) == 1
        for form in (entry.words[0], inflections.plural(entry.words[0]))
    ) | frozenset(
        "reports report claims plans states forces moves calls votes talks demands orders warnings risk risks cost costs "
        "increase increases rise rises start return returns place places point points process project projects rate "
        "rates result results sign signs stage step steps supply supplies support target targets threat trade value "
        "view views work works hope hopes fear fears help share shares study studies stress surge surprise survey "
        "attempt attempts award awards benefit benefits budget cause causes change changes check checks contact "
        "control controls cover debate debates design effect effort exchange experience export exports film "
        "force function guide impact import imports influence interest issue issues judge judges lack limit limits "
        "link links loss mark measure measures offer offers pressure price profit profits promise question questions "
        "race range record records release request requests research response review rights rule rules search "
        "sentence service shift show shows spark stock tax term terms test tests transport travel trials trust turn "
        "update use vehicle volunteer volunteers wave weapons witness witnesses wonder wound".split()
    )


@cache
def happenings() -> frozenset[str]:
    """Nouns that are always something that happens, and never do anything: "coup", "quake"."""
    return frozenset(
        form
        for entry in entries()
        if entry.part == "n"
        and len(entry.words) == 1
        and not any(name in ("dispatch", "near") for name, _ in entry.conditions)
        for form in (entry.words[-1], inflections.plural(entry.words[-1]))
    ) - frozenset("demonstrators process convention assembly court terror".split()) | {"d'etat"}


@cache
def entries() -> tuple[Entry, ...]:
    """All words and phrases of the list, in its order."""
    found: list[Entry] = []
    for type_, part, frame, conditions, words in lexicon.rows("triggers.tsv"):
        flags: list[str] = []
        asked: list[tuple[str, tuple[str, ...]]] = []
        for one in filter(None, (one.strip() for one in conditions.split(";"))):
            name, equals, values = one.partition("=")
            if name == "dest":
                asked.append((name, ()))
            elif equals:
                asked.append((name, tuple(lexicon.split(values.replace(",", "|")))))
            else:
                flags.append(name)
        found += [
            Entry(
                type_,
                part,
                frame or "t",
                phrase,
                tuple(fold(phrase).split()),
                tuple(asked),
                frozenset(flags),
            )
            for phrase in lexicon.split(words)
        ]
    return tuple(found)


Candidate = tuple[tuple[str, ...], bool, Entry]
"""An entry with its words as they may stand, and whether these are a plural."""


Index = Mapping[str, tuple[Candidate, ...]]


@cache
def indices() -> tuple[Index, Index]:
    """Nouns and set phrases by their first word, verbs by the base of theirs: words, whether plural, entry."""
    fixed: dict[str, list[tuple[tuple[str, ...], bool, Entry]]] = defaultdict(list)
    verbs: dict[str, list[tuple[tuple[str, ...], bool, Entry]]] = defaultdict(list)
    for entry in entries():
        if entry.part == "v":
            verbs[entry.words[0]].append((entry.words, False, entry))
            continue
        fixed[entry.words[0]].append((entry.words, False, entry))
        if entry.part == "n":
            plural = tuple(fold(inflections.plural(entry.lemma)).split())
            if plural != entry.words:
                fixed[plural[0]].append((plural, True, entry))
    longest = {
        first: tuple(sorted(some, key=lambda one: -len(one[0]))) for first, some in fixed.items()
    }
    return longest, {
        first: tuple(sorted(some, key=lambda one: -len(one[0]))) for first, some in verbs.items()
    }


@cache
def types_of() -> dict[tuple[str, str], frozenset[str]]:
    """The types of each trigger of one word, by part of speech."""
    types: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries():
        types[entry.part, entry.words[0]].add(entry.type)
    return {key: frozenset(found) for key, found in types.items()}
