"""Saved searches as something that is followed: names, and what is new in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models.signals import post_delete
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.access import Reader
from communities.following.kinds import Followed, Kind, register
from communities.models import Follow
from search.kept import news
from search.models import SavedSearch


def connect() -> None:
    """Let saved searches be followed, as long as they are there."""
    register(Kind("search", _("Saved search"), "search", describe, fresh))
    post_delete.connect(forget, sender=SavedSearch, dispatch_uid="followed search")


def describe(
    numbers: Sequence[str], user: Any, reader: Reader
) -> Mapping[str, Followed]:
    """A person's own saved searches."""
    own = SavedSearch.objects.filter(user_id=user.pk, pk__in=_known(numbers))
    return {
        str(search.pk): Followed(
            f"search:{search.pk}",
            search.name,
            reverse("search:saved-search", args=[search.pk]),
        )
        for search in own.defer("known", "fresh")
    }


def fresh(number: str, user: Any, reader: Reader) -> list[str] | None:
    """Marks of what is new in one search; None where nobody can tell now."""
    own = SavedSearch.objects.filter(user_id=user.pk, pk__in=_known([number]))
    search = own.first()
    if search is None:
        return []
    now = news.newest(news.request_of(search), reader)
    return None if now is None else news.new(now, search.known)


def forget(instance: SavedSearch, **_kwargs: object) -> None:
    """A search that is removed is followed no more."""
    Follow.objects.filter(key=f"search:{instance.pk}").delete()


def _known(numbers: Sequence[str]) -> list[int]:
    return [int(text) for text in numbers if text.isdecimal() and len(text) < 16]
