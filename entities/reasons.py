"""Why a decision fell as it did: what spoke for it and against, each with its weight and words."""

from typing import Any, NamedTuple


class Reason(NamedTuple):
    """`Reason("same_name", 3.6, "both are called Emmanuel Macron")`; negative weights speak against."""

    feature: str
    weight: float
    note: str

    def stored(self) -> dict[str, Any]:
        return {"feature": self.feature, "weight": round(self.weight, 2), "note": self.note[:300]}


def reason(feature: str, weight: float, note: str) -> Reason:
    return Reason(feature, weight, note)
