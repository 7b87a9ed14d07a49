"""Addresses of the search page and the API."""

from __future__ import annotations

from django.urls import path

from search import export_views, views
from search.api import api

app_name = "search"

urlpatterns = [
    path("search/", views.results, name="results"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("search/results.csv", export_views.export_csv, name="export"),
    path("api/v1/", api.urls),
]
