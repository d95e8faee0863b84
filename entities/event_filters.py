"""Filters of timelines: by type, by who takes part, by place and by date, with counts that follow."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.functional import cached_property

from articles.filters import NarrowingFilterSet, SpanForm, date_filter, order_filter
from entities.absorption import survivors
from entities.accounts import HAPPENED
from entities.filters import Boxes
from entities.models import Entity, EventFacts, Kind, Participation, event_types, type_label

# Whom a timeline is offered to be narrowed to: those most often found, of each kind, among so many
# of the events shown first.
OFFERED, OFFERED_AMONG = 8, 300
# Kinds by the names of their fields.
PARTIES = {"person": Kind.PERSON, "organisation": Kind.ORGANISATION, "place": Kind.PLACE}


class EntitiesField(forms.Field):
    """Ids of entities that stand, as strings; an id that was absorbed is read as its survivor's."""

    widget = Boxes
    default_error_messages = {"invalid_choice": "There is no such name any more."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen: dict[str, Entity] = {}

    def clean(self, value: Sequence[str] | None) -> list[str]:
        ids = {int(each) for each in value or () if each.isdecimal() and len(each) < 19}
        if len(ids) < len(set(value or ())):
            raise forms.ValidationError(self.error_messages["invalid_choice"])
        if not ids:
            return []
        lead = survivors(ids)
        found = Entity.objects.in_bulk(set(lead.values()))
        self.chosen = {str(pk): found[lead[pk]] for pk in sorted(ids) if pk in lead}
        if len(self.chosen) < len(ids):
            raise forms.ValidationError(self.error_messages["invalid_choice"])
        return list(self.chosen)


class EntitiesFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = EntitiesField


class Offer(NamedTuple):
    """Somebody or something to narrow by, and in how many of the events found it takes part."""

    entity: Entity
    events: int | None
    chosen: bool


class Group(NamedTuple):
    name: str
    label: str
    offers: list[Offer]


class TypeCount(NamedTuple):
    type: str
    label: str
    events: int
    chosen: bool


class TimelineFilter(NarrowingFilterSet):
    """Rows of EventFacts by type, participants, place and days; only what happened unless `planned`
    is asked for. In order of time, what has none last."""

    type = django_filters.MultipleChoiceFilter(
        label="Type",
        choices=lambda: list(event_types().items()),
        widget=Boxes,
        error_messages={"invalid_choice": "“%(value)s” is no type of event."},
    )
    person = EntitiesFilter(label="Person")
    organisation = EntitiesFilter(label="Organisation")
    place = EntitiesFilter(label="Place")
    after = date_filter("From")
    before = date_filter("Until")
    planned = django_filters.BooleanFilter(
        label="Also",
        widget=forms.CheckboxInput,
        field_name="planned",
    )
    order = order_filter([("earliest", "Earliest first"), ("latest", "Latest first")])

    class Meta:
        model = EventFacts
        fields: list[str] = []
        form = SpanForm

    latest_first = False
    """The order where none is asked for."""

    def narrowed(self, queryset: QuerySet[EventFacts]) -> QuerySet[EventFacts]:
        found = self._of_types(self.without_types(queryset))
        day = Coalesce("earliest", "latest")
        if self.is_latest_first:
            return found.order_by(day.desc(nulls_last=True), "-entity")
        return found.order_by(day.asc(nulls_last=True), "entity")

    @property
    def is_latest_first(self) -> bool:
        order = self.wanted.get("order")
        return order == "latest" if order else self.latest_first

    def without_types(self, queryset: QuerySet[EventFacts]) -> QuerySet[EventFacts]:
        """Everything asked for but the type, for the counts of types."""
        wanted = self.wanted
        if not wanted.get("planned"):
            queryset = queryset.filter(modality__in=HAPPENED)
        for name in PARTIES:
            for entity in self._chosen(name):
                queryset = queryset.filter(self._involving(entity))
        if "after" in wanted:
            # What has no last day went on; what has no days at all is no part of a span.
            queryset = queryset.filter(
                Q(latest__gte=wanted["after"]) | Q(latest=None, earliest__isnull=False)
            )
        if "before" in wanted:
            queryset = queryset.filter(
                Q(earliest__lte=wanted["before"]) | Q(earliest=None, latest__isnull=False)
            )
        return queryset

    def _involving(self, entity: Entity) -> Q:
        """Looked up once for all that a page asks."""
        known: dict[int, Q] = self.__dict__.setdefault("_events_of", {})
        if entity.pk not in known:
            known[entity.pk] = _has(entity)
        return known[entity.pk]

    def _of_types(self, queryset: QuerySet[EventFacts]) -> QuerySet[EventFacts]:
        types = self.wanted.get("type")
        return queryset.filter(type__in=types) if types else queryset

    def _chosen(self, name: str) -> list[Entity]:
        wanted = self.wanted.get(name, ())
        return [self.form.fields[name].chosen[each] for each in wanted]

    def _in_words(self, name: str, value: Any) -> str:
        if name in PARTIES:
            return str(self.form.fields[name].chosen[value])
        if name == "type":
            return type_label(value)
        if name == "planned":
            return "what was planned, demanded, threatened or denied"
        return super()._in_words(name, value)

    @cached_property
    def counts(self) -> dict[tuple[str, int | None], int]:
        """How many events of each type and year the conditions leave but that on the type; the year
        is None of those without a date. One query, for the counts of types and for the plot."""
        year = ExtractYear(Coalesce("earliest", "latest"))
        rows = (
            self.without_types(self.queryset)
            .order_by()
            .annotate(year=year)
            .values_list("type", "year")
            .annotate(count=Count("pk"))
        )
        return {(type_, year): count for type_, year, count in rows}

    def found_counts(self) -> dict[tuple[str, int | None], int]:
        """The same of the types asked for."""
        types = self.wanted.get("type")
        return {key: count for key, count in self.counts.items() if not types or key[0] in types}

    def type_counts(self) -> list[TypeCount]:
        """How many events of each type the other conditions leave. See `counts`."""
        chosen = self.wanted.get("type", [])
        counts: Counter[str] = Counter()
        for (type_, _), count in self.counts.items():
            counts[type_] += count
        known = event_types() | {type_: "Event" for type_ in counts if type_ not in event_types()}
        return [
            TypeCount(type_, label, counts[type_], type_ in chosen)
            for type_, label in known.items()
            if counts[type_] or type_ in chosen
        ]

    def offers(self, *, without: int | None = None) -> list[Group]:
        """Who takes part in the events found and where they were, most often first, among the
        first `OFFERED_AMONG`. Three queries."""
        events = [entity for (entity,) in self.qs.values_list("entity")[:OFFERED_AMONG]]
        counted = _parties(events)
        offered: dict[str, list[int]] = {}
        for name, kind in PARTIES.items():
            taken = {entity.pk for entity in self._chosen(name)} | {without}
            of_kind = (pk for pk, its in counted if its == kind and pk not in taken)
            offered[name] = list(itertools.islice(of_kind, OFFERED))
        counts = {pk: count for (pk, _), count in counted.items()}
        entities = Entity.objects.in_bulk([pk for of in offered.values() for pk in of])
        groups = []
        for name in PARTIES:
            others = [
                Offer(entities[pk], counts[pk], False) for pk in offered[name] if pk in entities
            ]
            ours = [Offer(each, counts.get(each.pk), True) for each in self._chosen(name)]
            label = {"person": "People", "organisation": "Organisations", "place": "Places"}[name]
            groups.append(Group(name, label, ours + others))
        return groups


def _has(entity: Entity) -> Q:
    """Events in which an entity takes part, or which were there. One query: looked up now, as one
    array, since a page asks several things of the same events."""
    part = Participation.objects.by(entity).order_by().values_list("occurrence__mention__entity")
    # A union, since an "or" would be asked of every event there is.
    there = EventFacts.objects.filter(place=entity).order_by().values_list("entity")
    ids = [pk for (pk,) in part.union(there)]
    return Q(entity__in=RawSQL("SELECT unnest(%s::bigint[])", [ids]))


def involving(entity: Entity) -> Q:
    """The same for any timeline of an entity."""
    return _has(entity)


def _parties(events: Sequence[int]) -> dict[tuple[int, str], int]:
    """Ids and kinds of those who take part in these events and of their places, with in how many of them,
    most often first. Two queries, or none."""
    if not events:
        return {}
    rows = (
        Participation.objects.taking_part()
        .filter(
            occurrence__mention__entity__in=events,
            mention__status="standing",
        )
        .exclude(mention__entity__kind=Kind.EVENT)
        .order_by()
        .values_list("mention__entity", "mention__entity__kind", "occurrence__mention__entity")
        .distinct()
    )
    pairs = set(rows)
    pairs |= set(
        EventFacts.objects.filter(entity__in=events, place__isnull=False).values_list(
            "place", "place__kind", "entity"
        )
    )
    counted = Counter((party, kind) for party, kind, _ in pairs)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
