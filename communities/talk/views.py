"""The discussions of a community: the list, one of them, a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import rates
from communities import permissions
from communities.following.opened import opened
from communities.frame import area, frame, insiders_only
from communities.models import Comment, Thread
from communities.standing import Standing
from communities.talk import (
    composing,
    drafts,
    files,
    limits,
    listing,
    mentions,
    presentation,
    querysets,
    services,
    verbs,
)
from communities.talk.composing import Composer
from communities.talk.language import guessed
from communities.talk.place import Place, community_of, place_or_404

ON_A_PAGE = 20


@require_safe
@insiders_only
def discussions(request: HttpRequest, who: Standing) -> HttpResponseBase:
    """All discussions of a community, or those in one state."""
    typed = request.GET.get("state", "")
    state = typed if typed in querysets.STATES else ""
    rows = querysets.openings(who, community_of(who))
    counts = querysets.counted(rows)
    if state:
        rows = rows.filter(querysets.in_state(state))
    pages = Paginator(querysets.newest_first(rows), ON_A_PAGE)
    # The counts are there already.
    pages.count = counts[state or "all"]
    page = pages.get_page(request.GET.get("page", "")[:5])
    context = {"state": state, "page": page, "chips": listing.chips(counts, state)}
    context["rows"] = [listing.row(who, opening) for opening in page.object_list]
    context |= frame(who, "discussions")
    return render(request, "communities/talk/discussions.html", context)


@require_safe
@insiders_only
def discussion(request: HttpRequest, who: Standing, number: int) -> HttpResponseBase:
    """One discussion, with the comments of one of its pages."""
    place = place_or_404(who, number)
    if not permissions.may_read_thread(who, place.opening):
        return _closed(request, place)
    typed = request.GET.get("c", "")
    part = verbs.part_number(request)
    if typed.isdecimal() and len(typed) < 16:
        part = presentation.part_with(place, int(typed))
    found = presentation.part_of(place, part)
    if not found.groups and part > 1:
        raise Http404
    if not found.groups:
        # Withdrawn, and nobody had replied.
        raise Http404
    if place.is_news:
        opened(request, Q(thread=place.thread))
    context = {**frame(who, "discussions"), **_around(request, place, found)}
    return render(request, "communities/talk/discussion.html", context)


@area(permissions.may_read)
def _asking(request: HttpRequest, who: Standing) -> HttpResponseBase:
    if not permissions.may_write(who):
        context = frame(who, "discussions")
        return render(request, "communities/talk/no_asking.html", context, status=403)
    composer = composing.for_question(request, who)
    if request.method != "POST":
        return _asked_for(request, who, composer)
    form = composer.form
    if "discard" in request.POST:
        drafts.discard(who.user.pk, composer.key)
        return redirect(composer.action)
    if not form.is_valid() or "preview" in request.POST:
        drafts.keep_typed(who.user.pk, composer.key, request.POST)
        if form.is_valid():
            composer = _previewed(request, who, composer)
        return _asked_for(request, who, composer)
    return _begun(request, who, composer)


ask = drafts.kept(_asking)


def _previewed(request: HttpRequest, who: Standing, composer: Composer) -> Composer:
    try:
        rates.count(request, "preview", limits.STEPS)
    except rates.TooManyRequests as error:
        return composing.refused(composer, error)
    readers = mentions.readers_of_community(community_of(who))
    return composing.previewed(composer, readers)


def _begun(request: HttpRequest, who: Standing, composer: Composer) -> HttpResponseBase:
    """Keep a new discussion, or show its form again."""
    data = composer.form.cleaned_data
    try:
        readers = permissions.reads_content(community_of(who))
        limits.check_readers(request.POST.get("readers", ""), readers)
        rates.count(request, "discussion", limits.OPENINGS)
        uploads = files.read(request.FILES, request.POST)
        thread = _begin(who, data, uploads)
    except verbs.NOT_KEPT as error:
        return _asked_for(request, who, composing.refused(composer, error))
    drafts.discard(who.user.pk, composer.key)
    verbs.follow_thread(request, thread, wanted=data["follow"])
    messages.success(request, _told(thread))
    return redirect("communities:discussion", community_of(who).slug, thread.pk)


def _begin(who: Standing, data: dict[str, Any], uploads: list[files.Upload]) -> Thread:
    whole = f"{data['title']} {data['text']}"
    return services.begin(
        who,
        data["kind"],
        data["title"],
        data["text"],
        language=data["language"] or guessed(whole, composing.language()),
        unnamed=data["unnamed"],
        for_agency=data["for_agency"],
        tags=data["tags"],
        files=uploads,
        nonce=data["nonce"],
    )


def _told(thread: Thread) -> str:
    opening = Comment.objects.get(thread=thread, is_opening=True)
    if opening.state == Comment.State.WAITING:
        return _("It waits for a moderator. Only you see it.")
    if thread.kind == Thread.Kind.QUESTION:
        return _("Your question is there.")
    return _("Your discussion is there.")


def _asked_for(request: HttpRequest, who: Standing, composer: Composer) -> HttpResponse:
    context = {
        **frame(who, "discussions"),
        "composer": composer,
        "readers": permissions.reads_content(community_of(who)),
        "is_question": composer.form["kind"].value() != Thread.Kind.TALK,
    }
    status = 400 if composer.is_wrong else 200
    status = 429 if composer.wait else status
    response = render(request, "communities/talk/ask.html", context, status=status)
    if composer.wait:
        response["Retry-After"] = str(composer.wait)
    return response


def _around(
    request: HttpRequest, place: Place, part: presentation.Part
) -> dict[str, Any]:
    """All that stands on the page of a discussion."""
    who, thread, opening = place.who, place.thread, place.opening
    composer = None
    if permissions.may_reply(who, thread, is_open=place.is_open):
        composer = composing.for_comment(request, place, draft=place.draft)
    return {
        "place": place,
        "part": part,
        "row": listing.row(who, opening) if opening else None,
        "thread": thread,
        "tags": listing.tags_of(who, thread),
        "people": presentation.people_of(place),
        "twins": listing.twins_of(place),
        "composer": composer,
        **_rights(place),
    }


def _rights(place: Place) -> dict[str, bool]:
    who, thread, opening = place.who, place.thread, place.opening
    if opening is None:
        return {}
    may_pause = permissions.may_ask_for_pause(who, thread, opening)
    return {
        "may_pause": place.is_open and may_pause,
        "may_link": permissions.may_link_twin(who, thread, opening),
    }


def _closed(request: HttpRequest, place: Place) -> HttpResponse:
    """What stands in the place of a discussion that others do not read."""
    opening = place.opening
    away = (Comment.State.HIDDEN, Comment.State.REMOVED)
    if opening is None or opening.state not in away:
        raise Http404
    context = {**frame(place.who, "discussions"), "opening": opening}
    return render(request, "communities/talk/hidden.html", context, status=410)
