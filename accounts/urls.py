"""Signing in; included before Wagtail's addresses, whose own doors would skip MFA."""

from __future__ import annotations

from django.urls import include, path, re_path
from wagtail.admin.auth import require_admin_access

from accounts import join_views, people_views, views
from accounts.viewsets import OwnAccountView

# The hub's own pages about people, named "accounts:…".
pages = [
    path("account/join/", join_views.join, name="join"),
    path("account/join/sent/", join_views.sent, name="join-sent"),
    path("account/join/<str:token>/", join_views.link, name="join-link"),
    path("people/", people_views.people, name="people"),
    path("people/<int:number>/", people_views.person, name="person"),
    path("people/<int:number>/photo/", people_views.photo, name="photo"),
    path("people/me/", people_views.me, name="me"),
    path("people/me/edit/", people_views.edit, name="edit-profile"),
    path("people/me/data/", people_views.data, name="my-data"),
    path("people/me/close/", people_views.close, name="close-account"),
]

urlpatterns = [
    path("", include((pages, "accounts"))),
    path("admin/login/", views.sign_in_to_edit, name="sign-in-to-edit"),
    path("admin/account/", require_admin_access(OwnAccountView.as_view())),
    re_path(
        r"^admin/password_reset/(?P<rest>.*)$",
        views.reset_password,
        name="reset-password",
    ),
    path("_util/login/", views.sign_in_to_read, name="sign-in-to-read"),
    # Walls have groups and no passwords; the forms would tell how many walls there are.
    re_path(r"^_util/authenticate_with_password/(?P<rest>.*)$", views.closed),
    re_path(r"^documents/authenticate_with_password/(?P<rest>.*)$", views.closed),
    path("account/signup/", views.sign_up, name="account_signup"),
    # Addresses of accounts are kept by administrators.
    re_path(r"^account/(email|confirm-email|login/code)/(?P<rest>.*)$", views.closed),
    path("account/", include("allauth.urls")),
]
