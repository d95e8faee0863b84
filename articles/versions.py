"""Versions of a dispatch held against each other: what each of them changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from articles.comparing import Difference, Side, difference
from articles.models import Article, Paragraph, Version


def side_of(version: Version, texts: Sequence[str]) -> Side:
    """A version as it is compared. Costs a query where its source is not loaded."""
    facts = {
        "Headline": version.headline,
        "Byline": version.byline,
        "Dateline": version.dateline,
        "Published": version.published_in_words,
        "Source": version.source.name if version.source else "",
    }
    return Side(facts, texts)


def changes(article: Article, versions: Iterable[Version]) -> dict[int, Difference]:
    """What each of these versions changed in the one before it, by its number; the first, which
    changed nothing, is left out. Two queries."""
    numbers = {version.number for version in versions if version.number > 1}
    if not numbers:
        return {}
    wanted = Q(number__in=numbers | {number - 1 for number in numbers})
    rows = article.versions.filter(wanted).select_related("source").defer("search")
    by_number = {version.number: version for version in rows}
    texts: dict[int, list[str]] = defaultdict(list)
    paragraphs = Paragraph.objects.filter(version__in=list(by_number.values()))
    for version_id, text in paragraphs.order_by("version_id", "position").values_list(
        "version_id", "text"
    ):
        texts[version_id].append(text)
    sides = {number: side_of(version, texts[version.pk]) for number, version in by_number.items()}
    return {
        number: difference(sides[number - 1], sides[number])
        for number in numbers
        if number - 1 in sides
    }
