"""What owners set: how one joins, who may know of it, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities import permissions, services
from communities.belonging import changing
from communities.belonging.settings_forms import SettingsForm, VisibilityForm
from communities.belonging.views import community_of
from communities.frame import area, frame
from communities.models import Visibility
from communities.standing import Standing


@require_http_methods(["GET", "HEAD", "POST"])
@area(permissions.may_own)
def change(request: HttpRequest, who: Standing) -> HttpResponse:
    """Purpose, introduction, joining, domains, languages, agencies, first reading."""
    community = community_of(who)
    form = SettingsForm(request.POST or None, community=community)
    if form.is_bound and form.is_valid():
        changing.change(community, form.cleaned_data, who.user)
        messages.success(request, _("Saved."))
        return redirect("communities:settings", community.slug)
    return _page(request, who, form)


@require_POST
@area(permissions.may_own)
def visibility(request: HttpRequest, who: Standing) -> HttpResponse:
    """Narrow it at once; widen it while it is empty."""
    community = community_of(who)
    form = VisibilityForm(request.POST, community=community)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["visibility"])))
    elif changing.set_visibility(community, form.cleaned_data["visibility"], who.user):
        messages.success(request, _("Saved. It holds from now on."))
    else:
        messages.error(request, _("Somebody has just written here: it stays as it is."))
    return redirect("communities:settings", community.slug)


@require_POST
@area(permissions.may_own)
def archive(request: HttpRequest, who: Standing) -> HttpResponse:
    """Keep it for reading only, or let members write again."""
    community = community_of(who)
    reason = " ".join(request.POST.get("reason", "").split())[:200]
    if "reopen" in request.POST:
        services.reopen(community, who.user, reason)
        messages.success(request, _("Members can write here again."))
    else:
        services.archive(community, who.user, reason)
        messages.success(request, _("The community is archived: it can be read only."))
    return redirect("communities:settings", community.slug)


def _page(request: HttpRequest, who: Standing, form: SettingsForm) -> HttpResponse:
    community = community_of(who)
    allowed = changing.allowed(community)
    context = {
        **frame(who, "settings"),
        "form": form,
        "visibilities": [
            (each, Visibility(each).label, each in allowed)
            for each in Visibility.values
        ],
        "may_widen": len(allowed) == len(Visibility.values),
    }
    return render(request, "communities/belonging/settings.html", context)
