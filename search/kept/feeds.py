"""Searches as Atom feeds: the newest of what a reader finds, and never people."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language

from catalogue.access import Reader
from catalogue.models import Entry
from practices.listing import TALK, Row, rows
from search import services
from search.request import KINDS, SearchRequest, Sort

NEWEST = 50
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Atom wants a date of each entry and of each feed, also of an empty one.
NO_DATE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def without_controls(text: str) -> str:
    """The text without the characters that no XML may hold."""
    return CONTROLS.sub(" ", text)


def tag_uri(what: str) -> str:
    """A name for ever, whatever becomes of addresses."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{what}"


class EntryFeed(Atom1Feed):
    """Atom in which each entry names its own language."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Say the language of the entry's title and summary, where it is known."""
        known = {"xml:lang": item["entry_language"]} if item["entry_language"] else {}
        return {**super().item_attributes(item), **known}

    def latest_post_date(self) -> datetime.datetime:
        """When the newest entry changed; an empty feed does not change."""
        dates = [item["updateddate"] or item["pubdate"] for item in self.items]
        return max((date for date in dates if date), default=NO_DATE)


@dataclass(frozen=True)
class Head:
    """What a feed says of itself; addresses begin with "/"."""

    title: str
    page_url: str
    feed_url: str
    name: str


def atom(head: Head, request: SearchRequest, reader: Reader) -> bytes:
    """The newest entries that this reader finds, as Atom."""
    feed = EntryFeed(
        title=without_controls(head.title),
        link=settings.BASE_URL + head.page_url,
        description="",
        language=get_language(),
        feed_url=settings.BASE_URL + head.feed_url,
        feed_guid=tag_uri(head.name),
        author_name=settings.WAGTAIL_SITE_NAME,
    )
    entries = newest_entries(request, reader)
    lines = rows(entries, reader, translations=False)
    for entry, line in zip(entries, lines, strict=True):
        _add(feed, entry, line)
    return feed.writeString("utf-8").encode()


def categories_of(line: Row) -> list[str]:
    """The kind and the theme of an entry."""
    theme = [without_controls(line.theme.text)] if line.theme else []
    return [line.kind_label, *theme]


def newest_entries(request: SearchRequest, reader: Reader) -> Sequence[Entry]:
    """The newest entries of a search, without people; without talk for strangers."""
    left_out = {Entry.Kind.PERSON} if reader.is_agent else {Entry.Kind.PERSON, *TALK}
    asked = request.kinds or KINDS
    kinds = tuple(kind for kind in asked if kind not in left_out)
    if not kinds:
        return []
    wanted = replace(request, kinds=kinds, sort=Sort.NEWEST, page=1, size=NEWEST)
    found = services.find(replace(wanted, lean=True, exact=True), reader)
    entries = [hit.entry for hit in found.hits]
    return [entry for entry in entries if entry.kind != Entry.Kind.PERSON]


def _add(feed: EntryFeed, entry: Entry, line: Row) -> None:
    published = entry.published_at
    feed.add_item(
        title=without_controls(line.title),
        link=settings.BASE_URL + line.url,
        # Feed readers take it for HTML.
        description=escape(without_controls(line.summary)),
        unique_id=tag_uri(line.key),
        author_name=without_controls(
            line.agency.text if line.agency else settings.WAGTAIL_SITE_NAME
        ),
        pubdate=published,
        updateddate=entry.updated_at or published or NO_DATE,
        categories=categories_of(line),
        entry_language=line.lang,
    )
