"""What one does about a comment or a thread: report it, decide on it.

Written once for discussions and for comments on pages: see `talk.place`.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import permissions
from communities.models import Comment, Decision, Thread
from communities.moderating import naming, reporting, services, threads
from communities.moderating.around import around, way_to_mute
from communities.moderating.choices import choices_for, moderated_by, targets
from communities.moderating.forms import DecisionForm, LockForm, MoveForm, ReportForm
from communities.moderating.queue import text_of
from communities.moderating.services import Refused, Verb
from communities.talk.place import Place, comment_or_404
from communities.talk.presentation import author_of

either = require_http_methods(["GET", "HEAD", "POST"])
LOOK = "look"


@either
def report(request: HttpRequest, place: Place, comment: int) -> HttpResponse:
    """Tell the moderators of a comment: a form, then a thank-you."""
    if place.who.user is None:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    found = comment_or_404(place, comment)
    if not permissions.may_report(place.who, found):
        return _refused(request, place, _("You wrote this: you can withdraw it."))
    form = ReportForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _report_form(request, place, found, form)
    try:
        reporting.report(found, place.who.user, **form.cleaned_data)
    except reporting.TooManyReports as flood:
        return too_many(request, flood.seconds)
    if getattr(request, "htmx", False):
        return render(request, "communities/moderating/includes/reported.html")
    messages.success(request, _("Thank you: the moderators look at it."))
    return redirect(place.at(found.pk))


def _report_form(
    request: HttpRequest, place: Place, comment: Comment, form: ReportForm
) -> HttpResponse:
    context = {
        **around(place),
        "comment": comment,
        "author": author_of(place.who, comment),
        "html": text_of(comment),
        "form": form,
    }
    if getattr(request, "htmx", False):
        part = "communities/moderating/includes/report_form.html"
        return render(request, part, context)
    status = 422 if form.errors else 200
    return render(request, "communities/moderating/report.html", context, status=status)


@either
def moderate(request: HttpRequest, place: Place, comment: int) -> HttpResponse:
    """All about one comment for its moderators; a POST decides."""
    found = _comment(place, comment)
    if request.method != "POST":
        return _comment_page(request, place, found)
    if request.POST.get("verb") == LOOK:
        return _look(request, place, found)
    form = DecisionForm(request.POST, community=place.who.community)
    if not form.is_valid():
        return _comment_page(request, place, found, form=form)
    try:
        services.decide(
            form.cleaned_data["verb"],
            found,
            place.who.user,
            reason=form.reason_for(found),
        )
    except Refused as refused:
        form.add_error("reason", str(refused))
        return _comment_page(request, place, found, form=form)
    messages.success(request, _("Done. It stands in the trail."))
    return redirect(place.at(found.pk))


def _comment(place: Place, number: int) -> Comment:
    """The comment, for whoever may decide on it; nobody decides on their own."""
    if not permissions.may_moderate(place.who):
        raise Http404
    found = comment_or_404(place, number)
    if not permissions.may_decide(place.who, found):
        raise Http404
    return found


def _look(request: HttpRequest, place: Place, comment: Comment) -> HttpResponse:
    """Show the name this once; the look is kept."""
    if not permissions.may_see_name(place.who, comment):
        raise Http404
    person = naming.look(comment, place.who.user)
    return _comment_page(request, place, comment, looked_at=True, person=person)


def _comment_page(
    request: HttpRequest, place: Place, comment: Comment, **more: Any
) -> HttpResponse:
    form = more.get("form") or DecisionForm(community=place.who.community)
    decisions = Decision.objects.filter(comment=comment).select_related("by")
    context = {
        **around(place),
        "comment": comment,
        "author": author_of(place.who, comment),
        "html": text_of(comment),
        "choices": choices_for(comment),
        "reports": services.open_reports(comment),
        "decisions": decisions,
        "may_look": permissions.may_see_name(place.who, comment),
        "mute_url": way_to_mute(place, comment, looked_at="looked_at" in more),
        **more,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(
        request, "communities/moderating/comment.html", context, status=status
    )


@either
def moderate_thread(request: HttpRequest, place: Place) -> HttpResponse:
    """Lock, pin or move a discussion, or end its pause."""
    if not permissions.may_moderate(place.who) or place.thread.pk is None:
        raise Http404
    if request.method != "POST":
        return _thread_page(request, place)
    try:
        form = _decide_on_thread(request, place, request.POST.get("verb", ""))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(request.path)
    if form is not None:
        return _thread_page(request, place, form)
    messages.success(request, _("Done. It stands in the trail."))
    return redirect(_where(place))


def _decide_on_thread(request: HttpRequest, place: Place, verb: str) -> Any:
    """Do it; a form comes back when something is wrong in it."""
    thread, by = place.thread, place.who.user
    simple = {
        Verb.UNLOCK: threads.unlock,
        Verb.PIN: threads.pin,
        Verb.UNPIN: threads.unpin,
        Verb.RESUME: threads.resume,
    }
    if verb in simple:
        simple[Verb(verb)](thread, by)
        return None
    if verb == Verb.LOCK:
        lock = LockForm(request.POST)
        if lock.is_valid():
            threads.lock(thread, by, lock.cleaned_data["reason"])
        return None if lock.is_valid() else lock
    if verb != Verb.MOVE:
        raise Refused(_("Choose what to do."))
    others = moderated_by(by).exclude(pk=thread.community_id)
    form = MoveForm(request.POST, targets=others)
    if form.is_valid():
        threads.move(thread, form.cleaned_data["target"], by)
    return None if form.is_valid() else form


def _where(place: Place) -> str:
    """Where the discussion is now: perhaps in another community."""
    if place.is_page:
        return place.url
    thread = Thread.objects.select_related("community").get(pk=place.thread.pk)
    args = [thread.community.slug if thread.community else "", thread.pk]
    return reverse("communities:discussion", args=args)


def _thread_page(request: HttpRequest, place: Place, form: Any = None) -> HttpResponse:
    decisions = Decision.objects.filter(thread=place.thread, comment=None)
    context = {
        **around(place),
        "form": form,
        "targets": targets(place.who, place.thread),
        "decisions": decisions.select_related("by"),
    }
    status = 422 if form is not None else 200
    return render(request, "communities/moderating/thread.html", context, status=status)


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Wait a little: 429, and for how long."""
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = str(seconds)
    return answer


def _refused(request: HttpRequest, place: Place, sentence: str) -> HttpResponse:
    context = {**around(place), "sentence": sentence}
    return render(request, "communities/moderating/refused.html", context, status=403)
