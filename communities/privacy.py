"""Wagtail's forms for walls, which offer nobody the groups of communities."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.views import collection_privacy
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.models import Page

from accounts.services import keep_groups
from communities.models import CommunityPage
from communities.querysets import groups_of_communities


class WithoutCommunities:
    """A form whose groups are none of a community, but for those that were chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        hidden = groups_of_communities()
        if form.instance.pk:
            hidden = hidden.exclude(pk__in=form.instance.groups.all())
        field = form.fields["groups"]
        field.queryset = field.queryset.exclude(pk__in=hidden.values("pk"))


class PageWallForm(WithoutCommunities, PageViewRestrictionForm):
    """The wall of a page."""


class CollectionWallForm(WithoutCommunities, CollectionViewRestrictionForm):
    """The wall of a collection of files."""


class PageWallView(SetPrivacyView):
    """Where a page has no choice of walls, there is none to send either.

    Wagtail hides the form and would still take the wall away.
    """

    form_class = PageWallForm

    def dispatch(
        self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Refuse what is sent for a page whose walls follow from something else."""
        page = get_object_or_404(Page, pk=page_id).specific_class
        if request.method == "POST" and not page.private_page_options:
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, page_id, *args, **kwargs)
        return response


def wall_of_collection(request: HttpRequest, collection_id: int) -> HttpResponse:
    """The wall of a collection; that of a community's files follows from it."""
    if CommunityPage.objects.filter(files=collection_id).exists():
        raise PermissionDenied
    response: HttpResponse = collection_privacy.set_privacy(request, collection_id)
    return response


def offer_no_communities() -> None:
    """Take the groups out of the forms for people and for walls of files."""
    keep_groups(groups_of_communities)
    collection_privacy.CollectionViewRestrictionForm = CollectionWallForm
