"""Saying that one's agency has done what a page asks, and taking it back."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.models import Page

from accounts.people_forms import LineField
from catalogue.access import reader_for
from catalogue.models import Entry
from practices import duties
from practices.models import PracticePage

LIMITS = {"duty": "60/h/user"}


class NoteForm(forms.Form):
    """A line that goes with the mark."""

    note = LineField(
        required=False,
        max_length=300,
        error_messages={"max_length": gettext_lazy("Write at most 300 characters.")},
    )


@require_POST
def mark_done(request: HttpRequest, page_id: int) -> HttpResponse:
    """Mark a page as done for the agency of whoever asks."""
    page = readable_page(request, page_id)
    if stopped := _stopped(request, page):
        return stopped
    form = NoteForm(request.POST)
    if not form.is_valid():
        # Nothing typed is lost.
        context = {"page": page, "form": form}
        return render(request, "practices/duty_note.html", context)
    duties.mark_done(page, _user(request), form.cleaned_data["note"])
    if request.POST.get("back") == "home":
        messages.success(request, _done_elsewhere(page))
        return redirect("/")
    messages.success(request, _("Marked as done for your agency."))
    return redirect(f"{page.url}#duty")


@require_POST
def undo(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take the mark back."""
    page = readable_page(request, page_id)
    if stopped := _stopped(request, page):
        return stopped
    duties.undo(page, _user(request))
    messages.success(request, _("Your agency is listed as not done again."))
    return redirect(f"{page.url}#duty")


def _stopped(request: HttpRequest, page: Any) -> HttpResponse | None:
    """What somebody gets who may not mark this page, or marks too often."""
    user = _user(request)
    if not user.is_authenticated:
        return redirect_to_login(page.url)
    if not duties.may_mark(page, user):
        context = {"page": page}
        return render(request, "practices/duty_refused.html", context, status=403)
    used = ratelimit.consume(
        request, app="practices", action="duty", user=user, config=LIMITS
    )
    return ratelimit.respond_429(request) if used is None else None


def _done_elsewhere(page: Any) -> str:
    """On the home page it has left the list: the message leads to it."""
    return format_html(
        '{} <a href="{}" lang="{}">{}</a>',
        _("Marked as done for your agency:"),
        page.url,
        page.locale.language_code,
        page.title,
    )


def readable_page(request: HttpRequest, number: int) -> Any:
    """A live page that this reader may read; all others are not there."""
    key = f"page:{number}"
    if not Entry.objects.readable_by(reader_for(request)).filter(key=key).exists():
        raise Http404
    page = Page.objects.live().filter(pk=number).first()
    found = page.specific if page else None
    if not isinstance(found, PracticePage):
        raise Http404
    return found


def _user(request: HttpRequest) -> Any:
    return request.user
