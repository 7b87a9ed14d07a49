"""Addresses of talk; joined in `communities.urls`."""

from __future__ import annotations

from django.urls import URLPattern, path

from communities.talk import verbs, views
from communities.talk.moved import follows_moves
from communities.talk.page_urls import urlpatterns as on_pages
from communities.talk.place import on_thread

ROOT = "communities/<slug:slug>/discussions/"
THREAD = f"{ROOT}<int:number>/"

urlpatterns: list[URLPattern] = [
    path(ROOT, views.discussions, name="discussions"),
    path(f"{ROOT}new/", views.ask, name="ask"),
    path(THREAD, follows_moves(views.discussion), name="discussion"),
    path(
        f"{THREAD}comments/<int:comment>/",
        follows_moves(on_thread(verbs.permalink)),
        name="discussion-comment",
    ),
    path(f"{THREAD}accept/", on_thread(verbs.accept), name="accept"),
    path(f"{THREAD}pause/", on_thread(verbs.pause), name="pause"),
    path(f"{THREAD}twin/", on_thread(verbs.twin), name="twin"),
    path("talk/draft/", verbs.draft, name="draft"),
    *(
        path(f"{THREAD}{tail}", on_thread(view), name=f"discussion-{name}")
        for tail, name, view in verbs.VERBS
        if name != "comment"
    ),
    *on_pages,
]
