"""Everything in one paragraph that may be a name, from every source, settled into spans that do not overlap."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction import chunks, datelines, gazetteer, lexicon, named_events, titles
from extraction.gazetteer import Entry
from extraction.names import NameSpan
from extraction.tidying import PARTICLES, is_known_word, is_no_name, tidy
from extraction.tokens import Word, is_loud, is_title_like, words

_KINDS = {
    "person": "person",
    "place": "place",
    "facility": "place",
    "organisation": "organisation",
    "event": "event",
}
# Which source wins where two overlap; the longer of two alike.
_DATELINE, _EVENT, _WHOLE, _TOLD, _SEEN, _KNOWN, _DOUBTED = 9, 6, 4, 4, 3, 2, 1


@dataclass(slots=True)
class Proposal:
    """A stretch that may be a name. `votes`: kind to weight, "other" for what is not shown at all."""

    start: int
    end: int
    rank: int
    votes: dict[str, float] = field(default_factory=dict)
    entry: Entry | None = None
    title: str = ""
    head: str = ""

    def vote(self, kind: str, weight: float) -> None:
        self.votes[kind] = self.votes.get(kind, 0.0) + weight


@dataclass(slots=True)
class Read:
    """One paragraph, its words, and the names settled on so far, in order."""

    text: str
    words: list[Word]
    loud: bool
    title_like: bool
    begins: int
    """Where the story begins, after a dateline."""
    proposals: list[Proposal]

    def surface(self, proposal: Proposal) -> str:
        return self.text[proposal.start : proposal.end]


def read(text: str, spans: list[NameSpan], *, opening: bool = False) -> Read:
    """Settle what the recogniser and the word lists say of one paragraph.

    `opening`: a dateline may stand here. Linear in the length of the text.
    """
    found = words(text)
    loud = is_loud(text)
    dateline = datelines.parse(text) if opening else None
    story = Read(text, found, loud, is_title_like(found), dateline.end if dateline else 0, [])
    proposals: list[Proposal] = list(_places_of_dateline(story, dateline)) if dateline else []
    known = [
        Proposal(start, end, _KNOWN + _is_long(text, start, end, entry), entry=entry)
        for start, end, entry in gazetteer.find(text, found, loud=loud)
        if not _is_language(text, start, end, entry) and text[start - 1 : start] != "@"
    ]
    proposals += known
    proposals += _events(text)
    if not loud:
        proposals += _told(story)
        proposals += _titled(story)
        proposals += _given(story)
    proposals += _seen(story, spans)
    story.proposals = _settled(
        [one for one in proposals if one.start >= story.begins or one.rank == _DATELINE]
    )
    return story


def _is_long(text: str, start: int, end: int, entry: Entry) -> int:
    """Names of several words are surer than one, unless they are only a nationality."""
    return 2 if entry.kind != "demonym" and " " in text[start:end] else 0


def _places_of_dateline(story: Read, dateline: datelines.Dateline) -> Iterator[Proposal]:
    opening = story.text[: dateline.end]
    for part in re.split(r"[,/]\s*", dateline.place):
        at = opening.casefold().find(part.casefold())
        if part and at >= 0:
            entry = gazetteer.lookup(part)
            proposal = Proposal(at, at + len(part), _DATELINE, entry=entry)
            proposal.vote(
                "organisation" if entry and entry.kind == "organisation" else "place", 3.0
            )
            yield proposal


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


def _events(text: str) -> Iterator[Proposal]:
    for start, end, head in named_events.find(text):
        proposal = Proposal(start, end, _EVENT, head=head)
        proposal.vote("event", 6.0)
        yield proposal


def _told(story: Read) -> Iterator[Proposal]:
    for first, last, kind in chunks.find(story.words, story.text):
        start, end = story.words[first].start, story.words[last].end
        proposal = Proposal(start, end, _TOLD, entry=gazetteer.lookup(story.text[start:end]))
        proposal.vote(kind, 3.0)
        yield proposal


def _titled(story: Read) -> Iterator[Proposal]:
    """People by the title before them: "President-elect Mohamed Bazum", "the envoy, Sylvain Itte,"."""
    found, text = story.words, story.text
    at = 1
    while at < len(found):
        if not found[at].text[0].isupper():
            at += 1
            continue
        _, title = titles.before(found, at, text)
        last = _person_end(found, at, text) if title else at
        if title and titles.leading(found, at, last, text):
            # "Deputy President William Ruto": the title goes on.
            at += 1
            continue
        weight = _title_weight(found, at, last, text, title) if title else 0.0
        if not title and text[found[at - 1].end : found[at].start] == ", ":
            # "the French Ambassador, Sylvain Itte, left"
            last = _person_end(found, at, text)
            apposed = text[found[last].end : found[last].end + 1] == ","
            if apposed and last > at and _role_ends(found, at - 1, text):
                weight = 2.0
        if weight and not is_no_name(found, at, last, text):
            proposal = Proposal(found[at].start, found[last].end, _SEEN, title=title)
            proposal.vote("person", weight)
            yield proposal
            at = last
        at += 1


def _given(story: Read) -> Iterator[Proposal]:
    """People by a common given name before a surname: "Theresa May"."""
    found, text = story.words, story.text
    at = 0
    while at + 1 < len(found):
        word = found[at]
        if word.text in _given_names() and word.key not in _NOT_GIVEN:
            last = _person_end(found, at, text)
            name = text[word.start : found[last].end]
            plain = not gazetteer.lookup(word.text) and not gazetteer.lookup(name)
            if last > at and plain and not chunks.kind_told(name):
                proposal = Proposal(word.start, _with_stop(text, found[last].end), _SEEN)
                proposal.vote("person", 1.5)
                yield proposal
                at = last
        at += 1


# Given names that begin as many other names: "Christian Democrats", "Park Avenue", "Le Monde".
_NOT_GIVEN = frozenset(
    "christian islam israel park ban min le long sen lord grace mao hope will".split()
)


# Articles that Persian and Arabic names of South Asia hold between hyphens: "Waker-uz-Zaman".
_HYPHENED = frozenset(["uz", "ur", "ul", "ud", "us", "un", "e", "al", "el", "i"])
# Words that are no names alone and yet the surnames of people in the news.
_SURNAMES_TOO = frozenset("may march west north black white moon sun said day english".split())


def _given_names() -> frozenset[str]:
    return lexicon.words("givennames.txt")


def _role_ends(found: list[Word], at: int, text: str) -> bool:
    return any(
        titles.is_title(text[found[at - size + 1].start : found[at].end])
        for size in (1, 2)
        if at - size + 1 >= 0
    )


def _person_end(found: list[Word], at: int, text: str) -> int:
    """The last word of a person's name that begins at word `at`: capitals, initials and particles."""
    last = step = at
    while step + 1 < len(found) and step - at < 7:
        gap = text[found[step].end : found[step + 1].start]
        after = found[step + 1]
        initial = gap == ". " and len(found[step].text) == 1
        if gap not in (" ", "-", "’", "'", ". ", ".") or (gap in (". ", ".") and not initial):
            break
        if gap in ("’", "'") and after.key == "s":
            break
        if after.text[0].isupper():
            surname = after.key in _SURNAMES_TOO and found[step].text in _given_names()
            if is_known_word(after.text) and not surname:
                break
            last = step + 1
        elif not (after.key in PARTICLES and gap == " ") and not (
            after.key in _HYPHENED and gap == "-"
        ):
            break
        step += 1
    return last


