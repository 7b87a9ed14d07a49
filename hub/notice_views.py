"""The page of notices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import agents_only
from hub.notices import grouped, mark_all_read, notices_for


@require_safe
@agents_only
def notices(request: HttpRequest) -> HttpResponse:
    """What waits for this person, all of it or what is new."""
    found = notices_for(request)
    new = [notice for notice in found if notice.is_unread]
    only_new = request.GET.get("show") == "unread"
    context = {
        "groups": grouped(new if only_new else found),
        "many": len(found),
        "many_new": len(new),
        "only_new": only_new,
    }
    return render(request, "hub/notices.html", context)


@require_POST
@agents_only
def mark_read(request: HttpRequest) -> HttpResponse:
    """Nothing that is there now is new any longer."""
    mark_all_read(request.user)
    return redirect("notices")
