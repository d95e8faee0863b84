"""All that one paragraph may name, from every source, settled."""

from collections.abc import Iterator

from extraction import by_title, chunks, datelines, gazetteer, sources, titles
from extraction.names import NameSpan
from extraction.proposals import DOUBTED, SEEN, WHOLE, Proposal, Read, settled, with_stop
from extraction.tidying import tidy
from extraction.tokens import Word, is_loud, is_title_like, words

_KINDS = {
    "person": "person",
    "place": "place",
    "facility": "place",
    "organisation": "organisation",
    "event": "event",
}


def read(text: str, spans: list[NameSpan], *, opening: bool = False) -> Read:
    """Settle what the recogniser and the other sources say of one paragraph.

    `opening`: a dateline may stand here. Linear in the length of the text.
    """
    found = words(text)
    loud = is_loud(text)
    dateline = datelines.parse(text) if opening else None
    story = Read(text, found, loud, is_title_like(found), dateline.end if dateline else 0, [])
    proposals = [*sources.known(story), *sources.events(text)]
    if not loud:
        proposals += sources.told(story)
        proposals += sources.places_by_preposition(story)
        proposals += by_title.titled(story)
        proposals += by_title.by_given_name(story)
    proposals += _seen(story, spans)
    # The agency in a dateline's brackets is not what the story is about.
    proposals = [one for one in proposals if one.start >= story.begins]
    if dateline:
        proposals += sources.places_of_dateline(story, dateline)
    story.proposals = settled(proposals)
    for proposal in story.proposals:
        by_title.hear_role(text, proposal)
    return story


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
        for first, last in _unlisted(found, at, stop - 1, text):
            proposal = _brought_home(story, first, last, kind, span.score)
            if proposal:
                yield proposal


def _unlisted(found: list[Word], first: int, last: int, text: str) -> Iterator[tuple[int, int]]:
    """The parts of "Sévaré and Gao" where a known name is among them, else the whole."""
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
    extent = tidy(found, first, last, text, kind)
    if extent is None:
        return None
    first, last = extent.first, extent.last
    if kind == "person":
        last = max(last, by_title.name_end(found, first, text))
    if kind == "person":
        first = by_title.with_given_name(found, first, text)
    rank = SEEN if kind != "other" else DOUBTED
    proposal = Proposal(found[first].start, with_stop(text, found[last].end), rank)
    proposal.title = extent.title
    surface = text[proposal.start : proposal.end]
    proposal.entry = gazetteer.lookup(surface)
    if proposal.entry and proposal.entry.kind == "demonym":
        # Found already, where it is not the name of a language.
        return None
    if kind != "person" and _is_whole(found, first, last, text):
        proposal.rank = WHOLE
    proposal.vote(kind, score if kind != "other" else score / 2)
    told = chunks.kind_told(surface)
    if told:
        proposal.vote(told, 2.0)
    if extent.title and (not titles.is_loose(extent.title) or titles.is_regnal(extent.title)):
        proposal.vote("person", 2.0)
    return proposal


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
