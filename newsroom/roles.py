"""The three roles and what each may do; permissions hang on groups, never on names in code.

Journalists read, Editors also file, Admins also correct and open Django admin.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

JOURNALISTS, EDITORS, ADMINS = "Journalists", "Editors", "Admins"

# app label.codename; "app.*" is every permission of that app.
GRANTS: dict[str, tuple[str, ...]] = {
    JOURNALISTS: (),
    EDITORS: ("articles.file_dispatch", "entities.read_again"),
    ADMINS: (
        "articles.file_dispatch",
        "entities.read_again",
        "entities.correct",
        "articles.*",
        "entities.*",
        "auth.view_user",
        "auth.view_group",
    ),
}


def ensure_roles(**kwargs: Any) -> None:
    """Creates the three groups and gives them their permissions; run after every migration.

    Permissions an administrator added to a group by hand stay.
    """
    using = kwargs.get("using", "default")
    for name, grants in GRANTS.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        wanted = Q(pk__in=[])
        for grant in grants:
            app, codename = grant.split(".")
            match = Q(content_type__app_label=app)
            wanted |= match if codename == "*" else match & Q(codename=codename)
        group.permissions.add(*Permission.objects.using(using).filter(wanted))
