"""Addresses of what the page of results sends back."""

from __future__ import annotations

from django.urls import path

from search.asked import views

urlpatterns = [
    path("search/opened/", views.opened, name="opened"),
    path("search/wishes/", views.wishes, name="wishes"),
    path("search/wishes/ask/", views.wish, name="wish"),
    path("search/wishes/<int:number>/withdraw/", views.withdraw, name="withdraw"),
]
