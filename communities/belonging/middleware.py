"""Before anybody is answered, what has run out is ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from communities.belonging.endings import end_overdue_today

# Health is asked when there may be no database.
HEALTH = frozenset(("healthz", "readyz"))


class EndingsMiddleware:
    """Guests are out at the first request after their last day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, *_args: object) -> None:
        """Look once a day, when it is known what is asked for."""
        if request.resolver_match.view_name not in HEALTH:
            end_overdue_today()
