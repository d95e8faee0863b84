"""Measures triggers, types and participants against marked dispatches.

On our own gold what is shipped is measured: typed mentions of the 45 types. A trigger is right where its
words overlap a marked one's (each counts once), its type where that is the marked one too. A participant
is right where a marked one of the same event has its role, and their words overlap or lead to one chain;
it counts once for an event, however often it is told; participants of triggers found in vain are wrong.

Outside data mark every event, of whatever type: see `outside.py`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.events.reading import Read, read
from benchmarks.happenings.gold import Told
from benchmarks.happenings.lines import Span as GoldSpan
from benchmarks.happenings.marks import Event as GoldEvent
from extraction.types import EventMention, Stretch

Span = tuple[int, int, int]


@dataclass(slots=True)
class Score:
    """Counts of what was found, marked, and right on either side."""

    found: float = 0
    marked: float = 0
    right_found: float = 0
    right_marked: float = 0

    def add(self, other: "Score") -> None:
        self.found += other.found
        self.marked += other.marked
        self.right_found += other.right_found
        self.right_marked += other.right_marked

    @property
    def precision(self) -> float:
        return 100 * self.right_found / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.right_marked / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def told(self) -> str:
        return f"{self.precision:7.1f}{self.recall:7.1f}{self.f1:7.1f}{self.marked:8.0f}"


@dataclass(slots=True)
class Tally:
    """All that is counted on our own gold."""

    trigger: Score = field(default_factory=Score)
    typed: Score = field(default_factory=Score)
    participants: Score = field(default_factory=Score)
    given: Score = field(default_factory=Score)
    """Participants of rightly found triggers only."""
    by_type: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    by_role: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    modality: Score = field(default_factory=Score)
    place: Score = field(default_factory=Score)
    when: Score = field(default_factory=Score)
    joined: Score = field(default_factory=Score)
    """Events within a dispatch: pairs of rightly found mentions that are of one event."""
    errors: Counter[str] = field(default_factory=Counter)
    dispatches: int = 0

    def add(self, told: Told, found: Read) -> None:
        """Count one dispatch in."""
        self.dispatches += 1
        gold = [
            (_place(mention.span), event, mention)
            for event in told.events
            for mention in event.mentions
        ]
        ours = [mention for event in found.annotations.events for mention in event.mentions]
        pairs = _matched([_span(one) for one in ours], [span for span, _, _ in gold])
        self._triggers(told, gold, ours, pairs)
        self._joining(gold, ours, pairs)
        of_event: dict[str, list[EventMention]] = defaultdict(list)
        for one, other in pairs.items():
            of_event[gold[other][1].identity].append(ours[one])
        for event in told.events:
            self._participants(told, found, event, of_event[event.identity])
            self._circumstances(told, found, event, of_event[event.identity])
        for at, mention in enumerate(ours):
            if at not in pairs:
                for part in mention.participants:
                    for score in (self.participants, self.by_role[part.role]):
                        score.found += 1

    def _triggers(
        self,
        told: Told,
        gold: Sequence[tuple[Span, GoldEvent, object]],
        ours: Sequence[EventMention],
        pairs: dict[int, int],
    ) -> None:
        _count(self.trigger, len(ours), len(gold), len(pairs))
        right = {a: b for a, b in pairs.items() if ours[a].type == gold[b][1].type}
        _count(self.typed, len(ours), len(gold), len(right))
        for at, mention in enumerate(ours):
            self.by_type[mention.type].found += 1
            self.by_type[mention.type].right_found += at in right
            if at not in pairs:
                self.errors[
                    f"in vain  {mention.type:14}{told.name}: {_around(told, _span(mention))}"
                ] += 1
            elif at not in right:
                self.errors[
                    f"type     {mention.type} not {gold[pairs[at]][1].type}: {told.name}: {_around(told, _span(mention))}"
                ] += 1
        found = set(pairs.values())
        for at, (span, event, _) in enumerate(gold):
            self.by_type[event.type].marked += 1
            self.by_type[event.type].right_marked += at in right.values()
            if at not in found:
                self.errors[f"missed   {event.type:14}{told.name}: {_around(told, span)}"] += 1
        for a, b in pairs.items():
            wanted = gold[b][2]
            is_right = ours[a].modality == wanted.modality  # type: ignore[attr-defined]
            _count(self.modality, 1, 1, int(is_right))
            if not is_right:
                self.errors[
                    f"modality {ours[a].modality} not {wanted.modality}: {told.name}: {_around(told, _span(ours[a]))}"  # type: ignore[attr-defined]
                ] += 1

    def _joining(
        self,
        gold: Sequence[tuple[Span, GoldEvent, object]],
        ours: Sequence[EventMention],
        pairs: dict[int, int],
    ) -> None:
        """B-cubed over rightly found mentions of one dispatch."""
        keys = {a: (ours[a].event, gold[b][1].identity) for a, b in pairs.items()}
        for mine, theirs in keys.values():
            with_me = {a for a, (one, _) in keys.items() if one == mine}
            with_them = {a for a, (_, one) in keys.items() if one == theirs}
            both = len(with_me & with_them)
            self.joined.found += 1
            self.joined.marked += 1
            self.joined.right_found += both / len(with_me)
            self.joined.right_marked += both / len(with_them)

    def _participants(
        self, told: Told, found: Read, event: GoldEvent, mentions: Sequence[EventMention]
    ) -> None:
        chains = _chains(found)
        ours: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
        for mention in mentions:
            for part in mention.participants:
                key = part.words.chain or part.words.text.lower()
                ours[part.role, key].append(part.words)
        marked = [(part.role, _place(part.span)) for part in event.participants]
        hit: set[int] = set()
        for (role, _), stretches in ours.items():
            right = [
                at
                for at, (wanted, span) in enumerate(marked)
                if wanted == role and any(_agree(one, span, chains) for one in stretches)
            ]
            hit.update(right)
            for score in (self.participants, self.given, self.by_role[role]):
                score.found += 1
                score.right_found += bool(right)
            if not right:
                around = _around(
                    told, (stretches[0].paragraph, stretches[0].start, stretches[0].end)
                )
                self.errors[f"part     {role} of {event.identity}: {told.name}: {around}"] += 1
        for at, (role, span) in enumerate(marked):
            for score in (
                self.participants,
                self.by_role[role],
                *((self.given,) if mentions else ()),
            ):
                score.marked += 1
                score.right_marked += at in hit
            if at not in hit and mentions:
                self.errors[
                    f"no part  {role} of {event.identity}: {told.name}: {_around(told, span)}"
                ] += 1

    def _circumstances(
        self, told: Told, found: Read, event: GoldEvent, mentions: Sequence[EventMention]
    ) -> None:
        if not mentions:
            return
        chains = _chains(found)
        where = [_place(span) for span in event.places]
        places = {one.place.chain: one.place for one in mentions if one.place}
        right = {
            key for key, one in places.items() if any(_agree(one, span, chains) for span in where)
        }
        named = [span for span in where if _chain_at(span, chains)]
        self.place.found += len(places)
        self.place.right_found += len(right)
        self.place.marked += len(named)
        self.place.right_marked += sum(
            any(_agree(one, span, chains) for one in places.values()) for span in named
        )
        for key, one in places.items():
            if key not in right:
                self.errors[
                    f"place    of {event.identity}: {told.name}: {_around(told, (one.paragraph, one.start, one.end))}"
                ] += 1
        first, last = event.days
        times = [one.time for one in mentions if one.time and one.time.earliest and one.time.latest]
        good = [
            one
            for one in times
            if (last is None or (one.earliest and one.earliest <= last))
            and (first is None or (one.latest and one.latest >= first))
        ]
        if event.when:
            self.when.found += len(times)
            self.when.right_found += len(good)
            self.when.marked += 1
            self.when.right_marked += bool(good)
            for time in times:
                if time not in good:
                    self.errors[
                        f"time     {time.text} ({time.edtf}) not {event.when} of {event.identity}: {told.name}"
                    ] += 1


def _count(score: Score, found: int, marked: int, right: int) -> None:
    score.found += found
    score.marked += marked
    score.right_found += right
    score.right_marked += right


def _place(span: GoldSpan) -> Span:
    return span.paragraph, span.start, span.end


def _span(mention: EventMention) -> Span:
    return mention.paragraph, mention.start, mention.end


def _around(told: Told, span: Span) -> str:
    paragraph, start, end = span
    text = told.texts[paragraph]
    return f"...{text[max(0, start - 45) : start]}[{text[start:end]}]{text[end : end + 35]}"


def _overlap(one: Span, other: Span) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _matched(ours: Sequence[Span], gold: Sequence[Span]) -> dict[int, int]:
    """Ours to marked ones that they overlap, each once."""
    taken: set[int] = set()
    pairs = {}
    for at, one in enumerate(ours):
        for other, span in enumerate(gold):
            if other not in taken and _overlap(one, span):
                pairs[at] = other
                taken.add(other)
                break
    return pairs


Chains = dict[int, list[tuple[int, int, str]]]


def _chains(found: Read) -> Chains:
    """By paragraph, every stretch that leads to a chain."""
    chains: Chains = defaultdict(list)
    for one in (*found.annotations.mentions, *found.annotations.references):
        chains[one.paragraph].append((one.start, one.end, one.chain))
    return chains


def _chain_at(span: Span, chains: Chains) -> set[str]:
    paragraph, start, end = span
    return {chain for a, b, chain in chains[paragraph] if a < end and start < b}


def _agree(one: Stretch, span: Span, chains: Chains) -> bool:
    if _overlap((one.paragraph, one.start, one.end), span):
        return True
    return bool(one.chain) and one.chain in _chain_at(span, chains)


def measure(gold: Iterable[Told]) -> Tally:
    """Read every dispatch and count it."""
    tally = Tally()
    for told in gold:
        tally.add(told, read(told.dispatch))
    return tally


def show(tally: Tally, errors: int) -> None:
    """Print all figures, and the first errors of each sort."""
    print(
        f"\nour own gold: {tally.dispatches} dispatches\n{'':22}{'P':>7}{'R':>7}{'F1':>7}{'marked':>8}"
    )
    for name, score in (
        ("triggers", tally.trigger),
        ("with their type", tally.typed),
        ("participants", tally.participants),
        ("  of right triggers", tally.given),
        *((f"  {role}", score) for role, score in sorted(tally.by_role.items())),
        ("modality", tally.modality),
        ("place", tally.place),
        ("time", tally.when),
        ("joined, B-cubed", tally.joined),
    ):
        print(f"{name:22}{score.told()}")
    print("by type")
    for name, score in sorted(tally.by_type.items()):
        print(f"  {name:20}{score.told()}")
    shown: Counter[str] = Counter()
    for words in sorted(tally.errors):
        sort = words.split()[0]
        shown[sort] += 1
        if shown[sort] <= errors:
            print(" ", words)
