"""The feed of the newest entries and the map of the site, as anonymous readers see."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from catalogue.access import reader_of
from catalogue.models import Entry
from practices.listing import TALK, Row, rows
from search.kept.feeds import (
    NO_DATE,
    EntryFeed,
    categories_of,
    tag_uri,
    without_controls,
)

NEWEST = 50
FOUND = (Entry.Kind.CASE, Entry.Kind.GUIDE, Entry.Kind.COLLECTION)


class NewestFeed(Feed):
    """The newest cases, guides and collections that everyone may read."""

    feed_type = EntryFeed

    def title(self) -> str:
        """The name of the feed."""
        return _("Newest entries of %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}

    subtitle = ""

    def link(self) -> str:
        """Where people read the same."""
        return reverse("search:results") + "?sort=newest"

    def feed_url(self) -> str:
        """The address of the feed itself."""
        return reverse("newest-feed")

    def items(self) -> list[Row]:
        """The newest entries, whoever asks."""
        reader = reader_of(None)
        newest = Entry.objects.readable_by(reader).of_kind(*FOUND).newest().light()
        return rows(newest[:NEWEST], reader, translations=False)

    def item_title(self, item: Row) -> str:
        """The title in its own language."""
        return without_controls(item.title)

    def item_description(self, item: Row) -> str:
        """The summary in its own language; feed readers take it for HTML."""
        return escape(without_controls(item.summary))

    def item_link(self, item: Row) -> str:
        """The address of the page."""
        return item.url

    def item_author_name(self, item: Row) -> str:
        """The agency that publishes it."""
        name = item.agency.text if item.agency else settings.WAGTAIL_SITE_NAME
        return without_controls(name)

    def item_pubdate(self, item: Row) -> datetime.datetime | None:
        """When it was published."""
        return item.published_at

    def item_updateddate(self, item: Row) -> datetime.datetime:
        """Atom wants a date of each entry."""
        return item.published_at or NO_DATE

    def item_guid(self, item: Row) -> str:
        """The same name in all feeds."""
        return tag_uri(item.key)

    def item_categories(self, item: Row) -> list[str]:
        """Its kind and its theme."""
        return categories_of(item)

    def item_extra_kwargs(self, item: Row) -> dict[str, str]:
        """What EntryFeed needs besides."""
        return {"entry_language": item.lang}


class EntrySitemap(Sitemap):
    """Every page that everyone may read."""

    limit = 10_000
    protocol = "https" if settings.BASE_URL.startswith("https://") else "http"

    def items(self) -> QuerySet[Entry]:
        """The entries in a fixed order."""
        reader = reader_of(None)
        found = Entry.objects.readable_by(reader).exclude(url="")
        # Files have the date and the walls of their pages, which are all here; what
        # people say is for the readers of the hub, not for search machines.
        found = found.exclude(kind__in=(Entry.Kind.DOCUMENT, *TALK))
        return found.only("url", "updated_at").order_by("id")

    def location(self, item: Entry) -> str:
        """The address without the host."""
        return item.url

    def lastmod(self, item: Entry) -> datetime.datetime | None:
        """When it was last published."""
        return item.updated_at
