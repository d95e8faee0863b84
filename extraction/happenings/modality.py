"""How real an event is as told, and how far along: planned, denied, begun, completed."""

from collections.abc import Iterator
from functools import cache

from extraction import inflections, lexicon
from extraction.happenings import grammar
from extraction.happenings.triggers import Hit
from extraction.happenings.words import AUXILIARY, NOMINAL, Line, verb_forms

COURSES = frozenset(
    (
        "withdrawal",
        "deployment",
        "displacement",
        "invasion",
        "expulsion",
        "termination",
        "recall",
        "release",
    )
)
"""Types that go on for days or months, so that a mention may speak of one phase."""
_STATES = frozenset(
    (
        "under house arrest",
        "in custody",
        "in detention",
        "on strike",
        "under investigation",
        "on trial",
        "behind bars",
        "under arrest",
    )
)
_STRENGTH = ("denied", "threatened", "demanded", "planned", "hypothetical", "ongoing")
_OF_CRIME = frozenset("accuse charge suspect indict investigate prosecute try".split())
_LIGHT = frozenset(
    "hold stage launch conduct make mount commit undertake carry begin start complete continue resume impose give "
    "suffer sign reach lift pay take agree order join end suspend cancel postpone call declare open face lead "
    "finish finalise finalize extend withdraw implement win broker strike receive embark proceed do see set bring put".split()
)
"""Verbs that say no more of their object than that it takes place, or how far it is."""
_HAPPENS = frozenset(
    "take happen occur begin start end continue follow erupt come break last resume proceed go unfold complete carry "
    "hold delay postpone cancel call suspend expect schedule plan set conclude finish halt leave kill avert prevent "
    "announce demand threaten remain".split()
)
"""Verbs of which an event is the subject, and which say how it stands."""


