"""What a cue of a sentence says is whose: its subject, whom it is told, and where the words said begin and end."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction import cues, quotemarks, speakers
from extraction.clauses import NUMBER, Unit
from extraction.cues import BE, DETERMINERS, PREPOSITIONS, Cue
from extraction.speakers import Names, Span

_WH = frozenset("whether if how why what who when where which whom".split())
_STOPS = frozenset(".;)") | {"—", "--"}
_PLACES_OF_SPEECH = frozenset(
    "statement interview tweet post letter speech report address note email e-mail message conference briefing text "
    "phone telephone video remarks testimony memo release call communique communiqué decree article column book "
    "essay blog podcast show programme program television radio twitter facebook instagram x telegram".split()
)
_TIMES = speakers._TIMES
_LATE = frozenset("late early last this next earlier".split())
_LEAVES = frozenset(
    "while although though even despite as after before when following because whereas".split()
)


@dataclass(slots=True)
class Attribution:
    """One cue resolved in its sentence. `content` are spans of tokens, in order; empty where it stands elsewhere.

    `reaches`: "" or "next", where the words said follow after a colon or in a sentence of their own.
    """

    unit: Unit
    cue: Cue
    speaker: Span | None
    content: list[Span] = field(default_factory=list)
    addressee: Span | None = None
    reaches: str = ""
    of_thing: bool = False
    """Whether the words said are a thing's name only: "the violence", of "denounced the violence"."""


def resolve(unit: Unit, names: Names) -> list[Attribution]:
    """The attributions of one sentence, in order."""
    found: list[Attribution] = []
    all_cues = [*cues.find(unit)]
    for number, cue in enumerate(all_cues):
        if any(
            first <= cue.first <= last
            for one in found
            for first, last in one.content
            if one.cue.word.kind == "speech" and not one.of_thing
        ):
            # Said by whoever is reported, not by the dispatch.
            continue
        ahead = all_cues[number + 1].first if number + 1 < len(all_cues) else len(unit.tokens)
        one = _resolved(unit, cue, names, found, ahead)
        if one and (one.content or one.reaches):
            found.append(one)
    return found


def _resolved(
    unit: Unit, cue: Cue, names: Names, found: list[Attribution], ahead: int
) -> Attribution | None:
    if cue.form == "per":
        return _per(unit, cue, names)
    if cue.form == "noun":
        return _noun(unit, cue, names)
    if cue.form == "past" and cue.first == 0 and cue.word.lemma == "ask" and unit.low(1) in _WH:
        # "Asked whether he would go, he laughed": somebody asked it.
        return Attribution(unit, cue, None, [(1, _to_comma(unit, 1))])
    if cue.form == "passive" or (cue.form == "past" and cue.first == 0):
        return None
    floor = _floor(found, cue.first)
    inverted = _inverted(unit, cue, names, floor)
    if inverted:
        return inverted
    speaker = _subject(unit, cue, names, found)
    led_by = speaker
    if speaker and speaker[0] < cue.first:
        speaker = speakers.by_name(unit, speaker, names)
    if speaker is None and cue.word.kind != "speech":
        return None
    one = Attribution(unit, cue, speaker)
    led = led_by[0] if led_by and led_by[0] < cue.first else cue.first
    shared = bool(found) and found[-1].speaker == speaker and found[-1].cue.first > led
    quoted_before = led > 0 and not shared and _is_speech(unit, led - 1)
    if not quoted_before and not shared:
        lifted = _after_quote(unit, cue, led, names)
        if lifted:
            led, one.speaker, quoted_before = lifted[0], speakers.by_name(unit, lifted, names), True
    if not quoted_before:
        begin = _complement(unit, cue, one, names)
        if begin is not None:
            one.of_thing = _is_narrow(unit, begin, cue)
            if one.of_thing and cue.form == "ing" and "N" not in cue.word.takes:
                # "supporters backing Touré"
                return None
            one.content = [(begin, _end(unit, begin, cue))]
            return None if _is_empty(unit, one.content[0]) else one
    if cue.word.takes & {"q", "b"}:
        lead = _said_before(unit, led, _floor(found, led))
        at = _settled(unit, cue, quoted_before)
        if lead is None and at is not None and speaker and at >= len(unit.tokens) - 1:
            lead, speaker = _whole_subject(unit, cue, floor, names) or (lead, speaker)
            one.speaker = speaker
        if lead and at is not None:
            one.content = [lead]
            if "a" in cue.word.takes and quoted_before:
                one.addressee = speakers.after(unit, cue.last + 1, names)
            rest = _said_after(unit, at, lead)
            if rest:
                one.content.append(rest)
        elif not lead and speaker and _is_bare(unit, cue):
            one.reaches = "next"
    return one


