"""The comments on a case, guide or collection: where they are and who may."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from catalogue.access import Reader
from communities import permissions
from communities.following.opened import is_news
from communities.mandates import agency_slug
from communities.models import Readers, Silence, Thread
from communities.querysets import community_of
from communities.standing import Standing, standing_in
from communities.talk import drafts, rules
from communities.talk.place import Place, why_closed

ANCHOR = "comments"
# What a stranger brings along.
_NOBODY = SimpleNamespace(is_silenced=False, agency_slug="", is_news=False)


def place_on(page: Any, user: Any, reader: Reader) -> Place | None:
    """The comments on a page that the reader may read; None when they are not for them.

    One query, one more where nobody has commented; none when there is nothing to read.
    """
    rule = rules.of_page(page, reader)
    person = user if user.is_authenticated and user.is_active else None
    if not _may_read(rule, person, reader):
        return None
    found = _found(page, person)
    thread = found if isinstance(found, Thread) else Thread(kind=Thread.Kind.PAGE)
    rule = rules.as_promised(rule, thread)
    if not _may_read(rule, person, reader):
        return None
    if rule.circle:
        who = _in_library(page, person, reader)
    else:
        moderates = _moderates(page, person, reader)
        silenced = bool(found.is_silenced)
        who = Standing(person, reader, moderates=moderates, silenced=silenced)
    thread.page = page
    return Place(
        who=who,
        thread=thread,
        url=page.url,
        base=reverse("communities:page-talk", args=[page.pk]),
        title=page.title,
        language=page.locale.language_code[:2],
        readers=_readers(rule, who),
        closed=_why_closed(page, rule, thread, who),
        agency=found.agency_slug or "",
        draft=drafts.with_row(found),
        is_news=bool(found.is_news),
    )


def told_of(page: Page) -> Q:
    """The notices about a page and the comments on it."""
    return Q(thread__page=page.pk) | Q(entry=f"page:{page.pk}")


def thread_of(page: Page) -> Thread:
    """The thread of a page, not saved yet where nobody has commented."""
    known = Thread.objects.filter(page=page.pk).first()
    thread = known or Thread(kind=Thread.Kind.PAGE)
    thread.page = page
    return thread


def _may_read(rule: rules.Rule, person: Any, reader: Reader) -> bool:
    """Of those who may read the page. Guests read what everyone reads."""
    if rule.readers == Readers.EVERYONE:
        return True
    if rule.readers == rules.MEMBERS:
        return person is not None
    return rule.readers == Readers.AGENTS and reader.is_agent


def _in_library(page: Any, person: Any, reader: Reader) -> Standing:
    """In a community its roles hold for the comments on its pages too."""
    known: Standing | None = getattr(page, "standing_of_reader", None)
    if known is not None:
        return known
    community = community_of(page)
    if community is None:
        return Standing(person, reader)
    return standing_in(community, person, reader)


def _moderates(page: Any, person: Any, reader: Reader) -> bool:
    if person is None:
        return False
    return person.is_superuser or rules.is_moderator(page, reader)


def _found(page: Any, person: Any) -> Any:
    """The thread with what belongs to the person; without a thread that alone."""
    number = person.pk if person else 0
    mutes = Silence.objects.filter(
        community=None, user=number, until__gt=timezone.now()
    )
    mine = {
        "is_silenced": Exists(mutes),
        **drafts.columns(number, f"page:{page.pk}"),
        "agency_slug": agency_slug(number),
        "is_news": is_news(number, told_of(page)),
    }
    threads: Any = Thread.objects.filter(page=page.pk).annotate(**mine)
    people: Any = User.objects.filter(pk=number).annotate(**mine).only("pk")
    return threads.first() or (people.get() if person else _NOBODY)


def _readers(rule: rules.Rule, who: Standing) -> str:
    """In a community those who read the rest of it."""
    if who.community is not None:
        return permissions.reads_content(who.community)
    return rule.readers


def _why_closed(page: Any, rule: rules.Rule, thread: Thread, who: Standing) -> str:
    archived = who.community is not None and who.community.is_archived
    return why_closed(thread, archived=archived) or rule.why_closed(
        page.first_published_at
    )
