"""Makes annotations and recorded dispatches for tests, without the recogniser."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from articles.models import Article
from articles.tests.factories import filed
from entities.models import ExtractionRun
from entities.recording import record
from extraction.types import (
    Annotations,
    Chain,
    Event,
    EventMention,
    Figure,
    Mention,
    Participant,
    Quote,
    Stretch,
    Timex,
)


def annotated(article: Article, names: Mapping[str, tuple[str, str]]) -> Annotations:
    """Marks every occurrence of each surface: `{surface: (kind, head of its chain)}`."""
    assert article.current_version is not None
    heads = list(dict.fromkeys(names.values()))
    chain_of = {kind_and_head: f"c{number}" for number, kind_and_head in enumerate(heads, start=1)}
    mentions: list[Mention] = []
    for index, paragraph in enumerate(article.current_version.paragraphs.order_by("position")):
        taken: list[tuple[int, int]] = []
        for surface, (kind, head) in sorted(names.items(), key=lambda item: -len(item[0])):
            for match in re.finditer(rf"\b{re.escape(surface)}\b", paragraph.text):
                if any(match.start() < end and start < match.end() for start, end in taken):
                    continue
                taken.append(match.span())
                mentions.append(
                    Mention(
                        index,
                        *match.span(),
                        surface,
                        kind,
                        chain_of[kind, head],
                        0.9,
                    )
                )
    present = {mention.chain for mention in mentions}
    chains = tuple(
        Chain(
            chain_of[kind, head],
            kind,
            head,
            tuple(surface for surface, of in names.items() if of == (kind, head)),
        )
        for kind, head in heads
        if chain_of[kind, head] in present
    )
    return Annotations(chains, tuple(sorted(mentions, key=lambda m: (m.paragraph, m.start))))


def recorded(article: Article, names: Mapping[str, tuple[str, str]]) -> ExtractionRun:
    """The dispatch read, its mentions being `names`."""
    return recorded_as(article, annotated(article, names))


def recorded_as(article: Article, annotations: Annotations) -> ExtractionRun:
    """The dispatch read, these being what was found in it."""
    assert article.current_version_id is not None
    run, _ = ExtractionRun.objects.get_or_create(
        version_id=article.current_version_id,
        state__in=ExtractionRun.OPEN,
        defaults={"state": ExtractionRun.State.QUEUED},
    )
    run.state = ExtractionRun.State.RUNNING
    run.attempts += 1
    run.save()
    assert record(run, annotations, pipeline_version="test", reading_ms=1)
    run.refresh_from_db()
    return run


NAMES = {
    "Emmanuel Macron": ("person", "Emmanuel Macron"),
    "Macron": ("person", "Emmanuel Macron"),
    "France": ("place", "France"),
    "Niger": ("place", "Niger"),
    "Niamey": ("place", "Niamey"),
    "European Union": ("organisation", "European Union"),
    "EU": ("organisation", "European Union"),
}


class Reading:
    """Builds what is found in one dispatch, by its words: paragraphs count from 0.

    reading = Reading(article, NAMES)
    reading.happened("e1", "coup", "coup", place="Niger", time=("July 26", "2023-07-26"))
    reading.said("“We will leave.”", speaker="Macron", cue="said")
    reading.counted("1,500 soldiers", 1500, of="soldier", event="e1")
    recorded_as(article, reading.annotations())
    """

    def __init__(self, article: Article, names: Mapping[str, tuple[str, str]]) -> None:
        assert article.current_version is not None
        self.found = annotated(article, names)
        self.texts = [p.text for p in article.current_version.paragraphs.order_by("position")]
        self.events: dict[str, Event] = {}
        self.quotes: list[Quote] = []
        self.figures: list[Figure] = []
        self.timexes: list[Timex] = []

    def stretch(self, words: str, chain: str | None = None) -> Stretch:
        """The first place of these words, with the chain of the name they are or end in."""
        number = next(n for n, text in enumerate(self.texts) if words in text)
        start = self.texts[number].find(words)
        end = start + len(words)
        if chain is None:
            named = [
                mention.chain
                for mention in self.found.mentions
                if mention.paragraph == number and start <= mention.start and mention.end == end
            ]
            chain = named[0] if named else ""
        return Stretch(number, start, end, words, chain)

    def chain_of(self, head: str) -> str:
        """The chain of a name, for words that only stand for it."""
        return next(chain.id for chain in self.found.chains if chain.head == head)

    def happened(
        self,
        event: str,
        type_: str,
        trigger: str,
        *,
        place: str = "",
        time: tuple[str, str] | None = None,
        claimed_by: str = "",
        name: str = "",
        **facts: Any,
    ) -> "Reading":
        """One mention of an event; participants by role: `agent="Macron"`."""
        words = self.stretch(trigger, "")
        roles = {role: facts.pop(role) for role in list(facts) if role in _ROLES}
        mention = EventMention(
            words.paragraph,
            words.start,
            words.end,
            trigger,
            event,
            type_,
            lemma=facts.pop("lemma", trigger.lower()),
            participants=tuple(
                Participant(role, each if isinstance(each, Stretch) else self.stretch(each))
                for role, each in roles.items()
            ),
            time=self.time(*time) if time else None,
            place=self.stretch(place) if place else None,
            claimed_by=self.stretch(claimed_by) if claimed_by else None,
            **facts,
        )
        known = self.events.get(event) or Event(event, type_, mention.lemma, name, ())
        self.events[event] = replace(known, mentions=(*known.mentions, mention))
        return self

    def time(self, words: str, value: str) -> Timex:
        """An expression of time of which `value` is a day, a month or a year."""
        place = self.stretch(words)
        parts = [int(part) for part in value.split("-")]
        earliest = datetime.date(*[*parts, 1, 1][:3])
        latest = earliest
        if len(parts) == 2:
            latest = (earliest + datetime.timedelta(31)).replace(day=1) - datetime.timedelta(1)
        if len(parts) == 1:
            latest = datetime.date(parts[0], 12, 31)
        precision = ("year", "month", "day")[len(parts) - 1]
        found = Timex(
            place.paragraph, place.start, place.end, words, "date", value, value, earliest, latest,
            precision,
        )  # fmt: skip
        if found not in self.timexes:
            self.timexes.append(found)
        return found

    def said(
        self,
        *content: str,
        form: str = "direct",
        speaker: str | Stretch = "",
        cue: str = "",
        addressee: str = "",
    ) -> "Reading":
        if isinstance(speaker, str):
            speaker = self.stretch(speaker) if speaker else None  # type: ignore[assignment]
        self.quotes.append(
            Quote(
                tuple(self.stretch(words, "") for words in content),
                form,
                speaker or None,  # type: ignore[arg-type]
                self.stretch(cue, "") if cue else None,
                self.stretch(addressee) if addressee else None,
            )
        )
        return self

    def counted(
        self, words: str, low: float | None, high: float | None = None, **facts: Any
    ) -> "Reading":
        """`high` is `low` where it is not given."""
        place = self.stretch(words, "")
        lower = None if low is None else Fraction(low)
        upper = lower if high is None else Fraction(high)
        self.figures.append(
            Figure(place.paragraph, place.start, place.end, words, lower, upper, **facts)
        )
        return self

    def annotations(self) -> Annotations:
        return replace(
            self.found,
            events=tuple(self.events.values()),
            quotes=tuple(self.quotes),
            figures=tuple(self.figures),
            timexes=tuple(self.timexes),
        )


_ROLES = frozenset("agent patient recipient instrument origin destination topic".split())

HAPPENED = (
    "President Emmanuel Macron said France would withdraw 1,500 soldiers from Niger by December 22.",
    "The generals ousted Mohamed Bazoum on July 26, the army said. The coup in Niger shocked Paris.",
    "“We will not be held hostage by the junta,” he told reporters.",
)
HAPPENED_NAMES = {
    "Emmanuel Macron": ("person", "Emmanuel Macron"),
    "Mohamed Bazoum": ("person", "Mohamed Bazoum"),
    "France": ("place", "France"),
    "Niger": ("place", "Niger"),
    "Paris": ("place", "Paris"),
}


def told(*paragraphs: str, article: Article | None = None) -> Article:
    """A dispatch of a coup, a withdrawal, two quotes and a figure, filed and read."""
    article = article or filed(*(paragraphs or HAPPENED))
    recorded_as(article, happenings(article).annotations())
    return article


def happenings(article: Article) -> Reading:
    """What stands in `HAPPENED`: event e1 is the coup, e2 the withdrawal."""
    reading = Reading(article, HAPPENED_NAMES)
    macron = reading.stretch("he told", reading.chain_of("Emmanuel Macron"))
    he = replace(macron, end=macron.start + 2, text="he")
    return (
        reading.happened(
            "e2",
            "withdrawal",
            "withdraw",
            agent="France",
            patient="1,500 soldiers",
            origin="Niger",
            place="Niger",
            time=("by December 22", "2023-12-22"),
            modality="planned",
            phase="announced",
            claimed_by="President Emmanuel Macron",
        )
        .happened(
            "e1",
            "coup",
            "ousted",
            agent="The generals",
            patient="Mohamed Bazoum",
            time=("July 26", "2023-07-26"),
            claimed_by="the army",
        )
        .happened("e1", "coup", "coup", place="Niger")
        .said(
            "France would withdraw 1,500 soldiers from Niger by December 22",
            form="indirect",
            speaker="President Emmanuel Macron",
            cue="said",
        )
        .said("“We will not be held hostage by the junta,”", speaker=he, cue="told")
        .counted("1,500 soldiers", 1500, of="soldier", of_text="soldiers", event="e2")
    )
