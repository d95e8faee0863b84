"""What speaks for and against two tellings being of one event, each with its weight and in words.

The weights are data (entities/lexicon/eventweights.tsv), learned by `training/eventweights.py`; their
sum, as log odds, is the score. All evidence is symmetric. Much of it weighs differently where the
tellings use one word for what happened, kindred words ("kill", "murder"), or other words: such
features end in ".same", ".kindred" and ".other".
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain, combinations
from pathlib import Path
from typing import NamedTuple

from entities import event_words
from entities.event_names import date_words
from entities.event_tellings import Telling, Thing, common, likeness
from entities.event_times import Time
from entities.reasons import Reason, reason
from extraction.gazetteer import country_name

_LEXICON = Path(__file__).parent / "lexicon"
# Types whose course lasts, so that two days are not yet two events.
COURSES = frozenset(
    "withdrawal negotiation invasion deployment clash protest displacement aid outbreak strike sanctions "
    "blockade investigation trial ceasefire kidnapping legislation acquisition".split()
)
# Types of which a country seldom has two within a year.
SELDOM = frozenset(
    "coup withdrawal invasion ceasefire election disaster outbreak expulsion recall".split()
)
# Types that one event may be read as: by who dies of it, by whether shots are heard.
_AKIN = (
    "coup dismissal resignation",
    "attack clash killing death injury kidnapping invasion crime",
    "disaster death injury displacement",
    "accident death injury killing",
    "withdrawal deployment",
    "expulsion recall",
    "agreement ceasefire negotiation meeting",
    "meeting visit negotiation",
    "charge trial verdict ruling",
    "arrest kidnapping charge",
    "protest clash",
    "termination withdrawal sanctions",
    "legislation ruling",
    "acquisition agreement",
    "election appointment",
)


@cache
def akin(type_: str) -> frozenset[str]:
    """The types under which the same event may be told elsewhere, its own among them."""
    return frozenset((type_,)).union(*(row.split() for row in _AKIN if type_ in row.split()))


# What speaks of an event without being one: who says a thing, who tries it.
_LIGHT = frozenset(
    "say tell report announce claim state accord add note ask explain describe try attempt make take have "
    "do be go get begin start continue plan want help cause lead".split()
)
_FAR_APART, _STRANGE = 0.22, 0.1
_DAYS_TOLD_NEAR, _DAYS_TOLD_FAR = 3, 45


class Found(NamedTuple):
    """One feature: how much of it there is, and what it says to people."""

    feature: str
    amount: float
    note: str


MENTIONS, DISPATCHES = "mentions", "dispatches"


@cache
def weights(between: str) -> dict[str, float]:
    """The weight of each feature between two MENTIONS, or between all that two DISPATCHES tell; what
    is not listed weighs nothing."""
    found = {}
    for line in (_LEXICON / "eventweights.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            feature, *both = line.split("\t")
            found[feature] = float(both[0 if between == MENTIONS else 1])
    return found


def probability(reasons: Iterable[Reason]) -> float:
    """The score of reasons taken together, 0 to 1."""
    return logistic(sum(each.weight for each in reasons))


def logistic(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def weigh(one: Telling, two: Telling, *, between: str = DISPATCHES) -> list[Reason]:
    """The reasons for and against, what happened first."""
    known = weights(between)
    found = [
        reason(each.feature, known[each.feature] * each.amount, each.note)
        for each in features(one, two)
        if known.get(each.feature)
    ]
    return [each for each in found if abs(each.weight) >= 0.005]


def features(one: Telling, two: Telling) -> Iterator[Found]:
    """All that can be said of two tellings."""
    relation = kinship(one, two)
    how = relation.how
    yield Found("start", 1.0, "two tellings are seldom of one event")
    yield from relation.told
    yield from _types(one, two, how)
    yield from _stories(one, two, how)
    yield from _words(one, two, how)
    yield from _parties(one, two)
    yield from _places(one, two)
    if how != "other":
        yield from _seldom(one, two)
    yield from _times(one, two)


# What tells an event from others of its kind, and what speaks against that outright.
_PROOF = frozenset(
    ("same_day", "same_time", "same_patient", "same_recipient", "same_event_name", "seldom")
)
_DISPROOF = frozenset(("other_time", "told_before", "other_country"))
_WHERE = frozenset(("same_place", "same_agent", "same_country", "place_inside"))
# The weight of common words from which two dispatches of these days are of one story.
_ONE_STORY = 0.8


def is_proven(reasons: Iterable[Reason]) -> bool:
    """Whether these tell the event from others of its kind: an attack in a town where there was
    another last week is told by its day, its victim, or by dispatches of one story on one day."""
    weight = {each.feature: each.weight for each in reasons}
    if weight.keys() & _DISPROOF:
        return False
    story = max(
        (weight.get(f"story.{how}", 0.0) for how in ("same", "kindred", "other")), default=0
    )
    of_one_story = "told_near" in weight and story >= _ONE_STORY and weight.keys() & _WHERE
    return bool(weight.keys() & _PROOF or of_one_story)


_APART = frozenset(("other_time", "other_place", "other_patient", "other_agent", "told_before"))


def told_apart(one: Telling, two: Telling) -> bool:
    """Whether time, place or participants say that these are two."""
    found = chain(_parties(one, two), _places(one, two), _times(one, two))
    return any(each.feature in _APART for each in found)


class Kinship(NamedTuple):
    """How the words for what happened are related: "same", "kindred" or "other"."""

    how: str
    told: list[Found]


def kinship(one: Telling, two: Telling) -> Kinship:
    """The best relation between any two triggers."""
    best = (0, "other_words", "", "")
    for a in sorted(one.lemmas):
        for b in sorted(two.lemmas):
            rank, name = related(a, b)
            if rank > best[0]:
                best = (rank, name, a, b)
    rank, name, a, b = best
    notes = {
        "same_word": f"both say “{a}”",
        "same_family": f"“{a}” and “{b}” are forms of one word",
        "kindred_meaning": f"“{a}” and “{b}” mean much the same",
        "kindred": f"“{a}” and “{b}” can tell of one happening",
        "same_meaning": f"“{a}” and “{b}” can mean the same",
        "near_meaning": f"“{a}” and “{b}” are near in meaning",
        "wider_meaning": f"“{a}” and “{b}”: one is a kind of the other",
        "same_sort": f"“{a}” and “{b}” are of one sort",
        "other_words": "the words for what happened differ",
    }
    told = [Found(name, 1.0, notes[name])]
    how = "same" if rank >= 8 else "kindred" if rank >= 4 else "other"
    if how == "same":
        tells = min(event_words.rarity(a), event_words.rarity(b)) / 6
        told.append(
            Found(
                "telling_word",
                tells,
                f"“{a}” is a word that tells much" if tells > 0.6 else f"“{a}” is a common word",
            )
        )
    if (
        event_words.family(a or min(one.lemmas, default="")) in _LIGHT
        and event_words.family(b or min(two.lemmas, default="")) in _LIGHT
    ):
        told.append(Found(f"light_word.{how}", 1.0, "such words are used of many things"))
    return Kinship(how, told)


@lru_cache(maxsize=200_000)
def related(a: str, b: str) -> tuple[int, str]:
    """How two lemmas are related, the closest relation first in rank."""
    if a == b:
        return 9, "same_word"
    one, two = event_words.family(a), event_words.family(b)
    if one == two:
        return 8, "same_family"
    kindred = frozenset((one, two)) in _kindred()
    x, y = event_words.entry(a), event_words.entry(b)
    if x is not None and y is not None:
        first = x.concepts[:1] == y.concepts[:1]
        if kindred and set(x.concepts) & set(y.concepts):
            return 7, "kindred_meaning"
        if kindred:
            return 6, "kindred"
        if first:
            return 5, "same_meaning"
        if set(x.concepts) & set(y.concepts):
            return 4, "near_meaning"
        if set(x.concepts[:2]) & y.above or set(y.concepts[:2]) & x.above:
            return 2, "wider_meaning"
        if x.above & y.above:
            return 1, "same_sort"
    return (6, "kindred") if kindred else (0, "other_words")


@cache
def _kindred() -> frozenset[frozenset[str]]:
    lines = (_LEXICON / "kindred.tsv").read_text(encoding="utf-8").splitlines()
    groups = [
        {event_words.family(event_words.lemma(word)) for word in line.split()}
        for line in lines
        if line and not line.startswith("#")
    ]
    return frozenset(frozenset(pair) for group in groups for pair in combinations(sorted(group), 2))


def _types(one: Telling, two: Telling, how: str) -> Iterator[Found]:
    if one.type and two.type:
        same = one.type == two.type
        note = f"both are read as: {one.type}" if same else f"{one.type} here, {two.type} there"
        yield Found(f"{'same' if same else 'other'}_type.{how}", 1.0, note)
    if one.name and two.name and one.name.casefold() == two.name.casefold():
        yield Found("same_event_name", 1.0, f"both name it {one.name}")


def _stories(one: Telling, two: Telling, how: str) -> Iterator[Found]:
    if one.dispatch and one.dispatch == two.dispatch:
        yield Found(f"same_dispatch.{how}", 1.0, "one dispatch tells both")
        apart = abs(one.at - two.at)
        yield Found(f"paragraphs_apart.{how}", min(apart, 10) / 10, f"{apart} paragraphs apart")
        if not apart:
            yield Found(f"same_paragraph.{how}", 1.0, "in one paragraph")
        return
    alike = likeness(one.story, two.story)
    shared = ", ".join(common(one.story, two.story, 4))
    about = f"the dispatches share {shared}" if shared else "the dispatches share no words"
    yield Found(f"story.{how}", min(alike, 0.6), about)
    if alike < _STRANGE:
        yield Found(f"strange_story.{how}", 1.0, "the dispatches are about other things")
    elif alike < _FAR_APART:
        yield Found(f"other_story.{how}", 1.0, "the dispatches have little in common")


def _words(one: Telling, two: Telling, how: str) -> Iterator[Found]:
    for name, a, b, where in (
        ("before", one.before, two.before, "before it"),
        ("after", one.after, two.after, "after it"),
        ("sentence", one.sentence, two.sentence, "in the sentence"),
    ):
        alike = likeness(a, b)
        words = common(a, b, 4) if alike else []
        if words:
            yield Found(f"{name}.{how}", alike, f"{where} both say {', '.join(words)}")
    crossed = max(likeness(one.before, two.after), likeness(one.after, two.before))
    words = common(one.before, two.after, 3) + common(one.after, two.before, 3)
    if words:
        yield Found(f"crossed.{how}", crossed, f"beside it both say {', '.join(words[:4])}")
    if one.phrase and two.phrase:
        same = one.phrase & two.phrase
        note = f"both say “{min(same)}”" if same else "the rest of the words differs"
        yield Found(f"{'same' if same else 'other'}_phrase.{how}", 1.0, note)
    if how != "same":
        yield from _beside_itself(one, two, how)


def _beside_itself(one: Telling, two: Telling, how: str) -> Iterator[Found]:
    """Where one sentence has the other's word besides its own, the two are told apart there."""
    apart = [
        lemma
        for telling, other in ((one, two), (two, one))
        for lemma in sorted(other.lemmas)
        if lemma in telling.sentence
    ]
    if apart:
        note = f"“{apart[0]}” stands beside the other word"
        yield Found("told_beside", len(apart) / 2, note)


