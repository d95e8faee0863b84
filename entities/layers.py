"""What is shown of one dispatch, layer by layer: names, events, dates, quotes and figures.

Marks of a layer that somebody put away are not drawn, so that nothing unseen can be stepped on; what
was found is listed beside the text all the same, and leads to paragraphs then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from articles.models import Article, Paragraph
from entities.beside import (
    PLAIN,
    Happening,
    Number,
    Speaker,
    amount,
    happenings,
    number,
    speakers,
)
from entities.event_names import date_words
from entities.marks import (
    DATE,
    FIGURE,
    KindGroup,
    Mark,
    Marks,
    marks_of_version,
    panel,
)
from entities.models import Figure, Kind, Occurrence, Quote, QuotePart, Timex

NAMES, EVENTS, DATES, QUOTES, FIGURES = "names", "events", "dates", "quotes", "figures"
# Each with its label and the letter that, with Shift, switches it.
_LAYERS = (
    (NAMES, "Names", "N"),
    (EVENTS, "Events", "E"),
    (DATES, "Dates", "D"),
    (QUOTES, "Quotes", "Q"),
    (FIGURES, "Figures", "F"),
)
ALL = frozenset(id_ for id_, _, _ in _LAYERS)
_LAYER_OF = {Kind.EVENT.value: EVENTS, DATE: DATES, FIGURE: FIGURES}
# Words without a part in initials.
_SMALL = frozenset("the a an of in on for and at to from by with his her its their our who".split())


def put_away(value: str) -> frozenset[str]:
    """The layers that a cookie names: "dates.figures"; of nonsense none."""
    return ALL & frozenset(value.split("."))


def remembered(hidden: Iterable[str]) -> str:
    """The same as a cookie's value."""
    return ".".join(sorted(hidden))


class Switch(NamedTuple):
    """A layer, and how to show it or put it away."""

    id: str
    label: str
    key: str
    number: int
    """How many of its marks there are, or, of names and events, of those they stand for."""
    is_shown: bool


class Spoken(NamedTuple):
    """A stretch of a paragraph that was said by somebody, as it is drawn."""

    quote_id: int
    start: int
    end: int
    form: str
    says: str
    """Who said it and in which form, in words."""
    initials: str
    speaker_id: int | None
    opens: bool
    closes: bool
    """Whether it is the first, the last stretch of its quote."""
    decision_id: int | None


@dataclass(frozen=True, slots=True)
class Layers:
    """All of a dispatch's layers: what to draw in its text, and what to list beside it."""

    switches: list[Switch]
    hidden: frozenset[str]
    marks: Marks
    spoken: dict[int, list[Spoken]]
    groups: list[KindGroup]
    events: list[Happening]
    speakers: list[Speaker]
    figures: list[Number]
    mention_count: int


def of_dispatch(
    article: Article, paragraphs: Sequence[Paragraph], hidden: frozenset[str] = frozenset()
) -> Layers:
    """The layers of the current version, whose paragraphs these are. Six queries."""
    positions = {paragraph.pk: paragraph.position for paragraph in paragraphs}
    texts = {paragraph.pk: paragraph.text for paragraph in paragraphs}
    marks = marks_of_version(article.current_version_id)
    occurrences = _occurrences(article)
    groups = panel(marks, positions)
    times = list(Timex.objects.filter(article=article))
    quotes, parts = _quotes(article)
    figures = list(
        Figure.objects.standing()
        .filter(article=article)
        .select_related("occurrence__mention__entity")
    )
    drawn = _drawn(marks, occurrences, times, figures, hidden)
    events = [listed for group in groups if group.kind == Kind.EVENT for listed in group.entities]
    names = [group for group in groups if group.kind != Kind.EVENT]
    counts = {
        NAMES: sum(len(group.entities) for group in names),
        EVENTS: len(events),
        DATES: len(times),
        QUOTES: len(quotes),
        FIGURES: len(figures),
    }
    return Layers(
        switches=[
            Switch(id_, label, key, counts[id_], id_ not in hidden)
            for id_, label, key in _LAYERS
            if counts[id_]
        ],
        hidden=hidden,
        marks=drawn,
        spoken=_spoken(quotes, parts) if QUOTES not in hidden else {},
        groups=names,
        events=happenings(events, marks, occurrences),
        speakers=speakers(quotes, parts, texts, positions),
        figures=[number(figure, positions.get(figure.paragraph_id, 1)) for figure in figures],
        mention_count=sum(len(of) for of in marks.values()),
    )