@cache
def _cues() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Cues by the base of a verb, and by the word as it stands."""
    verbs: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for what, words in lexicon.rows("eventcues.tsv"):
        for word in lexicon.split(words):
            if word.startswith("="):
                others.setdefault(word[1:], []).append(what)
            else:
                verbs.setdefault(word, []).append(what)
    return (
        {word: tuple(whats) for word, whats in verbs.items()},
        {word: tuple(whats) for word, whats in others.items()},
    )


def of(hit: Hit) -> tuple[str, str]:
    """The modality and the phase of a trigger."""
    signs = list(_signs(hit))
    modality = next((one for one in _STRENGTH if one in signs), "happened")
    if modality == "happened" and hit.entry.part == "x" and hit.entry.lemma in _STATES:
        modality = "ongoing"
    if modality in ("planned", "hypothetical") and any(
        one.key == "unless" for one in hit.tokens[slice(*hit.line.bounds(hit.first))]
    ):
        modality = "threatened"
    phases = [one.removeprefix("phase:") for one in signs if one.startswith("phase:")]
    phase = phases[0] if phases and hit.entry.type in COURSES else ""
    if phase == "begun" and modality == "denied":
        phase = ""
    return modality, phase


def _signs(hit: Hit) -> Iterator[str]:
    """Modalities and phases that the words around a trigger speak for, the nearest first."""
    if hit.attribute is not None:
        return
    if hit.verb is not None:
        yield from _of_verb(hit.line, hit.verb, 0)
        yield from _of_clause(hit.line, hit.verb.first)
        return
    yield from _of_noun(hit)


def _of_noun(hit: Hit) -> Iterator[str]:
    line, tokens = hit.line, hit.tokens
    _, others = _cues()
    begin, end = line.bounds(hit.first)
    left = grammar.phrase_left(line, hit.after - 1)
    first = min(left.first if left else hit.first, hit.first)
    for at in range(hit.first - 1, first - 1, -1):
        if tokens[at].tag in ("ADJ", "N", "V", "DET"):
            yield from others.get(tokens[at].key, ())
            yield from _participle(tokens[at].key)
    yield from _governing(line, first, 0, hit.entry.type in ("crime", "killing"))
    # "the withdrawal of French troops will be completed"
    at = hit.after
    while at < end and at < hit.after + 14:
        tag = tokens[at].tag
        if tag in AUXILIARY or tag == "V":
            break
        if tag in (",", ";", "SUB", "REL", ":"):
            return
        at += 1
    verb = at
    while verb < end and tokens[verb].tag in (*AUXILIARY, "ADV", "NEG"):
        verb += 1
    if verb < end and at < end and tokens[verb].tag == "V" and verb < at + 6:
        found = grammar.group(line, verb)
        if tokens[verb].lemma in _HAPPENS and found.finite:
            yield from _of_verb(line, found, 1)


def _participle(key: str) -> Iterator[str]:
    """What a participle before a noun says: "planned", "threatened"."""
    verbs, _ = _cues()
    for base, form in verb_forms().get(key, ()):
        if form == inflections.PARTICIPLE:
            yield from (one for one in verbs.get(base, ()) if one not in ("hypothetical", "denied"))


def _governing(line: Line, first: int, depth: int, hit_is_crime: bool = False) -> Iterator[str]:
    """What the verb or noun says that a noun phrase hangs on: "demanded the ...", "calls for the ..."."""
    tokens = line.tokens
    begin, _ = line.bounds(first) if first < len(tokens) else (0, 0)
    verbs, others = _cues()
    at = first - 1
    while at >= begin and tokens[at].tag in ("ADV", '"', "“"):
        at -= 1
    if at < begin or depth > 3:
        return
    token = tokens[at]
    if token.tag == "PREP":
        before = at - 1
        while before >= begin and tokens[before].tag == "ADV":
            before -= 1
        if before < begin:
            return
        owner = tokens[before]
        if token.key in ("without",):
            yield "denied"
        if owner.tag == "V":
            if (
                owner.lemma in ("call", "push", "press", "appeal", "ask", "plead", "campaign")
                and token.key == "for"
            ):
                yield "demanded"
            elif owner.lemma in _OF_CRIME and hit_is_crime:
                yield "hypothetical"
            elif token.key in ("with", "on", "in", "of", "to", "from", "for"):
                yield from (
                    one
                    for one in verbs.get(owner.lemma, ())
                    if one not in ("denied", "planned", "demanded")
                )
                if owner.lemma in _LIGHT:
                    yield from _of_verb(line, grammar.group(line, before), depth + 1)
        elif owner.tag in NOMINAL and token.key in (
            "of",
            "for",
            "to",
            "on",
            "about",
            "in",
            "against",
        ):
            yield from others.get(owner.key, ())
            phrase = grammar.phrase_left(line, before)
            if phrase is not None and others.get(owner.key) and token.key == "of":
                yield from _governing(line, phrase.first, depth + 1)
        return
    if token.tag == "V":
        yield from verbs.get(token.lemma, ())
        if token.lemma in _LIGHT:
            yield from _of_verb(line, grammar.group(line, at), depth + 1)
        return
    if token.key in ("if", "unless", "without"):
        yield "hypothetical"


def _of_verb(line: Line, found: grammar.Group, depth: int) -> Iterator[str]:
    """What a verb's own auxiliaries say, and what it hangs on by "to"."""
    tokens = line.tokens
    token = tokens[found.verb]
    verbs, others = _cues()
    words = found.words
    if depth:
        yield from (
            one for one in verbs.get(token.lemma, ()) if depth == 1 or one.startswith("phase")
        )
    if any(word in ("not", "never", "n't") or word.endswith("n't") for word in words):
        yield "denied"
    modals = [
        word
        for word in words
        if word
        in ("will", "shall", "'ll", "would", "could", "may", "might", "should", "must", "can")
    ]
    for word in modals:
        if word in ("will", "shall", "'ll"):
            yield "planned"
        elif word == "would":
            yield "planned" if _is_reported(line, found.first) else "hypothetical"
        elif word in ("should", "must"):
            yield "demanded"
        else:
            yield "hypothetical"
    if "allegedly" in words:
        yield "hypothetical"
    if (
        token.form == "ing"
        and any(word in ("is", "are", "am", "been") for word in words)
        and not modals
    ):
        yield "ongoing"
        yield "phase:under_way"
    if "being" in words and any(word in ("is", "are") for word in words):
        yield "ongoing"
        yield "phase:under_way"
    if "to" in words:
        yield from _before_to(line, found, depth)
    elif token.form == "ing" and found.first == found.verb and depth < 3:
        yield from _before_gerund(line, found.verb, depth)


def _is_reported(line: Line, at: int) -> bool:
    """Whether "would" tells a future seen from the past: "said that they would leave"."""
    begin, end = line.bounds(at)
    keys = {one.key for one in line.tokens[begin:end]}
    if "if" in keys:
        return False
    reporting = lexicon.words("reporting.txt") | {"decide", "promise", "pledge", "vow", "agree"}
    return any(one.tag == "V" and one.lemma in reporting for one in line.tokens[begin:end])


