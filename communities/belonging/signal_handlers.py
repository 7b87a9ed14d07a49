"""Memberships follow accounts: who leaves, moves, is switched off or comes back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_save

from accounts.departures import DELETED, LEFT, SUSPENDED
from accounts.models import User
from accounts.signals import account_closed, agency_left, left_behind, own_data
from communities.belonging import (
    endings,
    inviting,
    own,
    owners,
    proposing,
    services,
)
from communities.models import Membership
from communities.signals import membership_ended, owner_gone

# What decides whether somebody belongs.
DECIDING = frozenset({"is_active", "is_guest", "agency", "agency_id", "email"})


def connect() -> None:
    """Connect the receivers; each once."""
    uid = "belonging"
    agency_left.connect(left, dispatch_uid=uid)
    account_closed.connect(closed, dispatch_uid=uid)
    own_data.connect(own.data, dispatch_uid=uid)
    left_behind.connect(owners.left_behind, dispatch_uid=uid)
    membership_ended.connect(ended, dispatch_uid=uid)
    owner_gone.connect(left_alone, dispatch_uid=uid)
    post_save.connect(user_saved, sender=User, dispatch_uid=uid)
    m2m_changed.connect(groups_changed, sender=User.groups.through, dispatch_uid=uid)


def left(user: User, kind: str, **_kwargs: object) -> None:
    """Whoever works for no agency any more belongs to no community.

    An account that is switched off keeps its memberships: they sleep until it is used
    again. In every case nobody comes in on the word of somebody who left.
    """
    inviting.withdraw_all_of(user)
    if kind in (LEFT, DELETED):
        services.end_all_of(user)
    elif kind == SUSPENDED:
        owners.tell_of_absence(user)


def closed(user: User, **_kwargs: object) -> None:
    """Whoever closes the account leaves everything."""
    services.end_all_of(user)
    proposing.withdraw_all_of(user)


def ended(membership: Membership, **_kwargs: object) -> None:
    """A link that a moderator made outlives neither the role nor the membership."""
    inviting.withdraw_all_of(membership.user, membership.community)


def left_alone(membership: Membership, **_kwargs: object) -> None:
    """The moderators hear of it when nobody owns their community any more."""
    owners.tell_if_left(membership.community, f"{membership.pk}")


def user_saved(
    instance: User,
    created: bool,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **_kwargs: object,
) -> None:
    """Groups follow the account; an address that fits no more leads out."""
    if raw or created:
        return
    if update_fields is None or DECIDING.intersection(update_fields):
        endings.end_where_domain_fits_no_more(instance)
        services.keep_all_in_step(instance)


def groups_changed(
    instance: User | Group, action: str, reverse: bool, pk_set: Any, **_kwargs: object
) -> None:
    """Whoever was put in or out of a community by hand is put right again."""
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    if isinstance(instance, User):
        if services.is_regrouping(instance):
            return
        services.keep_all_in_step(instance)
    elif reverse:
        for user in User.objects.filter(pk__in=pk_set or ()):
            services.keep_all_in_step(user)
