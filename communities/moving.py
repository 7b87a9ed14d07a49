"""Old addresses of pages that stood in a community, for whoever may read the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from communities.models import CommunityPage, Visibility
from communities.querysets import ADDRESS, are_in_communities, is_confidential_at


def moved_to(request: HttpRequest) -> HttpResponse | None:
    """The way from an old address to where the page stands now, None without one."""
    path = Redirect.normalise_path(request.path, decode_unicode=False)
    found = get_redirect(request, path)
    page = found.redirect_page if found else None
    if page is None or not found.link or _is_closed(page, request):
        return None
    if _began_where_nothing_is(request):
        return None
    return HttpResponsePermanentRedirect(found.link)


class QuietRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, which lead nobody to a page that is closed to them.

    Strangers are led to pages for which one signs in, never to confidential ones.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        """Answer 404 as before where the page is not to be known."""
        answer: HttpResponse = super().process_response(request, response)
        if answer is response:
            return response
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        found = get_redirect(request, path) or get_redirect(
            request, Redirect.normalise_path(request.path, decode_unicode=False)
        )
        page = found.redirect_page if found else None
        if page is not None and _must_not_be_known(page, request):
            return response
        if _began_where_nothing_is(request):
            return response
        return answer


def _must_not_be_known(page: Page, request: HttpRequest) -> bool:
    if request.user.is_authenticated:
        return _is_closed(page, request)
    return are_in_communities([page]) and is_confidential_at(page.path)


def _began_where_nothing_is(request: HttpRequest) -> bool:
    """Whether the old address lies in a community of which the person must not know.

    A page that somebody moved out of it may be known to all.
    """
    first, _sep, rest = request.path.strip("/").partition("/")
    if first != ADDRESS:
        return False
    hidden = CommunityPage.objects.filter(visibility=Visibility.CONFIDENTIAL)
    community = hidden.filter(slug=rest.partition("/")[0]).first()
    return community is not None and _is_closed(community, request)


def _is_closed(page: Page, request: HttpRequest) -> bool:
    walls = page.get_view_restrictions()
    return not all(wall.accept_request(request) for wall in walls)
