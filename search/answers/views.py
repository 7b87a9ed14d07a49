"""Related pages: a part of a case or a guide, and a page without JavaScript."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from catalogue.access import reader_for
from catalogue.models import Entry
from search.answers.related import related

PAGE, PART = "search/answers/related.html", "search/answers/includes/related.html"
IN_PLACE = 4
ON_A_PAGE = 12


@require_safe
def related_pages(request: HttpRequest, page_id: int) -> HttpResponse:
    """What stands close to a case or a guide that this reader may read."""
    reader = reader_for(request)
    wanted = Entry.objects.readable_by(reader).filter(key=f"page:{page_id}")
    entry = wanted.of_kind(Entry.Kind.CASE, Entry.Kind.GUIDE).light().first()
    if entry is None:
        raise Http404
    part = bool(getattr(request, "htmx", False))
    found = related(entry, reader, IN_PLACE if part else ON_A_PAGE)
    context = {"entry": entry, "related": found, "page_id": page_id}
    context["in_place"] = IN_PLACE
    response = render(request, PART if part else PAGE, context)
    patch_vary_headers(response, ("HX-Request",))
    return response
