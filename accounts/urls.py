"""Signing in; included before Wagtail's addresses, whose own doors would skip MFA."""

from __future__ import annotations

from django.urls import include, path, re_path

from accounts import join_views, views

# The hub's own pages about people, named "accounts:…".
pages = [
    path("account/join/", join_views.join, name="join"),
    path("account/join/sent/", join_views.sent, name="join-sent"),
    path("account/join/<str:token>/", join_views.link, name="join-link"),
]

urlpatterns = [
    path("", include((pages, "accounts"))),
    path("admin/login/", views.sign_in_to_edit, name="sign-in-to-edit"),
    re_path(
        r"^admin/password_reset/(?P<rest>.*)$",
        views.reset_password,
        name="reset-password",
    ),
    path("_util/login/", views.sign_in_to_read, name="sign-in-to-read"),
    re_path(r"^_util/authenticate_with_password/(?P<rest>.*)$", views.closed),
    path("account/signup/", views.sign_up, name="account_signup"),
    # Addresses of accounts are kept by administrators.
    re_path(
        r"^account/(signup|email|confirm-email|login/code)/(?P<rest>.*)$", views.closed
    ),
    path("account/", include("allauth.urls")),
]
