"""What stands for a thing of the dispatch without naming it: "the ministry", "the French president", "she", a handle.

Only what is certain: a role that exactly one person of the dispatch has, a body's common noun where
exactly one body bears it, a handle that is a person's or body's own name. All else is left alone.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extraction import gazetteer, genders, pronouns, titles
from extraction.text import name_key
from extraction.types import Annotations, Chain, Mention, Reference

_HANDLE = re.compile(r"(?<![\w@.])@(\w{2,30})\b(?!\.\w)")
_ROLE = re.compile(
    r"\b[Tt]he (?P<role>(?:[^\W\d_]+ )?(?:[^\W\d_]+ )?(?:[^\W\d_]+[ -])?(?P<last>[^\W\d_]+))\b"
)
# Not "the party", "the army", "the company": as often another, which is named without the word.
_SHORT = re.compile(
    r"\b[Tt]he (?P<noun>ministry|department|court|commission|committee|council|bank|agency|authority|university|"
    r"federation|association|institute|bloc)\b"
)
_SAID_IN_CAPITALS = {"bloc": ("union", "community", "alliance")}
_GOES_ON = re.compile(r"(?: (?:of|for)\b|[-’'](?!s\b)\w| [A-Z]\w)")
_OF_ITS_OWN = re.compile(
    r" (?:of|for|elections?|race|post|palace|candidates?|nominee|seat|terms?|role|position|an?)\b|-"
)
"""After a role: another's, or nobody's ("the governor election", "gives the president a ten-year term")."""
_RECENT = 3
"""Paragraphs back to which whoever is meant must have been named."""
_LOOSE_ROLES = frozenset(
    "wife husband son daughter widow widower father mother brother sister leader director chief founder activist "
    "analyst economist journalist reporter writer author lawyer candidate officer deputy manager editor actor singer "
    "spokesman spokeswoman spokesperson lawmaker historian photographer correspondent mp player striker captain "
    "defender midfielder coordinator mr mrs ms miss dr sir lord lady professor".split()
)
"""Roles that too many have who are not named, or that nobody is called by alone."""
_LONGER = {
    "gen": "general",
    "col": "colonel",
    "sen": "senator",
    "gov": "governor",
    "pm": "prime minister",
}


def tie(texts: Mapping[int, str], found: Annotations) -> tuple[Reference, ...]:
    """All references of a dispatch in the order of the text. `texts`: paragraphs by their numbers.

    Linear in the length of the text.
    """
    by_paragraph: dict[int, list[Mention]] = defaultdict(list)
    for mention in found.mentions:
        by_paragraph[mention.paragraph].append(mention)
    chains = {chain.id: chain for chain in found.chains}
    named: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for mention in found.mentions:
        named[mention.chain].append((mention.paragraph, mention.start))
    places = {mention.chain: chains[mention.chain].head for mention in found.mentions}
    roles, nouns, handles = _Roles(found.chains), _nouns(found.chains), _handles(found.chains)
    people = {chain.id: chain for chain in found.chains if chain.kind == "person"}
    sex = {
        chain.id: genders.by_titles(chain.titles) or genders.by_name(chain.head)
        for chain in people.values()
    }
    called = {
        chain.id: frozenset(word for title in chain.titles for word in title.split())
        for chain in people.values()
    }
    references: list[Reference] = []
    before: list[Mention] = []
    for number, text in texts.items():
        mentions = by_paragraph[number]
        here = [
            *_tied_handles(number, text, handles),
            *_tied_roles(number, text, mentions, roles, named, places),
            *_tied_nouns(number, text, mentions, nouns, named),
        ]
        here += [
            Reference(number, one.start, one.end, text[one.start : one.end], one.chain, "pronoun")
            for one in pronouns.tie(text, mentions, sex, called, before)
        ]
        before = pronouns.last_named(text, mentions)
        references += sorted(here, key=lambda one: one.start)
    return tuple(references)


class _Roles:
    """The people of a dispatch by the titles they go by."""

    def __init__(self, chains: Sequence[Chain]) -> None:
        self._by_title: dict[str, dict[str, None]] = defaultdict(dict)
        self._of: dict[tuple[str, str], set[str]] = defaultdict(set)
        for chain in chains:
            if chain.kind != "person":
                continue
            for said in chain.titles:
                title = _LONGER.get(said, said)
                self._by_title[title][chain.id] = None
                last = title.split()[-1]
                if last in ("minister", "secretary") and title != f"prime {last}":
                    self._by_title[last][chain.id] = None
            for role in chain.roles:
                for place in _places_in(role):
                    self._of[chain.id, _title_in(role, chain.titles)].add(place)

    def only(self, title: str, place: str) -> str:
        """The chain of the one person with a title, unless theirs is of another place; else ""."""
        holders = self._by_title.get(title, {})
        if len(holders) != 1:
            # Of two presidents, the one who is told to be that country's.
            holders = {one: None for one in holders if place and place in self._of[one, title]}
        if len(holders) != 1:
            return ""
        holder = next(iter(holders))
        of = self._of.get((holder, title), set())
        return "" if place and of and place not in of else holder


def _title_in(role: str, known: Sequence[str]) -> str:
    folded = role.casefold()
    return next((title for title in sorted(known, key=len, reverse=True) if title in folded), "")


def _places_in(role: str) -> Iterator[str]:
    """The places that a role as written is of: "president of Niger", "Niger's ousted president"."""
    parts = re.findall(r"[^\W\d_][\w-]*", role)
    for at in range(len(parts)):
        for size in (3, 2, 1):
            entry = gazetteer.lookup(" ".join(parts[at : at + size]))
            if entry and entry.kind == "place":
                yield entry.name
            elif entry and entry.kind == "demonym":
                yield from entry.claims


def _tied_roles(
    number: int,
    text: str,
    mentions: list[Mention],
    roles: _Roles,
    named: Mapping[str, list[tuple[int, int]]],
    heads: Mapping[str, str],
) -> Iterator[Reference]:
    starts = [one.start for one in mentions]
    for match in _ROLE.finditer(text):
        found = _role_of(match["role"])
        if found is None:
            continue
        title, place, words = found
        if title in _LOOSE_ROLES or title.startswith(("former", "ex-")):
            continue
        start = match.start("role")
        end = start + len(words)
        if _OF_ITS_OWN.match(text, end) or _beside_a_person(text, mentions, starts, start, end):
            continue
        held = bisect_left(starts, start)
        if place and held < len(mentions) and mentions[held].start == start:
            # What the dispatch decided "Nigerian" means.
            place = heads[mentions[held].chain]
        chain = roles.only(title, place)
        if chain and _is_recent(named[chain], number, start):
            yield Reference(number, start, end, text[start:end], chain, "role")


def _is_recent(named: list[tuple[int, int]], paragraph: int, start: int) -> bool:
    """Whether a chain is named before a place in the text, and not long before."""
    at = bisect_left(named, (paragraph, start)) - 1
    return at >= 0 and paragraph - named[at][0] <= _RECENT


def _role_of(words: str) -> tuple[str, str, str] | None:
    """Title, place and the words of both at the start of some words: "French president said" -> president, France."""
    parts = words.split(" ")
    place, at = "", 0
    for size in (2, 1):
        entry = gazetteer.lookup(" ".join(parts[:size])) if parts[0][0].isupper() else None
        if entry and entry.kind == "demonym":
            place, at = entry.claims[0], size
            break
    for size in range(min(3, len(parts) - at), 0, -1):
        title = " ".join(parts[at : at + size])
        if title.islower() and titles.is_title(title):
            return title, place, " ".join(parts[: at + size])
    return None


def _beside_a_person(
    text: str, mentions: list[Mention], starts: list[int], start: int, end: int
) -> bool:
    """Whether the person of a role is named directly beside it: "Macron, the French president,"."""
    after = bisect_left(starts, end)
    if after < len(mentions) and mentions[after].kind == "person":
        gap = text[end : mentions[after].start]
        if len(gap) < 30 and (gap in (" ", ", ") or re.fullmatch(r"(?: \w+){0,2},? ", gap)):
            return True
    before = bisect_left(starts, start) - 1
    while before >= 0 and mentions[before].start >= start - 60:
        if mentions[before].kind == "person":
            return text[mentions[before].end : start] in (", the ", ", The ", ", ")
        before -= 1
    # Any other capital after it is a name that was not seen.
    return bool(re.match(r",? [A-Z]", text[end : end + 3])) and text[end : end + 1] != ","


def _nouns(chains: Sequence[Chain]) -> dict[str, list[str]]:
    """The chains of bodies by the common nouns in their names."""
    nouns: dict[str, list[str]] = defaultdict(list)
    for chain in chains:
        if chain.kind == "organisation":
            words = {word for name in chain.names for word in name_key(name).split()}
            if entry := gazetteer.lookup(chain.head):
                words.update(name_key(entry.name).split())
            for word in words:
                nouns[word].append(chain.id)
    return nouns


def _tied_nouns(
    number: int,
    text: str,
    mentions: list[Mention],
    nouns: Mapping[str, list[str]],
    named: Mapping[str, list[tuple[int, int]]],
) -> Iterator[Reference]:
    for match in _SHORT.finditer(text):
        noun = match["noun"]
        bearers = {
            chain for word in _SAID_IN_CAPITALS.get(noun, (noun,)) for chain in nouns.get(word, ())
        }
        if len(bearers) != 1 or _GOES_ON.match(text, match.end()):
            continue
        chain = bearers.pop()
        start, end = match.span("noun")
        if _is_recent(named[chain], number, start):
            yield Reference(number, start, end, noun, chain, "short")


def _handles(chains: Sequence[Chain]) -> dict[str, str]:
    """Chains by their names written together: "emmanuelmacron"."""
    handles: dict[str, str] = {}
    shared: set[str] = set()
    for chain in chains:
        if chain.kind in ("person", "organisation"):
            for name in chain.names:
                together = name_key(name).replace(" ", "")
                if handles.setdefault(together, chain.id) != chain.id:
                    shared.add(together)
    return {key: chain for key, chain in handles.items() if key not in shared}


def _tied_handles(number: int, text: str, handles: Mapping[str, str]) -> Iterator[Reference]:
    for match in _HANDLE.finditer(text):
        chain = handles.get(name_key(match[1]).replace(" ", ""))
        if chain:
            yield Reference(number, match.start(), match.end(), match[0], chain, "handle")
