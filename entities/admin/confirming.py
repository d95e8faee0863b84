"""What the pages of Django admin share: looking before doing, and telling what was done."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from entities.corrections import Refused
from entities.ledger import count
from entities.models import Decision

# Rows a confirmation page lists before it only counts the rest.
LISTED = 50


class Confirmed:
    """An action's page between choosing and doing: it says what will change, and for which rows."""

    def has_correct_permission(self, request: HttpRequest) -> bool:
        """Lets actions ask for `permissions=["correct"]`."""
        return request.user.has_perm("entities.correct")

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A correction that is refused while it is saved is told, not an error page."""
        try:
            with transaction.atomic():
                shown: HttpResponse = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
                return shown
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())

    def confirm(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        *,
        title: str,
        action: str,
        form: Form | None,
        consequence: str,
        details: Sequence[str] = (),
        again: str = "",
    ) -> HttpResponse:
        across = request.POST.get("select_across") == "1"
        context = {
            **admin.site.each_context(request),
            "title": title,
            "action": action,
            "consequence": consequence,
            "details": details,
            # The label of a button that shows the page once more, with what was filled in.
            "again": again,
            "form": form,
            "media": form.media if form else "",
            "rows": list(queryset[:LISTED]),
            # "Select all" of a long list travels as that wish, not as thousands of fields.
            "select_across": across,
            "ids": [row.pk for row in queryset[:1]] if across else [row.pk for row in queryset],
            "unlisted": max(0, queryset.count() - LISTED),
            "opts": queryset.model._meta,
        }
        return TemplateResponse(request, "admin/entities/confirm.html", context)


def tell(
    page: Any, request: HttpRequest, act: Callable[[], Decision], done: str
) -> Decision | None:
    """Runs a correction of mentions and tells its outcome, or why it was refused."""
    try:
        decision = act()
    except Refused as refusal:
        page.message_user(request, str(refusal), messages.ERROR)
        return None
    number = count(decision.after, "mentions")
    page.message_user(request, f"{number} {done}.", messages.SUCCESS)
    return decision