def _before_to(line: Line, found: grammar.Group, depth: int) -> Iterator[str]:
    tokens = line.tokens
    begin, _ = line.bounds(found.verb)
    to = next((one for one in range(found.verb - 1, begin - 1, -1) if tokens[one].tag == "TO"), -1)
    if to < 0:
        return
    verbs, others = _cues()
    at = to - 1
    while at >= begin and tokens[at].tag in ("ADV",):
        at -= 1
    if at < begin:
        yield "planned"
        return
    if tokens[at].tag == ",":
        # "ordered the ambassador, Sylvain Itte, to leave"
        asked = [one for one in range(max(begin, at - 12), at) if tokens[one].tag == "V"]
        yield from verbs.get(tokens[asked[-1]].lemma, ("planned",)) if asked else ("planned",)
        return
    if tokens[at].tag in ("BE", "HAVE") or tokens[at].key in ("going",):
        yield "planned"
        return
    verb = at
    if tokens[at].tag in (*NOMINAL, "ADJ"):
        yield from others.get(tokens[at].key, ())
        if others.get(tokens[at].key):
            return
        phrase = grammar.phrase_left(line, at)
        if phrase:
            verb = phrase.first - 1
            while verb >= begin and tokens[verb].tag == "PREP":
                outer = grammar.with_of(line, phrase)
                if outer.first == phrase.first:
                    break
                yield from others.get(tokens[outer.head].key, ())
                phrase, verb = outer, outer.first - 1
    if verb >= begin and tokens[verb].tag == "V":
        lemma = tokens[verb].lemma
        cues = verbs.get(lemma, ())
        yield from cues
        if cues or lemma in (
            "begin",
            "start",
            "continue",
            "help",
            "manage",
            "force",
            "have",
            "come",
            "go",
            "seem",
            "appear",
            "set",
        ):
            if depth < 3:
                yield from _of_verb(line, grammar.group(line, verb), max(depth, 1) + 1)
            if (
                lemma
                not in ("begin", "start", "continue", "manage", "help", "force", "seem", "appear")
                and not cues
            ):
                yield "planned"
            return
    yield "planned"


def _before_gerund(line: Line, verb: int, depth: int) -> Iterator[str]:
    """ "began withdrawing", "accused of killing", "without firing"."""
    tokens = line.tokens
    begin, _ = line.bounds(verb)
    verbs, _ = _cues()
    at = verb - 1
    if at < begin:
        return
    if tokens[at].tag == "V":
        yield from verbs.get(tokens[at].lemma, ())
        if tokens[at].lemma in _LIGHT:
            yield from _of_verb(line, grammar.group(line, at), depth + 1)
    elif tokens[at].tag == "PREP":
        if tokens[at].key == "without":
            yield "denied"
        elif (
            at > begin
            and tokens[at - 1].tag == "V"
            and tokens[at - 1].lemma in ("accuse", "suspect")
        ):
            yield "hypothetical"
        elif tokens[at].key == "from" and any(
            one.tag == "V"
            and one.lemma in ("stop", "prevent", "ban", "bar", "keep", "block", "prohibit")
            for one in tokens[max(begin, at - 8) : at]
        ):
            yield "denied"


def _of_clause(line: Line, first: int) -> Iterator[str]:
    """What stands over a clause: "if", "demanded that", "denied that"."""
    tokens = line.tokens
    begin, _ = line.bounds(first)
    verbs, _ = _cues()
    for at in range(first - 1, max(begin, first - 16) - 1, -1):
        token = tokens[at]
        if token.key in ("if", "unless", "whether"):
            yield "hypothetical"
            return
        if token.key == "that" and at > begin:
            for verb in range(at - 1, max(begin, at - 4) - 1, -1):
                if tokens[verb].tag == "V":
                    cues = verbs.get(tokens[verb].lemma, ())
                    yield from (
                        one
                        for one in cues
                        if one in ("demanded", "denied", "threatened", "hypothetical")
                        and tokens[verb].lemma not in ("warn", "dismiss", "order", "stop", "tell")
                    )
                    if "phase:announced" in cues:
                        yield "phase:announced"
                    return
            return
        if token.tag == "V" and at < first - 1 and token.form in ("past", "present"):
            return
