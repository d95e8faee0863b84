"""What the encoder's head for attributions says of the quotes that rules find, and quotes that it alone finds.

The head gives each word its chances to stand in what is said, in the words that say so, and in the name of
who does; it does not say which belongs with which. Rules do that, and are right about marks; the head
knows better which verbs report, and where a far subject is.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

import numpy as np

from extraction.drafts import Draft, Story
from extraction.mentioned import Names
from extraction.recogniser.heads import Heads
from extraction.types import Stretch

_CUE, _UNSURE_CUE = 0.15, 0.25
"""Least chance of a cue, for verbs of saying and for others. Set on PolNeAR's dev part."""
_SOURCE = 0.25
"""A subject found by rules with less is given up where the head has another."""
_SOURCE_BESIDE = 0.05
"""The same of a name beside its cue: bodies and countries speak less in PolNeAR than elsewhere."""
_BESIDE = 25
"""Characters between a name and its cue in which no other subject has room."""
_OWNERS = frozenset("his her its their".split())
_NEAR = 80
"""Characters between a cue and a source or content that belong together."""
_ADDED = 0.5
"""Score of a quote that no rule finds."""
_DOUBTED = 0.6
"""Quotes with a lower score (`quotes.SURE`) take their extent from the head."""
_SHARED = 0.45
"""Share of the longer one that an extent of the head's and one of the rules' must have in common."""
_CUELESS = 0.8
"""Mean chance to stand in what is said from which on a source beside the words is enough, without a cue."""

_BREAK = re.compile(
    r",? (?:and|but|after|before|as|while|when|because|which|who|where|with|during|though|although|since|until|if|in|"
    r"on|at|by|for|from|that|than|over|,)\b|, |; | ?[—–] ?| - "
)
"""Where the words said may end before their clause does."""
_CUT, _HELD, _GOES_ON = 0.3, 0.5, 0.6
"""Mean chances to stand in what is said: below the first it is cut off, if what stays has the second; above the third
the next words belong to it too."""
_FEW_MORE = 2
_LEANS = {"content": -0.3, "cue": 0.3, "source": 1.0}
"""By how much more readily than not spans of a channel are taken; see `Heads.spans`."""

Found = tuple[int, int, float]


def weigh(
    drafts: list[Draft], story: Story, heads: Mapping[int, Heads], names: Names
) -> list[Draft]:
    """The drafts that the head does not speak against, with the speakers it prefers, and those it adds."""
    kept = [draft for draft in drafts if _is_kept(draft, story, heads)]
    sources = {number: one.spans("source", _LEANS["source"]) for number, one in heads.items()}
    contents = {number: one.spans("content", _LEANS["content"]) for number, one in heads.items()}
    for draft in kept:
        _give_speaker(draft, heads, sources, names)
        _bound(draft, story, heads)
        _redraw(draft, story, contents)
    taken = {number: bytearray(len(story.texts[number])) for number in heads}
    for draft in kept:
        cue = draft.cue and (draft.cue.paragraph, draft.cue.start, draft.cue.end)
        for paragraph, start, end in (*draft.parts, *([cue] if cue else [])):
            if paragraph in taken:
                taken[paragraph][start:end] = b"\1" * (end - start)
    for order, number in enumerate(story.numbers):
        if number in heads:
            kept += _added(
                story,
                number,
                order,
                heads[number].spans("cue", _LEANS["cue"]),
                contents[number],
                sources[number],
                taken[number],
                names,
            )
    return kept


def _chance(
    heads: Mapping[int, Heads], channel: str, paragraph: int, start: int, end: int
) -> float:
    """The highest chance of some words to stand in a channel; 1 where nothing is known."""
    one = heads.get(paragraph)
    if one is None:
        return 1.0
    first, after = np.searchsorted(one.starts, (start, end))
    return float(one.inside(channel)[first:after].max()) if first < after else 1.0


