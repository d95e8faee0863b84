"""Who does what a cue says, near or far: "Diallo said", "with Diallo saying", "she laughed and said"."""

from extraction import cues, quotemarks, speakers
from extraction.clauses import NUMBER, Unit
from extraction.cues import Cue
from extraction.mentioned import Names, Span
from extraction.smallwords import BE, DETERMINERS, HAVE, LATE, PREPOSITIONS, SUBORDINATORS, TIMES


def of_cue(unit: Unit, cue: Cue, names: Names, last: Span | None) -> Span | None:
    """The subject of a cue. `last`: that of the cue before it in the sentence."""
    before = cue.first - 1
    while cues.is_adverb(unit, before):
        before -= 1
    led = unit.low(before)
    quoted = cues.quoted_as(unit, before) if led == "as" else None
    if quoted is not None:
        return speakers.before(unit, quoted, names)
    if cue.form == "ing" and led not in BE and led != "been":
        # "..., adding that": whoever said what stands before.
        beside = _beside(unit, before, names)
        if beside:
            return beside
        if last:
            return last
        return main(unit, cue.first, names)
    if led in ("and", "but", "or", ",", "then", "to") or (
        led in PREPOSITIONS and led not in ("on", "in")
    ):
        if led == ",":
            around = speakers.before(unit, cue.first, names)
            if around:
                return around
        if last:
            return last
        return main(unit, before, names) or _doer(unit, before, names)
    return speakers.before(unit, cue.first, names) or (
        main(unit, before, names) if before > 0 else None
    )


def _beside(unit: Unit, at: int, names: Names) -> Span | None:
    """Of "with Awa Diallo saying", "a sign saying": who or what stands directly before."""
    if at < 1 or unit.low(at) in (
        "and",
        "or",
        "but",
        "by",
        "in",
        ",",
        "without",
        "while",
        "for",
        "after",
        "before",
        "“",
    ):
        return None
    if not unit.tokens[at].text[0].isalpha() or cues.is_finite(unit, at):
        return None
    held = names.at(unit.paragraph, unit.tokens[at].start)
    for first in range(at, max(-1, at - 12), -1):
        low = unit.low(first)
        if low in (",", ";", "“", ":"):
            return None
        if low == "with" and first < at:
            span = speakers.after(unit, first + 1, names)
            return span and (span[0], min(span[1], at))
        if held and first < at and unit.tokens[first].end <= held.start:
            return None
        if not held and low in ("a", "an") and at - first < 5:
            return first, at
    return None


def _doer(unit: Unit, until: int, names: Names) -> Span | None:
    """The nearest "he" or person before a place who does something: of "then she laughed and said"."""
    for at in range(until - 1, max(-1, until - 25), -1):
        low = unit.low(at)
        if unit.is_quote(at) or low == ";":
            return None
        if low in ("he", "she", "they", "i", "we", "who"):
            return at, at
        held = names.at(unit.paragraph, unit.tokens[at].start)
        if held and held.kind == "person" and unit.low(at + 1) != "'s":
            first = at
            while first > 0 and unit.tokens[first - 1].start >= held.start:
                first -= 1
            if unit.low(first - 1) not in PREPOSITIONS:
                return first, at
    return None


def main(unit: Unit, until: int, names: Names) -> Span | None:
    """Whom the sentence is about: the first noun phrase of it that no preposition leads."""
    at = 0
    while at < until:
        low = unit.low(at)
        if low in TIMES or low in LATE or NUMBER.match(low):
            return None
        if (
            low in PREPOSITIONS
            or low in SUBORDINATORS
            or cues.is_adverb(unit, at)
            or low in ("but", "and")
        ):
            small = low in ("but", "and") or cues.is_adverb(unit, at)
            if small and unit.low(at + 1) != "," and unit.low(at + 1) not in PREPOSITIONS:
                at += 1
                continue
            # An opening phrase ends with its comma.
            comma = next((n for n in range(at, until) if unit.low(n) == ","), None)
            if comma is None:
                if low in ("but", "and") or cues.is_adverb(unit, at):
                    at += 1
                    continue
                return None
            at = comma + 1
            continue
        span = speakers.after(unit, at, names)
        if span is None:
            return None
        token = unit.tokens[span[0]]
        held = names.at(unit.paragraph, token.start)
        if held or speakers.is_pronoun(token.low) or token.low in DETERMINERS:
            return _to_name(unit, span, names, until)
        return None if token.text.islower() else _to_name(unit, span, names, until)
    return None


def _to_name(unit: Unit, span: Span, names: Names, until: int) -> Span:
    """A phrase that may run on into its verb, cut after the name or the noun with which it must end."""
    first, last = span[0], min(span[1], until - 1)
    for at in range(first, last + 1):
        held = names.at(unit.paragraph, unit.tokens[at].start)
        if held and held.kind in ("person", "organisation"):
            end = at
            while end < last and unit.tokens[end + 1].start < held.end:
                end += 1
            if unit.low(end + 1) != "'s":
                return first, end
    end = first
    while end < min(last, first + 3) and not unit.low(end + 1).endswith("ed"):
        end += 1
    while end > first and unit.low(end) in PREPOSITIONS:
        end -= 1
    return first, end


def after_quote(unit: Unit, cue: Cue, led: int, names: Names) -> Span | None:
    """The subject of "“Go,” the slim, tall mayor of a town that no one knows said.": all that stands between."""
    first = max(-1, cue.first - 15)
    quote = next((at for at in range(led - 1, first, -1) if unit.is_quote(at)), None)
    if quote is None or "q" not in cue.word.takes or not is_speech(unit, quote):
        return None
    if unit.low(quote + 1) not in DETERMINERS and not names.at(
        unit.paragraph, unit.tokens[quote + 1].start
    ):
        return None
    between = range(quote + 1, cue.first)
    if any(unit.low(at) in (BE | HAVE) - {"'s"} or unit.low(at) == ";" for at in between):
        return None
    span = speakers.after(unit, quote + 1, names)
    return (span[0], min(span[1], cue.first - 1)) if span else None


def is_speech(unit: Unit, at: int) -> bool:
    """Whether a stretch in marks ends as speech does before its cue: "“Go,” he said"."""
    token = unit.tokens[at]
    if token.quoted is None or quotemarks.is_title(unit.text, token.quoted):
        return False
    return token.text.rstrip("\"”'’»“")[-1:] in ",?!…—-."
