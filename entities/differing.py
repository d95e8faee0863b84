"""Where dispatches differ on one event, and its figures side by side. No database.

Careful of its words: a number may have changed, a town lies in its country, and a ministry may stand
for its state. Only what cannot both hold of the same moment is said to differ, each with its sources.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from entities import gazetteer
from entities.accounts import HAPPENED, ROLES, Source, Statement, Told, by_dispatch, course, time_of
from entities.models import Entity, Figure, Kind, Occurrence
from entities.when import when

CHANGED = "changed over time"
DIFFER = "differ at the same time"
# "About 1,500" and "1,450" agree: within a tenth of each other.
_ABOUT = Decimal("0.1")
# A figure without a time of its own holds when its dispatch was filed: two that lie as many days
# apart are taken to be of one time.
_SAME_TIME_DAYS = 1
# Different sets of answers, and figures of one thing, that are compared with each other; of figures
# the page says how many more there are.
_ANSWERS_AMONG = 60
_FIGURES_AMONG = 150


class Difference(NamedTuple):
    """What dispatches differ on, and what each of them says."""

    about: str
    statements: list[Statement]


class Telling(NamedTuple):
    """A figure as one dispatch gives it."""

    figure: Figure
    source: Source
    when: str
    day: datetime.date
    share: float
    """How long its bar is, in per cent of the longest."""


class Compared(NamedTuple):
    """Figures of the same unit that count the same, in order of time."""

    counted: str
    verdict: str
    tellings: list[Telling]
    left: int = 0
    """Earlier ones that are not shown."""


def differences(told: Told, compared: Sequence[Compared]) -> list[Difference]:
    """Everything on which two dispatches cannot both be right."""
    found = [
        _differing("whether it happened", told.occurrences, _whether, _opposed),
        # Parts of a course have each their own time.
        None if course(told) else _differing("when it was", told.occurrences, _time, _apart),
        _differing("where it was", told.occurrences, _place, _elsewhere),
        *(_on_role(told, role) for role in ("agent", "patient")),
        *(_on_figures(each) for each in compared),
    ]
    return [each for each in found if each is not None]


class _Said(NamedTuple):
    """One answer, and how it is compared and shown."""

    key: object
    words: str
    value: object
    entity: Entity | None = None
    quoted: str = ""


def _differing(
    about: str,
    occurrences: Sequence[Occurrence],
    says: Callable[[Occurrence], _Said | None],
    conflict: Callable[[object, object], bool],
) -> Difference | None:
    """The answers of which one dispatch's is at odds with another's, of dispatches that do not say
    both themselves."""
    told: dict[object, tuple[_Said, list[Source]]] = {}
    said_in: dict[int, list[_Said]] = defaultdict(list)
    for article, here in by_dispatch(occurrences).items():
        for occurrence in here:
            said = says(occurrence)
            if said is None or any(each.key == said.key for each in said_in[article]):
                continue
            said_in[article].append(said)
            place = Source(occurrence.article, occurrence.mention.paragraph.position, said.quoted)
            told.setdefault(said.key, (said, []))[1].append(place)
    values = {key: said.value for key, (said, _) in told.items()}
    at_odds = _at_odds_of(
        {frozenset(said.key for said in each) for each in said_in.values()},
        lambda one, other: conflict(values[one], values[other]),
    )
    statements = [
        Statement(said.words, said.entity, sources)
        for key, (said, sources) in told.items()
        if key in at_odds
    ]
    return Difference(about, statements) if len(statements) > 1 else None


def _at_odds_of(
    answers: set[frozenset[object]], conflict: Callable[[object, object], bool]
) -> set[object]:
    """Of the sets of answers that single dispatches give, those that have nothing in common with
    another's. Dispatches mostly say the same, so that the sets are few."""
    found: set[object] = set()
    listed = list(answers)[:_ANSWERS_AMONG]
    for at, ours in enumerate(listed):
        for theirs in listed[at + 1 :]:
            if all(conflict(one, other) for one in ours for other in theirs):
                found |= ours | theirs
    return found


def _whether(occurrence: Occurrence) -> _Said | None:
    if occurrence.modality in HAPPENED and occurrence.phase != "announced":
        return _Said("yes", "it happened", True, quoted=occurrence.mention.surface)
    if occurrence.modality == "denied":
        return _Said("no", "it did not", False, quoted=occurrence.mention.surface)
    return None


def _opposed(one: object, other: object) -> bool:
    return one != other


def _time(occurrence: Occurrence) -> _Said | None:
    """Of what happened and is no part of a course, the days it may have been."""
    known = occurrence.earliest is not None and occurrence.latest is not None
    if not known or occurrence.modality not in HAPPENED or occurrence.phase:
        return None
    days = (occurrence.earliest, occurrence.latest)
    return _Said(days, time_of(occurrence), days, quoted=occurrence.time_words)


def _apart(one: object, other: object) -> bool:
    (first, last), (begin, end) = one, other  # type: ignore[misc]
    return bool(last < begin or end < first)  # type: ignore[has-type]


def _place(occurrence: Occurrence) -> _Said | None:
    place = occurrence.where
    if place is None:
        return None
    return _Said(place.pk, place.name, place, place, occurrence.place_words)


def _elsewhere(one: object, other: object) -> bool:
    """Whether two places, by their names, are as far as is known not one within the other."""
    return one != other and not _may_be_within(str(one), str(other))


