"""From settled names to chains: all the mentions of one thing in a dispatch, under its fullest name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction import bodies, dates, gazetteer, genders, kinds, named_events, people, roles
from extraction.certainty import certainty
from extraction.kinds import Ballot
from extraction.nationalities import Countries
from extraction.proposals import Proposal, Read
from extraction.roles import Role
from extraction.spreading import bracketed, is_acronym
from extraction.text import name_key
from extraction.tokens import is_loud, quietened
from extraction.types import Annotations, Chain, Mention

_LONGEST_INITIALS = 4
"""Capitals in "USSR", and in no shorter name of a place or person that is only printed loud."""


@dataclass(slots=True)
class _Name:
    """One mention on its way into a chain."""

    paragraph: int
    read: Read
    proposal: Proposal
    kind: str
    surface: str
    key: str
    score: float
    thing: object = None
    """What it refers to: equal for two mentions of one thing."""
    head: str = ""
    """The thing's name where the word lists know it."""
    is_adjective: bool = False
    reason: str = ""
    """Why an adjective is this country's."""
    roles: tuple[Role, ...] = ()
    """Of a person, what is told beside the name."""


def build(reads: Sequence[tuple[int, Read]], ballot: Ballot) -> Annotations:
    """Chains and mentions of the paragraphs given with their numbers, in the order of the text."""
    countries = Countries(read for _, read in reads)
    names = list(_names(reads, ballot, countries))
    _resolve_people([name for name in names if name.kind == "person"])
    _resolve_bodies([name for name in names if name.kind == "organisation"])
    _resolve_events([name for name in names if name.kind == "event"])
    grouped: dict[tuple[str, object], list[_Name]] = defaultdict(list)
    for name in names:
        grouped[name.kind, name.thing].append(name)
    chains, chain_of = [], {}
    for number, ((kind, thing), members) in enumerate(grouped.items(), start=1):
        head = _head(members)
        chains.append(
            Chain(f"c{number}", kind, head, _forms(head, members), *_titles_and_roles(members))
        )
        chain_of[kind, thing] = f"c{number}"
    mentions = tuple(
        Mention(
            name.paragraph,
            name.proposal.start,
            name.proposal.end,
            name.surface,
            name.kind,
            chain_of[name.kind, name.thing],
            name.score,
            name.reason,
        )
        for name in names
    )
    return Annotations(tuple(chains), mentions)


def _names(
    reads: Sequence[tuple[int, Read]], ballot: Ballot, countries: Countries
) -> Iterator[_Name]:
    for number, read in reads:
        for proposal in read.proposals:
            surface = read.surface(proposal)
            key = name_key(surface)
            entry = proposal.entry
            if entry and entry.kind == "demonym":
                place, reason = countries.of(entry)
                score = 0.95 if len(entry.claims) == 1 else 0.8
                yield _Name(
                    number,
                    read,
                    proposal,
                    "place",
                    surface,
                    key,
                    score,
                    place,
                    place,
                    is_adjective=True,
                    reason=reason,
                )
                continue
            kind = ballot.kind_here(read, proposal, key)
            if not kinds.is_shown(kind):
                continue
            name = _Name(number, read, proposal, kind, surface, key, certainty(proposal, kind), key)
            if kind == "person":
                name.roles = tuple(_roles(read, proposal))
            known = gazetteer.lookup(surface)
            if known and known.kind == kind and kind in ("place", "organisation"):
                name.thing = name.head = known.name
            elif kind == "place":
                name.thing = name.head = _state(surface)
                name.thing = name.thing or key
            yield name


def _roles(read: Read, proposal: Proposal) -> Iterator[Role]:
    """What is told beside a name; the title that was heard first, where nothing else is."""
    told = roles.beside(read.text, proposal.start, proposal.end)
    yield from told
    title = proposal.title.casefold().rstrip(".")
    if title and not any(title in role.title or role.title in title for role in told):
        yield Role(title)


def _state(surface: str) -> str:
    """ "Republic of Niger" -> "Niger", else ""."""
    match = re.match(r"(?:\w+ )?(?:Republic|Kingdom|State) of (?:the )?(.+)$", surface)
    known = gazetteer.lookup(match[1]) if match else None
    return known.name if known and known.kind == "place" else ""


def _resolve_people(names: list[_Name]) -> None:
    resolved = people.resolve(
        (name.surface, " ".join((name.proposal.title, *_kin(name)))) for name in names
    )
    for name, person in zip(names, resolved, strict=True):
        name.thing = person


def _kin(name: _Name) -> Iterator[str]:
    """The "wife" of "his wife, Iryna Marchenko,": it tells one Marchenko from another."""
    for role in name.roles:
        if genders.by_titles([role.title]) and role.title not in name.proposal.title.casefold():
            yield role.title


