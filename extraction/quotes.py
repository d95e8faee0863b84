"""Who said what: quotes in marks, in other words, or both, each with its speaker, its cue and whom it was told.

A cue (`cues`) is looked for in every sentence, its subject beside it (`speakers`), and the words said around
it (`attributions`). What stands in marks and was not reached by a cue goes on with the quote before it,
where a reader would read so, or is kept with no speaker. Titles and scare quotes are none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extraction import attributions, clauses, datelines, quotemarks, speakers, tokens
from extraction.attributions import Attribution
from extraction.clauses import Unit
from extraction.quotemarks import Marked
from extraction.speakers import Names
from extraction.types import Annotations, Quote, Stretch

SCORES = {"speech": 0.9, "noun": 0.6, "mind": 0.5, "stance": 0.4}
"""How sure it is that a cue of a kind reports words, before anything else is known."""
SURE = 0.6
"""From here on a quote tells what was said; below it, what somebody is told to think or to side with."""
_CARRIED, _ALONE = 0.7, 0.6
_NO_QUOTE_BEFORE = re.compile(
    r"(?:so[- ]called|dubbed|nicknamed|known as|titled|entitled|named|called|headlined|film|movie|book|novel|song|album|"
    r"series|show|play|word|term|phrase|hashtag|aka|podcast|single|memoir|documentary|slogan|the)[,:]? $",
    re.IGNORECASE,
)
_NEVER_QUOTE_BEFORE = re.compile(
    r"(?:so[- ]called|dubbed|nicknamed|known as|titled|entitled|headlined|film|movie|book|novel|song|album|series|"
    r"memoir|documentary|hashtag|aka|podcast|hit single|play|programme|ABC.s|NBC.s|CBS.s|CNN.s|Fox News.)[,:]? $",
    re.IGNORECASE,
)
_SMALL = frozenset("a an the of and or in on at to for with from by is vs de la le el".split())
_FEW_WORDS = 4
_DATELINE_WITHIN = 3

Place = tuple[int, int, int]


@dataclass(slots=True)
class _Draft:
    """A quote in the making: the places of its parts, and the unit that it was last said in."""

    parts: list[Place]
    unit: Unit | None
    speaker: Stretch | None = None
    cue: Stretch | None = None
    addressee: Stretch | None = None
    score: float = 0.0
    reaches: str = ""
    number: int = 0
    """Of its paragraph in the order of the text."""


@dataclass(slots=True)
class _Story:
    """The paragraphs of a dispatch in order, taken apart."""

    numbers: list[int]
    texts: Mapping[int, str]
    marked: dict[int, list[Marked]]
    units: dict[int, list[Unit]]
    follows: dict[tuple[int, int], tuple[int, Marked]] = field(default_factory=dict)
    """Of a stretch left open, by paragraph and start: the stretch of the next paragraph that goes on."""


def find(texts: Mapping[int, str], found: Annotations) -> tuple[Quote, ...]:
    """The quotes of a dispatch in the order of the text. `texts`: its paragraphs by number; `found`: its names.

    Linear in the length of the text; never raises on any.
    """
    story = _taken_apart(texts)
    names = Names(found)
    drafts: list[_Draft] = []
    for order, number in enumerate(story.numbers):
        here = [
            _drafted(one, names, order)
            for unit in story.units[number]
            if not tokens.is_loud(unit.text)
            for one in attributions.resolve(unit, names)
        ]
        here = [draft for draft in here if draft]
        _reach_on(story, number, order, here, drafts, names)
        drafts += here
    drafts = [draft for draft in drafts if draft.parts]
    _tie_pronouns(drafts, names)
    drafts.sort(key=lambda draft: draft.parts[0])
    return tuple(_finished(draft, story) for draft in drafts)


def _taken_apart(texts: Mapping[int, str]) -> _Story:
    numbers = [*texts]
    marked = {number: quotemarks.find(texts[number]) for number in numbers}
    story = _Story(numbers, texts, marked, {})
    for number, after in zip(numbers, numbers[1:], strict=False):
        last = marked[number][-1] if marked[number] else None
        first = marked[after][0] if marked[after] else None
        if last and first and not last.closed and quotemarks.goes_on(texts[after], last.mark):
            whole = Marked(last.start, len(texts[number].rstrip()), False, last.mark)
            marked[number][-1] = whole
            story.follows[number, last.start] = (after, first)
    for order, number in enumerate(numbers):
        head = datelines.parse(texts[number]) if order < _DATELINE_WITHIN else None
        story.units[number] = clauses.units(
            number, texts[number], marked[number], begin=head.end if head else 0
        )
    return story


def _drafted(one: Attribution, names: Names, order: int) -> _Draft:
    unit = one.unit
    tokens = unit.tokens
    cue = tokens[one.cue.first].start, tokens[one.cue.last].end
    return _Draft(
        [(unit.paragraph, tokens[first].start, tokens[last].end) for first, last in one.content],
        unit,
        names.stretch(unit, one.speaker) if one.speaker else None,
        Stretch(unit.paragraph, *cue, unit.text[cue[0] : cue[1]]),
        names.stretch(unit, one.addressee) if one.addressee else None,
        _score(one),
        one.reaches,
        order,
    )


def _score(one: Attribution) -> float:
    if one.of_thing and "N" not in one.cue.word.takes:
        return SCORES["stance"]
    return SCORES[one.cue.word.kind]


def _reach_on(
    story: _Story,
    number: int,
    order: int,
    here: list[_Draft],
    before: Sequence[_Draft],
    names: Names,
) -> None:
    """Give every stretch in marks that no cue reached to the quote that it belongs to, or keep it alone."""
    text = story.texts[number]
    goes_on = {
        (place[0], place[1].start): None for place in story.follows.values() if place[0] == number
    }
    for unit in story.units[number]:
        for token in unit.tokens:
            one = token.quoted
            if one is None or (number, one.start) in goes_on:
                continue
            holder = _holder(here, number, one)
            if holder is None:
                holder = _given(story, unit, one, here, before, order, names)
            if holder is None:
                continue
            at, mark = number, one
            while (at, mark.start) in story.follows:
                at, mark = story.follows[at, mark.start]
                holder.parts.append((at, mark.start, mark.end))
    for draft in here:
        if draft.reaches and not draft.parts and text:
            continue


def _holder(here: list[_Draft], number: int, one: Marked) -> _Draft | None:
    for draft in here:
        for paragraph, start, end in draft.parts:
            if paragraph == number and start <= one.start and one.end <= end:
                return draft
    return None


def _given(
    story: _Story,
    unit: Unit,
    one: Marked,
    here: list[_Draft],
    before: Sequence[_Draft],
    order: int,
    names: Names,
) -> _Draft | None:
    """The quote that a stretch in marks belongs to though no cue of its sentence reaches it; a new one; None."""
    place = (unit.paragraph, one.start, one.end)
    opens = unit.tokens[0].quoted is one
    alone = all(token.quoted or not token.text[0].isalnum() for token in unit.tokens)
    earlier = [draft for draft in here if draft.unit and draft.unit.tokens[0].start <= one.start]
    if opens and earlier and (alone or _has_marks(earlier[-1], story)) and (earlier[-1].speaker or earlier[-1].reaches):
        earlier[-1].parts.append(place)
        return earlier[-1]
    if not alone:
        if not _is_said(unit.text, one):
            return None
        draft = _Draft([place], unit, _nearby(unit, one, names), score=_ALONE, number=order)
        here.append(draft)
        return draft
    later = next((draft for draft in here if draft.parts and draft.parts[0][1] >= one.end), None)
    if later and not earlier and _has_marks(later, story):
        later.parts.insert(0, place)
        return later
    last = before[-1] if before else None
    if last and order - last.number <= 1 and not earlier:
        if last.reaches and not last.parts:
            last.parts.append(place)
            last.number = order
            return last
        if _has_marks(last, story):
            last.parts.append(place)
            last.number = order
            return last
    draft = _Draft([place], unit, earlier[-1].speaker if earlier else None, score=_ALONE, number=order)
    here.append(draft)
    return draft


def _nearby(unit: Unit, one: Marked, names: Names) -> Stretch | None:
    """Whom a sentence with words in marks is about, where no cue tells: "Diallo: “No.”", "“No.” — Awa Diallo"."""
    at = next(n for n, token in enumerate(unit.tokens) if token.quoted is one)
    if at == 0:
        dash = unit.low(1) in ("-", "–", "—", "--")
        span = speakers.after(unit, 2, names) if dash else None
    else:
        span = attributions.main_subject(unit, at, names)
    said_by = names.stretch(unit, span) if span else None
    if said_by and (said_by.chain or speakers.is_pronoun(said_by.text.lower())):
        return said_by
    return None


def _has_marks(draft: _Draft, story: _Story) -> bool:
    return any(
        start <= one.start and one.end <= end
        for paragraph, start, end in draft.parts
        for one in story.marked[paragraph]
    )


def _is_said(text: str, one: Marked) -> bool:
    """Whether a stretch in marks inside a sentence is somebody's words, and no title, nickname or scare quote."""
    inner = quotemarks.unmarked(one, text)
    words = inner.split()
    if is_title(text, one):
        return False
    ends = inner.rstrip()[-1:] in ".,?!…"
    return len(words) > _FEW_WORDS or ends and len(words) > 1 and text[one.end :].strip() == ""


