"""The words that may speak of an event, by the list of triggers, each with the conditions that it must meet."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extraction import inflections, lexicon
from extraction.happenings import classes, grammar
from extraction.happenings.grammar import Group, Phrase
from extraction.happenings.words import Line, Token, verb_forms
from extraction.tokens import fold

_OF_AN_EVENT = frozenset(
    "leader leaders plotter plotters victim victims survivor survivors process order orders operation site scene toll "
    "attempt attempts bid result results aftermath effort efforts plan plans maker makers threat announcement deadline "
    "date mission drive wave campaign accord deal agreement talks zone suspects anniversary".split()
)
"""Nouns behind a trigger that leave it an event of its own: "coup leaders", "withdrawal process"."""
_ATTRIBUTES = frozenset(("coup", "dismissal", "kidnapping", "expulsion"))
"""Types of which a participle before a noun speaks too: "the ousted president"."""


_ALSO_OF_THINGS = frozenset("seize take snatch hijack hold carry off take away capture isolate shoot fire burn".split())
_ALSO_ALONE = frozenset(
    (
        "attack",
        "invasion",
        "blockade",
        "contest",
        "acquisition",
        "ruling",
        "agreement",
        "legislation",
        "award",
    )
)
"""Types whose verbs may do without an object."""
_OF_PEOPLE = frozenset(("killing", "injury", "kidnapping", "arrest", "verdict", "charge"))
"""Types that people alone suffer, so that a noun of no known class is taken for a person."""


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


@cache
def nouns() -> frozenset[str]:
    """Single words that are triggers as nouns, in singular and plural."""
    return frozenset(
        form
        for entry in _entries()
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
        for entry in _entries()
        if entry.part == "n" and len(entry.words) == 1 and not any(name in ("dispatch", "near") for name, _ in entry.conditions)
        for form in (entry.words[-1], inflections.plural(entry.words[-1]))
    ) - frozenset("demonstrators process convention assembly court terror".split())


@cache
def _entries() -> tuple[Entry, ...]:
    found = []
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
        for phrase in lexicon.split(words):
            found.append(
                Entry(
                    type_,
                    part,
                    frame or "t",
                    phrase,
                    tuple(fold(phrase).split()),
                    tuple(asked),
                    frozenset(flags),
                )
            )
    return tuple(found)


Index = Mapping[str, tuple[tuple[tuple[str, ...], bool, Entry], ...]]


@cache
def _indices() -> tuple[Index, Index]:
    """Nouns and set phrases by their first word, verbs by the base of theirs: words, whether plural, entry."""
    fixed: dict[str, list[tuple[tuple[str, ...], bool, Entry]]] = defaultdict(list)
    verbs: dict[str, list[tuple[tuple[str, ...], bool, Entry]]] = defaultdict(list)
    for entry in _entries():
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


Chance = Callable[[int, int, int], float]
"""How likely the encoder thinks that some characters of a paragraph tell of a happening."""
_SURE_ENOUGH = 0.9
"""The chance from which on a trigger of one type only need not meet what is asked of the words around it."""
_ASKED_OF_OTHERS = frozenset(("object", "subject", "of", "near", "prep", "dest"))


_MANY_SENSES = frozenset(
    "contest award aid termination visit legislation launch acquisition ruling trial sanctions agreement meeting "
    "negotiation closure appointment invasion".split()
)
"""Types whose triggers happen in other senses too, so that they always need their context."""


@cache
def _types_of() -> dict[tuple[str, str], frozenset[str]]:
    """The types of each trigger of one word, by part of speech."""
    types: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in _entries():
        types[entry.part, entry.words[0]].add(entry.type)
    return {key: frozenset(found) for key, found in types.items()}


def find(lines: Sequence[Line], chances: Chance | None = None) -> list[Hit]:
    """All triggers of a dispatch that meet their conditions, in order, none overlapping."""
    types = {hit.entry.type for line in lines for hit in _of_line(line, frozenset(), None)} | {
        "coup" for line in lines for one in line.tokens if one.tag == "EVENT" and "coup" in one.key
    }
    return [hit for line in lines for hit in _of_line(line, frozenset(types), chances)]


def _of_line(line: Line, types: frozenset[str], chances: Chance | None) -> Iterator[Hit]:
    context = [_Context(line, types, chances)]
    at = 0
    while at < len(line.tokens):
        hit = _at(line, at, context[0])
        if hit is None:
            at += 1
            continue
        yield hit
        at = max(hit.after, at + 1)


def _at(line: Line, at: int, context: "_Context") -> Hit | None:
    token = line.tokens[at]
    if token.mention is not None or token.timex is not None or not token.key[:1].isalpha():
        return None
    if _in_a_name(line, at):
        return None
    fixed, verbs = _indices()
    if token.tag == "V" or (token.tag == "ADJ" and token.lemma):
        for base in _bases(token):
            for words, _, entry in verbs.get(base, ()):
                hit = _verb(line, at, words, entry)
                if hit and context.fits(hit):
                    return hit
    for key in _spellings(token.key):
        for words, is_plural, entry in fixed.get(key[0], ()):
            after = _matched(line, at, words, key)
            if not after or (entry.part == "n" and not _is_noun(line, at, after)):
                continue
            hit = Hit(line, at, after, entry)
            if "plural" in entry.flags and not (is_plural or entry.lemma.endswith("s")):
                continue
            if context.fits(hit):
                return hit
    return None


def _bases(token: Token) -> Iterator[str]:
    """The verbs that a token can be a form of: "found" is of "find" where it stands as a past."""
    wanted = {"past": ("past", "participle"), "participle": ("participle", "past")}.get(
        token.form, (token.form,)
    )
    seen = set()
    for base, form in verb_forms().get(token.key, ()):
        if base not in seen and (form in wanted or token.tag == "ADJ"):
            seen.add(base)
            yield base


def _spellings(key: str) -> list[tuple[str, ...]]:
    """A word, and one with hyphens as it may be listed: "cease-fire" -> ceasefire, cease fire."""
    if "-" not in key:
        return [(key,)]
    return [(key,), (key.replace("-", ""),), tuple(key.split("-"))]


def _matched(line: Line, at: int, words: tuple[str, ...], key: tuple[str, ...]) -> int:
    """The token after a phrase that stands at a token, 0 where it does not."""
    if words[: len(key)] != key:
        return 0
    tokens = line.tokens
    after = at + 1
    for word in words[len(key) :]:
        if after >= len(tokens) or tokens[after].key != word:
            return 0
        after += 1
    return after


def _in_a_name(line: Line, at: int) -> bool:
    """Whether a capital says that a word is part of a name that was not seen: "Strike Force"."""
    token = line.tokens[at]
    if not token.text[0].isupper() or line.title_like:
        return False
    begin, end = line.bounds(at)
    previous = line.tokens[at - 1] if at > begin else None
    following = line.tokens[at + 1] if at + 1 < end else None
    if following and following.tag in ("N", "ADJ", "V", "NAME") and following.text[0].isupper():
        return True
    if previous is None or previous.tag in ('"', "“", "(", "-", "–", "—", ":"):
        return False
    return previous.text[0].isupper() or previous.tag in ("NAME",) or token.tag == "N"


def _is_noun(line: Line, at: int, after: int) -> bool:
    last = line.tokens[after - 1]
    if after - at == 1 and last.tag not in ("N", "ADJ"):
        return False
    if after - at == 1 and last.tag == "ADJ" and last.lemma:
        return False
    return True


def _verb(line: Line, at: int, words: tuple[str, ...], entry: Entry) -> Hit | None:
    tokens = line.tokens
    token = tokens[at]
    after = at + 1
    if len(words) > 1:
        after = _particles(line, at, words)
        if not after:
            return None
    if token.tag == "ADJ":
        if entry.type not in _ATTRIBUTES or len(words) > 1:
            return None
        noun = grammar.phrase_right(line, after)
        return Hit(line, at, after, entry, attribute=noun) if noun else None
    verb = grammar.group(line, at)
    if (
        entry.frame == "t"
        and entry.type not in _ALSO_ALONE
        and token.form == "past"
        and not verb.passive
        and not verb.words
        and at > 0
        and tokens[at - 1].tag in ("N", "NAME", "NUM")
        and grammar.patient(line, verb, after) is None
    ):
        # "soldiers killed on Tuesday": what has no object, and cannot be without, is done to its subject.
        verb = verb._replace(passive=True, finite=False)
    return Hit(line, at, after, entry, verb=verb)


def _particles(line: Line, at: int, words: tuple[str, ...]) -> int:
    """The token after a verb of several words, 0 where the others do not follow: "shut the plant down" is `at` + 1."""
    tokens = line.tokens
    after = at + 1
    for word in words[1:]:
        if after >= len(tokens) or tokens[after].key != word:
            break
        after += 1
    else:
        return after
    if len(words) != 2 or words[1] not in (
        "out",
        "down",
        "off",
        "up",
        "back",
        "hostage",
        "home",
        "away",
    ):
        return 0
    between = grammar.phrase_right(line, at + 1)
    if between and between.after < len(tokens) and tokens[between.after].key == words[1]:
        return at + 1
    return 0


class _Context:
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
        if entry.type in _MANY_SENSES or len(_types_of()[entry.part, entry.words[0]]) > 1:
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
                    (mention := tokens[phrase.head].mention) is not None
                    and mention.kind == "place"
                    or tokens[phrase.head].key in ("capital", "country", "region")
                )
                for key, phrase in grammar.prepositions(hit.line, hit.after)
            )
        if name == "ifobject":
            direct = grammar.objects(hit.line, hit.after)
            return (
                direct is None
                or tokens[direct.head].text[:1].isupper()
                or classes.holds(classes.of_phrase(hit.line, direct), wanted)
            )
        if name == "prep":
            return any(key in wanted for key in grammar.preposition_keys(hit.line, hit.after))
        for phrase in self._phrases(hit, name):
            kinds = classes.of_phrase(hit.line, phrase)
            if classes.holds(kinds, wanted):
                return True
            if not kinds and "person" in wanted and hit.entry.type in _OF_PEOPLE and hit.entry.lemma not in _ALSO_OF_THINGS:
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
