"""The front page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from articles.models import Article
from entities import timeline
from entities.accounts import HAPPENED
from entities.models import Entity, EventFacts, Kind
from entities.models.entity import KIND_PLURALS
from entities.reading_room import reading_room
from newsroom.views.dispatches import entries
from newsroom.views.live import Live, answer, live

LATEST = 13
MOST_MENTIONED = 7
LATEST_EVENTS = 5
# Seconds between two looks at what is being read: often while something is, else now and then.
BUSY_EVERY, QUIET_EVERY = 3, 15


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Latest dispatches, most mentioned entities, and what is being read now."""
    latest = entries(Article.objects.listed().defer("current_version__search")[:LATEST])
    return render(
        request,
        "home.html",
        {
            "entries": latest,
            "kinds": most_mentioned() if latest else [],
            "happened": latest_events() if latest else [],
            "article_count": Article.objects.count(),
            "entity_count": Entity.objects.standing().count(),
            "room": _room(request),
        },
    )


def latest_events() -> list[EventFacts]:
    """What happened last, as far as dispatches date it. One query."""
    found = timeline.everything().filter(
        modality__in=HAPPENED, earliest__isnull=False, earliest__lte=timezone.localdate()
    )
    return list(found.select_related("entity").order_by("-earliest", "-entity")[:LATEST_EVENTS])


def most_mentioned() -> list[dict[str, Any]]:
    """The most mentioned entities of each kind. One query."""
    of_kinds = [
        Entity.objects.standing()
        .filter(kind=kind)
        .order_by("-mention_count", "pk")[:MOST_MENTIONED]
        for kind in Kind
    ]
    found = list(of_kinds[0].union(*of_kinds[1:], all=True))
    return [
        {
            "kind": kind.value,
            "label": KIND_PLURALS[kind],
            "entities": sorted(
                (entity for entity in found if entity.kind == kind),
                key=lambda entity: (-entity.mention_count, entity.pk),
            ),
        }
        for kind in Kind
    ]


@require_safe
def reading_now(request: HttpRequest) -> HttpResponse:
    """What is being read, alone, for the front page to renew."""
    return answer(request, _room(request))


def _room(request: HttpRequest) -> Live:
    room = reading_room()
    return live(
        request,
        "components/_reading_room.html",
        {"room": room},
        name="reading-room",
        address=reverse("reading_now"),
        every=BUSY_EVERY if room.is_busy else QUIET_EVERY,
    )


@login_not_required
@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Leads browsers to the icon that look for it on pages that do not name it, like the admin."""
    return redirect(static("img/icon.svg"))


# Django's own mark is on the method that is overridden here.
@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """The login page. A part of a page that asks after the session ended makes the page reload,
    instead of showing a login form in its own place."""

    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request, "htmx", False):
            return HttpResponseClientRefresh()
        return super().dispatch(request, *args, **kwargs)
