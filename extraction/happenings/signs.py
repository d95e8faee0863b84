"""What verbs say of how real an event is: their auxiliaries, and the verbs and nouns that they hang on.

A sign is a modality ("planned") or a phase ("phase:begun"), out of `lexicon/eventcues.tsv`.
"""

from collections.abc import Generator, Iterator
from functools import cache

from extraction import lexicon
from extraction.happenings import grammar
from extraction.happenings.words import NOMINAL, Line

Cues = dict[str, tuple[str, ...]]
_Signs = Generator[str, None, int]

LIGHT = frozenset(
    "hold stage launch conduct make mount commit undertake carry begin start complete continue resume impose give "
    "suffer sign reach lift pay take agree order join end suspend cancel postpone call declare open face lead "
    "finish finalise finalize extend withdraw implement win broker strike receive embark proceed do see set bring "
    "put".split()
)
"""Verbs that say no more of their object than that it takes place, or how far it is."""
_CARRIES_ON = frozenset("begin start continue manage help force seem appear".split())
_HANGS_ON = _CARRIES_ON | frozenset("have come go set".split())
_FUTURE, _MUST = frozenset(("will", "shall", "'ll")), frozenset(("should", "must"))
_MODALS = _FUTURE | _MUST | frozenset("would could may might can".split())
_NOW = frozenset("is are am been was were".split())
_DEEPEST = 3
"""Verbs above one another that are looked at: "has begun to help to withdraw"."""


@cache
def cues() -> tuple[Cues, Cues]:
    """Signs by the base of a verb, and by a word as it stands."""
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


def of_verb(line: Line, found: grammar.Group, depth: int) -> Iterator[str]:
    """What a verb's auxiliaries say, and what it hangs on; `depth` 0 where it is the event itself."""
    token = line.tokens[found.verb]
    words = found.words
    if depth:
        told = cues()[0].get(token.lemma, ())
        yield from (one for one in told if depth == 1 or one.startswith("phase"))
    following = line.tokens[found.verb + 1].key if found.verb + 1 < len(line.tokens) else ""
    if "still" in words or (depth and token.lemma == "go" and following == "on"):
        yield "ongoing"
    denied = any(word in ("not", "never", "n't") or word.endswith("n't") for word in words)
    # "is not expected before July": it still is to come.
    if denied and not (depth == 1 and token.lemma in ("expect", "schedule")):
        yield "denied"
    if "allegedly" in words:
        yield "hypothetical"
    yield from _of_modals(line, found)
    lasts = token.form == "ing" and not _NOW.isdisjoint(words) and _MODALS.isdisjoint(words)
    if lasts or ("being" in words and not _NOW.isdisjoint(words)):
        yield "ongoing"
        yield "phase:under_way"
    if "to" in words:
        yield from _before_to(line, found, depth)
    elif token.form == "ing" and found.first == found.verb and depth < _DEEPEST:
        yield from _before_gerund(line, found.verb, depth)


def _of_modals(line: Line, found: grammar.Group) -> Iterator[str]:
    for word in found.words:
        if word in _FUTURE:
            yield "planned"
        elif word == "would":
            yield "planned" if _is_reported(line, found.first) else "hypothetical"
        elif word in _MUST:
            yield "demanded"
        elif word in _MODALS:
            yield "hypothetical"


def _is_reported(line: Line, at: int) -> bool:
    """Whether "would" tells a future seen from the past: "said that they would leave"."""
    begin, end = line.bounds(at)
    some = line.tokens[begin:end]
    if any(one.key == "if" for one in some):
        return False
    reporting = lexicon.words("reporting.txt") | _PROMISES
    return any(one.tag == "V" and one.lemma in reporting for one in some)


_PROMISES = frozenset(("decide", "promise", "pledge", "vow", "agree"))


def _before_to(line: Line, found: grammar.Group, depth: int) -> Iterator[str]:
    """What stands before "to": "vowed to", "ordered the envoy to", "the decision to", "is to"."""
    tokens = line.tokens
    begin, _ = line.bounds(found.verb)
    to = next((one for one in range(found.verb - 1, begin - 1, -1) if tokens[one].tag == "TO"), -1)
    if to < 0:
        return
    verbs, others = cues()
    at = grammar.past_asides(line, to - 1, begin)
    if at < begin or tokens[at].tag in ("BE", "HAVE") or tokens[at].key == "going":
        yield "planned"
        return
    if tokens[at].tag == ",":
        # "ordered the ambassador, Sylvain Itte, to leave"
        asked = [one for one in range(max(begin, at - 12), at) if tokens[one].tag == "V"]
        yield from verbs.get(tokens[asked[-1]].lemma, ("planned",)) if asked else ("planned",)
        return
    verb = at
    if tokens[at].tag in (*NOMINAL, "ADJ"):
        told = others.get(tokens[at].key, ())
        yield from told
        if told:
            return
        verb = yield from _above_noun(line, at, begin)
    if verb >= begin and tokens[verb].tag == "V":
        yield from _above(line, verb, depth)
        return
    yield "planned"


def _above_noun(line: Line, at: int, begin: int) -> _Signs:
    """What a noun before "to" hangs on; returns the token of the verb before it, or one that is none."""
    tokens = line.tokens
    verbs, others = cues()
    phrase = grammar.phrase_left(line, at)
    if phrase is None:
        return at
    verb = phrase.first - 1
    if verb > begin and tokens[verb].key == "for":
        # "asked once more for their immunity to be lifted"
        asking = verb - 1
        while asking > begin and tokens[asking].tag in ("ADV", "DET"):
            asking -= 1
        yield from (one for one in verbs.get(tokens[asking].lemma, ()) if one == "demanded")
        yield from others.get(tokens[asking].key, ())
    while verb >= begin and tokens[verb].tag == "PREP":
        outer = grammar.with_of(line, phrase)
        if outer.first == phrase.first:
            break
        yield from others.get(tokens[outer.head].key, ())
        phrase, verb = outer, outer.first - 1
    return verb


def _above(line: Line, verb: int, depth: int) -> Iterator[str]:
    """What the verb says on which an infinitive hangs."""
    lemma = line.tokens[verb].lemma
    told = cues()[0].get(lemma, ())
    yield from told
    if not told and lemma not in _HANGS_ON:
        yield "planned"
        return
    if depth < _DEEPEST:
        yield from of_verb(line, grammar.group(line, verb), max(depth, 1) + 1)
    if lemma in ("begin", "start", "continue"):
        yield "ongoing"
    if not told and lemma not in _CARRIES_ON:
        yield "planned"


def _before_gerund(line: Line, verb: int, depth: int) -> Iterator[str]:
    """ "began withdrawing", "accused of killing", "without firing", "kept from leaving"."""
    tokens = line.tokens
    begin, _ = line.bounds(verb)
    at = verb - 1
    if at < begin:
        return
    if tokens[at].tag == "V":
        yield from cues()[0].get(tokens[at].lemma, ())
        if tokens[at].lemma in LIGHT:
            yield from of_verb(line, grammar.group(line, at), depth + 1)
    elif tokens[at].key == "without" or (
        tokens[at].key == "from"
        and any(
            one.tag == "V" and one.lemma in _PREVENTS for one in tokens[max(begin, at - 8) : at]
        )
    ):
        yield "denied"


_PREVENTS = frozenset("stop prevent ban bar keep block prohibit".split())
