"""Addresses of communities and their talk."""

from __future__ import annotations

from communities.belonging.urls import urlpatterns as belonging
from communities.following.urls import urlpatterns as following
from communities.moderating.urls import urlpatterns as moderating
from communities.portal.urls import urlpatterns as portal
from communities.talk.urls import urlpatterns as talk

app_name = "communities"

urlpatterns = [*belonging, *talk, *moderating, *following, *portal]
