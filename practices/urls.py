"""Addresses of the lists across agencies."""

from __future__ import annotations

from django.urls import path

from practices import duty_views, reuse_views, usefulness_views, views

app_name = "practices"

urlpatterns = [
    path("cases/", views.entries, {"kind": "case"}, name="cases"),
    path("guides/", views.entries, {"kind": "guide"}, name="guides"),
    path("collections/", views.entries, {"kind": "collection"}, name="collections"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("agencies/", views.agencies, name="agencies"),
    path("done/<int:page_id>/", duty_views.mark_done, name="duty-done"),
    path("done/<int:page_id>/undo/", duty_views.undo, name="duty-undo"),
    path("reuse/<int:page_id>/", reuse_views.record, name="reuse"),
    path("reuse/<int:page_id>/undo/", reuse_views.withdraw, name="reuse-undo"),
    path("useful/<int:page_id>/", usefulness_views.useful, name="useful"),
]

# Everything else with two parts or more; after all other addresses of the hub.
pages = [
    path("<slug:section>/<slug:slug>/", views.page),
    path("<slug:section>/<slug:slug>/<path:rest>", views.page),
]
