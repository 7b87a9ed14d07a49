"""Keeping what processes remember of comments on pages in step, and their files."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from treebeard.mp_tree import path_updated
from wagtail.models import GroupPagePermission, Page

from catalogue.access import move_stamp
from catalogue.models import Stamp
from communities.models import Attachment, TalkRule
from communities.talk import files, leaving


def connect() -> None:
    """Connect the receivers; each once."""
    uid = "communities talk on pages"
    for sender in (TalkRule, GroupPagePermission):
        post_save.connect(rules_changed, sender=sender, dispatch_uid=uid)
        post_delete.connect(rules_changed, sender=sender, dispatch_uid=uid)
    post_delete.connect(file_deleted, sender=Attachment, dispatch_uid=uid)
    path_updated.connect(page_moved, dispatch_uid=uid)


def rules_changed(raw: bool = False, **_kwargs: Any) -> None:
    """Another rule holds, or somebody else keeps order."""
    if not raw:
        move_stamp(Stamp.TALK)


def page_moved(sender: type, old_path: str, new_path: str, **_kwargs: Any) -> None:
    """Sent in the transaction of the move: nobody new reads a word in between."""
    if issubclass(sender, Page) and old_path[:-4] != new_path[:-4]:
        leaving.page_moved(new_path)


def file_deleted(instance: Attachment, **_kwargs: Any) -> None:
    """What a file holds goes with its row, whatever took the row away."""
    files.forget_content(instance)
