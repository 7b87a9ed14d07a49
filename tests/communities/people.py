"""People before communities, and the clients with which they come."""

import datetime
import itertools
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Agency, User
from communities import mandates
from communities.belonging.services import add_member, keep_in_step
from communities.models import CommunityPage, Membership, Role

numbers = itertools.count(1)
PASSWORD = "secret"
A_MONTH = datetime.timedelta(days=30)


def agency(slug: str = "noordzoom") -> Agency:
    """An agency by its short name, made when it is not there."""
    values = {"name_en": slug.title(), "country": "nl", "level": "local"}
    return Agency.objects.get_or_create(slug=slug, defaults=values)[0]


def agent(name: str = "", slug: str = "noordzoom", **fields: Any) -> User:
    """An agent of an agency; belongs to no community yet."""
    name = name or f"agent{next(numbers)}"
    values = {"first_name": name.title(), "last_name": "Example", **fields}
    return User.objects.create_user(
        name, f"{name}@{slug}.example", PASSWORD, agency=agency(slug), **values
    )


def outside_guest(name: str = "") -> User:
    """Somebody who is no agent and has an account as a guest."""
    name = name or f"guest{next(numbers)}"
    values = {"first_name": name.title(), "last_name": "Example", "is_guest": True}
    return User.objects.create_user(name, f"{name}@else.example", PASSWORD, **values)


def joins(
    user: User, community: CommunityPage, role: str = Role.MEMBER, **fields: Any
) -> Membership:
    """Make somebody belong to a community, in a role.

    fields: until, and whatever else the row should say.
    """
    row = add_member(community, user, role, until=fields.pop("until", None))
    for name, value in fields.items():
        setattr(row, name, value)
    if fields:
        row.save()
        keep_in_step(row)
    return row


def client_of(user: User | None) -> Client:
    """A browser in which this person is signed in; None: a stranger's."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def mandate(user: User) -> None:
    """Let somebody write in the name of their agency."""
    group = Group.objects.create(name=f"Mandated {user.pk}")
    group.permissions.set(mandates.right())
    user.groups.add(group)
