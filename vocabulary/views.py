"""The list of proposed tags, and what a knowledge manager decides about them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from vocabulary import services
from vocabulary.forms import MapForm
from vocabulary.models import Tag
from vocabulary.twins import TagIndex

LIST = "proposed_tags:index"
TWINS_SHOWN = 3
SUGGESTED = 10
# Longer numbers are no rows of a database.
MOST_DIGITS = 18


class PickColumn(Column):
    """A box to pick a tag, for accepting many at once."""

    cell_template_name = "vocabulary/includes/pick_cell.html"


class TwinsColumn(Column):
    """The tags that may be the same, each a button."""

    cell_template_name = "vocabulary/includes/twins_cell.html"


class DecisionColumn(Column):
    """Accept, map to another, drop."""

    cell_template_name = "vocabulary/includes/decision_cell.html"


class ProposedTagsView(generic.IndexView):
    """Tags that wait, the most used first, with their likely twins."""

    model = Tag
    page_title = gettext_lazy("Proposed tags")
    header_icon = "tag"
    template_name = "vocabulary/proposed_tags.html"
    results_template_name = "vocabulary/proposed_tags_results.html"
    index_url_name = LIST
    index_results_url_name = "proposed_tags:index_results"
    edit_url_name = "tags:edit"
    default_ordering = "-uses"
    paginate_by = 50
    is_searchable = True
    search_fields = ["name", "label_en", "label_fr", "label_nl", "label_de"]

    @cached_property
    def columns(self) -> list[Column]:
        """Pick, name, uses, twins, decision."""
        return [
            PickColumn("pick", label=_("Pick")),
            TitleColumn(
                "name", label=_("Tag"), sort_key="name", get_url=self.get_edit_url
            ),
            Column("uses", label=_("Uses"), sort_key="uses"),
            TwinsColumn("twins", label=_("Perhaps the same as")),
            DecisionColumn("decision", label=_("Decision")),
        ]

    def get_base_queryset(self) -> QuerySet[Tag]:
        """What waits, with its uses counted."""
        return Tag.objects.proposed().with_uses(self.request.user)

    def order_queryset(self, queryset: QuerySet[Tag]) -> QuerySet[Tag]:
        """Ties by name, so that pages of the list do not overlap."""
        return super().order_queryset(queryset).order_by(self.ordering, "name")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Look for twins of the tags on this page of the list, by one query."""
        context = super().get_context_data(**kwargs)
        index = TagIndex()
        for tag in context["object_list"]:
            tag.twins = index.twins(tag)[:TWINS_SHOWN]
        return context


class DecideView(PermissionCheckedMixin, View):
    """Takes the buttons of the list: accept one or many, map to a twin."""

    model = Tag
    permission_required = "change"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the pressed button says, and go back to the list."""
        data = request.POST
        if "into" in data:
            number, _sep, target = data["into"].partition(":")
            merge_and_tell(request, tag_numbered(number), tag_numbered(target))
        else:
            chosen = [data["accept"]] if "accept" in data else data.getlist("tag")
            numbers = [number for number in chosen if is_number(number)]
            accept_and_tell(request, Tag.objects.proposed().filter(pk__in=numbers))
        return redirect(LIST)


class MapView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Map a tag to any accepted one."""

    model = Tag
    permission_required = "change"
    form_class = MapForm
    page_title = gettext_lazy("Map to another tag")
    header_icon = "tag"
    template_name = "vocabulary/map_tag.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the tag."""
        super().setup(request, *args, **kwargs)
        self.tag = get_object_or_404(Tag, pk=kwargs["pk"], merged_into=None)

    def get_page_subtitle(self) -> str:
        """What is asked here, with the tag it is about."""
        return _("Map “%(tag)s” to another tag") % {"tag": self.tag}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(LIST), "label": _("Proposed tags")},
            {"url": "", "label": str(self.tag)},
        ]

    def form_valid(self, form: MapForm) -> HttpResponse:
        """Map it and go back to the list."""
        merge_and_tell(self.request, self.tag, form.cleaned_data["into"])
        return redirect(LIST)


def suggest_tags(request: HttpRequest) -> JsonResponse:
    """Names of tags for the field in which editors type them, kept ones first."""
    term = request.GET.get("term", "").replace("\x00", "").strip()
    found = Tag.objects.starting_with(term)[:SUGGESTED] if term else []
    return JsonResponse([tag.name for tag in found], safe=False)


def accept_and_tell(request: HttpRequest, tags: QuerySet[Tag]) -> None:
    """Accept tags, write it into their history and say how many there were."""
    found = list(tags)
    services.accept(*found)
    for tag in found:
        note(request, tag, "vocabulary.accept")
    text = ngettext(
        "%(number)d tag was accepted.", "%(number)d tags were accepted.", len(found)
    )
    messages.success(request, text % {"number": len(found)})


def merge_and_tell(request: HttpRequest, tag: Tag, into: Tag) -> None:
    """Map a tag to another, write it into both histories and say so."""
    try:
        into = services.merge(tag, into, by=request.user)
    except services.MergeError as error:
        messages.error(request, str(error))
        return
    for changed in (tag, into):
        note(request, changed, "vocabulary.merge")
    buttons = [
        messages.button(reverse("tags:edit", args=[into.pk]), _("Edit")),
        messages.button(reverse("merged_tags:index"), _("Merged tags")),
    ]
    text = _("“%(tag)s” was mapped to “%(into)s”. You can undo it for 30 days.")
    messages.success(request, text % {"tag": tag, "into": into}, buttons=buttons)


def note(request: HttpRequest, tag: Tag, action: str) -> None:
    """Write into the history of a tag what somebody decided about it.

    Of one request Wagtail shows one entry for each action: each has a mark of its own.
    """
    log(tag, action, user=request.user, uuid=uuid4())


def tag_numbered(number: str) -> Tag:
    """The tag of this number, as a form sends it."""
    return get_object_or_404(Tag, pk=int(number) if is_number(number) else 0)


def is_number(text: str) -> bool:
    """Whether a form sent what can be the number of a row."""
    return text.isdecimal() and len(text) < MOST_DIGITS
