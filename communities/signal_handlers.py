"""What communities do when people, pages and their own rows change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete, post_save

from accounts.models import User
from accounts.signals import agency_left
from catalogue.signal_handlers import DRAFT_FIELDS
from communities import mandates, services
from communities.belonging import signal_handlers as belonging
from communities.following import signal_handlers as following
from communities.models import CommunityPage
from communities.moderating import signal_handlers as moderating
from communities.portal import signal_handlers as portal
from communities.talk import entry_signals, page_signals
from communities.talk import signal_handlers as talk


def connect() -> None:
    """Connect the receivers of all parts; each once."""
    uid = "communities"
    post_save.connect(community_saved, sender=CommunityPage, dispatch_uid=uid)
    post_delete.connect(community_deleted, sender=CommunityPage, dispatch_uid=uid)
    agency_left.connect(mandate_ended, dispatch_uid=uid)
    for part in (
        belonging,
        talk,
        entry_signals,
        page_signals,
        moderating,
        following,
        portal,
    ):
        part.connect()


def community_saved(
    instance: CommunityPage,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **_kwargs: Any,
) -> None:
    """However a community was made or published: it has all that belongs to it."""
    if raw or (update_fields and DRAFT_FIELDS.issuperset(update_fields)):
        return
    services.furnish(instance)
    services.told(instance)


def mandate_ended(user: User, **_kwargs: Any) -> None:
    """Nobody writes in the name of an agency that they left."""
    mandates.end(user)


def community_deleted(instance: CommunityPage, **_kwargs: Any) -> None:
    """Groups and files go with their community."""
    services.dissolve(instance)
