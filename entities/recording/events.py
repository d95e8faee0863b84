"""Events of a dispatch: the words that speak of them, what each says, and who takes part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from articles.models import Article, Paragraph
from entities.models import Entity, Kind, Mention, Occurrence, Participation
from entities.naming import key_of
from entities.reapplying import Spans
from entities.recording.words import LONGEST_SURFACE, Span, days, overlaps, span_of, surface_of
from extraction.types import Annotations, EventMention

LONGEST_WORDS = 300
LONGEST_LEMMA = 100


Spoken = tuple[int, int, Occurrence]
"""Number of a paragraph, first character, and what is said of an event there."""
Placed = Sequence[Spoken]


@dataclass(frozen=True, slots=True)
class Told:
    """Which names of a dispatch name an event that it tells of: the chain of the name by the
    event's id, and the other way round."""

    chains: dict[str, str]
    events: dict[str, str]

    def beside(self, entities: Mapping[str, Entity]) -> dict[str, Entity]:
        """What chains of names were resolved to and, under the ids of events that have a name, what
        the name was resolved to."""
        return dict(entities) | {
            event: entities[chain] for event, chain in self.chains.items() if chain in entities
        }


def told(annotations: Annotations) -> Told:
    """Ties events to the names that stand at their very words."""
    names = {
        (name.paragraph, name.start, name.end): name.chain
        for name in annotations.mentions
        if name.kind == Kind.EVENT
    }
    chains: dict[str, str] = {}
    events: dict[str, str] = {}
    for event in annotations.events:
        for each in event.mentions:
            chain = names.get((each.paragraph, each.start, each.end))
            if chain is not None and chain not in events and event.id not in chains:
                chains[event.id], events[chain] = chain, event.id
    return Told(chains, events)


def rows(
    annotations: Annotations,
    paragraphs: Sequence[Paragraph],
    meant: Mapping[str, Entity],
    lead: Mapping[int, int],
    decided: Spans,
) -> list[Mention]:
    """A row for each trigger that overlaps no name and nothing a person decided about."""
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for name in annotations.mentions:
        taken[paragraphs[name.paragraph].pk].append((name.start, name.end))
    for paragraph, spans in decided.items():
        taken[paragraph] += spans
    made = []
    for event, each in _mentions(annotations):
        spans = taken[paragraphs[each.paragraph].pk]
        if overlaps(each, spans) or event not in meant:
            continue
        spans.append((each.start, each.end))
        made.append(
            Mention(
                paragraph=paragraphs[each.paragraph],
                start=each.start,
                end=each.end,
                surface=surface_of(each, paragraphs),
                key=key_of(each.text),
                read_as=Kind.EVENT,
                is_trigger=True,
                entity_id=lead[meant[event].pk],
                resolved_to_id=meant[event].pk,
                chain=event,
                score=min(1.0, max(0.0, each.score)),
            )
        )
    return made


def _mentions(annotations: Annotations) -> list[tuple[str, EventMention]]:
    """Event mentions with the id of their event, in the order of the text."""
    every = [(event.id, each) for event in annotations.events for each in event.mentions]
    every = [pair for pair in every if len(pair[1].text) <= LONGEST_SURFACE]
    return sorted(every, key=lambda pair: (pair[1].paragraph, pair[1].start, pair[1].end))


def write(
    article: Article, annotations: Annotations, paragraphs: Sequence[Paragraph]
) -> dict[str, list[Spoken]]:
    """Writes what is said at each mention of an event, also where a person decided about the words;
    by the event's id, in the order of the text."""
    at: dict[Span, tuple[int, str]] = {
        (paragraph, start, end): (pk, chain)
        for pk, paragraph, start, end, chain in Mention.objects.filter(
            paragraph__version=article.current_version_id
        ).values_list("pk", "paragraph", "start", "end", "chain")
    }
    said: list[tuple[str, EventMention, Occurrence]] = []
    told_at: set[int] = set()
    for event, each in _mentions(annotations):
        mention, chain = at.get(span_of(each, paragraphs), (None, ""))
        # Words that were read as the name of something else tell of no event.
        if mention is not None and chain == event and mention not in told_at:
            told_at.add(mention)
            said.append((event, each, _occurrence(article, each, mention)))
    Occurrence.objects.bulk_create([row for _, _, row in said], batch_size=1000)
    Participation.objects.bulk_create(
        [part for _, each, row in said for part in _participations(each, row, paragraphs)],
        batch_size=1000,
    )
    by_event: dict[str, list[Spoken]] = defaultdict(list)
    for event, each, row in said:
        by_event[event].append((each.paragraph, each.start, row))
    return by_event


def _occurrence(article: Article, each: EventMention, mention: int) -> Occurrence:
    time = each.time
    return Occurrence(
        mention_id=mention,
        article=article,
        type=each.type,
        lemma=each.lemma[:LONGEST_LEMMA],
        modality=each.modality,
        phase=each.phase,
        **days(time),
        edtf=time.edtf[:60] if time else "",
        precision=time.precision if time else "",
        time_words=time.text[:LONGEST_WORDS] if time else "",
        place_words=each.place.text[:LONGEST_WORDS] if each.place else "",
        claimed_words=each.claimed_by.text[:LONGEST_WORDS] if each.claimed_by else "",
        score=min(1.0, max(0.0, each.score)),
    )


def _participations(
    each: EventMention, row: Occurrence, paragraphs: Sequence[Paragraph]
) -> list[Participation]:
    """Who takes part, and the words that say where and who says so."""
    pairs = [(participant.role, participant.words) for participant in each.participants]
    pairs += [("place", each.place)] if each.place else []
    pairs += [("source", each.claimed_by)] if each.claimed_by else []
    told: dict[tuple[str, Span], Participation] = {}
    for role, words in pairs:
        if len(words.text) > LONGEST_SURFACE:
            continue
        told.setdefault(
            (role, span_of(words, paragraphs)),
            Participation(
                occurrence=row,
                role=role,
                paragraph=paragraphs[words.paragraph],
                start=words.start,
                end=words.end,
                surface=surface_of(words, paragraphs),
                chain=words.chain,
            ),
        )
    return list(told.values())
