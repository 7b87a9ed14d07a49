"""What Wagtail serves of communities: pages, files, links, old addresses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from communities import views
from communities.models import CommunityLibraryPage, CommunityPage
from communities.querysets import (
    are_in_communities,
    is_confidential_at,
    is_confidential_file,
)


def serve_by_our_views(
    page: Page, request: HttpRequest, *_args: Any
) -> HttpResponseBase | None:
    """However one gets to a community or its library, our views answer."""
    if isinstance(page, CommunityPage):
        return views.home(request, page.slug)
    if isinstance(page, CommunityLibraryPage):
        return views.library(request, page.get_parent().slug)
    return None


def hide_page(page: Page, request: HttpRequest, *_args: Any) -> None:
    """Strangers are not sent to sign in to what must not exist for them.

    Those who are signed in get the same answer from the catalogue.
    """
    if request.user.is_authenticated or not are_in_communities([page]):
        return
    if is_confidential_at(page.path):
        raise Http404


def hide_document(document: AbstractDocument, request: HttpRequest) -> None:
    """The same for documents."""
    if request.user.is_authenticated:
        return
    if is_confidential_file(document.collection_id):
        raise Http404


class QuietPageLinkHandler(PageLinkHandler):
    """Links in texts, which name no page of a community to whoever reads the text.

    Wagtail writes the address of every page. Ours leads by number to whoever may read
    the page; for others nothing is there.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """The opening tags of these links."""
        return [_opening(page) for page in cls.get_many(attrs_list)]


def _opening(page: Any) -> str:
    if page is None:
        return "<a>"
    url = page.localized.url or ""
    if are_in_communities([page]):
        url = reverse("communities:to", args=[page.pk])
    return format_html('<a href="{}">', url)
