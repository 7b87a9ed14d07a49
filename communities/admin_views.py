"""The list of communities in the editing pages, for those who make them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    ButtonsColumnMixin,
    Column,
    DateColumn,
    StatusTagColumn,
    TitleColumn,
)
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button, HeaderButton, ListingButton

from communities.belonging.owners import with_owners
from communities.models import CommunityPage, Visibility
from communities.permissions import may_found
from communities.querysets import known_to, with_figures
from practices.listing import language_name

LIST = "communities_list:index"


class FoundersView(View):
    """For those who make communities."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Refuse everybody else before anything is looked up."""
        if not may_found(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class CommunityFilterSet(WagtailFilterSet):
    """Communities by who reads them, whether they are in use, and by language."""

    visibility = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Visibility"),
        choices=Visibility.choices,
        widget=CheckboxSelectMultiple,
    )
    archived = django_filters.ChoiceFilter(
        label=pgettext_lazy("community", "Archived"),
        field_name="archived_at",
        lookup_expr="isnull",
        choices=[("False", gettext_lazy("Archived")), ("True", gettext_lazy("In use"))],
        method="by_archive",
        widget=RadioSelect,
    )
    owned = django_filters.ChoiceFilter(
        label=pgettext_lazy("role in a community", "Owner"),
        field_name="is_owned",
        choices=[
            ("False", gettext_lazy("Without an owner")),
            ("True", gettext_lazy("With an owner")),
        ],
        method="by_owner",
        widget=RadioSelect,
    )
    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"),
        field_name="languages",
        choices=lambda: _languages(),
        method="by_language",
        widget=RadioSelect,
    )
    title = django_filters.CharFilter(
        label=gettext_lazy("Name"), lookup_expr="icontains", max_length=100
    )

    class Meta:
        model = CommunityPage
        fields: list[str] = []

    def by_archive(self, found: Any, name: str, value: str) -> Any:
        """Those that are archived, or those in use."""
        return found.filter(archived_at__isnull=value == "True")

    def by_owner(self, found: Any, name: str, value: str) -> Any:
        """Those that somebody owns who can sign in, or those that nobody owns."""
        return found.filter(is_owned=value == "True")

    def by_language(self, found: Any, name: str, value: str) -> Any:
        """Codes stand side by side, two letters each."""
        return found.filter(languages__contains=value)


class NameColumn(ButtonsColumnMixin, TitleColumn):
    """The name, and what this person may do with the community."""

    def get_buttons(
        self, instance: CommunityPage, parent_context: Mapping[str, Any]
    ) -> list[Button]:
        """An owner for what nobody owns; settings for administrators and owners."""
        found = []
        if not instance.is_owned:
            url = reverse("communities_list:owner", args=[instance.pk])
            found.append(ListingButton(_("Name an owner"), url, icon_name="user"))
        if instance.owns or parent_context["request"].user.is_superuser:
            url = reverse("communities:settings", args=[instance.slug])
            found.append(ListingButton(_("Settings"), url, icon_name="cog"))
        return found


class CommunitiesView(FoundersView, ReportView):
    """All communities of which this person knows, the active ones first."""

    model = CommunityPage
    page_title = gettext_lazy("Communities")
    header_icon = "group"
    template_name = "communities/admin/list.html"
    index_url_name = LIST
    index_results_url_name = "communities_list:index_results"
    filterset_class = CommunityFilterSet
    paginate_by = 50
    default_ordering = "-last_at"
    no_results_message = gettext_lazy("There is no such community.")
    list_export = [
        *("title", "get_visibility_display", "languages", "members", "discussions"),
        *("last_at", "first_published_at", "archived_at", "is_owned"),
    ]
    export_headings = {
        "title": gettext_lazy("Name"),
        "get_visibility_display": gettext_lazy("Visibility"),
        "languages": gettext_lazy("Languages"),
        "members": gettext_lazy("Members"),
        "discussions": gettext_lazy("Discussions"),
        "last_at": gettext_lazy("Last activity"),
        "first_published_at": gettext_lazy("Since"),
        "archived_at": pgettext_lazy("community", "Archived"),
        "is_owned": gettext_lazy("With an owner"),
    }
    export_filename = "communities"

    @cached_property
    def columns(self) -> list[Any]:
        """Which, for whom, how many, since when nothing happened."""
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="communitypage"),
            NameColumn(
                "title",
                label=_("Name"),
                get_url=self._url,
                get_title_id=lambda each: f"communitypage_{each.pk}_title",
                sort_key="title",
            ),
            Column(
                "visibility", label=_("Visibility"), accessor="get_visibility_display"
            ),
            Column("languages", label=_("Languages"), accessor="languages"),
            Column("members", label=_("Members"), sort_key="members"),
            Column("discussions", label=_("Discussions"), sort_key="discussions"),
            DateColumn("last_at", label=_("Last activity"), sort_key="last_at"),
            DateColumn("archived_at", label=gettext_lazy("Archived on")),
            StatusTagColumn(
                "owner",
                label=pgettext_lazy("role in a community", "Owner"),
                accessor=_owner_word,
            ),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """A new community with an owner."""
        url = reverse("communities_list:add")
        return [HeaderButton(_("Add a community"), url, icon_name="plus")]

    def get_base_queryset(self) -> Any:
        """Those of which this person knows, with figures they may see."""
        user = self.request.user
        return with_owners(with_figures(known_to(user), user), user)

    def get_queryset(self) -> Any:
        """The same in the order that was asked for."""
        return self.order_queryset(self.get_base_queryset())

    def _url(self, community: CommunityPage) -> str:
        """Administrators edit the page; others read it, owners find its settings."""
        if self.request.user.is_superuser:
            return reverse("wagtailadmin_pages:edit", args=[community.pk])
        return community.url or ""


def _owner_word(community: Any) -> str:
    """Seen at once where somebody is missing."""
    return "" if community.is_owned else _("Without an owner")


def _languages() -> list[tuple[str, str]]:
    codes = ("en", "fr", "nl", "de")
    return [(code, str(language_name(code))) for code in codes]
