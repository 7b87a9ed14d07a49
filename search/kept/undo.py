"""Putting back what was just removed, from a text that the session keeps."""

from __future__ import annotations

from django.core import serializers
from django.db import transaction

from accounts.models import User
from accounts.services import lock_account
from search.models import Kept, KeptList, SavedSearch


@transaction.atomic
def remove(row: SavedSearch | Kept) -> str:
    """Delete a row; return what brings it back."""
    text = serializers.serialize("json", [row])
    row.delete()
    return text


@transaction.atomic
def put_back(user: User, text: str) -> SavedSearch | Kept | None:
    """The row as it was; None where something else took its place."""
    lock_account(user)
    (found,) = serializers.deserialize("json", text)
    row: SavedSearch | Kept = found.object
    if isinstance(row, SavedSearch):
        same = SavedSearch.objects.filter(user=user, query=row.query)
        is_own = row.user_id == user.pk
    else:
        same = Kept.objects.filter(kept_list=row.kept_list_id, key=row.key)
        is_own = KeptList.objects.filter(pk=row.kept_list_id, user=user).exists()
    if not is_own or same.exists():
        return None
    found.save()
    return row
