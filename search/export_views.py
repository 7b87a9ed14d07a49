"""Results as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.access import reader_for
from search import rates
from search.export import export
from search.forms import read
from search.page import problem_page


@require_safe
def export_csv(request: HttpRequest) -> HttpResponse:
    """The first 1,000 results of a search; made whole, so no file ends half-way."""
    asked = read(request.GET)
    if asked.problems:
        context = {"page": problem_page(asked)}
        return render(request, "search/results.html", context, status=400)
    try:
        rates.count(request, "export", rates.FILES)
    except rates.TooManyRequests as error:
        response = render(request, "429.html", status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    text = export(asked.request, reader_for(request), request.build_absolute_uri)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"results-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
