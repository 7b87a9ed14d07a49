"""Saying that one's agency reused a case, how it went, and taking it back."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import agents_only
from catalogue.access import reader_for
from practices import reuses
from practices.duty_views import readable_page
from practices.models import CasePage
from practices.reuse_forms import ReuseForm

LIMITS = {"reuse": "60/h/user"}


@agents_only
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, page_id: int) -> HttpResponse:
    """The form by which an agency says that it reused a case, or corrects it."""
    page, user = _case(request, page_id), _user(request)
    if not reuses.may_record(page, user):
        return _refused(request, page)
    known = reuses.own_reuse(page, user)
    form = ReuseForm(
        request.POST or None, user=user, reader=reader_for(request), reuse=known
    )
    if not form.is_bound or not form.is_valid():
        context = {"page": page, "form": form, "reuse": known}
        return render(request, "practices/reuse_form.html", context)
    if _too_often(request):
        return ratelimit.respond_429(request)
    _reuse, is_new = reuses.record(page, user, form.cleaned_data)
    messages.success(request, _said(is_new))
    return redirect(f"{page.url}#reuse")


@agents_only
@require_POST
def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take it back."""
    page, user = _case(request, page_id), _user(request)
    if not reuses.may_record(page, user):
        return _refused(request, page)
    if _too_often(request):
        return ratelimit.respond_429(request)
    reuses.withdraw(page, user)
    messages.success(request, _("Your agency is no longer listed here."))
    return redirect(page.url)


def _said(is_new: bool) -> str:
    if is_new:
        return _("Thank you: your agency is listed, and the owner of the case is told.")
    return _("Saved.")


def _case(request: HttpRequest, page_id: int) -> CasePage:
    page = readable_page(request, page_id)
    if not isinstance(page, CasePage):
        raise Http404
    return page


def _refused(request: HttpRequest, page: CasePage) -> HttpResponse:
    context = {"page": page}
    return render(request, "practices/reuse_refused.html", context, status=403)


def _too_often(request: HttpRequest) -> bool:
    used = ratelimit.consume(
        request, app="practices", action="reuse", user=_user(request), config=LIMITS
    )
    return used is None


def _user(request: HttpRequest) -> Any:
    return request.user
