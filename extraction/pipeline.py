"""The whole reading of one dispatch: its names in chains, its dates, and what happened, was said, and how many."""

import dataclasses
import itertools
from collections.abc import Mapping, Sequence

from extraction import (
    chains,
    events,
    figures,
    gazetteer,
    language,
    names,
    quotes,
    references,
    timex,
)
from extraction.dates import Moment
from extraction.kinds import Ballot
from extraction.proposals import Read
from extraction.reading import read
from extraction.recogniser.heads import Heads
from extraction.spreading import spread
from extraction.text import name_key
from extraction.types import Annotations, Dispatch, Paragraph, Progress

VERSION = "5"
"""Raised whenever the same text may be annotated otherwise; what was read by an older one is read again."""

_DATELINE_WITHIN = 3
_FEW_WORDS = 4
"""A crosshead shorter than this has too few words to tell whether all of them have capitals."""
_SURE_RANKS = frozenset((2, 6, 9))
"""Where sources do not go by capitals: known single names, events, datelines."""


def warm() -> None:
    """Load the model and the word lists, so that the first dispatch does not wait for them."""
    names.warm()
    gazetteer.lookup("Niger")


def annotate(
    dispatch: Dispatch, *, on_progress: Progress | None = None, names_only: bool = False
) -> Annotations:
    """What a dispatch names, and which names are one thing; its dates, events, quotes and figures.

    Never raises on text, whatever it is; time is linear in its length. Credits are not looked at. Text in
    another language than English yields only the names that the word lists know. `on_progress` is called now and then
    with characters done and characters in all. `names_only` leaves out dates, events, quotes and figures. Does
    no I/O but load its data once.
    """
    story = [
        (number, paragraph)
        for number, paragraph in enumerate(dispatch.paragraphs)
        if paragraph.kind != "credit"
    ]
    if not story:
        if on_progress:
            on_progress(0, 0)
        return Annotations()
    texts = [paragraph.text for _, paragraph in story]
    foreign = not dispatch.language and language.is_foreign("\n".join(texts[:40])[:20_000])
    spans: list[list[names.NameSpan]] = [[] for _ in texts]
    heads: list[Heads] | None = None
    if names_only and not foreign:
        spans = names.find_names(texts, on_progress=on_progress)
    elif not foreign:
        spans, heads = names.find_names_and_heads(texts, on_progress=on_progress)
    reads = [
        read(text, found, opening=number < _DATELINE_WITHIN)
        for (number, _), text, found in zip(story, texts, spans, strict=True)
    ]
    if foreign:
        _keep_known(reads)
    _distrust_titles(story, reads)
    ballot = Ballot(reads)
    spread(reads, ballot)
    ballot.recount(reads)
    _leave_out_families(reads, ballot)
    if on_progress:
        on_progress(sum(map(len, texts)), sum(map(len, texts)))
    numbered = [(number, one) for (number, _), one in zip(story, reads, strict=True)]
    found = chains.build(numbered, ballot)
    texts_by_number = {number: paragraph.text for number, paragraph in story}
    found = dataclasses.replace(found, references=references.tie(texts_by_number, found))
    if foreign or names_only:
        return found
    by_number = dict(zip(texts_by_number, heads, strict=True)) if heads else None
    return _with_happenings(texts_by_number, found, by_number, dispatch.published)


def _with_happenings(
    texts: Mapping[int, str],
    found: Annotations,
    heads: Mapping[int, Heads] | None,
    published: Moment | None,
) -> Annotations:
    """Dates first, for events have them; figures last, for they belong to events."""
    found = dataclasses.replace(found, timexes=timex.find(texts, anchor=published))
    found = dataclasses.replace(
        found,
        events=events.find(texts, found, found.timexes, heads, published=published),
        # Below: what somebody thinks, or takes a stand on, and did not say.
        quotes=tuple(q for q in quotes.find(texts, found, heads) if q.score >= quotes.SURE),
    )
    return dataclasses.replace(found, figures=figures.find(texts, found))


def _leave_out_families(reads: Sequence[Read], ballot: Ballot) -> None:
    """ "The Kaczynskis" are none of the people of that name."""
    for one in reads:
        one.proposals = [
            proposal
            for proposal in one.proposals
            if not ballot.is_family(
                one.surface(proposal),
                one.text[max(0, proposal.start - 4) : proposal.start].strip(),
            )
        ]


def _keep_known(reads: Sequence[Read]) -> None:
    for one in reads:
        one.proposals = [proposal for proposal in one.proposals if proposal.entry]


def _distrust_titles(story: Sequence[tuple[int, Paragraph]], reads: Sequence[Read]) -> None:
    """In Crossheads Like This, Keep Only Names that other lines or the word lists know."""
    doubtful = [
        paragraph.kind == "crosshead" and (one.title_like or len(one.words) < _FEW_WORDS)
        for (_, paragraph), one in zip(story, reads, strict=True)
    ]
    known = {
        name_key(one.surface(proposal))
        for one, doubt in zip(reads, doubtful, strict=True)
        for proposal in one.proposals
        if not doubt
    }
    for one in itertools.compress(reads, doubtful):
        one.proposals = [
            proposal
            for proposal in one.proposals
            if proposal.rank in _SURE_RANKS
            or proposal.entry
            or name_key(one.surface(proposal)) in known
        ]