def _title_weight(found: list[Word], at: int, last: int, text: str, title: str) -> float:
    name = text[found[at].start : found[last].end]
    entry = gazetteer.lookup(name)
    if (entry and (entry.kind != "place" or entry.certain)) or chunks.kind_told(name):
        return 0.0
    if titles.is_title(name) or (titles.is_title(found[at].text) and last == at):
        return 0.0
    if titles.is_loose(title):
        return 1.5 if last > at else 0.0
    # A role in small letters is sure only before a full name: "president Emmanuel Macron".
    return 3.0 if title[0].isupper() or last > at else 1.0


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
        last = max(last, _person_end(found, first, text))
    if kind == "person" and (
        found[first].text not in _given_names() or found[first].key in _NOT_GIVEN
    ):
        first = _with_given_name(found, first, text)
    rank = _SEEN if kind != "other" else _DOUBTED
    proposal = Proposal(found[first].start, _with_stop(text, found[last].end), rank)
    proposal.title = extent.title
    surface = text[proposal.start : proposal.end]
    proposal.entry = gazetteer.lookup(surface)
    if proposal.entry and proposal.entry.kind == "demonym":
        # Found already, where it is not the name of a language.
        return None
    if kind != "person" and _is_whole(found, first, last, text):
        proposal.rank = _WHOLE
    proposal.vote(kind, score if kind != "other" else score / 2)
    told = chunks.kind_told(surface)
    if told:
        proposal.vote(told, 2.0)
    if extent.title and not titles.is_loose(extent.title):
        proposal.vote("person", 2.0)
    return proposal


_STOPPED = re.compile(r"(?:\b[^\W\d_]\.[^\W\d_]|\b(?:Jr|Sr|Inc|Corp|Co|Ltd))$")


def _with_stop(text: str, end: int) -> int:
    """The end of a name with the full stop that is part of it: "U.N.", "Acme Inc."."""
    stops = text[end : end + 1] == "." and _STOPPED.search(text[max(0, end - 6) : end])
    return end + 1 if stops else end


def _with_given_name(found: list[Word], first: int, text: str) -> int:
    """One word to the left if that looks like the given name: "Lionel" before "Messi"."""
    if not first:
        return first
    word = found[first - 1]
    joins = text[word.end : found[first].start] == " " and word.text[0].isupper()
    if not joins or len(word.text) < 3 or word.text.isupper() or gazetteer.lookup(word.text):
        return first
    return first if is_no_name(found, first - 1, first - 1, text) else first - 1


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


def _settled(proposals: list[Proposal]) -> list[Proposal]:
    """Proposals that do not overlap, in order; those for the very same stretch become one."""
    merged: dict[tuple[int, int], Proposal] = {}
    for proposal in proposals:
        same = merged.setdefault((proposal.start, proposal.end), proposal)
        if same is not proposal:
            same.rank = max(same.rank, proposal.rank)
            same.entry = same.entry or proposal.entry
            same.title = same.title or proposal.title
            same.head = same.head or proposal.head
            for kind, weight in proposal.votes.items():
                same.vote(kind, weight)
    taken: list[Proposal] = []
    busy: set[int] = set()
    for proposal in sorted(
        merged.values(), key=lambda one: (-one.rank, one.start - one.end, one.start)
    ):
        stretch = range(proposal.start, proposal.end)
        if busy.isdisjoint((stretch[0], stretch[-1])) and busy.isdisjoint(stretch):
            busy.update(stretch)
            taken.append(proposal)
    return sorted(taken, key=lambda one: one.start)
