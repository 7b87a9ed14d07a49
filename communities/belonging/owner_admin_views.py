"""In the editing pages: a new community, and an owner where there is none."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from communities.admin_views import FoundersView
from communities.belonging import owners
from communities.belonging.owner_forms import MakeForm, OwnerForm
from communities.belonging.services import found
from communities.models import CommunityPage
from communities.moderating.services import Refused
from communities.querysets import known_to

LIST = "communities_list:index"


class FoundersForm(FoundersView, WagtailAdminTemplateMixin, FormView):
    """A form on its own page, reached from the list of communities."""

    header_icon = "group"
    template_name = "communities/belonging/admin/owner.html"
    submit = gettext_lazy("Save")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(LIST), "label": _("Communities")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the button says."""
        return super().get_context_data(submit=self.submit, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """The form with the people among whom an owner is found."""
        data = self.request.POST if self.request.method == "POST" else None
        return self.get_form_class()(data, people=self.people, **self.first())

    def first(self) -> dict[str, Any]:
        """What the form is filled with."""
        return {}

    @cached_property
    def people(self) -> Any:
        """Among whom an owner is found."""
        return User.objects.filter(is_active=True, is_guest=False)


class MakeView(FoundersForm):
    """A community with an owner, without a proposal before it."""

    form_class = MakeForm
    page_title = gettext_lazy("Add a community")
    submit = gettext_lazy("Make the community")

    def first(self) -> dict[str, Any]:
        """Its language is first that of whoever makes it."""
        return {"initial": {"language": get_language()}}

    def form_valid(self, form: MakeForm) -> HttpResponse:
        """Make it, tell its owner, and go back to the list."""
        values = form.values
        try:
            with transaction.atomic():
                page = found(**values)
                owners.say(page, values["owner"], self.request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, _("The community is made; its owner is told."))
        return redirect(LIST)


class OwnerView(FoundersForm):
    """Who answers for a community that nobody owns any more."""

    form_class = OwnerForm
    page_title = gettext_lazy("Name an owner")
    submit = gettext_lazy("Name as owner")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Remember which one; it is looked up behind the door."""
        super().setup(request, *args, **kwargs)
        self.number = kwargs["pk"]

    @cached_property
    def community(self) -> CommunityPage:
        """The community, if this person may know of it."""
        user = self.request.user
        known = owners.with_owners(known_to(user), user)
        page: CommunityPage = get_object_or_404(known, pk=self.number)
        return page

    @cached_property
    def people(self) -> Any:
        """Whom this person may name."""
        return owners.candidates(self.community, self.request.user)

    def get_page_subtitle(self) -> str:
        """Which community."""
        return str(self.community.title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether there is something to do, and for whom."""
        return super().get_context_data(
            community=self.community,
            is_owned=getattr(self.community, "is_owned", False),
            may_name=self.people.exists(),
            **kwargs,
        )

    def form_valid(self, form: OwnerForm) -> HttpResponse:
        """Name the owner, unless somebody did so meanwhile."""
        if not self.request.user.is_authenticated:
            raise PermissionDenied
        try:
            done = owners.appoint(
                self.community, form.cleaned_data["owner"], self.request.user
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        if done:
            messages.success(self.request, _("The new owner is told."))
        else:
            messages.warning(self.request, _("Somebody owns this community already."))
        return redirect(LIST)
