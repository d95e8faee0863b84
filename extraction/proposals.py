"""What may be a name, why, and how proposals that overlap are settled."""

import re
from dataclasses import dataclass, field

from extraction.gazetteer import Entry
from extraction.tokens import Word

DATELINE, EVENT, WHOLE, TOLD, SEEN, KNOWN, DOUBTED = 9, 6, 4, 4, 3, 2, 1
"""Which source wins where two overlap; the longer of two alike. WHOLE: an unbroken name that holds a
known one; TOLD: a word in it tells its kind; DOUBTED: the recogniser calls it none of our kinds."""


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
    seen: float = 0.0
    """The recogniser's chance that this stretch is a name of the kind `seen_as`."""
    seen_as: str = ""

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


_STOPPED = re.compile(r"(?:\b[^\W\d_]\.\s?[^\W\d_]|\b(?P<word>Jr|Sr|Inc|Corp|Co|Ltd))$")


def with_stop(text: str, end: int) -> int:
    """The end of a name with the full stop that is part of it: "U.N.", "Acme Inc." but not the last one."""
    stops = text[end : end + 1] == "." and _STOPPED.search(text[max(0, end - 6) : end])
    closes = stops and stops["word"] and not text[end + 1 :].strip()
    return end + 1 if stops and not closes else end


def with_bracket(text: str, start: int, end: int) -> int:
    """The end of a name with the bracket that was opened in it: "Mladost (L)"."""
    return end + 1 if text[end : end + 1] == ")" and "(" in text[start:end] else end


def settled(proposals: list[Proposal]) -> list[Proposal]:
    """Proposals that do not overlap, in order; those for the very same stretch become one."""
    merged: dict[tuple[int, int], Proposal] = {}
    for proposal in proposals:
        same = merged.setdefault((proposal.start, proposal.end), proposal)
        if same is not proposal:
            same.rank = max(same.rank, proposal.rank)
            same.entry = same.entry or proposal.entry
            same.title = same.title or proposal.title
            same.head = same.head or proposal.head
            if proposal.seen > same.seen:
                same.seen, same.seen_as = proposal.seen, proposal.seen_as
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
