"""What a closed page or document answers to someone who is signed in.

Anonymous readers are sent to sign in, as Wagtail does. Whoever is signed in already
would be sent in a circle, and would learn that the page exists: they get the same
answer as for a page that is not there.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page


def hide_closed_page(page: Page, request: HttpRequest, *args: Any) -> None:
    """Raise Http404 when a wall stands before this signed-in reader."""
    _hide(page.get_view_restrictions(), request)


def hide_closed_document(document: AbstractDocument, request: HttpRequest) -> None:
    """Raise Http404 when the document's collection is closed to this reader."""
    _hide(document.collection.get_view_restrictions(), request)


def _hide(restrictions: Any, request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        return
    if not all(restriction.accept_request(request) for restriction in restrictions):
        raise Http404
