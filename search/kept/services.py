"""Writes on saved searches; a person's writes wait for each other."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.joining import fingerprint
from accounts.models import User
from accounts.services import lock_account
from search.models import Kept, KeptList, SavedSearch

MOST_SEARCHES = 100


class NoRoom(Exception):
    """There is no room for one more; says so in a sentence."""


@transaction.atomic
def save_search(user: User, query: str, name: str, known: Sequence[str]) -> SavedSearch:
    """Save a search, or return the one that is saved already."""
    lock_account(user)
    own = SavedSearch.objects.filter(user=user)
    if found := own.filter(query=query).first():
        return found
    make_room(user)
    return SavedSearch.objects.create(
        user=user, query=query, name=name, known=list(known), seen_at=timezone.now()
    )


def make_room(user: User) -> None:
    """Raise NoRoom when this person has saved as many searches as there may be."""
    if SavedSearch.objects.filter(user=user).count() >= MOST_SEARCHES:
        raise NoRoom(
            ngettext(
                "You have saved %(n)s search, which is the most. Remove one first.",
                "You have saved %(n)s searches, which is the most. Remove one first.",
                MOST_SEARCHES,
            )
            % {"n": MOST_SEARCHES}
        )


def rename_search(search: SavedSearch, name: str) -> None:
    """Give a saved search another name."""
    search.name = name
    search.save(update_fields=["name"])


def make_feed(search: SavedSearch) -> str:
    """A new secret for the feed of a search; the one before ends. Told only now."""
    token = secrets.token_urlsafe(32)
    search.feed, search.feed_at = fingerprint(token), timezone.now()
    search.save(update_fields=["feed", "feed_at"])
    return token


def end_feed(search: SavedSearch) -> None:
    """Nobody reads the feed of this search any more."""
    search.feed, search.feed_at = "", None
    search.save(update_fields=["feed", "feed_at"])


def search_of_feed(token: str) -> SavedSearch | None:
    """The search whose feed has this secret."""
    owners = SavedSearch.objects.select_related("user")
    return owners.filter(feed=fingerprint(token)).first()


@transaction.atomic
def forget_all(user: User) -> None:
    """Nothing that this person kept is kept any longer."""
    SavedSearch.objects.filter(user=user).delete()
    KeptList.objects.filter(user=user).delete()


def data_of(user: User) -> dict[str, Any]:
    """All that a person has saved and kept, as plain values."""
    searches = SavedSearch.objects.filter(user=user)
    lists = KeptList.objects.filter(user=user).order_by("pk")
    kept = Kept.objects.filter(kept_list__user=user).order_by("kept_list", "pk")
    fields = ("kept_list__name", "key", "note", "added_at")
    return {
        "searches": list(
            searches.values("name", "query", "created_at", "seen_at", "feed_at")
        ),
        "lists": list(lists.values("name", "created_at")),
        "kept": list(kept.values(*fields)),
    }
