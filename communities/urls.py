"""Addresses of communities and their talk."""

from __future__ import annotations

from django.urls import path

from communities import views
from communities.belonging.urls import urlpatterns as belonging
from communities.following.urls import urlpatterns as following
from communities.moderating.urls import urlpatterns as moderating
from communities.portal.urls import urlpatterns as portal
from communities.talk.urls import urlpatterns as talk

app_name = "communities"

urlpatterns = [
    path("communities/", views.communities, name="list"),
    path("communities/to/<int:page_id>/", views.to_page, name="to"),
    *belonging,
    *talk,
    *moderating,
    *following,
    *portal,
    path("communities/<slug:slug>/", views.home, name="home"),
    path("communities/<slug:slug>/library/", views.library, name="library"),
    path("communities/<slug:slug>/library/<path:rest>", views.library),
]
