"""Keeping the entries of talk in step with threads, pages, communities and rules."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from catalogue.changes import object_changed, related_changed
from catalogue.models import Entry
from catalogue.signals import entry_written
from communities.models import (
    Comment,
    CommunityPage,
    Readers,
    TalkRule,
    Thread,
)
from communities.talk.catalogue import COMMUNITY, key_of, keys_below, keys_on_page

# What was read until now and is not any more.
GONE = (Comment.State.HIDDEN, Comment.State.REMOVED, Comment.State.WITHDRAWN)


def connect() -> None:
    """Connect the receivers; each once."""
    uid = "communities entries of talk"
    post_save.connect(thread_saved, sender=Thread, dispatch_uid=uid)
    post_delete.connect(thread_deleted, sender=Thread, dispatch_uid=uid)
    post_save.connect(comment_saved, sender=Comment, dispatch_uid=uid)
    post_delete.connect(comment_deleted, sender=Comment, dispatch_uid=uid)
    post_save.connect(rule_saved, sender=TalkRule, dispatch_uid=uid)
    post_delete.connect(rule_deleted, sender=TalkRule, dispatch_uid=uid)
    entry_written.connect(page_written, sender=Entry, dispatch_uid=uid)
    post_save.connect(community_saved, sender=CommunityPage, dispatch_uid=uid)


def thread_saved(instance: Thread, raw: bool = False, **_kwargs: Any) -> None:
    """A thread is entered anew."""
    if not raw:
        object_changed(key_of(instance.pk))


def thread_deleted(instance: Thread, **_kwargs: Any) -> None:
    """A deleted thread is gone at once."""
    object_changed(key_of(instance.pk), closes=True)


def comment_saved(instance: Comment, raw: bool = False, **_kwargs: Any) -> None:
    """Words that lose their readers close the thread until it is entered anew."""
    if not raw:
        object_changed(key_of(instance.thread_id), closes=instance.state in GONE)


def comment_deleted(instance: Comment, **_kwargs: Any) -> None:
    """The words of a deleted comment are gone at once."""
    object_changed(key_of(instance.thread_id), closes=True)


def rule_saved(instance: TalkRule, raw: bool = False, **_kwargs: Any) -> None:
    """Other people read the comments on a page, in a section or everywhere."""
    if not raw:
        closes = instance.readers != Readers.EVERYONE
        object_changed(*keys_below(instance.page), closes=closes)


def rule_deleted(instance: TalkRule, **_kwargs: Any) -> None:
    """The next rule holds: comments are closed until they stand where it says."""
    object_changed(*keys_below(instance.page), closes=True)


def page_written(entry: Entry, **_kwargs: Any) -> None:
    """Comments stand where their page stands; discussions name their community."""
    label, _sep, number = entry.key.partition(":")
    if label != "page":
        return
    if entry.kind == Entry.Kind.COMMUNITY:
        related_changed(f"{COMMUNITY}:{number}")
    else:
        object_changed(*keys_on_page(int(number)))


def community_saved(instance: CommunityPage, raw: bool = False, **_kw: Any) -> None:
    """What discussions say of their community may be different now."""
    if not raw:
        related_changed(f"{COMMUNITY}:{instance.pk}")
