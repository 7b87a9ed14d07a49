"""Addresses of moderating; joined in `communities.urls`."""

from __future__ import annotations

from django.urls import URLPattern, path

from communities.moderating import queue_views

urlpatterns: list[URLPattern] = [
    path("communities/<slug:slug>/queue/", queue_views.queue, name="queue"),
    path("communities/<slug:slug>/trail/", queue_views.trail, name="trail"),
]
