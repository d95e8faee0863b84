"""Who may file: the rule said once, with words for those who may not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def permitted(permission: str, otherwise: str) -> Callable[[View], View]:
    """Lets a view be used with `permission` only; others read `otherwise` on the 403 page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                raise PermissionDenied(otherwise)
            return view(request, *args, **kwargs)

        return checked

    return decorate


filing_only = permitted(
    "articles.file_dispatch",
    "Filing dispatches is for editors. Your account reads them; ask an admin of your desk if you "
    "should file as well.",
)
