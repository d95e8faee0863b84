"""Names that were seen once and missed elsewhere: the same words, a surname, an acronym in brackets."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from extraction import gazetteer, lexicon
from extraction.kinds import Ballot, is_shown
from extraction.phrases import Phrases
from extraction.proposals import Proposal, Read
from extraction.text import name_key
from extraction.tidying import PARTICLES, is_known_word, surnames
from extraction.tokens import starts_sentence

_BRACKETS = re.compile(r"\s?\((?:the |or |known as )?[\"“‘']?(?P<inside>[^()\"”’]{2,60})[\"”’']?\)")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]*(?:[&.-]?[A-Z][a-z]{0,2})+\.?(?:-?\d{1,2})?$")


def spread(reads: Sequence[Read], ballot: Ballot) -> None:
    """Add to every paragraph the names that another place in the dispatch makes certain."""
    for read in reads:
        _add(read, list(_acronyms(read, ballot)))
    ballot.recount(reads)
    known = Phrases(_certain(reads, ballot))
    for read in reads:
        found = (
            _known_again(read, start, end, kind)
            for start, end, kind in known.find(read.text, read.words, loud=read.loud)
        )
        _add(read, [proposal for proposal in found if proposal])


def is_acronym(name: str) -> bool:
    """Whether a name is letters that stand for words: "ECOWAS", "UNHCR", "AfD", "G20"."""
    return bool(_ACRONYM.match(name)) and len(name) <= 12


def stands_for(acronym: str, name: str) -> bool:
    """Whether an acronym's letters begin the words of a name, in order: "EU" and "European Union"."""
    letters = [sign.casefold() for sign in acronym if sign.isalpha()]
    parts = [part for part in re.split(r"[\s-]+", name) if part]
    initials = [part[0].casefold() for part in parts if part[0].isupper() or part[0].isdigit()]
    if letters == initials or letters == [part[0].casefold() for part in parts]:
        return True
    if len(letters) < 3 or letters[0] != (initials or [""])[0]:
        return False
    # "ECOWAS": more than one letter of some words, none of some others.
    rest = iter("".join(part.casefold() for part in parts))
    return (
        len(parts) > 1
        and set(initials) <= set(letters)
        and all(letter in rest for letter in letters)
    )


def bracketed(read: Read, proposal: Proposal) -> tuple[int, int] | None:
    """The stretch inside brackets directly after a name: EU in "European Union (EU)"."""
    match = _BRACKETS.match(read.text, proposal.end)
    if match is None:
        return None
    return match.span("inside")


def _acronyms(read: Read, ballot: Ballot) -> Iterator[Proposal]:
    for proposal in read.proposals:
        name = read.surface(proposal)
        stretch = bracketed(read, proposal)
        if not stretch or ballot.kind(name_key(name)) not in ("organisation", "other"):
            continue
        inside = read.text[slice(*stretch)]
        short = (
            is_acronym(inside) and " " in name and (stands_for(inside, name) or inside.isupper())
        )
        if short and ballot.kind(name_key(name)) == "organisation":
            found = Proposal(*stretch, rank=5)
            found.vote("organisation", 3.0)
            yield found
        elif is_acronym(name) and stands_for(name, inside):
            found = Proposal(*stretch, rank=5)
            found.vote("organisation", 3.0)
            proposal.vote("organisation", 3.0)
            yield found


def _certain(reads: Iterable[Read], ballot: Ballot) -> Iterator[tuple[str, str]]:
    """Surfaces to look for everywhere, each with its kind."""
    seen: set[str] = set()
    reads = list(reads)
    # "Kusae Edu Stool" beside "the stool": a word like any other, and nobody's surname.
    plain = {word.text for read in reads for word in read.words if word.text.islower()}
    for read in reads:
        for proposal in read.proposals:
            surface = read.surface(proposal)
            if surface in seen or (proposal.entry and proposal.entry.kind == "demonym"):
                continue
            seen.add(surface)
            kind = ballot.kind(name_key(surface))
            if not is_shown(kind):
                continue
            yield surface, kind
            if kind == "person":
                for part in (*surnames(surface), *_called(surface)):
                    if part.lower() in plain:
                        continue
                    if part not in seen and not gazetteer.lookup(part):
                        seen.add(part)
                        yield part, kind


def _called(name: str) -> list[str]:
    """The name before a particle, by which some are called: "Lula" of "Luiz Inácio Lula da Silva"."""
    parts = name.split()
    return [
        one
        for one, two in itertools.pairwise(parts[1:])
        if two.casefold() in PARTICLES and one.casefold() not in PARTICLES and len(one) > 2
    ]


def _known_again(read: Read, start: int, end: int, kind: str) -> Proposal | None:
    surface = read.text[start:end]
    one_word = " " not in surface
    if start < read.begins or surface.islower():
        return None
    if one_word and (is_known_word(surface) or len(surface) < 2):
        return None
    if one_word and starts_sentence(read.text, start) and surface.casefold() in _common():
        return None
    proposal = Proposal(start, end, 1)
    proposal.vote(kind, 0.5)
    return proposal


def _common() -> frozenset[str]:
    return next(
        frozenset(row[1].split()) for row in lexicon.rows("functionwords.tsv") if row[0] == "en"
    )


def _add(read: Read, new: list[Proposal]) -> None:
    """Add proposals where none is yet, or where they hold all of a shorter one: "von der Leyen"."""
    if not new:
        return
    kept: list[Proposal] = []
    old, at = read.proposals, 0
    for proposal in sorted(new, key=lambda one: one.start):
        while at < len(old) and old[at].end <= proposal.start:
            kept.append(old[at])
            at += 1
        if kept and kept[-1].end > proposal.start:
            continue
        inside = [one for one in old[at : at + 4] if one.start < proposal.end]
        if not inside or (
            "person" in proposal.votes and all(_is_part(one, proposal) for one in inside)
        ):
            for one in inside:
                for kind, weight in one.votes.items():
                    proposal.vote(kind, weight)
            kept.append(proposal)
            at += len(inside)
    read.proposals = [*kept, *old[at:]]


def _is_part(one: Proposal, whole: Proposal) -> bool:
    shorter = one.end - one.start < whole.end - whole.start
    return shorter and whole.start <= one.start and one.end <= whole.end and not one.entry
