"""Putting back what was just removed, from a text that the session keeps."""

from __future__ import annotations

from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.db import transaction

from accounts.models import User
from accounts.services import lock_account
from search.kept import lists, services
from search.models import Kept, KeptList, SavedSearch


@transaction.atomic
def remove(row: SavedSearch | Kept) -> str:
    """Delete a row; return what brings it back."""
    text = str(serializers.serialize("json", [row]))
    row.delete()
    return text


@transaction.atomic
def put_back(user: User, text: str) -> SavedSearch | Kept | None:
    """The row as it was; None where something else took its place.

    Raise NoRoom where there are as many as there may be by now.
    """
    lock_account(user)
    try:
        found = next(iter(serializers.deserialize("json", text)))
    except (DeserializationError, StopIteration):
        return None
    row = found.object
    if isinstance(row, SavedSearch):
        taken = SavedSearch.objects.filter(user=user, query=row.query).exists()
        fits = row.user_id == user.pk and not taken
    elif isinstance(row, Kept):
        taken = Kept.objects.filter(kept_list=row.kept_list_id, key=row.key).exists()
        own = KeptList.objects.filter(pk=row.kept_list_id, user=user)
        fits = own.exists() and not taken
    else:
        return None
    if not fits:
        return None
    if isinstance(row, SavedSearch):
        services.make_room(user)
    else:
        lists.make_room(row.kept_list)
    found.save()
    return row
