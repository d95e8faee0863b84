"""Whom the words of a sentence name or stand for, among the names and references of the dispatch."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping

from extraction.clauses import Unit
from extraction.smallwords import PREPOSITIONS
from extraction.types import Annotations, Mention, Reference, Stretch

Span = tuple[int, int]
"""First and last token, both of them inside."""

_LINKS = frozenset("of for from in at with on to near by close against about who which ,".split())
_PLACED = frozenset("in at on from near".split())
"""Behind which a name may begin anew: "at a meeting in Dakar Awa Diallo"."""
_BACK = 12
"""Words before "who" in which whoever it is of is named."""


class Names:
    """The mentions and references of a dispatch by their place."""

    def __init__(self, found: Annotations) -> None:
        self._mentions: dict[int, list[Mention]] = defaultdict(list)
        self._references: dict[int, list[Reference]] = defaultdict(list)
        for mention in found.mentions:
            self._mentions[mention.paragraph].append(mention)
        for reference in found.references:
            self._references[reference.paragraph].append(reference)
        self.kinds: Mapping[str, str] = {chain.id: chain.kind for chain in found.chains}
        self._named: Mapping[str, tuple[str, ...]] = {
            chain.id: chain.names for chain in found.chains
        }

    def at(self, paragraph: int, offset: int) -> Mention | None:
        """The mention that holds an offset."""
        held = self._mentions.get(paragraph, [])
        number = bisect_right(held, offset, key=lambda one: one.start) - 1
        return held[number] if number >= 0 and offset < held[number].end else None

    def people(self, paragraph: int, start: int, end: int) -> list[Mention]:
        """The people named between two offsets."""
        return [one for one in self._between(paragraph, start, end) if one.kind == "person"]

    def is_in(self, chain: str, places: Iterable[tuple[int, int, int]]) -> bool:
        """Whether a chain is named in one of some places: paragraph, start and end."""
        return any(one.chain == chain for place in places for one in self._between(*place))

    def _between(self, paragraph: int, start: int, end: int) -> list[Mention]:
        held = self._mentions.get(paragraph, [])
        first = bisect_left(held, start, key=lambda one: one.start)
        return held[first : bisect_left(held, end, key=lambda one: one.start)]

    def stretch(self, unit: Unit, span: Span) -> Stretch:
        """The words of a noun phrase, cut down to the name where it has one, with the chain they stand for."""
        first, last = unit.tokens[span[0]], unit.tokens[span[1]]
        named = self._head(unit, span)
        if named:
            return self._as_named(unit, named)
        # "Niamey", "the Kremlin": the whole phrase is a name.
        bare = span[0] + (unit.low(span[0]) == "the" and span[1] > span[0])
        whole = self.at(unit.paragraph, unit.tokens[bare].start)
        if whole and whole.start == unit.tokens[bare].start and whole.end >= last.end:
            return self._as_named(unit, whole)
        chain = self._antecedent(unit, span[0]) if first.low == "who" else ""
        chain = chain or self._referred(unit.paragraph, unit.text, first.start, last.end)
        return Stretch(
            unit.paragraph, first.start, last.end, unit.text[first.start : last.end], chain
        )

    def stretch_of(self, unit: Unit, start: int, end: int) -> Stretch:
        """Words of a sentence with the chain that they name or stand for."""
        inside = [at for at, token in enumerate(unit.tokens) if start <= token.start < end]
        if not inside:
            return Stretch(unit.paragraph, start, end, unit.text[start:end])
        return self.stretch(unit, (inside[0], inside[-1]))

    def _as_named(self, unit: Unit, named: Mention) -> Stretch:
        """A name with its chain; "Guatemalans" are not Guatemala."""
        people = named.kind == "place" and named.text not in self._named.get(named.chain, ())
        chain = "" if people and named.text.endswith("s") else named.chain
        return Stretch(unit.paragraph, named.start, named.end, named.text, chain)

    def _head(self, unit: Unit, span: Span) -> Mention | None:
        """The person or body that a noun phrase names: of "Mali's President Keita of the RPM" Keita."""
        stop = span[1]
        first, last = unit.tokens[span[0]], unit.tokens[span[1]]
        for at in range(span[0] + 1, span[1]):
            linked = unit.low(at) in _LINKS or unit.low(at) == "and"
            if linked and not self.at(unit.paragraph, unit.tokens[at].start):
                if unit.low(at) == "and":
                    return None
                stop = at - 1
                break
        held = self.at(unit.paragraph, last.start)
        if stop != span[1] and held and held.kind == "person" and held.start > first.start:
            before = unit.text[first.start : held.start].lower().split()
            anew = before[-1] not in PREPOSITIONS and before[-1] not in ("and", "&", "the")
            if anew and unit.low(stop + 1) in _PLACED:
                return held
        ending = unit.tokens[stop]
        held = self.at(unit.paragraph, ending.start)
        if held is None or held.end < ending.end or held.start < first.start:
            return None
        return held if held.kind in ("person", "organisation") else None

    def _antecedent(self, unit: Unit, who: int) -> str:
        """The chain of the person before "who", perhaps with something set off by commas between."""
        for at in range(who - 1, max(-1, who - _BACK), -1):
            held = self.at(unit.paragraph, unit.tokens[at].start)
            if held and held.kind == "person":
                return held.chain if unit.low(at + 1) in ("who", ",") else ""
            if unit.is_quote(at) or unit.low(at) in (";", "and"):
                return ""
        return ""

    def _referred(self, paragraph: int, text: str, start: int, end: int) -> str:
        """The chain that the first words of a phrase refer to: "the president", "he"."""
        held = self._references.get(paragraph, [])
        at = bisect_left(held, start, key=lambda one: one.start)
        for one in held[at : at + 2]:
            if one.start > start + len("the ") + 1 or one.end > end:
                return ""
            rest = text[one.end : end].split()
            if not rest or rest[0] in ("who", ",") or one.end >= end - 2:
                return one.chain
        return ""


def by_name(unit: Unit, span: Span, names: Names) -> Span:
    """The name set beside a role: of "the EU's envoy, Josep Borrell," Josep Borrell; else the span itself."""
    last = unit.tokens[span[1]]
    held = names.at(unit.paragraph, last.start)
    if held and held.kind == "person" and held.end >= last.end:
        return span
    if unit.low(span[1] + 1) != ",":
        return span
    named = person_from(unit, span[1] + 2, names)
    return named if named and unit.low(named[1] + 1) in (",", ".", "", ";", "(") else span


def person_from(unit: Unit, at: int, names: Names) -> Span | None:
    """The person named from a token on, perhaps behind a title: "General Abdou Issa"."""
    for first in range(at, min(at + 4, len(unit.tokens))):
        token = unit.tokens[first]
        held = names.at(unit.paragraph, token.start)
        if held and held.kind == "person" and held.start == token.start:
            end = first
            while end + 1 < len(unit.tokens) and unit.tokens[end + 1].start < held.end:
                end += 1
            return first, end
        if not token.text[0].isupper():
            return None
    return None
