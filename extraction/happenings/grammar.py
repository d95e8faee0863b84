"""Who stands where around a word: the subject and object of a verb, what a noun is of, by shallow rules.

Spans of tokens are half-open. Every search stops at the sentence's ends or after a few dozen tokens, so that
all of it stays linear in the length of a text.
"""

from collections.abc import Iterator
from typing import NamedTuple

from extraction.happenings.nounphrases import (
    Phrase,
    coordinated,
    coordinated_left,
    objects,
    owner_of,
    phrase_left,
    phrase_right,
    preposition_keys,
    prepositions,
    with_of,
)
from extraction.happenings.words import AUXILIARY, NOMINAL, Line, Token

__all__ = [
    "Group",
    "Phrase",
    "coordinated",
    "coordinated_left",
    "group",
    "holder",
    "objects",
    "owner_of",
    "past_asides",
    "patient",
    "phrase_left",
    "phrase_right",
    "preposition_keys",
    "prepositions",
    "subject",
    "with_of",
]

_REACH = 40


_OBJECT_CONTROL = frozenset(
    "order ask urge tell force allow want expect help persuade invite call require warn instruct advise permit "
    "encourage enable press pressure compel beg get let push lead cause authorise authorize request".split()
)


_OF_CRIME = frozenset("accuse charge suspect convict acquit clear guilty indict".split())


class Group(NamedTuple):
    """A verb with its auxiliaries: tokens `first` to the verb itself at `verb`."""

    first: int
    verb: int
    passive: bool
    finite: bool
    words: tuple[str, ...]
    """Keys of auxiliaries, negations and "to" before the verb."""


def group(line: Line, at: int) -> Group:
    """The verb at a token with all that belongs to it: "had not been withdrawn"."""
    tokens = line.tokens
    begin, _ = line.bounds(at)
    first, words = at, []
    before = at - 1
    while before >= begin and before > at - 8:
        tag = tokens[before].tag
        if tag not in AUXILIARY and tag not in ("ADV", "NEG", "TO"):
            break
        if tag != "ADV" or tokens[before].key in ("allegedly", "already", "still"):
            words.append(tokens[before].key)
        if tag != "ADV":
            first = before
        before -= 1
    words.reverse()
    token = tokens[at]
    has_be = any(
        tokens[one].tag == "BE" or tokens[one].key in ("got", "gets") for one in range(first, at)
    )
    has_auxiliary = any(tokens[one].tag in AUXILIARY for one in range(first, at))
    bare = token.form == "participle" or (token.form == "past" and not has_auxiliary)
    passive = token.form == "participle" and has_be
    if bare and not has_auxiliary and _is_reduced(line, at):
        return Group(first, at, True, False, tuple(words))
    if token.form == "past" and not words and _shares_passive(line, first, at):
        return Group(first, at, True, True, ())
    finite = (
        token.form in ("past", "present")
        or (has_auxiliary and "to" not in words)
        or (token.form == "base" and not words)
    )
    return Group(first, at, passive, finite, tuple(words))


def _shares_passive(line: Line, first: int, at: int) -> bool:
    """Whether a verb without object follows a passive by "and": "were taken from the school and released"."""
    begin, _ = line.bounds(at)
    if first <= begin or line.tokens[first - 1].tag != "CONJ" or phrase_right(line, at + 1):
        return False
    verb = next(_verbs_before(line, at), -1)
    return verb >= 0 and line.tokens[verb].form == "participle" and group(line, verb).passive


def _is_reduced(line: Line, at: int) -> bool:
    """Whether a participle without auxiliary is passive: "soldiers killed in the attack", "an order signed by"."""
    tokens = line.tokens
    token = tokens[at]
    if token.form == "participle" and (
        at == 0 or tokens[at - 1].tag in (",", "PREP", "", "SUB", *NOMINAL)
    ):
        return True
    after = at + 1
    begin, end = line.bounds(at)
    if (
        after < end
        and tokens[after].key == "by"
        and not (after + 1 < end and tokens[after + 1].tag == "TIME")
    ):
        return True
    if phrase_right(line, after) is not None:
        return False
    # Another finite verb without a subject of its own follows, and this one follows its noun.
    if at > begin and tokens[at - 1].tag in NOMINAL and tokens[at - 1].tag != "PRO":
        for one in range(after, min(end, at + 14)):
            if tokens[one].tag in (",", "SUB", "REL", "CONJ", ";"):
                return False
            if tokens[one].tag in AUXILIARY or (
                tokens[one].tag == "V" and tokens[one].form in ("past", "present")
            ):
                return True
    return False


