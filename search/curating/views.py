"""Forms with a preview, what changed, and many synonyms at once; in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from accounts.models import Agency
from catalogue.access import reader_for
from search.curating import preview, services
from search.curating.entries import entries_of
from search.curating.history import KINDS, action_of, keys_of, sentences
from search.curating.importing import LARGEST_FILE, read
from search.curating.state import kind_of, lines
from search.forms import clean
from search.models import Curated
from search.permissions import CurationPolicy, curators_only

HISTORY = "curated:index"
# The buttons that only show what would be.
PREVIEW = {"preview", "put_first", "put_left_out"}
READERS = (
    ("stranger", gettext_lazy("a stranger")),
    ("agent", gettext_lazy("any agent")),
    ("me", gettext_lazy("me")),
)


if TYPE_CHECKING:
    # Of whatever view it is mixed into.
    ViewBase = Any
else:
    ViewBase = object


class KeptMixin(ViewBase):
    """Stores by the service that keeps the history, and previews before that."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show what it would do, or do it."""
        if PREVIEW.isdisjoint(request.POST):
            return super().post(request, *args, **kwargs)
        if not hasattr(self, "object"):
            self.object = self.get_object() if self.kwargs.get("pk") else None
        self.form = form = self.get_form()
        form.is_preview = True
        context = self.get_context_data(form=form, **self._previewed(form))
        return self.render_to_response(context)

    def get_form_kwargs(self) -> Any:
        """With the hit of the preview that was chosen."""
        kwargs = super().get_form_kwargs()
        for name in ("first", "left_out"):
            if chosen := self.request.POST.get(f"put_{name}"):
                data = kwargs["data"].copy()
                data[name] = "\n".join([*lines(data.get(name, "")), chosen])
                kwargs["data"] = data
        return kwargs

    def save_instance(self) -> Any:
        """What the form says, as a state."""
        number = self.form.instance.pk
        kind = kind_of(self.form.instance)
        return services.keep(kind, number, self.form.state, self.request.user)

    def form_valid(self, form: Any) -> Any:
        """Store it, or say what limit is reached."""
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> Any:
        """Who can be asked as in a preview."""
        agencies = Agency.objects.filter(group__isnull=False).order_by("slug")
        kwargs.setdefault("preview_reader", "agent")
        return super().get_context_data(
            preview_readers=READERS, preview_agencies=agencies, **kwargs
        )

    def _previewed(self, form: Any) -> dict[str, Any]:
        told = self.request.POST.get("preview_queries", "")[:5_000].replace("\0", "")
        name = clean(self.request.POST.get("preview_reader", "agent")[:200])
        queries = [query for line in lines(told) if (query := clean(line))]
        if not form.is_valid():
            return {"preview_queries": told, "preview_reader": name}
        kind, state = kind_of(form.instance), form.state
        queries = queries[: preview.QUERIES] or preview.queries_for(kind, state)
        now, then = preview.curations(kind, form.instance.pk, state)
        reader = preview.reader_named(name, self.request.user)
        language = (get_language() or "en")[:2]
        return {
            "preview_queries": "\n".join(queries),
            "preview_reader": name,
            "comparisons": preview.compare(queries, now, then, reader, language),
        }


class KeptCreateView(KeptMixin, generic.CreateView):
    """Adds something kept by hand."""


class KeptEditView(KeptMixin, generic.EditView):
    """Changes something kept by hand."""


class KeptDeleteView(generic.DeleteView):
    """Takes something away; it can come back."""

    def delete_action(self) -> None:
        """By the service that keeps the history."""
        services.drop(kind_of(self.object), self.object.pk, self.request.user)

    @property
    def confirmation_message(self) -> str:
        """It is not for ever."""
        return _("Take this away? “What changed” can bring it back.")


class SynonymIndexView(generic.IndexView):
    """Synonyms, with a way to bring many."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Add one, bring many."""
        url = reverse("synonyms:import")
        button = HeaderButton(_("Import"), url=url, icon_name="upload")
        return [*super().header_buttons, button]


class WhatColumn(Column):
    """What is different, a line for each field."""

    cell_template_name = "search/curating/what_cell.html"

    def get_value(self, instance: Any) -> list[str]:
        """In words."""
        return sentences(instance, instance.titles)


