"""The editing pages of those who let people in."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from accounts import inviting
from accounts.join_admin_forms import ACCEPT, DecideForm, InviteForm
from accounts.joining import Refused, Standing, standing_of
from accounts.models import Agency, Invitation, JoinRequest, User

REQUESTS = "join_requests:index"
INVITATIONS = "invitations:index"
BY_HAND = (Invitation.Kind.INVITED, Invitation.Kind.ACCEPTED)
STANDINGS = [
    (Standing.OPEN.value, gettext_lazy("Open")),
    (Standing.USED.value, gettext_lazy("Used")),
    (Standing.WITHDRAWN.value, gettext_lazy("Withdrawn")),
    (Standing.EXPIRED.value, gettext_lazy("Expired")),
]


class RequestFilterSet(WagtailFilterSet):
    """Requests by state and agency."""

    agency = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Agency"), queryset=Agency.objects.all()
    )

    class Meta:
        model = JoinRequest
        fields = ["state", "agency"]


class RequestsView(generic.IndexView):
    """Who asks to join, those who wait first."""

    model = JoinRequest
    page_title = gettext_lazy("Requests to join")
    header_icon = "user"
    index_url_name = REQUESTS
    index_results_url_name = "join_requests:index_results"
    filterset_class = RequestFilterSet
    default_ordering = "-created_at"
    paginate_by = 50
    is_searchable = True
    search_fields = ["email", "first_name", "last_name", "agency_name"]
    any_permission_required = ["change", "view"]

    @cached_property
    def columns(self) -> list[Column]:
        """Who, from where, in which state, since when."""
        return [
            TitleColumn("name", label=_("Name"), accessor=str, get_url=_decide_url),
            Column("email", label=_("E-mail"), sort_key="email"),
            Column("agency", label=_("Agency"), accessor=_agency_of),
            Column("function", label=_("Function")),
            Column("state", label=_("State"), accessor="get_state_display"),
            DateColumn("created_at", label=_("Asked on"), sort_key="created_at"),
        ]

    def get_base_queryset(self) -> QuerySet[JoinRequest]:
        """Read agencies and functions in the same query."""
        waits = When(state=JoinRequest.State.WAITING, then=Value(0))
        found = JoinRequest.objects.select_related("agency", "function")
        return found.annotate(rank=Case(waits, default=Value(1)))

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those who wait before those who have an answer."""
        return super().order_queryset(queryset).order_by("rank", self.ordering, "pk")


class DecideView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """One request: accept it into an agency, or decline it with a reason."""

    model = JoinRequest
    permission_required = "change"
    form_class = DecideForm
    page_title = gettext_lazy("Request to join")
    header_icon = "user"
    template_name = "accounts/admin/join_request.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the request."""
        super().setup(request, *args, **kwargs)
        rows = JoinRequest.objects.select_related("agency", "function", "decided_by")
        self.asked = get_object_or_404(rows, pk=kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """Start from what the person said."""
        return {"agency": self.asked.agency_id, "function": self.asked.function_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks about one domain."""
        return {**super().get_form_kwargs(), "asked": self.asked}

    def get_page_subtitle(self) -> str:
        """Whose request it is."""
        return str(self.asked)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(REQUESTS), "label": _("Requests to join")},
            {"url": "", "label": str(self.asked)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was asked, and whether it still waits."""
        waits = self.asked.state == JoinRequest.State.WAITING
        return super().get_context_data(asked=self.asked, waits=waits, **kwargs)

    def form_valid(self, form: DecideForm) -> HttpResponse:
        """Decide, say so, and go back to the list."""
        try:
            messages.success(self.request, self._decide(form))
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return redirect(REQUESTS)

    def _decide(self, form: DecideForm) -> str:
        data, by, person = form.cleaned_data, _hand(self.request), str(self.asked)
        if form.data.get("decision") != ACCEPT:
            inviting.decline(self.asked, data["reason"], by)
            return _("%(person)s was told by mail.") % {"person": person}
        agency, function = data["agency"], data["function"]
        confirm = data["confirm_domain"]
        inviting.accept(self.asked, agency, function, by, confirm_domain=confirm)
        return _("%(person)s got a link by mail.") % {"person": person}


class InvitationFilterSet(WagtailFilterSet):
    """Invitations by state and agency."""

    agency = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Agency"), queryset=Agency.objects.all()
    )
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STANDINGS, method="by_standing"
    )

    class Meta:
        model = Invitation
        fields: list[str] = []

    def by_standing(self, found: Any, _name: str, value: str) -> Any:
        """Those of one state, as `standing_of` tells them apart."""
        used, withdrawn = ~Q(used_at=None), ~Q(withdrawn_at=None)
        past = Q(expires_at__lte=timezone.now())
        conditions = {
            Standing.USED.value: used,
            Standing.WITHDRAWN.value: ~used & withdrawn,
            Standing.EXPIRED.value: ~used & ~withdrawn & past,
            Standing.OPEN.value: ~used & ~withdrawn & ~past,
        }
        return found.filter(conditions[value])