def subject(line: Line, found: Group, depth: int = 0) -> Phrase | None:
    """Who does what a verb says, or to whom it is done in a passive."""
    tokens = line.tokens
    begin, _ = line.bounds(found.verb)
    at = found.first - 1
    if "to" in found.words and "have" not in found.words[: found.words.index("to")]:
        to = next(one for one in range(found.first, found.verb) if tokens[one].tag == "TO")
        if to == found.first or tokens[found.first].tag == "TO":
            return _controller(line, to, depth)
    at = past_asides(line, at, begin)
    if at < begin:
        return _of_next(line, found, depth) if not found.finite else None
    tag = tokens[at].tag
    if tag == "REL":
        return _antecedent(line, at)
    if tag == "CONJ":
        return _of_previous(line, at, depth)
    if tag in (",", "–", "—", "-"):
        if not found.finite:
            before = tokens[at - 1] if at > begin else None
            if found.passive and before is not None and before.tag in NOMINAL:
                return phrase_left(line, at - 1)
            return _of_previous(line, at, depth) or _of_next(line, found, depth)
        return _before_aside(line, at) or _of_previous(line, at, depth)
    if tag in NOMINAL:
        left = phrase_left(line, at)
        if left is None:
            return None
        if not found.finite and tokens[found.verb].form in ("participle", "past"):
            return left
        return _past_relatives(line, with_of(line, left))
    if tag in ("PREP", "V", "SUB") and not found.finite:
        if (
            tag == "PREP"
            and at > begin
            and tokens[at - 1].tag == "V"
            and tokens[at - 1].lemma in _OF_CRIME
        ):
            return subject(line, group(line, at - 1), depth + 1) if depth < 3 else None
        return _of_previous(line, at, depth) or _of_next(line, found, depth)
    return None


def holder(line: Line, first: int) -> Phrase | None:
    """Who is in the state told from a token on: "teachers" of "teachers have been on strike", "31 people dead"."""
    tokens = line.tokens
    begin, _ = line.bounds(first)
    at = first - 1
    while at >= begin and tokens[at].tag in ("ADV", "NEG"):
        at -= 1
    if at < begin:
        return None
    if tokens[at].tag in NOMINAL:
        return phrase_left(line, at)
    if tokens[at].tag == "V":
        return objects(line, at + 1) or subject(line, group(line, at))
    if tokens[at].tag != "BE":
        return None
    before = at
    while before - 1 >= begin and tokens[before - 1].tag in ("HAVE", "MODAL", "BE", "ADV"):
        before -= 1
    return objects(line, at + 1) or subject(line, Group(before, at, False, True, ()))


def past_asides(line: Line, at: int, begin: int) -> int:
    """The token before a verb once adverbs, days ("on March 7") and brackets are passed over."""
    tokens = line.tokens
    while at >= begin and tokens[at].tag in ("ADV", "NEG", "TIME", "”", '"', ")"):
        if tokens[at].tag == ")":
            at = max(_back_to(line, at, "("), begin)
        elif tokens[at].tag == "TIME" and at > begin and tokens[at - 1].tag == "PREP":
            at -= 1
        at -= 1
    return at


def _back_to(line: Line, at: int, mark: str) -> int:
    begin, _ = line.bounds(at)
    for one in range(at - 1, max(begin, at - _REACH) - 1, -1):
        if line.tokens[one].tag == mark:
            return one
    return -1


def _past_relatives(line: Line, phrase: Phrase) -> Phrase:
    """The subject before a relative clause that a phrase ends: "protesters who support the officers"."""
    tokens = line.tokens
    begin, _ = line.bounds(phrase.first)
    for _ in range(2):
        verb = phrase.first - 1
        while verb > begin and tokens[verb].tag in ("PREP", "ADV"):
            verb -= 1
        if verb <= begin or tokens[verb].tag != "V":
            return phrase
        inner = group(line, verb)
        if inner.first - 1 < begin or tokens[inner.first - 1].tag != "REL":
            return phrase
        outer = _antecedent(line, inner.first - 1)
        if outer is None:
            return phrase
        phrase = outer
    return phrase


def _antecedent(line: Line, relative: int) -> Phrase | None:
    """What a relative pronoun stands for."""
    tokens = line.tokens
    begin, _ = line.bounds(relative)
    at = relative - 1
    while at >= begin and tokens[at].tag in (",", "PREP", "CONJ", ")", "TIME"):
        at -= 1
    left = phrase_left(line, at) if at >= begin else None
    if tokens[relative].key == "who" and (left is None or not _is_named_person(tokens[left.head])):
        # "the leader of the party, who", "Colom, president from 2008 to 2012, who": a person is meant.
        for one in range(relative - 1, max(begin, relative - 12) - 1, -1):
            if tokens[relative - 1].tag == "," and _is_named_person(tokens[one]):
                return phrase_left(line, one)
        return left and with_of(line, left)
    return left


