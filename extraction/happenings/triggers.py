"""The words that may speak of an event, by the list of triggers, each with the conditions that it must meet."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from extraction.happenings import grammar
from extraction.happenings.conditions import Chance, Context, Hit
from extraction.happenings.triggerlist import Candidate, Entry, happenings, indices, nouns
from extraction.happenings.words import Line, Token, verb_forms

__all__ = ["Chance", "Entry", "Hit", "find", "happenings", "nouns"]

_ATTRIBUTES = frozenset(("coup", "dismissal", "kidnapping", "expulsion"))
"""Types of which a participle before a noun speaks too: "the ousted president"."""


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


def find(lines: Sequence[Line], chances: Chance | None = None) -> list[Hit]:
    """All triggers of a dispatch that meet their conditions, in order, none overlapping."""
    types = {hit.entry.type for line in lines for hit in _of_line(line, frozenset(), None)} | {
        "coup" for line in lines for one in line.tokens if one.tag == "EVENT" and "coup" in one.key
    }
    return [hit for line in lines for hit in _of_line(line, frozenset(types), chances)]


def _of_line(line: Line, types: frozenset[str], chances: Chance | None) -> Iterator[Hit]:
    context = [Context(line, types, chances)]
    at = 0
    while at < len(line.tokens):
        hit = _at(line, at, context[0])
        if hit is None:
            at += 1
            continue
        yield hit
        at = max(hit.after, at + 1)


def _at(line: Line, at: int, context: "Context") -> Hit | None:
    token = line.tokens[at]
    if token.mention is not None or token.timex is not None or not _may_begin(token.key):
        return None
    if _in_a_name(line, at):
        return None
    following = line.tokens[at + 1].key if at + 1 < len(line.tokens) else ""
    if token.tag == "V" or (token.tag == "ADJ" and token.lemma):
        between: list[int] = []
        for base in _bases(token):
            for words, _, entry in _verbs_before(base, following):
                after = at + 1 if len(words) == 1 else _particles(line, at, words, between)
                hit = _verb(line, at, words, entry, after) if after else None
                if hit and context.fits(hit):
                    return hit
    for key in _spellings(token.key):
        for words, is_plural, entry in _phrases_before(key[0], key[1:2], following):
            after = _matched(line, at, words, key)
            if not after or (entry.part == "n" and not _is_noun(line, at, after)):
                continue
            hit = Hit(line, at, after, entry)
            if "plural" in entry.flags and not (is_plural or entry.lemma.endswith("s")):
                continue
            if context.fits(hit):
                return hit
    return None


@lru_cache(maxsize=20_000)
def _may_begin(key: str) -> bool:
    """Whether any entry begins with a word or with the verb that it is a form of."""
    fixed, verbs = indices()
    return key[:1].isalpha() and (
        any(one[0] in fixed for one in _spellings(key))
        or any(base in verbs for base, _ in verb_forms().get(key, ()))
    )


@lru_cache(maxsize=20_000)
def _verbs_before(base: str, following: str) -> tuple[Candidate, ...]:
    """The entries of a verb that the word after it does not rule out."""
    return tuple(
        one
        for one in indices()[1].get(base, ())
        if len(one[0]) == 1 or one[0][1] == following or one[0][1] in _MAY_BE_APART
    )


@lru_cache(maxsize=20_000)
def _phrases_before(first: str, second: tuple[str, ...], following: str) -> tuple[Candidate, ...]:
    """The nouns and set phrases of a word that the one after it, or after its hyphen, does not rule out."""
    wanted = second[0] if second else following
    return tuple(
        one for one in indices()[0].get(first, ()) if len(one[0]) == 1 or one[0][1] == wanted
    )


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
        if after >= len(tokens) or tokens[after].key != word or tokens[after].mention:
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
    return previous.text[0].isupper() or previous.tag == "NAME" or token.tag == "N"


def _is_noun(line: Line, at: int, after: int) -> bool:
    """Whether one word stands as a noun; of several the list knows."""
    token = line.tokens[at]
    return after - at > 1 or token.tag == "N" or (token.tag == "ADJ" and not token.lemma)


def _verb(line: Line, at: int, words: tuple[str, ...], entry: Entry, after: int) -> Hit | None:
    tokens = line.tokens
    token = tokens[at]
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


_APART = frozenset("out down off up back hostage home away guilty".split())
"""What may stand apart from its verb: "shut the plant down"."""


_PHRASES_APART = frozenset(
    "on to in into from of out off under up behind for at away guilty down".split()
)
"""First words of what may stand apart from its verb in a longer phrase: "put the general on trial"."""


_OWNERS = frozenset("his her its their my our your".split())
"""What "his" stands for in a phrase that begins with a verb: "lost their lives"."""


_MAY_BE_APART = _APART | _PHRASES_APART | _OWNERS


def _particles(line: Line, at: int, words: tuple[str, ...], between: list[int]) -> int:
    """The token after a verb of several words, 0 where the others do not follow: "shut the plant down" is `at` + 1.

    `between` keeps the token after the verb's object, for the next phrase that begins with this verb.
    """
    after = _follow(line, at + 1, words[1:])
    if after:
        return after
    if words[1] not in (_APART if len(words) == 2 else _PHRASES_APART):
        return 0
    if not between:
        found = grammar.phrase_right(line, at + 1)
        between.append(found.after if found else 0)
    return at + 1 if between[0] and _follow(line, between[0], words[1:]) else 0


def _follow(line: Line, at: int, words: tuple[str, ...]) -> int:
    """The token after some words that stand at a token, 0 where they do not."""
    tokens = line.tokens
    if at + len(words) > len(tokens) or (tokens[at].key != words[0] and words[0] not in _OWNERS):
        return 0
    for token, word in zip(tokens[at:], words, strict=False):
        if token.mention or not (token.key == word or (word in _OWNERS and token.key in _OWNERS)):
            return 0
    return at + len(words)
