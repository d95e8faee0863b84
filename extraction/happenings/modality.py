"""How real an event is as told, and how far along: planned, denied, begun, completed."""

from collections.abc import Iterator

from extraction import inflections
from extraction.happenings import grammar
from extraction.happenings.signs import LIGHT, cues, of_verb
from extraction.happenings.triggers import Hit
from extraction.happenings.words import AUXILIARY, NOMINAL, Line, verb_forms

COURSES = frozenset(
    "withdrawal deployment displacement invasion expulsion termination recall release".split()
)
"""Types that go on for days or months, so that a mention may speak of one phase."""
_UNPLANNED = frozenset(("death", "disaster", "accident", "injury", "outbreak"))
"""Types that nobody means to happen."""
_MOVEMENTS = frozenset(("withdrawal", "deployment", "displacement", "invasion", "release"))
"""Of these, types that are still to come when they are announced."""
_STATES = frozenset(
    (
        "under house arrest", "in custody", "in detention", "on strike", "under investigation", "on trial",
        "behind bars", "under arrest",
    )
)  # fmt: skip
_PROMISED = frozenset(("pledge", "promise", "offer"))
_STRENGTH = ("denied", "threatened", "demanded", "planned", "hypothetical", "ongoing")
"""Modalities in the order in which one outdoes the next."""
_OF_CRIME = frozenset("accuse charge suspect indict investigate prosecute try".split())
_HAPPENS = frozenset(
    "take happen occur begin start end continue follow erupt come break last resume proceed go unfold complete carry "
    "hold delay postpone cancel call suspend expect schedule plan set conclude finish halt avert prevent announce "
    "demand threaten remain".split()
)
"""Verbs of which an event is the subject, and which say how it stands."""
_ASKS = frozenset("call push press appeal ask plead campaign".split())
_CANCELS = frozenset(("cancel", "scrap", "shelve"))
_OVER_CLAUSE = frozenset(("demanded", "denied", "threatened", "hypothetical"))
_NOT_OVER_CLAUSE = frozenset("warn dismiss order stop tell".split())


def of(hit: Hit) -> tuple[str, str]:
    """The modality and the phase of a trigger."""
    signs = list(_signs(hit))
    if hit.verb is None and hit.entry.type in _UNPLANNED:
        signs = [one for one in signs if one not in ("planned", "demanded", "threatened")]
    modality = next((one for one in _STRENGTH if one in signs), "happened")
    if modality == "happened":
        modality = _unsaid(hit, signs)
    if hit.verb is not None and _none_suffers(hit):
        modality = "denied"
    begin, end = hit.line.bounds(hit.first)
    if modality in ("planned", "hypothetical") and any(
        one.key == "unless" for one in hit.tokens[begin:end]
    ):
        modality = "threatened"
    phases = [one.removeprefix("phase:") for one in signs if one.startswith("phase:")]
    phase = phases[0] if phases and hit.entry.type in COURSES else ""
    if phase == "begun" and modality == "denied":
        phase = ""
    return modality, phase


def _unsaid(hit: Hit, signs: list[str]) -> str:
    """The modality of what no word around it takes back."""
    entry = hit.entry
    if entry.lemma in _PROMISED:
        return "planned"
    if entry.lemma == "ultimatum":
        return "demanded"
    if entry.type in ("crime", "killing") and _is_charged(hit):
        return "hypothetical"
    if entry.part == "x" and entry.lemma in _STATES:
        return "ongoing"
    if "phase:announced" in signs and hit.is_noun and entry.type in _MOVEMENTS:
        return "planned"
    return "happened"


def _is_charged(hit: Hit) -> bool:
    """Whether somebody is only charged with it: "charged the minister, Awa Diallo, with embezzlement"."""
    tokens = hit.tokens
    begin, _ = hit.line.bounds(hit.first)
    for at in range(hit.first - 1, max(begin, hit.first - 16) - 1, -1):
        if tokens[at].tag == "V":
            return tokens[at].lemma in _OF_CRIME and tokens[hit.first - 1].tag in (
                "PREP",
                "ADJ",
                "CONJ",
                ",",
            )
    return False


def _none_suffers(hit: Hit) -> bool:
    """ "killed nobody", "no soldiers were hurt"."""
    if hit.verb is None:
        return False
    one = grammar.patient(hit.line, hit.verb, hit.after)
    return one is not None and hit.tokens[one.first].key in ("no", "nobody", "none")


def _signs(hit: Hit) -> Iterator[str]:
    """Modalities and phases that the words around a trigger speak for, the nearest first."""
    if hit.verb is not None:
        yield from of_verb(hit.line, hit.verb, 0)
        yield from _of_clause(hit.line, hit.verb.first)
    elif hit.attribute is None:
        yield from _of_noun(hit)
        if hit.entry.part == "x":
            yield from _of_state(hit)


def _of_state(hit: Hit) -> Iterator[str]:
    """What is said of being in a state: "refused to be held captive", "will be sworn in"."""
    tokens = hit.tokens
    begin, _ = hit.line.bounds(hit.first)
    at = hit.first - 1
    while at > begin and tokens[at].tag in ("ADV", "NEG", "“", '"'):
        at -= 1
    if at >= begin and tokens[at].tag in ("BE", "V"):
        yield from of_verb(hit.line, grammar.group(hit.line, at), 0)


