"""Addresses of this part; joined in `communities.urls`."""

from __future__ import annotations

from django.urls import URLPattern, path

from communities.following import choice_views, stop_views, views

urlpatterns: list[URLPattern] = [
    path("follow/", views.follows, name="follows"),
    path("follow/button/", views.button, name="follow-button"),
    path("follow/set/", views.set_follow, name="follow"),
    path("follow/<int:number>/", views.change, name="change-follow"),
    path("follow/<int:number>/remove/", views.remove, name="remove-follow"),
    path("notices/settings/", choice_views.choices, name="notice-choices"),
    path("notices/<int:number>/", views.open_notice, name="notice"),
    path("mail/stop/<str:token>/", stop_views.stop, name="mail-stop"),
]
