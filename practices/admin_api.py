"""The API behind the page explorer of the admin."""

from __future__ import annotations

from wagtail.admin.api.views import PagesAdminAPIViewSet

# Aliases, copies, moves and deletions are made by the views, whose hooks look at walls,
# drafts and sections.
LEFT_OUT = ("create_alias", "copy", "copy_for_translation", "delete", "move")


class OwnPagesAPIViewSet(PagesAdminAPIViewSet):
    """Wagtail's own, without the ways around our hooks."""

    actions = {
        name: action
        for name, action in PagesAdminAPIViewSet.actions.items()
        if name not in LEFT_OUT
    }
