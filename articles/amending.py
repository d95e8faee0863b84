"""A dispatch as a person wants it to be: from what is on file and what stands in the form."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from articles.comparing import Difference, Side, difference
from articles.intake import believable
from articles.models import Article, Paragraph, Version, publication_in_words
from articles.readers import ReadDispatch, typed
from articles.versions import side_of
from extraction.dates import Moment
from extraction.types import Dispatch
from extraction.types import Paragraph as Text

Day = datetime.date | None
Time = datetime.time | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the fields of the form hold. A day and its time are changed together."""

    headline: str
    byline: str
    dateline: str
    published: tuple[Day, Time]
    """In the desk's own time."""
    source: str
    text: str

    @classmethod
    def of_form(cls, given: dict[str, Any]) -> Wanted:
        """Out of the valid form's fields."""
        return cls(
            headline=given["headline"],
            byline=given["byline"],
            dateline=given["dateline"],
            published=(given["published"], given["time"]),
            source=given["source"],
            text=given["text"],
        )

    @property
    def fields(self) -> dict[str, Any]:
        """The other way round."""
        fields: dict[str, Any] = {
            field.name: getattr(self, field.name) for field in dataclasses.fields(self)
        }
        fields["published"], fields["time"] = self.published
        return fields

    def taking(self, other: Wanted, unless_changed_from: Wanted) -> Wanted:
        """The same with all of `other` in the place of what is as it was in the third."""
        return dataclasses.replace(
            self,
            **{
                field.name: getattr(other, field.name)
                for field in dataclasses.fields(self)
                if getattr(self, field.name) == getattr(unless_changed_from, field.name)
            },
        )

    def with_file(self, read: Dispatch, base: Wanted) -> Wanted:
        """With the text of a file, and what the file says of itself where nobody typed another."""
        says = Wanted(
            headline=read.headline or base.headline,
            byline=read.byline or base.byline,
            dateline=read.dateline or base.dateline,
            published=_in_form(read.published) if believable(read.published) else base.published,
            source=read.source or base.source,
            text=base.text,
        )
        text = typed.marked_text_of(read.paragraphs)
        return dataclasses.replace(self.taking(says, base), text=text)


@dataclass(frozen=True)
class OnFile:
    """One version of a dispatch with its paragraphs."""

    version: Version
    paragraphs: list[Paragraph]

    @classmethod
    def of(cls, article: Article, number: int | None = None) -> OnFile:
        """The version of this number, or else the current one. Two queries."""
        versions = article.versions.select_related("article", "source", "filed_by").defer("search")
        found = versions.filter(number=number).first() if number is not None else None
        version = found or versions.get(current_of=article.pk)
        rows = version.paragraphs.order_by("position").defer("search")
        return cls(version, list(rows))

    @cached_property
    def texts(self) -> list[Text]:
        return [Text(paragraph.text, paragraph.kind) for paragraph in self.paragraphs]

    @cached_property
    def wanted(self) -> Wanted:
        """The form's fields as they are before anybody changes them."""
        version = self.version
        published = version.published_at and timezone.localtime(version.published_at)
        exact = version.published_precision == Version.Precision.MINUTE
        return Wanted(
            headline=_line(version.headline),
            byline=_line(version.byline),
            dateline=_line(version.dateline),
            published=_in_form(published if exact or published is None else published.date()),
            source=_line(version.source.name) if version.source else "",
            text=typed.text_of(self.texts).strip(),
        )

    @cached_property
    def side(self) -> Side:
        return side_of(self.version, [text.text for text in self.texts])

    def amended(self, wanted: Wanted) -> Amended:
        """What would be filed if this were the dispatch. What is as it was stays to the letter."""
        own, version = self.wanted, self.version
        paragraphs = tuple(
            self.texts if wanted.text == own.text else typed.paragraphs_of(wanted.text, self.texts)
        )
        published = _moment(*wanted.published)
        if wanted.published == own.published and version.published_at is not None:
            exact = version.published_precision == Version.Precision.MINUTE
            published = version.published_at if exact else wanted.published[0]
        dispatch = Dispatch(
            headline=version.headline if wanted.headline == own.headline else wanted.headline,
            byline=version.byline if wanted.byline == own.byline else wanted.byline,
            dateline=version.dateline if wanted.dateline == own.dateline else wanted.dateline,
            published=published,
            published_precision=_precision(published),
            language=version.language
            if wanted.text == own.text
            else typed.language_of(wanted.headline, paragraphs),
            source=wanted.source,
            paragraphs=paragraphs,
        )
        return Amended(dispatch, difference(self.side, _side(dispatch, self.version)))


@dataclass(frozen=True, slots=True)
class Amended:
    """The dispatch as it would be, and what is otherwise than on file."""

    dispatch: Dispatch
    difference: Difference

    @property
    def read(self) -> ReadDispatch:
        return ReadDispatch(self.dispatch, "typed", typed.VERSION)


def _side(dispatch: Dispatch, version: Version) -> Side:
    moment = dispatch.published
    if moment is not None and not isinstance(moment, datetime.datetime):
        moment = timezone.make_aware(datetime.datetime.combine(moment, datetime.time()))
    source = version.source.name if version.source else ""
    facts = {
        "Headline": dispatch.headline,
        "Byline": dispatch.byline,
        "Dateline": dispatch.dateline,
        "Published": publication_in_words(moment, dispatch.published_precision),
        # One source, however it is written.
        "Source": source if source.casefold() == dispatch.source.casefold() else dispatch.source,
    }
    return Side(facts, [paragraph.text for paragraph in dispatch.paragraphs])


def _moment(day: Day, time: Time) -> Moment | None:
    """A day, or a time of it; an hour that a clock skips or has twice is the earlier reading."""
    if day is None or time is None:
        return day
    return timezone.make_aware(datetime.datetime.combine(day, time))


def _precision(moment: Moment | None) -> str:
    if moment is None:
        return Version.Precision.UNKNOWN
    exact = isinstance(moment, datetime.datetime)
    return Version.Precision.MINUTE if exact else Version.Precision.DAY


def _in_form(moment: Moment | None) -> tuple[Day, Time]:
    if not isinstance(moment, datetime.datetime):
        return moment, None
    if timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return moment.date(), moment.time().replace(second=0, microsecond=0)


def _line(words: str) -> str:
    return " ".join(words.split())
