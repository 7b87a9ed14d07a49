"""Addresses of the search page and the API."""

from __future__ import annotations

from django.urls import include, path

from search import api_views, export_views, opensearch_views, views
from search.answers.views import related_pages
from search.api import api

app_name = "search"

urlpatterns = [
    path("search/", views.results, name="results"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("related/<int:page_id>/", related_pages, name="related"),
    path("", include("search.kept.urls")),
    path("", include("search.asked.urls")),
    path("search/results.csv", export_views.export_csv, name="export"),
    path("opensearch.xml", opensearch_views.opensearch, name="opensearch"),
    path(
        "search/suggest/opensearch/",
        opensearch_views.suggest,
        name="opensearch-suggest",
    ),
    path("api/v1/docs", api_views.docs, name="api-docs"),
    path("api/v1/openapi.json", api_views.openapi, name="openapi"),
    path("api/v1/", api.urls),
]
