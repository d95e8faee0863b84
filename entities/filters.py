"""Filters of the list of entities, and the list of dispatches by how far they are read."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Substr, Upper

from articles.filters import (
    LONGEST_WORDS,
    DispatchFilter,
    NarrowingFilterSet,
    SpanForm,
    date_filter,
    order_filter,
    source_filter,
    span,
)
from articles.models import ArticleQuerySet
from entities import reading_room
from entities.absorption import survivors
from entities.models import Alias, Entity, ExtractionRun, Kind, Quote, QuotePart
from extraction.text import name_key

ENTITY_ORDERS = [
    ("mentions", "Most mentioned"),
    ("name", "Name"),
    ("latest", "Latest mention"),
]


class Boxes(forms.CheckboxSelectMultiple):
    """Boxes that take `kind=` for no choice, as an empty form sends it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [value for value in super().value_from_datadict(data, files, name) or () if value]


class EntityFilter(NarrowingFilterSet):
    """Entities by any of their names, by kind, and by where and when they were mentioned.

    With a source or a date the counts are of the mentions there and then: rows carry `.mentioned`,
    `.dispatches` and `.latest`. `kind_counts` follows every filter but the kind itself.
    """

    q = django_filters.CharFilter(
        label="Name",
        max_length=LONGEST_WORDS,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = django_filters.MultipleChoiceFilter(
        label="Kind",
        choices=Kind.choices,
        widget=Boxes,
        error_messages={
            "invalid_choice": "“%(value)s” is no kind. The kinds are: "
            + ", ".join(Kind.values)
            + "."
        },
    )
    source = source_filter()
    after = date_filter("From")
    before = date_filter("Until")
    order = order_filter(ENTITY_ORDERS)

    class Meta:
        model = Entity
        fields: list[str] = []
        form = SpanForm

    similar = False
    """Whether no name holds what was typed and near ones are shown instead."""

    def narrowed(self, queryset: QuerySet[Entity]) -> QuerySet[Entity]:
        return self._ordered(self._counted(self._of_kinds(self._by_name(queryset))))

    def kind_counts(self) -> dict[str, int]:
        """How many entities of each kind the other filters leave. One query."""
        entities = self._by_name(self.queryset)
        where = self._where()
        if where:
            entities = entities.filter(pk__in=Entity.objects.filter(**where).values("pk"))
        found = dict(entities.values_list("kind").annotate(count=Count("pk")).order_by())
        return {kind: found.get(kind, 0) for kind in Kind.values}

    def _where(self) -> dict[str, Any]:
        """Lookups on appearances; empty where neither source nor date was asked for."""
        wanted = self.wanted
        lookups: dict[str, Any] = span(
            "appearances__dated_at", wanted.get("after"), wanted.get("before")
        )
        if "source" in wanted:
            lookups["appearances__article__source"] = wanted["source"]
        return lookups

    def _by_name(self, queryset: QuerySet[Entity]) -> QuerySet[Entity]:
        if "q" in self.wanted:
            named, absorbers = self._named(self.wanted["q"])
            # An "or" costs a plan that hashes neither side, so only where there is need of it.
            either = Q(pk__in=named) | Q(pk__in=absorbers) if absorbers else Q(pk__in=named)
            return queryset.filter(either)
        return queryset

    def _named(self, typed: str) -> tuple[QuerySet[Alias, Any], set[int]]:
        """The entities one of whose names holds all the words typed, or, if none does, is near.

        An entity goes by the names of those it absorbed, too.
        """
        key = name_key(typed)
        holding = Q()
        for word in key.split():
            holding &= Q(key__contains=word)
        exact = Alias.objects.filter(holding)
        if not hasattr(self, "_has_exact"):
            self._has_exact = exact.exists()
            self.similar = not self._has_exact
        # PostgreSQL's own threshold, 0.6: "bazum" finds "Bazoum", "macrn" finds "Macron".
        names = exact if self._has_exact else Alias.objects.filter(key__trigram_word_similar=key)
        if not hasattr(self, "_absorbers"):
            absorbed = names.filter(entity__merged_into__isnull=False)
            ids = set(absorbed.values_list("entity_id", flat=True))
            self._absorbers = set(survivors(ids).values()) if ids else set()
        return names.values("entity_id"), self._absorbers

    def _of_kinds(self, queryset: QuerySet[Entity]) -> QuerySet[Entity]:
        kinds = self.wanted.get("kind")
        return queryset.filter(kind__in=kinds) if kinds else queryset

    def _counted(self, queryset: QuerySet[Entity]) -> QuerySet[Entity]:
        where = self._where()
        if not where:
            return queryset.annotate(
                mentioned=F("mention_count"),
                dispatches=F("article_count"),
                latest=F("last_seen_at"),
            )
        # The same join for the condition and the sums: only mentions there and then count.
        return queryset.filter(**where).annotate(
            mentioned=Sum("appearances__mention_count"),
            dispatches=Count("appearances"),
            latest=Max("appearances__dated_at"),
        )

    def _ordered(self, queryset: QuerySet[Entity]) -> QuerySet[Entity]:
        filtered = bool(self._where())
        match self.wanted.get("order"):
            case "name":
                return queryset.order_by(Upper("name"), "pk")
            case "latest":
                latest = "latest" if filtered else "last_seen_at"
                return queryset.order_by(F(latest).desc(nulls_last=True), "pk")
        return queryset.order_by("-mentioned" if filtered else "-mention_count", "pk")


STATE_CHOICES = [
    (ExtractionRun.State.QUEUED.value, "Waiting"),
    (ExtractionRun.State.RUNNING.value, "Being read"),
    (ExtractionRun.State.DONE.value, "Read"),
    (ExtractionRun.State.FAILED.value, "Could not be read"),
]


class ReadDispatchFilter(DispatchFilter):
    """Dispatches as `DispatchFilter` finds them, and by how far they are read."""

    state = django_filters.ChoiceFilter(
        label="Reading",
        choices=STATE_CHOICES,
        empty_label="Any state",
        error_messages={
            "invalid_choice": "The states are: " + ", ".join(key for key, _ in STATE_CHOICES) + "."
        },
    )

    def narrowed(self, queryset: QuerySet[Any]) -> ArticleQuerySet:
        articles = super().narrowed(queryset)
        if "state" in self.wanted:
            articles = articles.filter(reading_room.in_state(self.wanted["state"]))
        return articles


class QuoteFilter(NarrowingFilterSet):
    """Quotes by the words said, by form, and by the date of their dispatch."""

    q = django_filters.CharFilter(
        label="Words",
        max_length=LONGEST_WORDS,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    told = django_filters.ChoiceFilter(
        label="Told",
        choices=Quote.Form.choices,
        empty_label="In any form",
        error_messages={"invalid_choice": "The forms are: " + ", ".join(Quote.Form.values) + "."},
    )
    source = source_filter()
    after = date_filter("From")
    before = date_filter("Until")

    class Meta:
        model = Quote
        fields: list[str] = []
        form = SpanForm

    def narrowed(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.wanted
        quotes = queryset.filter(
            **span("article__dated_at", wanted.get("after"), wanted.get("before"))
        )
        if "told" in wanted:
            quotes = quotes.filter(form=wanted["told"])
        if "source" in wanted:
            quotes = quotes.filter(article__source=wanted["source"])
        # Asked of each quote that is left, not of every word that anybody said.
        said = QuotePart.objects.filter(quote=OuterRef("pk"), part=QuotePart.Part.CONTENT).annotate(
            words=Substr("paragraph__text", F("start") + 1, F("end") - F("start"))
        )
        for word in wanted.get("q", "").split():
            quotes = quotes.filter(Exists(said.filter(words__icontains=word)))
        return quotes
