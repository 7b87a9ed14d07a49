"""Editing pages answer about what is closed as about what is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from wagtail.admin.views.chooser import page_models_from_string
from wagtail.admin.views.pages.search import page_filter_search
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from catalogue.access import reader_for
from communities.models import CommunityPage, Visibility
from communities.querysets import are_in_communities, community_at
from practices.permissions import edits, seen_by, unchoosable

# What the numbers in addresses of editing pages are called.
OF_PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
# Leads to the address of the history, without looking for the page.
LEADS_ON = ("revisions_index",)
OF_FILES = ("document_id", "doc_id", "image_id")
OF_COLLECTIONS = ("collection_id",)
# Views that call the number of a page or a file "pk".
ALSO = {"revisions_compare": "page_id", "chosen": "doc_id"}
# The view for several things at once gets them behind the question mark.
MANY = "wagtail_bulk_action"
# Begins where all pages of a type have their common place.
CHOOSER = "wagtailadmin_choose_page"
# Pages for which a chooser looks for a place.
WANTED = "target_pages[]"
# Where pages are to go. Wagtail says "no permission", with the title, of each page
# that there is, and which slugs are in use below it.
PLACES = ("new_parent_page", "parent_page", "chooser")
# The largest number that a database has; zero would be no choice at all.
NO_ROW = 2**31 - 1

Answer = Callable[[HttpRequest], HttpResponseBase]


class QuietEditingMiddleware:
    """Numbers of confidential pages and files are numbers of nothing for outsiders.

    Wagtail answers "no permission" about what there is, and 404 about what there is
    not. What is typed or sent beside the address is the same for all that is closed,
    drafts of others too. Few queries, on editing pages about one page or file alone.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do before the view is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: object,
        args: tuple[Any, ...],
        named: dict[str, Any],
    ) -> None:
        """Let the view look for a row that is not there, and say so in its own way."""
        user = request.user
        if not user.is_authenticated or user.is_superuser:
            return
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return
        here = request.resolver_match.url_name if request.resolver_match else ""
        if here in LEADS_ON:
            return
        if here == MANY:
            _leave_out(request, named["app_label"], named["model_name"])
        if here == CHOOSER:
            named["parent_page_id"] = _beginning(request)
        if WANTED in request.GET:
            numbers = _numbers(request.GET.getlist(WANTED))
            _change(request, WANTED, _known(request, Page, numbers))
        _refuse_places(request)
        kinds = {each: each for each in (*OF_PAGES, *OF_FILES, *OF_COLLECTIONS)}
        if here in ALSO:
            kinds["pk"] = ALSO[here]
        for name in named.keys() & kinds.keys():
            group = _group(request, kinds[name], named[name])
            if group is not None and group not in reader_for(request).groups:
                named[name] = NO_ROW


def _group(request: HttpRequest, name: str, number: Any) -> int | None:
    """The members of the confidential community that is asked about, None for none."""
    if name in OF_PAGES:
        return _of_page(number)
    if name in OF_COLLECTIONS:
        return _of_collections([number])
    is_picture = request.path.startswith(reverse("wagtailimages:index"))
    model = get_image_model() if is_picture else get_document_model()
    return _of_collections(model.objects.filter(pk=number).values("collection"))


def _of_page(number: Any) -> int | None:
    page = Page.objects.filter(pk=number).first()
    if page is None or not are_in_communities([page]):
        return None
    community = community_at(page.path)
    if community is None or not community.is_confidential:
        return None
    return community.group_id or NO_ROW


def _of_collections(collections: Any) -> int | None:
    hidden = CommunityPage.objects.filter(visibility=Visibility.CONFIDENTIAL)
    found = hidden.filter(files__in=collections).values_list("group", flat=True)
    return next((group or NO_ROW for group in found), None)


def _leave_out(request: HttpRequest, app: str, name: str) -> None:
    """Wagtail counts, and searches, also what this person may not see."""
    chosen = (Page, get_document_model(), get_image_model())
    ours = {model._meta.label_lower: model for model in chosen}
    model = ours.get(f"{app}.{name}".lower())
    typed, place = request.GET.getlist("id"), request.GET.get("childOf")
    if model is None:
        return
    if "all" not in typed or (place is not None and not _numbers([place])):
        numbers = _known(request, model, _numbers(typed))
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


def _beginning(request: HttpRequest) -> int:
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


def _refuse_places(request: HttpRequest) -> None:
    """Nobody puts pages where they do not work, nor hears what is there."""
    for name in PLACES if request.method == "POST" else ():
        sent = request.POST.get(name, "")
        page = Page.objects.filter(pk__in=_numbers([sent])).first()
        if sent and (page is None or not edits(request.user, page)):
            raise Http404


def _known(request: HttpRequest, model: Any, numbers: set[int]) -> set[int]:
    """Those of these rows of which this person may know."""
    refused = unchoosable(request.user, {(model, str(each)) for each in numbers})
    return numbers - {int(number) for _model, number in refused}


def _numbers(typed: Iterable[str]) -> set[int]:
    """Those of the words that are numbers of rows."""
    return {int(each) for each in typed if each.isdecimal() and len(each) < 10}


def _change(request: HttpRequest, name: str, numbers: set[int]) -> None:
    query: QueryDict = request.GET.copy()
    query.setlist(name, [str(each) for each in sorted(numbers)])
    request.GET = query  # type: ignore[assignment]
