"""Editing pages answer about what is confidential as about what is not there."""

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
from communities.models import CommunityPage, Visibility
from communities.querysets import are_in_communities, community_at

# What the numbers in addresses of editing pages are called.
OF_PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
# Leads to the address of the history, without looking for the page.
LEADS_ON = ("revisions_index",)
OF_FILES = ("document_id", "doc_id", "image_id")
OF_COLLECTIONS = ("collection_id",)
# The largest number that a database has; zero would be no choice at all.
NO_ROW = 2**31 - 1

Answer = Callable[[HttpRequest], HttpResponseBase]


class QuietEditingMiddleware:
    """Numbers of confidential pages and files are numbers of nothing for outsiders.

    Wagtail answers "no permission" about what there is, and 404 about what there is
    not. Few queries, on editing pages about one page or file alone.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do before the view is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: object,
        args: tuple[Any, ...],
        named: dict[str, Any],
    ) -> None:
        """Let the view look for a row that is not there, and say so in its own way."""
        user = request.user
        if not user.is_authenticated or user.is_superuser:
            return
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return
        if request.resolver_match and request.resolver_match.url_name in LEADS_ON:
            return
        for name in named.keys() & {*OF_PAGES, *OF_FILES, *OF_COLLECTIONS}:
            group = _group(request, name, named[name])
            if group is not None and group not in reader_for(request).groups:
                named[name] = NO_ROW


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
    if page is None or not are_in_communities([page]):
        return None
    community = community_at(page.path)
    if community is None or not community.is_confidential:
        return None
    return community.group_id or NO_ROW


def _of_collections(collections: Any) -> int | None:
    hidden = CommunityPage.objects.filter(visibility=Visibility.CONFIDENTIAL)
    found = hidden.filter(files__in=collections).values_list("group", flat=True)
    return next((group or NO_ROW for group in found), None)
