"""Saying whether a page was useful, and reading what others said."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from accounts.people_forms import LineField
from catalogue.access import reader_for
from catalogue.models import Entry
from practices import usefulness
from practices.models import CasePage, GuidePage

LIMITS = {"useful": "120/h/user"}
YES, NO, BACK = "yes", "no", "back"


class AnswerForm(forms.Form):
    """Yes, no or "take it back"; with a no, what is missing."""

    v = forms.ChoiceField(choices=[(each, each) for each in (YES, NO, BACK)])
    missing = LineField(
        required=False,
        max_length=usefulness.LONGEST_LINE,
        error_messages={"max_length": _("Write at most 300 characters.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def useful(request: HttpRequest, page_id: int) -> HttpResponse:
    """What an agent says of a page; for who keeps it, what all said."""
    page, user = _page(request, page_id), _user(request)
    if not user.is_authenticated:
        return redirect_to_login(page.url)
    if not reader_for(request).is_agent:
        raise Http404
    if request.method == "POST":
        return _answered(request, page)
    context = {"page": page, "useful": usefulness.answer_of(page, user)}
    if usefulness.may_read(page, user):
        context["said"] = usefulness.said_of(page)
    return render(request, "practices/useful.html", context)


def _answered(request: HttpRequest, page: Any) -> HttpResponse:
    user = _user(request)
    used = ratelimit.consume(
        request, app="practices", action="useful", user=user, config=LIMITS
    )
    if used is None:
        return ratelimit.respond_429(request)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        # Nothing typed is lost.
        return _shown(request, page, usefulness.answer_of(page, user), form)
    if form.cleaned_data["v"] == BACK:
        usefulness.take_back(page, user)
    else:
        missing = form.cleaned_data["missing"] if "missing" in request.POST else None
        is_useful = form.cleaned_data["v"] == YES
        usefulness.answer(page, user, useful=is_useful, missing=missing)
    if not getattr(request, "htmx", False):
        return redirect(f"{page.url}#useful")
    return _shown(request, page, usefulness.answer_of(page, user))


def _shown(
    request: HttpRequest, page: Any, answer: usefulness.Asked, form: Any = None
) -> HttpResponse:
    """The question with the answer: in its place, or on a page of its own."""
    context = {"page": page, "useful": answer, "form": form, "answered": True}
    if getattr(request, "htmx", False):
        return render(request, "practices/includes/useful.html", context)
    status = 400 if form else 200
    return render(request, "practices/useful.html", context, status=status)


def _page(request: HttpRequest, number: int) -> Any:
    """A live case or guide that this reader may read; all others are not there."""
    readable = Entry.objects.readable_by(reader_for(request))
    if not readable.filter(key=f"page:{number}").exists():
        raise Http404
    page = Page.objects.live().filter(pk=number).first()
    found = page.specific if page else None
    if not isinstance(found, CasePage | GuidePage):
        raise Http404
    return found


def _user(request: HttpRequest) -> Any:
    return request.user
