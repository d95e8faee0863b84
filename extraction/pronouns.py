"""Whom "he" and "she" mean, where a simple test makes it safe; nothing is said of the rest.

A pronoun is tied to the one person who is named shortly before it, in its sentence or the one
before, and whom no title, given name or earlier pronoun speaks against; one of two if only the
other is spoken against. Where a pronoun just before is left open, so is this one. Where other people are spoken of in between without a name ("his lawyer
said he"), and inside quotes, where "he" is as often someone whom the reader must know, nothing is tied.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction import sentences
from extraction.types import Mention

_PRONOUN = re.compile(
    r"\b(?:(?P<he>he|him|his|himself)|(?P<she>she|her|hers|herself))\b", re.IGNORECASE
)
_REACH = 350
"""Characters before a pronoun in which the person must be named."""
_MANY = 6
"""People looked at before one pronoun."""
_KIN_AFTER = re.compile(
    r"(?:,| and) (?:his|her) (?:\w+ )?(?:wife|husband|son|daughter|brother|sister|father|mother|widow|widower)\b"
)
_CLAUSE = re.compile(
    r"\b(?:that|who|whom|whose|which|when|while|where|after|before|if|because|as|since|until|although|though|but|"
    r"and|said|says|how|what|why|than)\b|[,;:–—]"
)
_NO_SUBJECT = re.compile(r"\b(?:to|of|by|for|with|against|from|on|at|about|over|than) $")
_POSSESSED = re.compile(r" (?:[\w’'-]+)")
_NOT_POSSESSED = re.compile(
    r" (?:in|to|for|at|and|that|on|with|as|of|from|by|about|who|when|while|after|before|or|but|into|because|if|"
    r"out|up|down|away|back|over|again|twice|there|here|the|a|an|until|was|is|had|has|were)\b"
)
_SOMEONE = re.compile(
    r"\b(?:man|woman|boy|girl|son|daughter|wife|husband|brother|sister|father|mother|widow|widower|uncle|aunt|"
    r"nephew|niece|grandfather|grandmother|friend|cousin|lawyer|spokesman|spokeswoman|spokesperson|official|"
    r"officer|soldier|judge|prosecutor|aide|adviser|advisor|president|minister|leader|commander|general|colonel|"
    r"governor|mayor|ambassador|envoy|diplomat|director|chairman|chairwoman|chief|doctor|nurse|teacher|farmer|"
    r"journalist|reporter|editor|witness|resident|victim|suspect|candidate|rival|predecessor|successor|"
    r"counterpart|king|queen|prince|princess|pope|priest|bishop|coach|player|driver|pilot|captain|student|"
    r"someone|somebody|everyone|anyone|person)\b"
)
_SHE_ONLY = frozenset(
    "woman girl daughter wife sister mother widow aunt niece grandmother spokeswoman chairwoman queen princess".split()
)
_HE_ONLY = frozenset(
    "man boy son husband brother father widower uncle nephew grandfather spokesman chairman king prince pope priest "
    "bishop".split()
)


@dataclass(frozen=True, slots=True)
class Tied:
    """A pronoun and the chain that it means."""

    start: int
    end: int
    chain: str


def tie(
    text: str,
    mentions: Sequence[Mention],
    genders: dict[str, str],
    titles: Mapping[str, frozenset[str]],
    before: Sequence[Mention] = (),
) -> Iterator[Tied]:
    """The pronouns of one paragraph that are safe.

    `mentions`: all of the paragraph, in order. `genders`: of each chain of a person "he", "she" or "";
    what a pronoun tells is written there. `titles`: the words that each chain is called by. `before`:
    the people named in the last sentence of the paragraph above, for a pronoun that opens this one.
    """
    begins, quotes = sentences.starts(text), sentences.quoted(text)
    people = [one for one in mentions if one.kind == "person"]
    ends = [one.end for one in people]
    all_starts = [one.start for one in mentions]
    left_open = {"he": -1, "she": -1}
    for pronoun in _PRONOUN.finditer(text):
        if pronoun[0].isupper() and len(pronoun[0]) > 2:
            continue
        start = pronoun.start()
        if sentences.within(quotes, start) >= 0 or _inside(mentions, start):
            continue
        number = sentences.at(begins, start)
        told = pronoun.lastgroup or ""
        before_it, left_open[told] = left_open[told], number
        last = bisect_left(ends, start + 1)
        near = _near(people[max(0, last - _MANY) : last], begins, number, start, quotes)
        opens = number == 0 and not text[:start].strip('"“ ')
        if not near and opens:
            near = [*before]
            who = near[-1].chain if len({one.chain for one in near}) == 1 else ""
        else:
            if before_it >= max(0, number - 1):
                continue
            who = _meant(text, near, pronoun, genders, begins[number])
            if not who or _another(text, near, who, all_starts, pronoun, titles, quotes):
                continue
        if who and genders.get(who) in ("", told):
            genders[who] = told
            left_open[told] = before_it
            yield Tied(start, pronoun.end(), who)


def last_named(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The people of a paragraph whose last sentence names one and the same throughout, else none."""
    begins = sentences.starts(text)
    people = [one for one in mentions if one.kind == "person" and one.start >= begins[-1]]
    alone = len({one.chain for one in people}) == 1
    quotes = sentences.quoted(text)
    if not alone or any(sentences.within(quotes, one.start) >= 0 for one in people):
        return []
    named = people[-1]
    others = _SOMEONE.search(text, named.end)
    return [] if others else people