def _after_quote(unit: Unit, cue: Cue, led: int, names: Names) -> Span | None:
    """The subject of "“Go,” the slim, tall mayor of a town that no one knows said.": all that stands between."""
    first = max(0, cue.first - 14)
    quote = next((at for at in range(led - 1, first, -1) if unit.is_quote(at)), None)
    if quote is None or "q" not in cue.word.takes or not _is_speech(unit, quote):
        return None
    if unit.low(quote + 1) not in DETERMINERS and not names.at(
        unit.paragraph, unit.tokens[quote + 1].start
    ):
        return None
    between = range(quote + 1, cue.first)
    if any(
        unit.low(at) in BE or unit.low(at) in cues.HAVE or unit.low(at) == ";" for at in between
    ):
        return None
    span = speakers.after(unit, quote + 1, names)
    return (span[0], min(span[1], cue.first - 1)) if span else None


def _is_speech(unit: Unit, at: int) -> bool:
    """Whether a stretch in marks ends as speech does before its cue: "“Go,” he said"."""
    token = unit.tokens[at]
    if token.quoted is None or quotemarks.is_title(unit.text, token.quoted):
        return False
    return token.text.rstrip("\"”'’»“")[-1:] in ",?!…—-."


def _floor(found: list[Attribution], before: int) -> int:
    """The first token that no attribution reaches that ends before a place."""
    reaches = (_reach(one) for one in found[-6:] if one.cue.word.kind != "noun")
    return max((reach for reach in reaches if reach < before), default=-1) + 1


def _reach(one: Attribution) -> int:
    """The last token of an attribution."""
    spans = [*one.content, (one.cue.first, one.cue.last)]
    return max(last for _, last in (*spans, one.speaker or spans[0]))


def _settled(unit: Unit, cue: Cue, quoted_before: bool) -> int | None:
    """The place behind a cue and its times and places, if nothing that could be said stands there."""
    at = cue.last + 1
    for _ in range(4):
        if at >= len(unit.tokens) or unit.low(at) in (
            ",",
            ".",
            ";",
            ":",
            ")",
            "“",
            "—",
            "–",
            "--",
            "-",
        ):
            return at
        if unit.low(at) in (
            "when",
            "as",
            "after",
            "while",
            "before",
            "in",
            "on",
            "at",
            "during",
            "of",
            "to",
            "about",
            "with",
            "from",
            "via",
            "through",
            "by",
            "for",
            "who",
            "and",
            "but",
            "because",
            "without",
            "outside",
        ):
            return _next_sign(unit, at)
        if (
            unit.low(at) in _TIMES
            or unit.low(at) in _LATE
            or NUMBER.match(unit.low(at))
            or cues.is_adverb(unit, at)
        ):
            at += 1
            continue
        return _next_sign(unit, at) if quoted_before else None
    return at


def _next_sign(unit: Unit, at: int) -> int:
    while at < len(unit.tokens) and unit.low(at) not in (",", ":", "“"):
        at += 1
    return at


