"""Agents propose communities and see what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import agents_only
from communities.belonging import proposing
from communities.belonging.forms import ProposalForm
from communities.belonging.limits import PROPOSALS, too_many
from communities.models import Proposal
from communities.moderating.services import Refused

MOST_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def propose(request: HttpRequest) -> HttpResponse:
    """The form, and one's own proposals with their answers."""
    form = ProposalForm(request.POST or None, initial={"language": get_language()})
    user = _user(request)
    if form.is_bound and form.is_valid():
        if waits := too_many(request, PROPOSALS):
            return waits
        try:
            proposing.propose(user, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("Thank you. The hub decides, and you are told by mail.")
            )
            return redirect("communities:propose")
    context = {"form": form, "proposals": list(proposing.of(user)[:MOST_SHOWN])}
    return render(request, "communities/belonging/propose.html", context)


@require_POST
@agents_only
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own proposal back."""
    found = Proposal.objects.filter(pk=number, by=_user(request)).first()
    if found is None:
        raise Http404
    proposing.withdraw(found)
    messages.success(request, _("Your proposal is withdrawn."))
    return redirect("communities:propose")


def _user(request: HttpRequest) -> Any:
    return request.user
