"""The trail and the muted people in the editing pages."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from accounts.models import User
from communities.models import Decision, Silence
from communities.moderating import scope, silencing, trail
from communities.moderating.admin_views import ROWS, WHERE, ModeratorsView, OneView
from communities.moderating.forms import MuteForm
from communities.moderating.services import Refused
from communities.talk import mentions

MUTES = "moderation_mutes:index"
# So many who have one name are listed.
MOST_FOUND = 20


class PlaceFilterSet(WagtailFilterSet):
    """What belongs to a community, or to no community."""

    where = django_filters.ChoiceFilter(
        label=gettext_lazy("Where"), choices=WHERE, method="by_where"
    )

    def by_where(self, found: Any, _name: str, value: str) -> Any:
        """On pages, or in communities."""
        return found.filter(community__isnull=value == "pages")


class DecisionFilterSet(PlaceFilterSet):
    """Decisions by kind, place and day; never by author."""

    since = django_filters.DateFilter(
        label=gettext_lazy("From"), field_name="at", lookup_expr="date__gte"
    )

    class Meta:
        model = Decision
        fields = ["verb"]


class DecisionsView(ModeratorsView, ReportView):
    """The trail of all that this person moderates."""

    model = Decision
    page_title = gettext_lazy("Decisions of moderators")
    header_icon = "history"
    index_url_name = "moderation_decisions:index"
    index_results_url_name = "moderation_decisions:index_results"
    filterset_class = DecisionFilterSet
    paginate_by = ROWS
    no_results_message = gettext_lazy("Nothing was decided yet.")
    list_export = ["at", "get_verb_display", "about", "by", "reason", "note_words"]
    export_headings = {
        "at": gettext_lazy("On"),
        "get_verb_display": gettext_lazy("What"),
        "about": gettext_lazy("About"),
        "by": gettext_lazy("By"),
        "reason": gettext_lazy("Reason"),
        "note_words": gettext_lazy("Note"),
    }
    export_filename = "decisions-of-moderators"

    @cached_property
    def columns(self) -> list[Any]:
        """When, what, about what, by whom, why."""
        return [
            DateColumn("at", label=_("On")),
            Column("verb", label=_("What"), accessor="get_verb_display"),
            Column("about", label=_("About")),
            Column("by", label=_("By")),
            Column("reason", label=_("Reason")),
            Column("note_words", label=_("Note")),
        ]

    def get_queryset(self) -> QuerySet[Decision]:
        """The newest first."""
        parts = ("by", "person", "community", "thread__page__locale")
        rows = scope.decisions(self.by, self.reader)
        return rows.select_related(*parts, "thread__community").order_by("-pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Whom a decision on a comment is about is not said."""
        rows = list(object_list)
        for row, shown in zip(rows, trail.rows_of(rows), strict=True):
            about = str(shown.person) if shown.person else shown.about
            # What is about no text is about the community, which its reader moderates.
            row.about = about or str(row.community or "")
            row.note_words = shown.note
        return rows


class MuteFilterSet(PlaceFilterSet):
    """Muted people by place and name."""

    who = django_filters.CharFilter(
        label=gettext_lazy("Who"), method="by_name", max_length=80
    )

    class Meta:
        model = Silence
        fields: list[str] = []

    def by_name(self, found: Any, _name: str, value: str) -> Any:
        """Those who have such a name."""
        # Inactive people too: their mute stands in the list.
        people = mentions.named(value.replace("\0", ""), User.objects.all())
        return found.filter(user__in=people.order_by().values("pk"))


class MutesView(ModeratorsView, ReportView):
    """Who does not write for a while."""

    model = Silence
    page_title = gettext_lazy("Muted people")
    header_icon = "user"
    template_name = "communities/moderating/admin/mutes.html"
    index_url_name = MUTES
    index_results_url_name = "moderation_mutes:index_results"
    filterset_class = MuteFilterSet
    paginate_by = ROWS
    no_results_message = gettext_lazy("Nobody is muted.")
    list_export = ["user", "community", "until", "reason"]
    export_headings = {
        "user": gettext_lazy("Who"),
        "community": gettext_lazy("Community"),
        "until": pgettext_lazy("a day", "Until"),
        "reason": gettext_lazy("Reason"),
    }
    export_filename = "muted"

    @cached_property
    def columns(self) -> list[Any]:
        """Who, where, until when, why."""
        return [
            TitleColumn(
                "user",
                label=_("Who"),
                get_url=lambda row: reverse("moderation_mutes:end", args=[row.pk]),
            ),
            Column(
                "community",
                label=_("Where"),
                accessor=lambda row: row.community or _("On all pages"),
            ),
            DateColumn("until", label=_("Until")),
            Column("reason", label=_("Reason")),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Knowledge managers mute on all pages."""
        may = scope.may_mute_everywhere(self.request.user)
        context: dict[str, Any] = super().get_context_data(
            may_mute_everywhere=may, **kwargs
        )
        return context

    def get_queryset(self) -> QuerySet[Silence]:
        """Those that end first."""
        rows = scope.mutes(self.by).select_related("user", "community")
        return rows.order_by("until", "pk")


class MuteView(OneView):
    """Keep somebody from commenting on any page, for knowledge managers.

    The person is found by name, or comes with the address from one of their comments.
    """

    form_class = MuteForm
    page_title = gettext_lazy("Mute somebody on all pages")
    header_icon = "user"
    list_name = MUTES
    list_title = gettext_lazy("Muted people")
    template_name = "communities/moderating/admin/mute.html"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Refuse whoever is none."""
        if not scope.may_mute_everywhere(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def person(self) -> User | None:
        """Whom the address names."""
        typed = self.request.GET.get("person", "")
        number = int(typed) if typed.isdecimal() and len(typed) < 16 else 0
        people = self.people.select_related("agency")
        return get_object_or_404(people, pk=number) if typed else None

    @cached_property
    def people(self) -> QuerySet[User]:
        """Those who can be muted."""
        return User.objects.filter(is_active=True).exclude(pk=self.by.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who has the name that was typed; whom it is about."""
        typed = self.request.GET.get("who", "")[:80].replace("\0", "")
        found = mentions.named(typed, self.people)[:MOST_FOUND]
        return super().get_context_data(
            person=self.person,
            silence=silencing.silence_of(self.person, None),
            typed=typed,
            people=found,
            **kwargs,
        )

    def form_valid(self, form: MuteForm) -> HttpResponse:
        """Mute, say so, go back to the list."""
        reason = form.cleaned_data["reason"]
        try:
            silencing.mute(self.person, None, self.by, form.until, reason)
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("Done. The person is told."))
        return redirect(MUTES)


class EndMuteView(OneView):
    """Let somebody write again."""

    form_class = forms.Form
    page_title = gettext_lazy("Let somebody write again")
    header_icon = "user"
    list_name = MUTES
    list_title = gettext_lazy("Muted people")
    template_name = "communities/moderating/admin/end_mute.html"

    @cached_property
    def silence(self) -> Silence:
        """The mute, if this person may end it."""
        rows = scope.mutes(self.by).select_related("user", "community")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom it is about."""
        return super().get_context_data(silence=self.silence, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """End it, say so, go back to the list."""
        row = self.silence
        try:
            silencing.unmute(row.user, row.community, self.by)
        except Refused as refused:
            messages.error(self.request, str(refused))
        return redirect(MUTES)
