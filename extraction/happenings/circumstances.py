"""Where and when an event took place, by what stands in its clause or sentence."""

from extraction import lexicon
from extraction.happenings import classes
from extraction.happenings.triggers import Hit
from extraction.happenings.words import Line
from extraction.types import Stretch, Timex

_WHERE = frozenset(
    "in at near on across outside inside around throughout over from into to off through along of".split()
)
_LOOSE = frozenset(("from", "to", "into", "of", "through"))
"""Prepositions that tell where only of certain types."""
_MOVED = frozenset(
    "withdrawal deployment expulsion visit invasion blockade displacement recall termination".split()
)
_FARTHEST_TIME, _FARTHEST_PLACE = 22, 30
"""Tokens, with what borders of clauses add, beyond which a day or a place belongs to something else."""
_CLAUSE_ENDS = frozenset((";", "SUB", "REL", ":"))
_BEFORE_ANOTHER = frozenset("since until despite".split())
_AT_ANOTHER_TIME = _BEFORE_ANOTHER | frozenset("after before following".split())
"""Words before what was at another time, and mostly at the same place: "two months after the coup"."""


def place(hit: Hit) -> Stretch | None:
    """The nearest place that a preposition, an owner or an adjective in the clause gives."""
    line, tokens = hit.line, hit.tokens
    begin, end = line.bounds(hit.first)
    best: tuple[float, int] | None = None
    for at in range(begin, end):
        mention = tokens[at].mention
        if mention is None or mention.kind != "place" or hit.first <= at < hit.after:
            continue
        if _is_of_another(line, hit, at, begin):
            continue
        cost = _cost(line, hit, at, begin)
        if cost is not None and cost <= _FARTHEST_PLACE and (best is None or cost < best[0]):
            best = (cost, at)
    if best is None:
        return None
    mention = tokens[best[1]].mention
    if mention is None:
        return None
    return Stretch(line.number, mention.start, mention.end, mention.text, mention.chain)


def _is_of_another(line: Line, hit: Hit, at: int, begin: int) -> bool:
    """Whether a place or a day belongs to what is told around an event, and not to the event.

    "On Sunday leaders gave the officers who seized power a week", "Nine died in Gao, the worst loss since the
    coup", "Macron, speaking in Nairobi, condemned the coup", "the ousted president spoke in Lomé".
    """
    tokens = line.tokens
    if hit.attribute is not None:
        return not (hit.attribute.first <= at < hit.first) and not _owns(line, hit, at)
    if at > hit.first:
        return False
    commas = False
    others = _BEFORE_ANOTHER if tokens[at].timex is None else _AT_ANOTHER_TIME
    for one in range(hit.first - 1, at, -1):
        token = tokens[one]
        if token.tag == "REL" and token.key in ("who", "whom", "whose"):
            return True
        if token.key in others and tokens[one + 1].tag != "TIME" and not commas:
            return True
        commas = commas or token.tag == ","
    before = at - 1
    while before > begin and tokens[before].tag in ("DET", "ADJ"):
        before -= 1
    return (
        commas
        and before > begin
        and tokens[before].tag == "PREP"
        and tokens[before - 1].form == "ing"
        and not hit.first <= before - 1 < hit.after
    )


def _owns(line: Line, hit: Hit, at: int) -> bool:
    """Whether a place owns what a participle stands before: "Niger" of "Niger's ousted president"."""
    tokens = line.tokens
    return at + 2 == hit.first and tokens[at + 1].tag == "GEN"


