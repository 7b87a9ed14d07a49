"""Saying that one's agency has done what a page asks, and taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from catalogue.access import reader_for
from catalogue.models import Entry
from practices import duties
from practices.models import PracticePage


class NoteForm(forms.Form):
    """A line that goes with the mark."""

    note = forms.CharField(required=False, max_length=300)


@require_POST
@login_required
def mark_done(request: HttpRequest, page_id: int) -> HttpResponse:
    """Mark a page as done for the agency of whoever asks."""
    page = _page(request, page_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write at most 300 characters in the note."))
        return redirect(f"{page.url}#duty")
    try:
        duties.mark_done(page, _user(request), form.cleaned_data["note"])
    except duties.NotAddressedError as error:
        raise PermissionDenied from error
    messages.success(request, _("Marked as done for your agency."))
    return redirect(f"{page.url}#duty")


@require_POST
@login_required
def undo(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take the mark back."""
    page = _page(request, page_id)
    try:
        duties.undo(page, _user(request))
    except duties.NotAddressedError as error:
        raise PermissionDenied from error
    messages.success(request, _("Your agency is listed as not done again."))
    return redirect(f"{page.url}#duty")


def _page(request: HttpRequest, number: int) -> Any:
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