class LinkColumn(Column):
    """Mail the link again, or withdraw it."""

    cell_template_name = "accounts/admin/link_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> Any:
        """Cells are drawn without a request, so that forms lack their token."""
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "csrf_token": get_token(context["request"])}


class InvitationsView(generic.IndexView):
    """Who was invited, and what became of it."""

    model = Invitation
    page_title = gettext_lazy("Invitations")
    header_icon = "mail"
    index_url_name = INVITATIONS
    index_results_url_name = "invitations:index_results"
    filterset_class = InvitationFilterSet
    default_ordering = "-created_at"
    paginate_by = 50
    is_searchable = True
    search_fields = ["email"]
    any_permission_required = ["add", "change", "view"]

    @cached_property
    def columns(self) -> list[Column]:
        """To whom, as what, by whom, in which state."""
        return [
            Column("email", label=_("E-mail"), sort_key="email"),
            Column("agency", label=_("Agency")),
            Column("function", label=_("Function"), accessor=_function_of),
            Column("guest", label=_("Guest"), accessor=_guest_of),
            Column("invited_by", label=_("Invited by")),
            DateColumn("created_at", label=_("Sent on"), sort_key="created_at"),
            Column("standing", label=_("State"), accessor=_standing_label),
            LinkColumn("link", label=_("Link")),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """To invite somebody."""
        url = reverse("invitations:invite")
        return [HeaderButton(_("Invite people"), url=url, icon_name="plus")]

    def get_base_queryset(self) -> QuerySet[Invitation]:
        """What people of the hub sent; what strangers typed is nobody's business."""
        found = Invitation.objects.filter(kind__in=BY_HAND)
        return found.select_related("agency", "function", "invited_by")


class InviteView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Invite up to 200 people at once; each line gets its answer."""

    model = Invitation
    permission_required = "add"
    form_class = InviteForm
    page_title = gettext_lazy("Invite people")
    header_icon = "mail"
    template_name = "accounts/admin/invite.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only administrators write functions out."""
        writes = self.request.user.is_superuser
        return {**super().get_form_kwargs(), "writes_titles": writes}

    def get_initial(self) -> dict[str, Any]:
        """The language of whoever invites."""
        return {"language": get_language()}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(INVITATIONS), "label": _("Invitations")},
            {"url": "", "label": _("Invite people")},
        ]

    def form_valid(self, form: InviteForm) -> HttpResponse:
        """Send them and show what became of each line."""
        lines = form.cleaned_data["addresses"]
        answers = inviting.invite_all(lines, form.terms, _hand(self.request))
        sent = sum(line.answer is inviting.Answer.SENT for line in answers)
        text = ngettext(
            "%(number)d invitation was sent.", "%(number)d invitations were sent.", sent
        )
        messages.success(self.request, text % {"number": sent})
        # The addresses go from the form, so that nobody gets the mail twice.
        writes = self.request.user.is_superuser
        empty = InviteForm(initial=self.get_initial(), writes_titles=writes)
        context = self.get_context_data(answers=answers, form=empty)
        return self.render_to_response(context)


class ChangeLinkView(PermissionCheckedMixin, View):
    """Takes the buttons of the list: mail the link again, or withdraw it."""

    model = Invitation
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what the pressed button says, and go back to the list."""
        rows = Invitation.objects.filter(kind__in=BY_HAND)
        invitation = get_object_or_404(rows, pk=pk)
        try:
            if "withdraw" in request.POST:
                inviting.withdraw(invitation, _hand(request))
                told = _("The invitation of %(address)s was withdrawn.")
            else:
                inviting.resend(invitation, _hand(request))
                told = _("A new link is on its way to %(address)s.")
            messages.success(request, told % {"address": invitation.email})
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(INVITATIONS)


def _hand(request: HttpRequest) -> User:
    """Who decides; nobody else passes the door of these pages."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def _decide_url(asked: JoinRequest) -> str:
    return reverse("join_requests:decide", args=[asked.pk])


def _agency_of(asked: JoinRequest) -> str:
    return str(asked.agency) if asked.agency else asked.agency_name


def _function_of(invitation: Invitation) -> str:
    return invitation.job_title or str(invitation.function or "")


def _guest_of(invitation: Invitation) -> str:
    return _("Yes") if invitation.is_guest else _("No")


def _standing_label(invitation: Invitation) -> str:
    return str(dict(STANDINGS)[standing_of(invitation).value])
