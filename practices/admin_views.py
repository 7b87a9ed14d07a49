"""Views in the admin: pasting, the language of a page, and guarded choosers."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.chooser import ChosenMultipleView, ExternalLinkView
from wagtail.models import Page

from practices.forms import LanguageForm
from practices.models import CasePage, PracticePage
from practices.pasting import TooMuchText, Unreadable, blocks_of, flat
from practices.permissions import seen_by
from practices.services import change_language as write_language

View = Callable[..., HttpResponse]


@require_POST
def paste(request: HttpRequest) -> HttpResponse:
    """Turn pasted HTML into the blocks of a text."""
    try:
        found = blocks_of(request.POST.get("html", ""))
    except TooMuchText:
        message = _("This is too much text for one paste. Paste it in parts.")
        return JsonResponse({"error": message}, status=413)
    except Unreadable:
        message = _("This text cannot be read. Paste it in parts.")
        return JsonResponse({"error": message}, status=400)
    block = CasePage._meta.get_field("problem").stream_block
    state = block.get_form_state(block.to_python(found))
    return JsonResponse({"blocks": state, "html": flat(found)})


def change_language(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask for and write the language in which a page is written."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, PracticePage) or not _may_change(request, page):
        raise PermissionDenied
    form = LanguageForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        write_language(page, form.cleaned_data["language"], request.user)
        messages.success(request, _("The language of the page is changed."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "page": page,
        "form": form,
        "header_title": _("Change language"),
        "page_title": _("Change language"),
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "globe",
    }
    return render(request, "practices/admin/change_language.html", context)


def _may_change(request: HttpRequest, page: Page) -> bool:
    """A live page changes at once for all, so that takes the right to publish."""
    rights = page.permissions_for_user(request.user)
    if page.get_lock() and page.get_lock().for_user(request.user):
        return False
    return bool(rights.can_publish() if page.live else rights.can_edit())


def for_administrators(view: View) -> View:
    """A view that counts or names pages of everyone."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def for_who_edits(view: View) -> View:
    """A view of Wagtail that names a page before it asks who may work on it."""

    @wraps(view)
    def guarded(request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        page = get_object_or_404(Page, pk=page_id)
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return view(request, page_id=page_id, **kwargs)

    return guarded


def for_who_moves(view: View) -> View:
    """Wagtail names both pages of a move before it asks whether one may make it."""

    @wraps(view)
    def guarded(
        request: HttpRequest, page_to_move_id: int, destination_id: int
    ) -> HttpResponse:
        page = get_object_or_404(Page, pk=page_to_move_id).specific
        target = get_object_or_404(Page, pk=destination_id).specific
        if not page.permissions_for_user(request.user).can_move_to(target):
            raise PermissionDenied
        return view(
            request, page_to_move_id=page_to_move_id, destination_id=destination_id
        )

    return guarded


class GuardedChosenView(ChosenMultipleView):
    """Wagtail tells the title of every page by number; ours of pages one may see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Leave out what this person may not see."""
        numbers = [pk for pk in request.GET.getlist("id") if pk.isdigit()]
        # The root of the tree is no page, and Wagtail's view breaks on it.
        pages = Page.objects.filter(depth__gt=1, pk__in=numbers)
        seen = pages.filter(seen_by(request.user))
        query = QueryDict(mutable=True)
        query.setlist("id", [str(pk) for pk in seen.values_list("pk", flat=True)])
        request.GET = query  # type: ignore[assignment]
        return super().get(request)


class GuardedExternalLinkView(ExternalLinkView):
    """Wagtail turns an address into its page, walled ones too; ours only seen ones."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the address as it is when its page is behind a wall."""
        response: HttpResponse = super().post(request)
        number = _page_number(response)
        if number and not _sees(request.user, number):
            return self.render_chosen_response(self.get_result_data())
        return response


def _page_number(response: HttpResponse) -> int | None:
    answer: dict[str, Any] = json.loads(response.content)
    found = answer.get("internal") or answer.get("result") or {}
    return found.get("id")


def _sees(user: Any, number: int) -> bool:
    return Page.objects.filter(seen_by(user), pk=number).exists()
