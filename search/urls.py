"""Addresses of the search page and the API."""

from __future__ import annotations

from django.urls import path

from search import views
from search.api import api

app_name = "search"

urlpatterns = [
    path("search/", views.results, name="results"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("api/v1/", api.urls),
]
