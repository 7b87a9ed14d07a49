"""Addresses of this part; joined in `communities.urls`."""

from __future__ import annotations

from django.urls import URLPattern, path

from communities.portal import health_views, views

HERE = "communities/<slug:slug>"

urlpatterns: list[URLPattern] = [
    path(f"{HERE}/health/", health_views.health, name="health"),
    path(f"{HERE}/health/csv/", health_views.table, name="health-csv"),
    path(f"{HERE}/portal/", views.nominations, name="nominations"),
    path(
        f"{HERE}/portal/discussions/<int:number>/",
        views.nominate_thread,
        name="nominate-thread",
    ),
    path(
        f"{HERE}/portal/pages/<int:page_id>/",
        views.nominate_page,
        name="nominate-page",
    ),
    path(
        f"{HERE}/portal/<int:nomination>/withdraw/",
        views.withdraw,
        name="nomination-withdraw",
    ),
    path(
        "communities/consent/<int:number>/",
        views.consent,
        name="consent",
    ),
]
