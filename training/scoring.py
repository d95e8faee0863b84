"""Exact-span scores of a recogniser on labelled stories, per kind and per region."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from extraction.recogniser.onnx import Recogniser
from training.corpus import Story, paragraphs_of

COARSE = {
    "Person": "person", "PER": "person",
    "Location": "place", "Facility": "place", "LOC": "place",
    "Organization": "organisation", "ORG": "organisation",
}  # fmt: skip
ARTICLES = ("the ", "a ", "an ", "The ", "A ", "An ", "THE ")
POSSESSIVES = ("'s", "’s", " 's", " ’s", " ’ s", "'", "’")


@dataclass(slots=True)
class Count:
    """Names in the gold, names found, and names found rightly."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 200 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0


@dataclass(slots=True)
class Scores:
    """Counts by coarse kind, by label and by region; `all` is over person, place, organisation."""

    all: Count = field(default_factory=Count)
    labels: Count = field(default_factory=Count)
    by_kind: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_label: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_region: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))

    def line(self) -> str:
        kinds = " ".join(f"{k} {c.f1:.1f}" for k, c in sorted(self.by_kind.items()))
        return (
            f"f1 {self.all.f1:.2f} p {self.all.precision:.2f} r {self.all.recall:.2f} | {kinds}"
            f" | all labels {self.labels.f1:.2f}"
        )


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without a leading article and a trailing possessive."""
    for article in ARTICLES:
        if text.startswith(article, start) and end - start > len(article):
            start += len(article)
            break
    for tail in POSSESSIVES:
        if text.endswith(tail, start, end) and end - start > len(tail):
            end -= len(tail)
            break
    return start, end


def score(recogniser: Recogniser, stories: list[Story], head: str) -> Scores:
    """Tag the running text of the stories and compare with their labels."""
    scores = Scores()
    for story in stories:
        paragraphs = list(paragraphs_of(story))
        tagged = recogniser.tag([p.text for p in paragraphs], head)
        for paragraph, spans in zip(paragraphs, tagged, strict=True):
            gold = {(*trimmed(paragraph.text, a, b), k) for a, b, k in paragraph.names}
            found = {(*trimmed(paragraph.text, s.start, s.end), s.label) for s in spans}
            _add(scores, gold, found, story.region)
    return scores


def _add(
    scores: Scores,
    gold: set[tuple[int, int, str]],
    found: set[tuple[int, int, str]],
    region: str,
) -> None:
    for label in {k for *_, k in gold | found}:
        g, f = ({x for x in s if x[2] == label} for s in (gold, found))
        for count in (scores.by_label[label], scores.labels):
            _count(count, g, f)
    coarse_gold = {(a, b, COARSE[k]) for a, b, k in gold if k in COARSE}
    coarse_found = {(a, b, COARSE[k]) for a, b, k in found if k in COARSE}
    for kind in ("person", "place", "organisation"):
        g, f = ({x for x in s if x[2] == kind} for s in (coarse_gold, coarse_found))
        for count in (scores.all, scores.by_kind[kind], scores.by_region[region]):
            _count(count, g, f)


def _count(count: Count, gold: set, found: set) -> None:
    count.gold += len(gold)
    count.found += len(found)
    count.right += len(gold & found)
