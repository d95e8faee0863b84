"""Noun phrases around a token: where they begin and end, what they are of, what they are tied to.

Spans of tokens are half-open. Every search stops at the ends of the sentence or after a few dozen tokens.
"""

from collections.abc import Iterator

from extraction.happenings import classes
from extraction.happenings.token import Phrase
from extraction.happenings.words import AUXILIARY, NOMINAL, Line, Token

__all__ = [
    "Phrase",
    "coordinated",
    "coordinated_left",
    "objects",
    "owner_of",
    "phrase_left",
    "phrase_right",
    "preposition_keys",
    "prepositions",
    "with_of",
]

_LONGEST = 12


_INSIDE = NOMINAL | {"DET", "OWN", "ADJ", "GEN", "TIME"}


_CLAUSAL = frozenset("since after before until like despite".split())
"""Prepositions that may begin a clause of their own: "since the generals came to power"."""


_ACTORS = frozenset("person leader official force crowd envoy victim group vehicle".split())


_IN_FRONT = frozenset(
    "front spite behalf favour favor support charge terms light face case addition part".split()
)


def phrase_left(line: Line, last: int) -> Phrase | None:
    """The noun phrase that ends at a token, without what is "of" it."""
    tokens = line.tokens
    begin, _ = line.bounds(last)
    while last >= begin and tokens[last].tag in ("TIME", "ADV", ")", '"', "”"):
        last -= 1
    if last < begin or tokens[last].tag not in NOMINAL:
        return None
    first = last
    if tokens[last].tag == "PRO":
        return Phrase(first, last + 1, last)
    while first > begin and last - first < _LONGEST:
        tag = tokens[first - 1].tag
        if tag not in _INSIDE or tag in ("PRO", "TIME"):
            break
        first -= 1
        if tag in ("DET", "OWN"):
            # "all the soldiers", "many of them"
            if first > begin and tokens[first - 1].tag == "DET":
                first -= 1
            break
    while first < last and tokens[first].tag == "GEN":
        first += 1
    if (
        first == last - 1
        and first - 2 >= begin
        and _shared_head(line, first - 2, first - 2, last + 1) == last
    ):
        # "land and air borders"
        left = phrase_left(line, first - 2)
        first = left.first if left else first
    return Phrase(first, last + 1, last)


def phrase_right(line: Line, first: int) -> Phrase | None:
    """The noun phrase that begins at a token: "the French ambassador Sylvain Itte"."""
    tokens = line.tokens
    if first >= len(tokens):
        return None
    _, end = line.bounds(first)
    while first < end and tokens[first].tag in ("ADV", '"', "“", "‘", "'", "NEG"):
        first += 1
    at = first
    head = -1
    while at < end and at - first < _LONGEST:
        token = tokens[at]
        if token.tag == "(" and at > first and at + 2 < end and tokens[at + 2].tag == ")":
            # "European Union (EU) missions"
            at += 3
            continue
        if token.tag not in _INSIDE or (
            token.tag == "TIME" and (at == first or not _before_noun(line, at, end))
        ):
            break
        if token.tag in ("DET", "OWN") and at > first and tokens[at - 1].tag not in ("DET", "ADV"):
            break
        if token.tag == "PRO":
            if at == first:
                return Phrase(first, at + 1, at)
            break
        if token.tag in NOMINAL:
            # "handed Itte a letter" has two objects, "three people" one.
            head = at
        at += 1
    if head < 0:
        return None
    head = _shared_head(line, first, head, end)
    return Phrase(first, head + 1, head)


def _shared_head(line: Line, first: int, head: int, end: int) -> int:
    """The noun that two nouns before it share: "missions" of "two security and defence missions"."""
    tokens = line.tokens
    if head + 4 > end or tokens[first].key in ("a", "an"):
        return head
    one, conjunction, other, shared = tokens[head : head + 4]
    if conjunction.key not in ("and", "or") or any(
        token.tag != "N" or token.mention is not None for token in (one, other, shared)
    ):
        return head
    # Two singulars, none of them someone, and what is plural: "oil and gas fields", not "the guard and army units".
    if not (_is_thing(one) and _is_thing(other)) or not shared.key.endswith("s"):
        return head
    return head + 3


def _is_thing(token: Token) -> bool:
    return not token.key.endswith("s") and not _ACTORS & classes.of_token(token)


def _before_noun(line: Line, at: int, end: int) -> bool:
    return at + 1 < end and line.tokens[at + 1].tag in ("N", "ADJ")


def with_of(line: Line, phrase: Phrase) -> Phrase:
    """A phrase with the noun it hangs on by "of": "the junta" in "members of the junta" -> the whole, head "members"."""
    tokens = line.tokens
    begin, _ = line.bounds(phrase.first)
    for _ in range(5):
        before = phrase.first - 1
        if before <= begin or tokens[before].tag != "PREP" or tokens[before].key in _CLAUSAL:
            break
        left = phrase_left(line, before - 1)
        if (
            left is None
            and before - 1 > begin
            and tokens[before - 1].form in ("past", "participle", "ing")
            and tokens[before - 2].tag in NOMINAL
        ):
            # "soldiers stationed in Niger": what is told of them stands between.
            left = phrase_left(line, before - 2)
            if left is None:
                break
            phrase = left
            continue
        if left is None or left.after != before:
            break
        if tokens[before].key == "of":
            phrase = Phrase(left.first, phrase.after, left.head)
        else:
            phrase = left
    return phrase


