"""What waits for the moderators of a community, and what they decided."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities import permissions
from communities.frame import area, frame
from communities.standing import Standing


@require_safe
@area(permissions.may_moderate)
def queue(request: HttpRequest, who: Standing) -> HttpResponse:
    """What waits for a decision."""
    return render(request, "communities/moderating/queue.html", frame(who, "queue"))


@require_safe
@area(permissions.may_moderate)
def trail(request: HttpRequest, who: Standing) -> HttpResponse:
    """What was decided."""
    return render(request, "communities/moderating/trail.html", frame(who, "queue"))
