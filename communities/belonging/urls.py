"""Addresses of belonging; joined in `communities.urls`."""

from __future__ import annotations

from django.urls import URLPattern, path

from communities.belonging import (
    charter_views,
    invitation_views,
    member_views,
    proposal_views,
    settings_views,
    views,
)

COMMUNITY = "communities/<slug:slug>"

urlpatterns: list[URLPattern] = [
    path("communities/propose/", proposal_views.propose, name="propose"),
    path(
        "communities/propose/<int:number>/withdraw/",
        proposal_views.withdraw,
        name="withdraw-proposal",
    ),
    path(
        "communities/invitation/<str:token>/",
        invitation_views.invitation,
        name="invitation",
    ),
    path(f"{COMMUNITY}/join/", views.join, name="join"),
    path(f"{COMMUNITY}/join/withdraw/", views.take_back, name="take-back"),
    path(f"{COMMUNITY}/leave/", views.leave, name="leave"),
    path(f"{COMMUNITY}/charter/", charter_views.charter, name="charter"),
    path(f"{COMMUNITY}/charter/accept/", charter_views.accept, name="accept-charter"),
    path(f"{COMMUNITY}/charter/edit/", charter_views.edit, name="edit-charter"),
    path(f"{COMMUNITY}/members/", member_views.members, name="members"),
    path(f"{COMMUNITY}/members/<int:number>/", member_views.member, name="member"),
    path(f"{COMMUNITY}/members/<int:number>/end/", member_views.end, name="end-member"),
    path(f"{COMMUNITY}/members/<int:number>/offer/", member_views.offer, name="offer"),
    path(f"{COMMUNITY}/offer/", member_views.answer_offer, name="answer-offer"),
    path(f"{COMMUNITY}/requests/", member_views.requests, name="requests"),
    path(
        f"{COMMUNITY}/requests/<int:number>/",
        member_views.decide,
        name="decide-request",
    ),
    path(f"{COMMUNITY}/invitations/", invitation_views.sent, name="invitations"),
    path(
        f"{COMMUNITY}/invitations/<int:number>/withdraw/",
        invitation_views.withdraw,
        name="withdraw-invitation",
    ),
    path(f"{COMMUNITY}/settings/", settings_views.change, name="settings"),
    path(
        f"{COMMUNITY}/settings/visibility/",
        settings_views.visibility,
        name="visibility",
    ),
    path(f"{COMMUNITY}/settings/archive/", settings_views.archive, name="archive"),
]
