"""Who may write in the name of their agency: whoever was given that mandate.

Publishers of an agency's section have it, as they publish in its name already; others
get it with a group that has the permission.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.models import KNOWLEDGE_MANAGERS, User
from accounts.services import groups_of_the_hub
from practices.models import AgencySectionPage

PERMISSION = "speak_for_agency"


def right() -> QuerySet[Permission]:
    """What administrators give to groups."""
    return Permission.objects.filter(
        content_type__app_label="communities", codename=PERMISSION
    )


def mandated(people: QuerySet[User]) -> QuerySet[User]:
    """Those of the people who may write in the name of their agency."""
    sections = AgencySectionPage.objects.filter(
        agency=OuterRef("agency"), publishers__user=OuterRef("pk")
    )
    groups = Group.objects.filter(
        user=OuterRef("pk"), permissions__in=right().values("pk")
    )
    agents = people.filter(is_active=True, is_guest=False, agency__isnull=False)
    return agents.filter(Exists(sections) | Exists(groups))


def has_mandate(user: User) -> bool:
    """Whether this person may."""
    return mandated(User.objects.filter(pk=user.pk)).exists()


def end(user: User) -> None:
    """A mandate is of one agency: whoever leaves it takes none along.

    Roles of the hub itself stay, whatever administrators made of their rights.
    """
    given = Group.objects.filter(permissions__in=right(), user=user)
    by_hand = given.exclude(pk__in=groups_of_the_hub()).exclude(name=KNOWLEDGE_MANAGERS)
    user.groups.remove(*by_hand)


def agency_slug(person: int) -> Subquery:
    """The agency for which a person may write, read with the row of a place."""
    people = mandated(User.objects.filter(pk=person))
    return Subquery(people.values("agency__slug"))
