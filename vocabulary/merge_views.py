"""Tags that may be one, side by side, and the merges that can still be undone."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from vocabulary import services
from vocabulary.folding import fold
from vocabulary.models import Tag, TagMerge
from vocabulary.pairs import Likeness, Pair, likely_pairs
from vocabulary.views import is_number, merge_and_tell, note, tag_numbered

PAIRS, MERGES = "twin_tags:index", "merged_tags:index"
MERGE, KEEP = "merge", "keep"


class ForKeepers(PermissionCheckedMixin):
    """For those who may change tags."""

    permission_policy = policy_registry.get_by_type(Tag)
    permission_required = "change"


class PairFilterSet(WagtailFilterSet):
    """Pairs by what makes them alike, and by whether one is new."""

    likeness = django_filters.ChoiceFilter(
        label=gettext_lazy("Likeness"), choices=Likeness.choices
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            ("proposed", gettext_lazy("One is proposed")),
            ("accepted", gettext_lazy("Both are accepted")),
        ],
    )

    class Meta:
        model = Tag
        fields: list[str] = []


class TagCell(Column):
    """A tag with its uses, leading to its form."""

    cell_template_name = "vocabulary/includes/twin_cell.html"

    def get_value(self, instance: Pair) -> dict[str, Any]:
        """The tag of this column, and how often it is used."""
        uses = instance.uses if self.name == "tag" else instance.into_uses
        return {"tag": getattr(instance, self.name), "uses": uses}


class MergeCell(Column):
    """Merge one way or the other, or keep both."""

    cell_template_name = "vocabulary/includes/merge_cell.html"


class UndoCell(Column):
    """A button while it can be undone, else a sentence."""

    cell_template_name = "vocabulary/includes/undo_cell.html"


class TwinTagsView(ForKeepers, BaseListingView):
    """Pairs of tags that may be one, the surest first."""

    page_title = gettext_lazy("Tags to merge")
    header_icon = "tag"
    index_url_name = PAIRS
    index_results_url_name = "twin_tags:index_results"
    template_name = "vocabulary/twin_tags.html"
    results_template_name = "vocabulary/twin_tags_results.html"
    filterset_class = PairFilterSet
    is_searchable = True
    paginate_by = 50

    @cached_property
    def columns(self) -> list[Column]:
        """The two tags, why they are listed, what to do."""
        return [
            TagCell("tag", label=_("Tag")),
            TagCell("into", label=_("Perhaps the same as")),
            Column(
                "likeness", label=_("Likeness"), accessor=lambda p: p.likeness.label
            ),
            MergeCell("decision", label=_("Decision")),
        ]

    def get_queryset(self) -> list[Pair]:
        """The pairs that fit what is typed and chosen."""
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        state, likeness = chosen.get("state"), chosen.get("likeness")
        typed = fold(self.search_query)
        return [
            pair
            for pair in likely_pairs(self.request.user)
            if (not likeness or pair.likeness == likeness)
            and (not state or (state == "accepted") == _both_accepted(pair))
            and (not typed or any(typed in word for word in _names(pair)))
        ]


class DecideOnTwinsView(ForKeepers, View):
    """Takes the buttons of the list: merge one way or the other, or keep both."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the pressed button says, and go back to the list."""
        name = MERGE if MERGE in request.POST else KEEP
        first, _sep, second = request.POST.get(name, "").partition(":")
        one, other = tag_numbered(first), tag_numbered(second)
        if name == MERGE:
            merge_and_tell(request, one, other)
        else:
            services.keep_apart(one, other)
            text = _("“%(one)s” and “%(other)s” stay two tags.")
            messages.success(request, text % {"one": one, "other": other})
        return redirect(PAIRS)


class MergedTagsView(ForKeepers, BaseListingView):
    """The merges, the newest first, each with the way back."""

    model = TagMerge
    page_title = gettext_lazy("Merged tags")
    header_icon = "history"
    index_url_name = MERGES
    index_results_url_name = "merged_tags:index_results"
    template_name = "vocabulary/merged_tags.html"
    results_template_name = "vocabulary/merged_tags_results.html"
    is_searchable = True
    search_fields = ["tag__name", "into__name"]
    paginate_by = 50

    @cached_property
    def columns(self) -> list[Column]:
        """What was merged, by whom, when, and the way back."""
        return [
            Column("tag", label=_("Tag"), accessor="tag.name"),
            Column("into", label=_("Merged into"), accessor="into.name"),
            Column("by", label=_("By")),
            DateColumn("at", label=_("Merged on")),
            UndoCell("undo", label=_("Undo")),
        ]

    def get_base_queryset(self) -> QuerySet[TagMerge]:
        """With the names that the list shows."""
        return TagMerge.objects.select_related("tag", "into", "by").defer("moved")


class UndoView(ForKeepers, View):
    """Takes the button that undoes a merge."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Undo it, and say what came of it."""
        number = request.POST.get("merge", "")
        merge = None
        if is_number(number):
            merge = TagMerge.objects.filter(pk=number).first()
        if merge is None:
            messages.error(request, _("One of the two tags does not exist any more."))
        else:
            undo_and_tell(request, merge)
        return redirect(MERGES)


def undo_and_tell(request: HttpRequest, merge: TagMerge) -> None:
    """Undo a merge, write it into both histories and say what was left."""
    try:
        done = services.undo(merge)
    except services.MergeError as error:
        messages.error(request, str(error))
        return
    for changed in (done.tag, done.into):
        note(request, changed, "vocabulary.undo_merge")
    text = _("“%(tag)s” and “%(into)s” are two tags again.")
    messages.success(request, text % {"tag": done.tag, "into": done.into})
    if done.edited:
        button = messages.button(reverse("tags:edit", args=[done.into.pk]), _("Edit"))
        text = _(
            "The synonyms of “%(into)s” were edited since the merge: look at them."
        )
        messages.warning(request, text % {"into": done.into}, buttons=[button])


def _both_accepted(pair: Pair) -> bool:
    return pair.tag.is_accepted and pair.into.is_accepted


def _names(pair: Pair) -> list[str]:
    found = [pair.tag, pair.into]
    return [fold(word) for tag in found for word in (tag.name, *tag.labels.values())]
