"""The charter of a community: read, accepted, written."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from communities import permissions
from communities.belonging import charters, services
from communities.belonging.doors import known_only
from communities.belonging.forms import CharterForm
from communities.belonging.views import community_of
from communities.frame import area, frame
from communities.models import Charter, CommunityPage
from communities.standing import Standing

MOST_SHOWN = 100


@require_safe
@known_only
def charter(request: HttpRequest, who: Standing) -> HttpResponse:
    """The rules that hold, or an earlier version; for whoever sees the home page."""
    if not permissions.may_see_home(who):
        raise Http404
    versions = Charter.objects.filter(community=community_of(who))
    listed = list(versions.order_by("-number").defer("text")[:MOST_SHOWN])
    shown = _chosen(community_of(who), request.GET.get("version", ""))
    context = {
        **frame(who, ""),
        "charter": shown,
        "versions": listed if permissions.may_read(who) else [],
        "is_newest": bool(listed) and shown is not None and shown.pk == listed[0].pk,
    }
    return render(request, "communities/belonging/charter.html", context)


@require_POST
@area(permissions.may_read)
def accept(request: HttpRequest, who: Standing) -> HttpResponse:
    """Accept the newest version, on the next visit after it was written."""
    number = request.POST.get("version", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = community_of(who).url
    if who.membership is None or not who.is_active:
        return redirect(community_of(who).url)
    known = int(number) if number.isdecimal() and len(number) < 7 else 0
    if services.accept_charter(who.membership, known):
        messages.success(request, _("Thank you: you can write here again."))
        return redirect(back)
    messages.warning(request, _("The rules have just changed: read them first."))
    return redirect("communities:charter", community_of(who).slug)


@require_http_methods(["GET", "HEAD", "POST"])
@area(permissions.may_own)
def edit(request: HttpRequest, who: Standing) -> HttpResponse:
    """Write a new version."""
    community = community_of(who)
    last = charters.newest(community)
    initial = {"text": last.text if last else ""}
    form = CharterForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        charters.write(community, form.cleaned_data["text"], who.user)
        messages.success(
            request, _("Saved. Members are asked to accept it on their next visit.")
        )
        return redirect("communities:charter", community.slug)
    context = {**frame(who, "settings"), "form": form, "last": last}
    return render(request, "communities/belonging/charter_edit.html", context)


def _chosen(community: CommunityPage, number: str) -> Charter | None:
    """The version that is asked for; without a number the newest."""
    if not number:
        return charters.newest(community)
    if not number.isdecimal() or len(number) > 6:
        raise Http404
    found = Charter.objects.filter(community=community, number=int(number)).first()
    if found is None:
        raise Http404
    return found
