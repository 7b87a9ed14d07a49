"""What was decided about oneself: reasons, the one appeal, taking back what one wrote.

Reached without the community: also whoever was suspended reads, appeals and withdraws.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from catalogue.access import reader_for
from communities import permissions
from communities.following.opened import opened_decision
from communities.models import Comment
from communities.moderating import appealing, own
from communities.moderating.forms import AppealForm
from communities.moderating.services import Refused
from communities.standing import Standing
from communities.talk import services as talk

PER_PAGE = 50


@require_safe
@login_required
@never_cache
def decisions(request: HttpRequest) -> HttpResponse:
    """Decisions about me, and what I wrote where I cannot go any more."""
    rows = own.decisions_about(request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    written = own.written_outside(request.user)
    context = {
        "page_obj": page,
        "lines": own.lines(page.object_list, request.user, reader_for(request)),
        "written": Paginator(written, PER_PAGE).get_page(request.GET.get("written")),
    }
    return render(request, "communities/moderating/decisions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def decision(request: HttpRequest, number: int) -> HttpResponse:
    """One decision about me, what it was about, and my appeal."""
    found = get_object_or_404(own.decisions_about(request.user), pk=number)
    form = AppealForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            appealing.appeal(found, request.user, form.cleaned_data["text"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Another moderator looks at it. We tell you."))
            return redirect("communities:decision", number)
    opened_decision(request, number)
    (line,) = own.lines([found], request.user, reader_for(request))
    context = {"line": line, "form": form}
    status = 422 if form.errors else 200
    return render(
        request, "communities/moderating/decision.html", context, status=status
    )


@require_POST
@login_required
def withdraw(request: HttpRequest, comment: int) -> HttpResponse:
    """Take back what one wrote, also where one cannot go any more."""
    rows = Comment.objects.filter(author=request.user.pk)
    found = get_object_or_404(rows.select_related("thread__community"), pk=comment)
    who = Standing(request.user, reader_for(request), found.thread.community)
    if not permissions.may_withdraw(who, found):
        raise Http404
    talk.withdraw(who, found)
    messages.success(request, _("Withdrawn: nobody reads it any more."))
    return redirect("communities:decisions")