class UndoColumn(Column):
    """The button that undoes a change."""

    cell_template_name = "search/curating/undo_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> Any:
        """Cells are drawn without a request, so that forms lack their token."""
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "csrf_token": get_token(context["request"])}


class HistoryFilterSet(WagtailFilterSet):
    """Of what it is a change."""

    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("What"), choices=list(KINDS.items())
    )

    class Meta:
        model = Curated
        fields = ["kind"]


class HistoryView(generic.IndexView):
    """Every change of what is kept by hand, the newest first."""

    model = Curated
    page_title = gettext_lazy("What changed")
    header_icon = "history"
    index_url_name = HISTORY
    index_results_url_name = "curated:index_results"
    permission_policy = CurationPolicy(Curated)
    any_permission_required = ["view"]
    default_ordering = "-pk"
    paginate_by = 30
    is_searchable = True
    search_fields = ["label"]
    filterset_class = HistoryFilterSet

    @cached_property
    def columns(self) -> list[Column]:
        """When, what, how, by whom, and the way back."""
        return [
            DateColumn("at", label=_("When")),
            Column("kind", label=_("What"), accessor=_kind),
            Column("action", label=_("How"), accessor=action_of),
            Column("label", label=_("Name")),
            WhatColumn("what", label=_("Difference")),
            Column("by", label=_("By"), accessor=_by),
            UndoColumn("undo", label=_("Undo")),
        ]

    def get_table(self, object_list: Any) -> Any:
        """Name the pages that are arranged, as far as this person may read them."""
        keys = set[str]().union(*map(keys_of, object_list))
        known = entries_of(keys, reader_for(self.request)) if keys else {}
        for change in object_list:
            change.titles = {key: entry.title for key, entry in known.items()}
        return super().get_table(object_list)

    def get_base_queryset(self) -> Any:
        """With who did it and what undid it, in one query."""
        return Curated.objects.select_related("by", "undone_by")


class UndoView(View):
    """Puts back what a change changed."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it, or say in a sentence what stands in the way."""
        curators_only(request)
        try:
            change = services.undo(pk, request.user)
        except Curated.DoesNotExist:
            raise Http404 from None
        except services.Refused as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            text = _("The change of “%(name)s” was undone.")
            messages.success(request, text % {"name": change.label})
        return redirect(HISTORY)


class ImportForm(forms.Form):
    """Lines, or a file."""

    lines = forms.CharField(
        label=gettext_lazy("Sets"),
        help_text=gettext_lazy(
            "One set a line: “telework = remote work = Homeoffice”. One way: “vehicle >"
            " car, bicycle”. For one language: “fr: congé = vacances”."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=LARGEST_FILE,
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        help_text=gettext_lazy("The same lines, or a CSV file that was exported here."),
        required=False,
    )

    def clean_file(self) -> str:
        """Its text."""
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 5 MB."))
        try:
            return str(file.read(), "utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("The file is no text in UTF-8.")) from None

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or self.cleaned_data
        data["text"] = data.get("file") or data.get("lines") or ""
        if not self.errors and not data["text"].strip():
            raise ValidationError(_("Write some sets, or choose a file."))
        return data


class ImportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Brings many synonym sets, and says of each line that is none why."""

    page_title = gettext_lazy("Import synonyms")
    header_icon = "upload"
    template_name = "search/curating/import.html"
    form_class = ImportForm
    permission_policy = CurationPolicy(Curated)
    permission_required = "add"

    def form_valid(self, form: ImportForm) -> HttpResponse:
        """Take in what can be, and tell of the rest."""
        taken = read(form.cleaned_data["text"])
        try:
            count = services.take_in(taken.states, self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        text = ngettext("%(n)s set was added.", "%(n)s sets were added.", count)
        messages.success(self.request, text % {"n": count})
        if not taken.wrong_count:
            return redirect("synonyms:index")
        return self.render_to_response(self.get_context_data(form=form, taken=taken))


def _kind(change: Curated) -> str:
    return str(KINDS.get(change.kind, change.kind))


def _by(change: Curated) -> str:
    return str(change.by or _("the hub"))
