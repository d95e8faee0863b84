"""What we know: entities and their aliases, the mentions they were read from, and the reading;
what people decided, and what that teaches."""

from entities.models.annotation import Appearance, Mention
from entities.models.entity import Alias, Entity, Kind, Origin
from entities.models.ledger import ABOUT_WORDS, Act, Anchor, Decision, Unplaced
from entities.models.lesson import Judgement, Rule
from entities.models.resolution import PlaceFacts, Resolution, Suggestion
from entities.models.run import ExtractionRun

__all__ = [
    "ABOUT_WORDS",
    "Act",
    "Alias",
    "Anchor",
    "Appearance",
    "Decision",
    "Entity",
    "ExtractionRun",
    "Judgement",
    "Kind",
    "Mention",
    "Origin",
    "PlaceFacts",
    "Resolution",
    "Rule",
    "Suggestion",
    "Unplaced",
]
