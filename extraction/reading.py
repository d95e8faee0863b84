"""All that one paragraph may name, from every source, settled."""

import bisect
import itertools
from collections.abc import Iterator

from extraction import by_title, chunks, datelines, gazetteer, sources, titles
from extraction.names import NameSpan
from extraction.proposals import (
    DOUBTED,
    KNOWN,
    SEEN,
    WHOLE,
    Proposal,
    Read,
    settled,
    with_bracket,
    with_stop,
)
from extraction.text import name_key
from extraction.tidying import tidy
from extraction.tokens import Word, is_loud, is_title_like, words

_KINDS = {
    "person": "person",
    "place": "place",
    "facility": "place",
    "organisation": "organisation",
    "event": "event",
}

_WHERE = frozenset("in from of at near to for across throughout around outside".split())
_PLACES_GIVEN = frozenset("Georgia Chad Jordan Israel Paris Sydney Austin Dallas Florence".split())

_WEIGHT = 4.0
"""What a certain recogniser's word on a kind weighs: less than a country's name, more than a hint."""
_PEOPLES = 3.0
"""What it weighs when the recogniser calls a name that of a people, a faith or a side."""
_BUILDING = 3.5
"""What it weighs when the recogniser calls a name that of a building: more than a word in it does."""
_SURE = 0.5
"""From this score on the recogniser's extent is the name's, but for articles and possessives."""


def read(text: str, spans: list[NameSpan], *, opening: bool = False) -> Read:
    """Settle what the recogniser and the other sources say of one paragraph.

    `opening`: a dateline may stand here. Linear in the length of the text.
    """
    found = words(text)
    loud = is_loud(text)
    dateline = datelines.parse(text) if opening else None
    if dateline and not _is_sure(dateline, spans):
        dateline = None
    story = Read(text, found, loud, is_title_like(found), dateline.end if dateline else 0, [])
    proposals = [*sources.known(story), *sources.events(text), *_seen(story, spans)]
    if not loud:
        proposals += _filling_in(story, proposals)
    money = _Money(spans)
    # The agency in a dateline's brackets is not what the story is about, nor the US in "US $10".
    proposals = [
        one
        for one in proposals
        if one.start >= story.begins
        and not money.holds(one.start)
        and text[one.start - 1 : one.start] != "@"
    ]
    if dateline:
        proposals += sources.places_of_dateline(story, dateline)
    story.proposals = settled(proposals)
    for proposal in story.proposals:
        by_title.hear_role(text, proposal)
    return story


def _is_sure(dateline: datelines.Dateline, spans: list[NameSpan]) -> bool:
    """Whether words before a dash are a dateline: "SOCCER - Chile win" has no day, agency or place."""
    if dateline.date or dateline.agency:
        return True
    first = dateline.place.split(",")[0].split("/")[0].strip()
    entry = gazetteer.lookup(first)
    if (entry and entry.kind == "place") or gazetteer.is_city(name_key(first)):
        return True
    return bool(spans) and spans[0].label == "place" and spans[0].end <= dateline.end


class _Money:
    """The sums of money that the recogniser is sure of, in order."""

    def __init__(self, spans: list[NameSpan]) -> None:
        sure = [span for span in spans if span.label == "money" and span.score >= _SURE]
        self._starts = [span.start for span in sure]
        self._ends = [span.end for span in sure]

    def holds(self, at: int) -> bool:
        before = bisect.bisect_right(self._starts, at) - 1
        return before >= 0 and at < self._ends[before]


def _filling_in(story: Read, surer: list[Proposal]) -> Iterator[Proposal]:
    """What other signs tell, for where the recogniser sees nothing: it is right more often."""
    seen = {(proposal.start, proposal.end) for proposal in surer}
    begins = {proposal.start: proposal for proposal in surer if proposal.seen}
    ends = {proposal.end: proposal for proposal in surer if proposal.seen}
    for proposal in itertools.chain(
        sources.told(story),
        by_title.titled(story),
        by_title.by_given_name(story),
    ):
        # In "French Ambassador Departure from Niger" capitals and titles tell no names.
        if not story.title_like or (proposal.start, proposal.end) in seen:
            first, last = begins.get(proposal.start), ends.get(proposal.end)
            if not (first and last and _is_in_pieces(proposal, first, last)):
                proposal.rank = min(proposal.rank, KNOWN)
            yield proposal


def _is_in_pieces(proposal: Proposal, first: Proposal, last: Proposal) -> bool:
    """Whether the recogniser saw a person's name as two: "Arundhati", in doubt, and "Sen Gupta"."""
    doubted = first.seen_as == "person" or first.seen < _SURE
    return "person" in proposal.votes and first is not last and doubted and last.seen_as == "person"


