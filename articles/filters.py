"""Filters of the list of dispatches, and what filters of both apps share."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple, cast

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article, ArticleQuerySet, Source

LONGEST_WORDS = 200


def first_moment(day: datetime.date) -> datetime.datetime:
    """The moment a day begins at the desk."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def moment_after(day: datetime.date) -> datetime.datetime | None:
    """The moment the next day begins; None where the calendar ends."""
    try:
        return first_moment(day + datetime.timedelta(days=1))
    except OverflowError:
        return None


def span(
    field: str, after: datetime.date | None, before: datetime.date | None
) -> dict[str, datetime.datetime]:
    """Lookups for `field` between two days, both included."""
    lookups: dict[str, datetime.datetime] = {}
    if after is not None:
        lookups[f"{field}__gte"] = first_moment(after)
    end = moment_after(before) if before is not None else None
    if end is not None:
        lookups[f"{field}__lt"] = end
    return lookups


class SpanForm(forms.Form):
    """A filter's form that refuses a span that ends before it begins."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        after, before = cleaned.get("after"), cleaned.get("before")
        if after and before and after > before:
            self.add_error("before", "The last day lies before the first one.")
        return cleaned


def date_filter(label: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give a date as year-month-day, for example 2023-07-26."},
    )


def source_filter() -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        label="Source",
        queryset=Source.objects.all(),
        empty_label="Any source",
        error_messages={"invalid_choice": "There is no such source."},
    )


def order_filter(choices: list[tuple[str, str]]) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label="Order",
        choices=choices,
        empty_label=None,
        error_messages={
            "invalid_choice": "The orders are: " + ", ".join(key for key, _ in choices) + "."
        },
    )


class Crumb(NamedTuple):
    """One condition in force, and the query string that is left without it."""

    label: str
    value: str
    query_without: str


class NarrowingFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """A filter set that narrows in one place, `narrowed`, since its conditions share a join.

    Where a value cannot be used its error is shown and the others still apply.
    """

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.narrowed(queryset)

    def narrowed(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        raise NotImplementedError

    @property
    def wanted(self) -> dict[str, Any]:
        """The values that could be understood; empty where nothing was asked."""
        if not self.is_bound:
            return {}
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def crumbs(self) -> list[Crumb]:
        """The conditions in force, each with the way to lift it alone. The order is none."""
        return [
            Crumb(str(self.form.fields[name].label), self._in_words(name, value), query)
            for name, values in self.wanted.items()
            if name != "order"
            for value in (values if isinstance(values, list) else [values])
            for query in [self._query_without(name, value)]
        ]

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, datetime.date):
            return date_format(value, "j F Y")
        choices = getattr(self.form.fields[name], "choices", ())
        if isinstance(value, str) and choices:
            return str(dict(choices).get(value, value))
        return str(value)

    def _query_without(self, name: str, value: Any) -> str:
        data = self.form.data.copy()
        kept = [other for other in data.getlist(name) if isinstance(value, str) and other != value]
        data.setlist(name, kept)
        data.pop("page", None)
        for key in [key for key, values in data.lists() if not any(values)]:
            del data[key]
        return str(data.urlencode())

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What could not be used, as (label, why)."""
        if not self.is_bound:
            return []
        return [
            (str(self.form.fields[name].label), " ".join(str(error) for error in errors))
            for name, errors in self.form.errors.items()
            if name in self.form.fields
        ]


class DispatchFilter(NarrowingFilterSet):
    """Dispatches by words, source and date. Order: latest first, earliest first, or by headline."""

    q = django_filters.CharFilter(
        label="Words",
        max_length=LONGEST_WORDS,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    source = source_filter()
    after = date_filter("From")
    before = date_filter("Until")
    order = order_filter(
        [("latest", "Latest first"), ("earliest", "Earliest first"), ("headline", "Headline")]
    )

    class Meta:
        model = Article
        fields: list[str] = []
        form = SpanForm

    def narrowed(self, queryset: QuerySet[Any]) -> ArticleQuerySet:
        wanted = self.wanted
        articles = cast(ArticleQuerySet, queryset)
        if "q" in wanted:
            articles = articles.matching(wanted["q"])
        if "source" in wanted:
            articles = articles.filter(source=wanted["source"])
        articles = articles.filter(**span("dated_at", wanted.get("after"), wanted.get("before")))
        match wanted.get("order"):
            case "earliest":
                return articles.order_by("dated_at", "id")
            case "headline":
                return articles.order_by("current_version__headline", "id")
        return articles
