"""What one dispatch says of each of its chains: roles, he or she, countries spoken of beside it.

Read from the words around the mentions, by word lists and commas; kept with the decision
(Resolution.traits), so that resolving anew reads no text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from extraction import gazetteer as words_of_places
from extraction.types import Chain, Mention

_FILE = Path(__file__).parent / "lexicon" / "roles.tsv"
# Characters looked at on either side of a mention, and countries kept of a chain.
_AROUND = 90
COUNTRIES_KEPT = 3
_HE = re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_HE_TITLES = frozenset("mr sir king prince lord father brother husband son sheikh emir".split())
_SHE_TITLES = frozenset(
    "mrs ms miss mme madame queen princess lady sister mother wife daughter dame".split()
)
# "Anna Smith, the mayor of Leeds, ..." and "Anna Smith, 34, a nurse": what stands behind a name.
_BEHIND = re.compile(
    r"^\s*(?:\([^)]{0,40}\)\s*)?,?\s*(?:who is |is |was |\d{1,3},\s*)?(?:an?|the|his|her|their|former|then|its)\b([^.;:!?,]{3,60})"
)
_BEFORE_COMMA = re.compile(
    r"\b(?:the|its|his|her|their|a|an|said|says)\s+([^.;:!?,]{3,60}), $", re.IGNORECASE
)
_BEHIND_BARE = re.compile(r"^,\s*(?:\d{1,3},\s*)?([^.;:!?,]{3,60})[,.;]")


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a chain, or of all chains of an entity together.

    `countries` are ISO codes, `roles` words such as "goalkeeper", `walks` the walks of life they
    belong to; each with how often.
    """

    names: tuple[str, ...] = ()
    roles: Counter[str] = field(default_factory=Counter)
    walks: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    geoname: int | None = None

    def stored(self) -> dict[str, Any]:
        return {
            "names": list(self.names),
            "roles": dict(self.roles),
            "genders": dict(self.genders),
            "countries": dict(self.countries.most_common(COUNTRIES_KEPT)),
            **({"geoname": self.geoname} if self.geoname else {}),
        }

    @classmethod
    def of(cls, stored: Iterable[Mapping[str, Any]]) -> "Traits":
        """Several chains' traits as one."""
        names: dict[str, None] = {}
        roles: Counter[str] = Counter()
        genders: Counter[str] = Counter()
        countries: Counter[str] = Counter()
        geonames: Counter[int] = Counter()
        for one in stored:
            names |= dict.fromkeys(one.get("names", ()))
            roles.update(one.get("roles", {}))
            genders.update(one.get("genders", {}))
            countries.update(dict.fromkeys(one.get("countries", {}), 1))
            if one.get("geoname"):
                geonames[one["geoname"]] += 1
        place = geonames.most_common(1)[0][0] if geonames else None
        return cls(tuple(names), roles, walks_of(roles), genders, countries, place)


def walks_of(roles: Iterable[str]) -> Counter[str]:
    return Counter(_roles()[role] for role in roles if role in _roles())


def read(
    chains: Sequence[Chain],
    mentions: Sequence[Mention],
    texts: Sequence[str],
    countries: Mapping[str, Sequence[str]],
) -> dict[str, Traits]:
    """The traits of each chain by its id; `countries` gives the ISO codes of chains of places.

    Linear in the mentions.
    """
    beside: dict[int, Counter[str]] = {}
    everywhere: Counter[str] = Counter()
    for mention in mentions:
        for code in countries.get(mention.chain, ()):
            beside.setdefault(mention.paragraph, Counter())[code] += 1
            everywhere[code] += 1
    of_chain: dict[str, list[Mention]] = {}
    for mention in mentions:
        of_chain.setdefault(mention.chain, []).append(mention)
    return {
        chain.id: _traits(chain, of_chain.get(chain.id, []), texts, beside, everywhere, countries)
        for chain in chains
    }


