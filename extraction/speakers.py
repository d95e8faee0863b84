"""Who speaks: the words before or after a cue that are its subject."""

from extraction import mentioned
from extraction.clauses import NUMBER, Unit
from extraction.cues import is_adverb
from extraction.mentioned import Names, Span
from extraction.smallwords import (
    BE,
    CUTS,
    DETERMINERS,
    HAVE,
    MODALS,
    NUMBERS,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
)

_CONTRACTED = ("'ve", "'d", "'s", "'ll")
_LEADS_TIME = frozenset(
    "on late early last this next earlier in the that same at of since by previous following later over ,".split()
)
_ENDS = frozenset(',;:()[]{}—–…“”"|•') | {"--", "-", "...", "“"}
_LINKS = frozenset("of for from in at with on to near by close against about".split())
_APPOSED = frozenset("who which whose a an the now then once one also whom himself herself".split())
_FAR = 60
"""Tokens that something set off by commas may be long."""
_MOST = 14
"""Tokens of a subject looked at."""


def before(unit: Unit, cue: int, names: Names) -> Span | None:
    """The subject that ends before a cue, auxiliaries, adverbs and times between them skipped."""
    at = _skipped(unit, cue - 1)
    if at < 0:
        return (0, 0) if unit.low(0) in ("both", "all") else None
    if unit.low(at) in (",", ")"):
        return _around(unit, at, names)
    return phrase_before(unit, at, names)


def _skipped(unit: Unit, at: int) -> int:
    """The last place before an offset that is no auxiliary, adverb or time."""
    while at >= 0:
        low = unit.low(at)
        if (
            low in BE
            or low in HAVE
            or low in MODALS
            or is_adverb(unit, at)
            or low in ("not", "n't")
        ):
            if low == "'s" or (low.split("'")[0] in PRONOUNS and "'" in low):
                return at
            at -= 1
        elif low in TIMES or (NUMBER.match(low) and unit.low(at - 1).rstrip(".") in TIMES):
            time = at
            while time >= 0 and (
                unit.low(time) in TIMES
                or unit.low(time) in _LEADS_TIME
                or NUMBER.match(unit.low(time))
            ):
                time -= 1
            if time < 0:
                return at
            # "The week said" has nothing before it; "officials, on Tuesday," keeps its comma.
            at = time
        else:
            return at
    return at


def is_pronoun(low: str) -> bool:
    return low in PRONOUNS or (
        low.endswith(_CONTRACTED) and low.split("'", maxsplit=1)[0] in PRONOUNS
    )


def phrase_before(unit: Unit, end: int, names: Names) -> Span | None:
    """The noun phrase that ends at a token."""
    low = unit.low(end)
    if is_pronoun(low):
        return end, end
    if low in _ENDS or (low in CUTS and low != "that") or (unit.is_quote(end) and False):
        return None
    at = end
    while at >= 0 and end - at < _MOST:
        low = unit.low(at)
        if low in _ENDS and not _is_short_quote(unit, at):
            break
        if low == "." and not _abbreviates(unit, at):
            break
        if low in ("and", "or", "&"):
            if not _joins(unit, at, names):
                break
        elif low in CUTS - {"that"} and at != end:
            break
        elif low in ("who", "which", "that"):
            span = phrase_before(unit, at - 1 - (unit.low(at - 1) == ","), names)
            return _nearest(unit, span) if low == "that" else span
        elif (
            low in MODALS - {"to", "may"}
            or low in HAVE
            or low in BE - {"'s"}
            or (is_pronoun(low) and low not in ("one", "her") and at < end)
        ):
            break
        at -= 1
    at += 1
    at = _without_lead(unit, at, end, names)
    at = _listed(unit, at, end, names)
    return (at, end) if at <= end and any(_is_word(unit, n) for n in range(at, end + 1)) else None


def _nearest(unit: Unit, span: Span | None) -> Span | None:
    """The end of a phrase from its last article on: of "joined eight others" what "that asked" is of."""
    if span:
        for at in range(span[1], span[0], -1):
            begins = unit.low(at) in DETERMINERS or unit.low(at) in NUMBERS
            if begins and unit.low(at - 1) not in PREPOSITIONS and unit.low(at - 1) != "the":
                return at, span[1]
    return span