def _is_kept(draft: Draft, story: Story, heads: Mapping[int, Heads]) -> bool:
    if draft.cue is None or draft.firm or story.has_marks(draft):
        return True
    least = _CUE if draft.score > 0.8 else _UNSURE_CUE
    return _chance(heads, "cue", draft.cue.paragraph, draft.cue.start, draft.cue.end) >= least


def _give_speaker(
    draft: Draft, heads: Mapping[int, Heads], sources: Mapping[int, list[Found]], names: Names
) -> None:
    if draft.speaker and _is_sure(draft, draft.speaker, heads):
        return
    where = draft.cue or Stretch(*draft.parts[0], "")
    near = _nearest(
        where.start,
        where.end,
        [
            one
            for one in _around(sources.get(where.paragraph, []), where.start, where.end)
            if draft.unit.tokens[0].start <= one[0] <= draft.unit.tokens[-1].end
            # Behind a comma speaks somebody else: "the mayor announced, AFP reported".
            and not (
                draft.speaker and one[0] >= where.end and "," in draft.unit.text[where.end : one[0]]
            )
            and not any(
                paragraph == where.paragraph and start <= one[0] < end
                for paragraph, start, end in draft.parts
            )
        ],
    )
    if near and draft.unit.paragraph == where.paragraph:
        draft.speaker = names.stretch_of(draft.unit, near[0], near[1])


def _is_sure(draft: Draft, speaker: Stretch, heads: Mapping[int, Heads]) -> bool:
    """Whether a subject found by rules stays: beside its cue, or where the head does not speak against it."""
    chance = _chance(heads, "source", speaker.paragraph, speaker.start, speaker.end)
    cue = draft.cue
    beside = (
        cue is not None
        and cue.paragraph == speaker.paragraph
        and 0 <= cue.start - speaker.end < _BESIDE
        and (speaker.text[0].isupper() or speaker.text in _OWNERS)
    )
    return chance >= (_SOURCE_BESIDE if beside else _SOURCE)


def _around(spans: list[Found], start: int, end: int) -> list[Found]:
    low = bisect_left(spans, start - _NEAR, key=lambda one: one[1])
    high = bisect_right(spans, end + _NEAR, key=lambda one: one[0])
    return spans[low:high]


def _gap(one: Found, start: int, end: int) -> int:
    return max(one[0] - end, start - one[1], 0)


def _nearest(start: int, end: int, spans: list[Found], before: int = 5) -> Found | None:
    """The nearest span, one before by so many characters rather than one after."""
    near = [(_gap(one, start, end) + (before if one[0] >= end else 0), one) for one in spans]
    return min(near)[1] if near else None


def _bound(draft: Draft, story: Story, heads: Mapping[int, Heads]) -> None:
    """End the words said where the head does, at a comma or a small word; or let them go on."""
    paragraph, start, end = draft.parts[-1]
    head = heads.get(paragraph)
    if head is None or draft.cue is None or draft.cue.paragraph != paragraph:
        return
    if draft.cue.start > start:
        return
    marked = story.within((paragraph, start, end))
    if marked and marked[-1].end >= end - 1:
        return
    inside = head.inside("content")
    text = story.texts[paragraph]
    begin, after = np.searchsorted(head.starts, (start, end))
    floor = marked[-1].end if marked else start + 6
    for place in _BREAK.finditer(text, floor, end):
        at = np.searchsorted(head.starts, place.start() + 1)
        if at <= begin or at >= after:
            continue
        if inside[at:after].mean() < _CUT and inside[begin:at].mean() > _HELD:
            draft.parts[-1] = (paragraph, start, place.start())
            return
    if inside[begin:after].mean() > _HELD:
        draft.parts[-1] = (paragraph, start, _further(draft, story, head, paragraph, end))


