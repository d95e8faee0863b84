"""Where the words that are said begin, behind their cue: after whom they are told, when and where."""

from extraction import cues, endings, mentioned, speakers
from extraction.clauses import NUMBER, Unit
from extraction.cues import Cue
from extraction.mentioned import Names, Span
from extraction.smallwords import BE, DETERMINERS, HAVE, LATE, PREPOSITIONS, TIMES

_STOPS = frozenset(".;)—") | {"--"}
_SPOKEN_IN = frozenset(
    "statement interview tweet post letter speech report address note email e-mail message conference briefing text "
    "phone telephone video remarks testimony memo release call communique communiqué decree article column book "
    "essay blog podcast show programme program television radio twitter facebook instagram x telegram reporters "
    "journalists".split()
)
_LEADS = frozenset(
    "on in at by during to from of about after before through via with for outside over when".split()
)
_NO_CLAUSE = frozenset(("and", "but", "so", "as", "to", "?", "!", "yes", "no"))
_NO_THING = frozenset(("and", "but", "so", "?", "!", "by", "to"))
_OBJECTS = frozenset(("him", "them", "us", "me"))
_MOST = 16
"""Tokens of one adverbial looked at."""


def begin_of(unit: Unit, cue: Cue, names: Names) -> tuple[int | None, Span | None]:
    """The first token of what is said, where it follows its cue, or None; and whom it is told, or None."""
    takes = cue.word.takes
    at = cue.last + 1
    if unit.low(at) == "once" and unit.low(at + 1) in ("more", "again"):
        at += 2
    addressee = None
    led_away = unit.low(at) in PREPOSITIONS or unit.low(at) in TIMES
    if "a" in takes and not led_away and not endings.begins_here(unit, at, takes - {"b", "n"}):
        addressee = speakers.after(unit, at, names)
        if addressee:
            at = addressee[1] + 1
            named = mentioned.by_name(unit, addressee, names)
            if named != addressee:
                addressee, at = named, named[1] + 1
                at += unit.low(at) == ","
        elif cue.word.lemma == "tell":
            return None, None
    return _from(unit, at, takes), addressee


def _from(unit: Unit, at: int, takes: frozenset[str]) -> int | None:
    """The first token of what is said, from behind the cue and its addressee."""
    skipped = at
    ahead = _that_ahead(unit, at) if "t" in takes else None
    for _ in range(6):
        if endings.begins_here(unit, at, takes):
            return at
        if ahead is not None and unit.low(at) in PREPOSITIONS:
            return ahead
        if unit.low(at) in (",", ":") and "q" in takes:
            quoted = unit.is_quote(at + 1)
            if quoted or (unit.low(at) == ":" and at + 1 < len(unit.tokens)):
                return at + 1
        step = _adverbial(unit, at, takes)
        if step is None:
            break
        at = step
    return _unled(unit, at, skipped, takes)


def _unled(unit: Unit, at: int, skipped: int, takes: frozenset[str]) -> int | None:
    """The place of a complement that no word leads, "said the bridge was closed", or that a comma does."""
    low = unit.low(at)
    if low == ",":
        # "said, in a statement, that"; "said, however, that"
        if at > skipped and endings.begins_here(unit, at + 1, takes - {"b", "n"}):
            return at + 1
        step = _between_commas(unit, at)
        return step if step and endings.begins_here(unit, step, takes - {"n"}) else None
    if at >= len(unit.tokens) or low in _STOPS or low == ":":
        return None
    if "b" in takes and low not in PREPOSITIONS and low not in _NO_CLAUSE:
        return at
    return at if "n" in takes and low not in _NO_THING else None


def _that_ahead(unit: Unit, at: int) -> int | None:
    """The place of a "that" behind a phrase with a preposition: "replied within the hour that"."""
    if unit.low(at) not in PREPOSITIONS:
        return None
    if unit.low(at) == "to" and not _is_hearer(unit, at + 1):
        return None
    for n in range(at + 1, min(at + 14, len(unit.tokens))):
        low = unit.low(n)
        if low == "that":
            return n
        if low in (",", ";", ":", "“", "who", "which") or low in BE or low in HAVE:
            return None
        if speakers.is_pronoun(low) and low not in _OBJECTS:
            return None
    return None


def _is_hearer(unit: Unit, at: int) -> bool:
    """Whether a noun and no verb follows "to": "said to reporters that"."""
    low = unit.low(at)
    known = low in DETERMINERS or low in _SPOKEN_IN or low in _OBJECTS
    return known or (at < len(unit.tokens) and unit.tokens[at].text[0].isupper())


def _between_commas(unit: Unit, comma: int) -> int | None:
    """After "said, however,": the place behind the second comma."""
    for at in range(comma + 1, min(comma + 9, len(unit.tokens))):
        if unit.low(at) == ",":
            return at + 1
    return None


def _adverbial(unit: Unit, at: int, takes: frozenset[str]) -> int | None:
    """The place behind a time, "in a statement", "to reporters"; None where none stands here."""
    low = unit.low(at)
    if low in TIMES or (NUMBER.match(low) and unit.low(at - 1) in TIMES):
        return at + 1
    if cues.is_adverb(unit, at) and low not in ("all", "both", "not", "so"):
        return at + 1
    if low not in LATE and (low not in _LEADS or (low == "to" and not _is_hearer(unit, at + 1))):
        return None
    end = at + 1
    while end < min(at + _MOST, len(unit.tokens)) and not _ends_adverbial(unit, at, end, takes):
        end += 1
    here = unit.low(end)
    if here in ("that", ":", ",", "“", "", "."):
        return end if here != "that" or "t" in takes else None
    if here in TIMES or here in _SPOKEN_IN:
        return end + 1
    return end if at + 1 < end < min(at + _MOST, len(unit.tokens)) and here != ";" else None


def _ends_adverbial(unit: Unit, at: int, end: int, takes: frozenset[str]) -> bool:
    here = unit.low(end)
    if here in ("that", ",", ":", ".", ";", "“") or (here == "to" and "i" in takes):
        return True
    if here in TIMES and (unit.low(at) in LATE or unit.low(at) == "on"):
        return True
    if here in _SPOKEN_IN and not endings.goes_on(unit, end + 1):
        return True
    pronoun = speakers.is_pronoun(here) and here not in _OBJECTS
    return end > at + 1 and (pronoun or here in LATE or here in ("on", "during"))
