"""What waits for moderators, in a community and on pages, and what they decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.permissions import agents_only
from catalogue.access import reader_for
from communities import permissions
from communities.following.opened import opened_tasks
from communities.frame import area, frame
from communities.models import Appeal
from communities.moderating import appealing, assigning, queue, services, trail
from communities.moderating.around import COMMUNITY, PAGE
from communities.moderating.forms import AnswerForm, DecisionForm, TrailForm
from communities.moderating.queue import AppealItem, Item, Queue
from communities.moderating.services import Refused
from communities.standing import Standing

PER_PAGE = 50


@dataclass(frozen=True)
class Chip:
    """One of the views of the queue."""

    label: str
    url: str
    number: int | None
    is_on: bool


moderators_only = area(permissions.may_moderate)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def community_queue(request: HttpRequest, who: Standing) -> HttpResponse:
    """What waits in a community; a POST decides on comments."""
    return _queue(request, who, queue.of_community(who))


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def page_queue(request: HttpRequest) -> HttpResponse:
    """What waits in the comments on pages that somebody moderates."""
    who, found = _on_pages(request)
    return _queue(request, who, found)


@require_POST
@moderators_only
def assign(request: HttpRequest, who: Standing) -> HttpResponse:
    """Say who looks at something that waits here."""
    return _assign(request, queue.of_community(who), who)


@require_POST
@agents_only
def page_assign(request: HttpRequest) -> HttpResponse:
    """The same for comments on pages: oneself, or nobody."""
    who, found = _on_pages(request)
    return _assign(request, found, who)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def appeal(request: HttpRequest, who: Standing, number: int) -> HttpResponse:
    """An appeal in a community, and the answer to it."""
    return _answer(request, who, queue.of_community(who), number)


@require_http_methods(["GET", "HEAD", "POST"])
@agents_only
def page_appeal(request: HttpRequest, number: int) -> HttpResponse:
    """The same for comments on pages."""
    who, found = _on_pages(request)
    return _answer(request, who, found, number)


@require_safe
@moderators_only
def community_trail(request: HttpRequest, who: Standing) -> HttpResponse:
    """What was decided in a community."""
    form = TrailForm(request.GET)
    rows = trail.filtered(trail.decisions_in(who.community), **form.wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(who, "queue"),
        "form": form,
        "page_obj": page,
        "rows": trail.rows_of(page.object_list),
        "question": form.question,
    }
    return render(request, "communities/moderating/trail.html", context)


@require_safe
@moderators_only
def trail_csv(request: HttpRequest, who: Standing) -> HttpResponse:
    """The same for spreadsheet programs."""
    form = TrailForm(request.GET)
    rows = trail.filtered(trail.decisions_in(who.community), **form.wanted)
    answer = HttpResponse(trail.as_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="trail.csv"'
    return answer


def _on_pages(request: HttpRequest) -> tuple[Standing, Queue]:
    """Of pages somebody sees what waits for them; without any, that there is none."""
    reader = reader_for(request)
    who = Standing(request.user, reader, moderates=True)
    return who, queue.of_pages(request.user, reader)


def _queue(request: HttpRequest, who: Standing, found: Queue) -> HttpResponse:
    form = DecisionForm(community=who.community)
    if request.method == "POST":
        form = DecisionForm(request.POST, community=who.community)
        chosen = _chosen(request, found)
        if not chosen:
            form.add_error(None, _("Choose at least one comment."))
        elif form.is_valid() and _decide(request, who, form, chosen):
            return redirect(request.get_full_path())
    return _queue_page(request, who, found, form)


def _chosen(request: HttpRequest, found: Queue) -> list[Item]:
    """The comments that were ticked, of those that wait here."""
    wanted = set(request.POST.getlist("comment"))
    waits = (*found.reports, *found.waiting)
    return [each for each in waits if str(each.comment.pk) in wanted]


def _decide(
    request: HttpRequest, who: Standing, form: DecisionForm, chosen: Iterable[Item]
) -> bool:
    """Decide on each; whether all went well. What failed is said in the form."""
    done, refusals = 0, []
    for item in chosen:
        reason = form.reason_for(item.comment)
        try:
            if not permissions.may_decide(who, item.comment):
                raise Refused(_("Somebody else decides on what you wrote."))
            verb = form.cleaned_data["verb"]
            services.decide(verb, item.comment, who.user, reason=reason)
            done += 1
        except Refused as refused:
            refusals.append(str(refused))
    for sentence in dict.fromkeys(refusals):
        form.add_error(None, sentence)
    if done:
        text = ngettext("%(number)d decision.", "%(number)d decisions.", done)
        messages.success(request, text % {"number": done})
    return not refusals


def _queue_page(
    request: HttpRequest, who: Standing, found: Queue, form: DecisionForm
) -> HttpResponse:
    show = request.GET.get("show", "all")
    show = show if show in queue.SHOW else "all"
    mine = request.GET.get("mine") == "1"
    around = _around(who)
    is_page = who.community is None
    opened_tasks(request, Q(community=who.community, thread__isnull=not is_page))
    context = {
        **around,
        "queue": found.of(who.user) if mine else found,
        "show": "all" if mine else show,
        "mine": mine,
        "chips": list(_chips(found, around["home"], "mine" if mine else show, who)),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "communities/moderating/queue.html", context, status=status)


def _chips(found: Queue, home: str, here: str, who: Standing) -> Iterator[Chip]:
    """What one may look at alone, and how much of it there is."""
    labels = {
        "all": pgettext("tasks", "All"),
        "reports": pgettext("comments", "Reported"),
        "waiting": pgettext("comments", "Waiting"),
        "appeals": _("Appeals"),
        "joining": _("Requests to join"),
        "pauses": _("Pauses"),
    }
    for name, number in found.numbers().items():
        if name in ("joining", "pauses") and who.community is None:
            continue
        url = home if name == "all" else f"{home}?show={name}"
        yield Chip(labels[name], url, number, name == here)
    yield Chip(_("Assigned to me"), f"{home}?mine=1", None, here == "mine")


def _around(who: Standing) -> dict[str, Any]:
    if who.community is None:
        return {"layout": PAGE, "home": reverse("communities:page-queue"), "who": who}
    home = reverse("communities:queue", args=[who.community.slug])
    return {**frame(who, "queue"), "layout": COMMUNITY, "home": home}


def _assign(request: HttpRequest, found: Queue, who: Standing) -> HttpResponse:
    """Give one thing of the queue to somebody, or to nobody; back to the same list."""
    key = request.POST.get("thing", "")
    task = next((each for each in found.tasks if each.key == key), None)
    people = {str(each.pk): each for each in task.people} if task else {}
    to = str(who.user.pk) if "take" in request.POST else request.POST.get("to", "")
    if task is None or not people or (to and to not in people):
        raise Http404
    person = people.get(to)
    assigning.assign(task, person, who.user, who.community)
    text = _("%(person)s looks at it.") % {"person": person}
    messages.success(request, text if person else _("Nobody looks at it yet."))
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{_around(who)['home']}{asked}#{key}")


def _answer(
    request: HttpRequest, who: Standing, found: Queue, number: int
) -> HttpResponse:
    item = next((each for each in found.appeals if each.appeal.pk == number), None)
    if item is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and item.may_answer and form.is_valid():
        data = form.cleaned_data
        try:
            appealing.answer(item.appeal, who.user, **data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The author is told."))
            return redirect(_around(who)["home"])
    return _appeal_page(request, who, item, form)


def _appeal_page(
    request: HttpRequest, who: Standing, item: AppealItem, form: AnswerForm
) -> HttpResponse:
    row: Appeal = item.appeal
    context = {**_around(who), "item": item, "appeal": row, "form": form}
    status = 422 if form.errors else 200
    if request.method == "POST" and not item.may_answer:
        status = 403
    return render(request, "communities/moderating/appeal.html", context, status=status)
