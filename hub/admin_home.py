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
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from catalogue.access import reader_for
from catalogue.models import Entry
from communities.belonging.owners import ownerless as unowned
from communities.permissions import may_found
from hub.decisions import PROPOSED, QUEUES
from hub.notice_sources import AHEAD, due_words
from practices.querysets import ownerless, waiting_for
from search.permissions import may_curate

RIGHTS = ["add", "change", "publish"]
ROWS = 16
# The panels of the page from the top down.
ORDER = {
    "decisions": 50,
    "to_review": 100,
    "behind_original": 110,
    "my_drafts": 120,
    "without_owner": 130,
    "lists": 400,
}


@dataclass(frozen=True)
class Line:
    """A row of a panel: where it leads, and what is to be said about it."""

    title: str
    url: str
    note: str = ""
    lang: str = ""
    is_late: bool = False


class ListPanel(Component):
    """A heading, some lines and a link to all of them."""

    template_name = "hub/admin/list_panel.html"

    def __init__(
        self,
        name: str,
        heading: str,
        lines: Sequence[Line],
        more: tuple[str, str] | None = None,
    ) -> None:
        self.name, self.heading, self.more = name, heading, more
        self.lines, self.order = lines[:ROWS], ORDER[name]

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """What the template shows."""
        return {"panel": self}


def construct(request: HttpRequest, panels: list[Any]) -> None:
    """Put our panels before Wagtail's; its list of recent edits knows no rights."""
    panels[:] = [panel for panel in panels if panel.name != "recent_edits"]
    waiting = [*_decisions(request), *_own(request), *_ownerless(request)]
    heading = _("Start from a list") if waiting else _("Nothing waits for you")
    panels += [*waiting, *_panel("lists", heading, _lists(request.user))]


def _lists(user: Any) -> list[Line]:
    """The lists and reports that this person may open."""
    everybody = [
        (_("Cases"), "cases:index"),
        (_("Due for review"), "practices_due"),
        (_("Must do"), "practices_duties"),
        (_("Translations"), "practices_translations"),
        (_("Pages without an owner"), "practices_ownerless"),
    ]
    lines = [Line(title, reverse(name)) for title, name in everybody]
    lines += [Line(str(each.heading), each.url) for each in QUEUES if each.is_for(user)]
    if may_curate(user):
        lines.append(Line(_("What people search"), reverse("asked:index")))
    if user.has_perm("accounts.add_invitation"):
        lines.append(Line(_("Invitations"), reverse("invitations:index")))
    return lines


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
        _line(page, page.title, due_words(day), is_late=day < today)
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
        *_panel("to_review", _("To review now"), review, all_due),
        *_panel(
            "behind_original",
            _("Translations behind their original"),
            behind,
            translations,
        ),
        *_panel("my_drafts", _("My drafts"), _drafts(pages, user)),
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
    """How much waits for a knowledge manager, and where."""
    lines = [
        Line(str(each.heading), each.url, str(many))
        for each in QUEUES
        if each.is_for(request.user) and (many := each.count())
    ]
    if may_found(request.user) and (many := unowned(request.user).count()):
        url = f"{reverse('communities_list:index')}?owned=False&archived=True"
        lines.append(Line(_("Communities without an owner"), url, str(many)))
    return _panel("decisions", _("Waiting for your decision"), lines)


def _ownerless(request: HttpRequest) -> list[Any]:
    """Only what this person may read: a knowledge manager has no rights on pages."""
    if not PROPOSED.is_for(request.user):
        return []
    unkept = ownerless(Page.objects.all()).order_by().values_list("pk", flat=True)
    keys = [f"page:{pk}" for pk in unkept]
    if not keys:
        return []
    readable = Entry.objects.readable_by(reader_for(request)).filter(key__in=keys)
    found = list(readable.newest().values_list("title", "url", "language"))
    lines = [Line(title, url, lang=lang) for title, url, lang in found]
    more = (_("All pages without an owner"), reverse("practices_ownerless"))
    return _panel("without_owner", _("Pages without an owner"), lines, more)


def _panel(
    name: str,
    heading: str,
    lines: Sequence[Line],
    more: tuple[str, str] | None = None,
) -> list[ListPanel]:
    """A panel, unless it would be empty."""
    return [ListPanel(name, heading, lines, more)] if lines else []


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
