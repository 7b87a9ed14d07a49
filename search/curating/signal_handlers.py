"""Every process hears of a change at its next request."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save

from catalogue.access import move_stamp
from catalogue.models import Stamp
from search.models import Pinned, PinnedQuery, StopPhrase, SynonymSet


def connect() -> None:
    """Connect the receivers."""
    for model in (SynonymSet, PinnedQuery, Pinned, StopPhrase):
        name = f"curation of {model.__name__}"
        post_save.connect(changed, sender=model, dispatch_uid=name)
        post_delete.connect(changed, sender=model, dispatch_uid=name)


def changed(raw: bool = False, **_kwargs: object) -> None:
    """Move the number against which all processes keep what they remember."""
    if not raw:
        move_stamp(Stamp.SEARCH)
