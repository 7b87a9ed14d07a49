"""Comments on a page that leaves the library of a community."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import get_active_log_context

from catalogue.changes import object_changed
from communities.models import (
    Comment,
    CommunityPage,
    Membership,
    Readers,
    Thread,
    Visibility,
)
from communities.querysets import community_at
from communities.talk import markdown


def page_moved(path: str) -> None:
    """The comments on all pages that stand below this path since a moment ago."""
    below = Thread.objects.exclude(circle=None).filter(page__path__startswith=path)
    community = community_at(path)
    if community is not None:
        below = below.exclude(circle=community)
    user = get_active_log_context().user
    for thread in below:
        leave(thread, by=user)


@transaction.atomic
def leave(thread: Thread, by: Any) -> None:
    """Comments follow their page out of an open community, for agents.

    Else they stay with those for whom they were written, as a discussion. by: who says
    so there. Where neither would keep what was said, nobody reads them: a page that
    was first a section's, then a library's, and leaves that.
    """
    held = Thread.objects.select_for_update(of=("self",)).select_related("circle")
    found = held.filter(pk=thread.pk).first()
    if found is None or found.circle is None or found.page is None:
        return
    object_changed(f"communities.thread:{found.pk}", closes=True)
    if found.circle.visibility == Visibility.OPEN:
        found.circle, found.readers = None, Readers.AGENTS
        found.save(update_fields=["circle", "readers"])
    elif found.readers == Readers.EVERYONE:
        _become_discussion(found, found.circle, by)


def _become_discussion(thread: Thread, community: CommunityPage, by: Any) -> None:
    language = community.locale.language_code[:2]
    page = thread.page
    with override(language):
        names = {"title": page.title if page else ""}
        title = _("Comments on “%(title)s”") % names
        text = _("The page “%(title)s” left the library. These are its comments.")
    author = by if _belongs(by, community) else None
    opening = Comment(
        thread=thread,
        is_opening=True,
        author=author,
        agency=getattr(author, "agency", None),
        language=language,
        text=text % names,
    )
    opening.html = markdown.to_html(opening.text)
    thread.page, thread.circle, thread.community = None, None, community
    thread.kind, thread.language = Thread.Kind.TALK, language
    thread.title = title[: Thread._meta.get_field("title").max_length]
    visible = thread.comments.filter(state=Comment.State.VISIBLE)
    thread.replies = visible.count()
    thread.save()
    opening.save()


def _belongs(person: Any, community: CommunityPage) -> bool:
    rows = Membership.objects.filter(community=community, user=getattr(person, "pk", 0))
    return rows.filter(state=Membership.State.ACTIVE).exists()
