"""Communities that nobody owns: who is told, who is named, what is said before."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from communities.belonging.services import add_member, lock_community, owners_of
from communities.following.receivers import moderators_of
from communities.following.services import tell
from communities.models import CommunityPage, Membership, Notice, Role, Visibility
from communities.moderating.services import Verb, record
from communities.permissions import may_found
from communities.querysets import current, known_to


def with_owners(pages: QuerySet[CommunityPage], user: Any) -> QuerySet[CommunityPage]:
    """The communities with `is_owned`, and `owns`: whether this person does."""
    rows = Membership.objects.filter(
        current(), community=OuterRef("pk"), role=Role.OWNER, user__is_active=True
    )
    mine = rows.filter(user=user)
    found: QuerySet[CommunityPage] = pages.annotate(
        is_owned=Exists(rows), owns=Exists(mine)
    )
    return found


def ownerless(user: Any) -> QuerySet[CommunityPage]:
    """Those in use that nobody owns, as far as this person may know of them."""
    return with_owners(known_to(user), user).filter(
        is_owned=False, archived_at=None, live=True
    )


def owned_alone(user: User) -> list[CommunityPage]:
    """The communities that would have no owner without this person."""
    own = Membership.objects.filter(current(), user=user, role=Role.OWNER)
    others = Membership.objects.filter(
        current(), community=OuterRef("pk"), role=Role.OWNER, user__is_active=True
    ).exclude(user=user)
    pages = CommunityPage.objects.filter(pk__in=own.values("community"), live=True)
    return list(pages.exclude(Exists(others)).select_related("locale"))


def left_behind(user: User, **_kwargs: object) -> list[tuple[str, str, str]]:
    """What is said before somebody closes the account: name, language, address."""
    return [
        (
            page.title,
            page.locale.language_code,
            reverse("communities:members", args=[page.slug]),
        )
        for page in owned_alone(user)
    ]


def tell_if_left(community: CommunityPage, key: str) -> None:
    """The moderators hear that nobody owns the community any more."""
    if owners_of(community).exists():
        return
    tell(
        moderators_of(community.pk),
        Notice.Kind.MEMBER,
        f"no-owner:{key}",
        verb="no-owner",
        community=community,
    )


def tell_of_absence(user: User) -> None:
    """The same for all that somebody owns whose account is switched off."""
    rows = Membership.objects.filter(current(), user=user, role=Role.OWNER)
    for row in rows.select_related("community"):
        tell_if_left(row.community, f"{row.pk}")


def candidates(community: CommunityPage, by: Any) -> QuerySet[User]:
    """Whom this person may name as owner: nobody reads by it what is closed to them.

    In a restricted community knowledge managers know the moderators alone.
    """
    agents = User.objects.filter(is_active=True, is_guest=False)
    if by.is_superuser:
        return agents
    if not may_found(by) or not known_to(by).filter(pk=community.pk).exists():
        return agents.none()
    if community.visibility == Visibility.OPEN:
        return agents
    if community.visibility == Visibility.RESTRICTED:
        keep_order = Membership.objects.filter(
            current(), community=community, role=Role.MODERATOR
        )
        return agents.filter(pk__in=keep_order.values("user"))
    return agents.none()


@transaction.atomic
def appoint(community: CommunityPage, user: User, by: Any) -> bool:
    """Name an owner where there is none; False when there is one by now.

    Raises Refused for people who cannot belong to it.
    """
    lock_community(community)
    if owners_of(community).exists():
        return False
    add_member(community, user, Role.OWNER, by, has_accepted=False)
    say(community, user, by)
    return True


def say(community: CommunityPage, user: User, by: Any) -> None:
    """Keep in the trail, and tell, who owns a community from now on."""
    record(
        Verb.ROLE, by=by, community=community, person=user, note=str(Role.OWNER.label)
    )


def named(people: QuerySet[User], text: str, most: int = 20) -> list[User]:
    """Those with all of these words in their name, or with this address."""
    found = people.select_related("agency").order_by("last_name", "first_name", "pk")
    wanted = Q()
    for word in text.split()[:6]:
        wanted &= Q(first_name__icontains=word) | Q(last_name__icontains=word)
    return list(found.filter(wanted | Q(email__iexact=text.strip()))[:most])