_ROLE_WORDS = {
    "agent": "as who does it",
    "patient": "as whom it happens to",
    "recipient": "as whom it is for",
    "instrument": "as what it is done with",
    "origin": "as from where",
    "destination": "as to where",
    "topic": "as what it is about",
}


def _parties(one: Telling, two: Telling) -> Iterator[Found]:
    for role in sorted(set(one.roles) & set(two.roles) & set(_ROLE_WORDS)):
        ours, theirs = one.roles[role], two.roles[role]
        shared = sorted(set(ours) & set(theirs))
        as_what = _ROLE_WORDS[role]
        named = [key for key in shared if not key.startswith("w:")]
        if named:
            called = ", ".join(ours[key] for key in named[:3])
            yield Found(f"same_{role}", 1.0, f"both name {called} {as_what}")
        elif shared:
            yield Found(f"same_{role}_words", 1.0, f"both say “{ours[shared[0]]}” {as_what}")
        else:
            a, b = _named(ours), _named(theirs)
            if a and b:
                yield Found(f"other_{role}", 1.0, f"{a[0]} here, {b[0]} there {as_what}")
            elif not a and not b and ours and theirs:
                here, there = next(iter(ours.values())), next(iter(theirs.values()))
                yield Found(f"other_{role}_words", 1.0, f"“{here}” here, “{there}” there {as_what}")
    yield from _in_other_roles(one, two)


