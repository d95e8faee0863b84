"""From the events of a dispatch to entities: which real event each one is.

An event with a name is what its name was resolved to, unless that only says what and when. Any other is weighed against events that are
known of its type, place, time and participants: a clear winner is linked, a clear stranger is new,
and anything between is new with a suggestion that people settle. So a course (announced, begun,
completed) becomes one event, and two that are hard to tell apart stay two until somebody says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from articles.models import Article, Paragraph
from entities import turns
from entities.absorption import survivors
from entities.event_candidates import Candidate, gather, keep
from entities.event_evidence import is_proven, probability, told_apart, weigh
from entities.event_names import is_plain
from entities.event_tellings import Setting, Telling, Thing, setting, tell, together
from entities.models import Entity, Kind, PlaceFacts, Resolution, Suggestion, type_label
from entities.naming import LONGEST_NAME, key_of
from entities.reasons import Reason, reason
from entities.resolution import Resolved
from entities.verdicts import between
from extraction.gazetteer import country_of
from extraction.types import Event, Mention

Outcome = Resolution.Outcome

# Scores from which an event is linked, and below which it is a stranger; chosen for a precision of
# 95 per cent on training topics of ECB+ and the development part of benchmarks/happenings/gold.
LINK = 0.75
STRANGER = 0.25
# What a dispatch was linked to before it stays linked to, unless this little speaks for it.
STAYS = 0.5
# Log odds by which the best has to lead the next, where the two are not one.
LEAD = 0.7
_SUGGESTED = 2
# Events of one dispatch that are one already, with which another is compared at most.
_COMPARED = 3


@dataclass(slots=True)
class Decision:
    """How one event falls, before new entities have their rows."""

    outcome: str
    score: float
    reasons: list[Reason]
    winner: Entity | None = None
    """As found; merges are followed by whoever writes mentions."""
    doubts: list[tuple[Candidate, float, list[Reason]]] = field(default_factory=list)


def resolve_events(
    article: Article,
    events: Sequence[Event],
    entities_of_chains: Mapping[str, Entity],
    mentions: Sequence[Mention] = (),
) -> dict[str, Resolved]:
    """Returns what each event was resolved to, by its id, creating entities that are new.

    Call it in the recording transaction, after names are resolved; it replaces the dispatch's
    Resolution rows of events, whose chains are the events' ids. `entities_of_chains` holds what
    chains of names were resolved to and, under the ids of events that have a name, what the name
    was; `mentions` are the names. A new entity is called by its type until `entities.event_facts`
    composes its name. The number of queries does not depend on the number of events.
    """
    turns.resolve_in_turn()
    rows = Resolution.objects.filter(article=article, chain__startswith="e", kind=Kind.EVENT)
    before_by_name = {row.name: row.entity for row in rows.select_related("entity__merged_into")}
    rows.delete()
    if not events:
        return {}
    names = _names(events)
    before = {
        event.id: before_by_name[names[event.id]]
        for event in events
        if names[event.id] in before_by_name
    }
    tellings = _tellings(article, events, entities_of_chains, mentions)
    named = {
        event.id: entities_of_chains[event.id] for event in events if event.id in entities_of_chains
    }
    decisions = _decide(tellings, named, before)
    resolved = _settle(events, decisions, before)
    _suggest(decisions, resolved)
    _store(article, events, names, tellings, decisions, resolved)
    return resolved


def _names(events: Sequence[Event]) -> dict[str, str]:
    """What each event is known by in its dispatch: "coup withdrawal", "coup withdrawal 2"."""
    seen: Counter[str] = Counter()
    names = {}
    for event in events:
        name = f"{event.type} {event.name or event.head}"[: LONGEST_NAME - 8]
        seen[name] += 1
        names[event.id] = name if seen[name] == 1 else f"{name} {seen[name]}"
    return names


def _tellings(
    article: Article,
    events: Sequence[Event],
    entities: Mapping[str, Entity],
    mentions: Sequence[Mention],
) -> dict[str, Telling]:
    """What the dispatch tells of each event. Three queries."""
    texts = dict(
        enumerate(
            Paragraph.objects.filter(version=article.current_version_id)
            .order_by("position")
            .values_list("text", flat=True)
        )
    )
    where = _setting(article, texts, entities, mentions)
    return {
        event.id: together([tell(each, where, name=event.name) for each in event.mentions])
        for event in events
    }


def _setting(
    article: Article,
    texts: Mapping[int, str],
    entities: Mapping[str, Entity],
    mentions: Sequence[Mention],
) -> Setting:
    stand = survivors({entity.pk for entity in entities.values()})
    countries = dict(
        PlaceFacts.objects.filter(entity__in=stand.values(), certain=True).values_list(
            "entity", "country_code"
        )
    )
    things = {}
    for chain, entity in entities.items():
        country = ""
        if entity.kind == Kind.PLACE:
            country = countries.get(stand[entity.pk]) or country_of(entity.name)
        things[chain] = Thing(str(stand[entity.pk]), entity.name, entity.kind, country)
    return setting(
        str(article.pk),
        texts,
        things,
        mentions,
        dated=article.dated_at.date(),
    )


def _decide(
    tellings: Mapping[str, Telling], named: Mapping[str, Entity], before: Mapping[str, Entity]
) -> dict[str, Decision]:
    """How each event falls; writes nothing. Those first of which most is sure."""
    candidates = gather(tellings, {told: entity.pk for told, entity in before.items()})
    apart = _told_apart(before, candidates)
    weighed: dict[str, list[tuple[Candidate, float, list[Reason]]]] = {}
    for told, telling in tellings.items():
        pairs = [
            (candidate, weigh(telling, candidate.telling))
            for candidate in candidates[told]
            if (told, candidate.entity.pk) not in apart
        ]
        weighed[told] = sorted(
            ((candidate, probability(reasons), reasons) for candidate, reasons in pairs),
            key=lambda one: (-one[1], -one[0].dispatches, one[0].entity.pk),
        )
    order = sorted(
        tellings,
        key=lambda told: (-max((one[1] for one in weighed[told]), default=0.0), _number(told)),
    )
    decisions: dict[str, Decision] = {}
    taken: dict[int, list[Telling]] = defaultdict(list)
    for told in order:
        decision = _fall(tellings[told], weighed[told], named.get(told), before.get(told), taken)
        decisions[told] = decision
        if decision.winner is not None:
            taken[decision.winner.pk].append(tellings[told])
    return decisions


def _number(told: str) -> int:
    return int(told[1:]) if told[1:].isdigit() else 0


def _told_apart(
    before: Mapping[str, Entity], candidates: Mapping[str, Sequence[Candidate]]
) -> set[tuple[str, int]]:
    """What people said that an event, by what it was, is not."""
    was = {entity.pk for entity in before.values()}
    may_be = {candidate.entity.pk for of in candidates.values() for candidate in of}
    if not was or not may_be:
        return set()
    stand = survivors(was)
    different = {pair for pair, verdict in between(was | may_be).items() if verdict == "different"}
    return {
        (told, pk)
        for told, entity in before.items()
        for pk in may_be
        if frozenset((stand[entity.pk], pk)) in different
    }


def _fall(
    telling: Telling,
    weighed: list[tuple[Candidate, float, list[Reason]]],
    named: Entity | None,
    before: Entity | None,
    taken: Mapping[int, Sequence[Telling]],
) -> Decision:
    if named is not None and is_plain(telling.name):
        # "July 26 coup" says what and when, as any telling does: what else is told decides first.
        found = _fall(telling, weighed, None, before, taken)
        is_there = any(one[0].entity.pk == named.pk and one[1] >= STAYS for one in weighed)
        if found.outcome == Outcome.LINKED and not is_there:
            return found
    if named is not None:
        by_name = [reason("by_name", 0.0, f"its name was resolved to {named.name}")]
        by_name += next((one[2] for one in weighed if one[0].entity.pk == named.pk), [])
        doubts = [one for one in weighed if one[0].entity.pk != named.pk and one[1] >= STRANGER]
        return Decision(Outcome.LINKED, 1.0, by_name, winner=named, doubts=doubts[:_SUGGESTED])
    if before is not None and before.merged_into is not None:
        # A person looked at these very words, among others, and merged what they mean.
        note = f"an editor merged it into {before.merged_into.name}"
        return Decision(Outcome.LINKED, 1.0, [reason("editor_says", 6.0, note)], winner=before)
    free = [one for one in weighed if _is_free(telling, one[0], taken)]
    if before is not None:
        stays = [one for one in free if one[0].entity.pk == before.pk and one[1] >= STAYS]
        free = stays or free
    doubts = [one for one in weighed if one[1] >= STRANGER][:_SUGGESTED]
    if not free or free[0][1] < STRANGER:
        against = free[0][2] if free else [reason("stranger", 0.0, "no event like it is known")]
        score = 1 - free[0][1] if free else 1.0
        outcome = Outcome.UNSURE if doubts else Outcome.NEW
        return Decision(outcome, score, against, doubts=doubts)
    best, score, reasons = free[0]
    is_known = before is not None and best.entity.pk == before.pk and score >= STAYS
    if not is_known and score >= LINK and not is_proven(reasons):
        reasons = [*reasons, reason("unproven", 0.0, "it may be another of its kind")]
        return Decision(Outcome.UNSURE, 1 - score, reasons, doubts=doubts)
    if not is_known and score < LINK:
        return Decision(Outcome.UNSURE, 1 - score, reasons, doubts=doubts)
    rivals = [one for one in free[1:] if _total(one) > _total(free[0]) - LEAD]
    if rivals and not is_known:
        if any(probability(weigh(best.telling, one[0].telling)) < STAYS for one in rivals):
            other = rivals[0][0].entity
            note = f"{other.name} (number {other.pk}) fits as well"
            reasons = [*reasons, reason("rival", -LEAD, note)]
            return Decision(Outcome.UNSURE, 1 - score, reasons, doubts=doubts)
        # One event in two pieces: the better known takes it, people are asked about the pieces.
        free = sorted([free[0], *rivals], key=lambda one: (-one[0].dispatches, one[0].entity.pk))
        best, score, reasons = free[0]
        return Decision(Outcome.LINKED, score, reasons, winner=best.entity, doubts=free[1:])
    return Decision(Outcome.LINKED, score, reasons, winner=best.entity)


def _total(one: tuple[Candidate, float, list[Reason]]) -> float:
    return sum(each.weight for each in one[2])


def _is_free(
    telling: Telling, candidate: Candidate, taken: Mapping[int, Sequence[Telling]]
) -> bool:
    """Whether no other event of the dispatch is this one already, or none that is told apart."""
    return not any(
        other.type != telling.type or told_apart(telling, other)
        for other in taken.get(candidate.entity.pk, ())[-_COMPARED:]
    )


def _settle(
    events: Sequence[Event], decisions: Mapping[str, Decision], before: Mapping[str, Entity]
) -> dict[str, Resolved]:
    """Gives rows to events that are new: the row they had, where nothing else stands for it. Two
    queries."""
    spoken_of = set(
        Resolution.objects.filter(entity__in=[entity.pk for entity in before.values()])
        .order_by()
        .values_list("entity", flat=True)
    ) | {one.winner.pk for one in decisions.values() if one.winner is not None}
    entities: dict[str, Entity] = {}
    fresh: list[Event] = []
    for event in events:
        winner, was = decisions[event.id].winner, before.get(event.id)
        if winner is not None:
            entities[event.id] = winner
        elif was is not None and was.pk not in spoken_of and was.merged_into_id is None:
            spoken_of.add(was.pk)
            entities[event.id] = was
        else:
            fresh.append(event)
    for event, entity in zip(fresh, Entity.objects.bulk_create(map(_new, fresh)), strict=True):
        entities[event.id] = entity
    return {
        event.id: Resolved(
            entities[event.id],
            decisions[event.id].score,
            decisions[event.id].outcome,
            tuple(decisions[event.id].reasons),
        )
        for event in events
    }


def _new(event: Event) -> Entity:
    name = (event.name or type_label(event.type))[:LONGEST_NAME]
    return Entity(kind=Kind.EVENT, name=name, key=key_of(name))


def _suggest(decisions: Mapping[str, Decision], resolved: Mapping[str, Resolved]) -> None:
    """Hands what was in doubt to people: pairs that may be one event. Two queries."""
    stand = survivors({of.entity.pk for of in resolved.values()})
    pairs: dict[tuple[int, int], Suggestion] = {}
    for told, decision in decisions.items():
        mine = stand[resolved[told].entity.pk]
        for candidate, score, reasons in decision.doubts:
            low, high = sorted((mine, candidate.entity.pk))
            if low != high and (low, high) not in pairs:
                stored = [each.stored() for each in reasons]
                pairs[low, high] = Suggestion(low_id=low, high_id=high, score=score, reasons=stored)
    Suggestion.objects.bulk_create(
        [pairs[pair] for pair in sorted(pairs)],
        update_conflicts=True,
        unique_fields=["low", "high"],
        update_fields=["score", "reasons", "made_at"],
    )


def _store(
    article: Article,
    events: Sequence[Event],
    names: Mapping[str, str],
    tellings: Mapping[str, Telling],
    decisions: Mapping[str, Decision],
    resolved: Mapping[str, Resolved],
) -> None:
    """Keeps how each event was decided, and by what it is found again. Two queries."""
    rows = Resolution.objects.bulk_create(
        [
            Resolution(
                article=article,
                chain=event.id,
                kind=Kind.EVENT,
                name=names[event.id],
                entity=resolved[event.id].entity,
                score=resolved[event.id].score,
                outcome=resolved[event.id].outcome,
                # Names are looked at again when one like them comes in; events have none.
                certain=True,
                reasons=[each.stored() for each in decisions[event.id].reasons],
                traits=tellings[event.id].stored(),
            )
            for event in events
        ]
    )
    keep([(row, tellings[event.id]) for row, event in zip(rows, events, strict=True)])
