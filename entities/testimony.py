"""What is said of one mention and by whom: how sure the machine was, or which person decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from entities.event_names import date_words
from entities.ledger import last_of_mentions, says, seen_of_mention, who
from entities.models import Decision, Entity, Kind, Mention, Occurrence, Resolution

# The machine's score from which on it is called so; calibrated, so 0.9 is right nine times of ten.
SURE, FAIRLY_SURE, NOT_QUITE = 0.95, 0.85, 0.6
KEYS = dict(zip(Kind, "1234", strict=True))


def certainty(score: float) -> str:
    """How sure a score between 0 and 1 is, in words with the figure."""
    if score >= SURE:
        words = "sure"
    elif score >= FAIRLY_SURE:
        words = "fairly sure"
    elif score >= NOT_QUITE:
        words = "not quite sure"
    else:
        words = "unsure"
    return f"{words}, {percent(score)} %"


def percent(score: float) -> int:
    """A score in per cent; never 100: no machine is that sure."""
    return min(99, int(100 * score))


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind something could be of, and the key that says so."""

    kind: str
    label: str
    key: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Testimony:
    """All that the panel at a mention shows, and what its form must hand back."""

    mention: Mention
    decision: Decision | None
    """Of a person, in force on these words."""
    resolution: Resolution | None
    """How the machine came to it, where it is the machine that says so."""
    like_it: list[Mention]
    """All mentions of the same entity in the same version, this one among them."""

    @property
    def entity(self) -> Entity:
        return self.mention.entity

    @property
    def occurrence(self) -> Occurrence | None:
        """What the words say of an event, where they do."""
        return getattr(self.mention, "occurrence", None)

    @property
    def when(self) -> str:
        row = self.occurrence
        return date_words(row.earliest, row.latest) if row else ""

    @property
    def certainty(self) -> str:
        return certainty(self.mention.score)

    @property
    def who(self) -> str:
        return who(self.decision) if self.decision else ""

    @property
    def words(self) -> str:
        return says(self.decision) if self.decision else ""

    @property
    def seen(self) -> int:
        return seen_of_mention(self.mention)

    @property
    def seen_of_every(self) -> int:
        return last_of_mentions(self.like_it)

    @property
    def kinds(self) -> list[KindChoice]:
        return kind_choices(self.entity.kind)


def of_mention(pk: int) -> Testimony | None:
    """What is said of a mention; None where a later reading or version took its place. Three
    queries."""
    mention = (
        Mention.objects.filter(pk=pk, paragraph__version__current_of__isnull=False)
        .select_related(
            "entity",
            "occurrence",
            "rule__source",
            "rule__made_by",
            "paragraph__version__article__current_version",
            "anchor__decision__made_by",
            "anchor__decision__other",
            "anchor__decision__entity",
        )
        .first()
    )
    if mention is None:
        return None
    like_it: Any = Mention.objects.filter(
        entity=mention.entity_id,
        paragraph__version=mention.paragraph.version_id,
        status=Mention.Status.STANDING,
    ).select_related("anchor")
    decision = mention.anchor.decision if mention.anchor else None
    resolution = None
    if decision is None and mention.chain:
        resolution = Resolution.objects.filter(
            article=mention.paragraph.version.article_id, chain=mention.chain
        ).first()
    return Testimony(
        mention=mention,
        decision=decision,
        resolution=resolution,
        like_it=list(like_it) or [mention],
    )


def kind_choices(now: str = "") -> list[KindChoice]:
    """The four kinds, in the order of their keys."""
    return [
        KindChoice(kind.value, kind.label, key, kind.value == now) for kind, key in KEYS.items()
    ]