def _named(parties: dict[str, str]) -> list[str]:
    return [called for key, called in parties.items() if not key.startswith("w:")]


def _in_other_roles(one: Telling, two: Telling) -> Iterator[Found]:
    """Names in both, but in other roles: "the withdrawal of France", "France withdraws"."""
    for role, of in sorted(one.roles.items()):
        for other, those in sorted(two.roles.items()):
            shared = [key for key in of if key in those and not key.startswith("w:")]
            if role != other and shared:
                yield Found("same_party", 1.0, f"both name {of[shared[0]]}")
                return


def _places(one: Telling, two: Telling) -> Iterator[Found]:
    if not one.places or not two.places:
        yield from _countries(one, two)
        return
    shared = sorted(set(one.places) & set(two.places))
    if shared:
        yield Found("same_place", 1.0, f"both in {one.places[shared[0]].name}")
        return
    a, b = next(iter(one.places.values())), next(iter(two.places.values()))
    countries = {each.country for each in one.places.values() if each.country} & {
        each.country for each in two.places.values() if each.country
    }
    if countries and (_is_country(one.places.values()) or _is_country(two.places.values())):
        inner, outer = (a, b) if _is_country([b]) else (b, a)
        yield Found("place_inside", 1.0, f"{inner.name} is in {outer.name}")
    elif countries:
        yield Found("other_place", 0.5, f"{a.name} here, {b.name} there")
    else:
        yield Found("other_place", 1.0, f"{a.name} here, {b.name} there")


