"""Correcting an entity: its name, its kind, its line, and the names it goes by."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from entities import corrections
from entities.access import correcting_only
from entities.models import Act, Alias, Decision, Entity
from entities.views.outcomes import done
from entities.views.pages import entity_at, show


@correcting_only
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Does what `act` says; refused, it shows the page with what was typed and why."""
    entity = entity_at(pk)
    sent = request.POST
    try:
        decision = _act(entity, sent, request)
    except corrections.Refused as refusal:
        status = 409 if isinstance(refusal, corrections.Changed) else 422
        return show(request, entity_at(pk), tried=sent, problem=str(refusal), status=status)
    return done(request, decision, otherwise=entity.get_absolute_url())


def _act(entity: Entity, sent: QueryDict, request: HttpRequest) -> Decision:
    by, reason, seen = request.user, sent.get("reason", ""), _number(sent, "seen")
    match sent.get("act", ""):
        case Act.RENAME:
            return corrections.rename(entity, sent.get("name", ""), by=by, reason=reason, seen=seen)
        case Act.DESCRIBE:
            return corrections.describe(
                entity, sent.get("description", ""), by=by, reason=reason, seen=seen
            )
        case Act.CHANGE_KIND:
            return corrections.change_kind(
                entity, sent.get("kind", ""), by=by, reason=reason, seen=seen
            )
        case Act.ADD_ALIAS:
            return corrections.add_alias(
                entity, sent.get("alias", ""), by=by, reason=reason, seen=seen
            )
        case Act.REMOVE_ALIAS:
            alias = get_object_or_404(
                Alias.objects.select_related("entity"), pk=_number(sent, "gone") or 0, entity=entity
            )
            return corrections.remove_alias(alias, by=by, reason=reason, seen=seen)
    raise BadRequest("It was not said what to do.")


def _number(sent: QueryDict, name: str) -> int | None:
    value = sent.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None
