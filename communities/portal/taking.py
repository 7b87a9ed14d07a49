"""Taking something of a community over to the portal: a draft, a copy, or a move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.documents.models import Document
from wagtail.log_actions import log
from wagtail.models import Locale, Page, ReferenceIndex

from catalogue.changes import object_changed
from communities import signals
from communities.models import (
    CommunityPage,
    Consent,
    Nomination,
    Thread,
    Visibility,
)
from communities.portal import quotes
from communities.portal.services import RefusedError, close, locked
from communities.querysets import community_of
from communities.talk import leaving
from practices.models import AgencySectionPage, PracticePage
from practices.references import documents_of

TAKEN_OVER = "communities.take_over"


@dataclass(frozen=True)
class Order:
    """What an editor chose. kind, title and language: of what comes of a discussion."""

    section: AgencySectionPage
    kind: str = "guide"
    title: str = ""
    language: str = ""
    way: str = Nomination.Way.COPY


def sections_for(user: Any) -> list[AgencySectionPage]:
    """The sections in which this person writes pages."""
    found = AgencySectionPage.objects.select_related("agency").order_by("title")
    return [
        section
        for section in found
        if section.permissions_for_user(user).can_add_subpage()
    ]


def why_not(nomination: Nomination) -> str:
    """Why it cannot be taken over now, in a sentence; "" when it can."""
    if nomination.thread is not None:
        if nomination.thread.community_id != nomination.community_id:
            return _("The discussion has moved to another community.")
        if not quotes.passages(nomination, "en"):
            return _("Nobody has agreed to be quoted yet.")
        return ""
    page = nomination.page
    community = community_of(page) if page else None
    if page is None or not page.live or community is None:
        return _("The page is no longer in the library.")
    if community.pk != nomination.community_id:
        return _("The page is no longer in the library.")
    waiting = nomination.consents.exclude(answer__in=quotes.AGREED)
    if waiting.exists():
        return _("Whoever keeps the page has not agreed yet.")
    return ""


@transaction.atomic
def take_over(nomination: Nomination, order: Order, by: Any) -> Page:
    """Make the page in the section: a draft, or the page itself when it moves."""
    held = locked(nomination)
    if held is None:
        raise RefusedError(_("Somebody else has decided on this already."))
    if reason := why_not(held):
        raise RefusedError(reason)
    if held.thread is not None:
        result, way = _draft(held, order, by), Nomination.Way.COPY
    elif order.way == Nomination.Way.MOVE:
        result, way = _moved(held, order, by), Nomination.Way.MOVE
    else:
        result, way = _copy(held, order, by), Nomination.Way.COPY
    data = {"nomination": held.pk, "way": str(way)}
    log(result, TAKEN_OVER, user=by, data=data)
    base = Page.objects.get(pk=result.pk)
    close(held, Nomination.State.TAKEN, by, way=way, result=base)
    object_changed(f"page:{result.pk}")
    if base.live:
        signals.nomination_decided.send(sender=Nomination, nomination=held)
    return base


def may_move(nomination: Nomination) -> bool:
    """Whether the page itself may go; nothing leads out of a confidential community."""
    visibility = nomination.community.visibility
    return nomination.page_id is not None and visibility != Visibility.CONFIDENTIAL


def files_left(page: Page) -> Sequence[int]:
    """The numbers of a page's documents; a copy leaves them behind the wall."""
    return documents_of(page.specific)


def _draft(nomination: Nomination, order: Order, by: Any) -> Page:
    model = quotes.KINDS[order.kind]
    page: Any = model(
        title=order.title,
        agency=order.section.agency,
        locale=Locale.objects.get_or_create(language_code=order.language)[0],
        owner=by,
        page_owner=_colleague(by, order.section),
        live=False,
        **quotes.body_of(order.kind, nomination, order.language),
    )
    order.section.add_child(instance=page)
    if nomination.thread is not None:
        page.tags.set(nomination.thread.tags.all())
    page.save_revision(user=by, log_action=False)
    return page


def _copy(nomination: Nomination, order: Order, by: Any) -> Page:
    """A draft of the page in the section; the original stays with its comments."""
    original = _page(nomination)
    slug = _free_slug(original.slug, order.section)
    values = {
        "slug": slug,
        "agency": order.section.agency,
        "page_owner": _colleague(by, order.section),
        "fallback_owner": None,
    }
    copied: Page = original.copy(
        to=order.section,
        update_attrs=values,
        copy_revisions=False,
        keep_live=False,
        user=by,
        log_action=None,
    )
    return copied


def _moved(nomination: Nomination, order: Order, by: Any) -> Page:
    """The page itself, from now on in the section; its old address leads there."""
    page, section = _page(nomination), order.section
    if not may_move(nomination):
        raise RefusedError(_("From a confidential community only a copy is taken."))
    if not section.permissions_for_user(by).can_publish_subpage():
        raise RefusedError(_("You do not publish in this section: take a copy."))
    if section.get_children().filter(slug=page.slug).exists():
        text = _("A page with this address stands there already: take a copy.")
        raise RefusedError(text)
    if not _keeps_its_name(nomination):
        page.page_owner = page.fallback_owner = None
        page.save()
        # Else the next publication would bring the name back.
        page.save_revision(user=by, log_action=False, clean=False)
    thread = Thread.objects.filter(page=page.pk).first()
    if thread is not None:
        # In the words of whoever proposed it.
        leaving.leave(thread, by=nomination.by)
    # The moderators gave it, the keeper agreed: no right in the library is needed.
    moving = MovePageAction(page, section, pos="last-child", user=by)
    moving.execute(skip_permission_checks=True)
    _take_files_along(page, nomination.community, section)
    moved: Page = Page.objects.get(pk=page.pk)
    return moved


def _take_files_along(
    page: PracticePage, community: CommunityPage, section: AgencySectionPage
) -> None:
    """Files of the community that this page alone shows go to the section."""
    numbers = documents_of(page)
    found = Document.objects.filter(pk__in=numbers, collection=community.files_id)
    for document in found if section.files_id else ():
        uses = ReferenceIndex.get_references_to(document)
        if not uses.exclude(object_id=str(page.pk)).exists():
            document.collection_id = section.files_id
            document.save()


def _page(nomination: Nomination) -> PracticePage:
    if nomination.page is None:
        raise RefusedError(_("The page is no longer in the library."))
    page: PracticePage = nomination.page.specific
    return page


def _keeps_its_name(nomination: Nomination) -> bool:
    """Whether the page may name its owner on the portal."""
    unnamed = nomination.consents.filter(answer=Consent.Answer.UNNAMED)
    return not unnamed.exists()


def _colleague(by: Any, section: AgencySectionPage) -> Any:
    """Who takes it over keeps it, in a section of the own agency."""
    return by if by.agency_id == section.agency_id else None


def _free_slug(wanted: str, section: AgencySectionPage) -> str:
    taken = set(section.get_children().values_list("slug", flat=True))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
