"""Addresses of the lists across agencies."""

from __future__ import annotations

from django.urls import path

from practices import views

app_name = "practices"

urlpatterns = [
    path("cases/", views.entries, {"kind": "case"}, name="cases"),
    path("guides/", views.entries, {"kind": "guide"}, name="guides"),
    path("collections/", views.entries, {"kind": "collection"}, name="collections"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("agencies/", views.agencies, name="agencies"),
]

# Everything else with two parts or more; after all other addresses of the hub.
pages = [
    path("<slug:section>/<slug:slug>/", views.page),
    path("<slug:section>/<slug:slug>/<path:rest>", views.page),
]
