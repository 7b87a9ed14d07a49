"""What one does with comments, wherever they stand: each view gets a Place.

`urls` puts them below discussions, `page_urls` below pages. Every form works as a page
of its own; htmx puts the same form, or its outcome, in place.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from accounts import rates
from communities import permissions
from communities.following.services import NoRoom, follow
from communities.frame import frame
from communities.models import Comment, CommentVersion, Reaction, Thread
from communities.talk import (
    composing,
    drafts,
    files,
    limits,
    presentation,
    querysets,
    services,
)
from communities.talk.composing import Composer
from communities.talk.forms import TwinForm
from communities.talk.language import guessed
from communities.talk.place import (
    Place,
    PlaceView,
    comment_or_404,
    community_of,
)

NOT_KEPT = (rates.TooManyRequests, limits.RefusedError, ValidationError)


def say(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Add a comment."""
    if request.method != "POST":
        return redirect(f"{place.url}#write")
    return _sent(request, place, None)


def reply(request: HttpRequest, place: Place, comment: int) -> HttpResponseBase:
    """Reply to a comment, perhaps quoting it."""
    parent = comment_or_404(place, comment)
    if request.method == "POST":
        return _sent(request, place, parent)
    if not permissions.may_reply(place.who, place.thread, is_open=place.is_open):
        raise Http404
    quoted = parent if request.GET.get("quote") else None
    composer = composing.for_comment(request, place, parent, quoted=quoted)
    return shown(request, place, composer, title=_("Reply"))


def edit(request: HttpRequest, place: Place, comment: int) -> HttpResponseBase:
    """Change what one wrote."""
    found = comment_or_404(place, comment)
    if not permissions.may_edit(place.who, found):
        raise Http404
    composer = composing.for_edit(request, place, found)
    title = _("Change what you wrote")
    if request.method != "POST":
        return shown(request, place, composer, title=title)
    if answer := _not_yet(request, place, composer):
        return answer
    data = composer.form.cleaned_data
    try:
        services.edit(
            place.who,
            found,
            data["text"],
            language=data["language"],
            title=data.get("title", ""),
        )
    except limits.RefusedError as error:
        return shown(request, place, composing.refused(composer, error), title=title)
    drafts.discard(request.user.pk or 0, composer.key)
    return _changed(request, place, found, _("Your change is there."))


def withdraw(request: HttpRequest, place: Place, comment: int) -> HttpResponseBase:
    """Take back what one wrote."""
    found = comment_or_404(place, comment)
    if not permissions.may_withdraw(place.who, found):
        raise Http404
    line = presentation.line_of(place, found)
    if request.method != "POST":
        context = {"line": line, "comment": found}
        return on_its_page(request, place, "communities/talk/withdraw.html", context)
    services.withdraw(place.who, found)
    messages.success(request, _("What you wrote is withdrawn."))
    if found.is_opening and not place.is_page and not place.thread.replies:
        return redirect("communities:discussions", community_of(place.who).slug)
    return redirect(place.at(found.pk))


@require_POST
def useful(request: HttpRequest, place: Place, comment: int) -> HttpResponseBase:
    """Find a comment useful, or not any more."""
    return _react(request, place, comment, Reaction.Kind.USEFUL)


@require_POST
def same(request: HttpRequest, place: Place, comment: int) -> HttpResponseBase:
    """Have the same question, or not any more."""
    return _react(request, place, comment, Reaction.Kind.SAME)


@require_safe
def versions(request: HttpRequest, place: Place, comment: int) -> HttpResponseBase:
    """What a comment said before it was changed."""
    found = comment_or_404(place, comment)
    rows = CommentVersion.objects.filter(comment=found)
    if not rows:
        raise Http404
    context = {"line": presentation.line_of(place, found), "versions": rows[:50]}
    return on_its_page(request, place, "communities/talk/versions.html", context)


@require_safe
def permalink(request: HttpRequest, place: Place, comment: int) -> HttpResponseBase:
    """Where a comment stands."""
    return redirect(place.at(comment_or_404(place, comment).pk))


@require_safe
def more(request: HttpRequest, place: Place) -> HttpResponseBase:
    """The next part of a long thread; without htmx the page with that part."""
    number = part_number(request)
    if not getattr(request, "htmx", False):
        return redirect(f"{place.url}?page={number}#thread")
    part = presentation.part_of(place, number)
    context = {"place": place, "part": part, "more": True}
    return render(request, "communities/talk/includes/part.html", context)


