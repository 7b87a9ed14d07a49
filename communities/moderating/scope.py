"""What somebody moderates in the editing pages: pages, communities, and what is left.

A knowledge manager decides in open and restricted communities where no moderator of
theirs can, because it is about their only one. What is private or confidential is then
for administrators.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from catalogue.access import Reader
from catalogue.models import Entry
from communities.models import (
    Appeal,
    CannedReply,
    Comment,
    Decision,
    Membership,
    Silence,
    Visibility,
)
from communities.moderating.choices import moderated_by
from communities.permissions import may_found
from communities.standing import MODERATING
from communities.talk import rules

State = Comment.State
TOLD_OF = (Visibility.OPEN, Visibility.RESTRICTED)


# Each line of the menu asks for it.
MODERATES = "_moderates_something"


def may_open(user: Any, reader: Reader) -> bool:
    """Whether somebody moderates anything at all: asked once for each request."""
    if not user.is_authenticated or not user.is_active:
        return False
    if may_found(user) or rules.moderated_paths(reader):
        return True
    if not hasattr(user, MODERATES):
        setattr(user, MODERATES, moderated_by(user).exists())
    return bool(getattr(user, MODERATES))


def may_mute_everywhere(user: Any) -> bool:
    """Whether somebody keeps others from commenting on pages: knowledge managers."""
    return may_found(user)


def comments(user: Any, reader: Reader) -> QuerySet[Comment]:
    """The comments on which this person may decide, in any state; not their own."""
    rows = Comment.objects.exclude(author=user.pk)
    if user.is_superuser:
        return rows
    here: Any = Q(thread__community__in=moderated_by(user))
    for path in moderated_by(user).values_list("path", flat=True):
        here |= Q(thread__page__path__startswith=path)
    rows = rows.annotate(
        page_key=Concat(
            Value("page:"), Cast("thread__page_id", output_field=CharField())
        )
    )
    here |= _on_pages("thread__page__path", reader)
    if may_found(user):
        judges = _judges("thread__community").exclude(user=OuterRef("author"))
        known = Q(thread__community__visibility__in=TOLD_OF)
        here |= known & ~Exists(judges)
    return rows.filter(here)


def waiting(user: Any, reader: Reader) -> QuerySet[Comment]:
    """Of these, what was reported or waits to be released; each once."""
    reported = Comment.objects.filter(
        reports__isnull=False, reports__closed_at=None, pk=OuterRef("pk")
    )
    rows = comments(user, reader)
    return rows.filter(Q(state=State.WAITING) | Exists(reported))


def appeals(user: Any, reader: Reader) -> QuerySet[Appeal]:
    """The appeals that this person may answer, or could have answered."""
    about = Q(decision__by=user.pk) | Q(decision__person=user.pk)
    rows = Appeal.objects.exclude(about)
    if user.is_superuser:
        return rows
    here: Any = Q(decision__community__in=moderated_by(user))
    rows = rows.annotate(
        page_key=Concat(
            Value("page:"), Cast("decision__thread__page_id", output_field=CharField())
        )
    )
    here |= Q(decision__community=None) & _on_pages(
        "decision__thread__page__path", reader
    )
    if may_found(user):
        judges = _judges("decision__community").exclude(
            Q(user=OuterRef("decision__by")) | Q(user=OuterRef("decision__person"))
        )
        known = Q(decision__community__visibility__in=TOLD_OF)
        here |= known & ~Exists(judges)
        # Mutes on all pages stand on no page.
        here |= Q(decision__community=None, decision__thread=None)
    return rows.filter(here)


def decisions(user: Any, reader: Reader) -> QuerySet[Decision]:
    """The trail of what this person moderates."""
    rows = Decision.objects.all()
    if user.is_superuser:
        return rows
    here = Q(community__in=moderated_by(user))
    rows = rows.annotate(
        page_key=Concat(
            Value("page:"), Cast("thread__page_id", output_field=CharField())
        )
    )
    here |= Q(community=None) & _on_pages("thread__page__path", reader)
    if may_found(user):
        here |= Q(community=None, thread=None)
    return rows.filter(here)


def mutes(user: Any) -> QuerySet[Silence]:
    """Who does not write at the moment, where this person may end it."""
    rows = Silence.objects.filter(until__gt=timezone.now())
    if user.is_superuser:
        return rows
    here = Q(community__in=moderated_by(user))
    if may_found(user):
        here |= Q(community=None)
    return rows.filter(here)


def replies(user: Any) -> QuerySet[CannedReply]:
    """The ready-made replies that this person may change."""
    here = Q(community__in=moderated_by(user))
    if may_found(user):
        here |= Q(community=None)
    return CannedReply.objects.filter(here)


def _on_pages(path: str, reader: Reader) -> Q:
    """Comments on pages of the hub that the person reads and publishes or manages."""
    paths = rules.moderated_paths(reader)
    if not paths:
        return Q(pk__in=[])
    below = reduce(or_, (Q(**{f"{path}__startswith": each}) for each in paths))
    libraries = [
        Q(**{f"{path}__startswith": each}) for each in rules.library_paths(reader)
    ]
    outside = ~reduce(or_, libraries) if libraries else Q()
    readable = Entry.objects.readable_by(reader).filter(key=OuterRef("page_key"))
    return below & outside & Q(Exists(readable))


def _judges(community: str) -> QuerySet[Membership]:
    """Those who keep order in the community that a row names."""
    rows = Membership.objects.filter(
        community=OuterRef(community),
        state=Membership.State.ACTIVE,
        role__in=MODERATING,
        user__is_active=True,
    )
    return rows.exclude(until__lt=timezone.localdate())
