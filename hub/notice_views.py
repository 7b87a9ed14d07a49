"""The page of notices."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import people_only
from communities.following import choice_views, choosing
from hub.notices import PARTS, grouped, mark_all_read, notices_for, part

PER_PAGE = 30


@require_safe
@people_only
def notices(request: HttpRequest) -> HttpResponse:
    """What waits for this person: all of it, what is new, or one part."""
    choice = choosing.choice_of(request.user)
    found = notices_for(request, choice)
    show = request.GET.get("show", "")
    show = show if show in ("unread", *PARTS) else ""
    page = Paginator(part(found, show), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "groups": grouped(page.object_list),
        "page_of_notices": page,
        "show": show,
        "many": len(found),
        "many_new": len(part(found, "unread")),
        "many_mentions": len(part(found, "mentions")),
        "many_reviews": len(part(found, "reviews")),
        "choices": choice_views.context_of(request.user, choice),
    }
    return render(request, "hub/notices.html", context)


@require_POST
@people_only
def mark_read(request: HttpRequest) -> HttpResponse:
    """Nothing that is there now is new any longer."""
    mark_all_read(request.user)
    return redirect("notices")