def _near(
    people: Sequence[Mention],
    begins: list[int],
    number: int,
    start: int,
    quotes: list[tuple[int, int]],
) -> list[Mention]:
    """The people named in a sentence before an offset; in the sentences before it where there is none."""
    within = [
        one
        for one in people
        if one.start >= start - _REACH and sentences.within(quotes, one.start) < 0
    ]
    first = begins[max(0, number - 1)]
    near = [one for one in within if one.start >= first]
    if near or not within:
        return near
    # A quote of several sentences may stand between.
    last = sentences.at(begins, within[-1].start)
    bridged = all(
        sentences.within(quotes, begins[at]) >= 0 or begins[at] == begins[number]
        for at in range(last + 1, number + 1)
    )
    return [one for one in within if one.start >= begins[last]] if bridged else []


def _meant(
    text: str,
    near: list[Mention],
    pronoun: re.Match[str],
    genders: dict[str, str],
    sentence: int,
) -> str:
    """The only chain that a pronoun may mean, not of the other sex and not barred by grammar; else ""."""
    told = pronoun.lastgroup
    left = {one.chain for one in near if genders.get(one.chain) in ("", told)}
    word, end = pronoun[0].casefold(), pronoun.end()
    object_ = word == "him" or (
        word == "her" and bool(_NOT_POSSESSED.match(text, end) or not _POSSESSED.match(text, end))
    )
    for one in near:
        if one.start < sentence:
            continue
        between = text[one.end : pronoun.start()]
        # "Benslimane embraced him": not himself.
        if object_ and not _CLAUSE.search(between):
            left.discard(one.chain)
    for one in near:
        kin = _KIN_AFTER.match(text, one.end)
        # "Lakshmi Reddy, his sister": not her own.
        if kin and kin.group()[0] == "," and one.end <= pronoun.start() < kin.end():
            left.discard(one.chain)
    if len(left) != 1:
        return ""
    who = left.pop()
    # "The envoy wrote to Macron. He smiled.": the envoy did.
    acts = any(
        one.start >= sentence or not _NO_SUBJECT.search(text, max(0, one.start - 9), one.start)
        for one in near
        if one.chain == who
    )
    return who if acts else ""


def _another(
    text: str,
    near: list[Mention],
    who: str,
    starts: Sequence[int],
    pronoun: re.Match[str],
    titles: Mapping[str, frozenset[str]],
    quotes: list[tuple[int, int]],
) -> bool:
    """Whether someone without a name is spoken of between a person and a pronoun."""
    named = max((one for one in near if one.chain == who), key=lambda one: one.end)
    called = titles.get(who, frozenset())
    for someone in _SOMEONE.finditer(text, named.end, pronoun.start()):
        word = someone[0]
        if sentences.within(quotes, someone.start()) >= 0 or word in called:
            continue
        if word in (_SHE_ONLY if pronoun.lastgroup == "he" else _HE_ONLY):
            continue
        after = bisect_left(starts, someone.end())
        if after < len(starts) and starts[after] - someone.end() <= 2:
            # "foreign minister Ann Lee", "his wife, Ann Lee": named, and looked at as such.
            continue
        return True
    return False


def _inside(mentions: Sequence[Mention], offset: int) -> bool:
    at = bisect_left(mentions, offset + 1, key=lambda one: one.start) - 1
    return at >= 0 and mentions[at].end > offset
