"""What the vocabulary adds to the editing pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from vocabulary.viewsets import VocabularyViewSetGroup


@hooks.register("register_admin_viewset")
def vocabulary() -> VocabularyViewSetGroup:
    """Proposed tags, tags, themes and professions, in one menu."""
    return VocabularyViewSetGroup()


@hooks.register("register_log_actions")
def decisions(actions: Any) -> None:
    """How decisions on tags read in their history."""
    actions.register_action(
        "vocabulary.accept", _("Accept a tag"), _("Accepted as a tag of the hub")
    )
    actions.register_action(
        "vocabulary.merge", _("Map a tag"), _("Mapped, or had another mapped to it")
    )
    actions.register_action(
        "vocabulary.undo_merge",
        _("Undo a merge of tags"),
        _("Made a tag of its own again, or had another taken out of it"),
    )
