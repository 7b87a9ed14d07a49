"""What editors cannot do with the pages of a community, and the sentence why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from communities.belonging.services import add_member
from communities.models import (
    CommunityIndexPage,
    CommunityLibraryPage,
    CommunityPage,
    Role,
)
from communities.services import holds_files

OURS = (CommunityIndexPage, CommunityLibraryPage, CommunityPage)


def give_owner(request: HttpRequest, page: Page) -> None:
    """Whoever makes a community by its page answers for it until it is handed over."""
    if isinstance(page, CommunityPage) and isinstance(request.user, User):
        add_member(page, request.user, Role.OWNER)


def refuse_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A library goes with its community; a community only without files."""
    return _refuse(request, page, _why_not_deleted(page))


def refuse_closing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Communities are archived, so that members keep what was said."""
    return _refuse(request, page, _why_not_closed(page))


def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy would have no members and no walls of its own."""
    sentence = _("Communities are not copied. Make a new one.")
    return _refuse(request, page, sentence if _is_ours(page) else "")


def refuse_many(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    why = {"delete": _why_not_deleted, "unpublish": _why_not_closed}.get(action_type)
    pages = [each for each in objects if isinstance(each, Page)] if why else []
    for page in pages:
        refused = _refuse(request, page, why(page)) if why else None
        if refused is not None:
            return refused
    return None


def _is_ours(page: Page) -> bool:
    return issubclass(page.specific_class or Page, OURS)


def _why_not_deleted(page: Page) -> str:
    model = page.specific_class or Page
    if issubclass(model, CommunityLibraryPage):
        return _("The library belongs to its community and goes with it.")
    if issubclass(model, CommunityIndexPage) and not page.is_leaf():
        return _("Communities stand below this page: it stays.")
    if not issubclass(model, CommunityPage):
        return ""
    files = page.specific.files
    if files is not None and holds_files(files):
        return _("Files lie in this community: move or delete them first, or archive.")
    return ""


def _why_not_closed(page: Page) -> str:
    if not _is_ours(page):
        return ""
    return _("Archive the community instead: members keep what was said.")


def _refuse(request: HttpRequest, page: Page, sentence: str) -> HttpResponse | None:
    if not sentence:
        return None
    messages.error(request, sentence)
    return redirect("wagtailadmin_explore", page.get_parent().pk)
