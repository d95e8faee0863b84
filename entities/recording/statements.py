"""Expressions of time, quotes and figures of a dispatch, one row each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from articles.models import Article, Paragraph
from entities.models import Figure, Occurrence, Quote, QuotePart, Timex
from entities.recording.events import Placed
from entities.recording.words import LONGEST_SURFACE, Span, days, span_of, surface_of
from extraction.types import Annotations, Stretch
from extraction.types import Figure as FoundFigure
from extraction.types import Quote as FoundQuote

LONGEST_WORDS = 300
# From here on nothing is counted; and digits after the point that a row has room for.
_LARGEST = 10**18
_SMALLEST = Decimal(1).scaleb(-6)

Part = QuotePart.Part


def write(
    article: Article,
    annotations: Annotations,
    paragraphs: Sequence[Paragraph],
    spoken: Mapping[str, Placed],
) -> None:
    """Writes them all; `spoken` says where each event is spoken of, for the figures that belong to
    one. Five statements a thousand rows."""
    _write_timexes(article, annotations, paragraphs)
    _write_quotes(article, annotations, paragraphs)
    _write_figures(article, annotations, paragraphs, spoken)


def _write_timexes(
    article: Article, annotations: Annotations, paragraphs: Sequence[Paragraph]
) -> None:
    rows = {
        span_of(found, paragraphs): Timex(
            article=article,
            paragraph=paragraphs[found.paragraph],
            start=found.start,
            end=found.end,
            surface=surface_of(found, paragraphs),
            kind=found.kind,
            value=found.value[:60],
            edtf=found.edtf[:60],
            **days(found),
            precision=found.precision,
            modifier=found.modifier,
        )
        for found in annotations.timexes
        if len(found.text) <= LONGEST_WORDS
    }
    Timex.objects.bulk_create(rows.values(), batch_size=1000)


def _write_quotes(
    article: Article, annotations: Annotations, paragraphs: Sequence[Paragraph]
) -> None:
    found = [quote for quote in annotations.quotes if quote.content]
    rows = Quote.objects.bulk_create([_quote(article, each) for each in found], batch_size=1000)
    QuotePart.objects.bulk_create(
        [
            part
            for row, each in zip(rows, found, strict=True)
            for part in _parts(row, each, paragraphs)
        ],
        batch_size=1000,
    )


def _quote(article: Article, found: FoundQuote) -> Quote:
    speaker, addressee = found.speaker, found.addressee
    return Quote(
        article=article,
        form=found.form,
        speaker_words=speaker.text[:LONGEST_SURFACE] if speaker else "",
        speaker_chain=speaker.chain if speaker else "",
        cue_words=found.cue.text[:LONGEST_WORDS] if found.cue else "",
        addressee_words=addressee.text[:LONGEST_SURFACE] if addressee else "",
        addressee_chain=addressee.chain if addressee else "",
        score=min(1.0, max(0.0, found.score)),
    )


def _parts(row: Quote, found: FoundQuote, paragraphs: Sequence[Paragraph]) -> list[QuotePart]:
    every: list[tuple[str, Stretch]] = [(Part.CONTENT, words) for words in found.content]
    every += [
        (part, words)
        for part, words in (
            (Part.SPEAKER, found.speaker),
            (Part.CUE, found.cue),
            (Part.ADDRESSEE, found.addressee),
        )
        if words is not None
    ]
    told: dict[tuple[str, Span], QuotePart] = {}
    for part, words in every:
        surface_of(words, paragraphs)
        told.setdefault(
            (part, (paragraphs[words.paragraph].pk, words.start, 0)),
            QuotePart(
                quote=row,
                part=part,
                paragraph=paragraphs[words.paragraph],
                start=words.start,
                end=words.end,
            ),
        )
    return list(told.values())


def _write_figures(
    article: Article,
    annotations: Annotations,
    paragraphs: Sequence[Paragraph],
    spoken: Mapping[str, Placed],
) -> None:
    rows: dict[Span, Figure] = {}
    for found in annotations.figures:
        low, high = number(found.low), number(found.high)
        if low is not None and high is not None and low > high:
            low, high = high, low
        if len(found.text) > LONGEST_SURFACE or (low is None and high is None):
            continue
        time = found.time
        rows.setdefault(
            span_of(found, paragraphs),
            Figure(
                article=article,
                paragraph=paragraphs[found.paragraph],
                start=found.start,
                end=found.end,
                surface=surface_of(found, paragraphs),
                low=low,
                high=high,
                unit=found.unit[:20],
                of=found.of[:100],
                of_text=found.of_text[:LONGEST_WORDS],
                about=found.about,
                occurrence=_nearest(found, spoken.get(found.event, ())),
                **days(time),
                time_words=time.text[:LONGEST_WORDS] if time else "",
            ),
        )
    Figure.objects.bulk_create(rows.values(), batch_size=1000)


def _nearest(found: FoundFigure, places: Placed) -> Occurrence | None:
    """Of the places that speak of its event, the last before the figure or, in its own paragraph,
    the first after it; else the first of all."""
    if not places:
        return None
    after = bisect_right(places, (found.paragraph, found.start), key=lambda place: place[:2])
    before = places[after - 1] if after else None
    following = places[after] if after < len(places) else None
    if before is not None and before[0] == found.paragraph:
        return before[2]
    if following is not None and following[0] == found.paragraph:
        return following[2]
    return (before or places[0])[2]


def number(value: Fraction | None) -> Decimal | None:
    """A number as a row keeps it, to six digits after the point; None where there is none, or it is
    larger than anything that is counted."""
    if value is None:
        return None
    if abs(value) >= _LARGEST:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_SMALLEST)