def owner_of(line: Line, phrase: Phrase) -> Phrase | None:
    """Whose a noun is: "Niger's decision", "his decision"."""
    tokens = line.tokens
    for one in range(phrase.head - 1, phrase.first - 1, -1):
        if tokens[one].tag == "GEN" and one > phrase.first:
            return phrase_left(line, one - 1)
        if tokens[one].tag == "OWN":
            return Phrase(one, one + 1, one)
    return None


def objects(line: Line, at: int) -> Phrase | None:
    """What directly follows a verb that ends before token `at`, particles passed over."""
    tokens = line.tokens
    if at >= len(tokens):
        return None
    _, end = line.bounds(at - 1 if at else at)
    while at < end and tokens[at].tag == "ADV":
        at += 1
    return phrase_right(line, at) if at < end else None


def coordinated(line: Line, phrase: Phrase) -> Iterator[Phrase]:
    """A phrase, and those tied to it by "and" or commas and "and": "Mali, Burkina Faso and Niger"."""
    yield phrase
    tokens = line.tokens
    _, end = line.bounds(phrase.first)
    pending: list[Phrase] = []
    at = phrase.after
    for _ in range(6):
        if at >= end or tokens[at].tag not in (",", "CONJ") or tokens[at].key in ("but", "nor"):
            return
        conjoined = tokens[at].tag == "CONJ"
        at += 1
        if not conjoined and at < end and tokens[at].tag == "CONJ":
            conjoined, at = True, at + 1
        following = phrase_right(line, at)
        if following is None or following.first != at:
            return
        if following.after < end and conjoined and _is_clause(tokens[following.after]):
            return
        pending.append(following)
        at = following.after
        if conjoined:
            yield from pending
            return


def coordinated_left(line: Line, phrase: Phrase) -> Iterator[Phrase]:
    """A subject, and those before it tied by "and": "Kenya Airways and South African Airways have"."""
    yield phrase
    tokens = line.tokens
    begin, _ = line.bounds(phrase.first)
    if phrase.first - 1 <= begin or tokens[phrase.first - 1].key not in ("and", "or", "&"):
        return
    at = phrase.first - 2
    for _ in range(5):
        if at > begin and tokens[at].tag == ",":
            at -= 1
        left = phrase_left(line, at) if at >= begin else None
        if left is None or left.after != at + 1:
            return
        before = tokens[left.first - 1] if left.first > begin else None
        if before is not None and (
            before.tag == "V" or (before.tag == "PREP" and before.key != "of")
        ):
            return
        yield left
        if before is None or before.tag != ",":
            return
        at = left.first - 2


def _is_clause(token: Token) -> bool:
    return token.tag in AUXILIARY or (token.tag == "V" and token.form in ("past", "present"))


def _is_aside(tokens: list[Token], comma: int, end: int) -> bool:
    """Whether no verb stands between a comma and the next: "the minister, Ganbold Tseren, with"."""
    for at in range(comma + 1, min(end, comma + 9)):
        if tokens[at].tag == ",":
            return at + 1 < end and tokens[at + 1].tag == "PREP"
        if tokens[at].tag in ("V", "SUB", "REL", "CONJ", *AUXILIARY):
            return False
    return False


def prepositions(line: Line, at: int, *, far: int = 24) -> Iterator[tuple[str, Phrase]]:
    """Prepositions with what follows them, from a token on to the end of the clause."""
    tokens = line.tokens
    if at >= len(tokens):
        return
    _, end = line.bounds(at)
    end = min(end, at + far)
    while at < end:
        tag = tokens[at].tag
        if tag == "PREP" or (tag == "N" and tokens[at].key == "targeting"):
            following = phrase_right(line, at + 1)
            if following is not None and following.first <= at + 2:
                after = following.after
                if (
                    tokens[following.head].key in _IN_FRONT
                    and after < end
                    and tokens[after].key == "of"
                ):
                    # "in front of the embassy"
                    beyond = phrase_right(line, after + 1)
                    at = beyond.after if beyond else after + 1
                    continue
                yield tokens[at].key, following
                at = following.after
                continue
            if at + 1 < end and tokens[at + 1].tag == "V":
                return
            at += 1
        elif (
            (tag == "," and at + 1 < end and tokens[at + 1].tag in ("PREP", "TIME"))
            or (
                tag == ","
                and any(one.tag == "," for one in tokens[at + 2 : min(end, at + 8)])
                and _is_aside(tokens, at, end)
            )
            or tag
            in (
                "”",
                '"',
                "TIME",
                "ADV",
                "N",
                "NAME",
                "NUM",
                "ADJ",
                "DEM",
                "GEN",
                "OWN",
                "DET",
                "PRO",
                "(",
                ")",
            )
        ):
            at += 1
        elif (
            tag == "CONJ"
            and at + 1 < end
            and tokens[at + 1].tag in ("PREP", "N", "NAME", "DET", "NUM", "ADJ", "DEM")
        ):
            follow = phrase_right(line, at + 1)
            if follow and follow.after < end and _is_clause(tokens[follow.after]):
                return
            at += 1
        else:
            return


def preposition_keys(line: Line, at: int) -> Iterator[str]:
    """The prepositions that follow in the clause, also those before a verb: "charged with laundering"."""
    tokens = line.tokens
    if at >= len(tokens):
        return
    _, end = line.bounds(at)
    for one in range(at, min(end, at + 16)):
        if tokens[one].tag in ("SUB", "REL", ";") or (
            tokens[one].tag == "V" and tokens[one].form in ("past", "present")
        ):
            return
        if tokens[one].tag == "PREP":
            yield tokens[one].key
