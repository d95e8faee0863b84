"""Whether a word that may be a trigger meets what the list asks of the words around it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extraction.happenings import classes, grammar
from extraction.happenings.grammar import Group, Phrase
from extraction.happenings.triggerlist import Entry, happenings, types_of
from extraction.happenings.words import Line, Token

_OF_AN_EVENT = frozenset(
    "leader leaders plotter plotters victim victims survivor survivors process order orders operation site scene toll "
    "attempt attempts bid result results aftermath effort efforts plan plans maker makers threat announcement deadline "
    "date mission drive wave campaign accord deal agreement talks zone suspects anniversary".split()
)
"""Nouns behind a trigger that leave it an event of its own: "coup leaders", "withdrawal process"."""


_ALSO_OF_THINGS = frozenset(
    "clear give hand seize take snatch hijack hold carry off take away capture isolate shoot fire burn".split()
)


_OF_PEOPLE = frozenset(("killing", "injury", "kidnapping", "arrest", "verdict", "charge"))
"""Types that people alone suffer, so that a noun of no known class is taken for a person."""


@dataclass(slots=True)
class Hit:
    """A trigger in its place: tokens `first` to `after`."""

    line: Line
    first: int
    after: int
    entry: Entry
    verb: Group | None = None
    """Where it is a verb."""
    attribute: Phrase | None = None
    """What a participle stands before: "president" of "the ousted president"."""

    @property
    def tokens(self) -> list[Token]:
        return self.line.tokens

    @property
    def is_noun(self) -> bool:
        return self.verb is None and self.attribute is None


Chance = Callable[[int, int, int], float]
"""How likely the encoder thinks that some characters of a paragraph tell of a happening."""


_SURE_ENOUGH = 0.9
"""The chance from which on a trigger of one type only need not meet what is asked of the words around it."""


_ASKED_OF_OTHERS = frozenset(("object", "subject", "of", "near", "prep", "dest"))


_AFTER = frozenset(
    ("into", "to", "from", "at", "on", "in", "with", "for", "over", "off", "against")
)
"""Prepositions that are conditions of their own: "into=crowd" asks what stands behind "into"."""


_MANY_SENSES = frozenset(
    "contest award aid termination visit legislation launch acquisition ruling trial sanctions agreement meeting "
    "negotiation closure appointment invasion recall deployment clash resignation investigation".split()
)
"""Types whose triggers happen in other senses too, so that they always need their context."""


class Context:
    """What the conditions of triggers are tested against in one paragraph."""

    def __init__(self, line: Line, types: frozenset[str], chances: Chance | None) -> None:
        self._chances = chances
        self._line = line
        self._types = types
        self._keys: dict[int, frozenset[str]] = {}

    def fits(self, hit: Hit) -> bool:
        """Whether a hit meets what its entry asks, and is no mere part of another noun."""
        entry = hit.entry
        if hit.verb and ("passive" in entry.flags) > hit.verb.passive:
            return False
        if hit.verb and "active" in entry.flags and hit.verb.passive:
            return False
        if hit.is_noun and entry.part == "n" and not self._stands_alone(hit):
            return False
        if entry.type == "clash" and hit.verb is not None:
            direct = grammar.objects(hit.line, hit.after)
            if direct is not None and hit.tokens[direct.head].key in happenings():
                # "fought a war": the noun tells it.
                return False
        sure = self._is_sure(hit)
        return all(
            (sure and name in _ASKED_OF_OTHERS) or self._meets(hit, name, wanted)
            for name, wanted in entry.conditions
        )

    def _is_sure(self, hit: Hit) -> bool:
        """Whether the encoder sees a happening in a word that can be of one type only."""
        entry = hit.entry
        if self._chances is None or len(entry.words) > 1 or hit.attribute is not None:
            return False
        if entry.type in _MANY_SENSES or len(types_of()[entry.part, entry.words[0]]) > 1:
            return False
        token = hit.tokens[hit.first]
        return self._chances(hit.line.number, token.start, token.end) >= _SURE_ENOUGH

    def _stands_alone(self, hit: Hit) -> bool:
        line, after = hit.line, hit.after
        _, end = line.bounds(hit.first)
        if after >= end:
            return True
        following = line.tokens[after]
        if following.tag == "N" and following.key[0].isalpha():
            if "modifier" in hit.entry.flags and (
                following.key in _OF_AN_EVENT or hit.entry.type == "coup"
            ):
                return True
            return line.title_like and following.text[0].isupper()
        return not (following.text == "-" and following.start == line.tokens[after - 1].end)

    def _meets(self, hit: Hit, name: str, wanted: tuple[str, ...]) -> bool:
        tokens = hit.tokens
        begin, end = hit.line.bounds(hit.first)
        if name == "dispatch":
            return any(one in self._types for one in wanted)
        if name in ("near", "far"):
            keys = self._sentence(hit, begin, end)
            found = any(True for _ in classes.near(keys, wanted)) or any(
                " " in one and one in self._text(begin, end) for one in wanted
            )
            return found == (name == "near")
        if name in ("next", "notnext"):
            told = " ".join(one.key for one in tokens[hit.after : min(end, hit.after + 3)])
            first = tokens[hit.after].key if hit.after < end else "."
            found = first in wanted or any(" " in one and told.startswith(one) for one in wanted)
            return found == (name == "next")
        if name in ("prev", "notprev"):
            before = tokens[hit.first - 1] if hit.first > begin else None
            keys = (
                frozenset(before.key.split()[-1:]) | frozenset((before.key,))
                if before
                else frozenset(("",))
            )
            return bool(keys & frozenset(wanted)) == (name == "prev")
        if name == "dest":
            return any(
                key in ("to", "in", "at", "into")
                and (
                    (
                        (mention := tokens[phrase.head].mention) is not None
                        and mention.kind == "place"
                    )
                    or tokens[phrase.head].key in ("capital", "country", "region")
                )
                for key, phrase in grammar.prepositions(hit.line, hit.after)
            )
        if name == "ifsubject":
            one = grammar.holder(hit.line, hit.first)
            return one is None or classes.holds(classes.of_phrase(hit.line, one), wanted)
        if name == "ifobject":
            direct = grammar.objects(hit.line, hit.after)
            return (
                direct is None
                or tokens[direct.head].text[:1].isupper()
                or classes.holds(classes.of_phrase(hit.line, direct), wanted)
            )
        if name in _AFTER:
            return any(
                key == name and _is_one(hit, phrase, wanted)
                for key, phrase in grammar.prepositions(hit.line, hit.after)
            )
        if name == "prep":
            return any(key in wanted for key in grammar.preposition_keys(hit.line, hit.after))
        for phrase in self._phrases(hit, name):
            if _is_one(hit, phrase, wanted):
                return True
            kinds = classes.of_phrase(hit.line, phrase)
            if (
                not kinds
                and "person" in wanted
                and hit.entry.type in _OF_PEOPLE
                and hit.entry.lemma not in _ALSO_OF_THINGS
            ):
                return hit.tokens[phrase.head].tag == "N"
        return False

    def _phrases(self, hit: Hit, name: str) -> Iterator[Phrase]:
        """The phrases that a condition on a class is asked of."""
        line = hit.line
        if hit.attribute is not None:
            if name == "object":
                yield hit.attribute
            return
        if hit.verb is not None:
            passive = hit.verb.passive
            if name == "subject":
                if not passive:
                    found = grammar.subject(line, hit.verb)
                    if found:
                        yield from grammar.coordinated_left(line, found)
                return
            one = grammar.patient(line, hit.verb, hit.after)
            if one is not None and passive:
                yield from grammar.coordinated_left(line, one)
            elif one is not None:
                yield from grammar.coordinated(line, one)
            return
        yield from _of(hit)

    def _sentence(self, hit: Hit, begin: int, end: int) -> frozenset[str]:
        number = hit.tokens[hit.first].sentence
        if number not in self._keys:
            self._keys[number] = frozenset(
                word
                for one in hit.tokens[begin:end]
                for word in (one.key, *(one.key.split() if " " in one.key else ()), *one.key[-1:])
            )
        # The trigger is no evidence for itself.
        return self._keys[number] - {one.key for one in hit.tokens[hit.first : hit.after]}

    def _text(self, begin: int, end: int) -> str:
        tokens = self._line.tokens
        return self._line.text[tokens[begin].start : tokens[end - 1].end].lower()


def _is_one(hit: Hit, phrase: Phrase, wanted: tuple[str, ...]) -> bool:
    """Whether a phrase is of one of the classes, or its head one of the words, that are asked for."""
    return hit.tokens[phrase.head].key in wanted or classes.holds(
        classes.of_phrase(hit.line, phrase), wanted
    )


def _of(hit: Hit) -> Iterator[Phrase]:
    """What a noun is of: "of French troops", "Itte's", "his", "troop" before it."""
    line, tokens = hit.line, hit.tokens
    begin, _ = line.bounds(hit.first)
    for key, phrase in grammar.prepositions(line, hit.after, far=12):
        if key == "of":
            yield from grammar.coordinated(line, phrase)
        break
    at = hit.first - 1
    steps = 0
    while (
        at >= begin
        and steps < 6
        and tokens[at].tag in ("N", "ADJ", "NUM", "NAME", "DEM", "GEN", "OWN")
    ):
        if tokens[at].tag != "ADJ":
            yield Phrase(at, at + 1, at)
        at -= 1
        steps += 1
