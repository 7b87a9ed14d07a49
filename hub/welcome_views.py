"""The first visit: pick themes and agencies, and get a first useful list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.permissions import agents_only
from catalogue.access import reader_for
from hub import welcome as welcoming

FEWEST_THEMES = 3


class WelcomeForm(forms.Form):
    """Themes, agencies and a language."""

    themes = forms.MultipleChoiceField(required=False)
    agencies = forms.MultipleChoiceField(required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES)

    def __init__(self, data: Any, themes: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["themes"].choices = [(each.slug, each.text) for each in themes]
        fields["agencies"].choices = [(each.slug, each.text) for each in agencies]

    def clean(self) -> dict[str, Any]:
        """Something must be followed, or there is nothing to list."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("themes") and not data.get("agencies") and not self.errors:
            text = _("Pick a theme or an agency, or choose “Skip”.")
            self.add_error("themes", text)
        return data


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def welcome(request: HttpRequest) -> HttpResponse:
    """Ask what somebody follows; keep it and lead to the list."""
    user, reader = _user(request), reader_for(request)
    if request.method == "POST" and "skip" in request.POST:
        welcoming.skip(user)
        return redirect("/")
    themes = welcoming.offered_themes(reader)
    agencies = welcoming.offered_agencies(user, reader)
    form = WelcomeForm(request.POST or None, themes, agencies)
    if request.method == "POST" and form.is_valid():
        welcoming.keep(user, **form.cleaned_data)
        return redirect("welcome-list")
    context = {
        "form": form,
        "themes": themes,
        "agencies": agencies,
        "fewest": FEWEST_THEMES,
        "chosen": _chosen(request, user),
    }
    status = 422 if form.errors else 200
    return render(request, "hub/welcome.html", context, status=status)


@require_safe
@agents_only
def first_list(request: HttpRequest) -> HttpResponse:
    """What one's agency must do, then the most important and newest one follows."""
    user, reader = _user(request), reader_for(request)
    context = {
        "must_do": welcoming.must_do(user, reader),
        "rows": welcoming.useful(user, reader, welcoming.FIRST_LIST),
    }
    return render(request, "hub/welcome_list.html", context)


def _user(request: HttpRequest) -> User:
    return User.objects.select_related("agency").get(pk=request.user.pk or 0)


def _chosen(request: HttpRequest, user: User) -> dict[str, Any]:
    """What is ticked: what was sent, else what is kept, else one's own agency."""
    if request.method == "POST":
        sent = request.POST
        return {
            "themes": sent.getlist("themes"),
            "agencies": sent.getlist("agencies"),
            "language": sent.get("language"),
        }
    kept = welcoming.follows(user)
    own = {user.agency.slug} if user.agency and not user.welcomed_at else set()
    return {
        "themes": kept["theme"],
        "agencies": kept["agency"] | own,
        "language": user.interface_language or get_language(),
    }