def _subject(unit: Unit, cue: Cue, names: Names, found: list[Attribution]) -> Span | None:
    before = cue.first - 1
    while cues.is_adverb(unit, before):
        before -= 1
    led = unit.low(before)
    last = found[-1] if found else None
    if cue.form == "ing" and led not in BE and led != "been":
        # "..., adding that": whoever said what stands before.
        beside = _beside(unit, before, names)
        if beside:
            return beside
        if last and last.speaker:
            return last.speaker
        return main_subject(unit, cue.first, names)
    if led in ("and", "but", "or", ",", "then", "to") or (
        led in PREPOSITIONS and led not in ("on", "in")
    ):
        if led == ",":
            around = speakers.before(unit, cue.first, names)
            if around:
                return around
        if last and last.speaker:
            return last.speaker
        return main_subject(unit, before, names) or _doer(unit, before, names)
    return speakers.before(unit, cue.first, names) or (
        main_subject(unit, before, names) if before > 0 else None
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


def main_subject(unit: Unit, until: int, names: Names) -> Span | None:
    """Whom the sentence is about: the first noun phrase of it that no preposition leads."""
    at = 0
    while at < until:
        low = unit.low(at)
        if low in _TIMES or low in _LATE or NUMBER.match(low):
            return None
        if (
            low in PREPOSITIONS
            or low in _LEAVES
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
            while at < last and unit.tokens[at + 1].start < held.end:
                at += 1
            if unit.low(at + 1) != "'s":
                return first, at
    return first, min(last, first + 3)


def _inverted(unit: Unit, cue: Cue, names: Names, floor: int) -> Attribution | None:
    """ "“Go,” said Bazoum", "The convoy had left, said two witnesses."."""
    before = cue.first - 1
    if "q" not in cue.word.takes or cue.form not in ("past", "s") or before < 0:
        return None
    if not (unit.is_quote(before) or unit.low(before) == ","):
        return None
    follows = cue.last + 1
    if (
        follows >= len(unit.tokens)
        or unit.is_quote(follows)
        or unit.low(follows) in ("that", ",", ".", ":")
    ):
        return None
    token = unit.tokens[follows]
    low = token.low
    if not (
        token.text[0].isupper()
        or low in DETERMINERS
        or NUMBER.match(low)
        or low
        in (
            "he",
            "she",
            "one",
            "two",
            "three",
            "four",
            "officials",
            "witnesses",
            "residents",
            "police",
            "sources",
        )
    ) and (
        not token.text[0].isalpha() or low in PREPOSITIONS or low in _WH or speakers.is_pronoun(low)
    ):
        return None
    if low in _TIMES or low == "it":
        return None
    speaker = speakers.after(unit, follows, names)
    lead = _said_before(unit, cue.first, floor)
    if speaker is None or lead is None or cue.word.lemma == "tell":
        return None
    if not unit.is_quote(before) and (
        cue.word.lemma not in _PLAIN
        or _is_parenthetical(unit, before, speaker)
        or (cue.word.lemma != "say" and not _has_verb(unit, lead[0]))
        or _is_apposed(unit, lead, names)
    ):
        return None
    speaker = speakers.by_name(unit, speaker, names)
    rest = _quote_after(unit, speaker[1] + 1)
    if rest and unit.low(rest[0] - 1) == ":" and not unit.is_quote(before):
        # "In other words, explained the mayor: “No.”"
        return Attribution(unit, cue, speaker, [rest])
    return Attribution(unit, cue, speaker, [lead, rest] if rest else [lead])


_PLAIN = frozenset("say add report write explain note recall warn announce".split())
"""Verbs that follow what is said in other words: "The road is closed, said the mayor"."""


def _is_apposed(unit: Unit, lead: Span, names: Names) -> bool:
    """Whether what stands before a comma and a cue is a subject: "Keita, an engineer,", of "said the road"."""
    comma = next((at for at in range(lead[0], lead[1]) if unit.low(at) == ","), None)
    if comma is None:
        held = names.at(unit.paragraph, unit.tokens[lead[1]].start)
        return (
            held is not None
            and held.start <= unit.tokens[lead[0]].end + 40
            and lead[1] - lead[0] < 5
        )
    before = unit.tokens[comma - 1]
    held = names.at(unit.paragraph, before.start) if comma > lead[0] else None
    follows = unit.low(comma + 1)
    return (
        held is not None
        and not _has_verb(unit, lead[0])
        and (
            follows in DETERMINERS
            or follows in ("who", "which", "whose")
            or bool(NUMBER.match(follows))
            or unit.tokens[comma + 1].text.islower()
        )
    )


def _is_parenthetical(unit: Unit, comma: int, speaker: Span) -> bool:
    """ "Macron, who left, said the army was ready": the comma belongs to what stands before."""
    follows = unit.low(speaker[1] + 1)
    return (
        bool(follows)
        and follows not in (".", ",", ";", ")")
        and follows not in PREPOSITIONS
        and follows not in _TIMES
        and follows not in ("who", "when", "while", "as", "after")
    )


def _whole_subject(unit: Unit, cue: Cue, floor: int, names: Names) -> tuple[Span, Span] | None:
    """Of "The road is open, the regime that came to power in July announced.": all between comma and cue."""
    for comma in range(cue.first - 1, floor, -1):
        if unit.low(comma) == "," or unit.is_quote(comma):
            if not (
                unit.low(comma + 1) in DETERMINERS
                or names.at(unit.paragraph, unit.tokens[comma + 1].start)
            ):
                return None
            speaker = speakers.after(unit, comma + 1, names)
            lead = _said_before(unit, comma + 1, floor)
            return (
                (lead, (speaker[0], min(speaker[1], cue.first - 1))) if lead and speaker else None
            )
    return None


def _said_before(unit: Unit, at: int, floor: int) -> Span | None:
    """What is said before its cue: up to the comma or the closing mark, from where no other cue reaches."""
    last = at - 1
    if last < floor:
        return None
    if unit.low(last) == ",":
        last -= 1
    elif not unit.is_quote(last):
        return None
    first = floor
    while first < last and unit.low(first) in ("but", "and", ",", ":", ";", "–", "—", "-"):
        first += 1
    if floor and unit.is_quote(last):
        first = last
    return (first, last) if first <= last else None


_OWN = frozenset(
    "and but while although though who which whose where when as after before with adding saying noting according because since until".split()
)


def _said_after(unit: Unit, at: int, lead: Span) -> Span | None:
    """What goes on after "he said,": a quote, or the rest of a clause that was broken off."""
    if unit.is_quote(at):
        return at, _end(unit, at, None)
    if unit.low(at) not in (",", ":") or at + 1 >= len(unit.tokens):
        return None
    if unit.is_quote(at + 1):
        return at + 1, _end(unit, at + 1, None)
    broken = not unit.is_quote(lead[1])
    low = unit.low(at + 1)
    whole = (
        unit.low(lead[0]) not in PREPOSITIONS
        and unit.low(lead[0]) not in _LEAVES
        and unit.low(lead[0]) != "if"
    )
    if (
        broken
        and low not in _OWN
        and not low.endswith(("ing", "ed"))
        and not (whole and low in PREPOSITIONS)
        and unit.low(at) == ","
    ):
        return at + 1, _end(unit, at + 1, None)
    return None


def _quote_after(unit: Unit, at: int) -> Span | None:
    while at < len(unit.tokens) and not unit.is_quote(at):
        if unit.low(at) not in (",", ":") and at > 0 and unit.low(at) in _STOPS:
            return None
        at += 1
    if at >= len(unit.tokens) or unit.low(at - 1) not in (",", ":"):
        return None
    return at, _end(unit, at, None)


def _is_bare(unit: Unit, cue: Cue) -> bool:
    """Whether nothing that could be said follows in the sentence."""
    rest = unit.tokens[cue.last + 1 :]
    return not rest or rest[-1].low == ":" or (len(rest) <= 4 and "q" in cue.word.takes)


def _complement(unit: Unit, cue: Cue, one: Attribution, names: Names) -> int | None:
    """The first token of what is said, where it follows its cue."""
    takes = cue.word.takes
    at = cue.last + 1
    if unit.low(at) == "once" and unit.low(at + 1) in ("more", "again"):
        at += 2
    if (
        "a" in takes
        and at < len(unit.tokens)
        and not _begins_complement(unit, at, takes - {"b", "n"})
    ):
        addressee = speakers.after(unit, at, names)
        if addressee:
            one.addressee = addressee
            at = addressee[1] + 1
            named = speakers.by_name(unit, addressee, names)
            if named != addressee:
                one.addressee, at = named, named[1] + 1
                at += unit.low(at) == ","
        elif cue.word.lemma == "tell":
            return None
    skipped = at
    ahead = _that_ahead(unit, at) if "t" in takes else None
    for _ in range(6):
        if _begins_complement(unit, at, takes):
            return at
        if ahead is not None and unit.low(at) in PREPOSITIONS:
            return ahead
        if unit.low(at) in (",", ":") and unit.is_quote(at + 1) and "q" in takes:
            return at + 1
        if unit.low(at) == ":" and at + 1 < len(unit.tokens) and "q" in takes:
            return at + 1
        step = _adverbial(unit, at, takes)
        if step is None:
            break
        at = step
    if at >= len(unit.tokens) or unit.low(at) in _STOPS or unit.low(at) == ",":
        if unit.low(at) == "," and at > skipped:
            # "said, in a statement, that"
            if _begins_complement(unit, at + 1, takes - {"b", "n"}):
                return at + 1
        if unit.low(at) == ",":
            step = _between_commas(unit, at)
            if step and _begins_complement(unit, step, takes - {"n"}):
                return step
        return None
    if unit.low(at) == ":":
        return None
    if (
        "b" in takes
        and unit.low(at) not in PREPOSITIONS
        and unit.low(at) not in ("and", "but", "so", "as", "to", "?", "!")
    ):
        return at
    if "n" in takes and unit.low(at) not in ("and", "but", "so", "?", "!", "by", "to"):
        return at
    return None


def _that_ahead(unit: Unit, at: int) -> int | None:
    """The place of a "that" behind a phrase with a preposition: "replied within the hour that"."""
    if unit.low(at) not in PREPOSITIONS:
        return None
    for n in range(at + 1, min(at + 14, len(unit.tokens))):
        low = unit.low(n)
        if (
            low in (",", ";", ":", "“", "who", "which")
            or low in BE
            or low in cues.HAVE
            or (speakers.is_pronoun(low) and low not in ("him", "them", "us", "me"))
        ):
            return None
        if low == "that":
            return n
    return None


def _between_commas(unit: Unit, comma: int) -> int | None:
    """After "said, however,": the place behind the second comma."""
    for at in range(comma + 1, min(comma + 9, len(unit.tokens))):
        if unit.low(at) == ",":
            return at + 1
    return None


def _begins_complement(unit: Unit, at: int, takes: frozenset[str]) -> bool:
    low = unit.low(at)
    if low == "that" and "t" in takes:
        return True
    if low in ("against", "of", "about") and "g" in takes:
        return True
    if low == "“":
        return bool(takes & {"q", "n", "t", "b"})
    if low in _WH and "w" in takes:
        return True
    if low == "to" and "i" in takes:
        return True
    return low == "not" and unit.low(at + 1) == "to" and "i" in takes


def _adverbial(unit: Unit, at: int, takes: frozenset[str]) -> int | None:
    """The place behind a time, "in a statement", "to reporters"; None where none stands here."""
    low = unit.low(at)
    if low in _TIMES or (cues.is_adverb(unit, at) and low not in ("all", "both", "not", "so")):
        return at + 1
    if NUMBER.match(low) and unit.low(at - 1) in _TIMES:
        return at + 1
    if low in _LATE or low in (
        "on",
        "in",
        "at",
        "by",
        "during",
        "to",
        "from",
        "of",
        "about",
        "after",
        "before",
        "through",
        "via",
        "with",
        "for",
        "outside",
        "over",
        "when",
    ):
        end = at + 1
        while end < min(at + 16, len(unit.tokens)):
            here = unit.low(end)
            if here in ("that", ",", ":", ".", ";", "“") or (
                here in _TIMES and low in (*_LATE, "on")
            ):
                break
            if (here in _PLACES_OF_SPEECH or here in ("reporters", "journalists")) and not _goes_on(
                unit, end + 1
            ):
                break
            if end > at + 1 and (
                (speakers.is_pronoun(here) and here not in ("him", "them", "us", "me"))
                or here in _LATE
                or here in ("on", "during")
            ):
                break
            end += 1
        here = unit.low(end)
        if here in ("that", ":", ",", "“", "", "."):
            return end if here != "that" or "t" in takes else None
        if here in _TIMES or here in _PLACES_OF_SPEECH or here in ("reporters", "journalists"):
            return end + 1
        return (
            end
            if end < len(unit.tokens) and end > at + 1 and here != ";" and end < at + 16
            else None
        )
    return None


def _is_narrow(unit: Unit, begin: int, cue: Cue) -> bool:
    takes = cue.word.takes
    return (
        "n" in takes
        and not _begins_complement(unit, begin, frozenset("tqwi"))
        and ("b" not in takes or not _has_verb(unit, begin))
    )


def _has_verb(unit: Unit, begin: int) -> bool:
    """Whether a clause and no thing's name begins here, as far as small words tell."""
    for at in range(begin, min(begin + 25, len(unit.tokens))):
        low = unit.low(at)
        if low in (",", ";", "that", "who", "which", "“"):
            return False
        if (
            (low in BE and low != "'s")
            or low in cues.HAVE
            or low in cues.MODALS - {"to"}
            or low in ("he", "she", "they", "we", "i")
        ):
            return True
    return False


def _is_empty(unit: Unit, span: Span) -> bool:
    """ "did not say which", "asked not to be named": nothing is told."""
    said = " ".join(unit.low(at) for at in range(span[0], span[1] + 1))
    return (
        said in _WH
        or said in ("so", "it", "this", "that", "more", "no")
        or said.startswith(
            ("not to be named", "not to be identified", "to remain anonymous", "nothing")
        )
        or all(
            unit.low(at) in _TIMES or unit.low(at) in _LATE or unit.low(at) in DETERMINERS
            for at in range(span[0], span[1] + 1)
        )
    )


def _goes_on(unit: Unit, at: int) -> bool:
    """Whether a noun stands here to which the word before belongs: "radio | appearance"."""
    low = unit.low(at)
    return (
        low.isalpha()
        and unit.tokens[at].text.islower()
        and low not in DETERMINERS
        and low not in PREPOSITIONS
        and low not in cues.MODALS
        and low not in BE
        and not speakers.is_pronoun(low)
        and low not in _WH
        and low not in ("that", "there", "and", "or", "but")
    )


def _end(unit: Unit, begin: int, cue: Cue | None) -> int:
    """The last token of what is said, from its first: up to the end of its clause."""
    last = len(unit.tokens) - 1
    narrow = cue is not None and _is_narrow(unit, begin, cue)
    at = begin
    while at <= last:
        low = unit.low(at)
        if low == "," and at > begin and _leaves(unit, at + 1, narrow):
            at -= 1
            break
        if (
            narrow
            and at > begin
            and low in _LEAVES
            and not (
                low == "as"
                and cue
                and cue.word.lemma
                in (
                    "give",
                    "describe",
                    "accuse",
                    "label",
                    "brand",
                    "portray",
                    "hail",
                    "dismiss",
                    "condemn",
                    "denounce",
                    "praise",
                )
            )
        ):
            at -= 1
            break
        if (
            low in ("and", "but")
            and at > begin
            and (_has_cue(unit, at + 1) or _cue_ahead(unit, at + 1))
        ):
            at -= 1
            break
        if low == ";":
            at -= 1
            break
        at += 1
    at = min(at, last)
    while (
        at > begin
        and unit.low(at) in (".", ",", ";", ":", "-", "—", "–", ")", "?", "!")
        and not unit.is_quote(at)
    ):
        if unit.low(at) == ")" and any(unit.low(n) == "(" for n in range(begin, at)):
            break
        at -= 1
    return at


def _to_comma(unit: Unit, at: int) -> int:
    end = at
    while end + 1 < len(unit.tokens) and unit.low(end + 1) not in (",", ".", "“", ":"):
        end += 1
    return end


def _has_cue(unit: Unit, at: int) -> bool:
    """Whether a verb of saying stands here, perhaps after adverbs: "and later added"."""
    while cues.is_adverb(unit, at):
        at += 1
    if cues.is_finite(unit, at):
        return True
    cue = cues._at(unit, at) if at < len(unit.tokens) else None
    return bool(cue and cue.form in ("past", "s", "passive") and cue.word.kind != "noun")


def _leaves(unit: Unit, at: int, narrow: bool) -> bool:
    """Whether what follows a comma is the dispatch's own again."""
    low = unit.low(at)
    if low == "according" or (low in ("and", "but") and _has_cue(unit, at + 1)):
        return True
    if low in ("and", "but", "though", "although", "while", "whereas") and _cue_ahead(unit, at + 1):
        return True
    if _subject_and_cue(unit, at):
        return True
    cue = cues._at(unit, at) if at < len(unit.tokens) else None
    if cue and cue.form in ("ing", "past", "s") and cue.word.kind == "speech":
        return True
    if narrow:
        return True
    return low == "compared" and False


def _cue_ahead(unit: Unit, at: int) -> bool:
    """Whether a subject and its verb of saying follow: "but the ministry said"."""
    for n in range(at + 1, min(at + 7, len(unit.tokens))):
        low = unit.low(n)
        if (
            low in (",", ";", "“", "that", "who", "which", "to")
            or low in cues.BE
            or low in cues.HAVE
            or low in PREPOSITIONS - {"of", "for"}
        ):
            return False
        cue = cues._at(unit, n)
        if (
            cue
            and cue.form in ("past", "s")
            and cue.word.kind == "speech"
            and cue.word.takes & {"t", "b"}
        ):
            return True
    return False


def _subject_and_cue(unit: Unit, at: int) -> bool:
    """ "he said", "the ministry added" with nothing behind it but the sentence's end."""
    for n in range(at, min(at + 9, len(unit.tokens))):
        if unit.low(n) in (",", ";", "“", "that"):
            return False
        cue = cues._at(unit, n)
        if (
            cue
            and cue.form in ("past", "s", "base")
            and cue.word.kind == "speech"
            and "q" in cue.word.takes
        ):
            follows = unit.low(cue.last + 1)
            return n > at and (
                follows in ("", ".", ",", ";", ":", "“")
                or follows in _TIMES
                or follows in ("in", "on")
            )
    return False


def _per(unit: Unit, cue: Cue, names: Names) -> Attribution | None:
    """ "according to X": what stands before it, or after its comma where it opens the sentence."""
    end = cue.last + 1
    while (
        end < len(unit.tokens)
        and unit.low(end) not in (",", ";", ":", "“", "—", "–")
        and not (unit.low(end) == "." and end == len(unit.tokens) - 1)
    ):
        end += 1
    if end == cue.last + 1:
        return None
    span = (cue.last + 1, end - 1)
    short = speakers.after(unit, cue.last + 1, names) or span
    one = Attribution(unit, cue, short)
    opens = cue.first <= 1 or unit.low(cue.first - 1) in ("but", "and", ":", ";")
    if opens:
        if unit.low(end) == "," and end + 1 < len(unit.tokens):
            one.content = [(end + 1, _end(unit, end + 1, None))]
        return one
    last = cue.first - 1
    if unit.low(last) == ",":
        last -= 1
    first = 0
    while first < last and unit.low(first) in ("but", "and", ","):
        first += 1
    one.content = [(first, last)]
    broken = (
        unit.low(first) in PREPOSITIONS or unit.low(first) in _LEAVES or unit.low(first) == "if"
    )
    if (
        broken
        and unit.low(end) == ","
        and end + 2 < len(unit.tokens)
        and unit.low(cue.first - 1) == ","
    ):
        one.content.append((end + 1, _end(unit, end + 1, None)))
    return one


_LINKS_OF = {"t": "that", "i": "to", "o": "of", "f": "for", "p": "on", "a": "about"}


def _noun(unit: Unit, cue: Cue, names: Names) -> Attribution | None:
    """ "his refusal to go", "a claim by the army that": with whoever owns the noun."""
    at = cue.last + 1
    link = unit.low(at)
    if link not in {_LINKS_OF[code] for code in cue.word.takes}:
        return None
    owner: Span | None = None
    before = cue.first - 1
    while before >= 0 and cue.first - before < 4:
        low = unit.low(before)
        if low == "'s" or low in ("'", "’"):
            owner = speakers._phrase_before(unit, before - 1, names)
            break
        if low in ("his", "her", "their", "its", "my", "our"):
            owner = (before, before)
            break
        if low in DETERMINERS or low in PREPOSITIONS or not low.isalpha():
            break
        before -= 1
    if owner is None:
        return None
    end = _end(unit, at, None)
    for n in range(at + 1, end):
        if (
            link != "that"
            and unit.low(n) in ("and", ",")
            and unit.low(n + 1) in ("his", "her", "their", "its", "the", "a")
        ):
            end = n - 1
            break
    return Attribution(unit, cue, owner, [(at, end)])


def walk(units: list[Unit], names: Names) -> Iterator[Attribution]:
    for unit in units:
        yield from resolve(unit, names)