def _seen(story: Read, spans: list[NameSpan]) -> Iterator[Proposal]:
    """What the recogniser saw, each name brought to its exact extent."""
    found, text = story.words, story.text
    at = 0
    for span in spans:
        while at < len(found) and found[at].end <= span.start:
            at += 1
        stop = at
        while stop < len(found) and found[stop].start < span.end:
            stop += 1
        if stop == at:
            continue
        kind = _KINDS.get(span.label, "other")
        if span.label == "facility":
            stop = _place_it_is_at(found, at, stop - 1, text) + 1
        for first, last in _unlisted(found, at, stop - 1, text, kind):
            proposal = _brought_home(story, first, last, kind, span.score)
            if proposal and span.label == "norp" and span.score >= _SURE:
                # "Moslem militants": whatever follows it, no body and no place.
                proposal.vote("other", _PEOPLES * span.score)
            if proposal and span.label in ("misc", "product") and span.score >= _SURE:
                # "Paris Agreement": of another sort as a whole, and no city in it.
                proposal.rank = max(proposal.rank, WHOLE)
            if proposal and span.label == "facility":
                # "treated at Central Hospital": a building, whatever body runs it.
                proposal.vote("place", _BUILDING)
            if proposal:
                yield proposal


def _place_it_is_at(found: list[Word], first: int, last: int, text: str) -> int:
    """The last word of the known place that a facility in small letters is at: "Niamey airport"."""
    front = last
    while front > first and found[front].text.islower():
        front -= 1
    entry = gazetteer.lookup(text[found[first].start : found[front].end])
    return front if front < last and entry and entry.kind == "place" else last


def _unlisted(
    found: list[Word], first: int, last: int, text: str, kind: str
) -> Iterator[tuple[int, int]]:
    """The parts of "Sévaré and Gao", and of "Yen Bai, Vietnam", where a known name is among them, else the whole."""
    if kind == "organisation" and last > first:
        # "Afghan Taliban": whose Taliban they are is no part of the name.
        owner = gazetteer.lookup(text[found[first].start : found[first].end])
        rest = gazetteer.lookup(text[found[first + 1].start : found[last].end])
        if owner and owner.kind == "demonym" and rest and rest.kind == "organisation":
            yield first + 1, last
            return
    for at in range(first, last if kind == "place" else first):
        tail = text[found[at + 1].start : found[last].end]
        if text[found[at].end : found[at + 1].start] == ", " and gazetteer.lookup(tail):
            yield first, at
            yield at + 1, last
            return
    cuts = [at for at in range(first + 1, last) if found[at].text in ("and", "or")]
    for cut in cuts:
        sides = ((first, cut - 1), (cut + 1, last))
        if any(gazetteer.lookup(text[found[a].start : found[b].end]) for a, b in sides):
            yield from sides
            return
    yield first, last


def _brought_home(story: Read, first: int, last: int, kind: str, score: float) -> Proposal | None:
    """A recogniser's name at its exact extent, with its votes, or None for what is no name."""
    found, text = story.words, story.text
    sure = kind != "other" and score >= _SURE
    extent = tidy(found, first, last, text, kind, sure=sure)
    if extent is None:
        return None
    first, last = extent.first, extent.last
    title = extent.title
    if kind == "person":
        first -= titles.belongs(found, first) or _given_by_a_place(found, first, text)
        title = title or titles.before(found, first, text)[1]
    rank = SEEN if kind != "other" else DOUBTED
    end = with_bracket(text, found[first].start, with_stop(text, found[last].end))
    proposal = Proposal(found[first].start, end, rank)
    proposal.title = title
    proposal.seen, proposal.seen_as = score, kind
    surface = text[proposal.start : proposal.end]
    proposal.entry = gazetteer.lookup(surface)
    if proposal.entry and proposal.entry.kind == "demonym":
        # Found already, where it is not the name of a language.
        return None
    if kind != "person" and _is_whole(found, first, last, text):
        proposal.rank = WHOLE
    proposal.vote(kind, _WEIGHT * score if kind != "other" else score / 2)
    # What the lists know, no word in it tells better: "Islamic State".
    told = "" if proposal.entry else chunks.kind_told(surface)
    if told:
        proposal.vote(told, 2.0)
    if title and (not titles.is_loose(title) or titles.is_regnal(title)):
        proposal.vote("person", 2.0)
    return proposal


def _given_by_a_place(found: list[Word], first: int, text: str) -> bool:
    """Whether the word before a surname is a given name that is a place's too: "Georgia Carter"."""
    if not first or found[first - 1].text not in _PLACES_GIVEN:
        return False
    if text[found[first - 1].end : found[first].start] != " ":
        return False
    # "In Georgia Carter won" says where.
    return first < 2 or found[first - 2].key not in _WHERE


def _is_whole(found: list[Word], first: int, last: int, text: str) -> bool:
    """Whether words are one unbroken name of three or more: it may hold a shorter known one."""
    if last - first < 2:
        return False
    gaps = all(
        text[one.end : two.start] in (" ", "-", "’", "'", " & ")
        for one, two in zip(found[first:last], found[first + 1 : last + 1], strict=True)
    )
    linked = frozenset(("of", "for", "the", "de", "du", "al"))
    return gaps and all(
        word.text[0].isupper() or word.text in linked for word in found[first : last + 1]
    )
