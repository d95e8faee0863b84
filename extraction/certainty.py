"""How sure a reading is of a mention: the chance that its extent and kind are both right.

The recogniser's own chance says most; that the word lists know the name, or that only other signs
told of it, moves it. The numbers were fitted by `python -m benchmarks.names.certainty` on the
development parts of English Worldwide Newswire and CoNLL++, both alike in weight.
"""

import math

from extraction.proposals import Proposal

_CLIP = 0.01
# Offset and slope of a logistic line through the logit of the recogniser's chance, where it saw the
# name as of this kind; offset alone elsewhere.
_LINES = {
    "seen": (-0.08, 0.91),
    "seen and listed": (0.91, 0.74),
    "listed": (0.20, 0.0),
    "seen otherwise": (-1.02, 0.0),
    "told": (-0.19, 0.0),
}

SLOPED = frozenset(("seen", "seen and listed"))


def case_of(proposal: Proposal, kind: str) -> str:
    """Where the certainty of a mention comes from: "seen", "seen and listed", "listed", ..."""
    listed = proposal.entry is not None and proposal.entry.kind == kind and proposal.entry.certain
    if proposal.seen_as == kind:
        return "seen and listed" if listed else "seen"
    if listed:
        return "listed"
    return "seen otherwise" if proposal.seen_as else "told"


def certainty(proposal: Proposal, kind: str) -> float:
    """The chance, from 0.01 to 0.99, that a mention of this kind is right."""
    offset, slope = _LINES[case_of(proposal, kind)]
    return round(
        min(1 - _CLIP, max(_CLIP, 1 / (1 + math.exp(-offset - slope * logit(proposal))))), 2
    )


def logit(proposal: Proposal) -> float:
    """The logit of the recogniser's chance, kept within bounds; 0 where it saw nothing."""
    if not proposal.seen_as:
        return 0.0
    chance = min(1 - _CLIP, max(_CLIP, proposal.seen))
    return math.log(chance / (1 - chance))
