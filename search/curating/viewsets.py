"""Lists and forms of synonyms, pins and phrases without meaning in the admin."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from search.curating.forms import PinnedForm, StopPhraseForm, SynonymForm
from search.curating.views import (
    HistoryView,
    ImportView,
    KeptCreateView,
    KeptDeleteView,
    KeptEditView,
    SynonymIndexView,
    UndoView,
)
from search.models import PinnedQuery, StopPhrase, SynonymSet


class KeptViewSet(ModelViewSet):
    """What all that is kept by hand has in common."""

    form_class: Any
    copy_view_enabled = False
    add_to_reference_index = False
    add_view_class = KeptCreateView
    edit_view_class = KeptEditView
    delete_view_class = KeptDeleteView
    create_template_name = "search/curating/form.html"
    edit_template_name = "search/curating/form.html"
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> Any:
        """The same for adding and changing."""
        return self.form_class

    def get_edit_view_kwargs(self, **kwargs: Any) -> Any:
        """Without Wagtail's own history and usage: there is a better one."""
        nowhere = {"history_url_name": None, "usage_url_name": None}
        return super().get_edit_view_kwargs(**nowhere, **kwargs)

    def get_delete_view_kwargs(self, **kwargs: Any) -> Any:
        """Nothing refers to it."""
        return super().get_delete_view_kwargs(usage_url_name=None, **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        """The lists and the forms."""
        kept = ("index", "index_results", "add", "edit", "delete")
        return [each for each in super().get_urlpatterns() if each.name in kept]


class SynonymViewSet(KeptViewSet):
    """Words and phrases that mean the same, or of which one also finds the others."""

    model = SynonymSet
    form_class = SynonymForm
    index_view_class = SynonymIndexView
    name = "synonyms"
    url_prefix = "search/synonyms"
    icon = "link"
    menu_label = gettext_lazy("Synonyms")
    list_display = [
        "__str__",
        Column(
            "language",
            label=gettext_lazy("Language"),
            accessor="get_language_display",
            sort_key="language",
        ),
        BooleanColumn("active", label=gettext_lazy("In use"), sort_key="active"),
        "note",
        UpdatedAtColumn(),
    ]
    list_filter = ["direction", "language", "active"]
    list_export = ["direction", "words", "also", "language", "active", "note"]
    export_headings = {name: name for name in list_export}
    export_filename = "synonyms"
    search_fields = ["words", "also", "note"]

    def get_urlpatterns(self) -> list[Any]:
        """And bringing many."""
        imported = path("import/", ImportView.as_view(), name="import")
        return [*super().get_urlpatterns(), imported]


class PinnedViewSet(KeptViewSet):
    """Queries whose results somebody has arranged."""

    model = PinnedQuery
    form_class = PinnedForm
    name = "pinned"
    url_prefix = "search/pinned"
    icon = "thumbtack"
    menu_label = gettext_lazy("Pinned results")
    list_display = [
        "__str__",
        Column(
            "language",
            label=gettext_lazy("Language"),
            accessor="get_language_display",
            sort_key="language",
        ),
        Column("until", label=pgettext_lazy("a day", "Until"), sort_key="until"),
        BooleanColumn("active", label=gettext_lazy("In use"), sort_key="active"),
        "note",
        UpdatedAtColumn(),
    ]
    list_filter = ["language", "active"]
    list_export = ["queries", "language", "until", "active", "note"]
    export_filename = "pinned"
    search_fields = ["queries", "note"]


class StopPhraseViewSet(KeptViewSet):
    """Words of a query that say nothing about what is looked for."""

    model = StopPhrase
    form_class = StopPhraseForm
    name = "stop_phrases"
    url_prefix = "search/stop-phrases"
    icon = "cross"
    menu_label = gettext_lazy("Phrases without meaning")
    list_display = [
        "phrase",
        Column(
            "language",
            label=gettext_lazy("Language"),
            accessor="get_language_display",
            sort_key="language",
        ),
        BooleanColumn("active", label=gettext_lazy("In use"), sort_key="active"),
        UpdatedAtColumn(),
    ]
    list_filter = ["language", "active"]
    list_export = ["phrase", "language", "active"]
    export_filename = "phrases"
    search_fields = ["phrase"]


class CuratedViewSet(ViewSet):
    """Every change of all this, with a way back."""

    name = "curated"
    url_prefix = "search/changes"
    icon = "history"
    menu_label = gettext_lazy("What changed")

    def get_urlpatterns(self) -> list[Any]:
        """The list, its results alone, undoing."""
        results = HistoryView.as_view(results_only=True)
        return [
            path("", HistoryView.as_view(), name="index"),
            path("results/", results, name="index_results"),
            path("<int:pk>/undo/", UndoView.as_view(), name="undo"),
        ]
