"""Editing pages answer about what is closed as about what is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from catalogue.access import reader_for
from communities.counting import asking
from communities.models import CommunityPage, Visibility
from communities.querysets import are_in_communities, community_at
from communities.typed import (
    NO_ROW,
    beginning,
    forget_wanted,
    leave_out,
    refuse_places,
    row_numbers,
)

# What the numbers in addresses of editing pages are called.
OF_PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
# Leads to the address of the history, without looking for the page.
LEADS_ON = ("revisions_index",)
OF_FILES = ("document_id", "doc_id", "image_id")
OF_COLLECTIONS = ("collection_id",)
# Views that call the number of a page or a file "pk".
ALSO = {"revisions_compare": "page_id", "chosen": "doc_id"}
# The view for several things at once gets them behind the question mark.
MANY = "wagtail_bulk_action"
# Begins where all pages of a type have their common place.
CHOOSER = "wagtailadmin_choose_page"

Answer = Callable[[HttpRequest], HttpResponseBase]


class QuietEditingMiddleware:
    """Numbers of confidential pages and files are numbers of nothing for outsiders.

    Wagtail answers "no permission" about what there is, and 404 about what there is
    not. What is typed or sent beside the address is the same for all that is closed,
    drafts of others too. Few queries, on editing pages about one page or file alone.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Say who asks, where Wagtail counts what refers to something."""
        if not _is_editing(request):
            return self.get_response(request)
        token = asking.set(request.user)
        try:
            return self.get_response(request)
        finally:
            asking.reset(token)

    def process_view(
        self,
        request: HttpRequest,
        view: object,
        args: tuple[Any, ...],
        named: dict[str, Any],
    ) -> None:
        """Let the view look for a row that is not there, and say so in its own way."""
        if not _is_editing(request) or not _is_watched(request.user):
            return
        here = (request.resolver_match and request.resolver_match.url_name) or ""
        if here in LEADS_ON:
            return
        if here == MANY:
            leave_out(request, named["app_label"], named["model_name"])
        if here == CHOOSER:
            named["parent_page_id"] = beginning(request)
        forget_wanted(request)
        refuse_places(request)
        _hide_numbers(request, named, ALSO.get(here))


def _hide_numbers(
    request: HttpRequest, named: dict[str, Any], also: str | None
) -> None:
    """Numbers of confidential things in the address become numbers of nothing."""
    kinds = {each: each for each in (*OF_PAGES, *OF_FILES, *OF_COLLECTIONS)}
    if also:
        kinds["pk"] = also
    for name in named.keys() & kinds.keys():
        is_number = bool(row_numbers([str(named[name])]))
        group = _group(request, kinds[name], named[name]) if is_number else NO_ROW
        if group is not None and group not in reader_for(request).groups:
            named[name] = NO_ROW


def _is_editing(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def _is_watched(user: Any) -> bool:
    return user.is_authenticated and not user.is_superuser


def _group(request: HttpRequest, name: str, number: Any) -> int | None:
    """The members of the confidential community that is asked about, None for none."""
    if name in OF_PAGES:
        return _of_page(number)
    if name in OF_COLLECTIONS:
        return _of_collections([number])
    is_picture = request.path.startswith(reverse("wagtailimages:index"))
    model = get_image_model() if is_picture else get_document_model()
    return _of_collections(model.objects.filter(pk=number).values("collection"))


def _of_page(number: Any) -> int | None:
    page = Page.objects.filter(pk=number).first()
    found = page and are_in_communities([page]) and community_at(page.path)
    return (found.group_id or NO_ROW) if found and found.is_confidential else None


def _of_collections(collections: Any) -> int | None:
    hidden = CommunityPage.objects.filter(visibility=Visibility.CONFIDENTIAL)
    found = hidden.filter(files__in=collections).values_list("group", flat=True)
    return next((group or NO_ROW for group in found), None)