def _listed(unit: Unit, at: int, end: int, names: Names) -> int:
    """The start of a list of names: "Egypt, Turkey and Algeria"."""
    if not any(unit.low(n) == "and" for n in range(at, end)) or at < 2:
        return at
    first = at
    while first >= 2 and unit.low(first - 1) == ",":
        held = names.at(unit.paragraph, unit.tokens[first - 2].start)
        if held is None:
            break
        first -= 2
        while first > 0 and unit.tokens[first - 1].start >= held.start:
            first -= 1
        if unit.low(first - 1) == "the":
            first -= 1
    return first


def _is_word(unit: Unit, at: int) -> bool:
    return unit.tokens[at].text[0].isalnum() or unit.tokens[at].text[0] == "@"


def _is_short_quote(unit: Unit, at: int) -> bool:
    """A nickname or a scare quote inside a phrase, and no speech."""
    text = unit.tokens[at].text if unit.is_quote(at) else ""
    return bool(text) and text.count(" ") < 3 and text.rstrip("\"”'’»“")[-1:] not in ",.?!…—"


def _abbreviates(unit: Unit, at: int) -> bool:
    return at > 0 and unit.tokens[at - 1].text[0].isupper() and len(unit.tokens[at - 1].text) < 5


def _joins(unit: Unit, at: int, names: Names) -> bool:
    """Whether "and" binds two parts of one subject: "France and Niger", "officials and witnesses"."""
    if at == 0:
        return False
    left, right = unit.tokens[at - 1], unit.tokens[at + 1] if at + 1 < len(unit.tokens) else None
    if right is None or left.text in _ENDS:
        return False
    if names.at(unit.paragraph, left.end - 1):
        return right.text[0].isupper() or right.low in DETERMINERS
    begins = max(0, at - 4)
    if right.low in DETERMINERS or right.low in NUMBERS:
        # "a teacher and two parents"
        starts = [
            n for n in range(begins, at) if unit.low(n) in DETERMINERS or unit.low(n) in NUMBERS
        ]
        return bool(starts) and (starts[0] == 0 or unit.low(starts[0] - 1) in _ENDS)
    return (left.text[0].isupper() and right.text[0].isupper()) or (
        left.low.endswith("s") and right.low.endswith("s") and right.low not in DETERMINERS
    )


def _without_lead(unit: Unit, at: int, end: int, names: Names) -> int:
    """A subject's start without what cannot begin it: "In Niamey officials", "on Tuesday the army"."""
    while at < end:
        low = unit.low(at)
        if low in PREPOSITIONS:
            step = at + 1
            if unit.low(step) in DETERMINERS and step < end:
                step += 1
            held = names.at(unit.paragraph, unit.tokens[step].start)
            if held:
                while step <= end and unit.tokens[step].start < held.end:
                    step += 1
            else:
                step += 1
            if step > end:
                return at + 1
            at = step
        elif is_adverb(unit, at) or low in TIMES or low in CUTS - {"that"} or low == ",":
            at += 1
        elif low in _LEADS_TIME and unit.low(at + 1) in TIMES:
            at += 2
        elif low in ("said", "says", "told"):
            at += 1
        else:
            break
    return at


def _around(unit: Unit, end: int, names: Names) -> Span | None:
    """The subject before something set off by commas or brackets: "Bazoum, who was ousted in July, said"."""
    if unit.low(end) == ")":
        opening = _bracketed(unit, end)
        return phrase_before(unit, opening, names) if 0 <= opening < end else None
    inner = next((n for n in range(end - 1, max(0, end - 9), -1) if unit.low(n) == ","), None)
    if inner is not None:
        # "whose envoy for Libya, Tamer Ramadan, told"
        named = mentioned.person_from(unit, inner + 1, names)
        if named and named[1] == end - 1 and unit.low(inner - 1) not in (",", ")"):
            return named
    best: Span | None = None
    for comma in range(end - 1, max(0, end - _FAR), -1):
        if unit.low(comma) == ";" or (unit.is_quote(comma) and not _is_short_quote(unit, comma)):
            break
        if unit.low(comma) != ",":
            continue
        span = phrase_before(unit, _bracketed(unit, comma - 1), names)
        if span is None or (unit.low(span[0]).endswith("ed") and unit.low(span[0] + 1) == "by"):
            # not "headed by Awa Diallo"
            continue
        rank = _rank(unit, span, comma, names)
        if rank == _NAMED:
            return span if best is None or _opens(unit, span[0]) else best
        if rank == _LIKELY or (rank == _POSSIBLE and best is None):
            best = span
    return best


