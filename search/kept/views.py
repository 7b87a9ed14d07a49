"""Saved searches: save, look what is new, name, remove, put back, feed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from accounts.permissions import agents_only
from catalogue.access import reader_for
from communities.following.services import keys_of
from search.forms import Read, read
from search.kept import news, services, undo
from search.kept.forms import NAME, NameForm
from search.kept.listing import ORDERS, lists_of, searches_of
from search.kept.naming import name_of
from search.kept.page import OnPage, query_of
from search.models import Kept, SavedSearch
from search.request import SearchRequest

# Longer than any search that can be saved; it is not even read.
MOST_QUERY = 8000
REMOVED = "kept_removed"


@require_safe
@agents_only
def saved(request: HttpRequest) -> HttpResponse:
    """My saved searches and lists."""
    return saved_page(request)


def saved_page(
    request: HttpRequest, wrong: dict[str, Any] | None = None
) -> HttpResponse:
    """The page, with what was typed wrong: number, name, errors."""
    order = request.GET.get("order", "")
    context = {
        "searches": searches_of(me(request), order),
        "followed": keys_of(me(request), "search"),
        "order": order if order in ORDERS else "name",
        "lists": lists_of(me(request)),
        "wrong": wrong or {},
        "removed": REMOVED in request.session and "removed" in request.GET,
    }
    status = 422 if wrong else 200
    return render(request, "search/kept/saved.html", context, status=status)


@require_POST
@agents_only
def save(request: HttpRequest) -> HttpResponse:
    """Save a search; once more leads to the one that is saved."""
    asked = _asked(request.POST.get("query", ""))
    query = query_of(asked.request)
    if not asked.problems and len(query) > _longest():
        asked = Read(asked.request, (_too_long(),))
    if asked.problems:
        return _problems(request, asked.problems, 400)
    reader = reader_for(request)
    known = SavedSearch.objects.filter(user_id=me(request), query=query).first()
    try:
        found = known or services.save_search(
            _user(request),
            query,
            name_of(asked.request, reader),
            news.newest(asked.request, reader) or [],
        )
    except services.NoRoom as error:
        return _problems(request, (str(error),), 409)
    return _saved_button(request, found)


def _saved_button(request: HttpRequest, found: SavedSearch) -> HttpResponse:
    """The button as it is now; without JavaScript the page of results."""
    if getattr(request, "htmx", False):
        context = {"kept": OnPage(True, found.query, found)}
        return render(request, "search/kept/includes/save.html", context)
    messages.success(request, _("Saved as “%(name)s”.") % {"name": found.name})
    question = f"?{found.query}" if found.query else ""
    return redirect(reverse("search:results") + question)


@require_safe
@agents_only
def open_search(request: HttpRequest, number: int) -> HttpResponse:
    """The results, what is new among them marked; from now on it is known.

    A browser that fetches ahead has not looked.
    """
    search = own_search(request, number)
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method == "GET" and not ahead:
        news.look(search, reader_for(request))
    question = f"?{search.query}" if search.query else ""
    return redirect(reverse("search:results") + question)


@require_safe
@agents_only
def count_new(request: HttpRequest, number: int) -> HttpResponse:
    """How many entries are new, for the line of a saved search."""
    search = own_search(request, number)
    if not getattr(request, "htmx", False):
        return redirect("search:saved-search", number)
    many = news.count_new(search, reader_for(request))
    context = {"many": many, "most": news.WINDOW}
    return render(request, "search/kept/includes/new.html", context)


@require_POST
@agents_only
def rename(request: HttpRequest, number: int) -> HttpResponse:
    """Another name for a saved search."""
    search = own_search(request, number)
    form = NameForm(request.POST)
    if not form.is_valid():
        typed = request.POST.get("name", "")[: 2 * NAME]
        errors = form.errors["name"]
        wrong = {"search": search.pk, "name": typed, "errors": errors}
        return saved_page(request, wrong)
    services.rename_search(search, form.cleaned_data["name"])
    return redirect(f"{reverse('search:saved')}#search-{search.pk}")


@require_POST
@agents_only
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a saved search; the next page offers to put it back."""
    request.session[REMOVED] = undo.remove(own_search(request, number))
    return redirect(f"{reverse('search:saved')}?removed=1")


@require_POST
@agents_only
def put_back(request: HttpRequest) -> HttpResponse:
    """What was removed last is there again."""
    text = request.session.pop(REMOVED, "")
    try:
        row = undo.put_back(_user(request), text) if text else None
    except services.NoRoom as error:
        request.session[REMOVED] = text
        messages.warning(request, str(error))
        return redirect(f"{reverse('search:saved')}?removed=1")
    if row is None:
        messages.warning(request, _("There is nothing to put back."))
    if isinstance(row, Kept):
        return redirect("search:kept-list", row.kept_list_id)
    return redirect("search:saved")


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def feed(request: HttpRequest, number: int) -> HttpResponse:
    """The private feed of a saved search; its address is shown when it is made."""
    search = own_search(request, number)
    address = ""
    if request.method == "POST":
        token = services.make_feed(search)
        address = settings.BASE_URL + reverse("search:saved-feed", args=[token])
    context = {"search": search, "address": address}
    return render(request, "search/kept/feed.html", context)


@require_POST
@agents_only
def end_feed(request: HttpRequest, number: int) -> HttpResponse:
    """The address of the feed leads nowhere any more."""
    search = own_search(request, number)
    services.end_feed(search)
    messages.success(request, _("The address of the feed does not work any more."))
    return redirect("search:feed-of-search", number)


def own_search(request: HttpRequest, number: int) -> SavedSearch:
    """A saved search of whoever asks; of anybody else's there is none."""
    return get_object_or_404(SavedSearch, pk=number, user_id=me(request))


def _asked(query: str) -> Read:
    """The search that is to be saved, as an address writes it."""
    if len(query) > MOST_QUERY:
        return Read(SearchRequest(), (_too_long(),))
    return read(QueryDict(query))


def _too_long() -> str:
    return _("This search is too long to be saved.")


def _longest() -> int:
    return SavedSearch._meta.get_field("query").max_length or 0


def _problems(
    request: HttpRequest, problems: tuple[str, ...], status: int
) -> HttpResponse:
    if getattr(request, "htmx", False):
        # A button cannot say it: the page of saved searches does.
        for problem in problems:
            messages.error(request, problem)
        return HttpResponseClientRedirect(reverse("search:saved"))
    context = {"problems": problems}
    return render(request, "search/kept/problems.html", context, status=status)


def me(request: HttpRequest) -> int:
    """The number of whoever asks."""
    return request.user.pk or 0


def _user(request: HttpRequest) -> User:
    return User.objects.get(pk=me(request))
