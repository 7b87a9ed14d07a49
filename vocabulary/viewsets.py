"""The editing pages of themes, tags and professions."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import transaction
from django.db.models import Case, ProtectedError, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn, UpdatedAtColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from vocabulary import services
from vocabulary.forms import LabelledForm, TagForm, ThemeForm
from vocabulary.labels import LANGUAGES
from vocabulary.merge_views import (
    DecideOnTwinsView,
    MergedTagsView,
    TwinTagsView,
    UndoView,
)
from vocabulary.models import Profession, Tag, Theme
from vocabulary.views import DecideView, MapView, ProposedTagsView

MAY_DECIDE = "vocabulary.change_tag"
LABEL_FIELDS = [f"label_{code}" for code in LANGUAGES]
LABELS = MultiFieldPanel(
    [FieldPanel(name) for name in LABEL_FIELDS],
    heading=gettext_lazy("Label"),
    help_text=gettext_lazy("One language is enough; readers see theirs."),
)


class ProtectedDeleteView(generic.DeleteView):
    """Deletes, or says in a sentence why it cannot."""

    def get_refusal(self) -> str:
        """Why this object cannot be deleted; empty when it can."""
        return ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, unless it is clear already that it cannot be deleted."""
        if refusal := self.get_refusal():
            return self._refuse(refusal)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete; what still refers to the object keeps it."""
        if refusal := self.get_refusal():
            return self._refuse(refusal)
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            text = _("“%(object)s” was not deleted: pages or people still refer to it.")
            return self._refuse(text % {"object": self.object})

    def _refuse(self, sentence: str) -> HttpResponse:
        messages.error(self.request, sentence)
        return redirect(self.get_success_url())


class KeptDeleteView(ProtectedDeleteView):
    """A theme or a profession that pages use stays."""

    def get_refusal(self) -> str:
        """Count the pages that would lose it."""
        words = type(self.object).objects.with_uses(self.request.user)
        found = words.get(pk=self.object.pk)
        if isinstance(found, Theme) and found.children.exists():
            return _("This theme has narrower themes: move or delete them first.")
        if not found.uses:
            return ""
        text = ngettext(
            "“%(word)s” is in use %(number)d time: take it off that page first.",
            "“%(word)s” is in use %(number)d times: take it off those pages first.",
            found.uses,
        )
        return text % {"word": found, "number": found.uses}


class ThemeTitleColumn(TitleColumn):
    """The label, moved to the right by the depth in the tree."""

    def get_value(self, instance: Theme) -> str:
        """Dashes before the label: a screen reader and an export keep them."""
        return f"{'— ' * self.depths.get(instance.pk, 0)}{instance}"

    @cached_property
    def depths(self) -> dict[int, int]:
        """How deep each theme stands."""
        return {theme.pk: depth for theme, depth in Theme.objects.tree()}


class ThemeIndexView(generic.IndexView):
    """Themes in the order of their tree."""

    @cached_property
    def columns(self) -> list[Any]:
        """The label with its depth before the columns of the viewset."""
        title = self._get_title_column_class(ThemeTitleColumn)(
            "label", label=_("Theme"), get_url=self.get_edit_url
        )
        return [title, *map(self._column, self.list_display[1:])]

    def _column(self, field: Any) -> Any:
        return field if isinstance(field, Column) else self._get_custom_column(field)

    def get_base_queryset(self) -> QuerySet[Theme]:
        """Count the pages, and number the themes from the top down."""
        order = [
            When(pk=theme.pk, then=Value(number))
            for number, (theme, _depth) in enumerate(Theme.objects.tree())
        ]
        place = Case(*order, default=Value(0)) if order else Value(0)
        found = Theme.objects.with_uses(self.request.user).select_related("parent")
        return found.annotate(place=place)


class ThemeViewSet(ModelViewSet):
    """The tree of themes."""

    model = Theme
    name = "themes"
    icon = "list-ul"
    menu_label = gettext_lazy("Themes")
    copy_view_enabled = False
    index_view_class = ThemeIndexView
    delete_view_class = KeptDeleteView
    ordering = ["place"]
    list_per_page = 200
    list_display = [
        "label",
        Column("parent", label=gettext_lazy("Broader theme")),
        *LABEL_FIELDS,
        Column("uses", label=gettext_lazy("Uses"), sort_key="uses"),
    ]
    list_filter = ["parent"]
    list_export = ["slug", "parent", *LABEL_FIELDS, "position", "uses"]
    search_fields = ["slug", *LABEL_FIELDS]
    export_filename = "themes"
    edit_handler = ObjectList(
        [
            LABELS,
            FieldPanel("parent"),
            FieldRowPanel([FieldPanel("position"), FieldPanel("slug")]),
        ],
        base_form_class=ThemeForm,
    )


class TagFilterSet(WagtailFilterSet):
    """Tags by state, and those that were mapped to another."""

    mapped = django_filters.BooleanFilter(
        field_name="merged_into",
        lookup_expr="isnull",
        exclude=True,
        label=gettext_lazy("Mapped to another"),
    )

    class Meta:
        model = Tag
        fields = ["state"]


class CountedIndexView(generic.IndexView):
    """A list with the uses of each word counted."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Count in the same query."""
        return self.model.objects.with_uses(self.request.user)


class SpokenOf:
    """A tag by its number, if it is one of those in the list."""

    def get_object(self, *args: Any) -> Tag:
        """Raises Http404 for a word of which not everybody may know."""
        tag: Tag = super().get_object(*args)  # type: ignore[misc]
        if not Tag.objects.filter(pk=tag.pk).spoken_of().exists():
            raise Http404
        return tag


class TagEditView(SpokenOf, generic.EditView):
    """The form of a tag."""


