"""Histories: who or "System" did what to an entity or a dispatch, and whether it can be undone."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from articles.models import Article, Version
from articles.versions import changes
from entities.corrections import why_not_undo
from entities.ledger import SYSTEM, about_article, about_entity, listed, name_of, says, who
from entities.models import Decision, Entity, ExtractionRun, Rule

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history: a decision, or a reading by the system."""

    who: str
    when: datetime.datetime
    words: str
    reason: str = ""
    decision: Decision | None = None
    run: ExtractionRun | None = None
    version: Version | None = None
    """The version of a dispatch that was filed."""
    undone_by: Decision | None = None
    why_not: str = ""
    """Why it cannot be undone; empty where it can."""
    article: Article | None = None
    entity: Entity | None = None
    other: Entity | None = None
    rule: Rule | None = None


def of_entity(entity: Entity, limit: int = SHOWN, offset: int = 0) -> list[Line]:
    """All that was done to an entity, what it absorbed and the words that meant them, the latest
    first; its beginning is the system's, where the machine found it."""
    decisions = listed(about_entity(entity))[offset : offset + limit + 1]
    lines = [_decided(decision) for decision in decisions]
    if len(lines) <= limit and not any(line.words.startswith("made ") for line in lines):
        lines.append(Line(SYSTEM, entity.created_at, "first met it in a dispatch", entity=entity))
    return lines[:limit]


def of_article(article: Article, limit: int = SHOWN, offset: int = 0) -> list[Line]:
    """All that was decided about words of a dispatch, every version and every reading of it, the
    latest first."""
    wanted = offset + limit
    decisions = [_decided(decision) for decision in listed(about_article(article))[:wanted]]
    runs = (
        ExtractionRun.objects.filter(version__article=article, finished_at__isnull=False)
        .select_related("version", "requested_by")
        .order_by("-finished_at")[:wanted]
    )
    versions = (
        article.versions.select_related("filed_by", "article")
        .defer("search")
        .order_by("-filed_at", "-number")[:wanted]
    )
    merged = heapq.merge(
        decisions,
        map(_read, runs),
        map(_filed, versions),
        key=lambda line: line.when,
        reverse=True,
    )
    return _with_changes(article, list(merged)[offset:wanted])


def by_person(user: Any, limit: int = SHOWN) -> list[Line]:
    """A person's own last decisions, the latest first."""
    return lines(listed(Decision.objects.filter(made_by=user))[:limit])


def lines(decisions: Iterable[Decision]) -> list[Line]:
    """Lines of decisions loaded by `ledger.listed`. A query or two for each, for its undo."""
    return [_decided(decision) for decision in decisions]


def _decided(decision: Decision) -> Line:
    return Line(
        who=who(decision),
        when=decision.made_at,
        words=says(decision),
        reason=decision.reason,
        decision=decision,
        undone_by=getattr(decision, "undone_by", None),
        why_not=why_not_undo(decision),
        article=decision.article,
        entity=decision.entity,
        other=decision.other,
        rule=decision.rule,
    )


def _read(run: ExtractionRun) -> Line:
    if run.state == ExtractionRun.State.FAILED:
        words = f"could not read version {run.version.number}"
    else:
        words = (
            f"read version {run.version.number} with extraction {run.pipeline_version}: "
            f"{run.mention_count:,} mentions of {run.entity_count:,} entities"
        )
    return Line(SYSTEM, run.finished_at or run.queued_at, words, reason=run.error, run=run)


def _filed(version: Version) -> Line:
    origin = f" from {version.file_name}" if version.file_name else ""
    if version.number == 1:
        words = f"filed it{origin}"
    else:
        words = f"filed version {version.number}{origin}, {version.get_cause_display()}"
    return Line(name_of(version.filed_by), version.filed_at, words, version=version)


def _with_changes(article: Article, lines: list[Line]) -> list[Line]:
    """The same lines; those of a version say what it changed. Two queries."""
    changed = changes(article, [line.version for line in lines if line.version])
    return [
        replace(line, words=f"{line.words}: {changed[line.version.number].words}")
        if line.version and changed.get(line.version.number)
        else line
        for line in lines
    ]
