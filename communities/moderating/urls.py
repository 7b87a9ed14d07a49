"""Addresses of moderating; joined in `communities.urls`."""

from __future__ import annotations

from django.urls import URLPattern, path

from communities.moderating import own_views, people_views, queue_views, verb_views
from communities.talk.page_views import on_page
from communities.talk.place import on_thread

COMMUNITY = "communities/<slug:slug>/"
QUEUE = f"{COMMUNITY}queue/"
PEOPLE = f"{COMMUNITY}people/<int:person>/"
# How to get to a place, and what the names of the addresses there begin with.
PLACES = (
    (f"{COMMUNITY}discussions/<int:number>/", on_thread, ""),
    ("talk/<int:page_id>/", on_page, "page-"),
)

urlpatterns: list[URLPattern] = [
    path(QUEUE, queue_views.community_queue, name="queue"),
    path(f"{QUEUE}assign/", queue_views.assign, name="assign"),
    path(f"{QUEUE}appeals/<int:number>/", queue_views.appeal, name="appeal"),
    path(f"{COMMUNITY}trail/", queue_views.community_trail, name="trail"),
    path(f"{COMMUNITY}trail/csv/", queue_views.trail_csv, name="trail-csv"),
    path(f"{PEOPLE}mute/", people_views.mute, name="mute"),
    path(f"{PEOPLE}unmute/", people_views.unmute, name="unmute"),
    path(f"{PEOPLE}suspend/", people_views.suspend, name="suspend"),
    path(f"{PEOPLE}reinstate/", people_views.reinstate, name="reinstate"),
    path("talk/queue/", queue_views.page_queue, name="page-queue"),
    path("talk/queue/assign/", queue_views.page_assign, name="page-assign"),
    path(
        "talk/queue/appeals/<int:number>/", queue_views.page_appeal, name="page-appeal"
    ),
    path("talk/decisions/", own_views.decisions, name="decisions"),
    path("talk/decisions/<int:number>/", own_views.decision, name="decision"),
    path(
        "talk/decisions/withdraw/<int:comment>/",
        own_views.withdraw,
        name="decision-withdraw",
    ),
    *(
        path(f"{base}{tail}", guard(view), name=f"{before}{name}")
        for base, guard, before in PLACES
        for tail, view, name in (
            ("moderate/", verb_views.moderate_thread, "moderate-thread"),
            ("comments/<int:comment>/report/", verb_views.report, "report"),
            ("comments/<int:comment>/moderate/", verb_views.moderate, "moderate"),
        )
    ),
]
