"""Private lists: keep an entry, write a note, move, remove, print, export."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import User
from accounts.permissions import agents_only
from catalogue.access import reader_for
from catalogue.models import Entry
from search.kept import lists, undo
from search.kept.export import as_csv
from search.kept.forms import NAME, NOTE, KeepForm, KeptForm, NameForm, usual_list
from search.kept.listing import (
    entry_to_keep,
    lines,
    lists_of,
    lists_with,
    page_of_list,
)
from search.kept.services import NoRoom
from search.kept.views import REMOVED, me, saved_page
from search.models import Kept, KeptList

# Longer than any key of an entry.
MOST_KEY = 80


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def keep(request: HttpRequest) -> HttpResponse:
    """Put an entry on a list, with a note."""
    entry = _entry(request)
    form = KeepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name, note = form.list_name, form.cleaned_data["note"]
        try:
            kept, is_new = lists.keep(_user(request), entry.key, name, note)
        except NoRoom as error:
            form.add_error(None, str(error))
        else:
            return _kept(request, entry, kept, is_new)
    part = bool(getattr(request, "htmx", False))
    template = (
        "search/kept/includes/keep_form.html" if part else "search/kept/keep.html"
    )
    # htmx shows nothing of an answer that says it failed.
    status = 422 if form.errors and not part else 200
    return render(request, template, _keep_context(request, entry, form), status=status)


def _keep_context(request: HttpRequest, entry: Entry, form: KeepForm) -> dict[str, Any]:
    own = [each.name for each in lists_of(me(request))]
    return {
        "entry": entry,
        "form": form,
        "names": own if usual_list() in own else [usual_list(), *own],
        "chosen": request.POST.get("list", "") or usual_list(),
        "already": lists_with(me(request), entry.key),
        "most": NOTE,
    }


def _kept(request: HttpRequest, entry: Entry, kept: Kept, is_new: bool) -> HttpResponse:
    if getattr(request, "htmx", False):
        context = {"kept_list": kept.kept_list, "is_new": is_new}
        return render(request, "search/kept/includes/kept.html", context)
    words = _("Kept on “%(list)s”.") if is_new else _("It is on “%(list)s” already.")
    messages.success(request, words % {"list": kept.kept_list.name})
    return redirect(entry.url)


@require_POST
@agents_only
def make_list(request: HttpRequest) -> HttpResponse:
    """A new list."""
    form = NameForm(request.POST)
    if not form.is_valid():
        typed = request.POST.get("name", "")[: 2 * NAME]
        return saved_page(
            request, {"list": True, "name": typed, "errors": form.errors["name"]}
        )
    try:
        made = lists.make_list(_user(request), form.cleaned_data["name"])
    except NoRoom as error:
        messages.error(request, str(error))
        return redirect("search:saved")
    return redirect("search:kept-list", made.pk)


@require_safe
@agents_only
def kept_list(request: HttpRequest, number: int) -> HttpResponse:
    """A list with its entries."""
    return _list_page(request, own_list(request, number))


def _list_page(
    request: HttpRequest, found: KeptList, wrong: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of a list, with what was typed wrong."""
    whole = "print" in request.GET
    page = page_of_list(found, request.GET.get("page"), whole=whole)
    context = {
        "kept_list": found,
        "page_of_list": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_ends=1),
        "lines": lines(list(page), reader_for(request)),
        "lists": lists_of(me(request)),
        "for_paper": whole,
        "wrong": wrong or {},
        "removed": REMOVED in request.session and "removed" in request.GET,
        "most": NOTE,
    }
    status = 422 if wrong else 200
    return render(request, "search/kept/list.html", context, status=status)


@require_safe
@agents_only
def export(request: HttpRequest, number: int) -> HttpResponse:
    """A list as a file for spreadsheet programs."""
    found = own_list(request, number)
    listed = lines(list(found.kept.all()), reader_for(request))
    text = as_csv(listed, request.build_absolute_uri)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"list-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@agents_only
def rename(request: HttpRequest, number: int) -> HttpResponse:
    """Another name for a list."""
    found = own_list(request, number)
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            lists.rename_list(found, form.cleaned_data["name"])
        except lists.NameTaken:
            form.add_error("name", _("You have a list of this name already."))
    if form.errors:
        typed = request.POST.get("name", "")[: 2 * NAME]
        return _list_page(
            request, found, {"name": typed, "errors": form.errors["name"]}
        )
    return redirect("search:kept-list", number)


@require_POST
@agents_only
def remove_list(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a list with what stands on it; the page has asked before."""
    found = own_list(request, number)
    found.delete()
    messages.success(request, _("“%(list)s” is removed.") % {"list": found.name})
    return redirect("search:saved")


@require_POST
@agents_only
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Write the note of an entry, or move it to another list."""
    kept = own_kept(request, number)
    here = kept.kept_list
    form = KeptForm(request.POST, user_id=me(request))
    if form.is_valid():
        try:
            moved = form.cleaned_data["list"]
            if not lists.change(kept, moved, form.cleaned_data["note"]):
                messages.info(
                    request, _("It stood there already: the two are one now.")
                )
            elif moved.pk != here.pk:
                messages.success(request, _("Moved to “%(list)s”.") % {"list": moved})
            return redirect("search:kept-list", here.pk)
        except NoRoom as error:
            form.add_error("list", str(error))
    typed = request.POST.get("note", "")[: 2 * NOTE]
    errors = [*form.errors.get("note", []), *form.errors.get("list", [])]
    wrong = {"kept": number, "note": typed, "errors": errors}
    return _list_page(request, here, wrong)


@require_POST
@agents_only
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take an entry off its list; the next page offers to put it back."""
    kept = own_kept(request, number)
    request.session[REMOVED] = undo.remove(kept)
    address = reverse("search:kept-list", args=[kept.kept_list_id])
    return redirect(f"{address}?removed=1")


def own_list(request: HttpRequest, number: int) -> KeptList:
    """A list of whoever asks; of anybody else's there is none."""
    return get_object_or_404(KeptList, pk=number, user_id=me(request))


def own_kept(request: HttpRequest, number: int) -> Kept:
    """An entry on a list of whoever asks."""
    found = Kept.objects.select_related("kept_list")
    return get_object_or_404(found, pk=number, kept_list__user_id=me(request))


def _entry(request: HttpRequest) -> Entry:
    """The entry that is to be kept; what may not be read is not there."""
    asked = request.POST if request.method == "POST" else request.GET
    key = asked.get("entry", "")
    # PostgreSQL knows no text with a zero sign.
    readable = len(key) <= MOST_KEY and "\0" not in key
    found = entry_to_keep(key, reader_for(request)) if readable else None
    if found is None:
        raise Http404
    return found


def _user(request: HttpRequest) -> User:
    return User.objects.get(pk=me(request))
