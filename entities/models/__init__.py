"""What we know: entities and their aliases, the mentions they were read from, and the reading."""

from entities.models.annotation import Appearance, Mention
from entities.models.entity import Alias, Entity, Kind, Origin
from entities.models.resolution import PlaceFacts, Resolution, Suggestion
from entities.models.run import ExtractionRun

__all__ = [
    "Alias",
    "Appearance",
    "Entity",
    "ExtractionRun",
    "Kind",
    "Mention",
    "Origin",
    "PlaceFacts",
    "Resolution",
    "Suggestion",
]