def _traits(
    chain: Chain,
    mentions: Sequence[Mention],
    texts: Sequence[str],
    beside: Mapping[int, Counter[str]],
    everywhere: Counter[str],
    countries: Mapping[str, Sequence[str]],
) -> Traits:
    roles: Counter[str] = Counter()
    genders: Counter[str] = Counter()
    near: Counter[str] = Counter()
    if chain.kind == "place":
        near.update(countries.get(chain.id, ()))
    else:
        for mention in mentions:
            near += beside.get(mention.paragraph, Counter())
            if chain.kind == "person":
                _read_person(texts[mention.paragraph], mention, roles, genders)
    for title in (*chain.titles, *chain.roles):
        roles.update(dict.fromkeys(_roles_in(title), 1))
        for word in title.split():
            genders["he"] += word in _HE_TITLES
            genders["she"] += word in _SHE_TITLES
    return Traits(
        names=tuple(dict.fromkeys((chain.head, *chain.names))),
        roles=roles,
        walks=walks_of(roles),
        genders=+genders,
        countries=Counter(dict((near or everywhere).most_common(COUNTRIES_KEPT))),
    )


def _read_person(text: str, mention: Mention, roles: Counter[str], genders: Counter[str]) -> None:
    before = text[max(0, mention.start - _AROUND) : mention.start]
    # What ends the sentence, or another name's clause, ends what is said of this one.
    before = re.split(r"[.;:!?]\s|,\s", before)[-1][-60:]
    behind = text[mention.end : mention.end + _AROUND]
    # Right before the name: "Nigerian striker Ade Obi", "Prime Minister Ann Lee", "Mr Lee".
    last_words = before.split()[-5:]
    roles.update(dict.fromkeys(_roles_at_end(" ".join(last_words)), 1))
    titled = last_words[-1].strip(".").lower() if last_words else ""
    genders["he"] += titled in _HE_TITLES
    genders["she"] += titled in _SHE_TITLES
    # "the envoy of Kenya, Grace Mwangi,": the role stands in the clause before the comma.
    led = _BEFORE_COMMA.search(text[max(0, mention.start - _AROUND) : mention.start])
    if led and not last_words:
        for role in _roles_in(led[1])[:1]:
            if re.match(
                rf"(?:\w+ ){{0,2}}{re.escape(role)}(?: (?:of|for|in|at|to)\b|$)",
                led[1],
                re.IGNORECASE,
            ):
                roles[role] += 1
    clause = _BEHIND.match(behind) or _BEHIND_BARE.match(behind)
    if clause:
        roles.update(dict.fromkeys(_roles_in(clause[1])[:1], 1))
    # The next "he" or "she" is mostly of whoever was named last.
    following = text[mention.end : mention.end + _AROUND]
    he, she = _HE.search(following), _SHE.search(following)
    other = re.search(r"(?<=[a-z,] )[A-Z][a-z]+", following)
    for word, found in (("he", he), ("she", she)):
        if found and (other is None or found.start() < other.start()):
            genders[word] += 1


def _roles_at_end(words: str) -> list[str]:
    """The role that ends right before a name: "Nigerian international striker" -> ["striker"]."""
    parts = re.findall(r"[\w\-]+", words.lower())
    for size in (3, 2, 1):
        phrase = " ".join(parts[-size:])
        if len(parts) >= size and phrase in _roles():
            return [phrase]
    return []


def _roles_in(clause: str) -> list[str]:
    """Every role a clause names, in its order, the longest first where they overlap."""
    parts = re.findall(r"[\w\-]+", clause.lower())
    found, at = [], 0
    while at < len(parts):
        for size in (3, 2, 1):
            phrase = " ".join(parts[at : at + size])
            if phrase in _roles():
                found.append(phrase)
                at += size - 1
                break
        at += 1
    return found


@cache
def _roles() -> dict[str, str]:
    found = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            walk, roles = line.split("\t")
            found.update(dict.fromkeys(roles.split("|"), walk))
    return found


def is_demonym(surface: str) -> bool:
    entry = words_of_places.lookup(surface)
    return entry is not None and entry.kind == "demonym"