def _is_named_person(token: Token) -> bool:
    return token.mention is not None and token.mention.kind == "person"


def _before_aside(line: Line, comma: int) -> Phrase | None:
    """The subject before an aside that ends at a comma: "Itte, the French ambassador, left".

    None where what stands between two commas has a verb of its own: "imposed a curfew, sent in the army".
    """
    tokens = line.tokens
    begin, _ = line.bounds(comma)
    for one in range(comma - 1, max(begin, comma - _REACH) - 1, -1):
        if tokens[one].tag != tokens[comma].tag or one == begin:
            continue
        if tokens[one + 1].tag not in ("REL", "SUB", "PREP", "OWN") and any(
            token.tag == "V" and token.form in ("past", "present")
            for token in tokens[one + 1 : comma]
        ):
            return None
        if tokens[one - 1].tag in (*NOMINAL, ")", "TIME"):
            left = phrase_left(line, one - 1)
            return with_of(line, left) if left else None
    return None


def _verbs_before(line: Line, at: int) -> Iterator[int]:
    begin, _ = line.bounds(at)
    for one in range(at - 1, max(begin, at - _REACH) - 1, -1):
        if line.tokens[one].tag == "V":
            yield one


def _of_previous(line: Line, at: int, depth: int) -> Phrase | None:
    """The subject of the last finite verb before a token."""
    if depth > 2:
        return None
    for verb in _verbs_before(line, at):
        found = group(line, verb)
        if found.finite:
            return subject(line, found, depth + 1)
    begin, _ = line.bounds(at)
    for one in range(at - 1, max(begin, at - _REACH) - 1, -1):
        if line.tokens[one].tag == "BE":
            return subject(line, Group(one, one, False, True, ()), depth + 1)
    return None


def _of_next(line: Line, found: Group, depth: int) -> Phrase | None:
    """The subject of the clause after an opening one: "Elected in 2021, Bazoum was"."""
    if depth > 2:
        return None
    _, end = line.bounds(found.verb)
    for one in range(found.verb + 1, min(end, found.verb + _REACH)):
        if line.tokens[one].tag == ",":
            return phrase_right(line, one + 1)
    return None


def _controller(line: Line, to: int, depth: int) -> Phrase | None:
    """Who is to do what follows "to": "ordered Itte to leave", "France decided to withdraw"."""
    tokens = line.tokens
    begin, _ = line.bounds(to)
    if depth > 3 or to <= begin:
        return None
    before = tokens[to - 1]
    asides = past_asides(line, to - 1, begin)
    if asides >= begin and asides != to - 1:
        before = tokens[asides]
    if before.tag == ",":
        # "ordered the ambassador, Sylvain Itte, to leave"
        for verb in _verbs_before(line, to):
            if tokens[verb].lemma in _OBJECT_CONTROL and to - verb < 14:
                direct = phrase_right(line, verb + 1)
                if direct is not None and direct.after < to:
                    return direct
            break
        return _of_previous(line, to, depth)
    if before.tag == "ADJ" and (held := holder(line, asides)) is not None:
        # "the army was ready to attack"
        return held
    if before.tag == "V" or before.tag in ("ADV", "ADJ"):
        for verb in _verbs_before(line, to):
            return subject(line, group(line, verb), depth + 1)
        return _of_previous(line, to, depth)
    if before.tag in NOMINAL:
        left = phrase_left(line, asides)
        if left is None:
            return None
        verb = left.first - 1
        if verb >= begin and tokens[verb].tag == "PREP":
            if tokens[verb].key in ("for", "on"):
                return left
            outer = with_of(line, left)
            verb = outer.first - 1
        if verb >= begin and tokens[verb].tag == "V" and tokens[verb].lemma in _OBJECT_CONTROL:
            return left
        owner = owner_of(line, left)
        if owner is not None:
            return owner
        return _of_previous(line, to, depth)
    return _of_previous(line, to, depth)


def patient(line: Line, found: Group, after: int) -> Phrase | None:
    """To whom it is done: the subject of a passive, the object, or what a relative clause hangs on."""
    if found.passive:
        return subject(line, found)
    direct = objects(line, after)
    if direct is not None:
        return direct
    begin, _ = line.bounds(found.verb)
    one = subject(line, found)
    if one is not None and one.first - 1 > begin and line.tokens[one.first - 1].tag == "REL":
        # "the boys whom they had seized"
        return _antecedent(line, one.first - 1)
    return None
