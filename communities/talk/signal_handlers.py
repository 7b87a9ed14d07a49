"""What happens to talk when accounts close and reactions come and go."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.signals import post_delete, post_save

from accounts.signals import account_closed, own_data
from communities.models import Comment, Draft, Reaction
from communities.talk import own

COUNTERS = {Reaction.Kind.USEFUL: "useful", Reaction.Kind.SAME: "same"}


def connect() -> None:
    """Connect the receivers; each once."""
    post_save.connect(count_one_more, sender=Reaction)
    post_delete.connect(count_one_less, sender=Reaction)
    account_closed.connect(take_name_off)
    own_data.connect(tell_own)


def count_one_more(instance: Reaction, *, created: bool, **kwargs: Any) -> None:
    """The number beside "useful" goes up with the row."""
    if created:
        _count(instance, 1)


def count_one_less(instance: Reaction, **kwargs: Any) -> None:
    """It goes down with the row, also when an account is deleted."""
    _count(instance, -1)


def take_name_off(user: Any, **kwargs: Any) -> None:
    """What somebody wrote stays when they close their account; their name does not."""
    Comment.objects.filter(author=user).update(author=None)
    Draft.objects.filter(by=user).delete()


def tell_own(user: Any, **kwargs: Any) -> tuple[str, dict[str, Any]]:
    """What a person said, reacted to and began to write, for the file of their data."""
    return "talk", own.data_of(user)


def _count(reaction: Reaction, step: int) -> None:
    """One more or one less; `services.react` holds the lock of the comment."""
    name = COUNTERS[Reaction.Kind(reaction.kind)]
    Comment.objects.filter(pk=reaction.comment_id).update(**{name: F(name) + step})
