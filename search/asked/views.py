"""What the page of results sends back: an opened result, a page that is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import agents_only
from catalogue.access import reader_for
from search import rates
from search.asked import recording, services
from search.asked.forms import OpenedForm, WishForm

# So fast nobody opens results.
OPENED = (rates.Rate(30, 10), rates.Rate(120, 60))
# So many pages nobody misses at once.
WISHES = (rates.Rate(10, 60), rates.Rate(60, 3600))


@csrf_exempt
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """Count that a result was opened, not by whom; an unknown search is no fault.

    No token against forged forms: nothing is done in the name of a person.
    """
    form = OpenedForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("This names no search."), status=400)
    try:
        rates.count(request, "opened", OPENED)
    except rates.TooManyRequests:
        return HttpResponse(status=429)
    recording.opened(form.cleaned_data["token"], form.cleaned_data["place"])
    return HttpResponse(status=204)


@require_safe
@agents_only
def wishes(request: HttpRequest) -> HttpResponse:
    """The pages that this person asked for, and what became of it."""
    told = services.told(_user(request), reader_for(request))
    return render(request, "search/asked/wishes.html", {"told": told})


@require_POST
@agents_only
def wish(request: HttpRequest) -> HttpResponse:
    """Ask for a page."""
    form = WishForm(request.POST)
    try:
        rates.count(request, "wish", WISHES)
    except rates.TooManyRequests as error:
        return _too_many(request, error)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.wish(_user(request), data["q"], data["wish"], reader_for(request))
        except services.WishRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted. We tell you when the page exists."))
            return redirect("search:wishes")
    return render(request, "search/asked/wish.html", {"form": form}, status=422)


def _too_many(request: HttpRequest, error: rates.TooManyRequests) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(error.seconds)
    return response


@require_POST
@agents_only
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a wish back, or an answered one off the list."""
    if not services.withdraw(_user(request), number):
        raise Http404
    messages.success(request, _("It is off your list."))
    return redirect("search:wishes")


def _user(request: HttpRequest) -> Any:
    return request.user
