"""People for agents: the directory, a profile, its photo, and one's own to change."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import profiles
from accounts.directory import agency_word
from accounts.models import User
from accounts.people import card_of, expertise, is_listed, listed, shown_by
from accounts.people_forms import (
    CloseAccountForm,
    PeopleForm,
    ProfileForm,
    new_words,
)
from accounts.people_list import (
    Wanted,
    directory,
    function_word,
    language_word,
    photo_url,
)
from accounts.permissions import agents_only
from accounts.signals import left_behind
from catalogue.access import reader_for
from catalogue.models import Stamp
from vocabulary.names import label_of, labels
from vocabulary.redirects import renamed

PHOTO_SECONDS = 300
LIMITS = {"close": "10/h/user"}


@require_safe
@agents_only
def people(request: HttpRequest) -> HttpResponse:
    """Everybody by family name, narrowed by agency, expertise, language and words."""
    form = PeopleForm(request.GET)
    reader = reader_for(request)
    if elsewhere := renamed(request, labels(reader.stamps.get(Stamp.LABELS, 0))):
        return elsewhere
    wanted = Wanted(**form.cleaned_data) if form.is_valid() else Wanted()
    found = directory(reader, wanted, request.GET.get("page"))
    context = {
        "form": form,
        "wanted": wanted,
        "narrowed": wanted != Wanted(),
        "directory": found,
        "numbers": found.page.paginator.get_elided_page_range(
            found.page.number, on_each_side=2, on_ends=1
        ),
    }
    return render(
        request, "accounts/people.html", context, status=400 if form.errors else 200
    )


@require_safe
@agents_only
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person: name, function, agency, and what they chose to show."""
    return render(request, "accounts/person.html", _person(request, number))


@require_safe
@agents_only
def me(request: HttpRequest) -> HttpResponse:
    """One's own profile, as others see it."""
    user = _fresh(request)
    if not is_listed(user):
        return redirect("accounts:edit-profile")
    return redirect("accounts:person", user.pk)


@require_safe
@agents_only
def photo(request: HttpRequest, number: int) -> FileResponse:
    """The photo of a person who shows it, or one's own."""
    found = listed().select_related("profile_card")
    own = request.user.pk == number
    if own:
        found = User.objects.select_related("profile_card")
    card = card_of(get_object_or_404(found, pk=number))
    if not card.photo or not (own or card.shows_photo):
        raise Http404
    try:
        response = FileResponse(card.photo.open("rb"), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404 from error
    patch_cache_control(response, private=True, max_age=PHOTO_SECONDS)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def edit(request: HttpRequest) -> HttpResponse:
    """Change one's own profile; nothing typed is lost when something is wrong."""
    user = _fresh(request)
    form = ProfileForm(request.POST or None, request.FILES or None, user=user)
    if request.method == "POST":
        if form.is_valid():
            return _saved(request, user, form)
        user = _keep_photo(request, user, form)
    context = {
        "form": form,
        "person": user,
        "agency": _agency(request, user),
        "function": _function(request, user),
        "photo_url": photo_url(user.pk, card_of(user).photo.name or ""),
        "is_listed": is_listed(user),
        "proposed": [tag for tag in expertise(user) if not tag.is_accepted],
        "known_tags": _known_tags(request),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/edit_profile.html", context, status=status)


@require_safe
@never_cache
@login_required
def data(request: HttpRequest) -> JsonResponse:
    """Everything that the hub stores about whoever asks, as a file."""
    stored = profiles.data_of(_fresh(request))
    response = JsonResponse(stored, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def close(request: HttpRequest) -> HttpResponse:
    """Close one's own account."""
    user = _fresh(request)
    form = CloseAccountForm(request.POST or None, user=user)
    if request.method == "POST" and not _may_try(request, user):
        return ratelimit.respond_429(request)
    if request.method == "POST" and form.is_valid():
        profiles.close_account(user)
        logout(request)
        messages.success(request, _("Your account is closed."))
        return redirect("/")
    answers: Any = left_behind.send(sender=User, user=user)
    alone = [each for _receiver, found in answers for each in found]
    context = {"form": form, "alone": alone}
    status = 422 if form.errors else 200
    return render(request, "accounts/person_close.html", context, status=status)


def _may_try(request: HttpRequest, user: User) -> bool:
    """Whoever found an open browser guesses no password here."""
    used = ratelimit.consume(
        request, app="accounts", action="close", user=user, config=LIMITS
    )
    return used is not None


def _fresh(request: HttpRequest) -> User:
    """The person who asks, with everything that profiles need."""
    found = User.objects.select_related("agency", "function", "profile_card")
    return found.get(pk=request.user.pk or 0)


def _person(request: HttpRequest, number: int) -> dict[str, Any]:
    found = listed().select_related("agency", "function", "profile_card")
    user = get_object_or_404(found, pk=number)
    known = labels(reader_for(request).stamps.get(Stamp.LABELS, 0))
    shown = shown_by(user)
    return {
        "person": user,
        "name": user.get_full_name(),
        "is_own": user.pk == request.user.pk,
        "agency": _agency(request, user),
        "function": _function(request, user),
        "shown": shown,
        "photo_url": photo_url(user.pk, shown.photo),
        "languages": [language_word(code) for code in shown.languages],
        "tags": [label_of(tag.slug, known.tags) for tag in shown.tags],
        "answered": [label_of(tag.slug, known.tags) for tag in shown.answered],
    }


def _agency(request: HttpRequest, user: User) -> Any:
    stamp = reader_for(request).stamps.get(Stamp.LABELS, 0)
    return agency_word(user.agency.slug, stamp) if user.agency else None


def _function(request: HttpRequest, user: User) -> Any:
    slug = user.function.slug if user.function else ""
    known = labels(reader_for(request).stamps.get(Stamp.LABELS, 0))
    return function_word({"job_title": user.job_title, "function": slug}, known)


def _known_tags(request: HttpRequest) -> list[Any]:
    known = labels(reader_for(request).stamps.get(Stamp.LABELS, 0))
    return sorted(
        (label_of(slug, known.tags) for slug in known.accepted),
        key=lambda word: word.text.casefold(),
    )


def _saved(request: HttpRequest, user: User, form: ProfileForm) -> HttpResponse:
    new = profiles.save(user, form.save(commit=False), form.cleaned_data)
    messages.success(request, _("Your profile is saved."))
    if new:
        messages.info(request, new_words(new))
    if "look" in request.POST and is_listed(user):
        return redirect("accounts:person", user.pk)
    return redirect("accounts:edit-profile")


def _keep_photo(request: HttpRequest, user: User, form: ProfileForm) -> User:
    """Browsers forget a chosen file when the page comes back: keep a good one now."""
    made = form.cleaned_data.get("upload")
    if made:
        profiles.keep_photo(user, made)
        messages.success(request, _("Your new photo is saved; the rest is not yet."))
    return _fresh(request)
