"""Who and what takes part in an event, in which role, by where they stand around its trigger."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from extraction import lexicon
from extraction.happenings import classes, grammar, triggers
from extraction.happenings.grammar import Phrase
from extraction.happenings.triggers import Hit
from extraction.happenings.words import NOMINAL, Line, Token
from extraction.types import Participant, Reference, Stretch

_MOST = 8
"""Participants kept of one mention."""
_MOVES = frozenset(("withdrawal", "visit", "election"))
"""Types of which whoever moves, or wins, is the agent, also in "the withdrawal of troops", "was elected"."""
_LEAVES = frozenset("leave depart flee quit exit escape vacate abandon".split())
"""Verbs whose object is where somebody goes from."""
_CARRIES_OUT = frozenset(
    "stage carry launch conduct commit mount hold make undertake order impose sign lead begin start lift end suspend "
    "announce wage perpetrate mastermind host convene call pay complete open reach stage organise organize plot "
    "attempt win receive issue seek resume broker negotiate conclude start declare pursue".split()
)
"""Verbs whose subject is the agent of the event that is their object."""
_SUFFERS = frozenset("suffer survive face undergo sustain await receive escape".split())
_NO_PARTICIPANT = frozenset(
    "there who whom which that it itself others part series wave number result day week month year time thing side "
    "power spite addition order case way place response return terms light end front face act".split()
)


@cache
def _frames() -> dict[str, dict[str, str]]:
    frames: dict[str, dict[str, str]] = {}
    for type_, pairs in lexicon.rows("eventframes.tsv"):
        frames[type_] = dict(pair.split("=") for pair in pairs.split(";"))
    return frames


def _role(type_: str, preposition: str, noun: bool, frame: str) -> str:
    frames = _frames()
    found = frames.get(type_, {}).get(preposition)
    if preposition == "of" and noun:
        if type_ in _MOVES:
            return "agent"
        found = found or ("agent" if frame == "i" else "patient")
    return frames["*"].get(preposition, "") if found is None else found


class Roster:
    """The chains that names and references of one paragraph lead to, by where they stand."""

    def __init__(self, references: Sequence[Reference], heads: Mapping[str, str]) -> None:
        self._references = {one.start: one for one in references}
        self._ends = {one.end: one for one in references}
        self._heads = heads

    def stretch(self, line: Line, phrase: Phrase) -> Stretch | None:
        """The words of a participant without article or owner, with the chain that they lead to."""
        tokens = line.tokens
        if (whole := _of_which(line, phrase)) is not None:
            phrase = whole
        head = tokens[phrase.head]
        if head.tag == "PRO" or (head.tag == "OWN"):
            return self._pronoun(line, head)
        if head.key in _NO_PARTICIPANT or head.tag in ("TIME",):
            return None
        if head.mention is None and (named := self._named_beside(line, phrase)) is not None:
            return named
        first = phrase.first
        after = max(phrase.head + 1, phrase.first + 1)
        while first < phrase.head and tokens[first].tag in (
            "DET",
            "OWN",
            "NUM",
            "ADV",
            "PREP",
            "TIME",
            "REL",
        ):
            first += 1
        start, end = tokens[first].start, tokens[after - 1].end
        return Stretch(line.number, start, end, line.text[start:end], self._chain(line, phrase))

    def _named_beside(self, line: Line, phrase: Phrase) -> Stretch | None:
        """The name in apposition: "the ambassador, Sylvain Itte,", "Bazoum, the president overthrown"."""
        tokens = line.tokens
        if not classes.of_token(tokens[phrase.head]) & {"person", "official", "leader"}:
            return None
        begin, end = line.bounds(phrase.head)
        at = phrase.head + 2
        if phrase.head + 1 < end and tokens[phrase.head + 1].tag == ",":
            while (
                at < end
                and at < phrase.head + 6
                and (
                    tokens[at].tag in ("N", "ADJ", "DEM", "DET", "OWN")
                    or (tokens[at].tag == "NAME" and _person(line, at) is None)
                )
            ):
                at += 1
            closed = at + 1 >= end or tokens[at + 1].tag in (",", ".", ")")
            if at < end and closed and (found := _person(line, at)):
                return found
        first = phrase.first
        if (
            first - 2 >= begin
            and tokens[first - 1].tag == ","
            and tokens[first].tag in ("DET", "OWN")
        ):
            return _person(line, first - 2)
        return None

    def _pronoun(self, line: Line, head: Token) -> Stretch | None:
        tied = self._references.get(head.start)
        if tied is None and head.key in ("it", "its", "there", "itself", "others"):
            return None
        if tied is None and head.tag == "OWN":
            return None
        if tied is None and head.key not in _HUMAN:
            return None
        chain = tied.chain if tied else ""
        return Stretch(line.number, head.start, head.end, head.text, chain)

    def _chain(self, line: Line, phrase: Phrase) -> str:
        tokens = line.tokens
        head = tokens[phrase.head]
        if head.mention is not None:
            return head.mention.chain
        if (tied := self._ends.get(head.end)) and tied.start >= tokens[phrase.first].start - 4:
            return tied.chain
        kinds = classes.of_token(head)
        if not kinds & {"force", "government", "staff"}:
            return ""
        for at in range(phrase.head - 1, phrase.first - 1, -1):
            mention = tokens[at].mention
            if mention is not None and mention.kind == "place":
                # "French troops" and "Niger's military" act for their country.
                return mention.chain
        return ""


_HUMAN = frozenset("he she him her they them himself herself themselves nobody everyone".split())
_PARTS = frozenset(
    "column convoy group number dozens hundreds thousands scores handful band crowd couple pair contingent team wave "
    "majority rest last first most many some several all half member members dozen hundred thousand".split()
)
"""Words that say how many or in what body, so that who is meant stands behind "of"."""


def _of_which(line: Line, phrase: Phrase) -> Phrase | None:
    """ "French troops" of "a first column of French troops": None where nothing of the kind stands there."""
    tokens = line.tokens
    head = tokens[phrase.head]
    if head.key not in _PARTS and head.tag != "NUM":
        return None
    _, end = line.bounds(phrase.head)
    if phrase.head + 1 >= end or tokens[phrase.head + 1].key != "of":
        return None
    inner = grammar.phrase_right(line, phrase.head + 2)
    return None if inner is None or tokens[inner.head].tag == "PRO" else inner


def _person(line: Line, at: int) -> Stretch | None:
    mention = line.tokens[at].mention
    if mention is None or mention.kind != "person":
        return None
    return Stretch(line.number, mention.start, mention.end, mention.text, mention.chain)


def of(hit: Hit, roster: Roster) -> tuple[Participant, ...]:
    """The participants of one trigger, the surest first, each stretch once."""
    found: dict[tuple[int, int], Participant] = {}
    for role, phrase in _phrases(hit):
        if not role or hit.first <= phrase.head < hit.after:
            continue
        beside = [*grammar.coordinated(hit.line, phrase)]
        if phrase.after <= hit.first:
            beside += [*grammar.coordinated_left(hit.line, phrase)][1:]
        for one in beside:
            if hit.first <= one.head < hit.after:
                continue
            head = hit.line.tokens[one.head]
            if role == "agent" and (head.key in triggers.happenings() or head.tag == "NUM" and head.key[:1].isdigit()):
                continue
            words = roster.stretch(hit.line, one)
            if words is None or any(a < words.end and words.start < b for a, b in found):
                continue
            if len(found) < _MOST:
                found[words.start, words.end] = Participant(role, words)
    return tuple(found.values())


_SUFFERED = frozenset(("killing", "death", "injury"))
_DRAWN_IN = frozenset(
    "accuse charge suspect convict sentence jail arrest detain try fine imprison hold indict investigate".split()
)
"""Verbs whose object is told to have done what follows: "sentenced him for embezzling"."""


def _did_it(hit: Hit) -> Phrase | None:
    """Who did the crime that somebody is charged with, tried or sentenced for."""
    line, tokens = hit.line, hit.tokens
    begin, _ = line.bounds(hit.first)
    for at in range(hit.first - 1, max(begin, hit.first - 16) - 1, -1):
        if tokens[at].tag == "V" and tokens[at].lemma in _DRAWN_IN:
            return grammar.patient(line, grammar.group(line, at), at + 1)
        if tokens[at].tag in ("SUB", ";") or (
            tokens[at].tag == "V" and tokens[at].form in ("past", "present")
        ):
            return None
    return None


def _phrases(hit: Hit) -> Iterator[tuple[str, Phrase]]:
    if hit.attribute is not None:
        yield "patient", hit.attribute
    elif hit.verb is not None:
        yield from _of_verb(hit)
    else:
        yield from _of_noun(hit)


def _of_verb(hit: Hit) -> Iterator[tuple[str, Phrase]]:
    line, verb, type_, frame = hit.line, hit.verb, hit.entry.type, hit.entry.frame
    assert verb is not None
    tokens = line.tokens
    one = grammar.subject(line, verb)
    if type_ in ("crime", "killing") and tokens[verb.verb].form == "ing":
        one = _did_it(hit) or one
    after = hit.after
    if verb.passive:
        if one is not None and not (
            type_ == "agreement" and "pact" in classes.of_phrase(line, one)
        ):
            yield (
                (
                    "agent"
                    if type_ in _MOVES
                    else "topic"
                    if _is_given(line, one, type_)
                    else "patient"
                ),
                one,
            )
    else:
        if one is not None and not _is_event(line, one, type_):
            leaves = type_ == "expulsion" and tokens[verb.verb].lemma in _LEAVES
            role = "patient" if frame == "u" or leaves or type_ == "trial" else "agent"
            if type_ in _SUFFERED and frame != "u":
                role = _deadly(line, one)
            yield role, one
        direct = grammar.patient(line, verb, after)
        if direct is not None:
            if hit.entry.words[-1] == "from":
                yield "origin", direct
            elif type_ == "agreement" and "pact" in classes.of_phrase(line, direct):
                pass
            elif tokens[verb.verb].lemma in _LEAVES and type_ != "termination":
                if _is_place(line, direct):
                    yield "origin", direct
            else:
                yield _of_object(type_, frame, line, direct), direct
            after = max(after, direct.after)
    for preposition, phrase in grammar.prepositions(line, after):
        if tokens[phrase.head].tag == "TIME":
            continue
        if preposition == "by" and not (verb.passive and _is_actor(line, phrase)):
            continue
        if preposition == "by" and type_ in _SUFFERED:
            yield _deadly(line, phrase), phrase
            continue
        if (
            preposition in ("of", "in", "at", "on", "over", "about")
            and type_
            not in (
                "charge",
                "verdict",
                "agreement",
                "negotiation",
                "meeting",
                "protest",
                "trial",
                "attack",
            )
            and not (preposition == "of" and after == hit.after and frame == "u")
        ):
            continue
        role = _role(type_, preposition, False, frame)
        if role == "instrument" and not _is_tool(line, phrase):
            continue
        if (
            role == "topic"
            and tokens[phrase.head].tag == "NAME"
            and preposition in ("in", "on", "at")
        ):
            continue
        if role in ("origin", "destination") and not _is_place(line, phrase):
            continue
        yield role, phrase


def _deadly(line: Line, phrase: Phrase) -> str:
    """What killed somebody is an agent only if it can act: weapons are means, quakes and buses neither."""
    names = classes.of_phrase(line, phrase)
    if names & {"person", "force", "crowd", "country", "organisation"}:
        return "agent"
    if "weapon" in names:
        return "instrument"
    return "" if names & {"vehicle", "nature", "disease", "building"} or not names else "agent"


def _is_event(line: Line, phrase: Phrase, type_: str) -> bool:
    """Whether a subject is itself what happened: "the blast killed three"."""
    key = line.tokens[phrase.head].key
    return type_ in ("killing", "injury", "death", "displacement", "outbreak") and (
        key in ("it", "this", "that", "which") or key in triggers.nouns()
    )


def _of_object(type_: str, frame: str, line: Line, phrase: Phrase) -> str:
    names = classes.of_phrase(line, phrase)
    if type_ == "withdrawal" and frame == "i":
        return "origin"
    if type_ == "election":
        return "agent" if names & {"person", "leader", "official"} else "topic"
    if type_ == "visit":
        return "destination" if names & {"place", "country", "building"} else "agent"
    if type_ in ("meeting", "negotiation", "contest", "agreement") and frame == "i":
        return (
            "agent"
            if names & {"person", "leader", "official", "organisation", "group", "country"}
            else "topic"
        )
    if type_ == "resignation":
        return "topic"
    if type_ == "displacement" and frame == "i":
        return "origin"
    if type_ == "attack" and "weapon" in names and not names & {"building", "person"}:
        return "instrument"
    if _is_given(line, phrase, type_):
        return "topic"
    if type_ in ("award", "legislation") and names & {"prize", "law", "award"}:
        return "topic"
    return "patient"


def _is_given(line: Line, phrase: Phrase, type_: str) -> bool:
    """Whether a phrase is the help itself, and not who is helped: "blankets", "$2 million", "a rescue team"."""
    return type_ == "aid" and not classes.of_phrase(line, phrase) & {
        "person",
        "crowd",
        "victim",
        "refugee",
        "country",
    }


def _is_actor(line: Line, phrase: Phrase) -> bool:
    token = line.tokens[phrase.head]
    return token.tag in ("NAME", "N", "PRO") and token.key not in (
        "end",
        "night",
        "surprise",
        "day",
        "morning",
        "air",
        "road",
        "sea",
        "law",
        "chance",
        "force",
        "train",
        "bus",
    )


def _is_tool(line: Line, phrase: Phrase) -> bool:
    return bool(classes.of_phrase(line, phrase) & {"weapon", "vehicle"})


def _is_place(line: Line, phrase: Phrase) -> bool:
    token = line.tokens[phrase.head]
    if token.mention is not None:
        return token.mention.kind in ("place", "organisation")
    return bool(
        classes.of_phrase(line, phrase)
        & {"place", "building", "country", "border", "office", "court", "embassy"}
    )


def _of_noun(hit: Hit) -> Iterator[tuple[str, Phrase]]:
    line, type_, frame = hit.line, hit.entry.type, hit.entry.frame
    tokens = line.tokens
    begin, _ = line.bounds(hit.first)
    if hit.entry.part == "x":
        yield from _of_state(hit, begin)
        return
    yield from _before_noun(hit, begin)
    seen: set[str] = set()
    for preposition, phrase in grammar.prepositions(line, hit.after):
        if tokens[phrase.head].tag == "TIME":
            continue
        if preposition == "by" and not _is_actor(line, phrase):
            continue
        if preposition == "of" and "of" in seen:
            continue
        if preposition == "of" and not seen and _is_measure(line, phrase):
            continue
        seen.add(preposition)
        role = _role(type_, preposition, True, frame)
        if role == "topic" and "topic" in seen:
            continue
        if (
            role == "topic"
            and type_ in ("verdict", "charge", "trial")
            and "person" in classes.of_phrase(line, phrase)
        ):
            role = "patient"
        if (
            type_ == "election"
            and role == "agent"
            and "person" not in classes.of_phrase(line, phrase)
        ):
            continue
        seen.add(role)
        if role == "instrument" and not _is_tool(line, phrase):
            continue
        if role in ("origin", "destination") and not _is_place(line, phrase):
            continue
        if (
            role == "patient"
            and preposition in ("on", "at", "to", "in")
            and tokens[phrase.head].tag == "NUM"
        ):
            continue
        yield role, phrase
    if type_ in ("crime", "killing") and (one := _did_it(hit)) is not None:
        yield "agent", one
    yield from _carried_out(hit, begin)


def _of_state(hit: Hit, begin: int) -> Iterator[tuple[str, Phrase]]:
    """Who is in a state: "teachers are on strike", "31 people dead", "was sworn in"."""
    line, tokens = hit.line, hit.tokens
    role = "agent" if hit.entry.frame == "i" else "patient"
    at = hit.first - 1
    while at >= begin and tokens[at].tag in ("ADV", "NEG"):
        at -= 1
    if at < begin:
        return
    if tokens[at].tag in NOMINAL:
        one = grammar.phrase_left(line, at)
        if one is not None:
            yield role, one
    elif tokens[at].tag in ("BE", "V"):
        verb = (
            grammar.group(line, at)
            if tokens[at].tag == "V"
            else grammar.Group(at, at, False, True, ())
        )
        while (
            tokens[at].tag == "BE"
            and verb.first - 1 >= begin
            and tokens[verb.first - 1].tag in ("HAVE", "MODAL", "BE", "ADV")
        ):
            verb = verb._replace(first=verb.first - 1)
        one = grammar.objects(line, at + 1) or grammar.subject(line, verb)
        if one is not None:
            yield role, one
    for key, phrase in grammar.prepositions(line, hit.after, far=8):
        if key == "by" and _is_actor(line, phrase):
            yield "agent", phrase


def _is_measure(line: Line, phrase: Phrase) -> bool:
    return line.tokens[phrase.head].tag in ("NUM", "TIME")


def _before_noun(hit: Hit, begin: int) -> Iterator[tuple[str, Phrase]]:
    """Owners, adjectives of nationality and nouns before a noun: "Itte's arrest", "French troop withdrawal"."""
    line, type_, frame = hit.line, hit.entry.type, hit.entry.frame
    tokens = line.tokens
    whose = "agent" if frame == "i" or type_ in _MOVES else "patient"
    at, steps = hit.first - 1, 0
    while at >= begin and steps < 8:
        token = tokens[at]
        if token.tag == "GEN":
            owner = grammar.phrase_left(line, at - 1) if at > begin else None
            if (
                owner is not None
                and type_ == "election"
                and "person" not in classes.of_phrase(line, owner)
            ):
                return
            if owner is not None and tokens[owner.head].tag != "TIME":
                yield _whose(line, owner, type_, whose), owner
            return
        if token.tag == "OWN":
            yield whose, Phrase(at, at + 1, at)
            return
        if token.tag == "DEM":
            if type_ not in ("coup", "election", "disaster", "accident", "death", "protest"):
                yield (
                    ("agent" if type_ not in ("expulsion", "arrest", "release") else "patient"),
                    Phrase(at, at + 1, at),
                )
        elif token.tag == "NAME":
            mention = token.mention
            if mention is not None and mention.kind != "place":
                yield whose, Phrase(at, at + 1, at)
            elif type_ in ("withdrawal",) and mention is not None:
                yield "origin", Phrase(at, at + 1, at)
        elif token.tag == "N":
            role = _of_modifier(token, type_, whose)
            if role:
                yield role, Phrase(at, at + 1, at)
        elif token.tag not in ("ADJ", "NUM", "TIME", "EVENT"):
            return
        at -= 1
        steps += 1


def _whose(line: Line, owner: Phrase, type_: str, whose: str) -> str:
    """ "France's expulsion of the envoy": of a state, what only people suffer is its act."""
    mention = line.tokens[owner.head].mention
    if whose == "patient" and mention is not None and mention.kind in ("place",):
        if type_ in (
            "disaster",
            "accident",
            "death",
            "outbreak",
            "election",
            "coup",
            "blockade",
            "closure",
            "launch",
        ):
            return ""
        return "agent"
    return whose


def _of_modifier(token: Token, type_: str, whose: str) -> str:
    names = classes.of_token(token)
    if names & {"weapon", "vehicle"} and type_ in ("attack", "launch"):
        return "instrument"
    if names & {"force", "crowd", "worker", "hostage", "staff", "person", "company", "envoy"}:
        if type_ in ("attack", "protest", "strike", "clash"):
            return "agent"
        return whose
    return ""


def _carried_out(hit: Hit, begin: int) -> Iterator[tuple[str, Phrase]]:
    """Who carries out an event that is the object of a verb: "the junta ordered the expulsion", "held talks"."""
    line, tokens = hit.line, hit.tokens
    left = grammar.phrase_left(line, hit.after - 1)
    at = min(left.first if left else hit.first, hit.first) - 1
    particle = ""
    while at >= begin and tokens[at].tag in ("ADV", "PREP") and at > hit.first - 8:
        if tokens[at].tag == "PREP" and particle:
            return
        particle = tokens[at].key if tokens[at].tag == "PREP" else particle
        at -= 1
    if at < begin or tokens[at].tag != "V":
        yield from _passively(hit)
        return
    lemma = tokens[at].lemma
    if particle and not (
        particle == "out"
        or (lemma, particle)
        in (("call", "for"), ("embark", "on"), ("take", "in"), ("take", "part"))
    ):
        return
    if particle == "for":
        return
    verb = grammar.group(line, at)
    if verb.passive:
        return
    if lemma in _CARRIES_OUT or (lemma, particle) in (("embark", "on"), ("take", "in")):
        one = grammar.subject(line, verb)
        if one is not None and tokens[one.head].tag != "EVENT":
            role = "agent"
            if hit.entry.frame != "i" and lemma in (
                "announce",
                "call",
                "receive",
                "win",
                "begin",
                "start",
                "reach",
            ):
                role = "agent" if lemma in ("begin", "start") else ""
            if lemma == "announce":
                role = ""
            yield role, one
    elif lemma in _SUFFERS:
        one = grammar.subject(line, verb)
        if one is not None:
            yield "patient", one


def _passively(hit: Hit) -> Iterator[tuple[str, Phrase]]:
    """ "the attack was carried out by rebels", "the raid was staged by"."""
    line, tokens = hit.line, hit.tokens
    _, end = line.bounds(hit.first)
    for at in range(hit.after, min(end, hit.after + 10)):
        if tokens[at].tag in (",", "SUB", "REL", ";"):
            return
        if tokens[at].tag == "V":
            if tokens[at].lemma in _CARRIES_OUT and grammar.group(line, at).passive:
                for key, phrase in grammar.prepositions(line, at + 1, far=8):
                    if (
                        key == "by"
                        and _is_actor(line, phrase)
                        and tokens[phrase.head].tag in NOMINAL
                    ):
                        yield "agent", phrase
            return
