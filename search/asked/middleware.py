"""Small things that are done once the answer has left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

WAITING = "_after_response"


def after_response(request: Any, job: Callable[[], None]) -> None:
    """Do this when the answer to the request is with the reader."""
    request.__dict__.setdefault(WAITING, []).append(job)


class AfterResponseMiddleware:
    """The server closes an answer when it is sent: then the jobs are done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: Any = self.get_response(request)
        response._resource_closers.extend(request.__dict__.pop(WAITING, ()))
        answer: HttpResponse = response
        return answer