def _of_noun(hit: Hit) -> Iterator[str]:
    line, tokens = hit.line, hit.tokens
    _, others = cues()
    left = grammar.phrase_left(line, hit.after - 1)
    first = min(left.first if left else hit.first, hit.first)
    for at in range(hit.first - 1, first - 1, -1):
        if tokens[at].tag in ("ADJ", "N", "V", "DET"):
            yield from others.get(tokens[at].key, ())
            yield from _participle(tokens[at].key)
    yield from _governing(line, first, 0)
    yield from _predicate(hit)


def _predicate(hit: Hit) -> Iterator[str]:
    """What is said of a noun by its verb: "the withdrawal of French troops will be completed"."""
    line, tokens = hit.line, hit.tokens
    _, end = line.bounds(hit.first)
    at = hit.after
    while at < end and at < hit.after + 14 and tokens[at].tag not in (*AUXILIARY, "V"):
        if tokens[at].tag in (",", ";", "SUB", "REL", ":"):
            return
        at += 1
    verb = at
    while verb < end and tokens[verb].tag in (*AUXILIARY, "ADV", "NEG"):
        verb += 1
    if verb < min(end, at + 6) and tokens[verb].tag == "V":
        found = grammar.group(line, verb)
        if tokens[verb].lemma in _HAPPENS and found.finite:
            yield from of_verb(line, found, 1)


def _participle(key: str) -> Iterator[str]:
    """What a participle before a noun says: "planned", "threatened"."""
    verbs, _ = cues()
    for base, form in verb_forms().get(key, ()):
        if form == inflections.PARTICIPLE:
            yield from (one for one in verbs.get(base, ()) if one not in ("hypothetical", "denied"))


def _governing(line: Line, first: int, depth: int) -> Iterator[str]:
    """What the verb or noun says that a noun phrase hangs on: "demanded the ...", "calls for the ..."."""
    tokens = line.tokens
    if first >= len(tokens) or depth > 3:
        return
    begin, _ = line.bounds(first)
    at = first - 1
    while at >= begin and tokens[at].tag in ("ADV", '"', "“"):
        at -= 1
    if at < begin:
        return
    token = tokens[at]
    if token.tag == "PREP":
        yield from _before_preposition(line, at, begin, depth)
    elif token.tag == "V":
        if token.lemma in _CANCELS:
            yield "planned"
        yield from cues()[0].get(token.lemma, ())
        if token.lemma in LIGHT:
            yield from of_verb(line, grammar.group(line, at), depth + 1)
    elif token.key in ("if", "unless"):
        yield "hypothetical"
    elif token.key in ("and", "or", ","):
        # "demanded an inquiry and the dismissal of the council"
        before = at - 1 - (tokens[at - 1].tag == "," and at - 1 > begin)
        left = grammar.phrase_left(line, before) if before >= begin else None
        if left is not None and left.after == before + 1:
            yield from _governing(line, grammar.with_of(line, left).first, depth + 1)


def _before_preposition(line: Line, at: int, begin: int, depth: int) -> Iterator[str]:
    """ "calls for", "the threat of", "embarking on", "without"."""
    tokens = line.tokens
    verbs, others = cues()
    preposition = tokens[at].key
    if preposition == "without":
        yield "denied"
    before = at - 1
    while before >= begin and tokens[before].tag == "ADV":
        before -= 1
    if before < begin:
        return
    owner = tokens[before]
    if owner.tag == "V":
        if owner.lemma in _ASKS and preposition == "for":
            yield "demanded"
            return
        weak = ("denied", "planned", "demanded")
        yield from (one for one in verbs.get(owner.lemma, ()) if one not in weak)
        if owner.lemma in LIGHT:
            yield from of_verb(line, grammar.group(line, before), depth + 1)
    elif owner.tag in NOMINAL and preposition in (
        "of",
        "for",
        "to",
        "on",
        "about",
        "in",
        "against",
    ):
        told = others.get(owner.key, ())
        yield from told
        phrase = grammar.phrase_left(line, before)
        if phrase is not None and told and preposition == "of":
            yield from _governing(line, phrase.first, depth + 1)


def _of_clause(line: Line, first: int) -> Iterator[str]:
    """What stands over a clause: "if", "demanded that", "denied that"."""
    tokens = line.tokens
    begin, _ = line.bounds(first)
    for at in range(first - 1, max(begin, first - 16) - 1, -1):
        token = tokens[at]
        if token.key in ("if", "unless", "whether"):
            yield "hypothetical"
            return
        if token.key == "that" and at > begin:
            yield from _over_that(line, at, begin)
            return
        if token.tag == "V" and at < first - 1 and token.form in ("past", "present"):
            return


def _over_that(line: Line, that: int, begin: int) -> Iterator[str]:
    tokens = line.tokens
    for verb in range(that - 1, max(begin, that - 4) - 1, -1):
        if tokens[verb].tag != "V":
            continue
        told = cues()[0].get(tokens[verb].lemma, ())
        if tokens[verb].lemma not in _NOT_OVER_CLAUSE:
            yield from (one for one in told if one in _OVER_CLAUSE)
        if "phase:announced" in told:
            yield "phase:announced"
        return
