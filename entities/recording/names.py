"""Names of a dispatch: read as the rules say, resolved once a chain, one row a mention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from articles.models import Article, Paragraph
from entities import resolution
from entities.absorption import survivors
from entities.models import Entity, Mention, Origin, Resolution
from entities.naming import key_of
from entities.obeying import Ruled, obey
from entities.reapplying import Spans
from entities.recording.events import Told
from entities.recording.words import LONGEST_SURFACE, Span, overlaps, span_of, surface_of
from entities.rules import in_force, target_of
from extraction.types import Annotations


@dataclass(frozen=True, slots=True)
class Named:
    """The names that are the machine's to write, and what their chains were resolved to."""

    ruled: list[Ruled]
    entities: dict[str, Entity]


def resolved(
    article: Article, annotations: Annotations, paragraphs: Sequence[Paragraph], decided: Spans
) -> Named:
    """Resolves the names that no person decided about; see `entities.resolution`."""
    found = [
        mention
        for mention in annotations.mentions
        if len(mention.text) <= LONGEST_SURFACE
        and not overlaps(mention, decided.get(paragraphs[mention.paragraph].pk, ()))
    ]
    obeyed = obey(in_force(article), annotations.chains, found)
    as_read = {chain.id for chain in annotations.chains}
    of_chains = resolution.resolve(
        article,
        obeyed.chains,
        [read for ruled in obeyed.mentions for read in ruled.readings],
        # Of a kind that a rule gave, the thing that the rule was applied with.
        ruled={
            chain.id: target_of(chain.head, chain.kind)
            for chain in obeyed.chains
            if chain.id not in as_read
        },
    )
    return Named(obeyed.mentions, {chain: of.entity for chain, of in of_chains.items()})


def leave_to_events(article: Article, told: Told) -> None:
    """Lets names of events that are told of be settled as events, by no later look at names."""
    if told.events:
        Resolution.objects.filter(article=article, chain__in=list(told.events)).update(certain=True)


def leads(named: Named, events: Mapping[str, Entity]) -> dict[int, int]:
    """The entity that stands for each that is meant. One query."""
    return survivors(
        {entity.pk for entity in (*named.entities.values(), *events.values())}
        | {ruled.means for ruled in named.ruled if ruled.means is not None}
    )


def rows(
    named: Named,
    paragraphs: Sequence[Paragraph],
    events: Mapping[str, Entity],
    told: Told,
    lead: Mapping[int, int],
) -> list[Mention]:
    """A row for each name. Those that name an event told of are of that event's chain."""
    made = []
    for ruled in named.ruled:
        found = ruled.found
        event = told.events.get(found.chain, "")
        without = events[event] if event in events else named.entities[found.chain]
        # What a rule made of the name goes before the event it is.
        means = without.pk if ruled.chain == found.chain else named.entities[ruled.chain].pk
        means = ruled.means if ruled.means is not None else means
        changed = means != without.pk
        made.append(
            Mention(
                paragraph=paragraphs[found.paragraph],
                start=found.start,
                end=found.end,
                surface=surface_of(found, paragraphs),
                key=key_of(found.text),
                read_as=found.kind,
                entity_id=lead[means],
                resolved_to_id=means,
                unruled_id=without.pk if changed else None,
                rule=ruled.rule if changed or ruled.hidden else None,
                status=Mention.Status.HIDDEN if ruled.hidden else Mention.Status.STANDING,
                chain=event if event in events else found.chain,
                score=min(1.0, max(0.0, found.score)),
            )
        )
    return made


def tie_decided(
    version: int | None, annotations: Annotations, paragraphs: Sequence[Paragraph], told: Told
) -> None:
    """Lets a person's mentions know what the machine reads at the same words, chain and kind, for
    the day the decision is undone."""
    decided = list(Mention.objects.filter(paragraph__version=version, origin=Origin.EDITOR))
    if not decided:
        return
    known: dict[Span, tuple[str, str, bool]] = {}
    for name in annotations.mentions:
        chain = told.events.get(name.chain, name.chain)
        known[span_of(name, paragraphs)] = (chain, name.kind, False)
    for event in annotations.events:
        for each in event.mentions:
            span = span_of(each, paragraphs)
            known[span] = (event.id, "event", span not in known or known[span][2])
    for row in decided:
        row.chain, read_as, is_trigger = known.get(
            (row.paragraph_id, row.start, row.end), ("", row.read_as, row.is_trigger)
        )
        row.read_as, row.is_trigger = read_as, is_trigger
    Mention.objects.bulk_update(decided, ["chain", "read_as", "is_trigger"], batch_size=500)