_POSSIBLE, _LIKELY, _NAMED = 1, 2, 3


def _rank(unit: Unit, span: Span, comma: int, names: Names) -> int:
    """How well a phrase before a comma does as the subject of what follows the next comma; 0 not at all."""
    first, follows = unit.tokens[span[1]], unit.low(comma + 1)
    if is_pronoun(first.low) and follows not in _APPOSED:
        return _NAMED
    held = names.at(unit.paragraph, first.start)
    if held and held.kind in ("person", "organisation") and span[1] - span[0] < 9:
        return _NAMED
    if follows in _APPOSED or NUMBER.match(follows):
        return _LIKELY
    beside_name = unit.low(span[0]) in DETERMINERS and unit.tokens[comma + 1].text[0].isupper()
    return _POSSIBLE if beside_name or span[0] == 0 or unit.is_quote(span[0] - 1) else 0


def _opens(unit: Unit, at: int) -> bool:
    """Whether a clause begins here."""
    return at == 0 or unit.is_quote(at - 1) or unit.low(at - 1) in ("and", "but", ";", ":")


def _bracketed(unit: Unit, at: int) -> int:
    """The place before brackets that end here: of "Durbin (D-Ill.)", Durbin's."""
    if unit.low(at) != ")":
        return at
    for back in range(at, max(-1, at - 12), -1):
        if unit.low(back) == "(":
            return back - 1
    return at


def after(unit: Unit, at: int, names: Names) -> Span | None:
    """The noun phrase that begins at a token: of "said Bazoum", "told the BBC", "according to the army"."""
    if at >= len(unit.tokens):
        return None
    if is_pronoun(unit.low(at)):
        return at, at
    end = at
    while end < len(unit.tokens) and end - at < _MOST:
        low = unit.low(end)
        token = unit.tokens[end]
        held = names.at(unit.paragraph, token.start)
        if held and held.start == token.start:
            while end + 1 < len(unit.tokens) and unit.tokens[end + 1].start < held.end:
                end += 1
            end += 1
            continue
        if low == "." and not (end + 1 < len(unit.tokens) and _abbreviates(unit, end)):
            break
        if (low in _ENDS and not _is_short_quote(unit, end)) or low in ("?", "!"):
            break
        if end > at and (
            low in CUTS - {"and", "or"}
            or low in TIMES
            or low in ("who", "which")
            or is_pronoun(low)
            or low in MODALS
            or low in BE - {"'s"}
            or low in HAVE
            or (low in PREPOSITIONS - {"of", "for", "from"} and not _in_place_of(unit, end))
        ):
            break
        if low in ("and", "or") and not _joins(unit, end, names):
            break
        if (
            end > at
            and low in DETERMINERS
            and unit.low(end - 1) not in PREPOSITIONS
            and unit.low(end - 1) not in ("and", "or", "all", "both", "half")
        ):
            break
        end += 1
    end -= 1
    while end > at and (
        unit.low(end) in PREPOSITIONS
        or is_adverb(unit, end)
        or unit.low(end) in ("and", "or", "the", "last", "this", "next")
    ):
        end -= 1
    return (at, end) if end >= at and _is_word(unit, at) else None


def _in_place_of(unit: Unit, at: int) -> bool:
    """ "the ambassador to Niger", "officials at the ministry", "the spokesman in Niamey", but "said Macron in Paris"."""
    before_it = unit.tokens[at - 1].text
    return unit.low(at) in ("to", "at", "with", "in") and before_it.islower()