def _occurrences(article: Article) -> dict[int, Occurrence]:
    """What is said of events, by the mention that says it. One query."""
    rows = Occurrence.objects.filter(article=article).select_related(
        "place__entity", "place_set", "claimed_by__entity"
    )
    return {row.mention_id: row for row in rows}


def _quotes(article: Article) -> tuple[list[Quote], dict[int, list[QuotePart]]]:
    """The quotes in the order of the text, and the words of each. Two queries."""
    rows = list(
        Quote.objects.standing()
        .filter(article=article)
        .select_related("speaker__entity", "speaker_set")
        .order_by("pk")
    )
    parts: dict[int, list[QuotePart]] = defaultdict(list)
    content = QuotePart.objects.filter(quote__in=rows, part=QuotePart.Part.CONTENT)
    for part in content.order_by("paragraph_id", "start"):
        parts[part.quote_id].append(part)
    rows = [row for row in rows if parts[row.pk]]
    rows.sort(key=lambda row: (parts[row.pk][0].paragraph_id, parts[row.pk][0].start))
    return rows, parts


def _drawn(
    marks: Marks,
    occurrences: Mapping[int, Occurrence],
    times: Iterable[Timex],
    figures: Iterable[Figure],
    hidden: frozenset[str],
) -> Marks:
    """The marks of all layers that are shown, by paragraph. Names go before what they stand in."""
    found: Marks = defaultdict(list)
    for paragraph_id, of_paragraph in marks.items():
        for mark in of_paragraph:
            if _LAYER_OF.get(mark.kind, NAMES) not in hidden:
                row = occurrences.get(mark.id)
                found[paragraph_id].append(mark._replace(note=_note(row)) if row else mark)
    if FIGURES not in hidden:
        for figure in figures:
            says = f"Figure: {amount(figure)}"
            found[figure.paragraph_id].append(
                Mark(figure.pk, figure.start, figure.end, 0, FIGURE, says, figure.decision_id)
            )
    if DATES not in hidden:
        for time in times:
            says = date_words(time.earliest, time.latest) or time.value
            found[time.paragraph_id].append(
                Mark(time.pk, time.start, time.end, 0, DATE, says, note=time.value)
            )
    return found


def _note(row: Occurrence) -> str:
    """ "withdrawal, planned" """
    whether = "" if row.modality in PLAIN else f", {row.get_modality_display()}"
    return f"{row.type_label.lower()}{whether}"


def _spoken(
    quotes: Iterable[Quote], parts: Mapping[int, list[QuotePart]]
) -> dict[int, list[Spoken]]:
    found: dict[int, list[Spoken]] = defaultdict(list)
    for quote in quotes:
        who, stretches = quote.who, parts[quote.pk]
        name = who.name if who else "" if quote.speaker_denied else quote.speaker_words
        says = f"{name or 'Said by nobody named'}, {quote.get_form_display()}"
        for nth, part in enumerate(stretches):
            found[part.paragraph_id].append(
                Spoken(
                    quote.pk,
                    part.start,
                    part.end,
                    quote.form,
                    says,
                    initials_of(name),
                    who.pk if who else None,
                    opens=nth == 0,
                    closes=nth == len(stretches) - 1,
                    decision_id=quote.decision_id,
                )
            )
    return found


def initials_of(name: str) -> str:
    """ "EM" for Emmanuel Macron, "WHO" for the World Health Organization, "CM" for a clerk of the
    ministry; "?" for nobody."""
    words = [word for word in name.replace("-", " ").split() if word.lower() not in _SMALL]
    capital = [word[0] for word in words if word[0].isupper()]
    return "".join(capital or [word[0].upper() for word in words])[:5] or "?"
