"""Timelines: which events belong to one, and what a line of it says, fit to be cited."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from articles.models import Article
from entities.accounts import MODALITIES, ROLES
from entities.models import Appearance, Entity, EventFacts, Kind, Mention, Occurrence, Participation
from entities.profile import Line, line_of
from entities.when import when

# Named in one line of the list; the page of the event has all.
PARTIES_SHOWN = 5
# Rows put together at a time for a download.
CHUNK = 2000


def everything() -> QuerySet[EventFacts]:
    """The facts of all events that readers see."""
    return EventFacts.objects.filter(entity__merged_into=None).filter(
        Q(entity__mention_count__gt=0) | Q(entity__origin="editor")
    )


def beside(event: Entity) -> QuerySet[EventFacts]:
    """An event, and all events of the dispatches that tell of it."""
    told = Appearance.objects.filter(entity=event).values("article")
    near = Appearance.objects.filter(article__in=told, entity__kind=Kind.EVENT)
    return everything().filter(entity__in=near.values("entity"))


def of_story(article: Article) -> QuerySet[EventFacts]:
    """The events of a dispatch, and those of all dispatches that tell of one of them too."""
    own = Appearance.objects.filter(article=article, entity__kind=Kind.EVENT)
    beside = Appearance.objects.filter(entity__in=own.values("entity")).values("article")
    told = Appearance.objects.filter(article__in=beside, entity__kind=Kind.EVENT)
    return everything().filter(entity__in=told.values("entity"))


class Party(NamedTuple):
    role: str
    name: str
    entity_id: int


@dataclass(slots=True)
class Entry:
    """One line of a timeline."""

    facts: EventFacts
    all_parties: list[Party] = field(default_factory=list)
    line: Line | None = None
    article: Article | None = None

    @property
    def event(self) -> Entity:
        return self.facts.entity

    @property
    def parties(self) -> list[Party]:
        """Those whom the list names; a download has all."""
        return self.all_parties[:PARTIES_SHOWN]

    @property
    def parties_left(self) -> int:
        return len(self.all_parties) - len(self.parties)

    @property
    def when(self) -> str:
        facts = self.facts
        return when(facts.earliest, facts.latest, facts.precision, facts.edtf)

    @property
    def whether(self) -> str:
        """Empty where it happened."""
        return "" if self.facts.modality == "happened" else MODALITIES[self.facts.modality]

    @property
    def year(self) -> str:
        """The heading it stands under."""
        day = self.facts.earliest or self.facts.latest
        return str(day.year) if day else "Date not known"

    @property
    def source_words(self) -> str:
        """The sentence that tells of it, whole."""
        if self.line is None:
            return ""
        excerpt = self.line.excerpt
        return self.line.text[excerpt.start : excerpt.end]

    @property
    def source_address(self) -> str:
        if self.line is None or self.article is None:
            return ""
        return f"{self.article.get_absolute_url()}#p{self.line.position}"


def entries(found: Iterable[EventFacts]) -> list[Entry]:
    """Lines for these facts, `entity` and `place` loaded. Six queries, however many there are."""
    made = [Entry(facts) for facts in found]
    ids = [entry.facts.entity_id for entry in made]
    parties = _parties(ids)
    sources = _sources(ids)
    for entry in made:
        entry.all_parties = [
            party
            for party in parties.get(entry.facts.entity_id, ())
            if party.entity_id != entry.facts.place_id
        ]
        if entry.facts.entity_id in sources:
            entry.article, entry.line = sources[entry.facts.entity_id]
    return made


def _parties(ids: Sequence[int]) -> dict[int, list[Party]]:
    """Who takes part in each, by role and then by how often it is told. One query."""
    rows = (
        Participation.objects.taking_part()
        .filter(
            occurrence__mention__entity__in=ids,
            mention__status=Mention.Status.STANDING,
        )
        .exclude(mention__entity__kind=Kind.EVENT)
        .order_by()
        .values_list(
            "occurrence__mention__entity", "role", "mention__entity__name", "mention__entity"
        )
        .annotate(times=Count("id"))
    )
    order = list(ROLES)
    found: dict[int, list[Party]] = defaultdict(list)
    for event, role, name, entity, _ in sorted(
        rows, key=lambda row: (order.index(row[1]), -row[4], row[3])
    ):
        if all(party.entity_id != entity for party in found[event]):
            found[event].append(Party(role, name, entity))
    return found


def _sources(ids: Sequence[int]) -> dict[int, tuple[Article, Line]]:
    """The sentence that tells best of each: of one that tells when and where, in the latest
    dispatch. Four queries."""
    best = (
        Occurrence.objects.filter(
            mention__entity__in=ids,
            mention__status=Mention.Status.STANDING,
            mention__paragraph__version__current_of__isnull=False,
        )
        .annotate(
            nth=Window(
                RowNumber(),
                partition_by=F("mention__entity"),
                order_by=[
                    F("earliest").asc(nulls_last=True),
                    F("place").asc(nulls_last=True),
                    F("article__dated_at").desc(),
                    F("mention").asc(),
                ],
            )
        )
        .filter(nth=1)
    )
    chosen = list(Mention.objects.filter(pk__in=list(best.values_list("mention", flat=True))))
    lines = line_of(chosen)
    versions = {mention.pk: lines[mention.pk][0] for mention in chosen}
    articles = {
        article.current_version_id: article
        for article in Article.objects.filter(current_version__in=set(versions.values()))
        .select_related("source", "current_version")
        .defer("current_version__search")
    }
    return {
        mention.entity_id: (articles[versions[mention.pk]], lines[mention.pk][1])
        for mention in chosen
        if versions[mention.pk] in articles
    }


# Downloads

COLUMNS = (
    "date",
    "earliest",
    "latest",
    "edtf",
    "event",
    "type",
    "whether",
    "place",
    "participants",
    "dispatches",
    "sentence",
    "dispatch",
    "source",
    "paragraph",
    "address",
    "event_address",
)


def records(found: QuerySet[EventFacts], site: str) -> Iterator[dict[str, Any]]:
    """Every event found, in its order, put together two thousand at a time. `site` begins the
    addresses: "https://news.example"."""
    ids = list(found.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        rows = EventFacts.objects.select_related("entity", "place").in_bulk(chunk)
        # One that was merged or rejected in this moment is left out.
        for entry in entries(rows[pk] for pk in chunk if pk in rows):
            yield _record(entry, site)


def _record(entry: Entry, site: str) -> dict[str, Any]:
    facts, article = entry.facts, entry.article
    version = article.current_version if article else None
    return {
        "date": entry.when,
        "earliest": facts.earliest.isoformat() if facts.earliest else None,
        "latest": facts.latest.isoformat() if facts.latest else None,
        "edtf": facts.edtf,
        "event": entry.event.name,
        "type": facts.type_label,
        "whether": MODALITIES[facts.modality],
        "place": facts.place.name if facts.place else "",
        "participants": [{"role": party.role, "name": party.name} for party in entry.all_parties],
        "dispatches": entry.event.article_count,
        "sentence": entry.source_words,
        "dispatch": version.headline if version else "",
        "source": article.source.name if article and article.source else "",
        "paragraph": entry.line.position if entry.line else None,
        "address": f"{site}{entry.source_address}" if entry.source_address else "",
        "event_address": f"{site}{entry.event.get_absolute_url()}",
    }


def as_csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Lines of CSV, the names of the columns first."""
    # The mark by which spreadsheets know UTF-8.
    yield "\ufeff" + _csv_line(COLUMNS)
    for row in rows:
        parties = "; ".join(f"{each['name']} ({each['role']})" for each in row["participants"])
        yield _csv_line([_plain(row[name]) for name in COLUMNS if name != "participants"], parties)


def _csv_line(values: Iterable[Any], parties: str | None = None) -> str:
    cells = list(values)
    if parties is not None:
        cells.insert(COLUMNS.index("participants"), _plain(parties))
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _plain(value: Any) -> Any:
    """Words that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value


def as_json(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A JSON list, an event a line."""
    joint = "[\n"
    for row in rows:
        yield joint + json.dumps(row, ensure_ascii=False)
        joint = ",\n"
    yield "[]\n" if joint == "[\n" else "\n]\n"
