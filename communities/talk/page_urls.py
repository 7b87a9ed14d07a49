"""Addresses of the comments on a page, and of what all comments may have."""

from __future__ import annotations

from django.urls import URLPattern, path

from communities.talk import page_views, rule_views, verbs
from communities.talk.page_views import on_page

PAGE = "talk/<int:page_id>/"
# What strangers do where everyone reads comments; earlier versions hold names.
READING = ("more", "news", "comment")

urlpatterns: list[URLPattern] = [
    path(PAGE, page_views.comments, name="page-talk"),
    path("talk/files/<int:number>/", page_views.file, name="file"),
    path(f"{PAGE}rule/", on_page(rule_views.rule), name="page-rule"),
    path(f"{PAGE}people/", on_page(page_views.people), name="page-people"),
    path(
        "communities/<slug:slug>/discussions/people/",
        page_views.people_of_community,
        name="people",
    ),
    *(
        path(
            f"{PAGE}{tail}",
            on_page(view, for_strangers=name in READING),
            name=f"page-{name}",
        )
        for tail, name, view in verbs.VERBS
    ),
]
