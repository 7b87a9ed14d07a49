"""Following: the button, the list of what one follows, and opening a notice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.permissions import people_only
from catalogue.access import reader_for
from communities.following import listing, notices, services
from communities.following.kinds import Followed, described
from communities.models import Follow, Notice
from communities.models.following import Rhythm

BUTTON = "communities/following/includes/button.html"
LONGEST_KEY = 120


class KeyForm(forms.Form):
    """What is to be followed, and how."""

    key = forms.CharField(max_length=LONGEST_KEY)
    rhythm = forms.ChoiceField(choices=Rhythm.choices, required=False)


class FollowForm(forms.ModelForm):
    """How somebody is told of one thing that they follow."""

    class Meta:
        model = Follow
        fields = ["rhythm", "is_muted"]


@require_safe
@people_only
def follows(request: HttpRequest) -> HttpResponse:
    """What I follow, with how I am told of it."""
    context = {
        "groups": listing.follows_of(_me(request), reader_for(request)),
        "rhythms": Rhythm.choices,
        "removed": _removed(request),
    }
    return render(request, "communities/following/follows.html", context)


@require_safe
@people_only
def button(request: HttpRequest) -> HttpResponse:
    """The button for one thing, for pages that load it late."""
    thing = _thing(request, request.GET)
    own = Follow.objects.filter(by_id=request.user.pk, key=thing.key)
    small = "small" in request.GET
    context = {"thing": thing, "follow": own.first(), "next": thing.url, "small": small}
    if getattr(request, "htmx", False):
        return render(request, BUTTON, context)
    return render(request, "communities/following/one.html", context)


@require_POST
@people_only
def set_follow(request: HttpRequest) -> HttpResponse:
    """Follow something, or do not any longer; said twice it is the same."""
    thing, user, found = _thing(request, request.POST), _me(request), None
    if request.POST.get("follow") != "1":
        services.unfollow(user, thing.key)
    else:
        try:
            rhythm = request.POST.get("rhythm", "")
            found = services.follow(user, thing.key, rhythm=rhythm)
        except services.NoRoom:
            text = _("You follow as much as one may. Stop following something first.")
            return _refused(text)
    back = _back(request, thing.url)
    if getattr(request, "htmx", False):
        context = {"thing": thing, "follow": found, "changed": True, "next": back}
        return render(request, BUTTON, {**context, "small": "small" in request.POST})
    told = _("You follow this now.") if found else _("You do not follow this any more.")
    messages.success(request, told)
    return redirect(back)


@require_POST
@people_only
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Another rhythm for one follow, or its mute."""
    row = get_object_or_404(Follow, pk=number, by_id=request.user.pk)
    form = FollowForm(request.POST, instance=row)
    if not form.is_valid():
        return _refused(_("Choose when you want a mail."))
    form.save()
    if getattr(request, "htmx", False):
        return HttpResponse(_("Saved"))
    messages.success(request, _("Saved"))
    return redirect("communities:follows")


@require_POST
@people_only
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Stop following something; the list offers to undo it."""
    row = get_object_or_404(Follow, pk=number, by_id=request.user.pk)
    request.session["unfollowed"] = {"key": row.key, "rhythm": row.rhythm}
    services.unfollow(_me(request), row.key)
    return redirect("communities:follows")


@require_safe
@people_only
def open_notice(request: HttpRequest, number: int) -> HttpResponse:
    """Where a notice leads; it and those of the same line are read from now on."""
    row = get_object_or_404(Notice, pk=number, to_id=request.user.pk)
    target = notices.address_of(row, _me(request), reader_for(request))
    if not target:
        raise Http404
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method == "GET" and not ahead:
        notices.mark_read(row)
    return redirect(target)


def _removed(request: HttpRequest) -> dict[str, str] | None:
    """What was just removed, told once."""
    removed: dict[str, str] | None = request.session.pop("unfollowed", None)
    return removed


def _thing(request: HttpRequest, data: Any) -> Followed:
    """What the request names, if the person may know of it."""
    form = KeyForm(data)
    if not form.is_valid():
        raise Http404
    key = form.cleaned_data["key"]
    found = described([key], request.user, reader_for(request))
    if key not in found:
        raise Http404
    return found[key]


def _refused(sentence: str) -> HttpResponse:
    return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")


def _back(request: HttpRequest, otherwise: str) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, None)
    return wanted if wanted.startswith("/") and is_ours else otherwise


def _me(request: HttpRequest) -> User:
    return User.objects.select_related("agency").get(pk=request.user.pk or 0)
