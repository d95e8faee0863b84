"""People of the three roles, logged in."""

from django.contrib.auth.models import Group, User
from django.test import Client

from newsroom.roles import ADMINS, EDITORS, JOURNALISTS, ensure_roles

GROUPS = {"journalist": JOURNALISTS, "editor": EDITORS, "admin": ADMINS}


def person(role: str) -> User:
    """Someone of that role, named after it."""
    user = User.objects.filter(username=role).first()
    if user is None:
        ensure_roles()
        user = User.objects.create_user(role, is_staff=role == "admin")
        user.groups.add(Group.objects.get(name=GROUPS[role]))
    return user


def browser_of(role: str | None) -> Client:
    """A browser in which that person is logged in; nobody is for None."""
    client = Client()
    if role:
        client.force_login(person(role))
    return client
