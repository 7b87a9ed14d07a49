"""All addresses of the hub."""

from __future__ import annotations

from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from communities import admin_urls as communities_admin_urls
from hub import notice_views, views, welcome_views
from hub.feeds import EntrySitemap, NewestFeed
from hub.models import StandardPage
from practices import admin_urls as practices_admin_urls
from practices import urls as practices_urls

handler404 = "hub.views.page_not_found"
handler500 = "hub.views.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("icons.svg", views.drawings, name="icons"),
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml", sitemap, {"sitemaps": {"entries": EntrySitemap}}, name="sitemap"
    ),
    path("feeds/newest/", NewestFeed(), name="newest-feed"),
    path("language/", views.set_language, name="set-language"),
    *(
        path(f"{role}/", views.standard_page, {"role": role}, name=role)
        for role in StandardPage.Role.values
    ),
    path("welcome/", welcome_views.welcome, name="welcome"),
    path("welcome/list/", welcome_views.first_list, name="welcome-list"),
    path("notices/", notice_views.notices, name="notices"),
    path("notices/read/", notice_views.mark_read, name="notices-read"),
    path("", include("accounts.urls")),
    path("", include("vocabulary.urls")),
    path("", include("search.urls")),
    path("", include("communities.urls")),
    *practices_admin_urls.guarded,
    *communities_admin_urls.guarded,
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/images/<str:name>", views.picture, name="picture"),
    path("", include("practices.urls")),
    *practices_urls.pages,
    path("", include(wagtail_urls)),
]
