"""What communities have for the home page: the reader's own, and the busy ones."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, Max, Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from catalogue.access import Reader
from catalogue.models import Entry
from communities.models import Membership, Thread, Visibility
from communities.talk.catalogue import LABEL
from practices.listing import Row, rows

NEWS = 3
# Some of the newest may wait for a moderator, and stand nowhere yet.
LOOKED_AT = 30
ACTIVE = 4
RECENT = datetime.timedelta(days=28)


@dataclass(frozen=True)
class Community:
    """The line of a community; lang: of its title."""

    title: str
    url: str
    lang: str


@dataclass(frozen=True)
class HomeTalk:
    """news: the newest of one's own communities. busy: communities, the busiest first.

    Strangers read no discussion: they get open communities in the order of names.
    """

    news: Sequence[Row] = ()
    busy: Sequence[Community] = ()
    is_by_activity: bool = False


def home_talk(user: Any, reader: Reader) -> HomeTalk:
    """For a member three queries at most, two for an agent, one for a stranger."""
    if reader.user_id is None:
        return HomeTalk(busy=_open(reader))
    news = _news(user, reader)
    if not reader.is_agent:
        return HomeTalk(news)
    return HomeTalk(news, _busy(reader), is_by_activity=True)


def _news(user: Any, reader: Reader) -> list[Row]:
    """The newest discussions of the communities to which somebody belongs: a query."""
    today = timezone.localdate()
    own = Membership.objects.filter(
        Q(until=None) | Q(until__gte=today),
        user=user.pk,
        state=Membership.State.ACTIVE,
    )
    threads = Thread.objects.filter(community__in=own.values("community"))
    newest = threads.order_by("-last_at", "-pk").annotate(
        key=Concat(Value(f"{LABEL}:"), Cast("pk", CharField()))
    )
    found = Entry.objects.readable_by(reader).filter(
        key__in=newest.values("key")[:LOOKED_AT]
    )
    latest = found.order_by(F("updated_at").desc(nulls_last=True), "-id").light()
    return rows(latest[:NEWS], reader, translations=False)


def _busy(reader: Reader) -> list[Community]:
    """Open communities by how many discussions went on in the last 28 days: a query."""
    found = (
        Entry.objects.readable_by(reader)
        .of_kind(Entry.Kind.DISCUSSION)
        .filter(data__community__closed=False, updated_at__gte=timezone.now() - RECENT)
        .order_by()
        .values(
            url_of=KT("data__community__url"),
            title_of=KT("data__community__title"),
            lang_of=KT("data__community__lang"),
        )
        .annotate(number=Count("pk"), last=Max("updated_at"))
        .order_by("-number", "-last", "url_of")
    )
    return [
        Community(row["title_of"], row["url_of"], row["lang_of"])
        for row in found[:ACTIVE]
    ]


def _open(reader: Reader) -> list[Community]:
    """Open communities by name, which tells nothing of their talk: a query."""
    found = Entry.objects.readable_by(reader).of_kind(Entry.Kind.COMMUNITY)
    listed = found.filter(data__visibility=Visibility.OPEN.value)
    return [
        Community(*line)
        for line in listed.exclude(data__is_archived=True)
        .order_by("title", "id")
        .values_list("title", "url", "language")[:ACTIVE]
    ]
