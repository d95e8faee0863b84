"""The words of a participant, and the chain of names that they lead to."""

from collections.abc import Mapping, Sequence

from extraction.happenings import classes, grammar
from extraction.happenings.grammar import Phrase
from extraction.happenings.words import Line, Token
from extraction.types import Reference, Stretch

_NO_PARTICIPANT = frozenset(
    "there who whom which that it itself part series wave number result day week month year time thing side "
    "power spite addition order case way place response return terms light end front face act".split()
)


_HUMAN = frozenset("he she him her they them himself herself themselves nobody everyone".split())


_PARTS = frozenset(
    "column convoy group number dozens hundreds thousands scores handful band crowd couple pair contingent team wave "
    "majority rest last first most many some several all half member members dozen hundred thousand dollars euros pounds tonnes tons doses litres kilos pieces kinds".split()
)
"""Words that say how many or in what body, so that who is meant stands behind "of"."""


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
        if head.key in _NO_PARTICIPANT or head.tag == "TIME":
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
