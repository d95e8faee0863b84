"""What dispatches say of one event, put side by side: when, where, who, how far, by whose account.

Everything here keeps its source: the dispatch, and the paragraph that says so. Read once by
`told_of` and then put together without the database.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Prefetch

from articles.models import Article
from entities.event_names import without_article
from entities.models import Entity, Figure, Kind, Occurrence, Participation, Standing
from entities.when import when

# Of an event that is spoken of at more places than this the latest are looked at, and the page says
# so.
OCCURRENCES_AMONG = 300
# Sources named for one statement before the rest is only counted.
SOURCES_SHOWN = 3
PHASES = {
    "announced": "announced",
    "begun": "begun",
    "under_way": "under way",
    "completed": "completed",
    "called_off": "called off",
}
MODALITIES = {
    "happened": "happened",
    "ongoing": "going on",
    "planned": "planned",
    "threatened": "threatened, not known to have happened",
    "demanded": "demanded, not known to have happened",
    "denied": "denied",
    "hypothetical": "spoken of as possible only",
}
HAPPENED = ("happened", "ongoing")
ROLES = {
    "agent": "Who did it",
    "patient": "To whom or what",
    "recipient": "For whom",
    "instrument": "With what",
    "origin": "From where",
    "destination": "To where",
    "topic": "About what",
}
# They stand for somebody and say nothing by themselves, where nobody is known.
_PRONOUNS = frozenset(
    "he she it they him her them his hers its their theirs who whom whose which that this these "
    "those himself herself itself themselves we us our i me my you your one".split()
)


class Source(NamedTuple):
    """A paragraph of a dispatch, as the ground of a statement."""

    article: Article
    position: int
    words: str = ""
    """What is said there of it, word for word."""

    @property
    def address(self) -> str:
        return f"{self.article.get_absolute_url()}#p{self.position}"


@dataclass(slots=True)
class Statement:
    """One thing that is said of an event, and by which dispatches."""

    words: str
    entity: Entity | None = None
    sources: list[Source] = field(default_factory=list)
    """One for each dispatch, the first place that says so, the earliest dispatch first."""
    note: str = ""

    @property
    def dispatch_count(self) -> int:
        return len(self.sources)

    @property
    def shown(self) -> list[Source]:
        return self.sources[:SOURCES_SHOWN]

    @property
    def left(self) -> int:
        return len(self.sources) - len(self.shown)

    @property
    def said_as(self) -> list[str]:
        """The different wordings, as they stand in dispatches."""
        return list(dict.fromkeys(source.words for source in self.sources if source.words))


@dataclass(slots=True)
class Told:
    """Everything that stands of one event, the earliest dispatch first."""

    occurrences: list[Occurrence]
    is_cut: bool

    def source(self, occurrence: Occurrence, words: str = "") -> Source:
        return Source(occurrence.article, occurrence.mention.paragraph.position, words)

    def participations(self) -> Iterable[tuple[Occurrence, Participation]]:
        for occurrence in self.occurrences:
            for participation in occurrence.participations.all():
                yield occurrence, participation


def told_of(event: Entity) -> Told:
    """What stands of an event. Five queries."""
    parts = (
        Participation.objects.filter(status=Standing.STANDING)
        .select_related("mention__entity", "paragraph")
        .defer("paragraph__text", "paragraph__search")
    )
    figures = (
        Figure.objects.standing()
        .select_related("paragraph")
        .defer("paragraph__text", "paragraph__search")
    )
    articles = Article.objects.select_related("current_version", "source").defer(
        "current_version__search"
    )
    # Chosen first and loaded then: in a join of so many tables the database would not begin with the
    # latest dispatches.
    latest = list(
        Occurrence.objects.of(event)
        .filter(mention__paragraph__version__current_of__isnull=False)
        .order_by(
            "-article__dated_at",
            "-article",
            "-mention__paragraph__position",
            "-mention__start",
        )
        .values_list("pk", flat=True)[: OCCURRENCES_AMONG + 1]
    )
    rows = (
        Occurrence.objects.select_related(
            "mention__paragraph",
            "place__entity",
            "place_set",
            "claimed_by__entity",
        )
        .defer(
            "mention__paragraph__text",
            "mention__paragraph__search",
        )
        .prefetch_related(
            Prefetch("article", articles),
            Prefetch("participations", parts),
            Prefetch("figures", figures),
        )
        .in_bulk(latest[:OCCURRENCES_AMONG])
    )
    # One that was read anew in this moment is left out.
    found = [rows[pk] for pk in reversed(latest[:OCCURRENCES_AMONG]) if pk in rows]
    return Told(found, len(latest) > OCCURRENCES_AMONG)


class _Gathered:
    """Statements by what they say, each dispatch counted once."""

    def __init__(self) -> None:
        self.by_key: dict[Hashable, Statement] = {}
        self._articles: dict[Hashable, set[int]] = defaultdict(set)

    def add(self, key: Hashable, words: str, entity: Entity | None, source: Source) -> Statement:
        statement = self.by_key.setdefault(key, Statement(words, entity))
        if source.article.pk not in self._articles[key]:
            self._articles[key].add(source.article.pk)
            statement.sources.append(source)
        return statement

    def most_told(self) -> list[Statement]:
        return sorted(self.by_key.values(), key=lambda each: -each.dispatch_count)


class RoleGroup(NamedTuple):
    role: str
    label: str
    statements: list[Statement]


def who(told: Told) -> list[RoleGroup]:
    """Who and what took part, by role; the ones nobody names by their own words."""
    by_role: dict[str, _Gathered] = defaultdict(_Gathered)
    for occurrence, part in told.participations():
        if part.role in ROLES:
            _add_words(by_role[part.role], occurrence, part, part.who)
    groups = [
        RoleGroup(role, label, by_role[role].most_told())
        for role, label in ROLES.items()
        if role in by_role
    ]
    return [group for group in groups if group.statements]


def claims(told: Told) -> list[Statement]:
    """Who says so, where dispatches tell."""
    gathered = _Gathered()
    for occurrence, part in told.participations():
        if part.role == "source":
            _add_words(gathered, occurrence, part, part.who)
    return gathered.most_told()


def _add_words(
    gathered: _Gathered, occurrence: Occurrence, part: Participation, entity: Entity | None
) -> None:
    words = part.surface
    if entity is None and words.lower() in _PRONOUNS:
        return
    key: Hashable = ("entity", entity.pk) if entity else (without_article(words) or words).lower()
    source = Source(occurrence.article, part.paragraph.position, words)
    gathered.add(key, entity.name if entity else words, entity, source)


def places(told: Told) -> list[Statement]:
    """Where it was, by each dispatch that tells."""
    gathered = _Gathered()
    for occurrence in told.occurrences:
        place = occurrence.where
        if place is None and not occurrence.place_words:
            continue
        key: Hashable = place.pk if place else occurrence.place_words.lower()
        words = place.name if place else occurrence.place_words
        gathered.add(key, words, place, told.source(occurrence, occurrence.place_words))
    return gathered.most_told()


def times(told: Told) -> list[Statement]:
    """The words that say when, by the time they mean."""
    gathered = _Gathered()
    for occurrence in told.occurrences:
        words = time_of(occurrence)
        if words:
            key = (occurrence.earliest, occurrence.latest)
            gathered.add(key, words, None, told.source(occurrence, occurrence.time_words))
    return gathered.most_told()


def time_of(occurrence: Occurrence) -> str:
    return when(occurrence.earliest, occurrence.latest, occurrence.precision, occurrence.edtf)


def times_of(told: Told, earliest: Any, latest: Any) -> list[Source]:
    """The dispatches' own words for the time the event is known by; of a course those that give
    its beginning or its end."""
    gathered = _Gathered()
    for occurrence in told.occurrences:
        begins = earliest is not None and occurrence.earliest == earliest
        ends = latest is not None and occurrence.latest == latest
        if occurrence.time_words and (begins or ends):
            key = occurrence.time_words.lower()
            gathered.add(
                key, occurrence.time_words, None, told.source(occurrence, occurrence.time_words)
            )
    return [each.sources[0] for each in gathered.most_told()][:SOURCES_SHOWN]


class Step(NamedTuple):
    """One part of a course: what is said of it, and when it was or is to be."""

    phase: str
    """Empty of something dated that happened on the way."""
    label: str
    when: str
    is_ahead: bool
    """Whether the time is what was announced, not what came about."""
    statement: Statement
    order: tuple[int, datetime.date, int]


def course(told: Told) -> list[Step]:
    """How far it came, in order of time: announced, begun, under way, completed, called off, and
    what else is dated on the way. Empty where no dispatch tells of more than the event itself.

    What has no date of its own keeps to the order of a course: announced and begun come before
    what is dated, the rest at the date of its dispatch.
    """
    gathered = _Gathered()
    first: dict[Hashable, Occurrence] = {}
    for occurrence in told.occurrences:
        ahead = _is_ahead(occurrence)
        time = (occurrence.earliest, occurrence.latest)
        if not occurrence.phase and (ahead or time == (None, None)):
            continue
        # Everything that happened at one time is one step, the parts of a course each its own.
        key = (occurrence.phase, ahead, *time)
        first.setdefault(key, occurrence)
        gathered.add(key, "", None, told.source(occurrence, occurrence.mention.surface))
    if not any(occurrence.phase for occurrence in first.values()):
        return []
    steps = [_step(first[key], statement) for key, statement in gathered.by_key.items()]
    return sorted(steps, key=lambda step: step.order)


def _is_ahead(occurrence: Occurrence) -> bool:
    """Whether it was still to come: by its modality, or by its time, whatever its tense."""
    day = occurrence.earliest or occurrence.latest
    return occurrence.modality not in HAPPENED or (
        day is not None and day > occurrence.article.dated_at.date()
    )


def _step(occurrence: Occurrence, statement: Statement) -> Step:
    phase, time = occurrence.phase, time_of(occurrence)
    ahead = phase == "announced" or _is_ahead(occurrence)
    label = PHASES[phase].capitalize() if phase else f"“{occurrence.mention.surface}”"
    if ahead and phase != "announced":
        label = f"To be {PHASES[phase]}"
    told_on = occurrence.article.dated_at.date()
    was_announced = phase == "announced" and (occurrence.latest or datetime.date.max) <= told_on
    if was_announced:
        # "announced the withdrawal on September 24": that is no day to come.
        ahead = False
    elif phase == "announced" and time and time[0].isdigit():
        time = f"for {time}"
    rank = list(PHASES).index(phase) if phase else 0
    day = occurrence.earliest or occurrence.latest
    if phase == "announced":
        # Else the time is that of what was announced.
        order = (0, day if was_announced and day else told_on, rank)
    elif day is None and phase == "under_way":
        order = (1, told_on, rank)
    elif day is None:
        # Then it was so at the latest when the dispatch told it.
        order = (0 if phase == "begun" else 1, occurrence.article.dated_at.date(), rank)
    else:
        order = (1, day, rank)
    return Step(phase, label, time, ahead, statement, order)


def by_dispatch(occurrences: Sequence[Occurrence]) -> dict[int, list[Occurrence]]:
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        found[occurrence.article_id].append(occurrence)
    return found


def entities_in(told: Told) -> dict[int, Entity]:
    """Who takes part and where it was, events left out."""
    found: dict[int, Entity] = {}
    for occurrence, part in told.participations():
        entity = part.who
        if entity is not None and entity.kind != Kind.EVENT and part.role in ROLES:
            found[entity.pk] = entity
        place = occurrence.where
        if place is not None:
            found[place.pk] = place
    return found
