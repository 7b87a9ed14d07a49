"""What is typed beside an address of the editing pages, or sent with their forms.

Wagtail counts, searches and names whatever there is. Here it is told only of what the
person may know: drafts of others and what is behind a wall are as nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from wagtail.admin.views.chooser import page_models_from_string
from wagtail.admin.views.pages.search import page_filter_search
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from practices.permissions import edits, seen_by, unchoosable

# The largest number that a database has; zero would be no choice at all.
NO_ROW = 2**31 - 1
# Pages for which a chooser looks for a place.
WANTED = "target_pages[]"
# Where pages are to go. Wagtail says "no permission", with the title, of each page
# that there is, and which slugs are in use below it.
PLACES = ("new_parent_page", "parent_page", "chooser")


def leave_out(request: HttpRequest, app: str, name: str) -> None:
    """Wagtail counts, and searches, also what this person may not see."""
    chosen = (Page, get_document_model(), get_image_model())
    ours = {model._meta.label_lower: model for model in chosen}
    model = ours.get(f"{app}.{name}".lower())
    typed, place = request.GET.getlist("id"), request.GET.get("childOf")
    if model is None:
        return
    if "all" not in typed or (place is not None and not row_numbers([place])):
        numbers = _known(request, model, row_numbers(typed))
    elif model is Page:
        numbers = _listed(request, place)
    else:
        # Wagtail takes those that this person may change.
        return
    _change(request, "id", numbers or {NO_ROW})


def _listed(request: HttpRequest, place: str | None) -> set[int]:
    """The numbers of all pages of a listing that this person may see."""
    pages = Page.objects.filter(seen_by(request.user), depth__gt=1)
    words = request.GET.get("q", "")
    if place is not None:
        above = Page.objects.filter(pk=place).first()
        if above is None:
            return set()
        pages = pages.descendant_of(above) if words else pages.child_of(above)
    if words:
        pages = page_filter_search(words, pages)[0].results()
    return {page.pk for page in pages}


def beginning(request: HttpRequest) -> int:
    """Where a chooser of pages opens: the common place of those that one may see."""
    try:
        kinds = page_models_from_string(request.GET.get("page_type") or "")
    except (ValueError, LookupError):
        kinds = ()
    seen = Page.objects.filter(seen_by(request.user))
    root = Page.get_first_root_node()
    if not kinds or kinds == (Page,):
        return int(root.pk)
    common = seen.type(*kinds).first_common_ancestor()
    return int(common.pk if seen.filter(pk=common.pk).exists() else root.pk)


def forget_wanted(request: HttpRequest) -> None:
    """A chooser says into which places the pages fit that it is asked about."""
    if WANTED in request.GET:
        numbers = row_numbers(request.GET.getlist(WANTED))
        _change(request, WANTED, _known(request, Page, numbers))


def refuse_places(request: HttpRequest) -> None:
    """Nobody puts pages where they do not work, nor hears what is there."""
    for name in PLACES if request.method == "POST" else ():
        sent = request.POST.get(name, "")
        page = Page.objects.filter(pk__in=row_numbers([sent])).first()
        if sent and (page is None or not edits(request.user, page)):
            raise Http404


def _known(request: HttpRequest, model: Any, numbers: set[int]) -> set[int]:
    """Those of these rows of which this person may know."""
    refused = unchoosable(request.user, {(model, str(each)) for each in numbers})
    return numbers - {int(number) for _model, number in refused}


def row_numbers(typed: Iterable[str]) -> set[int]:
    """Those of the words that are numbers of rows."""
    return {int(each) for each in typed if each.isdecimal() and len(each) < 10}


def _change(request: HttpRequest, name: str, numbers: set[int]) -> None:
    query: QueryDict = request.GET.copy()
    query.setlist(name, [str(each) for each in sorted(numbers)])
    request.GET = query  # type: ignore[assignment]
