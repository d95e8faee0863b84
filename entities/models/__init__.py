"""What we know: entities and their aliases, the mentions they were read from, and the reading;
what people decided, and what that teaches."""

from entities.models.annotation import Appearance, Mention
from entities.models.entity import Alias, Entity, Kind, Origin
from entities.models.event import (
    EventFacts,
    Occurrence,
    Participation,
    Standing,
    Timex,
    event_types,
    type_label,
)
from entities.models.event_key import EventKey
from entities.models.ledger import ABOUT_STATEMENTS, ABOUT_WORDS, Act, Anchor, Decision, Unplaced
from entities.models.lesson import Judgement, Rule
from entities.models.resolution import PlaceFacts, Resolution, Suggestion
from entities.models.run import ExtractionRun
from entities.models.statement import Figure, Quote, QuotePart

__all__ = [
    "ABOUT_STATEMENTS",
    "ABOUT_WORDS",
    "Act",
    "Alias",
    "Anchor",
    "Appearance",
    "Decision",
    "Entity",
    "EventFacts",
    "EventKey",
    "ExtractionRun",
    "Figure",
    "Judgement",
    "Kind",
    "Mention",
    "Occurrence",
    "Origin",
    "Participation",
    "PlaceFacts",
    "Quote",
    "QuotePart",
    "Resolution",
    "Rule",
    "Standing",
    "Suggestion",
    "Timex",
    "Unplaced",
    "event_types",
    "type_label",
]
