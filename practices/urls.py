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
