"""The API explained: for people as a page of the hub, for programs as OpenAPI."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search import api_words
from search.api_description import description
from search.api_reading import operations, schemas


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """What programs can ask, and what they get; without a script."""
    described = description()
    context = {
        "version": described["info"]["version"],
        "licence": described["info"]["license"]["name"],
        "about": api_words.about(),
        "operations": operations(described),
        "schemas": schemas(described),
    }
    return render(request, "search/api_docs.html", context)


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """The same as OpenAPI 3.1."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})
