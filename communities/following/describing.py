"""What the hub and its communities have that can be followed, by name and address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people import listed
from catalogue.access import Reader
from catalogue.models import Entry, Stamp
from communities import permissions
from communities.following.kinds import Followed, Kind, register
from communities.following.reading import readable_threads, standings
from communities.models import CommunityPage, Thread
from practices.folding import folded
from vocabulary.names import Labels, label_of, labels

Found = Mapping[str, Followed]


def register_all() -> None:
    """Let everything be followed that stands at this level or below."""
    for kind in (
        Kind("community", gettext_lazy("Community"), "users", communities),
        Kind("thread", gettext_lazy("Discussion"), "messages-square", threads),
        Kind("page", gettext_lazy("Page"), "file-text", pages),
        Kind("theme", gettext_lazy("Theme"), "shapes", themes),
        Kind("tag", gettext_lazy("Tag"), "tag", tags),
        Kind("agency", gettext_lazy("Agency"), "landmark", agencies),
        Kind("person", gettext_lazy("Person"), "user", people),
    ):
        register(kind)


def tags(slugs: Sequence[str], user: Any, reader: Reader) -> Found:
    """Tags that readers may filter by; a merged one is what took its place."""
    words = _words(reader)
    found = {}
    for slug in slugs:
        current = words.current.get(slug, slug)
        if current in words.accepted:
            word = label_of(current, words.tags)
            url = f"{reverse('search:results')}?{urlencode({'tag': current})}"
            found[slug] = Followed(f"tag:{slug}", word.text, url, word.lang)
    return found


def themes(slugs: Sequence[str], user: Any, reader: Reader) -> Found:
    """Themes by their labels."""
    words = _words(reader)
    found = {}
    for slug in slugs:
        if slug in words.themes:
            word = label_of(slug, words.themes)
            url = reverse("practices:theme", args=[slug])
            found[slug] = Followed(f"theme:{slug}", word.text, url, word.lang)
    return found


def agencies(slugs: Sequence[str], user: Any, reader: Reader) -> Found:
    """Agencies whose section the reader opens."""
    sections = Entry.objects.readable_by(reader).of_kind(Entry.Kind.AGENCY)
    rows = sections.filter(agency__in=slugs).light()
    return {
        entry.agency: Followed(
            f"agency:{entry.agency}", entry.title, entry.url, entry.language
        )
        for entry in rows
    }


def people(numbers: Sequence[str], user: Any, reader: Reader) -> Found:
    """People whom agents find."""
    if not reader.is_agent:
        return {}
    return {
        str(person.pk): Followed(
            f"person:{person.pk}",
            person.get_full_name(),
            reverse("accounts:person", args=[person.pk]),
        )
        for person in listed().filter(pk__in=_numbers(numbers))
    }


def communities(numbers: Sequence[str], user: Any, reader: Reader) -> Found:
    """Communities of which the person may know."""
    rows = CommunityPage.objects.live().select_related("locale")
    found = list(rows.filter(pk__in=_numbers(numbers)))
    own = standings(found, user, reader)
    return {
        str(page.pk): Followed(
            f"community:{page.pk}", page.title, page.url, page.locale.language_code
        )
        for page in found
        if permissions.may_know(own[page.pk])
    }


def threads(numbers: Sequence[str], user: Any, reader: Reader) -> Found:
    """Discussions, and comments on pages, that the person reads."""
    rows = Thread.objects.select_related("community", "page__locale")
    found = list(rows.filter(pk__in=_numbers(numbers)))
    readable = readable_threads(found, user, reader)
    return {
        str(thread.pk): thread_line(thread) for thread in found if thread.pk in readable
    }


def thread_line(thread: Thread) -> Followed:
    """A thread by its title and address; of a page's comments by those of the page."""
    key = f"thread:{thread.pk}"
    if thread.page is not None:
        title = _("Comments on “%(title)s”") % {"title": thread.page.title}
        return Followed(key, title, f"{thread.page.url}#comments")
    slug = thread.community.slug if thread.community else ""
    url = reverse("communities:discussion", args=[slug, thread.pk])
    return Followed(key, thread.title, url, thread.language)


def pages(keys: Sequence[str], user: Any, reader: Reader) -> Found:
    """Pages in the reader's language, where there is one."""
    wanted = [key for key in keys if _is_uuid(key)]
    rows = Entry.objects.readable_by(reader).filter(translation_key__in=wanted)
    found: dict[str, Followed] = {}
    for entry in folded(rows.light().order_by("id")):
        key = str(entry.translation_key)
        line = Followed(f"page:{key}", entry.title, entry.url, entry.language)
        found[key] = line
    return found


def _words(reader: Reader) -> Labels:
    return labels(reader.stamps.get(Stamp.LABELS, 0))


def _numbers(texts: Iterable[str]) -> list[int]:
    """Those that can be the number of a row."""
    return [int(text) for text in texts if text.isdecimal() and len(text) < 16]


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
