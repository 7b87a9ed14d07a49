"""The home page of the editing pages: what waits for whoever opens it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import JoinRequest
from catalogue.access import reader_for
from catalogue.models import Entry
from hub.notices import AHEAD
from practices.querysets import ownerless, waiting_for
from vocabulary.models import Tag

RIGHTS = ["add", "change", "publish"]
ROWS = 8
REQUESTS, INVITATIONS = "join_requests:index", "invitations:index"
PROPOSED = "proposed_tags:index"


@dataclass(frozen=True)
class Line:
    """A row of a panel: where it leads, and what is to be said about it."""

    title: str
    url: str
    note: str = ""
    lang: str = ""
    is_late: bool = False


class ListPanel(Component):
    """A heading, some lines and a link to all of them; nothing when there are none."""

    template_name = "hub/admin/list_panel.html"
    name = ""
    heading: Any = ""
    order = 200

    def __init__(
        self, lines: Sequence[Line], many: int, more: tuple[str, str] | None = None
    ) -> None:
        self.lines, self.many, self.more = lines, many, more

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """What the template shows."""
        return {"panel": self}


class ReviewPanel(ListPanel):
    """Pages I keep whose date is past or near."""

    name = "to_review"
    heading = gettext_lazy("To review now")
    order = 100


class BehindPanel(ListPanel):
    """Translations I keep whose original has changed."""

    name = "behind_original"
    heading = gettext_lazy("Translations behind their original")
    order = 110


class DraftsPanel(ListPanel):
    """What I began and have not published."""

    name = "my_drafts"
    heading = gettext_lazy("My drafts")
    order = 120


class DecisionsPanel(ListPanel):
    """What waits for a knowledge manager."""

    name = "decisions"
    heading = gettext_lazy("Waiting for your decision")
    order = 50


class OwnerlessPanel(ListPanel):
    """Pages that nobody keeps."""

    name = "without_owner"
    heading = gettext_lazy("Pages without an owner")
    order = 130


class ListsPanel(ListPanel):
    """Where to begin; alone on the page when nothing waits."""

    name = "lists"
    heading = gettext_lazy("Start from a list")
    order = 400


def construct(request: HttpRequest, panels: list[Any]) -> None:
    """Put our panels before Wagtail's; its list of recent edits knows no rights."""
    panels[:] = [panel for panel in panels if panel.name != "recent_edits"]
    waiting = [*_decisions(request), *_own(request), *_ownerless(request)]
    lists = _lists(request)
    if not waiting:
        lists.heading = _("Nothing waits for you")
    panels += [*waiting, lists]


def _lists(request: HttpRequest) -> ListPanel:
    """The lists and reports that this person may open."""
    user = request.user
    addresses = [
        (_("Cases"), "cases:index", True),
        (_("Due for review"), "practices_due", True),
        (_("Must do"), "practices_duties", True),
        (_("Translations"), "practices_translations", True),
        (_("Pages without an owner"), "practices_ownerless", True),
        (_("Requests to join"), REQUESTS, user.has_perm("accounts.change_joinrequest")),
        (_("Invitations"), INVITATIONS, user.has_perm("accounts.add_invitation")),
        (_("Proposed tags"), PROPOSED, user.has_perm("vocabulary.change_tag")),
    ]
    lines = [Line(title, reverse(name)) for title, name, may in addresses if may]
    return ListsPanel(lines, len(lines))


def _own(request: HttpRequest) -> list[Any]:
    """Three panels from one look at the pages this person keeps or has changed."""
    user, today = request.user, timezone.localdate()
    waiting = {each.pk: each for each in waiting_for(user, today + AHEAD)}
    mine = Q(latest_revision__user=user, has_unpublished_changes=True)
    pages = list(_editable(user).filter(Q(pk__in=waiting) | mine))
    kept = [(page, waiting[page.pk]) for page in pages if page.pk in waiting]
    due = [
        (each.review_on, page)
        for page, each in kept
        if each.review_on and each.review_on <= today + AHEAD
    ]
    review = [
        _line(page, page.title, _due(day, today), is_late=day < today)
        for day, page in sorted(due, key=lambda pair: (pair[0], pair[1].pk))
    ]
    behind = [
        _line(page, page.title, _on(_("The original changed on %(day)s"), changed))
        for page, each in kept
        if each.is_behind and (changed := each.original_changed_at)
    ]
    all_due = (_("All that is due"), reverse("practices_due"))
    translations = (_("All translations"), reverse("practices_translations"))
    return [
        *_panel(ReviewPanel, review, all_due),
        *_panel(BehindPanel, behind, translations),
        *_panel(DraftsPanel, _drafts(pages, user)),
    ]


def _drafts(pages: Sequence[Page], user: Any) -> list[Line]:
    drafts = [
        page
        for page in pages
        if page.has_unpublished_changes
        and page.latest_revision
        and page.latest_revision.user_id == user.pk
    ]
    drafts.sort(key=lambda page: page.latest_revision.created_at, reverse=True)
    return [
        _line(
            page,
            page.draft_title or page.title,
            _on(_("Changed on %(day)s"), page.latest_revision.created_at),
        )
        for page in drafts
    ]


def _decisions(request: HttpRequest) -> list[Any]:
    """How many ask to join, how many words are proposed."""
    lines = []
    user = request.user
    if user.has_perm("accounts.change_joinrequest"):
        waiting = JoinRequest.objects.filter(state=JoinRequest.State.WAITING).count()
        if waiting:
            lines.append(Line(_("Requests to join"), reverse(REQUESTS), str(waiting)))
    if user.has_perm("vocabulary.change_tag"):
        proposed = Tag.objects.filter(state=Tag.State.PROPOSED, merged_into=None)
        if many := proposed.count():
            lines.append(Line(_("Proposed tags"), reverse(PROPOSED), str(many)))
    return _panel(DecisionsPanel, lines)


def _ownerless(request: HttpRequest) -> list[Any]:
    """Only what this person may read: a knowledge manager has no rights on pages."""
    if not request.user.has_perm("vocabulary.change_tag"):
        return []
    unkept = ownerless(Page.objects.all()).order_by().values_list("pk", flat=True)
    keys = [f"page:{pk}" for pk in unkept]
    if not keys:
        return []
    readable = Entry.objects.readable_by(reader_for(request)).filter(key__in=keys)
    found = list(readable.newest().values_list("title", "url", "language"))
    lines = [Line(title, url, lang=lang) for title, url, lang in found]
    more = (_("All pages without an owner"), reverse("practices_ownerless"))
    return _panel(OwnerlessPanel, lines, more)


def _panel(
    panel: type[ListPanel],
    lines: Sequence[Line],
    more: tuple[str, str] | None = None,
) -> list[ListPanel]:
    return [panel(lines[:ROWS], len(lines), more)] if lines else []


def _editable(user: Any) -> Any:
    policy = policy_registry.get_by_type(Page)
    found = policy.instances_user_has_any_permission_for(user, RIGHTS)
    linked = found.select_related("locale", "latest_revision")
    return linked.defer("latest_revision__content")


def _line(page: Page, title: str, note: str, is_late: bool = False) -> Line:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return Line(title, url, note, page.locale.language_code, is_late)


def _on(sentence: str, moment: datetime.datetime) -> str:
    return sentence % {"day": date_format(timezone.localtime(moment))}


def _due(day: datetime.date, today: datetime.date) -> str:
    sentence = _("Due since %(day)s") if day < today else _("Due on %(day)s")
    return sentence % {"day": date_format(day)}
