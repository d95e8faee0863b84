"""Mentions the reader was unsure of and nobody decided about, the least sure first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from articles.models import Article
from entities.models import Entity, Mention, Origin
from entities.quoting import Quoted, quoted

# Other mentions of the same words in the same dispatch that are shown beside the one asked about.
OTHERS_SHOWN = 5


def in_doubt() -> Q:
    """Picks the mentions to ask about, in the terms of the index of them alone. Machine rows stand
    in current versions only."""
    return Q(
        score__lt=Mention.DOUBTFUL,
        origin=Origin.MACHINE,
        status=Mention.Status.STANDING,
        rule__isnull=True,
        # Words that tell of an event are judged on its page, with what they tell.
        is_trigger=False,
    )


def count() -> int:
    """How many there are. One query, from an index of them alone."""
    return Mention.objects.filter(in_doubt()).count()


def first() -> int | None:
    """The one the reader was least sure of. One query."""
    return _first(Mention.objects.filter(in_doubt()).order_by("score", "pk"))


def after(mention: Mention) -> int | None:
    """The next to ask about. One query."""
    later = Q(score=mention.score, pk__gt=mention.pk) | Q(score__gt=mention.score)
    return _first(Mention.objects.filter(in_doubt(), later).order_by("score", "pk"))


def before(mention: Mention) -> int | None:
    """The one before it. One query."""
    return _first(Mention.objects.filter(in_doubt(), _earlier(mention)).order_by("-score", "-pk"))


def place(mention: Mention) -> int:
    """How many come before it. One query."""
    return Mention.objects.filter(in_doubt(), _earlier(mention)).count()


def _earlier(mention: Mention) -> Q:
    return Q(score=mention.score, pk__lt=mention.pk) | Q(score__lt=mention.score)


def _first(mentions: QuerySet[Mention]) -> int | None:
    return mentions.values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mention in its sentence, and where else the same words stand in its dispatch, in doubt."""

    asked: Quoted
    article: Article
    others: list[Quoted]

    @property
    def mention(self) -> Mention:
        return self.asked.mention

    @property
    def entity(self) -> Entity:
        return self.mention.entity

    @property
    def percent(self) -> int:
        return round(100 * self.mention.score)


def doubt_of(pk: int) -> Doubt | None:
    """A mention as it is asked about, or None where it is gone: read anew, for example."""
    mention = (
        Mention.objects.filter(pk=pk, paragraph__version__current_of__isnull=False)
        .select_related(
            "entity",
            "anchor",
            "paragraph__version__article__source",
            "paragraph__version__article__current_version",
        )
        .first()
    )
    if mention is None:
        return None
    version = mention.paragraph.version
    same = (
        Mention.objects.filter(in_doubt())
        .filter(paragraph__version=version, key=mention.key, entity=mention.entity_id)
        .exclude(pk=pk)
        .select_related("entity")
        .order_by("paragraph__position", "start")
    )
    asked, *others = quoted([mention, *same[:OTHERS_SHOWN]])
    return Doubt(asked, version.article, others)
