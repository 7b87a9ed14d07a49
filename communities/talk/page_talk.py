"""The comments on a case, guide or collection: where they are and who may."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from catalogue.access import Reader
from communities.models import Readers, Silence, Thread
from communities.querysets import community_of
from communities.standing import Standing, standing_in
from communities.talk import rules
from communities.talk.place import Place, why_closed

ANCHOR = "comments"


def place_on(page: Any, user: Any, reader: Reader) -> Place | None:
    """The comments on a page that the reader may read; None when they are not for them.

    One query; two in the library of a community; none when there is nothing to read.
    """
    rule = rules.of_page(page, reader)
    person = user if user.is_authenticated and user.is_active else None
    if not _may_read(rule, person, reader):
        return None
    if rule.readers == rules.MEMBERS:
        who, thread = _in_library(page, person, reader), _thread(page)
    else:
        who, thread = _on_hub(page, person, reader)
    return Place(
        who=who,
        thread=thread,
        url=page.url,
        base=reverse("communities:page-talk", args=[page.pk]),
        title=page.title,
        language=page.locale.language_code[:2],
        readers=rule.readers,
        closed=_why_closed(page, rule, thread, who),
    )


def thread_of(page: Page) -> Thread:
    """The thread of a page, not saved yet where nobody has commented."""
    return _thread(page)


def _may_read(rule: rules.Rule, person: Any, reader: Reader) -> bool:
    """Of those who may read the page. Guests read what everyone reads."""
    if rule.readers == Readers.EVERYONE:
        return True
    if rule.readers == rules.MEMBERS:
        return person is not None
    return reader.is_agent


def _in_library(page: Any, person: Any, reader: Reader) -> Standing:
    """In a community its roles hold for the comments on its pages too."""
    community = community_of(page)
    if community is None:
        return Standing(person, reader)
    return standing_in(community, person, reader)


def _on_hub(page: Any, person: Any, reader: Reader) -> tuple[Standing, Thread]:
    """Who somebody is before the comments, and the thread: one query."""
    if person is None:
        return Standing(None, reader), _thread(page)
    mutes = Silence.objects.filter(
        community=None, user=person, until__gt=timezone.now()
    )
    rows = Thread.objects.filter(page=page.pk)
    found: Any = rows.annotate(is_silenced=Exists(mutes)).first()
    silenced = found.is_silenced if found else mutes.exists()
    thread = _with_page(found, page)
    moderates = person.is_superuser or rules.is_moderator(page, reader)
    return Standing(person, reader, moderates=moderates, silenced=silenced), thread


def _thread(page: Any) -> Thread:
    return _with_page(Thread.objects.filter(page=page.pk).first(), page)


def _with_page(thread: Thread | None, page: Any) -> Thread:
    found = thread or Thread(kind=Thread.Kind.PAGE)
    found.page = page
    return found


def _why_closed(page: Any, rule: rules.Rule, thread: Thread, who: Standing) -> str:
    archived = who.community is not None and who.community.is_archived
    return why_closed(thread, archived=archived) or rule.why_closed(
        page.first_published_at
    )