def is_title(text: str, one: Marked) -> bool:
    """ "the film “Timbuktu”", "Mohamed “Hamed” Touré", "the so-called “caliphate”"."""
    inner = quotemarks.unmarked(one, text)
    words = [word for word in re.findall(r"[\w’'-]+", inner)]
    lead = text[max(0, one.start - 24) : one.start]
    if len(words) < 12 and _NEVER_QUOTE_BEFORE.search(lead):
        return True
    long = [word for word in words if word.lower() not in _SMALL]
    capitals = bool(long) and all(word[0].isupper() or word[0].isdigit() for word in long)
    return capitals and (len(long) > 1 or not re.search(r"[,:] $", lead)) and not re.search(r"[,.!?]$", inner.strip()) and not re.search(r"[,:] $", lead)


def _tie_pronouns(drafts: list[_Draft], names: Names) -> None:
    pass


def _finished(draft: _Draft, story: _Story) -> Quote:
    content = tuple(
        Stretch(paragraph, start, end, story.texts[paragraph][start:end])
        for paragraph, start, end in draft.parts
    )
    return Quote(
        content, _form(draft, story), draft.speaker, draft.cue, draft.addressee, draft.score
    )


def _form(draft: _Draft, story: _Story) -> str:
    inside, outside = 0, 0
    for paragraph, start, end in draft.parts:
        at = start
        for one in _said_in(story, paragraph, start, end):
            inside += one.end - one.start
            outside += sum(map(str.isalnum, story.texts[paragraph][at : one.start]))
            at = one.end
        outside += sum(map(str.isalnum, story.texts[paragraph][at:end]))
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _said_in(story: _Story, paragraph: int, start: int, end: int) -> Iterator[Marked]:
    text = story.texts[paragraph]
    for one in story.marked[paragraph]:
        if start <= one.start and one.end <= end and not is_title(text, one):
            yield one
