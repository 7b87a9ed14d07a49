"""Naming somebody in a comment: "@Ann Moor", of those who may read it.

Whoever may not read the place is neither told nor confirmed to exist: the words stay
words. Where two of them have one name, "@Ann Moor (OFAF)" says which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from accounts.models import SIGNED_IN_AGENTS, User
from accounts.people import is_listed
from communities.models import Comment, CommunityPage, Membership, Mention, Visibility
from communities.models.talk import Thread
from communities.talk.markdown import Named

# So many people are named in one comment, of so many who could be meant.
MOST = 10
MOST_CANDIDATES = 200
SHOWN = 8
SHORTEST = 2
AT = re.compile(r"(?<![\w./-])@(\w+)")
# Who is named in a quotation or in code is not told again.
QUOTED_LINE = re.compile(r"^ {0,3}>.*$", re.M)
CODE = re.compile(r"^```.*?(?:^```|\Z)|`[^`\n]*`", re.M | re.S)


def readers_of(thread: Thread) -> QuerySet[User]:
    """The people who may read a thread."""
    if thread.community is not None:
        return readers_of_community(thread.community)
    return readers_of_page(thread.page)


def readers_of_community(community: CommunityPage) -> QuerySet[User]:
    """The people who read what is said in a community."""
    inside = Q(groups=community.group_id)
    if community.visibility == Visibility.OPEN:
        inside |= Q(groups__name=SIGNED_IN_AGENTS)
    shut_out = Membership.objects.filter(
        community=community, user=OuterRef("pk"), state=Membership.State.SUSPENDED
    )
    people = User.objects.filter(inside, ~Exists(shut_out), is_active=True)
    return people.distinct()


def readers_of_page(page: Page) -> QuerySet[User]:
    """The agents who may read a page, and with it the comments on it."""
    people = User.objects.filter(is_active=True, groups__name=SIGNED_IN_AGENTS)
    for wall in page.get_view_restrictions():
        wanted: Iterable[int] = []
        if wall.restriction_type == PageViewRestriction.GROUPS:
            wanted = wall.groups.values_list("pk", flat=True)
        people = people.filter(pk__in=User.objects.filter(groups__in=list(wanted)))
    return people.distinct()


def found(text: str, readers: QuerySet[User]) -> list[Named]:
    """Whom a text names, of these people: at most one query, none without an "@"."""
    words = list(dict.fromkeys(match[1] for match in AT.finditer(text)))[: 2 * MOST]
    if not words:
        return []
    begins = [
        Q(first_name__istartswith=word) | Q(first_name="", last_name__istartswith=word)
        for word in words
    ]
    people = readers.filter(reduce(or_, begins)).select_related("agency")
    return _meant(text, _told_apart(people.order_by("pk")[:MOST_CANDIDATES]))[:MOST]


def keep(comment: Comment, named: Sequence[Named]) -> None:
    """Note who is named in a comment, but for its author and in quotations."""
    text = QUOTED_LINE.sub(" ", CODE.sub(" ", comment.text))
    people = {each.number for each in _meant(text, named)} - {comment.author_id}
    rows = [Mention(comment=comment, user_id=number) for number in sorted(people)]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)
    # Whoever is not named any more has not read it as addressed to them.
    comment.mentions.exclude(user__in=people).delete()


def suggested(typed: str, readers: QuerySet[User]) -> list[tuple[Named, User]]:
    """Who may be meant while somebody types a name, with what to write: one query."""
    ordered = list(named(typed, readers)[:SHOWN])
    by_number = {named.number: named for named in _told_apart(ordered)}
    return [(by_number[who.pk], who) for who in ordered if who.pk in by_number]


def named(typed: str, people: QuerySet[User]) -> QuerySet[User]:
    """Those of the people who have such a name, by name; nobody for a single letter."""
    parts = typed.removeprefix("@").split()[:3]
    if len("".join(parts)) < SHORTEST:
        return people.none()
    for part in parts:
        people = people.filter(
            Q(first_name__istartswith=part)
            | Q(first_name__icontains=f" {part}")
            | Q(last_name__istartswith=part)
            | Q(last_name__icontains=f" {part}")
        )
    people = people.exclude(first_name="", last_name="").select_related("agency")
    return people.order_by("first_name", "last_name", "pk")


def _meant(text: str, people: Iterable[Named]) -> list[Named]:
    """Those who stand in a text; at each "@" the one with the longest name."""
    longest_first = sorted(people, key=lambda each: -len(each.words))
    found: dict[int, Named] = {}
    for match in AT.finditer(text):
        for each in longest_first:
            if each.found_at(text, match.start(1)):
                found.setdefault(each.number, each)
                break
    return list(found.values())


def _told_apart(people: Iterable[User]) -> list[Named]:
    """What to write after "@" for each; those whom nothing tells apart are left out."""
    listed = [who for who in people if who.get_full_name()]
    names = Counter(who.get_full_name().casefold() for who in listed)
    words = {
        who.pk: _with_agency(who)
        if names[who.get_full_name().casefold()] > 1
        else who.get_full_name()
        for who in listed
    }
    times = Counter(each.casefold() for each in words.values())
    return [
        Named(who.pk, words[who.pk], _page_of(who))
        for who in listed
        if times[words[who.pk].casefold()] == 1
    ]


def _with_agency(who: User) -> str:
    """The name with the short name of the agency."""
    short = (who.agency.acronym or str(who.agency)) if who.agency else ""
    return f"{who.get_full_name()} ({short})" if short else who.get_full_name()


def _page_of(who: User) -> str:
    return reverse("accounts:person", args=[who.pk]) if is_listed(who) else ""