def _cost(line: Line, hit: Hit, at: int, begin: int) -> float | None:
    """How far a place is from a trigger, in tokens and borders of clauses; None where it tells no place."""
    tokens = line.tokens
    near = range(min(at, hit.first) + 1, max(at, hit.first))
    distance = float(len(near))
    if distance > _FARTHEST_PLACE:
        return None
    if hit.attribute is not None:
        return distance
    distance += 12 * sum(tokens[one].tag in _CLAUSE_ENDS for one in near)
    distance += 2 * sum(tokens[one].tag in (",", "CONJ") for one in near)
    distance += 4 * sum(
        tokens[one].tag == "V"
        and tokens[one].form in ("past", "present")
        and not hit.first <= one < hit.after
        for one in near
    )
    if tokens[at].tag == "DEM":
        # "the Nigerien coup", "Turkish earthquake"
        if hit.is_noun and 0 < hit.first - at <= 2 and hit.entry.type in _AT_HOME:
            return distance
        return None
    if (
        at < hit.first
        and hit.is_noun
        and hit.first - at <= 3
        and all(tokens[one].tag in ("GEN", "ADJ", "N") for one in near)
    ):
        return distance + 1
    preposition = _preposition(line, at, begin)
    if preposition not in _WHERE:
        if (
            hit.verb is not None
            and not hit.verb.passive
            and 0 <= at - hit.after <= 2
            and hit.entry.type
            in (
                "attack",
                "invasion",
                "visit",
                "disaster",
                "withdrawal",
                "blockade",
                "displacement",
            )
        ):
            return distance
        return None
    if preposition in _LOOSE:
        if preposition == "from" and hit.entry.type == "kidnapping":
            return distance
        if hit.entry.type not in _MOVED or (
            preposition == "to" and hit.entry.type not in ("visit", "deployment")
        ):
            return None
    return distance + (8 if at < hit.first else 0)


_AT_HOME = frozenset("coup election disaster protest strike outbreak accident".split())


def _preposition(line: Line, at: int, begin: int) -> str:
    """The preposition before a place and what stands before it: "in southern Niger", "in the capital, Niamey"."""
    tokens = line.tokens
    before = at - 1
    steps = 0
    while before >= begin and steps < 6:
        tag = tokens[before].tag
        if tag == "PREP":
            if (
                tokens[before].key == "of"
                and before > begin
                and "place" in classes.of_token(tokens[before - 1])
            ):
                # "on the island of Samal"
                before -= 1
                continue
            return tokens[before].key
        if tag not in ("ADJ", "DET", "N", "NAME", ",", "OWN", "CONJ", "GEN", "DEM"):
            return ""
        before -= 1
        steps += 1
    return ""


def time(hit: Hit) -> Timex | None:
    """The expression of time nearest to a trigger in its sentence, its clause first."""
    line, tokens = hit.line, hit.tokens
    begin, end = line.bounds(hit.first)
    best: tuple[float, Timex] | None = None
    for at in range(begin, end):
        timex = tokens[at].timex
        if timex is None or tokens[at].tag == "EVENT" or timex.kind in ("duration", "set"):
            continue
        if _is_of_another(line, hit, at, begin):
            continue
        near = range(min(at, hit.first) + 1, max(at, hit.first))
        distance = float(len(near)) + _report(line, at, hit)
        for one in near:
            token = tokens[one]
            if token.tag in _CLAUSE_ENDS:
                # "left in May; its owner awaits trial"
                distance += 16 if token.tag == ";" else 8
            elif token.tag == "V" and not hit.first <= one < hit.after:
                distance += 5 if token.form in ("past", "present") else 2
            elif token.tag in (",", "CONJ"):
                distance += 2
        if distance > _FARTHEST_TIME:
            continue
        if best is None or distance < best[0]:
            best = (distance, timex)
    return best[1] if best else None


def _report(line: Line, at: int, hit: Hit) -> int:
    """What is to be added where a day is that of the report: "said on Tuesday that"."""
    tokens = line.tokens
    begin, _ = line.bounds(at)
    before = at - 1
    while before >= begin and tokens[before].tag in ("PREP", "ADV", "TIME"):
        before -= 1
    if before < begin or tokens[before].tag != "V" or hit.first <= before < hit.after:
        return 0
    return 14 if tokens[before].lemma in lexicon.words("reporting.txt") else 0
