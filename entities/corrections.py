"""What a person decides: names, kinds, and which words mean what. Pages and admin both call this.

Every act locks the dispatches it touches, so that it takes turns with the machine's recording;
marks what it touched as an editor's, which no extraction changes; and brings the tallies up to
date. An act that cannot be done raises Refused, with the reason in words, and changes nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from entities import tallies
from entities.models import Alias, Entity, Kind, Mention, Origin
from entities.resolution import LONGEST_NAME, key_of

# Characters of context kept on either side of words a person decided about, after the W3C Web
# Annotation model's TextQuoteSelector.
CONTEXT = 32


class Refused(Exception):
    """Why a correction cannot be made, in words for the person who asked."""


@contextmanager
def _one_act() -> Iterator[None]:
    """A transaction whose loser, of two people who take the same name at once, is told so."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(
            "Somebody else took this name a moment ago. Nothing was changed: look once more."
        ) from error


def rename(entity: Entity, name: str) -> None:
    """Gives an entity another name; the old one stays among those it goes by."""
    name = " ".join(name.split())
    if not name:
        raise Refused("A name cannot be empty.")
    if len(name) > LONGEST_NAME:
        raise Refused(f"A name can have {LONGEST_NAME} characters; this one has {len(name)}.")
    with _one_act():
        entity = _locked(entity)
        refuse_taken(entity, entity.kind, name)
        for known_as in (entity.name, name):
            _know_as(entity, known_as, entity.kind)
        entity.name, entity.key, entity.origin = name, key_of(name), Origin.EDITOR
        entity.save(update_fields=["name", "key", "origin"])


def change_kind(entity: Entity, kind: str) -> None:
    """Says what kind of thing an entity is; what the machine reads leads to it still."""
    if kind not in Kind.values:
        raise Refused(f"There is no kind called {kind!r}.")
    with _one_act():
        entity = _locked(entity)
        if entity.kind == kind:
            return
        refuse_taken(entity, kind, entity.name)
        # The machine will go on reading some of these as the old kind and, once better, as the
        # new one: either has to lead here.
        for name in {entity.name, *entity.aliases.values_list("name", flat=True)}:
            _know_as(entity, name, entity.kind)
            _know_as(entity, name, kind)
        entity.kind, entity.origin = kind, Origin.EDITOR
        entity.save(update_fields=["kind", "origin"])


def describe(entity: Entity, description: str) -> None:
    """Sets the line that tells readers which one this is."""
    with transaction.atomic():
        entity = _locked(entity)
        entity.description = " ".join(description.split())[:300]
        entity.save(update_fields=["description"])


def add_alias(entity: Entity, name: str, kind: str = "") -> None:
    """Says that an entity also goes by a name, so that dispatches that use it lead to it."""
    name = " ".join(name.split())
    if not name:
        raise Refused("A name cannot be empty.")
    with transaction.atomic():
        entity = _locked(entity)
        _know_as(entity, name, kind or entity.kind)


def remove_alias(alias: Alias) -> None:
    """Says that an entity does not go by a name after all."""
    with transaction.atomic():
        entity = _locked(alias.entity)
        if alias.key == entity.key and alias.kind == entity.kind:
            raise Refused("This is the entity's own name: rename the entity instead.")
        alias.delete()


def create(name: str, kind: str, description: str = "") -> Entity:
    """Makes an entity by hand, to point mentions at."""
    name = " ".join(name.split())
    if not name:
        raise Refused("A name cannot be empty.")
    if kind not in Kind.values:
        raise Refused(f"There is no kind called {kind!r}.")
    with _one_act():
        entity = Entity(kind=kind, name=name, key=key_of(name), origin=Origin.EDITOR)
        refuse_taken(entity, kind, name)
        entity.description = " ".join(description.split())[:300]
        entity.save()
        _know_as(entity, name, kind)
    return entity


def reject(mentions: QuerySet[Mention], *, by: Any) -> int:
    """Says that these words name nothing; returns how many that changed."""
    return _decide(mentions, by=by, status=Mention.Status.REJECTED)


def confirm(mentions: QuerySet[Mention], *, by: Any) -> int:
    """Says that these words are what they are marked as, also where they had been rejected."""
    return _decide(mentions, by=by, status=Mention.Status.STANDING)


def point(mentions: QuerySet[Mention], entity: Entity, *, by: Any) -> int:
    """Says that these words mean that entity; returns how many that changed."""
    if entity.merged_into_id is not None:
        raise Refused(f"{entity.name} was merged into another entity; choose that one.")
    return _decide(mentions, by=by, status=Mention.Status.STANDING, entity=entity)


def _decide(
    mentions: QuerySet[Mention], *, by: Any, status: str, entity: Entity | None = None
) -> int:
    with transaction.atomic():
        ids = list(mentions.values_list("pk", flat=True))
        chosen = Mention.objects.filter(pk__in=ids)
        articles = tallies.lock_articles(
            chosen.values_list("paragraph__version__article", flat=True)
        )
        # Read again under the lock: an extraction may have replaced machine rows in between.
        rows = list(chosen.select_related("paragraph").order_by("pk"))
        if len(rows) != len(ids):
            raise Refused(
                "The dispatch was read again in the meantime. Nothing was changed: look once more."
            )
        for mention in rows:
            text = mention.paragraph.text
            mention.status = status
            mention.origin = Origin.EDITOR
            mention.prefix = text[max(0, mention.start - CONTEXT) : mention.start]
            mention.suffix = text[mention.end : mention.end + CONTEXT]
            mention.score = 1.0
            mention.decided_by = by
            mention.decided_at = timezone.now()
            if entity is not None:
                mention.entity = entity
        Mention.objects.bulk_update(
            rows,
            ["status", "origin", "prefix", "suffix", "score", "decided_by", "decided_at", "entity"],
            batch_size=500,
        )
        for article in articles:
            tallies.recount(article)
    return len(rows)


def _locked(entity: Entity) -> Entity:
    """The entity as it is now, its row locked until the end of the transaction."""
    locked = Entity.objects.select_for_update(no_key=True).get(pk=entity.pk)
    if locked.merged_into_id is not None:
        raise Refused(f"{locked.name} was merged into another entity; correct that one.")
    return locked


def refuse_taken(entity: Entity, kind: str, name: str, *, make_room: bool = True) -> None:
    """Raises Refused where another entity of this kind goes by this name."""
    taken = (
        Entity.objects.filter(kind=kind, key=key_of(name), namesake=entity.namesake)
        .filter(merged_into__isnull=True)
        .exclude(pk=entity.pk)
        .first()
    )
    if taken is None:
        return
    if taken.mention_count or taken.origin == Origin.EDITOR:
        raise Refused(
            f"There is already a {Kind(kind).label.lower()} called {taken.name} "
            f"(number {taken.pk}, {taken.mention_count} mentions). "
            "Point the mentions there, or choose a name that tells the two apart."
        )
    # A machine's leftover that no dispatch speaks of any more: it makes room, and its address
    # leads to the one that takes its name.
    if entity.pk is None:
        raise Refused(f"{taken.name} exists (number {taken.pk}): use that one.")
    if make_room:
        taken.merged_into = entity
        taken.save(update_fields=["merged_into"])


def _know_as(entity: Entity, name: str, kind: str) -> None:
    alias, created = Alias.objects.get_or_create(
        entity=entity,
        kind=kind,
        name=name[:LONGEST_NAME],
        defaults={"key": key_of(name), "origin": Origin.EDITOR},
    )
    if not created and alias.origin != Origin.EDITOR:
        alias.origin = Origin.EDITOR
        alias.save(update_fields=["origin"])