@cache
def _may_be_within(one: str, other: str) -> bool:
    """Whether one may hold the other, or be near it: a country and what is not known to lie
    elsewhere; two towns of one country; all that the gazetteer does not know."""
    ours, theirs = gazetteer.called(one), gazetteer.called(other)
    if not ours or not theirs:
        return True
    for mine in ours:
        for its in theirs:
            if mine.country == its.country and (mine.what, its.what) != ("city", "city"):
                return True
    return False


def _on_role(told: Told, role: str) -> Difference | None:
    """Different ones of the same kind in one role, none of whom the other dispatch names."""
    by_article: dict[int, dict[int, tuple[Entity, Source]]] = defaultdict(dict)
    for occurrence, part in told.participations():
        entity = part.who
        if part.role == role and entity is not None:
            source = Source(occurrence.article, part.paragraph.position, part.surface)
            by_article[occurrence.article_id].setdefault(entity.pk, (entity, source))
    at_odds: set[object] = set()
    for kind in (Kind.PERSON, Kind.ORGANISATION):
        named = {
            frozenset(pk for pk, (each, _) in here.items() if each.kind == kind)
            for here in by_article.values()
        }
        at_odds |= _at_odds_of({each for each in named if each}, lambda one, other: one != other)
    found: dict[int, Statement] = {}
    for here in by_article.values():
        for pk, (entity, source) in here.items():
            if pk in at_odds:
                found.setdefault(pk, Statement(entity.name, entity)).sources.append(source)
    if len(found) < 2:
        return None
    return Difference(ROLES[role][0].lower() + ROLES[role][1:], list(found.values()))


def _on_figures(compared: Compared) -> Difference | None:
    if compared.verdict != DIFFER:
        return None
    statements: dict[tuple[object, object], Statement] = {}
    for one in compared.tellings:
        if not any(_at_odds(one, other) for other in compared.tellings):
            continue
        key = (one.figure.low, one.figure.high)
        statement = statements.setdefault(key, Statement(one.figure.surface, note=one.when))
        if all(source.article != one.source.article for source in statement.sources):
            statement.sources.append(one.source)
    return Difference(f"how many: {compared.counted}", list(statements.values()))


def compare(told: Told) -> list[Compared]:
    """Figures of the event by what they count, in order of time; those that count most first."""
    groups: dict[tuple[str, str], list[tuple[Occurrence, Figure]]] = defaultdict(list)
    for occurrence in told.occurrences:
        for figure in occurrence.figures.all():
            groups[figure.unit, figure.of].append((occurrence, figure))
    found = [_compared(rows) for rows in groups.values()]
    return sorted(found, key=lambda each: -len(each.tellings))


def _compared(rows: list[tuple[Occurrence, Figure]]) -> Compared:
    longest = max(_size(figure) for _, figure in rows) or Decimal(1)
    tellings = [
        Telling(
            figure,
            Source(occurrence.article, figure.paragraph.position, figure.surface),
            _when_held(figure),
            _held(figure, occurrence)[0],
            max(0.0, round(float(100 * _size(figure) / longest), 1)),
        )
        for occurrence, figure in rows
    ]
    tellings.sort(key=lambda each: (each.day, each.source.article.pk, each.source.position))
    left = max(0, len(tellings) - _FIGURES_AMONG)
    tellings = tellings[left:]
    verdict = ""
    for at, one in enumerate(tellings):
        for other in tellings[at + 1 :]:
            if _at_odds(one, other):
                verdict = DIFFER
            elif not verdict and not _agree(one.figure, other.figure):
                # Two numbers in one dispatch count different shares of something.
                verdict = CHANGED if one.source.article != other.source.article else ""
    return Compared(_counted(rows[0][1]), verdict, tellings, left)


def _at_odds(one: Telling, other: Telling) -> bool:
    """Whether two dispatches give numbers for one time that cannot both hold."""
    return (
        one.source.article != other.source.article
        and not _agree(one.figure, other.figure)
        and _same_time(one, other)
    )


def _agree(one: Figure, other: Figure) -> bool:
    low, high = _bounds(one)
    least, most = _bounds(other)
    below = high is not None and least is not None and high < least
    above = low is not None and most is not None and low > most
    return not below and not above


def _bounds(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    low, high = figure.low, figure.high
    if figure.about:
        low = low - abs(low) * _ABOUT if low is not None else None
        high = high + abs(high) * _ABOUT if high is not None else None
    return low, high


def _same_time(one: Telling, other: Telling) -> bool:
    first, last = _span(one)
    begin, end = _span(other)
    slack = datetime.timedelta(days=_SAME_TIME_DAYS)
    # Written so that no day before the calendar begins is asked for.
    return (last >= begin or begin - last <= slack) and (end >= first or first - end <= slack)


def _span(telling: Telling) -> tuple[datetime.date, datetime.date]:
    figure = telling.figure
    if figure.earliest is None and figure.latest is None:
        return telling.day, telling.day
    return figure.earliest or datetime.date.min, figure.latest or datetime.date.max


def _held(figure: Figure, occurrence: Occurrence) -> tuple[datetime.date, datetime.date]:
    """When it held: its own time, else the day of its dispatch."""
    dated = occurrence.article.dated_at.date()
    first = figure.earliest or figure.latest or dated
    return first, figure.latest or first


def _when_held(figure: Figure) -> str:
    return when(figure.earliest, figure.latest)


def _size(figure: Figure) -> Decimal:
    value = figure.high if figure.high is not None else figure.low
    return value if value is not None else Decimal(0)


def _counted(figure: Figure) -> str:
    what = figure.of_text or figure.of
    if figure.unit and what:
        return f"{what}, in {_unit(figure.unit)}"
    return what or _unit(figure.unit) or "number"


def _unit(unit: str) -> str:
    return "per cent" if unit == "percent" else unit
