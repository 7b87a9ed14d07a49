"""Addresses of what agents keep, and of feeds."""

from __future__ import annotations

from django.urls import path

from search.kept import feed_views, list_views, views

urlpatterns = [
    path("search/feed/", feed_views.feed, name="feed"),
    path("saved/", views.saved, name="saved"),
    path("saved/undo/", views.put_back, name="put-back"),
    path("saved/searches/", views.save, name="save-search"),
    path("saved/searches/<int:number>/", views.open_search, name="saved-search"),
    path("saved/searches/<int:number>/new/", views.count_new, name="count-new"),
    path("saved/searches/<int:number>/rename/", views.rename, name="rename-search"),
    path("saved/searches/<int:number>/remove/", views.remove, name="remove-search"),
    path("saved/searches/<int:number>/feed/", views.feed, name="feed-of-search"),
    path("saved/searches/<int:number>/feed/end/", views.end_feed, name="end-feed"),
    path("saved/feed/<str:token>/", feed_views.private_feed, name="saved-feed"),
    path("saved/keep/", list_views.keep, name="keep"),
    path("saved/lists/", list_views.make_list, name="make-list"),
    path("saved/lists/<int:number>/", list_views.kept_list, name="kept-list"),
    path("saved/lists/<int:number>/csv/", list_views.export, name="export-list"),
    path("saved/lists/<int:number>/rename/", list_views.rename, name="rename-list"),
    path(
        "saved/lists/<int:number>/remove/", list_views.remove_list, name="remove-list"
    ),
    path("saved/kept/<int:number>/", list_views.change, name="change-kept"),
    path("saved/kept/<int:number>/remove/", list_views.remove, name="remove-kept"),
]