@require_safe
def news(request: HttpRequest, place: Place) -> HttpResponseBase:
    """How many comments others wrote meanwhile, with the way to the first."""
    typed = request.GET.get("after", "")
    after = int(typed) if typed.isdecimal() and len(typed) < 16 else 0
    rows = querysets.news(place.who, place.thread, after)
    numbers = list(rows.values_list("pk", flat=True)[:100]) if place.thread.pk else []
    context = {
        "place": place,
        "number": len(numbers),
        "first": place.at(numbers[0]) if numbers else "",
        "after": after,
    }
    return render(request, "communities/talk/includes/news.html", context)


@require_POST
def accept(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Choose the answer of a question, or take the choice back."""
    typed = request.POST.get("comment", "")
    try:
        chosen = None
        if typed:
            number = int(typed) if typed.isdecimal() and len(typed) < 16 else 0
            chosen = comment_or_404(place, number)
        services.accept(place.who, place.thread, chosen)
    except limits.RefusedError as error:
        return refusal(request, place, error.sentence)
    text = _("The answer is chosen.") if chosen else _("No answer is chosen any more.")
    messages.success(request, text)
    return redirect(place.at(chosen.pk) if chosen else place.url)


@require_POST
def pause(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Stop a discussion for a day."""
    try:
        services.pause(place.who, place.thread)
    except limits.RefusedError as error:
        return refusal(request, place, error.sentence)
    messages.success(
        request, _("The discussion rests for 24 hours. The moderators are told.")
    )
    return redirect(place.url)


@require_POST
def twin(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Link the same question that was asked before, or take the link away."""
    form = TwinForm(request.POST)
    number = form.number() if form.is_valid() else None
    found = None
    if number is not None:
        openings = querysets.openings(place.who, community_of(place.who))
        opening = openings.filter(thread=number).select_related("thread").first()
        found = opening.thread if opening else None
    if found is None and request.POST.get("twin"):
        sentence = _("Choose another question of this community: paste its address.")
        return refusal(request, place, sentence)
    try:
        services.link_twin(place.who, place.thread, found)
    except limits.RefusedError as error:
        return refusal(request, place, error.sentence)
    return redirect(place.url)


@require_POST
def draft(request: HttpRequest) -> HttpResponseBase:
    """Keep what somebody is typing; the form says what it is."""
    found = drafts.read(request)
    if found is None:
        return HttpResponse(status=400)
    number, key, _back = found
    if number != request.user.pk:
        drafts.rescue(request)
        return HttpResponse(status=403)
    nonce = request.POST.get("nonce", "")
    is_kept = not composing.was_sent(request.user, nonce)
    try:
        rates.count(request, "draft", limits.STEPS)
    except rates.TooManyRequests:
        is_kept = False
    if is_kept:
        drafts.keep_typed(number, key, request.POST)
    context = {"is_kept": is_kept}
    return render(request, "communities/talk/includes/draft_kept.html", context)


# What follows the address of a place, the end of the name, and the view.
VERBS: tuple[tuple[str, str, PlaceView], ...] = (
    ("comments/", "say", say),
    ("more/", "more", more),
    ("news/", "news", news),
    ("comments/<int:comment>/", "comment", permalink),
    ("comments/<int:comment>/reply/", "reply", reply),
    ("comments/<int:comment>/edit/", "edit", edit),
    ("comments/<int:comment>/withdraw/", "withdraw", withdraw),
    ("comments/<int:comment>/useful/", "useful", useful),
    ("comments/<int:comment>/same/", "same", same),
    ("comments/<int:comment>/versions/", "versions", versions),
)


def part_number(request: HttpRequest) -> int:
    """Which part of a long thread is asked for; 1 where that is no number."""
    typed = request.GET.get("page", "")
    if not typed.isdecimal() or len(typed) > 5:
        return 1
    return max(1, int(typed))


def on_its_page(
    request: HttpRequest,
    place: Place,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page about one comment, in the frame of its community or of the hub."""
    around: dict[str, Any] = {"frame": "communities/talk/page_frame.html"}
    if place.who.community is not None:
        around = frame(place.who, "discussions")
        around["frame"] = "communities/frame.html"
    values = {**around, "place": place, **context}
    return render(request, template, values, status=status)


def refusal(request: HttpRequest, place: Place, sentence: str) -> HttpResponseBase:
    """Why something was not done, on the page where it was tried."""
    messages.error(request, sentence)
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(place.url)
    return redirect(place.url)


def shown(
    request: HttpRequest, place: Place, composer: Composer, *, title: str
) -> HttpResponse:
    """A form: in its place, or on a page of its own."""
    context: dict[str, Any] = {
        "place": place,
        "composer": composer,
        "form_title": title,
        "focus": composer.preview is None,
    }
    status = 400 if composer.is_wrong else 200
    if getattr(request, "htmx", False):
        template = "communities/talk/includes/composer.html"
        response = render(request, template, context)
    else:
        template = "communities/talk/write.html"
        status = 429 if composer.wait else status
        response = on_its_page(request, place, template, context, status)
    if composer.wait:
        response["Retry-After"] = str(composer.wait)
    return response


def _sent(
    request: HttpRequest, place: Place, parent: Comment | None
) -> HttpResponseBase:
    """Keep a comment that was sent, or show its form again."""
    composer = composing.sent_comment(request, place, parent)
    if answer := _not_yet(request, place, composer):
        return answer
    data = composer.form.cleaned_data
    try:
        limits.check_readers(request.POST.get("readers", ""), place.readers)
        rates.count(request, "comment", limits.COMMENTS)
        uploads = files.read(request.FILES, request.POST)
        comment = services.say(
            place.who,
            place.thread,
            data["text"],
            parent=parent,
            unnamed=data["unnamed"],
            for_agency=data["for_agency"],
            language=guessed(data["text"], composing.language()),
            files=uploads,
            nonce=data["nonce"],
            is_open=place.is_open,
        )
    except NOT_KEPT as error:
        again = composing.refused(composer, error)
        return shown(request, place, again, title=_("Your comment"))
    drafts.discard(request.user.pk or 0, composer.key)
    follow_thread(request, comment.thread, wanted=data["follow"])
    return _said(request, place, comment, parent)


def _not_yet(
    request: HttpRequest, place: Place, composer: Composer
) -> HttpResponseBase | None:
    """The form again: for a preview, without the draft, or with its errors."""
    form, user = composer.form, request.user
    if "discard" in request.POST:
        drafts.discard(user.pk or 0, composer.key)
        if getattr(request, "htmx", False):
            return HttpResponseClientRefresh()
        return redirect(f"{place.url}#write")
    if form.is_valid() and "preview" not in request.POST:
        return None
    drafts.keep_typed(user.pk or 0, composer.key, request.POST)
    if form.is_valid():
        try:
            rates.count(request, "preview", limits.STEPS)
            composer = composing.previewed(composer, composing.readers_of(place))
        except rates.TooManyRequests as error:
            composer = composing.refused(composer, error)
    return shown(request, place, composer, title=_("Your comment"))


def _said(
    request: HttpRequest, place: Place, comment: Comment, parent: Comment | None
) -> HttpResponseBase:
    """The new comment, where its writer sees it."""
    waits = comment.state == Comment.State.WAITING
    text = _("Your comment is there.")
    if waits:
        text = _("Your comment waits for a moderator. Only you see it.")
    is_elsewhere = bool(request.POST.get("more")) and parent is None
    if not getattr(request, "htmx", False) or is_elsewhere:
        messages.success(request, text)
        url = place.at(comment.pk)
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(url)
        return redirect(url)
    comment.thread.refresh_from_db()
    context = {
        "place": place,
        "line": presentation.line_of(place, comment),
        "said": text,
        "is_reply": comment.parent_id is not None,
        "below": comment.parent_id,
        "composer": None if parent else composing.for_comment(request, place),
        "parent": parent,
    }
    return render(request, "communities/talk/includes/said.html", context)


def _changed(
    request: HttpRequest, place: Place, comment: Comment, text: str
) -> HttpResponseBase:
    if not getattr(request, "htmx", False):
        messages.success(request, text)
        return redirect(place.at(comment.pk))
    context = {
        "place": place,
        "line": presentation.line_of(place, comment),
        "said": text,
    }
    return render(request, "communities/talk/includes/changed.html", context)


def _react(
    request: HttpRequest, place: Place, number: int, kind: str
) -> HttpResponseBase:
    comment = comment_or_404(place, number)
    is_on = request.POST.get("on") != "0"
    try:
        rates.count(request, "react", limits.STEPS)
        services.react(place.who, comment, kind, on=is_on)
    except limits.RefusedError as error:
        return refusal(request, place, error.sentence)
    except rates.TooManyRequests as error:
        response = render(request, "429.html", status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    if not getattr(request, "htmx", False):
        return redirect(place.at(comment.pk))
    context = {
        "place": place,
        "line": presentation.line_of(place, comment),
        "changed": True,
    }
    return render(request, f"communities/talk/includes/{kind}.html", context)


def follow_thread(request: HttpRequest, thread: Thread, *, wanted: bool) -> None:
    """Tell the writer of replies, if that is wanted and there is room for it."""
    if not wanted or not request.user.is_authenticated:
        return
    try:
        follow(request.user, f"thread:{thread.pk}")
    except NoRoom:
        messages.info(request, _("You follow as much as one may: you are not told."))