def _countries(one: Telling, two: Telling) -> Iterator[Found]:
    """Where a place is not told on both sides: the countries around them."""
    if not one.countries or not two.countries:
        return
    shared = sorted(set(one.countries) & set(two.countries))
    if shared:
        yield Found("same_country", 1.0, f"both beside {one.countries[shared[0]]}")
    else:
        here, there = next(iter(one.countries.values())), next(iter(two.countries.values()))
        yield Found("other_country", 1.0, f"beside {here} here, beside {there} there")


def _seldom(one: Telling, two: Telling) -> Iterator[Found]:
    """A country seldom has two coups in one year, or two elections."""
    there = {each.country for each in (*one.places.values(), *two.places.values())}
    shared = set(one.countries) & set(two.countries)
    shared_first = sorted(shared, key=lambda code: (code not in there, code))
    if one.type == two.type and one.type in SELDOM and shared:
        yield Found("seldom", 1.0, f"{one.countries[shared_first[0]]} seldom has two of them")


def _is_country(places: Iterable[Thing]) -> bool:
    return any(each.country and country_name(each.country) == each.name for each in places)


def _times(one: Telling, two: Telling) -> Iterator[Found]:
    a, b = one.time, two.time
    shared = one.days & two.days
    if shared:
        day = min(shared)
        a = b = Time(day, day)
    lasts = one.type in COURSES or two.type in COURSES
    if _known(a) and _known(b):
        yield from _compared(a, b, lasts)
    elif not lasts:
        yield from _before_it_was(one, two)
    if one.dated and two.dated and one.dispatch != two.dispatch:
        apart = min(abs((x - y).days) for x in one.dated for y in two.dated)
        days = (
            "the same day" if not apart else "a day apart" if apart == 1 else f"{apart} days apart"
        )
        if apart <= _DAYS_TOLD_NEAR:
            yield Found("told_near", 1.0, f"told on {days}" if not apart else f"told {days}")
        elif apart > _DAYS_TOLD_FAR and not (_known(a) and _known(b)):
            amount = min(2.0, math.log(apart / _DAYS_TOLD_FAR, 4))
            yield Found("told_far_apart", amount, f"told {days}")


def _known(time: Time) -> bool:
    return time.earliest is not None or time.latest is not None


def _compared(a: Time, b: Time, lasts: bool) -> Iterator[Found]:
    one, two = date_words(a.earliest, a.latest), date_words(b.earliest, b.latest)
    (first, last), (start, end) = _ends(a), _ends(b)
    gap = max((start - last).days, (first - end).days)
    if a[:2] == b[:2] and a.earliest == a.latest:
        yield Found("same_day", 1.0, f"same day: {one}")
    elif a[:2] == b[:2]:
        yield Found("same_time", 1.0, f"same time: {one}")
    elif gap <= 0:
        widest = max((last - first).days, (end - start).days)
        name = "within_time" if widest <= 62 else "within_year" if widest <= 400 else "open_time"
        yield Found(name, 1.0, f"{one} here, {two} there: they can be one")
    elif gap <= 1:
        yield Found("next_day", 1.0, f"a day apart: {one} here, {two} there")
    elif lasts:
        amount = min(2.0, math.log2(1 + gap / 30))
        yield Found("other_time_of_course", amount, f"{one} here, {two} there, but it may last")
    else:
        amount = min(3.0, 0.3 + math.log10(gap))
        yield Found("other_time", amount, f"{one} here, {two} there")


def _ends(time: Time) -> tuple[datetime.date, datetime.date]:
    return time.earliest or datetime.date.min, time.latest or datetime.date.max


def _before_it_was(one: Telling, two: Telling) -> Iterator[Found]:
    """What is told as having happened cannot be what happened only later."""
    for timed, other in ((one, two), (two, one)):
        time = timed.time
        happened = any(said.modality == "happened" for said in other.said)
        if time.earliest and other.dated and happened and not _known(other.time):
            early = (time.earliest - min(other.dated)).days
            if early > 1:
                when = date_words(time.earliest, time.latest)
                yield Found("told_before", 1.0, f"told {early} days before {when}")
                return
