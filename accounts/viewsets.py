"""The editing pages of agencies, people and groups."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.views import generic
from wagtail.admin.views.account import AccountView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views import groups, users

from accounts.forms import (
    AgencyForm,
    HubGroupForm,
    HubUserCreationForm,
    HubUserEditForm,
)
from accounts.models import (
    COUNTRIES,
    KNOWLEDGE_MANAGERS,
    SIGNED_IN_AGENTS,
    Agency,
    Level,
)
from accounts.services import groups_of_the_hub
from vocabulary.viewsets import ProtectedDeleteView

# What the hub sets itself, or asks for in the profile.
NOT_HERE = frozenset({"name_email", "avatar"})


class OwnAccountView(AccountView):
    """One's own settings of the editing pages; names are set by the hub."""

    def get_panels(self) -> list[Any]:
        """Neither a new name nor a photo that is kept as it came."""
        return [panel for panel in super().get_panels() if panel.name not in NOT_HERE]


class AgencyFilterSet(WagtailFilterSet):
    """Agencies by where they stand in the state."""

    country = django_filters.ChoiceFilter(
        label=gettext_lazy("Country"), choices=COUNTRIES
    )
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("Level of government"), choices=Level.choices
    )
    parent = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Part of"),
        queryset=Agency.objects.filter(children__isnull=False).distinct(),
    )

    class Meta:
        model = Agency
        fields = ["country", "level", "parent"]


class AgencyIndexView(generic.IndexView):
    """The list of agencies, with how many people each has."""

    def get_base_queryset(self) -> QuerySet[Agency]:
        """Count the people in the same query."""
        found = super().get_base_queryset()
        return found.select_related("parent").annotate(people=Count("users"))


class AgencyDeleteView(ProtectedDeleteView):
    """An agency with people, parts or a section stays."""

    def get_refusal(self) -> str:
        """Say what has to move before the agency can go."""
        agency = self.object
        if agency.users.exists():
            return _("This agency has people: move them to another agency first.")
        if agency.children.exists():
            return _("Other agencies are part of this one: move them first.")
        return ""


class AgencyViewSet(ModelViewSet):
    """Agencies: names in four languages, place in the state, domains, logo."""

    model = Agency
    name = "agencies"
    icon = "home"
    menu_order = 610
    add_to_settings_menu = True
    copy_view_enabled = False
    index_view_class = AgencyIndexView
    delete_view_class = AgencyDeleteView
    filterset_class = AgencyFilterSet
    ordering = ["slug"]
    list_per_page = 50
    list_display = [
        "__str__",
        "acronym",
        "country",
        "level",
        Column("parent", label=gettext_lazy("Part of")),
        Column("people", label=gettext_lazy("People"), sort_key="people"),
        UpdatedAtColumn(),
    ]
    search_fields = [
        "slug",
        "name_en",
        "name_fr",
        "name_nl",
        "name_de",
        "acronym",
        "email_domains__name",
    ]
    list_export = [
        "slug",
        "name_en",
        "name_fr",
        "name_nl",
        "name_de",
        "acronym",
        "get_country_display",
        "get_level_display",
        "parent",
        "domains_text",
        "website",
        "people",
    ]
    export_filename = "agencies"
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel(f"name_{code}") for code in ("en", "fr", "nl", "de")],
                heading=gettext_lazy("Name"),
                help_text=gettext_lazy("One language is enough; readers see theirs."),
            ),
            FieldRowPanel([FieldPanel("acronym"), FieldPanel("slug")]),
            FieldRowPanel([FieldPanel("country"), FieldPanel("level")]),
            FieldPanel("parent"),
            FieldPanel("website"),
            FieldPanel("email_domains"),
            FieldPanel("logo"),
        ],
        base_form_class=AgencyForm,
    )


class HubUserFilterSet(users.UserFilterSet):
    """People by agency, beside Wagtail's filters."""

    agency = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Agency"), queryset=Agency.objects.all()
    )


class HubUserIndexView(users.IndexView):
    """People by name, e-mail and agency: nobody knows user names here."""

    @cached_property
    def columns(self) -> list[Any]:
        """Wagtail's columns with e-mail and agency instead of the user name."""
        own = [
            Column("email", label=gettext_lazy("E-mail"), sort_key="email"),
            Column("agency", label=gettext_lazy("Agency"), sort_key="agency__slug"),
        ]
        before, after = [], []
        for column in super().columns:
            if column.name in ("bulk_actions", "name"):
                before.append(column)
            elif column.name != self.model.USERNAME_FIELD:
                after.append(column)
        return [*before, *own, *after]

    def get_base_queryset(self) -> QuerySet[Any]:
        """Read the agencies in the same query."""
        return super().get_base_queryset().select_related("agency", "function")


class HubUserViewSet(users.UserViewSet):
    """People with their agency, and accounts that sign in by e-mail."""

    index_view_class = HubUserIndexView
    filterset_class = HubUserFilterSet
    ordering = "email"
    list_export = ["email", "first_name", "last_name", "agency", "job_title"]

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        """The hub's forms."""
        return HubUserEditForm if for_update else HubUserCreationForm


class HubGroupDeleteView(ProtectedDeleteView, groups.DeleteView):
    """The groups that the hub keeps stay."""

    def get_refusal(self) -> str:
        """Say why a kept group cannot be deleted."""
        group: Group = self.object
        if group.name in (SIGNED_IN_AGENTS, KNOWLEDGE_MANAGERS):
            return _("This group belongs to the hub and cannot be deleted.")
        if hasattr(group, "agency"):
            return _("This group belongs to an agency and goes with it.")
        if groups_of_the_hub().filter(pk=group.pk).exists():
            return _("This group belongs to a community and goes with it.")
        return ""


class HubGroupViewSet(groups.GroupViewSet):
    """Groups, of which the hub keeps some itself."""

    delete_view_class = HubGroupDeleteView

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        """The hub's form."""
        return HubGroupForm