class TagHistoryView(SpokenOf, history.HistoryView):
    """What was done with a tag."""


class TagUsageView(SpokenOf, usage.UsageView):
    """Where a tag is used."""


class TagDeleteView(SpokenOf, ProtectedDeleteView):
    """Drops a tag, with the tags that were mapped to it."""

    @property
    def confirmation_message(self) -> str:
        """Say on how many pages the tag is."""
        uses = Tag.objects.with_uses(self.request.user).get(pk=self.object.pk).uses
        text = ngettext(
            "Drop this tag? It is in use %(number)d time and will disappear there.",
            "Drop this tag? It is in use %(number)d times and will disappear there.",
            uses,
        )
        return text % {"number": uses}

    def delete_action(self) -> None:
        """Drop first what was mapped to it: the same word to readers."""
        services.drop(*Tag.objects.filter(merged_into=self.object))
        super().delete_action()


class TagIndexView(CountedIndexView):
    """All tags but proposals of which not everybody may know."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Confidential pages keep their new words to themselves."""
        return Tag.objects.with_uses(self.request.user).spoken_of()


class TagViewSet(ModelViewSet):
    """Tags with labels in four languages and synonyms."""

    model = Tag
    name = "tags"
    icon = "tag"
    menu_label = gettext_lazy("Tags")
    copy_view_enabled = False
    index_view_class = TagIndexView
    edit_view_class = TagEditView
    history_view_class = TagHistoryView
    usage_view_class = TagUsageView
    delete_view_class = TagDeleteView
    filterset_class = TagFilterSet
    ordering = ["name"]
    list_per_page = 50
    list_display = [
        "name",
        *LABEL_FIELDS,
        Column("standing", label=gettext_lazy("State"), sort_key="state"),
        Column("uses", label=gettext_lazy("Uses"), sort_key="uses"),
        UpdatedAtColumn(),
    ]
    list_export = ["name", "slug", *LABEL_FIELDS, "synonyms", "standing", "uses"]
    search_fields = ["name", *LABEL_FIELDS, "synonyms"]
    export_filename = "tags"
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            LABELS,
            FieldPanel("synonyms"),
            FieldPanel("state"),
        ],
        base_form_class=TagForm,
    )


class ProfessionViewSet(ModelViewSet):
    """The groups of readers for whom pages are written."""

    model = Profession
    name = "professions"
    icon = "group"
    menu_label = gettext_lazy("Professions")
    copy_view_enabled = False
    index_view_class = CountedIndexView
    delete_view_class = KeptDeleteView
    ordering = ["slug"]
    list_per_page = 50
    list_display = [
        "__str__",
        *LABEL_FIELDS,
        Column("uses", label=gettext_lazy("Uses"), sort_key="uses"),
    ]
    list_export = ["slug", *LABEL_FIELDS, "uses"]
    search_fields = ["slug", *LABEL_FIELDS]
    export_filename = "professions"
    edit_handler = ObjectList(
        [LABELS, FieldPanel("slug")], base_form_class=LabelledForm
    )


class GuardedMenuItem(MenuItem):
    """Shown to those who have a right."""

    permission = ""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person has it."""
        return request.user.has_perm(self.permission)


class ListViewSet(ViewSet):
    """A list of our own in a menu: the whole page, its results alone, its buttons."""

    # Asked by the menu's own kind of item; others ask what they like.
    permission = ""
    list_view: type[Any]
    menu_item_class: type[MenuItem] = GuardedMenuItem

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        """The place in the menu, for those who may open the list."""
        item: MenuItem = super().get_menu_item(order)
        if isinstance(item, GuardedMenuItem):
            item.permission = self.permission
        return item

    def get_urlpatterns(self) -> list[Any]:
        """The list, its results alone, and what else belongs to it."""
        results = self.list_view.as_view(results_only=True)
        return [
            path("", self.list_view.as_view(), name="index"),
            path("results/", results, name="index_results"),
            *self.get_other_patterns(),
        ]

    def get_other_patterns(self) -> list[Any]:
        """What the buttons of the list lead to."""
        return []


class ProposedTagViewSet(ListViewSet):
    """The one list of what waits for a decision."""

    name = "proposed_tags"
    icon = "tag"
    menu_label = gettext_lazy("Proposed tags")
    permission = MAY_DECIDE
    list_view = ProposedTagsView

    def get_other_patterns(self) -> list[Any]:
        """The buttons, and mapping to any tag."""
        return [
            path("decide/", DecideView.as_view(), name="decide"),
            path("map/<int:pk>/", MapView.as_view(), name="map"),
        ]


class TwinTagViewSet(ListViewSet):
    """The list of tags that may be one."""

    name = "twin_tags"
    icon = "tag"
    menu_label = gettext_lazy("Tags to merge")
    permission = MAY_DECIDE
    list_view = TwinTagsView

    def get_other_patterns(self) -> list[Any]:
        """The buttons."""
        return [path("decide/", DecideOnTwinsView.as_view(), name="decide")]


class MergedTagViewSet(ListViewSet):
    """The list of merges, with the way back."""

    name = "merged_tags"
    icon = "history"
    menu_label = gettext_lazy("Merged tags")
    permission = MAY_DECIDE
    list_view = MergedTagsView

    def get_other_patterns(self) -> list[Any]:
        """The button."""
        return [path("undo/", UndoView.as_view(), name="undo")]


class VocabularyViewSetGroup(ModelViewSetGroup):
    """The menu of knowledge managers."""

    menu_label = gettext_lazy("Vocabulary")
    menu_icon = "tag"
    menu_order = 300
    items = (
        ProposedTagViewSet,
        TwinTagViewSet,
        MergedTagViewSet,
        TagViewSet,
        ThemeViewSet,
        ProfessionViewSet,
    )