def _further(draft: Draft, story: Story, head: Heads, paragraph: int, end: int) -> int:
    """The end of words that go on beyond where the rules end them, in their sentence and outside marks."""
    inside = head.inside("content")
    limit = draft.unit.tokens[-1].end
    marked = story.marked[paragraph]
    ahead = bisect_left(marked, end, key=lambda one: one.start)
    if ahead < len(marked):
        limit = min(limit, marked[ahead].start)
    first = at = int(np.searchsorted(head.starts, end))
    while at < len(inside) and inside[at] > _GOES_ON and head.ends[at] <= limit:
        at += 1
    text = story.texts[paragraph]
    if at - first < _FEW_MORE or (at < len(inside) and text[head.starts[at]].isalnum()):
        return end
    while at > first and not text[head.ends[at - 1] - 1].isalnum():
        at -= 1
    return int(head.ends[at - 1])


def _redraw(draft: Draft, story: Story, contents: Mapping[int, list[Found]]) -> None:
    """Give a doubtful quote without marks the extent that the head sees, where that is much the same."""
    cue, (paragraph, start, end) = draft.cue, draft.parts[-1]
    if draft.score >= _DOUBTED or cue is None or len(draft.parts) > 1 or story.has_marks(draft):
        return
    spans = contents.get(paragraph, [])
    first = bisect_right(spans, start, key=lambda one: one[1])
    after = bisect_left(spans, end, key=lambda one: one[0])
    low, high = draft.unit.tokens[0].start, draft.unit.tokens[-1].end
    for begin, stop, _ in spans[first:after]:
        common = min(stop, end) - max(begin, start)
        holds_cue = begin < cue.end and cue.start < stop
        inside = low <= begin and stop <= high and not holds_cue
        if inside and common >= _SHARED * max(stop - begin, end - start):
            draft.parts[-1] = (paragraph, begin, stop)


def _added(
    story: Story,
    number: int,
    order: int,
    cues: list[Found],
    contents: list[Found],
    sources: list[Found],
    taken: bytearray,
    names: Names,
) -> list[Draft]:
    """Quotes of a paragraph that no draft holds: around cues, and sure ones beside a source alone."""
    contents = _free(contents, taken)
    begins = [unit.tokens[0].start for unit in story.units[number]]
    added = []
    for cue in _free(cues, taken):
        at = bisect_right(begins, cue[0]) - 1
        if at < 0:
            continue
        unit = story.units[number][at]
        low, high = unit.tokens[0].start, unit.tokens[-1].end
        content = _nearest(cue[0], cue[1], _between(contents, low, high), before=-8)
        if content is None or _gap(content, cue[0], cue[1]) > _NEAR:
            continue
        if content[0] <= cue[0] < content[1]:
            continue
        del contents[bisect_left(contents, content)]
        near = _around(sources, cue[0], cue[1])
        source = _nearest(cue[0], cue[1], _between(near, low, high))
        draft = Draft([(number, content[0], content[1])], unit, score=_ADDED, order=order)
        draft.speaker = names.stretch_of(unit, source[0], source[1]) if source else None
        draft.cue = Stretch(number, cue[0], cue[1], unit.text[cue[0] : cue[1]])
        added.append(draft)
    for content in contents:
        at = bisect_right(begins, content[0]) - 1
        if at < 0 or content[2] < _CUELESS:
            continue
        unit = story.units[number][at]
        near = _around(sources, content[0], content[1])
        source = _nearest(
            content[0],
            content[1],
            _between(near, unit.tokens[0].start, unit.tokens[-1].end),
        )
        if source:
            draft = Draft([(number, content[0], content[1])], unit, score=_ADDED, order=order)
            draft.speaker = names.stretch_of(unit, source[0], source[1])
            added.append(draft)
    return added


def _free(spans: list[Found], taken: bytearray) -> list[Found]:
    """The spans of which others hold less than half."""
    return [one for one in spans if 2 * sum(taken[one[0] : one[1]]) <= one[1] - one[0]]


def _between(spans: list[Found], low: int, high: int) -> list[Found]:
    """The spans that begin between two offsets; they are in order."""
    first = bisect_left(spans, low, key=lambda one: one[0])
    return spans[first : bisect_left(spans, high, key=lambda one: one[0])]
