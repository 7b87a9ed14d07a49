"""Small pages of the frame: language, health, robots, what is missing or broken."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.images import get_image_model

from catalogue.access import is_closed_to_strangers
from hub import icons
from hub.accessibility import declaration
from hub.models import StandardPage
from hub.standard_pages import page_for
from search.health import health

YEAR = 365 * 24 * 3600


# Without a token pages stay the same for every reader who is not signed in; another
# site that posts here carries no session and could change a cookie's language at most.
@csrf_exempt
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the language of the interface in a cookie, and in the profile."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(_way_back(request))
    if language not in dict(settings.LANGUAGES):
        return response
    # Browsers send no session cookie with a post from another site (SameSite=Lax).
    user = request.user
    if user.is_authenticated and user.interface_language != language:
        user.interface_language = language
        user.save(update_fields=["interface_language"])
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response


def _way_back(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else "/"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether what the hub needs is there; 503 when it is not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "no answer"}, status=503)
    return JsonResponse({"ready": True, "database": "ok", **_search_state()})


def _search_state() -> dict[str, object]:
    """Which engine answers and what waits; no number that speaks of closed pages."""
    state = health()
    return {
        "engine": state.engine,
        "search": "ok" if state.ok else "answered by the reserve search",
        "waiting": state.waiting_changes + state.waiting_entries,
    }


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture as pages show it, where its collection is open to this reader.

    A large hub lets its web server do this; everything else that was uploaded is
    served by Wagtail's own view of documents.
    """
    renditions = get_image_model().get_rendition_model().objects
    rendition = renditions.filter(file=f"images/{name}").first()
    if rendition is None:
        raise Http404
    walls = rendition.image.collection.get_view_restrictions()
    if not all(wall.accept_request(request) for wall in walls):
        raise Http404
    try:
        response = FileResponse(rendition.file.open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error
    private = {"private": True} if walls or is_closed_to_strangers() else {}
    patch_cache_control(response, max_age=3600, **private)
    return response


@require_safe
def drawings(request: HttpRequest) -> HttpResponse:
    """The icons; their address changes with them, so browsers keep them for good."""
    response = HttpResponse(icons.sprite(), content_type="image/svg+xml")
    patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    return response


@require_safe
def standard_page(request: HttpRequest, role: str) -> HttpResponse:
    """Lead to the page with this role in the reader's language."""
    page = page_for(request, role)
    if page is not None:
        return redirect(page.url)
    if role != StandardPage.Role.ACCESSIBILITY:
        raise Http404
    return render(request, "hub/accessibility.html", {"declaration": declaration()})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search machines of the web may visit."""
    sitemap = settings.BASE_URL + reverse("sitemap")
    context = {"sitemap": sitemap, "is_closed": is_closed_to_strangers()}
    return render(request, "hub/robots.txt", context, content_type="text/plain")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same page for what is missing and for what this reader may not know."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that needs nothing: no database, no context."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)
