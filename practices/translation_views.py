"""Views in the admin: starting a translation, and saying that it follows."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from practices import translating
from practices.listing import language_name
from practices.permissions import seen_by
from practices.translation_panels import comparison_url, version_lines


def translate(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask for the language of a translation, and open its draft."""
    page = get_object_or_404(Page, pk=page_id)
    if not translating.may_translate(page, request.user):
        raise PermissionDenied
    languages = translating.missing_languages(page)
    asked = request.POST.get("language", "")
    known = {*dict(languages), *_languages_of_versions(page)}
    if request.method == "POST" and asked in known:
        return _opened(request, translating.translate(page, asked, request.user))
    found = translating.versions(page).filter(seen_by(request.user))
    context = {
        **_header(page, _("Translate")),
        "languages": languages,
        "versions": version_lines(found, request.user),
        "parent": page.get_parent(),
    }
    return render(request, "practices/admin/translate.html", context)


def follow_original(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask for and write that a translation follows its original again."""
    page = get_object_or_404(Page, pk=page_id)
    origin = translating.origin_of(page)
    if origin is None or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if not Page.objects.filter(seen_by(request.user), pk=origin.original.pk).exists():
        raise PermissionDenied
    if request.method == "POST":
        follow(request, page, request.POST.get("state", ""))
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        **_header(page, _("Follow the original")),
        "origin": origin,
        "comparison": comparison_url(origin, request.user),
    }
    return render(request, "practices/admin/translation_follow.html", context)


def follow(request: HttpRequest, page: Page, state: str) -> None:
    """Note that the translation follows this state, and say what came of it."""
    if translating.mark_seen(page, request.user, state):
        messages.success(request, _("The translation follows its original."))
    else:
        messages.warning(
            request, _("The original has changed again meanwhile. Compare once more.")
        )


def _opened(request: HttpRequest, version: Page) -> HttpResponse:
    """The editor of a version, or a word on why it stays closed."""
    if version.permissions_for_user(request.user).can_edit():
        return redirect("wagtailadmin_pages:edit", version.pk)
    message = _("A colleague translates this page into %(language)s already.")
    name = language_name(version.locale.language_code)
    messages.warning(request, message % {"language": name})
    return redirect("wagtailadmin_explore", version.get_parent().pk)


def _languages_of_versions(page: Page) -> set[str]:
    return set(
        translating.versions(page).values_list("locale__language_code", flat=True)
    )


def _header(page: Page, title: str) -> dict[str, Any]:
    return {
        "page": page,
        "header_title": title,
        "page_title": title,
        "page_subtitle": page.specific_deferred.get_admin_display_title(),
        "header_icon": "globe",
    }
