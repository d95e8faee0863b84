"""Makes annotations and recorded dispatches for tests, without the recogniser."""

import re
from collections.abc import Mapping

from articles.models import Article
from entities.models import ExtractionRun
from entities.recording import record
from extraction.types import Annotations, Chain, Mention


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
    assert article.current_version_id is not None
    run, _ = ExtractionRun.objects.get_or_create(
        version_id=article.current_version_id,
        state__in=ExtractionRun.OPEN,
        defaults={"state": ExtractionRun.State.QUEUED},
    )
    run.state = ExtractionRun.State.RUNNING
    run.attempts += 1
    run.save()
    assert record(run, annotated(article, names), pipeline_version="test", reading_ms=1)
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
