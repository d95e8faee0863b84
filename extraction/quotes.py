"""Who said what: quotes in marks, in other words, or both, each with its speaker, its cue and whom it was told.

A cue (`cues`) is looked for in every sentence, its subject beside it (`speakers`), and the words said around
it (`attributions`). What stands in marks and was not reached by a cue goes on with the quote before it,
where a reader would read so, or is kept with no speaker. Titles and scare quotes are none. What the encoder's
head says of each word is weighed last (`weighing`), where it is there.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extraction import (
    antecedents,
    attributions,
    clauses,
    datelines,
    quotemarks,
    speakers,
    subjects,
    tokens,
    weighing,
)
from extraction.attributions import Attribution
from extraction.clauses import Unit
from extraction.drafts import Draft, Place, Story
from extraction.mentioned import Names
from extraction.quotemarks import Marked
from extraction.recogniser.heads import Heads
from extraction.types import Annotations, Quote, Stretch

SCORES = {"speech": 0.9, "noun": 0.6, "mind": 0.5, "stance": 0.4}
"""How sure it is that a cue of a kind reports words, before anything else is known."""
SURE = 0.6
"""From here on a quote tells what was said; below it, what somebody is told to think or to side with."""
_ALONE = 0.6
"""Score of words in marks that no cue reaches."""
_FEW_WORDS = 4
_DATELINE_WITHIN = 3
_CRIES = re.compile(
    r"(?i)\b(?:shouts?|chants?|cries|cry|calls?|slogans?|banners?|placards?|signs?)\b[^.;]*$"
)
"""Nouns that say of the words in marks behind them that somebody shouted or wrote them."""
_SIGNATURE = 80


def find(
    texts: Mapping[int, str], found: Annotations, heads: Mapping[int, Heads] | None = None
) -> tuple[Quote, ...]:
    """The quotes of a dispatch in the order of the text.

    `texts`: its paragraphs by number; `found`: its names and references; `heads`: what the encoder's heads say
    of each paragraph, by number, where it was asked. Linear in the length of the text; never raises on any.
    """
    story = _taken_apart(texts)
    names = Names(found)
    drafts: list[Draft] = []
    for order, number in enumerate(story.numbers):
        here = [
            _drafted(one, names, order)
            for unit in ([] if tokens.is_loud(story.texts[number]) else story.units[number])
            for one in attributions.resolve(unit, names)
        ]
        signed = _signature(story, number, names) if drafts and not here else None
        if signed and drafts[-1].speaker is None and order - drafts[-1].order == 1:
            drafts[-1].speaker = signed
        drafts += _reach_on(story, number, order, here, drafts, names)
    drafts = [draft for draft in drafts if draft.parts]
    if heads:
        drafts = weighing.weigh(drafts, story, heads, names)
    drafts.sort(key=lambda draft: draft.parts[0])
    antecedents.tie(drafts, story, names, found)
    return tuple(_finished(draft, story) for draft in drafts)


def _signature(story: Story, number: int, names: Names) -> Stretch | None:
    """The name in a paragraph that holds no more: "— Awa Diallo, mayor", under what she said."""
    text = story.texts[number]
    if len(text) > _SIGNATURE or text[:1] not in "-–—":
        return None
    start = len(text) - len(text.lstrip("-–— "))
    held = names.at(number, start)
    if held is None or held.start != start or held.kind not in ("person", "organisation"):
        return None
    return Stretch(number, held.start, held.end, held.text, held.chain)


def _taken_apart(texts: Mapping[int, str]) -> Story:
    numbers = [*texts]
    marked = {number: quotemarks.find(texts[number]) for number in numbers}
    story = Story(numbers, texts, marked, {})
    for number, after in itertools.pairwise(numbers):
        last = marked[number][-1] if marked[number] else None
        first = marked[after][0] if marked[after] else None
        if last and first and not last.closed and quotemarks.goes_on(texts[after], last.mark):
            whole = Marked(last.start, len(texts[number].rstrip()), False, last.mark)
            marked[number][-1] = whole
            story.follows[number, last.start] = (after, first)
            story.going_on.add((after, first.start))
    for order, number in enumerate(numbers):
        head = datelines.parse(texts[number]) if order < _DATELINE_WITHIN else None
        story.units[number] = clauses.units(
            number, texts[number], marked[number], begin=head.end if head else 0
        )
    return story


def _drafted(one: Attribution, names: Names, order: int) -> Draft:
    unit = one.unit
    tokens = unit.tokens
    cue = tokens[one.cue.first].start, tokens[one.cue.last].end
    return Draft(
        [(unit.paragraph, tokens[first].start, tokens[last].end) for first, last in one.content],
        unit,
        names.stretch(unit, one.speaker) if one.speaker else None,
        Stretch(unit.paragraph, *cue, unit.text[cue[0] : cue[1]]),
        names.stretch(unit, one.addressee) if one.addressee else None,
        _score(one),
        one.reaches,
        order,
        "@" in one.cue.word.takes,
    )


def _score(one: Attribution) -> float:
    if one.is_aim or (one.of_thing and "N" not in one.cue.word.takes):
        return SCORES["stance"]
    if "~" in one.cue.word.takes:
        return SCORES["mind"]
    return SCORES[one.cue.word.kind]


def _reach_on(
    story: Story,
    number: int,
    order: int,
    here: list[Draft],
    before: Sequence[Draft],
    names: Names,
) -> list[Draft]:
    """Give every stretch in marks that no cue reached to the quote that it belongs to, or keep it alone."""
    holders = {
        one.start: draft
        for draft in reversed(here)
        for place in draft.parts
        for one in story.within(place)
    }
    by_unit: dict[int, list[Draft]] = defaultdict(list)
    for draft in here:
        by_unit[draft.unit.tokens[0].start].append(draft)
    units = story.units[number]
    all_here: list[Draft] = []
    for at, unit in enumerate(units):
        all_here += by_unit[unit.tokens[0].start]
        after = by_unit[units[at + 1].tokens[0].start] if at + 1 < len(units) else []
        for token in unit.tokens:
            one = token.quoted
            if one is None or (number, one.start) in story.going_on:
                continue
            holder = holders.get(one.start) or _given(
                story, unit, one, all_here, after, before, order, names
            )
            if holder is not None:
                _go_on(story, holder, number, one)
    return all_here


def _go_on(story: Story, holder: Draft, number: int, one: Marked) -> None:
    """Add what a stretch left open goes on with in the paragraphs below."""
    at, mark = number, one
    while (at, mark.start) in story.follows:
        at, mark = story.follows[at, mark.start]
        holder.parts.append((at, mark.start, mark.end))


def _given(
    story: Story,
    unit: Unit,
    one: Marked,
    here: list[Draft],
    after: Sequence[Draft],
    before: Sequence[Draft],
    order: int,
    names: Names,
) -> Draft | None:
    """The quote that a stretch in marks belongs to though no cue of its sentence reaches it; a new one; None."""
    place = (unit.paragraph, one.start, one.end)
    opens = unit.tokens[0].quoted is one
    alone = all(token.quoted or not token.text[0].isalnum() for token in unit.tokens)
    earlier = here[-1] if here else None
    if (
        opens
        and earlier
        and (alone or story.has_marks(earlier))
        and (earlier.speaker or earlier.reaches)
    ):
        earlier.parts.append(place)
        return earlier
    if not alone:
        if not _is_said(unit.text, one):
            return None
        here.append(Draft([place], unit, _nearby(unit, one, names), score=_ALONE, order=order))
        return here[-1]
    later = after[0] if after else None
    if later and not earlier and later.parts and story.has_marks(later):
        later.parts.insert(0, place)
        return later
    last = before[-1] if before else None
    near = last is not None and order - last.order <= 1 and not earlier
    if last and near and ((last.reaches and not last.parts) or story.has_marks(last)):
        last.parts.append(place)
        last.order = order
        return last
    here.append(
        Draft([place], unit, earlier.speaker if earlier else None, score=_ALONE, order=order)
    )
    return here[-1]


def _nearby(unit: Unit, one: Marked, names: Names) -> Stretch | None:
    """Whom a sentence with words in marks is about, where no cue tells: "Diallo: “No.”", "“No.” — Awa Diallo"."""
    at = next(n for n, token in enumerate(unit.tokens) if token.quoted is one)
    if at == 0:
        dash = unit.low(1) in ("-", "–", "—", "--")
        span = speakers.after(unit, 2, names) if dash else None
    else:
        span = subjects.main(unit, at, names)
    said_by = names.stretch(unit, span) if span else None
    sure = at > 0 and unit.low(at - 1) == ":"
    if said_by and (sure or said_by.chain or speakers.is_pronoun(said_by.text.lower())):
        return said_by
    return None


def _is_said(text: str, one: Marked) -> bool:
    """Whether a stretch in marks inside a sentence is somebody's words, and no title, nickname or scare quote."""
    inner = quotemarks.unmarked(one, text)
    words = inner.split()
    if quotemarks.is_title(text, one):
        return False
    ends = inner.rstrip()[-1:] in ".,?!…"
    if _CRIES.search(text, max(0, one.start - 30), one.start):
        return True
    return len(words) > _FEW_WORDS or (ends and len(words) > 1 and text[one.end :].strip() == "")


def _finished(draft: Draft, story: Story) -> Quote:
    content = tuple(
        Stretch(paragraph, start, end, story.texts[paragraph][start:end])
        for paragraph, start, end in draft.parts
    )
    return Quote(
        content, _form(draft, story), draft.speaker, draft.cue, draft.addressee, draft.score
    )


def _form(draft: Draft, story: Story) -> str:
    inside, outside = 0, 0
    for paragraph, start, end in draft.parts:
        at = start
        for one in _said_in(story, (paragraph, start, end)):
            inside += one.end - one.start
            outside += sum(map(str.isalnum, story.texts[paragraph][at : one.start]))
            at = one.end
        outside += sum(map(str.isalnum, story.texts[paragraph][at:end]))
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _said_in(story: Story, place: Place) -> Iterator[Marked]:
    text = story.texts[place[0]]
    for one in story.within(place):
        if not quotemarks.is_title(text, one):
            yield one
