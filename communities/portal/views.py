"""Proposing something for the portal, and being asked whether one may be quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Case, F, IntegerField, Value, When
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from catalogue.access import is_closed_to_strangers, reader_for
from catalogue.models import Entry
from communities import permissions
from communities.frame import area, frame
from communities.models import (
    Comment,
    CommunityPage,
    Consent,
    Nomination,
    Role,
    Thread,
    Visibility,
)
from communities.portal import services
from communities.portal.forms import ConsentForm, NominateForm, NominateThreadForm
from communities.portal.quotes import AGREED
from communities.standing import Standing, standing_in

FORM = ["GET", "HEAD", "POST"]
# So many comments are offered to be quoted, the most useful ones.
OFFERED = 30
LISTED = 100


@require_safe
@area(permissions.may_nominate)
def nominations(request: HttpRequest, who: Standing) -> HttpResponse:
    """What was proposed for the portal, and what became of it."""
    community = _community(who)
    rows = list(
        Nomination.objects.filter(community=community)
        .select_related("thread", "page__locale")
        .prefetch_related("consents")[:LISTED]
    )
    proposed = {row.page_id for row in rows if row.state == Nomination.State.OPEN}
    pages = services.nominable_pages(community).select_related("locale")[:LISTED]
    context = {
        **frame(who, "portal"),
        "nominations": _with_results(request, rows),
        "pages": [page for page in pages if page.pk not in proposed],
    }
    return render(request, "communities/portal/nominations.html", context)


@require_http_methods(FORM)
@area(permissions.may_nominate)
def nominate_thread(request: HttpRequest, who: Standing, number: int) -> HttpResponse:
    """Propose a discussion, and choose what of it is quoted."""
    thread = get_object_or_404(Thread, pk=number, community=_community(who))
    opening = services.quotable(thread).filter(is_opening=True).first()
    form = NominateThreadForm(
        _sent(request),
        may_name=_may_name(who),
        offered=_offered(thread),
        answer=thread.accepted_id,
    )
    context = {"thread": thread, "opening": opening, "form": form}

    def propose(note: str, *, names: bool) -> Nomination:
        quoted = form.cleaned_data["quoted"]
        return services.nominate_thread(who, thread, quoted, note, names=names)

    return _proposed(request, who, form, propose) or _form(request, who, context)


@require_http_methods(FORM)
@area(permissions.may_nominate)
def nominate_page(request: HttpRequest, who: Standing, page_id: int) -> HttpResponse:
    """Propose a page of the library."""
    found = services.nominable_pages(_community(who)).select_related("locale")
    page = get_object_or_404(found, pk=page_id)
    form = NominateForm(_sent(request), may_name=_may_name(who))
    context = {"page": page, "form": form}
    propose = partial(services.nominate_page, who, page)
    return _proposed(request, who, form, propose) or _form(request, who, context)


@require_POST
@area(permissions.may_nominate)
def withdraw(request: HttpRequest, who: Standing, nomination: int) -> HttpResponse:
    """Take a proposal back."""
    community = _community(who)
    found = get_object_or_404(Nomination, pk=nomination, community=community)
    try:
        services.withdraw(who, found)
    except services.RefusedError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("The proposal is withdrawn."))
    return redirect("communities:nominations", community.slug)


@require_http_methods(FORM)
@never_cache
@login_required
def consent(request: HttpRequest, number: int) -> HttpResponse:
    """Whether whoever is asked wants to be quoted on the portal."""
    rows = Consent.objects.select_related(
        "nomination__community__locale", "nomination__thread", "nomination__page"
    )
    asked = get_object_or_404(rows, pk=number, by=request.user.pk)
    consents = list(services.asked_of(request.user, asked.nomination))
    is_open = asked.nomination.state == Nomination.State.OPEN
    form = ConsentForm(_sent(request), consents=consents)
    if request.method == "POST" and (not is_open or form.is_valid()):
        return _answered(request, number, asked.nomination, form)
    context = _asked(request, asked.nomination, form)
    status = 422 if form.errors else 200
    return render(request, "communities/portal/consent.html", context, status=status)


def _asked(
    request: HttpRequest, nomination: Nomination, form: ConsentForm
) -> dict[str, Any]:
    return {
        "nomination": nomination,
        "passages": [(each, form[form.name_of(each)]) for each in form.consents],
        "form": form,
        "is_open": nomination.state == Nomination.State.OPEN,
        "closed_hub": is_closed_to_strangers(),
        **_around(request, nomination),
    }


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _answered(
    request: HttpRequest, number: int, nomination: Nomination, form: ConsentForm
) -> HttpResponse:
    answers: Mapping[int, str] = form.answers if form.is_valid() else {}
    try:
        services.answer(request.user, nomination, answers)
    except services.RefusedError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Your answer is kept. You may change it for now."))
    return redirect("communities:consent", number)


def _around(request: HttpRequest, nomination: Nomination) -> dict[str, Any]:
    """The community, the discussion and the page: for whom still reads them."""
    who = standing_in(nomination.community, request.user, reader_for(request))
    if not permissions.may_read(who):
        return {}
    return {"community": nomination.community, "thread": nomination.thread} | (
        {"page": nomination.page} if nomination.page else {}
    )


def _community(who: Standing) -> CommunityPage:
    if who.community is None:
        raise Http404
    return who.community


def _may_name(who: Standing) -> bool:
    """Owners of a private community say whether the portal names it."""
    is_private = _community(who).visibility == Visibility.PRIVATE
    return is_private and who.role == Role.OWNER


def _offered(thread: Thread) -> list[Comment]:
    """The accepted answer, then what was found most useful."""
    first = Case(
        When(pk=thread.accepted_id or 0, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = services.quotable(thread).filter(is_opening=False)
    return list(rows.order_by(first, F("useful").desc(), "pk")[:OFFERED])


def _form(request: HttpRequest, who: Standing, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    template = "communities/portal/nominate.html"
    return render(request, template, {**frame(who, "portal"), **context}, status=status)


def _proposed(
    request: HttpRequest,
    who: Standing,
    form: NominateForm,
    propose: Callable[..., Nomination],
) -> HttpResponse | None:
    """Propose what was sent; whoever proposes their own words is asked at once."""
    if request.method != "POST" or not form.is_valid():
        return None
    names = form.cleaned_data.get("names", False)
    try:
        made = propose(form.cleaned_data["note"], names=names)
    except services.RefusedError as refused:
        form.add_error(None, refused.sentence)
        return None
    messages.success(
        request, _("It is proposed. Its authors are asked, then the editors decide.")
    )
    return _next(who, made)


def _next(who: Standing, nomination: Nomination) -> HttpResponse:
    own = services.asked_of(who.user, nomination).first()
    if own is not None:
        return redirect("communities:consent", own.pk)
    return redirect("communities:nominations", _community(who).slug)


def _with_results(
    request: HttpRequest, rows: list[Nomination]
) -> list[tuple[Nomination, Entry | None, Counter[str]]]:
    """Each with the page it became, once that is published, and its answers counted."""
    keys = [f"page:{row.result_id}" for row in rows if row.result_id]
    found = Entry.objects.readable_by(reader_for(request)).filter(key__in=keys)
    entries = {entry.key: entry for entry in found.light()}
    return [(row, entries.get(f"page:{row.result_id}"), _counted(row)) for row in rows]


def _counted(nomination: Nomination) -> Counter[str]:
    """How many were asked, have agreed, and have said no."""
    answers = [each.answer for each in nomination.consents.all()]
    agreed = sum(answer in AGREED for answer in answers)
    refused = answers.count(Consent.Answer.NO)
    return Counter(asked=len(answers), agreed=agreed, refused=refused)