def _resolve_bodies(names: list[_Name]) -> None:
    pairs = []
    keys = {name.key for name in names}
    for name in names:
        stretch = bracketed(name.read, name.proposal)
        if stretch:
            inside = name.read.text[slice(*stretch)]
            # "Movimiento Semilla (Seed Movement)": two bodies side by side are one.
            both = name_key(inside) in keys
            if both or bodies.fits(inside, name.surface) or bodies.fits(name.surface, inside):
                pairs.append((name.surface, inside))
    roots = bodies.resolve((name.surface for name in names), pairs)
    for name in names:
        # Every country has a Red Cross: where the dispatch says whose, that is its name.
        known = gazetteer.lookup(name.surface)
        if known and known.common and roots[name.key] != name.key:
            name.head = ""
    # What the dispatch itself says an acronym stands for goes before what it mostly stands for.
    explained = {name_key(form) for pair in pairs for form in pair if is_acronym(form)}
    for name in names:
        if name.key in explained:
            name.head = ""
    # A name that the word lists know lends its thing to all that are tied to it.
    told = {roots[name.key]: (name.thing, name.head) for name in names if name.head}
    for name in names:
        if not name.head:
            name.thing, name.head = told.get(roots[name.key], (roots[name.key], ""))


def _resolve_events(names: list[_Name]) -> None:
    """Events of one name are one, "26 July coup" and "July 26 coup" too; so is a shorter name that fits one only."""
    for name in names:
        name.head = name.proposal.head or name.surface
        name.thing = _event_key(name.head)
    storms = {name_key(named_events.given_name(name.surface)) for name in names} - {""}
    fuller: dict[str, set[str]] = defaultdict(set)
    for key in {str(name.thing) for name in names}:
        words = key.split()
        for at in range(1, len(words)):
            fuller[" ".join(words[at:])].add(key)
            fuller[" ".join(words[:at])].add(key)
    for name in names:
        longer = fuller.get(str(name.thing), set())
        called = name.thing in storms
        while len(longer) == 1 and (called or len(str(name.thing).split()) > 1):
            name.thing = next(iter(longer))
            longer = fuller.get(name.thing, set())
    heads: dict[object, str] = {}
    for name in sorted(names, key=lambda name: -len(name.head)):
        name.head = heads.setdefault(name.thing, name.head)


def _event_key(head: str) -> str:
    found = dates.find(head)
    if found is None or head[: found.start].strip():
        return name_key(head)
    day = re.search(r"\d{1,2}", head)
    month = re.search(r"[A-Za-z]{3}", head)
    return name_key(f"{month[0] if month else ''} {day[0] if day else ''} {head[found.end :]}")


def _head(members: list[_Name]) -> str:
    """The fullest form: the word lists' name, else most words, then most often, then first."""
    known = next((name.head for name in members if name.head), "")
    if known:
        # The lists write "Bouake"; where the dispatch writes "Bouaké", that is its name.
        spelt = (name.surface for name in members if name.key == name_key(known))
        return next((form for form in spelt if _has_accent(form)), known)
    counted = Counter(name.surface for name in members)
    order = {name.surface: at for at, name in reversed(list(enumerate(members)))}
    best = min(
        counted,
        key=lambda form: (is_acronym(form), -len(form.split()), -counted[form], order[form]),
    )
    best = _quiet(best, members[0].kind)
    for name in members:
        if name.kind == "person" and kinds.regnal(name.proposal.title, best):
            return f"{name.proposal.title.title()} {best}"
    return best


def _titles_and_roles(members: list[_Name]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All titles and roles of a person, as they are first said."""
    told = [role for name in members for role in name.roles]
    return (
        tuple(dict.fromkeys(role.title for role in told)),
        tuple(
            {role.whole.casefold(): role.whole for role in reversed(told) if role.whole}.values()
        )[::-1],
    )


def _has_accent(form: str) -> bool:
    return not form.isupper() and any(sign.isalpha() and not sign.isascii() for sign in form)


def _quiet(form: str, kind: str) -> str:
    """Capitals as in running text: "EMMANUEL MACRON" -> "Emmanuel Macron"; acronyms stay."""
    if kind in ("person", "place"):
        return quietened(form) if form.isupper() and len(form) > _LONGEST_INITIALS else form
    loud = form.isupper() and (" " in form or len(form) > 5)
    return quietened(form) if (loud and not is_acronym(form)) or is_loud(form) else form


def _forms(head: str, members: list[_Name]) -> tuple[str, ...]:
    """The names by which the dispatch calls it, the head first, the longer before the shorter."""
    forms = {head: None}
    keys = {name_key(head) + str(head.isupper())}
    proper = [name.surface for name in members if not name.is_adjective]
    for form in sorted(dict.fromkeys(proper), key=lambda form: -len(form)):
        quiet = _quiet(form, members[0].kind)
        if name_key(quiet) + str(quiet.isupper()) not in keys:
            keys.add(name_key(quiet) + str(quiet.isupper()))
            forms[quiet] = None
    return tuple(forms)
