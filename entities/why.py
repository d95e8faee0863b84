"""Why a dispatch's words were taken for this entity, as bars to draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from articles.models import Article
from entities.models import Entity, Kind, Resolution

# The weight at which a bar fills its side; heavier ones fill it too.
_FULL = 5.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason. `width` in per cent of its side; `speaks` is "for", "against" or "aside"."""

    note: str
    weight: float
    width: float
    speaks: str

    @property
    def amount(self) -> str:
        """The weight with its sign: "+3.4", "−1.1"."""
        return (
            f"{abs(self.weight):.1f}"
            if not self.weight
            else (("+" if self.weight > 0 else "−") + f"{abs(self.weight):.1f}")
        )


@dataclass(frozen=True, slots=True)
class Why:
    """One chain's decision with its bars, the heaviest first."""

    name: str
    outcome: str
    said: str
    percent: int
    bars: list[Bar]


_SAID = {
    "linked": "was linked: how sure",
    "new": "was new: how sure",
    "unsure": "was kept apart in doubt: how likely apart",
    "ruled": "was decided by a rule",
    "corrected": "was decided by a person",
}


def why(entity: Entity, article: Article) -> list[Why]:
    """The decisions by which words of a dispatch lead to this entity. One query."""
    rows = (
        Resolution.objects.filter(article=article)
        .select_related("entity__merged_into__merged_into")
        .order_by("chain")
    )
    return [
        Why(_name(row), row.outcome, _SAID[row.outcome], round(100 * row.score), bars(row.reasons))
        for row in rows
        if _leads_to(row.entity, entity)
    ]


def _name(row: Resolution) -> str:
    """What the dispatch calls it; of an event without its type, which is there to find it again."""
    name = row.name
    if row.kind == Kind.EVENT:
        return name.removeprefix(f"{row.traits.get('type', '')} ")
    return name


def _leads_to(resolved: Entity, entity: Entity) -> bool:
    while resolved.pk != entity.pk and resolved.merged_into is not None:
        resolved = resolved.merged_into
    return resolved.pk == entity.pk


def bars(reasons: Iterable[Mapping[str, Any]]) -> list[Bar]:
    """Stored reasons as bars; a weight of nothing is a remark and has no bar."""
    found = [
        Bar(
            str(each["note"]),
            float(each["weight"]),
            round(min(1.0, abs(float(each["weight"])) / _FULL) * 100, 1),
            "for" if each["weight"] > 0 else "against" if each["weight"] < 0 else "aside",
        )
        for each in reasons
    ]
    return sorted(found, key=lambda bar: -abs(bar.weight))
