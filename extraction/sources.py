"""Names by other means than a recogniser: the word lists, telling words, patterns, datelines."""

import itertools
import re
from collections.abc import Iterator

from extraction import chunks, datelines, gazetteer, named_events
from extraction.gazetteer import Entry
from extraction.proposals import DATELINE, EVENT, KNOWN, TOLD, Proposal, Read


def known(story: Read) -> Iterator[Proposal]:
    """Countries, cities, nationalities and organisations of the word lists, and "Spanish Red Cross"."""
    listed = [
        Proposal(start, end, KNOWN + _is_long(story.text, start, end, entry), entry=entry)
        for start, end, entry in gazetteer.find(story.text, story.words, loud=story.loud)
        if not _is_language(story.text, start, end, entry) and story.text[start - 1 : start] != "@"
    ]
    yield from listed
    yield from _national(story.text, listed)


def _national(text: str, known: list[Proposal]) -> Iterator[Proposal]:
    """ "Spanish Red Cross", "French Senate": what every country has, with whose it is."""
    for one, two in itertools.pairwise(known):
        whose, what = one.entry, two.entry
        joined = whose and whose.kind == "demonym" and text[one.end : two.start] == " "
        if joined and what and what.common:
            proposal = Proposal(one.start, two.end, TOLD)
            proposal.vote("organisation", 3.0)
            yield proposal


def _is_long(text: str, start: int, end: int, entry: Entry) -> int:
    """Names of several words are surer than one, unless they are only a nationality."""
    return 2 if entry.kind != "demonym" and " " in text[start:end] else 0


_LANGUAGE_BEFORE = re.compile(
    r"\b(?:in|into|speaks?|speaking|spoke|spoken|fluent|learn\w*|taught|teach|translated|from)\s$"
)
_LANGUAGE_AFTER = re.compile(r"(?:[.,;:!?)\"”’]|\s(?:and|or|as|on|to|at|but|by|with|language)\b|$)")


def _is_language(text: str, start: int, end: int, entry: Entry) -> bool:
    """ "in French," and "French-speaking" name a tongue, not France."""
    if entry.kind != "demonym":
        return False
    if re.match(r"[- ](?:speak|language)", text[end : end + 9]):
        return True
    before = _LANGUAGE_BEFORE.search(text[max(0, start - 14) : start])
    return bool(before and _LANGUAGE_AFTER.match(text[end : end + 12]))


def places_of_dateline(story: Read, dateline: datelines.Dateline) -> Iterator[Proposal]:
    opening = story.text[: dateline.end]
    for part in re.split(r"[,/]\s*", dateline.place):
        at = opening.casefold().find(part.casefold())
        if part and at >= 0:
            entry = gazetteer.lookup(part)
            proposal = Proposal(at, at + len(part), DATELINE, entry=entry)
            proposal.vote(
                "organisation" if entry and entry.kind == "organisation" else "place", 3.0
            )
            yield proposal


def events(text: str) -> Iterator[Proposal]:
    for start, end, head in named_events.find(text):
        proposal = Proposal(start, end, EVENT, head=head)
        proposal.vote("event", 6.0)
        yield proposal


_DOTTED_OWNER = re.compile(r"\b(?:U\.S\.|U\.N\.|U\.K\.|E\.U\.) $")


def _with_dotted_owner(text: str, start: int) -> int:
    """The start of "U.S. Africa Command", whose first word a full stop parts from the rest."""
    owner = _DOTTED_OWNER.search(text[max(0, start - 6) : start])
    return start - len(owner[0]) if owner else start


def told(story: Read) -> Iterator[Proposal]:
    for first, last, kind in chunks.find(story.words, story.text):
        start, end = story.words[first].start, story.words[last].end
        if kind == "organisation":
            start = _with_dotted_owner(story.text, start)
        proposal = Proposal(start, end, TOLD, entry=gazetteer.lookup(story.text[start:end]))
        proposal.vote(kind, 3.0)
        yield proposal
