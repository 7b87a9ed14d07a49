"""Signing in; included before Wagtail's addresses, whose own doors would skip MFA."""

from __future__ import annotations

from django.urls import include, path, re_path

from accounts import views

urlpatterns = [
    path("admin/login/", views.sign_in_to_edit),
    re_path(r"^admin/password_reset/(?P<rest>.*)$", views.reset_password),
    path("_util/login/", views.sign_in_to_read),
    re_path(r"^_util/authenticate_with_password/(?P<rest>.*)$", views.closed),
    # Accounts and their addresses are kept by administrators.
    re_path(
        r"^account/(signup|email|confirm-email|login/code)/(?P<rest>.*)$", views.closed
    ),
    path("account/", include("allauth.urls")),
]
