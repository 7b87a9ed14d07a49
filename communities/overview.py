"""What the home of a community shows of people and of its library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from wagtail.documents.models import Document

from accounts.directory import agency_word
from accounts.people import is_listed
from catalogue.access import Reader
from catalogue.models import Entry, Stamp
from communities.models import CommunityPage, Membership
from communities.permissions import (
    may_moderate,
    may_see_every_member,
    may_see_members,
)
from communities.querysets import current, entries_in, library_of
from communities.standing import MODERATING, Standing
from practices.folding import folded
from practices.listing import Row, rows
from practices.models import CasePage
from vocabulary.names import Label

# Of fewer people the agency is not named: one could tell who they are.
SMALLEST = 5
AGENCIES_SHOWN = 5
EXCERPT = 5
MOST_CASES = 3
PAGE_SIZE = 20
FILES_SHOWN = 100


@dataclass(frozen=True)
class Person:
    """Somebody with the agency; the address is empty without a profile to read."""

    name: str
    url: str
    agency: Label | None


@dataclass(frozen=True)
class Bar:
    """How many of an agency; width in percent of the largest."""

    label: Label
    many: int
    width: int


@dataclass(frozen=True)
class Members:
    """How many belong to it, and from which agencies the most."""

    total: int
    agencies: int
    bars: Sequence[Bar]
    other_agencies: int
    others: int


@dataclass(frozen=True)
class File:
    """A document in the library of a community."""

    title: str
    url: str
    type: str
    size: int
    added: Any


@dataclass(frozen=True)
class Library:
    """A page of the library, and its files."""

    page: Page
    rows: Sequence[Row]
    files: Sequence[File]
    more_files: bool


def moderators_of(who: Standing) -> list[Person]:
    """Who keeps order here, for agents and members: one query."""
    if not (who.reader.is_agent or who.is_insider):
        return []
    found = Membership.objects.filter(
        current(), community=who.community, role__in=MODERATING, user__is_active=True
    ).select_related("user__agency")
    people = sorted(found, key=lambda row: (row.user.last_name, row.user.pk))
    return [_person(row.user, who.reader) for row in people]


def members_by_agency(who: Standing) -> Members | None:
    """The members in figures, for whoever sees them: one query."""
    if not may_see_members(who):
        return None
    found = Membership.objects.filter(current(), community=who.community)
    counted = found.values_list("user__agency__slug").annotate(many=Count("pk"))
    many = {slug or "": number for slug, number in counted.order_by()}
    total = sum(many.values())
    agencies = sorted(
        ((number, slug) for slug, number in many.items() if slug),
        key=lambda pair: (-pair[0], pair[1]),
    )
    named = [pair for pair in agencies if pair[0] >= SMALLEST][:AGENCIES_SHOWN]
    stamp = who.reader.stamps.get(Stamp.LABELS, 0)
    largest = named[0][0] if named else 1
    return Members(
        total=total,
        agencies=len(agencies),
        bars=[
            Bar(agency_word(slug, stamp), number, round(number / largest * 100))
            for number, slug in named
        ],
        other_agencies=len(agencies) - len(named),
        others=total - sum(number for number, _slug in named),
    )


def newest_in_library(community: CommunityPage, reader: Reader) -> list[Row]:
    """The newest cases, guides and collections in it: two queries."""
    found = entries_in(community, reader).newest().light()[:EXCERPT]
    return rows(found, reader, translations=False)


def cases_by_members(who: Standing) -> list[Row]:
    """Published cases of members who show the pages they keep: one query.

    For those alone who may know who belongs to it.
    """
    community = who.community
    if community is None or not may_see_every_member(who):
        return []
    keepers = Membership.objects.filter(
        current(), community=community, user__profile_card__shows_contributions=True
    )
    kept = CasePage.objects.live().filter(page_owner__in=keepers.values("user"))
    keys = kept.annotate(key=Concat(Value("page:"), Cast("pk", CharField())))
    readable = Entry.objects.readable_by(who.reader).of_kind(Entry.Kind.CASE)
    found = readable.filter(key__in=keys.values("key")).exclude(
        place__page__path__startswith=f"{community.path}"
    )
    return rows(
        folded(found.newest().light()[: 3 * EXCERPT])[:MOST_CASES],
        who.reader,
        translations=False,
    )


def newest_files(community: CommunityPage, many: int = EXCERPT) -> list[File]:
    """The newest documents of a community; the reader is known to read it."""
    if community.files_id is None:
        return []
    documents = Document.objects.filter(collection=community.files_id)
    return [
        File(
            title=each.title,
            url=each.url,
            type=each.file_extension.upper(),
            size=each.file_size or 0,
            added=each.created_at,
        )
        for each in documents.order_by("-created_at", "-pk")[:many]
    ]


def library(who: Standing, page: str | None) -> Library | None:
    """All that stands in the library, most important and newest first."""
    community = who.community
    if community is None:
        return None
    found = entries_in(community, who.reader).most_important().light()
    shown = Paginator(found, PAGE_SIZE).get_page(page)
    files = newest_files(community, FILES_SHOWN + 1) if shown.number == 1 else []
    return Library(
        page=shown,
        rows=rows(shown.object_list, who.reader),
        files=files[:FILES_SHOWN],
        more_files=len(files) > FILES_SHOWN,
    )


def adds_pages_at(who: Standing) -> str:
    """Where a moderator adds pages to the library, "" for everybody else."""
    community = who.community
    if community is None or community.is_archived or not may_moderate(who):
        return ""
    found = library_of(community)
    return reverse("wagtailadmin_explore", args=[found.pk]) if found else ""


def _person(user: Any, reader: Reader) -> Person:
    stamp = reader.stamps.get(Stamp.LABELS, 0)
    known = reader.is_agent and is_listed(user)
    return Person(
        name=user.get_full_name() or str(user),
        url=reverse("accounts:person", args=[user.pk]) if known else "",
        agency=agency_word(user.agency.slug, stamp) if user.agency else None,
    )
